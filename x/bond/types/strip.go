package types

import (
	"math/big"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// StripKey says which payment a strip stands for: coupons of an issuer in a currency on a date or, with a parent, the
// principal of that series.
type StripKey struct {
	Issuer, Currency string
	Date             date.Date
	Parent           string // empty for coupons
}

// StripKey returns what a strip stands for, and whether the series is one.
func (t TermSheet) StripKey() (StripKey, bool, error) {
	if t.Strip == nil {
		return StripKey{}, false, nil
	}
	on, err := parseDate("maturity_date", t.MaturityDate)
	return StripKey{Issuer: t.IssuerId, Currency: t.Currency, Date: on, Parent: t.Strip.ParentIsin}, true, err
}

// StripClaim is one payment of a parent, as a strip.
type StripClaim struct {
	// Number is that of the payment.
	Number uint32
	// Key says which strip stands for it.
	Key StripKey
	// PerUnit is what one unit of the parent is owed, in the currency's denom.
	PerUnit math.LegacyDec
}

// StripClaims returns the payments after coupon recorded that units of the series can be separated into: each coupon that
// is not zero, and the principal. Only fixed-coupon series that are repaid at once, at par and on their own date can be.
func (s Series) StripClaims(recorded uint32) ([]StripClaim, error) {
	if s.Terms.Kind != SERIES_KIND_FIXED || len(s.Terms.Instalments) > 0 || s.Terms.Call != nil {
		return nil, ErrNotSeparable.Wrapf("%s is not a fixed-coupon series that is repaid at once", s.Terms.Isin)
	}
	schedule, err := s.Schedule()
	if err != nil {
		return nil, err
	}
	var claims []StripClaim
	for k := recorded + 1; k <= schedule.Principal(); k++ {
		owed, err := schedule.Owed(k, NoFixings{})
		if err != nil {
			return nil, err
		}
		if owed.PerUnit.IsZero() {
			continue
		}
		claim := StripClaim{Number: k, PerUnit: owed.PerUnit, Key: StripKey{
			Issuer: s.Terms.IssuerId, Currency: s.Terms.Currency, Date: schedule.DueDate(k),
		}}
		if k == schedule.Principal() {
			claim.Key.Parent = s.Terms.Isin
		}
		claims = append(claims, claim)
	}
	return claims, nil
}

// Of returns how many strips stand for a number of units of the parent; exact is false when that is not a whole number.
func (c StripClaim) Of(units math.Int) (strips math.Int, exact bool) {
	micro := c.PerUnit.MulInt(units)
	strips = micro.TruncateInt().QuoRaw(MicroPerUnit)
	return strips, micro.Equal(math.LegacyNewDecFromInt(strips.MulRaw(MicroPerUnit)))
}

// StripMultiple returns the least number of units, a multiple of the denomination, of which every coupon is a whole number
// of currency units.
func (s Series) StripMultiple() math.Int {
	// A coupon is rate/(100 f) of a unit, with three decimals in the rate.
	rate := new(big.Rat).SetFrac64(s.Terms.CouponPct.MulInt64(1000).TruncateInt64(), 100_000*int64(max(s.Terms.Frequency, 1)))
	denomination := s.Terms.Denomination.BigInt()
	common := new(big.Int).GCD(nil, nil, denomination, rate.Denom())
	multiple := new(big.Int).Mul(denomination, rate.Denom())
	return math.NewIntFromBigInt(multiple.Quo(multiple, common))
}

// checkStrips checks in a genesis that strips stand for what parents have given up: for each payment to come the strips of
// a date are what the units separated are owed on it, and principal strips are those units.
func (c genesisCheck) checkStrips(g GenesisState) error {
	owners, owed := map[StripKey]string{}, map[StripKey]math.Int{}
	for _, series := range g.Series {
		key, isStrip, err := series.Terms.StripKey()
		if err != nil {
			return err
		}
		if !isStrip {
			continue
		}
		if owners[key] != "" {
			return ErrInvalidGenesis.Wrapf("series %s and %s are strips of the same", owners[key], series.Terms.Isin)
		}
		owners[key] = series.Terms.Isin
	}
	for _, series := range g.Series {
		if !series.stripped().IsPositive() {
			continue
		}
		claims, err := series.StripClaims(c.series[series.Terms.Isin].couponsRecorded())
		if err != nil {
			return err
		}
		for _, claim := range claims {
			strips, exact := claim.Of(series.stripped())
			if !exact || owners[claim.Key] == "" {
				return ErrInvalidGenesis.Wrapf("series %s: no strips stand for payment %d of the %s units separated", series.Terms.Isin, claim.Number, series.stripped())
			}
			if sum, found := owed[claim.Key]; found {
				strips = strips.Add(sum)
			}
			owed[claim.Key] = strips
		}
	}
	for key, isin := range owners {
		of := c.series[isin].series
		if of.HasMatured() {
			continue
		}
		sum, found := owed[key]
		if !found {
			sum = math.ZeroInt()
		}
		// What a parent has recorded, ahead of its payment, it does not owe any more; the strips still have to be paid.
		if of.Issued.LT(sum) || of.Issued.GT(sum) && !c.recordedAhead(g, key) {
			return ErrInvalidGenesis.Wrapf("strip %s: %s issued, its parents owe %s", isin, of.Issued, sum)
		}
	}
	return nil
}

// recordedAhead tells whether some parent has recorded the coupon that a strip stands for.
func (c genesisCheck) recordedAhead(g GenesisState, key StripKey) bool {
	for _, series := range g.Series {
		of, terms := c.series[series.Terms.Isin], series.Terms
		n := of.couponsRecorded()
		if terms.IssuerId == key.Issuer && terms.Currency == key.Currency && n > 0 && of.schedule.DueDate(n) == key.Date {
			return true
		}
	}
	return false
}
