package types

import (
	"time"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

const (
	day             = 24 * time.Hour
	maxGrace        = 30 * day
	maxDueLimit     = 10_000
	maxCashDenoms   = 32
	percentPlaces   = 4
	maxStartPct     = 200
	hundred         = 100
	defaultDueLimit = 200
)

// DefaultParams call margin from a million yen or ten thousand dollars, give two hours to meet a call and a day to settle the
// end leg, act at three in the afternoon, and sell a defaulted giver's bonds from 102 down to 90 % of their value in an hour; to 20 %
// of their principal where the issuer of the bonds is in default too.
func DefaultParams() Params {
	return Params{
		MinimumTransfer: sdk.NewCoins(sdk.NewInt64Coin("ujpy", 1_000_000_000_000), sdk.NewInt64Coin("uusd", 10_000_000_000)),
		CallGrace:       2 * time.Hour,
		ReturnGrace:     day,
		CutOff:          15 * time.Hour,
		CloseOut: CloseOutTerms{
			StartPct: math.LegacyNewDec(102), FloorPct: math.LegacyNewDec(90), Duration: time.Hour,
			DefaultFloorPct: math.LegacyNewDec(20),
		},
		DueLimit: defaultDueLimit,
	}
}

// Validate checks the params by themselves.
func (p Params) Validate() error {
	if err := p.MinimumTransfer.Validate(); err != nil {
		return ErrInvalidParams.Wrapf("minimum transfer: %s", err)
	}
	if len(p.MinimumTransfer) > maxCashDenoms {
		return ErrInvalidParams.Wrapf("minimum transfers of more than %d denoms", maxCashDenoms)
	}
	for _, check := range []struct {
		what      string
		value     time.Duration
		low, high time.Duration
	}{
		{"call grace", p.CallGrace, time.Minute, maxGrace},
		{"return grace", p.ReturnGrace, 0, maxGrace},
		{"cut-off", p.CutOff, 0, day - 1},
		{"close-out duration", p.CloseOut.Duration, time.Minute, maxGrace},
	} {
		if check.value < check.low || check.value > check.high {
			return ErrInvalidParams.Wrapf("%s of %s is outside %s to %s", check.what, check.value, check.low, check.high)
		}
	}
	if p.DueLimit < 1 || p.DueLimit > maxDueLimit {
		return ErrInvalidParams.Wrapf("due limit %d is outside 1 to %d", p.DueLimit, maxDueLimit)
	}
	return p.CloseOut.validate()
}

func (c CloseOutTerms) validate() error {
	if !isPct(c.StartPct) || c.StartPct.LT(math.LegacyNewDec(hundred)) || c.StartPct.GT(math.LegacyNewDec(maxStartPct)) {
		return ErrInvalidParams.Wrapf("close-out starts at %s %%, outside %d to %d", c.StartPct, hundred, maxStartPct)
	}
	if !isPct(c.FloorPct) || !c.FloorPct.IsPositive() || c.FloorPct.GT(math.LegacyNewDec(hundred)) {
		return ErrInvalidParams.Wrapf("close-out ends at %s %%, which is not above 0 and at most %d", c.FloorPct, hundred)
	}
	if !isPct(c.DefaultFloorPct) || !c.DefaultFloorPct.IsPositive() || c.DefaultFloorPct.GT(c.FloorPct) {
		return ErrInvalidParams.Wrapf("close-out of bonds in default ends at %s %%, which is not above 0 and at most %s", c.DefaultFloorPct, c.FloorPct)
	}
	return nil
}

// Floor is the lowest price of bonds, in default or not.
func (c CloseOutTerms) Floor(inDefault bool) math.LegacyDec {
	if inDefault {
		return c.DefaultFloorPct
	}
	return c.FloorPct
}

// PctAt is the price at a moment after the sale began, in percent of market value or, in default, of principal: a straight line from
// the first to the lowest.
func (c CloseOutTerms) PctAt(elapsed time.Duration, inDefault bool) math.LegacyDec {
	floor := c.Floor(inDefault)
	if elapsed >= c.Duration {
		return floor
	}
	if elapsed < 0 {
		return c.StartPct
	}
	fallen := c.StartPct.Sub(floor).MulInt64(int64(elapsed)).QuoInt64(int64(c.Duration))
	return c.StartPct.Sub(fallen)
}

func isPct(pct math.LegacyDec) bool { return !pct.IsNil() && rounding.HasPlaces(pct, percentPlaces) }
