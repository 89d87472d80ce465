package types

import (
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	repotypes "github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	"github.com/kokusai-chain/kokusai/x/internal/allotment"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/sealed"
)

const (
	maxCounterparties = 200
	maxRatePct        = 100
)

// Repo is what a bidder borrows under: cash at a rate, pledged against the basket.
func (t Terms) Repo(lender, bidder string, cash math.Int, ratePct math.LegacyDec) repotypes.Terms {
	return repotypes.Terms{
		Giver: bidder, Taker: lender, Form: repotypes.FORM_PLEDGE, Cash: sdk.NewCoin(t.Cash.Denom, cash), RatePct: ratePct,
		HaircutPct: t.HaircutPct, BasketId: t.BasketId, StartDate: t.StartDate, EndDate: t.EndDate, DayBasis: t.DayBasis,
	}
}

// Trade is the repo that the whole offer would make, of nobody yet.
func (t Terms) Trade() repotypes.Terms { return t.Repo("", "", t.Cash.Amount, t.MinRatePct) }

// Validate checks terms by themselves: a trade that x/collateral/repo knows, against a basket for a term, in whole units and ticks.
func (t Terms) Validate() error {
	if t.Cash.Amount.IsNil() || t.MinRatePct.IsNil() || t.HaircutPct.IsNil() {
		return ErrInvalidTerms.Wrap("cash, lowest rate or haircut is missing")
	}
	if t.BasketId == "" || t.EndDate == "" {
		return ErrInvalidTerms.Wrap("a basket and an end date are needed")
	}
	if err := t.Trade().ValidateTrade(); err != nil {
		return ErrInvalidTerms.Wrap(err.Error())
	}
	rules := t.rules()
	if err := rules.Validate(); err != nil {
		return ErrInvalidTerms.Wrap(err.Error())
	}
	if !t.Cash.Amount.Mod(t.BidUnit).IsZero() {
		return ErrInvalidTerms.Wrapf("%s is not a multiple of the bid unit %s", t.Cash, t.BidUnit)
	}
	if t.BidderCap.IsNil() || !t.BidderCap.IsPositive() || t.BidderCap.GT(t.Cash.Amount) || !t.BidderCap.Mod(t.BidUnit).IsZero() {
		return ErrInvalidTerms.Wrap("the bidder cap is a multiple of the bid unit, and at most the cash")
	}
	if err := rules.Check(allotment.Bid{Bidder: "bidder", Level: t.MinRatePct, Amount: t.BidUnit}, math.ZeroInt()); err != nil {
		return ErrInvalidTerms.Wrapf("lowest rate: %s", err)
	}
	if t.Deposit.IsNil() || !t.Deposit.IsPositive() || t.Deposit.GT(t.Cash.Amount) {
		return ErrInvalidTerms.Wrap("the deposit is above 0 and at most the cash")
	}
	return t.validateCounterparties()
}

func (t Terms) validateCounterparties() error {
	if len(t.Counterparties) > maxCounterparties {
		return ErrInvalidTerms.Wrapf("%d counterparties, at most %d", len(t.Counterparties), maxCounterparties)
	}
	seen := make(map[string]bool, len(t.Counterparties))
	for _, text := range t.Counterparties {
		address, err := sdk.AccAddressFromBech32(text)
		if err != nil {
			return ErrInvalidAddress.Wrapf("counterparty: %s", err)
		}
		if seen[string(address)] || address.String() != text {
			return ErrInvalidTerms.Wrapf("counterparty %s twice, or in other letters", text)
		}
		seen[string(address)] = true
	}
	return nil
}

// rules are those of the allotment.
func (t Terms) rules() allotment.Terms {
	return allotment.Terms{
		Method: allotment.SingleRate, Offering: t.Cash.Amount, Unit: t.BidUnit, Tick: t.TickPct, BidderCap: t.BidderCap,
	}
}

// CheckBids errors unless a bidder's bids can take part: each on the tick, in whole units, not below the lowest rate; and together
// within the cap.
func (t Terms) CheckBids(bids []Bid) error {
	rules, already := t.rules(), math.ZeroInt()
	for _, bid := range bids {
		if bid.RatePct.LT(t.MinRatePct) || bid.RatePct.GT(math.LegacyNewDec(maxRatePct)) {
			return ErrInvalidBid.Wrapf("rate %s is outside %s to %d", bid.RatePct, t.MinRatePct, maxRatePct)
		}
		if err := rules.Check(bid.entry("bidder"), already); err != nil {
			return ErrInvalidBid.Wrap(err.Error())
		}
		already = already.Add(bid.Amount)
	}
	return nil
}

func (b Bid) entry(bidder string) allotment.Bid {
	return allotment.Bid{Bidder: bidder, Level: b.RatePct, Amount: b.Amount}
}

// Admits tells whether an account may bid.
func (t Terms) Admits(bidder string) bool {
	for _, admitted := range t.Counterparties {
		if admitted == bidder {
			return true
		}
	}
	return len(t.Counterparties) == 0
}

// OutOfTime is with what this module refuses what comes at the wrong time.
var OutOfTime = sealed.Refusals{TooEarly: ErrTooEarly, TooLate: ErrDeadlinePassed}

// Timetable returns the times of the terms in the zone of the cash's market. It refuses times out of order, or after the day on
// which the loans start.
func (t Terms) Timetable(zone date.Zone) (sealed.Times, error) {
	times, err := sealed.ReadTimes(zone, t.BidStart, t.CommitDeadline, t.RevealDeadline)
	if err == nil {
		err = times.CheckOrder()
	}
	if err != nil {
		return sealed.Times{}, ErrInvalidTerms.Wrap(err.Error())
	}
	start, err := date.Parse(t.StartDate)
	if err != nil {
		return sealed.Times{}, ErrInvalidTerms.Wrapf("start_date: %s", err)
	}
	if times.RevealDeadline.After(start.AddDays(1).Start(zone)) {
		return sealed.Times{}, ErrInvalidTerms.Wrapf("reveal_deadline %s is after the start date %s", t.RevealDeadline, start)
	}
	return times, nil
}
