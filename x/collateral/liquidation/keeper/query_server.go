package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
	"github.com/kokusai-chain/kokusai/x/internal/page"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

type queryServer struct{ *Keeper }

var _ types.QueryServer = queryServer{}

// NewQueryServer returns the handler of the module's queries.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k} }

// Params returns the params, and until when there is grace in a market.
func (s queryServer) Params(ctx context.Context, req *types.QueryParamsRequest) (*types.QueryParamsResponse, error) {
	params, err := s.params.Get(ctx)
	if err != nil || req.Denom == "" {
		return &types.QueryParamsResponse{Params: params}, err
	}
	market, err := s.collateral.GetMarket(ctx, req.Denom)
	if err != nil {
		return nil, err
	}
	until, err := s.graceUntil(ctx, market)
	return &types.QueryParamsResponse{Params: params, GraceUntil: until}, err
}

// Call returns the margin call of a position.
func (s queryServer) Call(ctx context.Context, req *types.QueryCallRequest) (*types.QueryCallResponse, error) {
	id, err := s.id(req.Owner, req.Denom, req.Number)
	if err != nil {
		return nil, err
	}
	call, found, err := row.Find(ctx, s.calls, keyOf(id))
	if err == nil && !found {
		err = types.ErrCallNotFound.Wrapf("position %d of %s in %s", req.Number, req.Owner, req.Denom)
	}
	return &types.QueryCallResponse{Call: call}, err
}

// Calls returns the margin calls of a market.
func (s queryServer) Calls(ctx context.Context, req *types.QueryCallsRequest) (*types.QueryCallsResponse, error) {
	calls, next, err := page.Values(ctx, s.calls, req.Pagination, collections.TriplePrefix[string, sdk.AccAddress, uint64](req.Denom))
	return &types.QueryCallsResponse{Calls: calls, Pagination: next}, err
}

// Auction returns the auction of a position with what can be bought now.
func (s queryServer) Auction(ctx context.Context, req *types.QueryAuctionRequest) (*types.QueryAuctionResponse, error) {
	id, err := s.id(req.Owner, req.Denom, req.Number)
	if err != nil {
		return nil, err
	}
	sale, refusal := s.openSale(ctx, id)
	if sale == nil {
		return nil, refusal
	}
	response := types.QueryAuctionResponse{
		Auction: sale.auction, Open: refusal == nil, Debt: sale.Debt,
		DealersOnly: !sale.params.AdmitsAt("", sale.age, sale.Risk.DealerWindow()),
	}
	if refusal != nil {
		response.Refusal = refusal.Error()
	}
	for _, item := range sale.Items {
		lot := types.Lot{
			Lot: sdk.NewInt64Coin(item.Coin.Denom, 0), Payment: sdk.NewInt64Coin(id.Denom, 0),
			PricePct: sale.Risk.PricePct(sale.age, item.InDefault()), UnitValue: item.Mark.UnitValue,
		}
		if offer, err := sale.offer(item.Coin.Denom); err != nil {
			lot.Refusal = err.Error()
		} else {
			lot.Lot.Amount, lot.Payment.Amount = offer.units, offer.costUp(offer.units)
		}
		response.Lots = append(response.Lots, lot)
	}
	return &response, nil
}

// Auctions returns the auctions of a market.
func (s queryServer) Auctions(ctx context.Context, req *types.QueryAuctionsRequest) (*types.QueryAuctionsResponse, error) {
	auctions, next, err := page.Values(ctx, s.auctions, req.Pagination, collections.TriplePrefix[string, sdk.AccAddress, uint64](req.Denom))
	return &types.QueryAuctionsResponse{Auctions: auctions, Pagination: next}, err
}

// Fund returns what stands behind a market.
func (s queryServer) Fund(ctx context.Context, req *types.QueryFundRequest) (*types.QueryFundResponse, error) {
	fund, err := s.fund(ctx, req.Denom)
	if err != nil {
		return nil, err
	}
	sum, err := orZero(ctx, s.inAuction, req.Denom)
	return &types.QueryFundResponse{Fund: fund, InAuction: sum}, err
}

// Deposit returns the deposit of a backstop.
func (s queryServer) Deposit(ctx context.Context, req *types.QueryDepositRequest) (*types.QueryDepositResponse, error) {
	id, err := s.id(req.Account, req.Denom, 0)
	if err != nil {
		return nil, err
	}
	amount, err := orZero(ctx, s.deposits, collections.Join(id.Owner, req.Denom))
	return &types.QueryDepositResponse{Amount: amount}, err
}

func (s queryServer) id(owner, denom string, number uint64) (types.ID, error) {
	address, err := s.accounts.AddressCodec().StringToBytes(owner)
	if err != nil {
		return types.ID{}, status.Errorf(codes.InvalidArgument, "address: %s", err)
	}
	return types.ID{Owner: address, Denom: denom, Number: number}, nil
}
