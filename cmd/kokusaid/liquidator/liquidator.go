// Package liquidator is a keeper that anyone can run: it watches the auctions of a market through a node and bids for what is
// cheap enough, within a budget, with a key of its own.
package liquidator

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	liquidationtypes "github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
)

// Limits are what the liquidator keeps to.
type Limits struct {
	// Market is the denom of the market whose auctions it watches; it pays in it.
	Market string
	// MaxPricePct is the highest price it pays, in percent of the market price.
	MaxPricePct math.LegacyDec
	// Budget is the most it pays in all, in base units.
	Budget math.Int
	// MaxPayment is the most it pays for one lot, in base units.
	MaxPayment math.Int
	// Bonds are the denoms it buys; empty for all.
	Bonds []string
}

// Validate refuses limits that bid for nothing or without end.
func (l Limits) Validate() error {
	if err := sdk.ValidateDenom(l.Market); err != nil {
		return fmt.Errorf("market: %w", err)
	}
	for name, amount := range map[string]math.Int{"budget": l.Budget, "largest payment": l.MaxPayment} {
		if amount.IsNil() || !amount.IsPositive() {
			return fmt.Errorf("%s must be positive", name)
		}
	}
	if l.MaxPricePct.IsNil() {
		return fmt.Errorf("highest price is missing")
	}
	_, err := (&liquidationtypes.MsgBid{MaxPricePct: liquidationtypes.PriceText(l.MaxPricePct)}).HighestPct()
	return err
}

// Pick returns the bid for a lot within the limits and what is left of the budget, and false when there is none. The bid carries both
// limits: until it is in a block the market may have moved and the auction may have started again from the top.
func (l Limits) Pick(bidder string, auction liquidationtypes.Auction, lot liquidationtypes.Lot) (*liquidationtypes.MsgBid, bool) {
	switch {
	case lot.Refusal != "" || !lot.Lot.Amount.IsPositive() || !lot.Payment.Amount.IsPositive(),
		lot.PricePct.GT(l.MaxPricePct),
		len(l.Bonds) > 0 && !slices.Contains(l.Bonds, lot.Lot.Denom):
		return nil, false
	}
	most := math.MinInt(l.Budget, l.MaxPayment)
	wanted := lot.Lot
	if lot.Payment.Amount.GT(most) {
		wanted.Amount = lot.Lot.Amount.Mul(most).Quo(lot.Payment.Amount)
	}
	if !wanted.Amount.IsPositive() {
		return nil, false
	}
	return &liquidationtypes.MsgBid{
		Bidder: bidder, Owner: auction.Owner, Denom: auction.Denom, Number: auction.Number,
		Lot: wanted, MaxPayment: sdk.NewCoin(l.Market, most), MaxPricePct: liquidationtypes.PriceText(l.MaxPricePct),
	}, true
}

// ErrUnknown is the failure of a bid that may come into a block all the same.
var ErrUnknown = errors.New("what became of the bid is not known")

// Liquidator watches through a node and sends bids.
type Liquidator struct {
	// Limits shrink as it spends.
	Limits Limits
	// Bidder is its account.
	Bidder string
	// Queries reads the node.
	Queries liquidationtypes.QueryClient
	// Send signs and sends a bid and returns what was bought when it is in a block. ErrUnknown is that it may still be.
	Send func(context.Context, *liquidationtypes.MsgBid) (*liquidationtypes.MsgBidResponse, error)
	// Log says what happens.
	Log func(format string, args ...any)
}

// Round looks at every auction of the market once and bids for what is within the limits. It returns how many lots it bought.
// A bid that fails, because another one was faster, is told and the round goes on; one whose end is not known counts as spent, so that
// the budget holds in any case.
func (l *Liquidator) Round(ctx context.Context) (bought int, err error) {
	auctions, err := l.auctions(ctx)
	if err != nil {
		return 0, err
	}
	for _, auction := range auctions {
		offer, err := l.Queries.Auction(ctx, &liquidationtypes.QueryAuctionRequest{
			Owner: auction.Owner, Denom: auction.Denom, Number: auction.Number,
		})
		if err != nil || !offer.Open || auction.Owner == l.Bidder {
			continue // over by now, or not for us
		}
		for _, lot := range offer.Lots {
			bid, found := l.Limits.Pick(l.Bidder, auction, lot)
			if !found {
				continue
			}
			result, err := l.Send(ctx, bid)
			if errors.Is(err, ErrUnknown) {
				l.Limits.Budget = l.Limits.Budget.Sub(bid.MaxPayment.Amount)
				l.Log("%s of %s: %s; %s counts as spent, %s left", bid.Lot, auction.Owner, err, bid.MaxPayment, l.Limits.Budget)
				break
			}
			if err != nil {
				l.Log("no luck with %s of %s: %s", bid.Lot, auction.Owner, err)
				continue
			}
			l.Limits.Budget = l.Limits.Budget.Sub(result.Payment.Amount)
			l.Log("bought %s of %s for %s at %s %% of the market; %s left", result.Lot, auction.Owner, result.Payment,
				lot.PricePct, l.Limits.Budget)
			bought++
			break // the position has changed: the next round sees it anew
		}
	}
	return bought, nil
}

// auctions reads all pages.
func (l *Liquidator) auctions(ctx context.Context) ([]liquidationtypes.Auction, error) {
	var all []liquidationtypes.Auction
	request := liquidationtypes.QueryAuctionsRequest{Denom: l.Limits.Market, Pagination: &query.PageRequest{}}
	for {
		page, err := l.Queries.Auctions(ctx, &request)
		if err != nil {
			return nil, err
		}
		all = append(all, page.Auctions...)
		if len(page.Pagination.NextKey) == 0 {
			return all, nil
		}
		request.Pagination = &query.PageRequest{Key: page.Pagination.NextKey}
	}
}
