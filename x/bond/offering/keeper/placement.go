package keeper

import (
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/offering/types"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

// stepSyndicate tries to place what has fallen due: with all members, or with none of them.
func (k *Keeper) stepSyndicate(ctx sdk.Context, syndicate types.Syndicate, now time.Time) error {
	failure := safely.Run(ctx, func(ctx sdk.Context) error { return k.place(ctx, syndicate) })
	if failure == nil {
		return nil
	}
	series, err := k.bond.GetSeries(ctx, syndicate.Isin)
	if err != nil {
		return err
	}
	final, err := k.isLastTry(ctx, syndicate.SettleDate, syndicate.Reason, series, now)
	if err != nil {
		return err
	}
	if final {
		return k.refund(ctx, syndicate, types.SYNDICATE_STATUS_FAILED, failure.Error())
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	syndicate.Reason = failure.Error()
	return k.advance(ctx, syndicate, now.Add(params.RetryInterval))
}

// place issues the shares to who has paid for them, and pays the treasury.
func (k *Keeper) place(ctx sdk.Context, syndicate types.Syndicate) error {
	settle, err := date.Parse(syndicate.SettleDate)
	if err != nil {
		return err
	}
	treasury, err := k.treasuryOf(ctx, syndicate.Isin)
	if err != nil {
		return err
	}
	var allotments []bondtypes.Allotment
	total := sdk.Coins{}
	for _, member := range syndicate.Members {
		if !member.IsPaid() {
			return types.ErrShareUnpaid.Wrap(member.Account)
		}
		payer, err := k.address("payer", member.Payer)
		if err != nil {
			return err
		}
		allotments = append(allotments, bondtypes.Allotment{Holder: payer, Face: member.Face})
		total = total.Add(member.Paid())
	}
	syndicate.Status, syndicate.Reason = types.SYNDICATE_STATUS_PLACED, ""
	if err := k.advance(ctx, syndicate, syndicate.Next); err != nil {
		return err
	}
	if err := event.Emit(ctx, &types.EventSyndicateClosed{Syndicate: syndicate}); err != nil {
		return err
	}
	if err := k.promise(ctx, syndicate.Isin, syndicate.Face().Neg()); err != nil {
		return err
	}
	if err := k.bond.Issue(ctx, syndicate.Isin, settle, allotments); err != nil {
		return err
	}
	return k.bank.SendCoins(ctx, k.moduleAddress, treasury, total)
}

func (k *Keeper) treasuryOf(ctx sdk.Context, isin string) (sdk.AccAddress, error) {
	series, err := k.bond.GetSeries(ctx, isin)
	if err != nil {
		return nil, err
	}
	issuer, err := k.bond.GetIssuer(ctx, series.Terms.IssuerId)
	if err != nil {
		return nil, err
	}
	return k.address("treasury", issuer.Treasury)
}

// refund ends a placement of nothing: everybody gets back what was paid in. Nobody has paid more than once per share, and
// shares are few.
func (k *Keeper) refund(ctx sdk.Context, syndicate types.Syndicate, status types.SyndicateStatus, reason string) error {
	syndicate.Status, syndicate.Reason = status, reason
	if err := k.advance(ctx, syndicate, syndicate.Next); err != nil {
		return err
	}
	if err := k.promise(ctx, syndicate.Isin, syndicate.Face().Neg()); err != nil {
		return err
	}
	if err := event.Emit(ctx, &types.EventSyndicateClosed{Syndicate: syndicate}); err != nil {
		return err
	}
	for _, member := range syndicate.Members {
		if !member.IsPaid() {
			continue
		}
		if err := k.pay(ctx, "payer", member.Payer, member.Paid()); err != nil {
			return err
		}
	}
	return nil
}
