package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// TransferPosition gives a position to an account that agrees: its bonds move by the rules that any transfer obeys, and stay
// pledged for the debt that goes with them. With debt the position must be healthy under the latest terms.
func (k *Keeper) TransferPosition(
	ctx context.Context, owner sdk.AccAddress, denom string, number uint64, recipient sdk.AccAddress, recipientNumber uint64,
) error {
	position, err := k.GetPosition(ctx, owner, denom, number)
	if err != nil {
		return err
	}
	_, taken, err := k.FindPosition(ctx, recipient, denom, recipientNumber)
	if err != nil {
		return err
	}
	if taken {
		return types.ErrPositionExists.Wrapf("%s of %s", types.PledgeRef(denom, recipientNumber), recipient)
	}
	moved := position
	moved.Owner, moved.Number, moved.Watch = recipient.String(), recipientNumber, types.Watch{}
	if err := k.checkTransfer(ctx, recipient, moved); err != nil {
		return err
	}
	rebind(&moved)
	if err := k.setPosition(ctx, owner, types.NewPosition(owner, denom, number)); err != nil {
		return err
	}
	if err := k.setPosition(ctx, recipient, moved); err != nil {
		return err
	}
	news := types.EventPositionTransferred{
		Owner: position.Owner, Number: number, Recipient: moved.Owner, RecipientNumber: recipientNumber, Position: position,
	}
	if err := event.Emit(ctx, &news); err != nil {
		return err
	}
	return k.handOver(ctx, owner, recipient, position.Bonds, position.PledgeRef(), moved.PledgeRef())
}

func (k *Keeper) checkTransfer(ctx context.Context, recipient sdk.AccAddress, position types.Position) error {
	for _, coin := range position.Bonds {
		isin, _ := bondtypes.ISINOf(coin.Denom)
		if err := k.checkNotIssuer(ctx, recipient, isin); err != nil {
			return err
		}
	}
	if !position.HasDebt() {
		return nil
	}
	b, err := k.openBooks(ctx, position.Denom)
	if err != nil {
		return err
	}
	if b.terms.Pauses.Transfer {
		return types.ErrPaused.Wrapf("transfer of positions with debt in %s", position.Denom)
	}
	return k.requireHealthy(ctx, b, position)
}

// handOver releases bonds, moves them as a transfer between the two accounts, and pledges them again.
func (k *Keeper) handOver(ctx context.Context, from, to sdk.AccAddress, bonds sdk.Coins, oldRef, newRef string) error {
	for _, coin := range bonds {
		if err := k.custody.Release(ctx, from, coin, types.ModuleName, oldRef); err != nil {
			return err
		}
		if err := k.bank.SendCoins(ctx, from, to, sdk.NewCoins(coin)); err != nil {
			return err
		}
		if err := k.custody.Pledge(ctx, to, coin, types.ModuleName, newRef); err != nil {
			return err
		}
	}
	return nil
}
