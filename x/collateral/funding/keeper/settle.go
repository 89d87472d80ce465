package keeper

import (
	"errors"
	"time"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/funding/types"
	repotypes "github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

// walk deals with the next rows of an operation that is decided or cancelled, each by itself, and stores where it goes on. The first
// walk gives back what is not needed; the second, from the cut-off of the start date on, starts the loans. What fails is come back for.
func (k *Keeper) walk(ctx sdk.Context, key operationKey, operation types.Operation, w *work) error {
	var cursor sdk.AccAddress
	if operation.Cursor != "" {
		var err error
		if cursor, err = k.account(operation.Cursor); err != nil {
			return err
		}
	}
	limit := max(w.left, 1)
	tenders, bidders, err := k.tendersAfter(ctx, key, cursor, limit)
	if err != nil {
		return err
	}
	w.left -= len(tenders)
	for i, tender := range tenders {
		operation.Cursor = tender.Bidder
		next := operation
		failure := safely.Run(ctx, func(ctx sdk.Context) error { return k.tendRow(ctx, key, &next, tender, bidders[i], w) })
		if failure == nil {
			operation = next
			continue
		}
		if err := k.quarantine(ctx, operation, tender.Bidder, failure); err != nil {
			return err
		}
	}
	if len(tenders) == limit && operation.Bidders > 0 {
		return k.save(ctx, key, operation, w.now) // goes on where the cursor is
	}
	operation.Cursor = ""
	return k.nextStep(ctx, key, operation, w)
}

// nextStep is what follows when all rows have been looked at.
func (k *Keeper) nextStep(ctx sdk.Context, key operationKey, operation types.Operation, w *work) error {
	again := w.now.Add(w.params.RetryInterval)
	waiting := uint32(0) // rows that this walk leaves to the next
	if operation.Status == types.STATUS_ALLOTTED && !operation.Starting {
		waiting = operation.Result.Winners
	}
	switch {
	case operation.Bidders > waiting: // something failed
		return k.save(ctx, key, operation, again)
	case operation.Bidders > 0:
		starts, err := k.repos.StartTime(ctx, operation.Terms.Trade())
		if err != nil {
			return err
		}
		operation.Starting = true
		return k.save(ctx, key, operation, later(starts, w.now))
	case operation.Status == types.STATUS_ALLOTTED:
		operation.Status, operation.Starting = types.STATUS_SETTLED, false
		if err := event.Emit(ctx, &types.EventSettled{Lender: operation.Lender, Number: operation.Number}); err != nil {
			return err
		}
	}
	return k.save(ctx, key, operation, noTime)
}

func (k *Keeper) tendRow(ctx sdk.Context, key operationKey, operation *types.Operation, tender types.Tender, bidder sdk.AccAddress, w *work) error {
	switch {
	case operation.Starting:
		return k.lend(ctx, key, operation, tender, bidder, w)
	case tender.Award.IsPositive():
		return nil
	case operation.Status == types.STATUS_CANCELLED || tender.Revealed:
		return k.releaseDeposit(ctx, key, operation, tender, bidder)
	default:
		return k.forfeitDeposit(ctx, key, operation, tender, bidder)
	}
}

// lend starts the loan of a winner: all of it, or nothing. One that could not start when the grace is over has failed.
func (k *Keeper) lend(ctx sdk.Context, key operationKey, operation *types.Operation, tender types.Tender, bidder sdk.AccAddress, w *work) error {
	terms := operation.Terms.Repo(operation.Lender, tender.Bidder, tender.Award, operation.Result.RatePct)
	failure := safely.Run(ctx, func(ctx sdk.Context) error {
		return k.repos.Trade(ctx, tender.Bidder, tender.RepoNumber, terms, k.address())
	})
	if failure != nil {
		return k.loanFailed(ctx, key, operation, tender, bidder, w, failure)
	}
	result := *operation.Result
	result.Lent = result.Lent.Add(tender.Award)
	operation.Result, operation.Held = &result, operation.Held.Sub(tender.Award)
	if err := event.Emit(ctx, &types.EventLent{
		Lender: tender.Lender, Number: tender.Number, Bidder: tender.Bidder, Cash: terms.Cash, RepoNumber: tender.RepoNumber,
	}); err != nil {
		return err
	}
	return k.releaseDeposit(ctx, key, operation, tender, bidder)
}

// loanFailed gives the award of a loan that has not started in time back to the lender, with the deposit, unless nobody is to blame:
// it was for want of a curve that the bonds had no price, or for a freeze that the bidder could not pledge them. When its end date has come
// it can't start any more, whatever of the grace is left.
func (k *Keeper) loanFailed(
	ctx sdk.Context, key operationKey, operation *types.Operation, tender types.Tender, bidder sdk.AccAddress, w *work, failure error,
) error {
	starts, err := k.repos.StartTime(ctx, operation.Terms.Trade())
	if err != nil {
		return err
	}
	last, ended := starts.Add(w.params.StartGrace), errors.Is(failure, repotypes.ErrInvalidDate)
	if w.now.Before(last) && !ended {
		return failure
	}
	operation.Held = operation.Held.Sub(tender.Award)
	back := cash(*operation, tender.Award)
	if err := event.Emit(ctx, &types.EventLoanFailed{
		Lender: tender.Lender, Number: tender.Number, Bidder: tender.Bidder, Cash: back, Reason: failure.Error(),
	}); err != nil {
		return err
	}
	if err := k.pay(ctx, key.K1(), back); err != nil {
		return err
	}
	stood := false // still, from before the grace was over until the end date
	if ended {
		if stood, err = k.endsAfter(ctx, operation.Terms, last); err != nil {
			return err
		}
	}
	blameless := stood || errors.Is(failure, repotypes.ErrUnpriced) || errors.Is(failure, custodytypes.ErrSenderFrozen) ||
		errors.Is(failure, safely.ErrPanicked)
	if blameless {
		return k.releaseDeposit(ctx, key, operation, tender, bidder)
	}
	return k.forfeitDeposit(ctx, key, operation, tender, bidder)
}

// endsAfter tells whether the end date of the loans begins after a time.
func (k *Keeper) endsAfter(ctx sdk.Context, terms types.Terms, at time.Time) (bool, error) {
	zone, err := k.zone(ctx, terms)
	if err != nil {
		return false, err
	}
	end, err := date.Parse(terms.EndDate)
	return end.Start(zone).After(at), err
}

func (k *Keeper) releaseDeposit(ctx sdk.Context, key operationKey, operation *types.Operation, tender types.Tender, bidder sdk.AccAddress) error {
	if err := k.drop(ctx, operation, key, bidder); err != nil {
		return err
	}
	deposit := cash(*operation, tender.Deposit)
	if err := event.Emit(ctx, &types.EventDepositReleased{
		Lender: tender.Lender, Number: tender.Number, Bidder: tender.Bidder, Deposit: deposit,
	}); err != nil {
		return err
	}
	return k.pay(ctx, bidder, deposit)
}

func (k *Keeper) forfeitDeposit(ctx sdk.Context, key operationKey, operation *types.Operation, tender types.Tender, bidder sdk.AccAddress) error {
	if err := k.drop(ctx, operation, key, bidder); err != nil {
		return err
	}
	deposit := cash(*operation, tender.Deposit)
	if err := event.Emit(ctx, &types.EventDepositForfeited{
		Lender: tender.Lender, Number: tender.Number, Bidder: tender.Bidder, Deposit: deposit,
	}); err != nil {
		return err
	}
	return k.pay(ctx, key.K1(), deposit)
}

// cash is an amount of an operation's cash.
func cash(operation types.Operation, amount math.Int) sdk.Coin {
	return sdk.NewCoin(operation.Terms.Cash.Denom, amount)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
