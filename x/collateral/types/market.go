package types

import (
	"slices"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

const maxAccepted = 8

var hundred = math.LegacyNewDec(100)

// DefaultMarketTerms lend at the policy rate plus 0.10 % up to 90 % utilisation and 3 % when all is lent, keep a tenth of the
// interest, and ask for 105 % collateral in bonds of one currency. The limit is both caps.
func DefaultMarketTerms(currency string, policyRatePct math.LegacyDec, limit math.Int) MarketTerms {
	return MarketTerms{
		PolicyRatePct:      policyRatePct,
		KinkPct:            math.LegacyNewDec(90),
		BaseSpreadPct:      math.LegacyZeroDec(),
		KinkSpreadPct:      math.LegacyNewDecWithPrec(1, 1),
		FullSpreadPct:      math.LegacyNewDec(3),
		ReserveFactorPct:   math.LegacyNewDec(10),
		SupplyCap:          limit,
		BorrowCap:          limit,
		MinBorrow:          math.ZeroInt(),
		HealthThresholdPct: math.LegacyNewDec(105),
		AcceptedCurrencies: []string{currency},
	}
}

// Validate checks the market by itself.
func (m Market) Validate() error {
	if err := sdk.ValidateDenom(m.Denom); err != nil {
		return ErrInvalidTerms.Wrapf("denom: %s", err)
	}
	return m.Terms.Validate()
}

// Validate checks the terms by themselves; whether the currencies exist is for the params to say.
func (t MarketTerms) Validate() error {
	for _, rate := range []struct {
		name      string
		pct       math.LegacyDec
		low, high int64
	}{
		{"policy rate", t.PolicyRatePct, -5, 50},
		{"kink", t.KinkPct, 0, 100},
		{"base spread", t.BaseSpreadPct, 0, 100},
		{"kink spread", t.KinkSpreadPct, 0, 100},
		{"full spread", t.FullSpreadPct, 0, 100},
		{"reserve factor", t.ReserveFactorPct, 0, 100},
		{"health threshold", t.HealthThresholdPct, 100, 1000},
	} {
		if err := checkPct(rate.name, rate.pct, rate.low, rate.high); err != nil {
			return ErrInvalidTerms.Wrap(err.Error())
		}
	}
	switch {
	case t.KinkPct.IsZero(), t.KinkPct.Equal(hundred):
		return ErrInvalidTerms.Wrap("kink must lie between 0 and 100")
	case t.KinkSpreadPct.LT(t.BaseSpreadPct), t.FullSpreadPct.LT(t.KinkSpreadPct):
		return ErrInvalidTerms.Wrap("spread falls with utilisation")
	case t.PolicyRatePct.Add(t.FullSpreadPct).GT(hundred):
		return ErrInvalidTerms.Wrap("policy rate and full spread are above 100 together")
	}
	if err := t.validateLimits(); err != nil {
		return err
	}
	if err := t.validateAccepted(); err != nil {
		return err
	}
	return t.validateCategories()
}

func (t MarketTerms) validateLimits() error {
	for _, limit := range []struct {
		name  string
		value math.Int
	}{{"supply cap", t.SupplyCap}, {"borrow cap", t.BorrowCap}, {"minimum borrow", t.MinBorrow}} {
		if err := ValidateLimit(limit.name, limit.value); err != nil {
			return err
		}
	}
	return nil
}

func (t MarketTerms) validateAccepted() error {
	if len(t.AcceptedCurrencies) == 0 || len(t.AcceptedCurrencies) > maxAccepted {
		return ErrInvalidTerms.Wrapf("want 1 to %d accepted currencies, have %d", maxAccepted, len(t.AcceptedCurrencies))
	}
	for i, code := range t.AcceptedCurrencies {
		if !isCurrencyCode(code) {
			return ErrInvalidTerms.Wrapf("accepted currency %q is not three capital letters", code)
		}
		if slices.Contains(t.AcceptedCurrencies[:i], code) {
			return ErrInvalidTerms.Wrapf("accepted currency %s is there twice", code)
		}
	}
	return nil
}

// Accepts tells whether bonds of a currency may be pledged.
func (t MarketTerms) Accepts(currency string) bool {
	return slices.Contains(t.AcceptedCurrencies, currency)
}

// BorrowRatePct returns what borrowers pay a year at a utilisation: the policy rate plus a spread that is linear from
// base to kink and from kink to full, never below zero. Interpolation rounds down at 18 decimals.
func (t MarketTerms) BorrowRatePct(utilisationPct math.LegacyDec) math.LegacyDec {
	from, to, done, width := t.BaseSpreadPct, t.KinkSpreadPct, utilisationPct, t.KinkPct
	if utilisationPct.GT(t.KinkPct) {
		from, to = t.KinkSpreadPct, t.FullSpreadPct
		done, width = utilisationPct.Sub(t.KinkPct), hundred.Sub(t.KinkPct)
	}
	spread := from.Add(to.Sub(from).MulTruncate(done).QuoTruncate(width))
	return math.LegacyMaxDec(math.LegacyZeroDec(), t.PolicyRatePct.Add(spread))
}

// SupplyRatePct returns what suppliers earn a year at a utilisation: the borrowers' rate on what is lent, less the
// reserve's share.
func (t MarketTerms) SupplyRatePct(utilisationPct math.LegacyDec) math.LegacyDec {
	lent := t.BorrowRatePct(utilisationPct).MulTruncate(utilisationPct).QuoTruncate(hundred)
	return lent.MulTruncate(hundred.Sub(t.ReserveFactorPct)).QuoTruncate(hundred)
}

// RequiredUp returns the collateral value that a debt needs, rounded up.
func (t MarketTerms) RequiredUp(debt math.Int) math.Int {
	return RequiredUp(debt, t.HealthThresholdPct)
}

// CarriedDown returns the largest debt that a collateral value carries, rounded down.
func (t MarketTerms) CarriedDown(value math.Int) math.Int {
	return rounding.QuoDecDown(value, t.HealthThresholdPct.Quo(hundred))
}
