package keeper

import (
	"cmp"
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/funding/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// CommitBid puts in sealed bids with the deposit, once for each account.
func (k *Keeper) CommitBid(ctx context.Context, bidder, lender string, number uint64, seal []byte) (deposit sdk.Coin, err error) {
	operation, key, times, err := k.open(ctx, lender, number)
	if err != nil {
		return deposit, err
	}
	if err := times.CheckCommitting(k.clock.Now(ctx), types.OutOfTime); err != nil {
		return deposit, err
	}
	address, err := k.account(bidder)
	if err != nil {
		return deposit, err
	}
	if address.Equals(key.K1()) || !operation.Terms.Admits(bidder) {
		return deposit, types.ErrNotAdmitted.Wrap(bidder)
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return deposit, err
	}
	if operation.Bidders >= params.MaxBidders {
		return deposit, types.ErrFull.Wrapf("%d", operation.Bidders)
	}
	if committed, err := k.tenders.Has(ctx, collections.Join(key, address)); err != nil || committed {
		return deposit, cmp.Or(err, types.ErrAlreadyCommitted.Wrap("withdraw them first"))
	}
	tender := types.NewTender(lender, number, bidder, seal, operation.Terms.Deposit)
	if err := k.tenders.Set(ctx, collections.Join(key, address), tender); err != nil {
		return deposit, err
	}
	operation.Bidders++
	if err := k.operations.Set(ctx, key, operation); err != nil {
		return deposit, err
	}
	if err := event.Emit(ctx, &types.EventBidCommitted{Tender: tender}); err != nil {
		return deposit, err
	}
	deposit = sdk.NewCoin(operation.Terms.Cash.Denom, tender.Deposit)
	return deposit, k.bank.SendCoins(ctx, address, k.address(), sdk.NewCoins(deposit))
}

// WithdrawBid takes sealed bids and the deposit back before the commit deadline.
func (k *Keeper) WithdrawBid(ctx context.Context, bidder, lender string, number uint64) (deposit sdk.Coin, err error) {
	operation, key, times, err := k.open(ctx, lender, number)
	if err != nil {
		return deposit, err
	}
	if err := times.CheckCommitting(k.clock.Now(ctx), types.OutOfTime); err != nil {
		return deposit, err
	}
	tender, address, err := k.getTender(ctx, key, bidder)
	if err != nil {
		return deposit, err
	}
	if err := k.drop(ctx, &operation, key, address); err != nil {
		return deposit, err
	}
	if err := k.operations.Set(ctx, key, operation); err != nil {
		return deposit, err
	}
	if err := event.Emit(ctx, &types.EventBidWithdrawn{Lender: lender, Number: number, Bidder: bidder}); err != nil {
		return deposit, err
	}
	deposit = sdk.NewCoin(operation.Terms.Cash.Denom, tender.Deposit)
	return deposit, k.pay(ctx, address, deposit)
}

// RevealBid opens sealed bids.
func (k *Keeper) RevealBid(ctx context.Context, msg *types.MsgRevealBid) error {
	operation, key, times, err := k.open(ctx, msg.Lender, msg.Number)
	if err != nil {
		return err
	}
	if err := times.CheckRevealing(k.clock.Now(ctx), types.OutOfTime); err != nil {
		return err
	}
	tender, address, err := k.getTender(ctx, key, msg.Bidder)
	if err != nil {
		return err
	}
	if tender.Revealed {
		return types.ErrAlreadyRevealed
	}
	if err := msg.CheckSeal(tender.Seal); err != nil {
		return err
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	if err := params.CheckCount(msg.Bids); err != nil {
		return err
	}
	if err := operation.Terms.CheckBids(msg.Bids); err != nil {
		return err
	}
	tender.Revealed, tender.Bids, tender.RepoNumber = true, msg.Bids, msg.RepoNumber
	if err := k.tenders.Set(ctx, collections.Join(key, address), tender); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventBidRevealed{Tender: tender})
}

// getTender returns the row of an account, or ErrTenderNotFound.
func (k *Keeper) getTender(ctx context.Context, key operationKey, bidder string) (types.Tender, sdk.AccAddress, error) {
	address, err := k.account(bidder)
	if err != nil {
		return types.Tender{}, nil, err
	}
	tender, found, err := row.Find(ctx, k.tenders, collections.Join(key, address))
	if err == nil && !found {
		err = types.ErrTenderNotFound.Wrap(bidder)
	}
	return tender, address, err
}

// drop removes the row of an account and counts it out. The caller saves the operation.
func (k *Keeper) drop(ctx context.Context, operation *types.Operation, key operationKey, bidder sdk.AccAddress) error {
	operation.Bidders--
	return k.tenders.Remove(ctx, collections.Join(key, bidder))
}
