package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// Reason is why an override is made, for the public register.
type Reason struct {
	Code types.ReasonCode
	Note string
}

// enterOverride adds an entry to the public register.
func (k *Keeper) enterOverride(ctx context.Context, subject string, action types.OverrideAction, by string, reason Reason) error {
	last, err := k.lastOverride(ctx, subject)
	if err != nil {
		return err
	}
	signer, err := types.DecodeAddress(k.accounts.AddressCodec(), "signer", by)
	if err != nil {
		return err
	}
	if by, err = k.text(signer); err != nil {
		return err
	}
	sdkCtx := sdk.UnwrapSDKContext(ctx)
	override := types.Override{
		Subject: subject, Number: last + 1, Action: action, By: by,
		Reason: reason.Code, Note: reason.Note, Height: sdkCtx.BlockHeight(),
	}
	if err := k.overrides.Set(ctx, collections.Join(subject, override.Number), override); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventOverridden{Override: override})
}

// lastOverride is the number of the subject's latest entry, 0 when there is none.
func (k *Keeper) lastOverride(ctx context.Context, subject string) (uint64, error) {
	entries, err := k.overrides.Iterate(ctx, collections.NewPrefixedPairRange[string, uint64](subject).Descending())
	if err != nil {
		return 0, err
	}
	defer entries.Close()
	if !entries.Valid() {
		return 0, nil
	}
	key, err := entries.Key()
	return key.K2(), err
}
