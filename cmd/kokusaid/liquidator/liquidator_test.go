package liquidator_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/kokusai-chain/kokusai/cmd/kokusaid/liquidator"
	"github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
)

const bond = "bond/JP1103811S13"

func limits() liquidator.Limits {
	return liquidator.Limits{
		Market: "ujpy", MaxPricePct: math.LegacyNewDec(99), Budget: math.NewInt(1_000), MaxPayment: math.NewInt(500),
	}
}

func lot(units, cost int64, pct string) types.Lot {
	return types.Lot{
		Lot: sdk.NewInt64Coin(bond, units), Payment: sdk.NewInt64Coin("ujpy", cost), PricePct: math.LegacyMustNewDecFromStr(pct),
	}
}

func TestPickKeepsToTheLimits(t *testing.T) {
	auction := types.Auction{Owner: "owner", Denom: "ujpy", Number: 7}
	for name, c := range map[string]struct {
		edit  func(*liquidator.Limits)
		lot   types.Lot
		units int64
	}{
		"whole lot":          {lot: lot(100, 400, "98"), units: 100},
		"part of it":         {lot: lot(100, 1_000, "98"), units: 50},
		"rest of the budget": {edit: func(l *liquidator.Limits) { l.Budget = math.NewInt(100) }, lot: lot(100, 1_000, "98"), units: 10},
		"too dear":           {lot: lot(100, 400, "99.25")},
		"budget spent":       {edit: func(l *liquidator.Limits) { l.Budget = math.ZeroInt() }, lot: lot(100, 400, "98")},
		"other bonds":        {edit: func(l *liquidator.Limits) { l.Bonds = []string{"bond/other"} }, lot: lot(100, 400, "98")},
		"one unit too many":  {lot: lot(1, 600, "98")},
		"nothing for sale":   {lot: lot(0, 0, "98")},
		"not sold now":       {lot: types.Lot{Lot: sdk.NewInt64Coin(bond, 1), Payment: sdk.NewInt64Coin("ujpy", 1), PricePct: math.LegacyOneDec(), Refusal: "no price"}},
	} {
		t.Run(name, func(t *testing.T) {
			l := limits()
			if c.edit != nil {
				c.edit(&l)
			}
			bid, found := l.Pick("me", auction, c.lot)
			require.Equal(t, c.units > 0, found)
			if found {
				require.Equal(t, c.units, bid.Lot.Amount.Int64())
				require.True(t, bid.MaxPayment.Amount.LTE(l.Budget) && bid.MaxPayment.Amount.LTE(l.MaxPayment))
				require.NoError(t, bid.ValidateBasic())
				highest, err := bid.HighestPct()
				require.NoError(t, err)
				require.Equal(t, l.MaxPricePct, highest, "the chain holds it to the price")
			}
		})
	}
}

func TestLimitsAreChecked(t *testing.T) {
	require.NoError(t, limits().Validate())
	for name, edit := range map[string]func(*liquidator.Limits){
		"market": func(l *liquidator.Limits) { l.Market = "" }, "budget": func(l *liquidator.Limits) { l.Budget = math.Int{} },
		"payment": func(l *liquidator.Limits) { l.MaxPayment = math.ZeroInt() }, "price": func(l *liquidator.Limits) { l.MaxPricePct = math.LegacyZeroDec() },
		"no price": func(l *liquidator.Limits) { l.MaxPricePct = math.LegacyDec{} }, "fine price": func(l *liquidator.Limits) { l.MaxPricePct = math.LegacySmallestDec() },
	} {
		l := limits()
		edit(&l)
		require.Error(t, l.Validate(), name)
	}
}

func TestRoundSpendsWhatItBuysAndGoesOn(t *testing.T) {
	node := &node{}
	sent := 0
	l := liquidator.Liquidator{
		Limits: limits(), Bidder: "me", Queries: node, Log: t.Logf,
		Send: func(_ context.Context, bid *types.MsgBid) (*types.MsgBidResponse, error) {
			if sent++; sent == 1 {
				return nil, errors.New("another was faster")
			}
			return &types.MsgBidResponse{Lot: bid.Lot, Payment: sdk.NewInt64Coin("ujpy", 400)}, nil
		},
	}
	bought, err := l.Round(context.Background())
	require.NoError(t, err)
	require.Equal(t, 2, bought, "of three, one was lost; what is closed and our own is left alone")
	require.Equal(t, 3, sent)
	require.Equal(t, math.NewInt(200), l.Limits.Budget)
	node.down = true
	_, err = l.Round(context.Background())
	require.Error(t, err)
}

// A bid that may still come into a block counts as spent: whatever becomes of it, no more than the budget is paid.
func TestTheBudgetHoldsWhenNothingIsKnown(t *testing.T) {
	sent := math.ZeroInt()
	l := liquidator.Liquidator{
		Limits: limits(), Bidder: "me", Queries: &node{}, Log: t.Logf,
		Send: func(_ context.Context, bid *types.MsgBid) (*types.MsgBidResponse, error) {
			sent = sent.Add(bid.MaxPayment.Amount)
			return nil, fmt.Errorf("%w: no answer", liquidator.ErrUnknown)
		},
	}
	for range 3 {
		bought, err := l.Round(context.Background())
		require.NoError(t, err)
		require.Zero(t, bought)
	}
	require.Equal(t, limits().Budget, sent)
	require.True(t, l.Limits.Budget.IsZero())
}

// node answers with five auctions in two pages.
type node struct {
	types.QueryClient
	down bool
}

func (n *node) Auctions(_ context.Context, req *types.QueryAuctionsRequest, _ ...grpc.CallOption) (*types.QueryAuctionsResponse, error) {
	if n.down {
		return nil, errors.New("down")
	}
	if len(req.Pagination.Key) == 0 {
		return &types.QueryAuctionsResponse{
			Auctions:   []types.Auction{{Owner: "a", Denom: "ujpy"}, {Owner: "me", Denom: "ujpy"}, {Owner: "closed", Denom: "ujpy"}},
			Pagination: &query.PageResponse{NextKey: []byte("next")},
		}, nil
	}
	return &types.QueryAuctionsResponse{
		Auctions: []types.Auction{{Owner: "b", Denom: "ujpy"}, {Owner: "c", Denom: "ujpy"}}, Pagination: &query.PageResponse{},
	}, nil
}

func (n *node) Auction(_ context.Context, req *types.QueryAuctionRequest, _ ...grpc.CallOption) (*types.QueryAuctionResponse, error) {
	return &types.QueryAuctionResponse{Open: req.Owner != "closed", Lots: []types.Lot{lot(100, 400, "98")}}, nil
}
