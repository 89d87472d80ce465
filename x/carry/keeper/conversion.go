package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// fillFor buys from a quote with the money of a position's account. The quote must sell the wanted denom, and be of
// another than the position's owner.
func (k *Keeper) fillFor(ctx context.Context, owner, account sdk.AccAddress, ref types.QuoteRef, pay sdk.Coin, want string, minReceived math.Int) (types.Fill, error) {
	dealer, err := k.decode("dealer", ref.Dealer)
	if err != nil {
		return types.Fill{}, err
	}
	if owner.Equals(dealer) {
		return types.Fill{}, types.ErrOwnQuote.Wrapf("%d of %s", ref.Id, ref.Dealer)
	}
	quote, err := k.GetQuote(ctx, dealer, ref.Id)
	if err != nil {
		return types.Fill{}, err
	}
	if quote.Offer.Denom != want {
		return types.Fill{}, types.ErrWrongDenom.Wrapf("the quote sells %s, not %s", quote.Offer.Denom, want)
	}
	return k.FillQuote(ctx, account, ref, pay, minReceived)
}

// convert turns money at home back into cash. The position goes on to repay when the quote could take all of it.
func (k *Keeper) convert(ctx sdk.Context, at row, ref types.QuoteRef, minReceived math.Int) (types.Fill, error) {
	var fill types.Fill
	position, err := k.change(ctx, at, func(p *types.Position) error {
		if p.Stage != types.Stage_STAGE_UNWINDING {
			return types.ErrWrongStage.Wrapf("the position is %s", p.Stage.Word())
		}
		venue, err := k.GetVenue(ctx, p.VenueId)
		if err != nil {
			return err
		}
		account, err := k.accountOf(p)
		if err != nil {
			return err
		}
		fill, err = k.fillFor(ctx, at.K1(), account, ref, sdk.NewCoin(venue.Denom, p.Home), p.Loan.Denom, minReceived)
		if err != nil {
			return err
		}
		return p.ConvertedBack(fill.Paid.Amount, fill.Received.Amount, !fill.Exhausted)
	})
	if err != nil {
		return fill, err
	}
	return fill, event.Emit(ctx, &types.EventPositionConverted{
		Owner: position.Owner, Number: position.Number, Sold: fill.Paid, Received: fill.Received,
	})
}

// convertAsPlanned converts with the quote that the owner named when closing.
func (k *Keeper) convertAsPlanned(ctx sdk.Context, at row) error {
	position, err := k.GetPosition(ctx, at.K1(), at.K2())
	if err != nil {
		return err
	}
	if position.Exit.Quote == nil {
		return types.ErrWrongStage.Wrap("no quote to convert with")
	}
	_, err = k.convert(ctx, at, *position.Exit.Quote, position.Exit.MinReceived)
	return err
}
