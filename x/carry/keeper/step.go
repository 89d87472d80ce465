package keeper

import (
	"context"
	"encoding/json"
	"strconv"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
)

// maxSteps bounds the steps that one occasion may take: expire, return; or convert, settle.
const maxSteps = 4

// advance takes a position's next steps until it must wait. A step that fails changes nothing but the position's note,
// and is tried again later.
func (k *Keeper) advance(ctx sdk.Context, at row) error {
	for range maxSteps {
		position, err := k.GetPosition(ctx, at.K1(), at.K2())
		if err != nil {
			return err
		}
		step := position.NextStep(ctx.BlockTime())
		if step == types.StepNone {
			return nil
		}
		failure := attempt(ctx, func(ctx sdk.Context) error { return k.perform(ctx, at, step) })
		if failure != nil {
			return k.failed(ctx, at, step, noteOf(failure))
		}
	}
	return nil
}

// failed books that a step failed and when to try again.
func (k *Keeper) failed(ctx sdk.Context, at row, step types.Step, note string) error {
	_, err := k.change(ctx, at, func(p *types.Position) error {
		if step == types.StepConvert {
			p.QuoteFailed(note)
			return nil
		}
		p.Failed(note)
		return k.schedule(ctx, p)
	})
	return err
}

// schedule has the module look at the position again after a while, unless it has done so often enough.
func (k *Keeper) schedule(ctx sdk.Context, p *types.Position) error {
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	if p.Attempts > params.MaxRetries {
		return nil
	}
	again := ctx.BlockTime().Add(params.RetryAfter())
	p.Due = &again
	return nil
}

// perform takes one step of a position, or returns why it cannot be taken.
func (k *Keeper) perform(ctx sdk.Context, at row, step types.Step) error {
	switch step {
	case types.StepBridge:
		return k.bridge(ctx, at)
	case types.StepSupply:
		return k.supply(ctx, at)
	case types.StepWithdraw:
		return k.withdraw(ctx, at)
	case types.StepExpire:
		_, err := k.change(ctx, at, func(p *types.Position) error { return p.ReturnExpired(ctx.BlockTime()) })
		return err
	case types.StepReturn:
		return k.bringHome(ctx, at)
	case types.StepConvert:
		return k.convertAsPlanned(ctx, at)
	case types.StepSettle:
		return k.settle(ctx, at)
	default:
		return types.ErrWrongStage.Wrap("there is no next step")
	}
}

// bridge sends the money at home to the venue.
func (k *Keeper) bridge(ctx sdk.Context, at row) error {
	_, err := k.change(ctx, at, func(p *types.Position) error {
		venue, err := k.GetVenue(ctx, p.VenueId)
		if err != nil {
			return err
		}
		if err := k.checkRoom(ctx, venue, p.Home); err != nil {
			return err
		}
		key, err := k.sendMoney(ctx, venue, p, sdk.NewCoin(venue.Denom, p.Home))
		if err != nil {
			return err
		}
		return p.SentOut(key)
	})
	return err
}

// checkRoom checks that a venue takes that much more money.
func (k *Keeper) checkRoom(ctx context.Context, venue types.Venue, amount math.Int) error {
	if !venue.AcceptsMoney() {
		return types.ErrVenueNotActive.Wrap(venue.Id)
	}
	ledger, err := k.GetLedger(ctx, venue.Id)
	if err != nil {
		return err
	}
	switch {
	case amount.GT(venue.Terms.PositionCap):
		return types.ErrAboveCap.Wrapf("%s, a position may send %s", amount, venue.Terms.PositionCap)
	case ledger.Exposure.Add(amount).GT(venue.Terms.TotalCap):
		return types.ErrAboveCap.Wrapf("%s over %s that is there, all positions may have %s", amount, ledger.Exposure, venue.Terms.TotalCap)
	}
	return nil
}

