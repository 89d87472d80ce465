package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// GrantLicence licenses a holder. A revoked licence of the same holder, kind and denom may be granted anew.
func (k *Keeper) GrantLicence(ctx context.Context, holder sdk.AccAddress, licence types.Licence) error {
	if err := k.refuseSystemAccount(ctx, holder); err != nil {
		return err
	}
	licence = licence.WithCap()
	licence.Status = types.LicenceStatusActive
	var err error
	if licence.Holder, err = k.text(holder); err != nil {
		return err
	}
	old, exists, err := row.Find(ctx, k.licences, collections.Join(holder, licence.Denom))
	if err != nil {
		return err
	}
	if exists && old.Status != types.LicenceStatusRevoked {
		return types.ErrLicenceExists.Wrapf("%s of %s is %s", licence.Kind, licence.Holder, old.Status)
	}
	if licence.Kind == types.LicenceKindCashIssuer {
		if err := k.admitCash(ctx, holder, licence); err != nil {
			return err
		}
	}
	licence.Successor = ""
	if exists {
		if err := k.unindexParent(ctx, holder, old); err != nil {
			return err
		}
		if err := k.licencesByLEI.Remove(ctx, collections.Join(old.Denom, old.Lei)); err != nil {
			return err
		}
	}
	if licence.Parent != "" {
		if licence.Parent, err = k.spell("parent", licence.Parent); err != nil {
			return err
		}
	}
	if err := k.indexParent(ctx, holder, licence); err != nil {
		return err
	}
	if err := k.storeLicence(ctx, holder, licence); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventLicenceGranted{Licence: licence})
}

// storeLicence writes a licence and its index; one legal entity has one licence of a kind and denom.
func (k *Keeper) storeLicence(ctx context.Context, holder sdk.AccAddress, licence types.Licence) error {
	byLEI := collections.Join(licence.Denom, licence.Lei)
	taken, err := k.licencesByLEI.Has(ctx, byLEI)
	if err != nil {
		return err
	}
	if taken {
		return types.ErrLicenceExists.Wrapf("LEI %s is licensed to another account", licence.Lei)
	}
	if err := k.licencesByLEI.Set(ctx, byLEI, holder); err != nil {
		return err
	}
	return k.licences.Set(ctx, collections.Join(holder, licence.Denom), licence)
}

// SetLicenceStatus suspends, restores or revokes a licence. A revoked one stays so until it is granted anew.
func (k *Keeper) SetLicenceStatus(ctx context.Context, holder sdk.AccAddress, denom string, status types.LicenceStatus) error {
	licence, err := k.getLicence(ctx, holder, denom)
	switch {
	case err != nil:
		return err
	case licence.Status == status:
		return types.ErrLicenceUnchanged.Wrap(status.String())
	case licence.Status == types.LicenceStatusRevoked:
		return types.ErrLicenceRevoked.Wrapf("of %s: grant a new one", licence.Holder)
	}
	licence.Status = status
	if err := k.licences.Set(ctx, collections.Join(holder, denom), licence); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventLicenceStatusSet{
		Holder: licence.Holder, Denom: denom, Status: status,
	})
}

func (k *Keeper) getLicence(ctx context.Context, holder sdk.AccAddress, denom string) (types.Licence, error) {
	licence, found, err := row.Find(ctx, k.licences, collections.Join(holder, denom))
	if err == nil && !found {
		err = types.ErrLicenceNotFound.Wrap("no such licence of this account")
	}
	return licence, err
}

// requireActive returns the licence, or an error when it is missing or not active.
func (k *Keeper) requireActive(ctx context.Context, holder sdk.AccAddress, denom string) (types.Licence, error) {
	licence, found, err := row.Find(ctx, k.licences, collections.Join(holder, denom))
	switch {
	case err != nil:
		return licence, err
	case !found:
		return licence, types.ErrLicenceNotActive.Wrap("the account has no such licence")
	case !licence.IsActive():
		return licence, types.ErrLicenceNotActive.Wrap(licence.Status.String())
	}
	return licence, nil
}

// refuseSystemAccount refuses the accounts of modules, escrows and suspense: they are nobody's.
func (k *Keeper) refuseSystemAccount(ctx context.Context, account sdk.AccAddress) error {
	party, err := k.party(ctx, account)
	if err != nil {
		return err
	}
	if party.IsSystem() {
		return types.ErrInvalidAddress.Wrap("the account belongs to a module")
	}
	return nil
}

// IsCashIssuer tells whether an account may issue a cash denom.
func (k *Keeper) IsCashIssuer(ctx context.Context, account sdk.AccAddress, denom string) (bool, error) {
	licence, found, err := row.Find(ctx, k.licences, collections.Join(account, denom))
	return found && licence.Kind == types.LicenceKindCashIssuer && licence.IsActive(), err
}
