package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// Pledge pledges a coin, which must be free in the owner's account and stays there, to a module under its own reference.
// Pledging more under the same reference adds up. Fails for frozen owners and series.
func (k *Keeper) Pledge(ctx context.Context, owner sdk.AccAddress, coin sdk.Coin, pledgee, ref string) error {
	record, err := k.record(ctx, owner)
	if err != nil {
		return err
	}
	if record.Registration != nil && record.Registration.Book == types.BookOmnibus {
		return types.ErrNotPledgeable.Wrap("what customers hold together secures nobody's debt")
	}
	if err := k.claim(ctx, k.pledgeBook(), owner, coin, pledgee, ref); err != nil {
		return err
	}
	text, err := k.text(owner)
	if err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventPledged{
		Owner: text, Amount: coin, Pledgee: pledgee, Ref: ref,
	})
}

// Release gives a pledged coin back to what is free, whatever the owner's standing.
func (k *Keeper) Release(ctx context.Context, owner sdk.AccAddress, coin sdk.Coin, pledgee, ref string) error {
	if err := k.unclaim(ctx, k.pledgeBook(), owner, coin, pledgee, ref); err != nil {
		return err
	}
	return k.emitReleased(ctx, owner, coin, pledgee, ref)
}

func (k *Keeper) emitReleased(ctx context.Context, owner sdk.AccAddress, coin sdk.Coin, pledgee, ref string) error {
	text, err := k.text(owner)
	if err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventReleased{
		Owner: text, Amount: coin, Pledgee: pledgee, Ref: ref,
	})
}

// Seize takes a pledged coin from its owner, whatever the owner's standing, and gives it to a receiver who may hold it.
func (k *Keeper) Seize(ctx context.Context, owner sdk.AccAddress, coin sdk.Coin, pledgee, ref string, to sdk.AccAddress) error {
	if err := k.checkSeizure(ctx, to); err != nil {
		return err
	}
	if err := k.unclaim(ctx, k.pledgeBook(), owner, coin, pledgee, ref); err != nil {
		return err
	}
	seizure := sdk.UnwrapSDKContext(ctx).WithValue(seizureKey{}, true)
	if err := k.bank.SendCoins(seizure, owner, to, sdk.NewCoins(coin)); err != nil {
		return err
	}
	ownerText, err := k.text(owner)
	if err != nil {
		return err
	}
	recipientText, err := k.text(to)
	if err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventSeized{
		Owner: ownerText, Amount: coin, Pledgee: pledgee, Ref: ref, Recipient: recipientText,
	})
}

// checkSeizure refuses escrows and suspense accounts: units there would be nobody's.
func (k *Keeper) checkSeizure(ctx context.Context, to sdk.AccAddress) error {
	party, err := k.party(ctx, to)
	if err != nil {
		return err
	}
	switch party.Kind {
	case types.PartyEscrow:
		return types.ErrDirectEscrowEntry.Wrap(party.Channel)
	case types.PartySuspense:
		return types.ErrSuspenseAccount.Wrap("of a seizure")
	default:
		return nil
	}
}

// Pledged returns the amount of one pledge, zero when there is none.
func (k *Keeper) Pledged(ctx context.Context, owner sdk.AccAddress, denom, pledgee, ref string) math.Int {
	amount, err := k.claimed(ctx, k.pledgeBook(), owner, denom, pledgee, ref)
	if err != nil {
		return math.ZeroInt()
	}
	return amount
}

// PledgedInAll returns how many units of a denom an owner has pledged, to whomever and for whatever.
func (k *Keeper) PledgedInAll(ctx context.Context, owner sdk.AccAddress, denom string) (math.Int, error) {
	encumbrance, err := k.encumbrance(ctx, owner, denom)
	return encumbrance.Pledged, err
}
