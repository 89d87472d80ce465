package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/reserve/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// InitGenesis stores a state that Validate accepts, and refuses one that breaks the laws with what the modules below hold,
// which are there already.
func (k *Keeper) InitGenesis(ctx context.Context, g *types.GenesisState) error {
	if err := g.Validate(k.accounts.AddressCodec()); err != nil {
		return err
	}
	if err := k.params.Set(ctx, g.Params); err != nil {
		return err
	}
	for _, entry := range g.Reserves {
		if err := k.initReserve(ctx, entry); err != nil {
			return err
		}
	}
	for _, mint := range g.Mints {
		institution, err := k.decode("institution", mint.Institution)
		if err != nil {
			return err
		}
		if err := k.storeMint(ctx, institution, mint); err != nil {
			return err
		}
	}
	for _, redemption := range g.Redemptions {
		institution, err := k.decode("institution", redemption.Institution)
		if err != nil {
			return err
		}
		holder, err := k.decode("holder", redemption.Holder)
		if err != nil {
			return err
		}
		key := collections.Join3(holder, redemption.Denom, redemption.Reference)
		if err := k.storeRedemption(ctx, key, institution, redemption); err != nil {
			return err
		}
	}
	if err := k.Audit(ctx); err != nil {
		return errorsmod.Wrap(types.ErrInvalidGenesis, err.Error())
	}
	return nil
}

func (k *Keeper) initReserve(ctx context.Context, entry types.GenesisReserve) error {
	institution, err := k.decode("institution", entry.Reserve.Institution)
	if err != nil {
		return err
	}
	key := collections.Join(entry.Reserve.Denom, institution)
	if err := k.reserves.Set(ctx, key, entry.Reserve); err != nil {
		return err
	}
	if err := k.books.Set(ctx, key, entry.Book); err != nil {
		return err
	}
	for _, attestation := range entry.Attestations {
		attester, err := k.decode("attester", attestation.Attester)
		if err != nil {
			return err
		}
		if err := k.attestations.Set(ctx, collections.Join3(entry.Reserve.Denom, institution, attester), attestation); err != nil {
			return err
		}
	}
	for _, row := range entry.Released {
		day, err := date.Parse(row.Date)
		if err != nil {
			return err
		}
		if err := k.released.Set(ctx, collections.Join3(entry.Reserve.Denom, institution, int32(day)), row.Amount); err != nil {
			return err
		}
	}
	return nil
}

// ExportGenesis returns the whole state, in the order of its keys.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	g := &types.GenesisState{}
	var err error
	if g.Params, err = k.params.Get(ctx); err != nil {
		return nil, err
	}
	err = k.reserves.Walk(ctx, nil, func(key reserveKey, reserve types.Reserve) (bool, error) {
		entry, err := k.exportReserve(ctx, key, reserve)
		g.Reserves = append(g.Reserves, entry)
		return false, err
	})
	if err != nil {
		return nil, err
	}
	if g.Mints, err = row.Values(ctx, k.mints, nil); err != nil {
		return nil, err
	}
	g.Redemptions, err = row.Values(ctx, k.redemptions, nil)
	return g, err
}

func (k *Keeper) exportReserve(ctx context.Context, key collections.Pair[string, sdk.AccAddress], reserve types.Reserve) (types.GenesisReserve, error) {
	entry := types.GenesisReserve{Reserve: reserve}
	var err error
	if entry.Book, err = k.books.Get(ctx, key); err != nil {
		return entry, err
	}
	if entry.Attestations, err = k.attestationsOf(ctx, key); err != nil {
		return entry, err
	}
	entry.Released, err = k.releasedOf(ctx, key.K1(), key.K2())
	return entry, err
}
