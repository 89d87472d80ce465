package source

import (
	"context"
	"strings"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	settlementtypes "github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/custody/wire"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// terms are what two parties or more have agreed.
type terms struct {
	reference        string
	parties          []string
	legs             []settlementtypes.Leg
	traded, intended string
	// partial says that parts are consented to.
	partial bool
}

// sides are the bonds of an account in these terms, as instructions. A trade is against its cash. A leg of a set is free of
// payment, because the set is paid as a whole; what its cash does a notice of cash tells.
func (t terms) sides(account string) ([]wire.Instruction, error) {
	intended, err := date.Parse(t.intended)
	if err != nil {
		return nil, err
	}
	traded := intended // of a set, which has no trade date
	if t.traded != "" {
		if traded, err = date.Parse(t.traded); err != nil {
			return nil, err
		}
	}
	var sides []wire.Instruction
	for _, leg := range t.legs {
		isin, isBond := bondtypes.ISINOf(leg.Amount.Denom)
		giver, taker := t.parties[leg.From], t.parties[leg.To]
		if !isBond || giver != account && taker != account {
			continue
		}
		side := wire.Instruction{
			Reference: t.reference, Common: t.reference, Deliver: giver == account, TradeDate: traded, SettlementDate: intended,
			ISIN: isin, Face: leg.Amount.Amount, Cash: t.proceeds(leg), Partial: t.partial,
			Own: wire.Party{Account: taker}, Counterparty: wire.Party{Account: giver},
		}
		if side.Deliver {
			side.Own, side.Counterparty = side.Counterparty, side.Own
		}
		sides = append(sides, side)
	}
	return sides, nil
}

// proceeds is the cash for the bonds of a leg when there is nothing else.
func (t terms) proceeds(bonds settlementtypes.Leg) *wire.Money {
	if len(t.legs) != 2 {
		return nil
	}
	for _, leg := range t.legs {
		if leg.From == bonds.To && leg.To == bonds.From && custodytypes.IsCashDenomFormat(leg.Amount.Denom) {
			cash := moneyOf(leg.Amount)
			return &cash
		}
	}
	return nil
}

// Confirmations are what a block settled for an account: trades and sets, whole or in parts, direct settlements, and
// buy-ins. The node answers for that block.
func (n Node) Confirmations(ctx context.Context, block Block, account string) ([]wire.Confirmation, error) {
	var confirmations []wire.Confirmation
	for i, event := range block.Events {
		var sides []wire.Instruction
		var err error
		part := wire.Whole
		switch said := typed(event).(type) {
		case *custodytypes.EventTradeSettled:
			sides, err = directly(said).sides(account)
		case *settlementtypes.EventBoughtIn:
			sides, err = n.boughtIn(ctx, said, account)
		case *settlementtypes.EventSettled:
			part = partOf(said)
			sides, err = terms{
				reference: said.Reference, parties: said.Parties, legs: said.Legs, traded: said.TradeDate, intended: said.SettlementDate,
				partial: said.Partial,
			}.sides(account)
		}
		if err != nil {
			return nil, err
		}
		for j, side := range sides {
			settled, err := n.todayOf(ctx, side.ISIN)
			if err != nil {
				return nil, err
			}
			confirmations = append(confirmations, wire.Confirmation{
				Reference: placeOf("S", block.Height, i, j, len(sides)), Instruction: side, Settled: settled, Part: part,
			})
		}
	}
	return confirmations, nil
}

func partOf(said *settlementtypes.EventSettled) wire.Part {
	switch {
	case !said.Complete:
		return wire.First
	case said.Part > 1:
		return wire.Last
	default:
		return wire.Whole
	}
}

func directly(said *custodytypes.EventTradeSettled) terms {
	return terms{
		reference: said.TradeReference, parties: []string{said.Deliverer, said.Receiver}, traded: said.SettlementDate, intended: said.SettlementDate,
		legs: []settlementtypes.Leg{{From: 0, To: 1, Amount: sdk.NewCoin(bondtypes.Denom(said.Isin), said.Face)}, {From: 1, To: 0, Amount: said.Cash}},
	}
}

// boughtIn is the sale that replaced a failing trade, under as much of that trade's name as a reference holds.
func (n Node) boughtIn(ctx context.Context, said *settlementtypes.EventBoughtIn, account string) ([]wire.Instruction, error) {
	if said.Seller != account && said.Receiver != account {
		return nil, nil
	}
	isin, _ := bondtypes.ISINOf(said.Bonds.Denom)
	today, err := n.todayOf(ctx, isin)
	if err != nil {
		return nil, err
	}
	return terms{
		reference: "BI-" + said.Id[:12], parties: []string{said.Seller, said.Receiver}, traded: today.String(), intended: today.String(),
		legs: []settlementtypes.Leg{{From: 0, To: 1, Amount: said.Bonds}, {From: 1, To: 0, Amount: said.Cash}},
	}.sides(account)
}

// Statuses say where the instructions of an account stand that have not settled. What others allege and the account has
// not instructed is none of its instructions.
func (n Node) Statuses(ctx context.Context, height int64, account string) ([]wire.Status, error) {
	var statuses []wire.Status
	for page := (&query.PageRequest{Limit: pageSize}); page != nil; {
		open, err := n.Settlement.Settlements(ctx, &settlementtypes.QuerySettlementsRequest{Account: account, Pagination: page})
		if err != nil {
			return nil, err
		}
		for _, named := range open.Settlements {
			s := named.Settlement
			own := s.Parties[s.Place(account)]
			if !own.Agreed {
				continue
			}
			sides, err := terms{
				reference: s.Reference, legs: s.Legs, traded: s.TradeDate, intended: s.SettlementDate, partial: own.Partial, parties: accounts(s),
			}.sides(account)
			if err != nil {
				return nil, err
			}
			for _, side := range sides {
				status := wire.Status{Reference: place("Q", height, len(statuses)), Instruction: side, State: stateOf(named)}
				if status.State != wire.Matched {
					status.Reason = reasonOf(s.Pending.Reason, own.Held)
				}
				statuses = append(statuses, status)
			}
		}
		page = next(open.Pagination)
	}
	return statuses, nil
}

func accounts(s settlementtypes.Settlement) (all []string) {
	for _, party := range s.Parties {
		all = append(all, party.Account)
	}
	return all
}

func stateOf(named settlementtypes.Named) wire.State {
	switch {
	case named.Settlement.Status == settlementtypes.StatusAlleged:
		return wire.Unmatched
	case named.Settlement.Status == settlementtypes.StatusMatched:
		return wire.Matched
	case named.FailDays > 0:
		return wire.Failing
	default:
		return wire.Pending
	}
}

// reasonOf is the reason in the words of the standards, which have their own for a missing counterpart and for a hold of
// the other side.
func reasonOf(reason settlementtypes.Reason, held bool) string {
	switch {
	case reason == settlementtypes.ReasonNMAT:
		return "CMIS"
	case reason == settlementtypes.ReasonPREA && !held:
		return "PRCY"
	default:
		return strings.TrimPrefix(reason.String(), "REASON_")
	}
}
