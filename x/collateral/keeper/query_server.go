package keeper

import (
	"context"
	"errors"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/page"
)

type queryServer struct{ *Keeper }

var _ types.QueryServer = queryServer{}

// NewQueryServer returns the handler of the module's queries.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k} }

// Params returns the params.
func (s queryServer) Params(ctx context.Context, _ *types.QueryParamsRequest) (*types.QueryParamsResponse, error) {
	params, err := s.params.Get(ctx)
	return &types.QueryParamsResponse{Params: params}, err
}

// Curve returns the curve of a currency.
func (s queryServer) Curve(ctx context.Context, req *types.QueryCurveRequest) (*types.QueryCurveResponse, error) {
	curve, err := s.curves.Get(ctx, req.Currency)
	if errors.Is(err, collections.ErrNotFound) {
		return nil, types.ErrCurveNotFound.Wrapf("%q", req.Currency)
	}
	if err != nil {
		return nil, err
	}
	stale, err := s.isStale(ctx, curve.Currency, curve.AsOf, (*types.Params).GetMaxCurveAgeDays)
	return &types.QueryCurveResponse{Curve: curve, Stale: stale}, err
}

// Curves returns all curves.
func (s queryServer) Curves(ctx context.Context, req *types.QueryCurvesRequest) (*types.QueryCurvesResponse, error) {
	curves, next, err := page.Values(ctx, s.curves, req.Pagination)
	return &types.QueryCurvesResponse{Curves: curves, Pagination: next}, err
}

// Fx returns the exchange rate of a pair.
func (s queryServer) Fx(ctx context.Context, req *types.QueryFxRequest) (*types.QueryFxResponse, error) {
	fx, err := s.fxRates.Get(ctx, collections.Join(req.Base, req.Quote))
	if errors.Is(err, collections.ErrNotFound) {
		return nil, types.ErrFxNotFound.Wrapf("%q/%q", req.Base, req.Quote)
	}
	if err != nil {
		return nil, err
	}
	stale, err := s.isStale(ctx, fx.Quote, fx.AsOf, (*types.Params).GetMaxFxAgeDays)
	return &types.QueryFxResponse{Fx: fx, Stale: stale}, err
}

// FxRates returns all exchange rates.
func (s queryServer) FxRates(ctx context.Context, req *types.QueryFxRatesRequest) (*types.QueryFxRatesResponse, error) {
	rates, next, err := page.Values(ctx, s.fxRates, req.Pagination)
	return &types.QueryFxRatesResponse{FxRates: rates, Pagination: next}, err
}

// Haircuts returns the table in effect on a day.
func (s queryServer) Haircuts(ctx context.Context, req *types.QueryHaircutsRequest) (*types.QueryHaircutsResponse, error) {
	day := date.Of(s.bonds.Now(ctx), date.UTC)
	if req.Date != "" {
		var err error
		if day, err = date.Parse(req.Date); err != nil {
			return nil, types.ErrInvalidDate.Wrap(err.Error())
		}
	}
	table, found, err := s.FindHaircuts(ctx, day)
	if err == nil && !found {
		err = types.ErrHaircutNotFound.Wrapf("no table is in effect on %s", day)
	}
	return &types.QueryHaircutsResponse{Table: table}, err
}

// Market returns a market as it is now.
func (s queryServer) Market(ctx context.Context, req *types.QueryMarketRequest) (*types.QueryMarketResponse, error) {
	report, err := s.report(ctx, req.Denom)
	return &types.QueryMarketResponse{Report: report}, err
}

// Markets returns all markets as they are now.
func (s queryServer) Markets(ctx context.Context, req *types.QueryMarketsRequest) (*types.QueryMarketsResponse, error) {
	markets, next, err := page.Values(ctx, s.markets, req.Pagination)
	if err != nil {
		return nil, err
	}
	response := types.QueryMarketsResponse{Pagination: next}
	for _, market := range markets {
		report, err := s.report(ctx, market.Denom)
		if err != nil {
			return nil, err
		}
		response.Reports = append(response.Reports, report)
	}
	return &response, nil
}

// Supply returns what an account has supplied.
func (s queryServer) Supply(ctx context.Context, req *types.QuerySupplyRequest) (*types.QuerySupplyResponse, error) {
	supplier, err := s.decode(req.Supplier)
	if err != nil {
		return nil, err
	}
	b, err := s.openBooks(ctx, req.Denom)
	if err != nil {
		return nil, err
	}
	claims, err := s.Claims(ctx, supplier, req.Denom)
	if err != nil {
		return nil, err
	}
	return &types.QuerySupplyResponse{
		Claims: claims, Value: b.pool.SupplyValueDown(claims), SupplyIndex: b.pool.SupplyIndex,
	}, nil
}

// Position returns a position and its health now.
func (s queryServer) Position(ctx context.Context, req *types.QueryPositionRequest) (*types.QueryPositionResponse, error) {
	owner, err := s.decode(req.Owner)
	if err != nil {
		return nil, err
	}
	position, err := s.GetPosition(ctx, owner, req.Denom, req.Number)
	if err != nil {
		return nil, err
	}
	return s.appraise(ctx, position)
}

// Positions returns an owner's positions.
func (s queryServer) Positions(ctx context.Context, req *types.QueryPositionsRequest) (*types.QueryPositionsResponse, error) {
	owner, err := s.decode(req.Owner)
	if err != nil {
		return nil, err
	}
	positions, next, err := page.Values(ctx, s.positions, req.Pagination, collections.TriplePrefix[sdk.AccAddress, string, uint64](owner))
	return &types.QueryPositionsResponse{Positions: positions, Pagination: next}, err
}

// Price returns what a series is worth now.
func (s queryServer) Price(ctx context.Context, req *types.QueryPriceRequest) (*types.QueryPriceResponse, error) {
	price, err := s.PriceOf(ctx, req.Isin)
	if err != nil {
		return nil, err
	}
	return price.Quote()
}

// Sensitivity returns how the price of a series answers to its curve now.
func (s queryServer) Sensitivity(
	ctx context.Context, req *types.QuerySensitivityRequest,
) (*types.QuerySensitivityResponse, error) {
	price, err := s.PriceOf(ctx, req.Isin)
	if err != nil {
		return nil, err
	}
	if err := price.State.Err(req.Isin); err != nil {
		return nil, err
	}
	return price.Sensitivity()
}

func (s queryServer) decode(address string) (sdk.AccAddress, error) {
	decoded, err := s.accounts.AddressCodec().StringToBytes(address)
	if err != nil {
		return nil, status.Errorf(codes.InvalidArgument, "address: %s", err)
	}
	return decoded, nil
}

// isStale judges a publication by the calendar of a currency.
func (s queryServer) isStale(ctx context.Context, code, asOf string, maxAge func(*types.Params) uint32) (bool, error) {
	p, err := s.newPricer(ctx)
	if err != nil {
		return false, err
	}
	currency, err := p.params.Currency(code)
	if err != nil {
		return false, err
	}
	return p.isStale(currency, asOf, maxAge(&p.params))
}
