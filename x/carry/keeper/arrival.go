package keeper

import (
	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// Arrived books money that came home to a position: only what its venue's account sent over its venue's channel. What
// anyone else sends to the position's account is a gift, and goes to the owner in the end. Money that cannot be booked
// must not be accepted either: the other chain then refunds it to the account, as if it had not set out.
func (k *Keeper) Arrived(ctx sdk.Context, arrival types.Arrival) error {
	return attempt(ctx, func(ctx sdk.Context) error { return k.bookArrival(ctx, arrival) })
}

func (k *Keeper) bookArrival(ctx sdk.Context, arrival types.Arrival) error {
	owner, number, found, err := k.PositionOf(ctx, arrival.Receiver)
	if err != nil || !found {
		return err
	}
	position, err := k.GetPosition(ctx, owner, number)
	if err != nil {
		return err
	}
	venue, err := k.GetVenue(ctx, position.VenueId)
	if err != nil {
		return err
	}
	ours := arrival.ChannelID == venue.ChannelId && arrival.Sender == venue.Account && arrival.Coin.Denom == venue.Denom
	if !ours || !position.Open() {
		return nil
	}
	if err := types.ValidateAmount("arrival", arrival.Coin.Amount); err != nil {
		return err
	}
	_, err = k.change(ctx, collections.Join(owner, number), func(p *types.Position) error {
		if err := p.Arrived(arrival.Coin.Amount); err != nil {
			return err
		}
		if p.Stage == types.Stage_STAGE_UNWINDING && p.NextStep(ctx.BlockTime()) != types.StepNone {
			now := ctx.BlockTime() // converted at the end of the block: the relayer need not pay for it
			p.Due = &now
		}
		return nil
	})
	if err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventMoneyArrived{
		Owner: position.Owner, Number: number, Amount: arrival.Coin, Sequence: arrival.Sequence,
	})
}
