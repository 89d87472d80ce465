package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// GetReference returns what coupons of an issuer's series may depend on.
func (k *Keeper) GetReference(ctx context.Context, issuerID, id string) (types.Reference, error) {
	reference, err := k.references.Get(ctx, collections.Join(issuerID, id))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Reference{}, types.ErrReferenceNotFound.Wrapf("%q of issuer %q", id, issuerID)
	}
	return reference, err
}

// SetReference registers a reference, or replaces its name and source. The caller has checked that the issuer's authority
// asks for it.
func (k *Keeper) SetReference(ctx context.Context, reference types.Reference) error {
	if err := reference.ValidateSource(k.accounts.AddressCodec()); err != nil {
		return err
	}
	known, err := k.GetReference(ctx, reference.IssuerId, reference.Id)
	switch {
	case errors.Is(err, types.ErrReferenceNotFound):
	case err != nil:
		return err
	case known.Kind != reference.Kind:
		return types.ErrReferenceKind.Wrapf("%s is registered as %s", known.Id, known.Kind)
	}
	if err := k.references.Set(ctx, collections.Join(reference.IssuerId, reference.Id), reference); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventReferenceSet{Reference: reference})
}

// PublishFixing records a value of a reference. What is published is never corrected: coupons may have been paid by it.
// Payments that wait for it are recorded when they are next looked at.
func (k *Keeper) PublishFixing(ctx context.Context, source sdk.AccAddress, fixing types.Fixing) error {
	reference, err := k.GetReference(ctx, fixing.IssuerId, fixing.ReferenceId)
	if err != nil {
		return err
	}
	allowed, err := k.address("source", reference.Source)
	if err != nil {
		return err
	}
	if !allowed.Equals(source) {
		return types.ErrNotSource.Wrapf("%s is published by %s", reference.Id, reference.Source)
	}
	on, err := fixing.Validate(reference.Kind)
	if err != nil {
		return err
	}
	today := date.Of(k.Now(ctx), date.Tokyo) // where a day begins first of our markets
	if !reference.Kind.IsOver(on, today) {
		return types.ErrInvalidFixing.Wrapf("%s lies ahead: today is %s", fixing.Date, today)
	}
	key := fixingAt(fixing.IssuerId, fixing.ReferenceId, on)
	published, err := k.fixings.Has(ctx, key)
	if err != nil {
		return err
	}
	if published {
		return types.ErrFixingExists.Wrapf("%s of %s", fixing.ReferenceId, fixing.Date)
	}
	if err := k.fixings.Set(ctx, key, fixing.Value); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventFixingPublished{Fixing: fixing})
}

func fixingAt(issuerID, reference string, on date.Date) fixingKey {
	return collections.Join3(issuerID, reference, int32(on))
}

// published is what has been published for one issuer's series.
type published struct {
	keeper *Keeper
	ctx    context.Context
	issuer string
}

var _ types.Fixings = published{}

// fixingsOf returns where the coupons of a series find what they depend on.
func (k *Keeper) fixingsOf(ctx context.Context, series types.Series) types.Fixings {
	return published{keeper: k, ctx: ctx, issuer: series.Terms.IssuerId}
}

// Fixing returns the value of a reference for a date.
func (p published) Fixing(reference string, on date.Date) (math.LegacyDec, bool, error) {
	value, err := p.keeper.fixings.Get(p.ctx, fixingAt(p.issuer, reference, on))
	if errors.Is(err, collections.ErrNotFound) {
		return math.LegacyDec{}, false, nil
	}
	return value, err == nil, err
}
