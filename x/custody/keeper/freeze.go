package keeper

import (
	"context"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
)

// FreezeAccount stops an account from sending and receiving regulated assets: for good when governance signs; for the hours
// of the params when its custodian does, time enough for both sides to order it. Each sets its own freeze.
func (k *Keeper) FreezeAccount(ctx context.Context, signer string, account sdk.AccAddress, reason Reason) error {
	if err := k.refuseSystemAccount(ctx, account); err != nil {
		return err
	}
	record, byAuthority, err := k.requireOverseer(ctx, signer, account)
	if err != nil {
		return err
	}
	var detail string
	switch {
	case byAuthority && record.FrozenByAuthority:
		return types.ErrAlreadyFrozen.Wrap("by this signer")
	case byAuthority:
		record.FrozenByAuthority = true
	default:
		if record.FreezeLapsesAt, err = k.freezeAlone(ctx, record.FrozenByCustodian, record.FreezeLapsesAt); err != nil {
			return err
		}
		record.FrozenByCustodian, detail = true, "until "+timeText(*record.FreezeLapsesAt)
	}
	return k.enterFreeze(ctx, account, record, types.ActionFreezeAccount, reason.order(signer), detail)
}

// freezeAlone returns when a freeze by one side alone lapses. It refuses one that is in force, and one too soon after it.
func (k *Keeper) freezeAlone(ctx context.Context, set bool, lapses *time.Time) (*time.Time, error) {
	params, err := k.getParams(ctx)
	if err != nil {
		return nil, err
	}
	now := k.bond.Now(ctx)
	if lapses != nil {
		if set && now.Before(*lapses) {
			return nil, types.ErrAlreadyFrozen.Wrap("by this signer")
		}
		if again := lapses.Add(time.Duration(params.FreezePauseHours) * time.Hour); now.Before(again) {
			return nil, types.ErrFrozenTooSoon.Wrapf("not before %s; until then both sides order it", timeText(again))
		}
	}
	until := now.Add(time.Duration(params.FreezeHours) * time.Hour)
	return &until, nil
}

// UnfreezeAccount lifts a freeze: governance lifts every freeze, a custodian its own.
func (k *Keeper) UnfreezeAccount(ctx context.Context, signer string, account sdk.AccAddress, reason Reason) error {
	record, byAuthority, err := k.requireOverseer(ctx, signer, account)
	if err != nil {
		return err
	}
	now := k.bond.Now(ctx)
	switch {
	case !record.FrozenAt(func() time.Time { return now }):
		return types.ErrNotFrozen.Wrap("the account")
	case byAuthority:
		record.FrozenByAuthority, record.FrozenByOrder = false, false
	case !record.FrozenByCustodian || !now.Before(*record.FreezeLapsesAt):
		return types.ErrUnauthorized.Wrap("a custodian lifts only its own freeze")
	}
	record.FrozenByCustodian, record.FreezeLapsesAt = false, ended(record.FreezeLapsesAt, now)
	return k.enterFreeze(ctx, account, record, types.ActionUnfreezeAccount, reason.order(signer), "")
}

// ended is when a freeze that is lifted now stopped working.
func ended(lapses *time.Time, now time.Time) *time.Time {
	if lapses != nil && now.Before(*lapses) {
		return &now
	}
	return lapses
}

// OrderFreeze freezes an account, or lifts every freeze but governance's, by order of both sides.
func (k *Keeper) OrderFreeze(ctx context.Context, account sdk.AccAddress, frozen bool, order types.Order) error {
	if err := k.refuseSystemAccount(ctx, account); err != nil {
		return err
	}
	record, err := k.record(ctx, account)
	if err != nil {
		return err
	}
	action := types.ActionFreezeAccount
	switch now := k.bond.Now(ctx); {
	case frozen && record.FrozenByOrder:
		return types.ErrAlreadyFrozen.Wrap("by order of both sides")
	case !frozen && !record.FrozenByOrder && !record.FrozenByCustodian:
		return types.ErrNotFrozen.Wrap("by either side")
	case !frozen:
		action = types.ActionUnfreezeAccount
		record.FrozenByCustodian, record.FreezeLapsesAt = false, ended(record.FreezeLapsesAt, now)
	}
	record.FrozenByOrder = frozen
	return k.enterFreeze(ctx, account, record, action, order, "")
}

