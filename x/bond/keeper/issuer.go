package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// GetIssuer returns an issuer by its id.
func (k *Keeper) GetIssuer(ctx context.Context, id string) (types.Issuer, error) {
	issuer, err := k.issuers.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Issuer{}, types.ErrIssuerNotFound.Wrapf("%q", id)
	}
	return issuer, err
}

// IssuerOf returns the issuer of a series.
func (k *Keeper) IssuerOf(ctx context.Context, isin string) (types.Issuer, error) {
	series, err := k.GetSeries(ctx, isin)
	if err != nil {
		return types.Issuer{}, err
	}
	return k.GetIssuer(ctx, series.Terms.IssuerId)
}

// RegisterIssuer admits an issuer.
func (k *Keeper) RegisterIssuer(ctx context.Context, issuer types.Issuer) error {
	known, err := k.issuers.Has(ctx, issuer.Id)
	if err != nil {
		return err
	}
	if known {
		return types.ErrIssuerExists.Wrapf("%q", issuer.Id)
	}
	if err := k.setIssuer(ctx, issuer); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventIssuerRegistered{Issuer: issuer})
}

// UpdateIssuer replaces the record of an issuer.
func (k *Keeper) UpdateIssuer(ctx context.Context, issuer types.Issuer) error {
	if _, err := k.GetIssuer(ctx, issuer.Id); err != nil {
		return err
	}
	if err := k.setIssuer(ctx, issuer); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventIssuerUpdated{Issuer: issuer})
}

func (k *Keeper) setIssuer(ctx context.Context, issuer types.Issuer) error {
	if err := issuer.Validate(); err != nil {
		return err
	}
	if err := issuer.ValidateAccounts(k.accounts.AddressCodec()); err != nil {
		return err
	}
	return k.issuers.Set(ctx, issuer.Id, issuer)
}

// authorise returns a series and its issuer when the account is the issuer's authority.
func (k *Keeper) authorise(ctx context.Context, account, isin string) (types.Series, types.Issuer, error) {
	series, err := k.GetSeries(ctx, isin)
	if err != nil {
		return types.Series{}, types.Issuer{}, err
	}
	issuer, err := k.GetIssuer(ctx, series.Terms.IssuerId)
	if err != nil {
		return types.Series{}, types.Issuer{}, err
	}
	return series, issuer, k.requireAuthority(account, issuer)
}

func (k *Keeper) requireAuthority(account string, issuer types.Issuer) error {
	signer, err := k.address("authority", account)
	if err != nil {
		return err
	}
	authority, err := k.address("authority", issuer.Authority)
	if err != nil {
		return err
	}
	if !signer.Equals(authority) {
		return types.ErrNotIssuerAuthority.Wrapf("%s is not %s of issuer %s", account, issuer.Authority, issuer.Id)
	}
	return nil
}
