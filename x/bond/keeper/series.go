package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// GetSeries returns a series by its ISIN.
func (k *Keeper) GetSeries(ctx context.Context, isin string) (types.Series, error) {
	series, err := k.series.Get(ctx, isin)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Series{}, types.ErrSeriesNotFound.Wrapf("%q", isin)
	}
	return series, err
}

// OpenSeries announces a series. The caller has checked that the issuer's authority asks for it.
func (k *Keeper) OpenSeries(ctx sdk.Context, terms types.TermSheet) error {
	schedule, err := k.checkOpening(ctx, terms)
	if err != nil {
		return err
	}
	series := types.NewSeries(terms)
	if err := k.series.Set(ctx, terms.Isin, series); err != nil {
		return err
	}
	if err := k.seriesByIssuer.Set(ctx, collections.Join(terms.IssuerId, terms.Isin)); err != nil {
		return err
	}
	if err := k.indexStrip(ctx, terms); err != nil {
		return err
	}
	if err := k.scheduleNext(ctx, series, schedule); err != nil {
		return err
	}
	k.bank.SetDenomMetaData(ctx, terms.Metadata())
	if err := event.Emit(ctx, &types.EventSeriesOpened{Terms: terms, Denom: series.Denom()}); err != nil {
		return err
	}
	return k.notify(ctx, terms.Isin, "AfterSeriesOpened", types.Hooks.AfterSeriesOpened)
}

func (k *Keeper) checkOpening(ctx context.Context, terms types.TermSheet) (types.Schedule, error) {
	known, err := k.series.Has(ctx, terms.Isin)
	if err != nil {
		return types.Schedule{}, err
	}
	if known {
		return types.Schedule{}, types.ErrSeriesExists.Wrap(terms.Isin)
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return types.Schedule{}, err
	}
	if _, found := params.FindCash(terms.Currency); !found {
		return types.Schedule{}, types.ErrInvalidTerms.Wrapf("currency %s is not a cash denom", terms.Currency)
	}
	if err := k.checkReference(ctx, terms); err != nil {
		return types.Schedule{}, err
	}
	if err := k.checkStrip(ctx, terms); err != nil {
		return types.Schedule{}, err
	}
	schedule, err := terms.Schedule()
	if err != nil {
		return types.Schedule{}, err
	}
	if today := schedule.Today(k.Now(ctx)); schedule.PaymentDate(schedule.Principal()) <= today {
		return types.Schedule{}, types.ErrMatured.Wrapf("maturity_date %s is not after today, %s", schedule.Maturity(), today)
	}
	return schedule, nil
}

// checkReference checks that what the coupons depend on is registered.
func (k *Keeper) checkReference(ctx context.Context, terms types.TermSheet) error {
	id, kind, depends := terms.ReferenceOf()
	if !depends {
		return nil
	}
	reference, err := k.GetReference(ctx, terms.IssuerId, id)
	if err != nil {
		return err
	}
	if reference.Kind != kind {
		return types.ErrReferenceKind.Wrapf("%s is registered as %s, the terms need %s", id, reference.Kind, kind)
	}
	return nil
}

// CashFlows returns the payments of a series that a holder on the given date will receive, for one unit of face. A coupon
// whose record date has come belongs to whoever held before, and is left out. What is not known yet is assumed as
// types.Schedule.CashFlows says; ErrAwaitsFixing when not even that is possible.
func (k *Keeper) CashFlows(ctx context.Context, series types.Series, from date.Date) ([]types.CashFlow, error) {
	schedule, err := series.Schedule()
	if err != nil {
		return nil, err
	}
	return schedule.CashFlows(from, k.fixingsOf(ctx, series))
}