func (k *Keeper) enterFreeze(ctx context.Context, account sdk.AccAddress, record types.AccountRecord, action types.OverrideAction, order types.Order, detail string) error {
	if err := k.setRecord(ctx, account, record); err != nil {
		return err
	}
	subject, err := k.text(account)
	if err != nil {
		return err
	}
	return k.enterOrder(ctx, subject, action, order, detail)
}

// requireOverseer returns the account's record when the signer is governance or the account's licensed custodian.
func (k *Keeper) requireOverseer(ctx context.Context, signer string, account sdk.AccAddress) (record types.AccountRecord, byAuthority bool, err error) {
	if sdk.ValidateAuthority(sdk.UnwrapSDKContext(ctx), k.authority, signer) == nil {
		record, err = k.record(ctx, account)
		return record, true, err
	}
	custodian, err := types.DecodeAddress(k.accounts.AddressCodec(), "signer", signer)
	if err != nil {
		return record, false, err
	}
	record, err = k.requireClient(ctx, account, custodian)
	return record, false, err
}

// FreezeSeries stops every transfer of a series for the hours of the params. The signer is the authority of its issuer.
func (k *Keeper) FreezeSeries(ctx context.Context, signer, isin string, reason Reason) error {
	record, err := k.requireSeries(ctx, signer, isin)
	if err != nil {
		return err
	}
	if record.FreezeLapsesAt, err = k.freezeAlone(ctx, record.Frozen, record.FreezeLapsesAt); err != nil {
		return err
	}
	record.Frozen = true
	if err := k.series.Set(ctx, isin, record); err != nil {
		return err
	}
	return k.enterOrder(ctx, isin, types.ActionFreezeSeries, reason.order(signer), "until "+timeText(*record.FreezeLapsesAt))
}

// UnfreezeSeries lifts the issuer's own freeze.
func (k *Keeper) UnfreezeSeries(ctx context.Context, signer, isin string, reason Reason) error {
	record, err := k.requireSeries(ctx, signer, isin)
	if err != nil {
		return err
	}
	if !record.Frozen {
		return types.ErrNotFrozen.Wrapf("%s, by its issuer", isin)
	}
	record.Frozen, record.FreezeLapsesAt = false, ended(record.FreezeLapsesAt, k.bond.Now(ctx))
	if err := k.series.Set(ctx, isin, record); err != nil {
		return err
	}
	return k.enterOrder(ctx, isin, types.ActionUnfreezeSeries, reason.order(signer), "")
}

// OrderSeriesFreeze freezes a series, or lifts every freeze of it, by order of both sides.
func (k *Keeper) OrderSeriesFreeze(ctx context.Context, isin string, frozen bool, order types.Order) error {
	record, err := k.openSeries(ctx, isin)
	if err != nil {
		return err
	}
	action := types.ActionFreezeSeries
	switch {
	case frozen && record.FrozenByOrder:
		return types.ErrAlreadyFrozen.Wrap(isin)
	case !frozen && !record.FrozenByOrder && !record.Frozen:
		return types.ErrNotFrozen.Wrap(isin)
	case !frozen:
		action = types.ActionUnfreezeSeries
		record.Frozen, record.FreezeLapsesAt = false, ended(record.FreezeLapsesAt, k.bond.Now(ctx))
	}
	record.FrozenByOrder = frozen
	if err := k.series.Set(ctx, isin, record); err != nil {
		return err
	}
	return k.enterOrder(ctx, isin, action, order, "")
}

// timeText is a business time as the register states it.
func timeText(t time.Time) string { return t.UTC().Format(time.RFC3339) }
