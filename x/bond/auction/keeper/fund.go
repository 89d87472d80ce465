package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// Fund puts in cash for a buy-back, up to what it can cost, and returns what it has and needs. It takes no bids before it
// has all.
func (k *Keeper) Fund(ctx sdk.Context, funder sdk.AccAddress, id string, amount sdk.Coin) (has, needs sdk.Coin, err error) {
	auction, err := k.GetAuction(ctx, id)
	if err != nil {
		return has, needs, err
	}
	if !auction.Terms.IsBuyBack() || auction.Status != types.AUCTION_STATUS_OPEN {
		return has, needs, types.ErrWrongPhase.Wrapf("%s is no open buy-back", id)
	}
	if amount.Denom != auction.Currency {
		return has, needs, types.ErrWrongCurrency.Wrapf("%s is in %s, not %s", id, auction.Currency, amount.Denom)
	}
	pricing, err := k.pricing(ctx, auction)
	if err != nil {
		return has, needs, err
	}
	needed, err := pricing.FundNeeded()
	if err != nil {
		return has, needs, err
	}
	auction.Fund = auction.Fund.Add(amount.Amount)
	if auction.Fund.GT(needed) {
		return has, needs, types.ErrOverfunded.Wrapf("it would have %s and needs %s", auction.Fund, needed)
	}
	if err := k.setAuction(ctx, auction, auction.Status); err != nil {
		return has, needs, err
	}
	text, err := k.addressText(funder)
	if err != nil {
		return has, needs, err
	}
	if err := event.Emit(ctx, &types.EventBuyBackFunded{AuctionId: id, Funder: text, Amount: amount}); err != nil {
		return has, needs, err
	}
	return auction.Cash(auction.Fund), auction.Cash(needed), k.collect(ctx, funder, amount)
}

// checkFunded errors when a buy-back could not pay for all that it may buy.
func checkFunded(auction types.Auction, pricing types.Pricing) error {
	needed, err := pricing.FundNeeded()
	if err != nil {
		return err
	}
	if auction.Fund.LT(needed) {
		return types.ErrNotFunded.Wrapf("%s has %s and needs %s", auction.Terms.Id, auction.Fund, needed)
	}
	return nil
}

// returnFund gives the treasury the cash of a buy-back that is not needed.
func (k *Keeper) returnFund(ctx sdk.Context, auction types.Auction, left math.Int) error {
	if !left.IsPositive() {
		return nil
	}
	treasury, err := k.treasury(ctx, auction.Terms.IssuerId)
	if err != nil {
		return err
	}
	amount := auction.Cash(left)
	if err := event.Emit(ctx, &types.EventFundReturned{AuctionId: auction.Terms.Id, Amount: amount}); err != nil {
		return err
	}
	return k.pay(ctx, treasury, amount)
}

// fundNeeded returns what a buy-back must be funded with, nothing while that can't be told.
func (k *Keeper) fundNeeded(ctx context.Context, auction types.Auction) (sdk.Coin, error) {
	if !auction.Terms.IsBuyBack() || !auction.Terms.HasReferences() || !auction.IsPending() {
		return auction.Cash(math.ZeroInt()), nil
	}
	pricing, err := k.pricing(ctx, auction)
	if err != nil {
		return sdk.Coin{}, err
	}
	needed, err := pricing.FundNeeded()
	return auction.Cash(needed), err
}
