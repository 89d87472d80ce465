package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// Reason is why an override is made, for the public register.
type Reason struct {
	Code types.ReasonCode
	Note string
}

// order is the reason as that of one who acts alone.
func (r Reason) order(by string) types.Order { return types.Order{By: by, Code: r.Code, Note: r.Note} }

// enterOrder adds an entry to the public register and counts it. Overrides are rare enough to share a counter.
func (k *Keeper) enterOrder(ctx context.Context, subject string, action types.OverrideAction, order types.Order, detail string) error {
	last, err := k.lastOverride(ctx, subject)
	if err != nil {
		return err
	}
	by, err := k.spell("signer", order.By)
	if err != nil {
		return err
	}
	second := order.Second
	if second != "" {
		if second, err = k.spell("second", second); err != nil {
			return err
		}
	}
	override := types.Override{
		Subject: subject, Number: last + 1, Action: action, By: by, Second: second,
		Reason: order.Code, Note: order.Note, Detail: detail, Height: sdk.UnwrapSDKContext(ctx).BlockHeight(),
	}
	if err := k.storeOverride(ctx, override); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventOverridden{Override: override})
}

func (k *Keeper) storeOverride(ctx context.Context, override types.Override) error {
	if err := k.overrides.Set(ctx, collections.Join(override.Subject, override.Number), override); err != nil {
		return err
	}
	count, _, err := row.Find(ctx, k.overrideCounts, int32(override.Action))
	if err != nil {
		return err
	}
	return k.overrideCounts.Set(ctx, int32(override.Action), count+1)
}

// spell returns an address of a message as people write it, whatever its case was.
func (k *Keeper) spell(field, text string) (string, error) {
	account, err := types.DecodeAddress(k.accounts.AddressCodec(), field, text)
	if err != nil {
		return "", err
	}
	return k.text(account)
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
