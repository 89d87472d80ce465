package types

import (
	"math/big"
	"time"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

const (
	maxStepSeconds  = 86_400
	maxRiskSeconds  = 30 * 86_400
	defaultFloorPct = 20
)

// DefaultRiskTerms call a position at 103 % (or at the health threshold, where that is less), give four hours of grace above
// 101 %, and sell up to 105 % in auctions from 101 % of the market price down by a quarter point a minute to no less than
// 97.5 %, the first five minutes to dealers only.
func DefaultRiskTerms(denom string, terms MarketTerms) RiskTerms {
	maintenance := math.LegacyMinDec(math.LegacyNewDec(103), terms.HealthThresholdPct)
	floor := math.LegacyMaxDec(math.LegacyNewDecWithPrec(975, 1), leastFloorPct(maintenance))
	return RiskTerms{
		Denom: denom, Version: 1,
		MaintenancePct: maintenance,
		UrgentPct:      math.LegacyMinDec(math.LegacyNewDec(101), maintenance),
		TargetPct:      math.LegacyMaxDec(math.LegacyNewDec(105), maintenance),
		StartPct:       math.LegacyNewDec(101), FloorPct: floor,
		DefaultFloorPct: math.LegacyNewDec(defaultFloorPct),
		StepPct:         math.LegacyNewDecWithPrec(25, 2), StepSeconds: 60,
		CallSeconds: 4 * 3600, DealerSeconds: 300, RoundSeconds: 3600,
		AuctionCap: terms.BorrowCap,
	}
}

// leastFloorPct is a floor at which a sale still improves a position at maintenance.
func leastFloorPct(maintenancePct math.LegacyDec) math.LegacyDec {
	least := rounding.DecUp(hundred.Mul(hundred).Quo(maintenancePct), 1)
	return math.LegacyMinDec(hundred, least.Add(math.LegacyNewDecWithPrec(1, 1)))
}

// Validate checks the terms by themselves and against each other.
func (r RiskTerms) Validate() error {
	if err := sdk.ValidateDenom(r.Denom); err != nil {
		return ErrInvalidRisk.Wrapf("denom: %s", err)
	}
	for _, p := range []struct {
		name      string
		pct       math.LegacyDec
		low, high int64
	}{
		{"maintenance", r.MaintenancePct, 100, 1000},
		{"urgent", r.UrgentPct, 100, 1000},
		{"target", r.TargetPct, 100, 1000},
		{"start", r.StartPct, 100, 150},
		{"floor", r.FloorPct, 0, 100},
		{"default floor", r.DefaultFloorPct, 0, 100},
		{"step", r.StepPct, 0, 100},
	} {
		if err := checkPct(p.name, p.pct, p.low, p.high); err != nil {
			return ErrInvalidRisk.Wrap(err.Error())
		}
	}
	switch {
	case r.UrgentPct.GT(r.MaintenancePct):
		return ErrInvalidRisk.Wrap("urgent is above maintenance")
	case r.TargetPct.LT(r.MaintenancePct):
		return ErrInvalidRisk.Wrap("target is below maintenance: a liquidation would not end it")
	case r.FloorPct.Mul(r.MaintenancePct).LTE(hundred.Mul(hundred)):
		return ErrInvalidRisk.Wrap("floor times maintenance is not above 100 %: a sale at the floor would worsen a position")
	case !r.DefaultFloorPct.IsPositive() || r.DefaultFloorPct.GT(r.FloorPct):
		return ErrInvalidRisk.Wrap("the floor in default must be above 0 and at most the floor")
	}
	if err := ValidateLimit("auction cap", r.AuctionCap); err != nil {
		return err
	}
	return r.validateTimes()
}

func (r RiskTerms) validateTimes() error {
	switch {
	case !r.StepPct.IsPositive() || r.StepSeconds == 0 || r.StepSeconds > maxStepSeconds:
		return ErrInvalidRisk.Wrapf("a step must be above 0 %% and take 1 to %d seconds", maxStepSeconds)
	case r.CallSeconds > maxRiskSeconds || r.RoundSeconds > maxRiskSeconds:
		return ErrInvalidRisk.Wrapf("call and round last at most %d seconds", maxRiskSeconds)
	case r.DealerSeconds >= r.RoundSeconds:
		return ErrInvalidRisk.Wrap("the dealers' time must be shorter than the round")
	case r.toFloor() > r.Round():
		return ErrInvalidRisk.Wrapf("the floor is reached after %s only, the round lasts %s", r.toFloor(), r.Round())
	}
	return nil
}

// toFloor is the time after which the price of an auction has come down to the floor.
func (r RiskTerms) toFloor() time.Duration {
	steps := rounding.DecToIntUp(r.StartPct.Sub(r.FloorPct).Quo(r.StepPct))
	return time.Duration(steps.Int64()) * r.step()
}

func (r RiskTerms) step() time.Duration { return time.Duration(r.StepSeconds) * time.Second }

// Grace is the time between a margin call and the auction.
func (r RiskTerms) Grace() time.Duration { return time.Duration(r.CallSeconds) * time.Second }

// DealerWindow is how long only dealers may bid.
func (r RiskTerms) DealerWindow() time.Duration { return time.Duration(r.DealerSeconds) * time.Second }

// Round is how long an auction lasts before the backstop buys or it starts again.
func (r RiskTerms) Round() time.Duration { return time.Duration(r.RoundSeconds) * time.Second }

// PricePct returns the price of an auction of some age, in percent of the market price: down by steps to the floor. What is in
// default starts at the same place and reaches its own floor in a straight line at the end of the round.
func (r RiskTerms) PricePct(age time.Duration, inDefault bool) math.LegacyDec {
	if age < 0 {
		age = 0
	}
	steps := int64(age / r.step())
	if inDefault {
		total := max(int64(r.Round()/r.step()), 1)
		fall := r.StartPct.Sub(r.DefaultFloorPct).MulInt64(min(steps, total)).QuoInt64(total)
		return rounding.DecUp(r.StartPct.Sub(fall), percentPlaces)
	}
	return math.LegacyMaxDec(r.FloorPct, r.StartPct.Sub(r.StepPct.MulInt64(min(steps, 1<<30))))
}

// RequiredUp returns the collateral value that a percentage of a debt asks for, rounded up.
func RequiredUp(debt math.Int, pct math.LegacyDec) math.Int {
	return rounding.MulDecUp(debt, pct.Quo(hundred))
}

// SizeUp returns how many units to sell so that what is left is worth target percent of the debt that is left, when each unit
// brings price and counted for counts: rounded up, at least 1, and all of them when no number suffices. It is never more than
// what pays the debt.
func (r RiskTerms) SizeUp(debt, value, units math.Int, price, counts *big.Rat) math.Int {
	if price.Sign() <= 0 {
		return units
	}
	owed := new(big.Rat).SetInt(debt.BigInt())
	all := math.MinInt(units, rounding.RatToIntUp(new(big.Rat).Quo(owed, price)))
	target := new(big.Rat).Quo(rounding.Rat(r.TargetPct), big.NewRat(100, 1))
	gain := new(big.Rat).Sub(new(big.Rat).Mul(target, price), counts)
	if gain.Sign() <= 0 {
		return all
	}
	missing := new(big.Rat).Mul(target, owed)
	missing.Sub(missing, new(big.Rat).SetInt(value.BigInt()))
	if missing.Sign() <= 0 {
		return math.MinInt(all, math.OneInt())
	}
	return math.MinInt(all, rounding.RatToIntUp(missing.Quo(missing, gain)))
}
