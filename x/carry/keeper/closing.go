package keeper

import (
	"time"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// CallHome has a position come home, from wherever it is, and convert with the quote, if one is named. What can be done
// now is done; what fails is tried again.
func (k *Keeper) CallHome(ctx sdk.Context, owner sdk.AccAddress, number uint64, exit *types.QuoteRef, minReceived, topUp math.Int) (types.Position, error) {
	at := collections.Join(owner, number)
	if _, err := k.change(ctx, at, func(p *types.Position) error {
		if err := p.CallHome(exit, minReceived); err != nil {
			return err
		}
		return k.topUp(ctx, at, p, topUp)
	}); err != nil {
		return types.Position{}, err
	}
	if err := k.advance(ctx, at); err != nil {
		return types.Position{}, err
	}
	return k.GetPosition(ctx, owner, number)
}

// topUp moves cash from the owner to the position's account.
func (k *Keeper) topUp(ctx sdk.Context, at row, p *types.Position, amount math.Int) error {
	if amount.IsZero() {
		return nil
	}
	coin := sdk.NewCoin(p.Loan.Denom, amount)
	p.Exit.ToppedUp = p.Exit.ToppedUp.Add(amount)
	if err := event.Emit(ctx, &types.EventPositionToppedUp{Owner: p.Owner, Number: p.Number, Amount: coin}); err != nil {
		return err
	}
	account, err := k.accountOf(p)
	if err != nil {
		return err
	}
	return k.bank.SendCoins(ctx, at.K1(), account, sdk.NewCoins(coin))
}

// ConvertBack converts what is home with a quote, and closes the position if nothing is left to convert.
func (k *Keeper) ConvertBack(ctx sdk.Context, owner sdk.AccAddress, number uint64, ref types.QuoteRef, minReceived, topUp math.Int) (types.Fill, types.Position, error) {
	at := collections.Join(owner, number)
	if _, err := k.change(ctx, at, func(p *types.Position) error {
		if p.Stage == types.Stage_STAGE_REFUNDED {
			if err := p.CallHome(nil, math.ZeroInt()); err != nil {
				return err
			}
		}
		return k.topUp(ctx, at, p, topUp)
	}); err != nil {
		return types.Fill{}, types.Position{}, err
	}
	fill, err := k.convert(ctx, at, ref, minReceived)
	if err != nil {
		return types.Fill{}, types.Position{}, err
	}
	if err := k.advance(ctx, at); err != nil {
		return types.Fill{}, types.Position{}, err
	}
	position, err := k.GetPosition(ctx, owner, number)
	return fill, position, err
}

// Settle closes a position with what is home as it is.
func (k *Keeper) Settle(ctx sdk.Context, owner sdk.AccAddress, number uint64, topUp math.Int) (types.Position, error) {
	at := collections.Join(owner, number)
	if _, err := k.change(ctx, at, func(p *types.Position) error {
		if err := p.KeepUnconverted(); err != nil {
			return err
		}
		return k.topUp(ctx, at, p, topUp)
	}); err != nil {
		return types.Position{}, err
	}
	if err := k.settle(ctx, at); err != nil {
		return types.Position{}, err
	}
	return k.GetPosition(ctx, owner, number)
}

// Retry takes a resting position's next step. Strangers may once it has rested for the grace. Unlike the module's own
// tries it fails with the reason, and changes nothing then.
func (k *Keeper) Retry(ctx sdk.Context, sender, owner sdk.AccAddress, number uint64) (types.Position, error) {
	at := collections.Join(owner, number)
	position, err := k.GetPosition(ctx, owner, number)
	if err != nil {
		return position, err
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return position, err
	}
	from := position.MovedAt.Add(params.Grace())
	step := position.RetryStep(ctx.BlockTime())
	switch {
	case !sender.Equals(owner) && ctx.BlockTime().Before(from):
		return position, types.ErrNotYet.Wrapf("anyone may from %s", from.UTC().Format(time.RFC3339))
	case position.Awaiting != nil:
		return position, types.ErrPacketInFlight.Wrap(position.Awaiting.Text())
	case position.Unread != nil:
		err = k.reread(ctx, at, position)
	case step == types.StepNone:
		return position, types.ErrWrongStage.Wrapf("nothing to do while %s", position.Stage.Word())
	default:
		err = k.perform(ctx, at, step)
	}
	if err != nil {
		return position, err
	}
	if err := k.advance(ctx, at); err != nil {
		return position, err
	}
	return k.GetPosition(ctx, owner, number)
}

// WriteOff gives up what a position has abroad, and goes on with what is home.
func (k *Keeper) WriteOff(ctx sdk.Context, owner sdk.AccAddress, number uint64) (money, claims math.Int, err error) {
	at := collections.Join(owner, number)
	position, err := k.change(ctx, at, func(p *types.Position) (err error) {
		money, claims, err = p.WrittenOff(ctx.BlockTime())
		return err
	})
	if err != nil {
		return money, claims, err
	}
	if err := event.Emit(ctx, &types.EventPositionWrittenOff{
		Owner: position.Owner, Number: number, Money: money, Claims: claims,
	}); err != nil {
		return money, claims, err
	}
	return money, claims, k.advance(ctx, at)
}

// Sweep pays what a closed position's account still has, or has received since, to the owner.
func (k *Keeper) Sweep(ctx sdk.Context, owner sdk.AccAddress, number uint64, denom string) (sdk.Coin, error) {
	position, err := k.GetPosition(ctx, owner, number)
	if err != nil {
		return sdk.Coin{}, err
	}
	if position.Open() {
		return sdk.Coin{}, types.ErrWrongStage.Wrapf("the position is %s", position.Stage.Word())
	}
	paid, err := k.payOut(ctx, collections.Join(owner, number), &position, denom)
	if err == nil && paid.IsZero() {
		return paid, types.ErrNothingThere.Wrapf("no %s", denom)
	}
	return paid, err
}
