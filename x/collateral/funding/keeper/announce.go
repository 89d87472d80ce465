package keeper

import (
	"cmp"
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/funding/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/sealed"
)

// Announce opens an operation and takes its cash, so that whoever wins finds it there.
func (k *Keeper) Announce(ctx context.Context, lender string, number uint64, terms types.Terms) error {
	address, err := k.account(lender)
	if err != nil {
		return err
	}
	key := collections.Join(address, number)
	if used, err := k.operations.Has(ctx, key); err != nil || used {
		return cmp.Or(err, types.ErrNumberUsed.Wrap(types.Name(lender, number)))
	}
	times, err := k.timetable(ctx, terms)
	if err != nil {
		return err
	}
	if times.BidStart.Before(k.clock.Now(ctx)) {
		return types.ErrInvalidTerms.Wrapf("bid start %s has passed", terms.BidStart)
	}
	if err := k.repos.CheckTrade(ctx, terms.Trade()); err != nil {
		return err
	}
	starts, err := k.repos.StartTime(ctx, terms.Trade())
	if err != nil {
		return err
	}
	if times.RevealDeadline.After(starts) { // loans that can't start in time would cost their bidders the deposit
		return types.ErrInvalidTerms.Wrapf("reveal deadline %s is after the cut-off of the start date", terms.RevealDeadline)
	}
	operation := types.Operation{Lender: lender, Number: number, Terms: terms, Status: types.STATUS_OPEN, Held: terms.Cash.Amount}
	if err := k.save(ctx, key, operation, times.RevealDeadline); err != nil {
		return err
	}
	if err := event.Emit(ctx, &types.EventAnnounced{Operation: operation}); err != nil {
		return err
	}
	return k.bank.SendCoins(ctx, address, k.address(), sdk.NewCoins(terms.Cash))
}

// Cancel calls an operation off while nobody can have seen a bid, and gives the cash back. Deposits follow in the next blocks.
func (k *Keeper) Cancel(ctx context.Context, lender string, number uint64) error {
	operation, key, times, err := k.open(ctx, lender, number)
	if err != nil {
		return err
	}
	now := k.clock.Now(ctx)
	if !now.Before(times.CommitDeadline) {
		return types.ErrDeadlinePassed.Wrapf("bids can be opened since %s", operation.Terms.CommitDeadline)
	}
	cash := sdk.NewCoin(operation.Terms.Cash.Denom, operation.Held)
	operation.Status, operation.Held = types.STATUS_CANCELLED, math.ZeroInt()
	due := now
	if operation.IsOver() {
		due = noTime
	}
	if err := k.save(ctx, key, operation, due); err != nil {
		return err
	}
	if err := event.Emit(ctx, &types.EventCancelled{Lender: lender, Number: number}); err != nil {
		return err
	}
	return k.pay(ctx, key.K1(), cash)
}

// open returns an operation that has not been decided, with its times.
func (k *Keeper) open(ctx context.Context, lender string, number uint64) (types.Operation, operationKey, sealed.Times, error) {
	operation, key, err := k.getOperation(ctx, lender, number)
	if err != nil {
		return operation, key, sealed.Times{}, err
	}
	if operation.Status != types.STATUS_OPEN {
		return operation, key, sealed.Times{}, types.ErrStatus.Wrapf("%s", operation.Status)
	}
	times, err := k.timetable(ctx, operation.Terms)
	return operation, key, times, err
}
