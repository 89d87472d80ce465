package types

import (
	"fmt"
	"time"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

const (
	maxRules         = 32
	maxWindow        = 7 * 24 * 60 * 60
	maxRecovery      = 1000
	maxGraceSeconds  = 30 * 24 * 60 * 60
	maxLateAfterDays = 366
	maxHistoryDays   = 36_600
)

var (
	zero      = math.LegacyZeroDec()
	hundred   = math.LegacyNewDec(100)
	fifty     = math.LegacyNewDec(50)
	minYield  = math.LegacyNewDec(-5)
	maxFxRate = math.LegacyNewDec(1_000_000_000)
)

// DefaultParams publish the yen and dollar curves and the rate between them. The quorum is that of consensus: as long as
// less than a third of the power lies, each median lies between two honest observations. Bands are wide enough for the days
// of August 2024, the worst since daily curves are published, and haircuts of doubt cover what a window may move.
func DefaultParams() Params {
	return Params{
		QuorumPct:       math.LegacyMustNewDecFromStr("66.67"),
		WindowSeconds:   300,
		RecoveryWindows: 6,
		Curves: []CurveRule{
			{Currency: "JPY", BandPct: math.LegacyMustNewDecFromStr("0.5"), FloorPct: math.LegacyNewDec(-3), CapPct: math.LegacyNewDec(20)},
			{Currency: "USD", BandPct: math.LegacyMustNewDecFromStr("0.75"), FloorPct: math.LegacyNewDec(-3), CapPct: math.LegacyNewDec(25)},
		},
		Pairs: []PairRule{
			{Base: "USD", Quote: "JPY", BandPct: math.LegacyNewDec(5), Floor: math.LegacyNewDec(40), Cap: math.LegacyNewDec(500)},
		},
		LateAfterDays:   2,
		LateHaircutPct:  math.LegacyNewDec(2),
		DoubtHaircutPct: math.LegacyNewDec(5),
		DowntimeSeconds: 1800,
		GraceSeconds:    14_400,
		HistoryDays:     1_830,
	}
}

// Validate checks the params by themselves.
func (p Params) Validate() error {
	if err := checkDec("quorum", p.QuorumPct, fifty, hundred, 2); err != nil || p.QuorumPct.Equal(fifty) {
		return ErrInvalidParams.Wrap("the quorum must be above 50, at most 100, of two decimals")
	}
	for _, limit := range []struct {
		name            string
		value, min, max uint32
	}{
		{"window_seconds", p.WindowSeconds, 1, maxWindow},
		{"recovery_windows", p.RecoveryWindows, 1, maxRecovery},
		{"late_after_days", p.LateAfterDays, 0, maxLateAfterDays},
		{"downtime_seconds", p.DowntimeSeconds, 1, maxWindow},
		{"grace_seconds", p.GraceSeconds, 0, maxGraceSeconds},
		{"history_days", p.HistoryDays, 1, maxHistoryDays},
	} {
		if limit.value < limit.min || limit.value > limit.max {
			return ErrInvalidParams.Wrapf("%s of %d is outside %d to %d", limit.name, limit.value, limit.min, limit.max)
		}
	}
	if err := checkDec("haircut when late", p.LateHaircutPct, zero, fifty, 4); err != nil {
		return ErrInvalidParams.Wrap(err.Error())
	}
	if err := checkDec("haircut in doubt", p.DoubtHaircutPct, zero, fifty, 4); err != nil {
		return ErrInvalidParams.Wrap(err.Error())
	}
	return p.validateRules()
}

func (p Params) validateRules() error {
	if len(p.Curves) > maxRules || len(p.Pairs) > maxRules {
		return ErrInvalidParams.Wrapf("more than %d curves or pairs", maxRules)
	}
	for i, rule := range p.Curves {
		if i > 0 && p.Curves[i-1].Currency >= rule.Currency {
			return ErrInvalidParams.Wrapf("curve %q is out of order or twice", rule.Currency)
		}
		if err := rule.validate(); err != nil {
			return ErrInvalidParams.Wrapf("curve %s: %s", rule.Currency, err)
		}
	}
	seen := map[string]bool{}
	for i, rule := range p.Pairs {
		name := Pair(rule.Base, rule.Quote)
		if i > 0 && Pair(p.Pairs[i-1].Base, p.Pairs[i-1].Quote) >= name || seen[Pair(rule.Quote, rule.Base)] {
			return ErrInvalidParams.Wrapf("pair %s is out of order or twice", name)
		}
		seen[name] = true
		if err := rule.validate(); err != nil {
			return ErrInvalidParams.Wrapf("pair %s: %s", name, err)
		}
	}
	return nil
}

func (r CurveRule) validate() error {
	if !isCode(r.Currency) {
		return fmt.Errorf("%q is not three capital letters", r.Currency)
	}
	if err := checkDec("band", r.BandPct, zero, math.LegacyNewDec(55), 4); err != nil || r.BandPct.IsZero() {
		return fmt.Errorf("the band must be above 0, at most 55, of four decimals")
	}
	if err := checkDec("floor", r.FloorPct, minYield, fifty, 4); err != nil {
		return err
	}
	if err := checkDec("cap", r.CapPct, minYield, fifty, 4); err != nil {
		return err
	}
	if r.FloorPct.GTE(r.CapPct) {
		return fmt.Errorf("the floor is not below the cap")
	}
	return nil
}

func (r PairRule) validate() error {
	if !isCode(r.Base) || !isCode(r.Quote) || r.Base == r.Quote {
		return fmt.Errorf("not a pair of currencies")
	}
	if err := checkDec("band", r.BandPct, zero, hundred, 4); err != nil || r.BandPct.IsZero() {
		return fmt.Errorf("the band must be above 0, at most 100, of four decimals")
	}
	if err := checkDec("floor", r.Floor, zero, maxFxRate, 8); err != nil {
		return err
	}
	if err := checkDec("cap", r.Cap, zero, maxFxRate, 8); err != nil {
		return err
	}
	if r.Floor.IsZero() || r.Floor.GTE(r.Cap) {
		return fmt.Errorf("the floor is not above zero and below the cap")
	}
	return nil
}

// Window is the business time between two decisions on a figure.
func (p Params) Window() time.Duration { return time.Duration(p.WindowSeconds) * time.Second }

// Downtime is the block time without a block after which borrowers get grace.
func (p Params) Downtime() time.Duration { return time.Duration(p.DowntimeSeconds) * time.Second }

// Grace is the business time of grace.
func (p Params) Grace() time.Duration { return time.Duration(p.GraceSeconds) * time.Second }

// checkDec refuses a decimal that is missing, outside its bounds or finer than its places.
func checkDec(name string, d, lowest, highest math.LegacyDec, places int) error {
	if d.IsNil() || d.LT(lowest) || d.GT(highest) {
		return fmt.Errorf("%s is not between %s and %s", name, rounding.Text(lowest, 0), rounding.Text(highest, 0))
	}
	if !rounding.HasPlaces(d, places) {
		return fmt.Errorf("%s has more than %d decimals", name, places)
	}
	return nil
}

// isCode tells whether text has the form of an ISO 4217 code.
func isCode(text string) bool {
	if len(text) != 3 {
		return false
	}
	for i := range len(text) {
		if text[i] < 'A' || text[i] > 'Z' {
			return false
		}
	}
	return true
}
