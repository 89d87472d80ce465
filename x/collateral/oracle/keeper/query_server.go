package keeper

import (
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/collateral/oracle/types"
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

// CurveFeed returns how far a curve is trusted now.
func (s queryServer) CurveFeed(ctx context.Context, req *types.QueryCurveFeedRequest) (*types.QueryCurveFeedResponse, error) {
	market, err := s.marketOf(ctx, req.Currency)
	if err != nil {
		return nil, err
	}
	feed, err := s.curveFeed(ctx, req.Currency)
	if err != nil {
		return nil, err
	}
	response := types.QueryCurveFeedResponse{Feed: feed, WideningPct: math.LegacyZeroDec(), Stale: true}
	curve, found, err := s.board.FindCurve(ctx, req.Currency)
	if err != nil || !found {
		return &response, err
	}
	response.Curve = &curve
	if response.WideningPct, err = s.CurveWideningPct(ctx, curve); err != nil {
		return nil, err
	}
	response.Stale, err = market.isOlder(curve.AsOf, market.maxCurveAge)
	return &response, err
}

// FxFeed returns how far an exchange rate is trusted now.
func (s queryServer) FxFeed(ctx context.Context, req *types.QueryFxFeedRequest) (*types.QueryFxFeedResponse, error) {
	market, err := s.marketOf(ctx, req.Quote)
	if err != nil {
		return nil, err
	}
	feed, err := s.fxFeed(ctx, req.Base, req.Quote)
	if err != nil {
		return nil, err
	}
	response := types.QueryFxFeedResponse{Feed: feed, WideningPct: math.LegacyZeroDec(), Stale: true}
	fx, found, err := s.board.FindFx(ctx, req.Base, req.Quote)
	if err != nil || !found {
		return &response, err
	}
	response.Fx = &fx
	if response.WideningPct, err = s.FxWideningPct(ctx, fx); err != nil {
		return nil, err
	}
	response.Stale, err = market.isOlder(fx.AsOf, market.maxFxAge)
	return &response, err
}

// CurveHistory returns the curves of past days.
func (s queryServer) CurveHistory(
	ctx context.Context, req *types.QueryCurveHistoryRequest,
) (*types.QueryCurveHistoryResponse, error) {
	curves, next, err := page.Values(ctx, s.curveHistory, req.Pagination, collections.PairPrefix[string, string](req.Currency))
	return &types.QueryCurveHistoryResponse{Curves: curves, Pagination: next}, err
}

// FxHistory returns the exchange rates of past days.
func (s queryServer) FxHistory(ctx context.Context, req *types.QueryFxHistoryRequest) (*types.QueryFxHistoryResponse, error) {
	rates, next, err := page.Values(ctx, s.fxHistory, req.Pagination,
		collections.TripleSuperPrefix[string, string, string](req.Base, req.Quote))
	return &types.QueryFxHistoryResponse{FxRates: rates, Pagination: next}, err
}

// Spread returns the spread of a series.
func (s queryServer) Spread(ctx context.Context, req *types.QuerySpreadRequest) (*types.QuerySpreadResponse, error) {
	pct, err := s.SpreadPct(ctx, req.Isin)
	return &types.QuerySpreadResponse{SpreadPct: pct}, err
}

// Spreads returns all spreads.
func (s queryServer) Spreads(ctx context.Context, req *types.QuerySpreadsRequest) (*types.QuerySpreadsResponse, error) {
	spreads, next, err := page.Of(ctx, s.spreads, req.Pagination,
		func(isin string, pct math.LegacyDec) (types.Spread, error) {
			return types.Spread{Isin: isin, SpreadPct: pct}, nil
		})
	return &types.QuerySpreadsResponse{Spreads: spreads, Pagination: next}, err
}

// maxGraceCurrencies bounds the feeds that one query reads.
const maxGraceCurrencies = 32

// Grace returns until when borrowers have grace.
func (s queryServer) Grace(ctx context.Context, req *types.QueryGraceRequest) (*types.QueryGraceResponse, error) {
	if len(req.Currencies) > maxGraceCurrencies {
		return nil, status.Errorf(codes.InvalidArgument, "more than %d currencies", maxGraceCurrencies)
	}
	response := types.QueryGraceResponse{Now: s.clock.Now(ctx)}
	until, err := s.GraceUntil(ctx, req.Currencies...)
	if !until.IsZero() {
		response.Until = &until
	}
	return &response, err
}
