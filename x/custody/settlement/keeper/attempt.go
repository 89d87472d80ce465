package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// attempt tries to settle what is agreed and due, and stores where it stands then. was is what is stored.
func (k *Keeper) attempt(ctx sdk.Context, id types.ID, was *types.Settlement, s types.Settlement) (types.Outcome, error) {
	params, err := k.GetParams(ctx)
	if err != nil {
		return types.Outcome{}, err
	}
	h, err := k.hours(ctx, params, s.Calendar)
	if err != nil {
		return types.Outcome{}, err
	}
	before := s.Pending
	pending, err := k.settle(ctx, id, &s, h.open())
	if err != nil {
		return types.Outcome{}, err
	}
	if pending.Reason == types.ReasonUnspecified {
		return types.Outcome{Id: id.String(), Status: types.StatusSettled}, k.complete(ctx, id, was, s)
	}
	s.Status, s.Pending = types.StatusPending, pending
	if was == nil || was.Status != types.StatusPending {
		if s.Attention, err = h.attention(params, s); err != nil {
			return types.Outcome{}, err
		}
	}
	if before != pending {
		if err := event.Emit(ctx, &types.EventPending{Id: id.String(), Pending: pending}); err != nil {
			return types.Outcome{}, err
		}
	}
	return types.Outcome{Id: id.String(), Status: s.Status, Pending: pending}, k.put(ctx, id, was, &s)
}

// settle settles part after part. It returns what the rest waits for, nothing when nothing is left.
func (k *Keeper) settle(ctx sdk.Context, id types.ID, s *types.Settlement, open bool) (types.Pending, error) {
	switch {
	case s.IsHeld():
		return types.Pending{Reason: types.ReasonPREA}, nil
	case !open && s.Pending.Reason != types.ReasonUnspecified && s.Pending.Reason != types.ReasonPREA:
		return s.Pending, nil // whose fault it is stays as it was when the market closed
	case !open:
		return types.Pending{Reason: types.ReasonLATE}, nil
	}
	parties, err := k.addresses(*s)
	if err != nil {
		return types.Pending{}, err
	}
	judge := k.newJudge()
	for {
		complete, pending, err := k.settlePart(ctx, id, s, parties, judge)
		if err != nil || complete || pending.Reason != types.ReasonUnspecified {
			return pending, err
		}
	}
}

// settlePart settles the next part, or what is there of it when parts are agreed. Either all its legs have moved and s is
// what is left, or nothing has and pending says why.
func (k *Keeper) settlePart(ctx sdk.Context, id types.ID, s *types.Settlement, parties []sdk.AccAddress, judge judge) (complete bool, pending types.Pending, err error) {
	part := s.NextPart()
	refusal, err := judge.refusalOf(ctx, parties, part)
	if err != nil || refusal != "" {
		return false, blocked(refusal), err
	}
	for {
		legs, _ := withCharge(*s, part)
		net := newNetting()
		net.addLegs(parties, legs)
		short, free, err := k.shortage(ctx, net)
		if err != nil {
			return false, pending, err
		}
		if short == nil {
			return k.deliver(ctx, id, s, parties, part)
		}
		smaller := s.FundedPart(part, short.denom, free)
		if smaller == nil {
			return false, types.LackOf(s.Parties[place(parties, short.account)].Account, short.denom), nil
		}
		part = smaller // strictly less, and each side is asked at most once for each amount
	}
}

// deliver moves the legs of one part, which are judged and there, all or none.
func (k *Keeper) deliver(ctx sdk.Context, id types.ID, s *types.Settlement, parties []sdk.AccAddress, part []types.Leg) (complete bool, pending types.Pending, err error) {
	legs, _ := withCharge(*s, part)
	net := newNetting()
	net.addLegs(parties, legs)
	cached, write := ctx.CacheContext()
	if _, err := k.move(cached, net); err != nil {
		return false, blocked(err.Error()), nil
	}
	complete, err = k.book(cached, id, s, parties, part)
	if err != nil {
		return false, pending, err
	}
	write()
	return complete, pending, nil
}

// book takes a part that has moved off the settlement and says so. The last part uses up the reference for good.
func (k *Keeper) book(ctx sdk.Context, id types.ID, s *types.Settlement, parties []sdk.AccAddress, part []types.Leg) (complete bool, err error) {
	_, charge := withCharge(*s, part)
	s.Charge = s.Charge.Sub(charge)
	if complete = s.Take(part); complete {
		if err := k.useReference(ctx, *s, parties); err != nil {
			return false, err
		}
	}
	texts := make([]string, len(s.Parties))
	for i, party := range s.Parties {
		texts[i] = party.Account
	}
	return complete, event.Emit(ctx, &types.EventSettled{
		Id: id.String(), Reference: s.Reference, Parties: texts, Legs: part, Charge: charge, Complete: complete, Height: ctx.BlockHeight(),
		TradeDate: s.TradeDate, SettlementDate: s.SettlementDate, Part: s.Parts, Partial: s.IsDivisible(),
	})
}

func (k *Keeper) useReference(ctx context.Context, s types.Settlement, parties []sdk.AccAddress) error {
	switch s.Kind {
	case types.KindTrade:
		return k.custody.UseReference(ctx, parties[0], parties[1], s.Reference)
	case types.KindSet:
		return k.custody.UseReference(ctx, parties[0], parties[0], s.Reference)
	default:
		return nil // a claim keeps the reference of a trade that did not settle
	}
}

// complete closes what has settled. A charge above the last proceeds, which is rare, remains as a claim.
func (k *Keeper) complete(ctx sdk.Context, id types.ID, was *types.Settlement, s types.Settlement) error {
	if err := k.close(ctx, id, was); err != nil {
		return err
	}
	if cash, ok := s.Cash(); ok && s.Charge.IsPositive() {
		return k.claim(ctx, id, s, s.Deliverer(), sdk.NewCoin(cash.Denom, s.Charge))
	}
	return nil
}

// close removes what is stored, if anything is.
func (k *Keeper) close(ctx context.Context, id types.ID, was *types.Settlement) error {
	if was == nil {
		return nil
	}
	return k.put(ctx, id, was, nil)
}

// blocked is the reason of what x/custody refuses.
func blocked(detail string) types.Pending {
	if detail == "" {
		return types.Pending{}
	}
	return types.Pending{Reason: types.ReasonSBLO, Detail: detail}
}

func place(parties []sdk.AccAddress, account sdk.AccAddress) int {
	for i, party := range parties {
		if party.Equals(account) {
			return i
		}
	}
	return 0
}