// supply orders the account to put the position's money to work.
func (k *Keeper) supply(ctx sdk.Context, at row) error {
	_, err := k.change(ctx, at, func(p *types.Position) error {
		venue, err := k.GetVenue(ctx, p.VenueId)
		if err != nil {
			return err
		}
		if !venue.AcceptsMoney() {
			return types.ErrVenueNotActive.Wrap(venue.Id)
		}
		message, err := types.Render(venue.Terms.SupplyMessage,
			types.Substitution{Name: types.HoldAccount, Value: venue.Account},
			types.Substitution{Name: types.HoldAmount, Value: p.Abroad.Idle.String()})
		if err != nil {
			return err
		}
		key, err := k.order(ctx, venue, packetOf(p, types.PacketKind_PACKET_KIND_SUPPLY), message)
		if err != nil {
			return err
		}
		return p.SupplyOrdered(key)
	})
	return err
}

// withdraw orders the account to redeem the position's claims.
func (k *Keeper) withdraw(ctx sdk.Context, at row) error {
	_, err := k.change(ctx, at, func(p *types.Position) error {
		venue, err := k.GetVenue(ctx, p.VenueId)
		if err != nil {
			return err
		}
		message, err := types.Render(venue.Terms.WithdrawMessage,
			types.Substitution{Name: types.HoldAccount, Value: venue.Account},
			types.Substitution{Name: types.HoldClaims, Value: p.Abroad.Claims.String()})
		if err != nil {
			return err
		}
		key, err := k.order(ctx, venue, packetOf(p, types.PacketKind_PACKET_KIND_WITHDRAW), message)
		if err != nil {
			return err
		}
		return p.WithdrawalOrdered(key)
	})
	return err
}

// bringHome orders the account to send the position's idle money home. If it was sent before and timed out, the order
// begins with the guard.
func (k *Keeper) bringHome(ctx sdk.Context, at row) error {
	_, err := k.change(ctx, at, func(p *types.Position) error {
		venue, err := k.GetVenue(ctx, p.VenueId)
		if err != nil {
			return err
		}
		until := ctx.BlockTime().Add(venue.Terms.ReturnTimeout())
		messages, err := k.returnMessages(ctx, venue, p, until.UnixNano())
		if err != nil {
			return err
		}
		key, err := k.order(ctx, venue, packetOf(p, types.PacketKind_PACKET_KIND_RETURN), messages...)
		if err != nil {
			return err
		}
		return p.ReturnOrdered(key, until)
	})
	return err
}

func (k *Keeper) returnMessages(ctx context.Context, venue types.Venue, p *types.Position, timeout int64) ([]json.RawMessage, error) {
	receiver, err := k.accountText(p)
	if err != nil {
		return nil, err
	}
	account := types.Substitution{Name: types.HoldAccount, Value: venue.Account}
	amount := types.Substitution{Name: types.HoldAmount, Value: p.Abroad.Idle.String()}
	home, err := types.Render(venue.Terms.HomeMessage, account, amount,
		types.Substitution{Name: types.HoldReceiver, Value: receiver},
		types.Substitution{Name: types.HoldTimeout, Value: strconv.FormatInt(timeout, 10)})
	if err != nil || p.Abroad.GuardSequence == 0 {
		return []json.RawMessage{home}, err
	}
	ledger, err := k.GetLedger(ctx, venue.Id)
	if err != nil {
		return nil, err
	}
	guard, err := types.Render(venue.Terms.RefundGuard, account, amount,
		types.Substitution{Name: types.HoldSequence, Value: strconv.FormatUint(p.Abroad.GuardSequence, 10)},
		types.Substitution{Name: types.HoldIdle, Value: ledger.Idle.String()})
	return []json.RawMessage{guard, home}, err
}

func packetOf(p *types.Position, kind types.PacketKind) types.Packet {
	return types.Packet{Kind: kind, Owner: p.Owner, Number: p.Number}
}
