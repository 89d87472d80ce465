package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
)

// FreezeAccount stops an account from sending and receiving regulated assets. The signer is governance or the custodian
// of the account; each sets its own freeze.
func (k *Keeper) FreezeAccount(ctx context.Context, signer string, account sdk.AccAddress, reason Reason) error {
	if err := k.refuseSystemAccount(ctx, account); err != nil {
		return err
	}
	record, byAuthority, err := k.requireOverseer(ctx, signer, account)
	if err != nil {
		return err
	}
	if byAuthority && record.FrozenByAuthority || !byAuthority && record.FrozenByCustodian {
		return types.ErrAlreadyFrozen.Wrap("by this signer")
	}
	if byAuthority {
		record.FrozenByAuthority = true
	} else {
		record.FrozenByCustodian = true
	}
	return k.enterFreeze(ctx, signer, account, record, types.ActionFreezeAccount, reason)
}

// UnfreezeAccount lifts a freeze: governance lifts every freeze, a custodian its own.
func (k *Keeper) UnfreezeAccount(ctx context.Context, signer string, account sdk.AccAddress, reason Reason) error {
	record, byAuthority, err := k.requireOverseer(ctx, signer, account)
	if err != nil {
		return err
	}
	switch {
	case !record.Frozen():
		return types.ErrNotFrozen.Wrap("the account")
	case byAuthority:
		record.FrozenByAuthority, record.FrozenByCustodian = false, false
	case !record.FrozenByCustodian:
		return types.ErrUnauthorized.Wrap("governance froze the account, and only governance lifts that")
	default:
		record.FrozenByCustodian = false
	}
	return k.enterFreeze(ctx, signer, account, record, types.ActionUnfreezeAccount, reason)
}

func (k *Keeper) enterFreeze(ctx context.Context, signer string, account sdk.AccAddress, record types.AccountRecord, action types.OverrideAction, reason Reason) error {
	if err := k.setRecord(ctx, account, record); err != nil {
		return err
	}
	subject, err := k.text(account)
	if err != nil {
		return err
	}
	return k.enterOverride(ctx, subject, action, signer, reason)
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

// SetSeriesFrozen stops every transfer of a series, or lets them go on.
func (k *Keeper) SetSeriesFrozen(ctx context.Context, signer, isin string, frozen bool, reason Reason) error {
	record, err := k.requireSeries(ctx, signer, isin)
	if err != nil {
		return err
	}
	action := types.ActionUnfreezeSeries
	switch {
	case frozen && record.Frozen:
		return types.ErrAlreadyFrozen.Wrap(isin)
	case !frozen && !record.Frozen:
		return types.ErrNotFrozen.Wrap(isin)
	case frozen:
		action = types.ActionFreezeSeries
	}
	record.Frozen = frozen
	if err := k.series.Set(ctx, isin, record); err != nil {
		return err
	}
	return k.enterOverride(ctx, isin, action, signer, reason)
}
