package keeper

import (
	"context"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/types"
)

// assetOf says under which rules a denom moves; isin is set for bonds.
func (k *Keeper) assetOf(ctx context.Context, denom string) (asset types.Asset, isin string, err error) {
	if isin, ok := bondtypes.ISINOf(denom); ok {
		return types.AssetBond, isin, nil
	}
	if !types.IsCashDenomFormat(denom) {
		return types.AssetUnregulated, "", nil
	}
	licensed, err := k.cashDenoms.Has(ctx, denom)
	if err != nil || !licensed {
		return types.AssetUnregulated, "", err
	}
	return types.AssetCash, "", nil
}

// IsRegulated tells whether transfers of a denom are judged: bonds, and cash of licensed banks.
func (k *Keeper) IsRegulated(ctx context.Context, denom string) (bool, error) {
	asset, _, err := k.assetOf(ctx, denom)
	return asset != types.AssetUnregulated, err
}

// party reads what a decision needs of an account, in one row, apart from what depends on the series.
func (k *Keeper) party(ctx context.Context, account sdk.AccAddress) (types.Party, error) {
	if account.Equals(k.bondAcc) {
		return types.Party{Kind: types.PartyBondModule, Holds: types.HoldsAll}, nil
	}
	if holds, ok := k.modules[string(account)]; ok {
		return types.Party{Kind: types.PartyModule, Holds: holds}, nil
	}
	record, err := k.record(ctx, account)
	switch {
	case err != nil:
		return types.Party{}, err
	case record.EscrowChannel != "":
		return types.Party{Kind: types.PartyEscrow, Channel: record.EscrowChannel}, nil
	case len(record.SuspenseOwner) > 0:
		return types.Party{Kind: types.PartySuspense}, nil
	}
	frozen := record.FrozenAt(func() time.Time { return k.bond.Now(ctx) })
	return types.Party{Frozen: frozen, Registration: record.Registration}, nil
}

// isIssuer tells whether an account is the authority or the treasury of a series' issuer.
func (k *Keeper) isIssuer(ctx context.Context, isin string, account sdk.AccAddress) (bool, error) {
	issuer, err := k.bond.IssuerOf(ctx, isin)
	if err != nil {
		// A denom of the form of a bond that was never opened has no issuer; nobody holds it.
		return false, nil //nolint:nilerr // absence is an answer
	}
	text, err := k.text(account)
	return text == issuer.Authority || text == issuer.Treasury, err
}
