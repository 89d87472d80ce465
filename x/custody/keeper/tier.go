package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// maxTiers is how many custodians may stand one above the other: participant, custodian, sub-custodian.
const maxTiers = 3

// isActiveCustodian tells whether a custodian and all above it have active licences: what it keeps, it keeps through them.
// A participant costs one read.
func (k *Keeper) isActiveCustodian(ctx context.Context, custodian sdk.AccAddress) (bool, error) {
	for range maxTiers {
		licence, found, err := row.Find(ctx, k.licences, collections.Join(custodian, ""))
		if err != nil || !found || !licence.IsCustodian() {
			return false, err
		}
		if licence.Parent == "" {
			return true, nil
		}
		if custodian, err = k.decode("parent", licence.Parent); err != nil {
			return false, err
		}
	}
	return false, nil
}

// requireCustodian returns the licence of an active custodian all of whose parents are active.
func (k *Keeper) requireCustodian(ctx context.Context, holder sdk.AccAddress) (types.Licence, error) {
	licence, err := k.requireActive(ctx, holder, "")
	if err != nil {
		return licence, err
	}
	if licence.Kind != types.LicenceKindCustodian {
		return licence, types.ErrLicenceNotActive.Wrapf("a licence of %s keeps no accounts", licence.Kind)
	}
	active, err := k.isActiveCustodian(ctx, holder)
	if err == nil && !active {
		err = types.ErrLicenceNotActive.Wrap("of a custodian above")
	}
	return licence, err
}

// IsCentralBook tells whether an account operates the central book.
func (k *Keeper) IsCentralBook(ctx context.Context, account sdk.AccAddress) (bool, error) {
	licence, found, err := row.Find(ctx, k.licences, collections.Join(account, ""))
	return found && licence.Kind == types.LicenceKindCentralBook && licence.IsActive(), err
}

// ActsForCustodian tells whether a signer may act for the custodians' side of an account: its custodian, one above that, or
// the central book. For an account that nobody registered only the central book may.
func (k *Keeper) ActsForCustodian(ctx context.Context, signer, account sdk.AccAddress) (bool, error) {
	central, err := k.IsCentralBook(ctx, signer)
	if err != nil || central {
		return central, err
	}
	record, err := k.record(ctx, account)
	if err != nil || record.Registration == nil {
		return false, err
	}
	custodian := sdk.AccAddress(record.Registration.Custodian)
	for range maxTiers {
		licence, found, err := row.Find(ctx, k.licences, collections.Join(custodian, ""))
		if err != nil || !found {
			return false, err
		}
		if custodian.Equals(signer) {
			return licence.IsCustodian(), nil
		}
		if licence.Parent == "" {
			return false, nil
		}
		if custodian, err = k.decode("parent", licence.Parent); err != nil {
			return false, err
		}
	}
	return false, nil
}

// SetParent puts a custodian below another, or at the central book.
func (k *Keeper) SetParent(ctx context.Context, custodian, parent sdk.AccAddress) error {
	licence, err := k.getLicence(ctx, custodian, "")
	if err != nil {
		return err
	}
	if licence.Kind != types.LicenceKindCustodian {
		return types.ErrTiers.Wrapf("%s has no parent", licence.Kind)
	}
	if err := k.unindexParent(ctx, custodian, licence); err != nil {
		return err
	}
	licence.Parent = ""
	if !parent.Empty() {
		if licence.Parent, err = k.text(parent); err != nil {
			return err
		}
	}
	if err := k.indexParent(ctx, custodian, licence); err != nil {
		return err
	}
	if err := k.licences.Set(ctx, collections.Join(custodian, ""), licence); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventParentSet{Custodian: licence.Holder, Parent: licence.Parent})
}

// indexParent lists a custodian below its parent, or among the participants. It refuses parents that are not active
// custodians, circles, and more tiers than there may be.
func (k *Keeper) indexParent(ctx context.Context, custodian sdk.AccAddress, licence types.Licence) error {
	if licence.Kind != types.LicenceKindCustodian {
		return nil
	}
	if licence.Parent == "" {
		return k.subCustodians.Set(ctx, collections.Join(sdk.AccAddress{}, custodian))
	}
	parent, err := k.decode("parent", licence.Parent)
	if err != nil {
		return err
	}
	if _, err := k.requireCustodian(ctx, parent); err != nil {
		return err
	}
	above, err := k.tiersAbove(ctx, custodian, parent)
	if err != nil {
		return err
	}
	below, err := k.tiersBelow(ctx, custodian, maxTiers)
	if err != nil {
		return err
	}
	if above+1+below > maxTiers {
		return types.ErrTiers.Wrapf("%d above and %d below, at most %d in all", above, below, maxTiers)
	}
	return k.subCustodians.Set(ctx, collections.Join(parent, custodian))
}

func (k *Keeper) unindexParent(ctx context.Context, custodian sdk.AccAddress, licence types.Licence) error {
	parent := sdk.AccAddress{}
	if licence.Parent != "" {
		var err error
		if parent, err = k.decode("parent", licence.Parent); err != nil {
			return err
		}
	}
	return k.subCustodians.Remove(ctx, collections.Join(parent, custodian))
}

// tiersAbove counts a parent and all above it, and refuses one that stands below the custodian.
func (k *Keeper) tiersAbove(ctx context.Context, custodian, parent sdk.AccAddress) (count int, err error) {
	for count = 1; count <= maxTiers; count++ {
		if parent.Equals(custodian) {
			return count, types.ErrTiers.Wrap("the parent stands below the custodian")
		}
		licence, err := k.getLicence(ctx, parent, "")
		if err != nil || licence.Parent == "" {
			return count, err
		}
		if parent, err = k.decode("parent", licence.Parent); err != nil {
			return count, err
		}
	}
	return count, nil
}

// tiersBelow counts the tiers below a custodian, at most limit.
func (k *Keeper) tiersBelow(ctx context.Context, custodian sdk.AccAddress, limit int) (deepest int, err error) {
	if limit == 0 {
		return 0, nil
	}
	var below []sdk.AccAddress
	err = k.subCustodians.Walk(ctx, collections.NewPrefixedPairRange[sdk.AccAddress, sdk.AccAddress](custodian),
		func(key collections.Pair[sdk.AccAddress, sdk.AccAddress]) (bool, error) {
			below = append(below, key.K2())
			return false, nil
		})
	for _, sub := range below {
		deeper, err := k.tiersBelow(ctx, sub, limit-1)
		if err != nil {
			return 0, err
		}
		deepest = max(deepest, 1+deeper)
	}
	return deepest, err
}
