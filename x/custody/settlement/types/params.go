package types

import (
	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/calendar"

	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// maxPieces bounds the pieces of one trade, which one attempt may settle all.
const maxPieces = 100

// DefaultParams returns the params of a new chain: the market practices of Tokyo and New York.
func DefaultParams() Params {
	return Params{
		MaxOpen: 10_000, MaxInstructions: 100, MaxLegs: 100, MaxParties: 32, OpenGas: 20_000, GasStep: 100,
		MaxDaysAhead: 366, UnmatchedDays: 20, BuyInDays: 10, BuyInPremiumPct: math.LegacyNewDec(5),
		Currencies: []Currency{
			{
				// Five billion yen is the largest piece in the book-entry system; the rate and the days are the association's.
				Denom: "ujpy", CashTolerance: math.NewInt(2_500_000_000), MaxPiece: math.NewInt(5_000_000_000),
				FailsRatePct: math.LegacyNewDec(3), PolicyRatePct: math.LegacyMustNewDecFromStr("0.75"), YearDays: 365, ChargeUnit: math.NewInt(1_000_000),
			},
			{
				// Fifty million dollars is the largest piece on Fedwire; the charge is the Treasury market's.
				Denom: "uusd", CashTolerance: math.NewInt(25_000_000), MaxPiece: math.NewInt(50_000_000),
				FailsRatePct: math.LegacyNewDec(3), PolicyRatePct: math.LegacyMustNewDecFromStr("3.75"), YearDays: 360, ChargeUnit: math.NewInt(10_000),
			},
		},
		CutOffs:        []CutOff{{Calendar: calendar.TokyoName, Minute: 16*60 + 30}, {Calendar: calendar.NewYorkName, Minute: 15*60 + 30}},
		AgendaPerBlock: 200, AttemptsPerBlock: 100, CycleBlocks: 5, CycleMax: 1_000,
	}
}

// Validate refuses bounds out of bounds, and practices that contradict themselves.
func (p Params) Validate() error {
	for _, limit := range []struct {
		name       string
		value      uint64
		least, top uint64
	}{
		{"max_open", uint64(p.MaxOpen), 1, 1_000_000},
		{"max_instructions", uint64(p.MaxInstructions), 1, 1_000},
		{"max_legs", uint64(p.MaxLegs), 2, 1_000},
		{"max_parties", uint64(p.MaxParties), 2, 256},
		{"open_gas", p.OpenGas, 0, 10_000_000},
		{"gas_step", uint64(p.GasStep), 1, 1_000_000},
		{"max_days_ahead", uint64(p.MaxDaysAhead), 1, 3_660},
		{"unmatched_days", uint64(p.UnmatchedDays), 0, 366},
		{"buy_in_days", uint64(p.BuyInDays), 1, 366},
		{"agenda_per_block", uint64(p.AgendaPerBlock), 1, 10_000},
		{"attempts_per_block", uint64(p.AttemptsPerBlock), 1, 10_000},
		{"cycle_blocks", uint64(p.CycleBlocks), 1, 10_000},
		{"cycle_max", uint64(p.CycleMax), 1, 10_000},
	} {
		if limit.value < limit.least || limit.value > limit.top {
			return ErrInvalidParams.Wrapf("%s is %d, must be %d to %d", limit.name, limit.value, limit.least, limit.top)
		}
	}
	if err := percent("buy_in_premium_pct", p.BuyInPremiumPct, 0, 100); err != nil {
		return err
	}
	return p.validatePractices()
}

func (p Params) validatePractices() error {
	denoms := map[string]bool{}
	for _, currency := range p.Currencies {
		if err := currency.validate(); err != nil {
			return err
		}
		if denoms[currency.Denom] {
			return ErrInvalidParams.Wrapf("currency %s is named twice", currency.Denom)
		}
		denoms[currency.Denom] = true
	}
	calendars := map[string]bool{}
	for _, cutOff := range p.CutOffs {
		if _, err := custodytypes.ZoneOfCalendar(cutOff.Calendar); err != nil {
			return ErrInvalidParams.Wrap(err.Error())
		}
		if cutOff.Minute == 0 || cutOff.Minute > 24*60 || calendars[cutOff.Calendar] {
			return ErrInvalidParams.Wrapf("cut-off of %s: once, minute 1 to 1440", cutOff.Calendar)
		}
		calendars[cutOff.Calendar] = true
	}
	return nil
}

func (c Currency) validate() error {
	if err := custodytypes.ValidateCashDenom(c.Denom); err != nil {
		return ErrInvalidParams.Wrap(err.Error())
	}
	for _, bound := range []struct {
		name   string
		amount math.Int
	}{{"cash_tolerance", c.CashTolerance}, {"max_piece", c.MaxPiece}, {"charge_unit", c.ChargeUnit}} {
		if bound.amount.IsNil() || bound.amount.IsNegative() || bound.amount.BigInt().BitLen() > 100 {
			return ErrInvalidParams.Wrapf("%s of %s: 0 to 2^100", bound.name, c.Denom)
		}
	}
	if !c.ChargeUnit.IsPositive() {
		return ErrInvalidParams.Wrapf("charge_unit of %s must be positive", c.Denom)
	}
	if c.YearDays != 360 && c.YearDays != 365 {
		return ErrInvalidParams.Wrapf("year_days of %s: 360 or 365", c.Denom)
	}
	if err := percent("fails_rate_pct", c.FailsRatePct, 0, 100); err != nil {
		return err
	}
	return percent("policy_rate_pct", c.PolicyRatePct, -20, 100)
}

func percent(name string, rate math.LegacyDec, least, top int64) error {
	if rate.IsNil() || rate.LT(math.LegacyNewDec(least)) || rate.GT(math.LegacyNewDec(top)) {
		return ErrInvalidParams.Wrapf("%s must be %d to %d", name, least, top)
	}
	return nil
}

// Currency returns the practice of a denom: nothing tolerated, split or charged where governance set none.
func (p Params) Currency(denom string) Currency {
	for _, currency := range p.Currencies {
		if currency.Denom == denom {
			return currency
		}
	}
	return Currency{
		Denom: denom, CashTolerance: math.ZeroInt(), MaxPiece: math.ZeroInt(), FailsRatePct: math.LegacyZeroDec(),
		PolicyRatePct: math.LegacyZeroDec(), YearDays: 365, ChargeUnit: math.OneInt(),
	}
}

// CutOffMinute is the minute of the day from which nothing settles in a calendar.
func (p Params) CutOffMinute(name string) int {
	for _, cutOff := range p.CutOffs {
		if cutOff.Calendar == name {
			return int(cutOff.Minute)
		}
	}
	return 24 * 60
}
