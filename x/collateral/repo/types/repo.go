package types

import (
	"math/big"
	"slices"
	"strings"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// NewRepo returns an offer.
func NewRepo(offerer string, number uint64, terms Terms, validUntil string) Repo {
	return Repo{
		Offerer: offerer, Number: number, Terms: terms, ValidUntil: validUntil, Status: STATUS_OFFERED, EndDate: terms.EndDate,
		Principal: math.ZeroInt(), Interest: math.ZeroInt(), IncomeOwed: math.ZeroInt(),
	}
}

// AccruedUp is the interest from the day up to which it is counted in until a day, simple, rounded up: in the lender's favour,
// under a negative rate too.
func (r Repo) AccruedUp(until date.Date) math.Int {
	since, err := date.Parse(r.AccruedDate)
	if err != nil || until <= since {
		return math.ZeroInt()
	}
	interest := new(big.Rat).Mul(rounding.Rat(r.Terms.RatePct), new(big.Rat).SetInt(r.Principal.BigInt()))
	return rounding.RatToIntUp(interest.Mul(interest, big.NewRat(int64(since.DaysUntil(until)), hundred*int64(r.Terms.DayBasis))))
}

// Accrue counts interest in until a day.
func (r *Repo) Accrue(until date.Date) {
	r.Interest = r.Interest.Add(r.AccruedUp(until))
	r.AccruedDate = until.String()
}

// NetUp is what the giver owes on a day: principal and interest, less the income that the taker owes; below zero when the taker
// owes more.
func (r Repo) NetUp(today date.Date) math.Int {
	return r.Principal.Add(r.Interest).Add(r.AccruedUp(today)).Sub(r.IncomeOwed)
}

// DebtUp is NetUp where the giver owes anything, else zero.
func (r Repo) DebtUp(today date.Date) math.Int { return math.MaxInt(math.ZeroInt(), r.NetUp(today)) }

// Credit books a payment against the debt, interest first. The caller has accrued and pays no more than the debt.
func (r *Repo) Credit(paid math.Int) {
	// Income that the taker owes is set against the debt before anything else, so that what is left is all the giver's.
	paid = paid.Add(r.IncomeOwed)
	r.IncomeOwed = math.ZeroInt()
	interest := math.MinInt(paid, r.Interest)
	r.Interest = r.Interest.Sub(interest)
	r.Principal = r.Principal.Sub(paid.Sub(interest))
}

// CutValueDown is what a market value counts for after the haircut, rounded down.
func (r Repo) CutValueDown(market math.Int) math.Int {
	share := math.LegacyNewDec(hundred).Sub(r.Terms.HaircutPct).QuoInt64(hundred)
	return rounding.MulDecDown(market, share)
}

// Bonds are the bonds given at present.
func (r Repo) Bonds() sdk.Coins {
	bonds := make(sdk.Coins, len(r.Holdings))
	for i, holding := range r.Holdings {
		bonds[i] = holding.Bonds
	}
	return bonds
}

// Held is how many units of a denom are given at present.
func (r Repo) Held(denom string) math.Int { return r.Bonds().AmountOf(denom) }

// Change adds units to a holding, or takes them away when amount is negative; one that is empty goes. mark is the income mark
// for a new holding. The holdings that others still look at, such as those of an attempt that may fail, stay as they are.
func (r *Repo) Change(denom string, amount math.Int, mark math.LegacyDec) error {
	r.Holdings = slices.Clone(r.Holdings)
	i, found := slices.BinarySearchFunc(r.Holdings, denom, func(h Holding, denom string) int { return strings.Compare(h.Bonds.Denom, denom) })
	if !found {
		if amount.IsNegative() {
			return ErrInsufficientBonds.Wrap(denom)
		}
		if len(r.Holdings) == MaxSeries {
			return ErrTooManySeries.Wrapf("at most %d", MaxSeries)
		}
		r.Holdings = slices.Insert(r.Holdings, i, Holding{Bonds: sdk.NewCoin(denom, amount), IncomeMark: mark})
		return nil
	}
	left := r.Holdings[i].Bonds.Amount.Add(amount)
	switch {
	case left.IsNegative():
		return ErrInsufficientBonds.Wrapf("%s of %s", r.Holdings[i].Bonds.Amount, denom)
	case left.IsZero():
		r.Holdings = slices.Delete(r.Holdings, i, i+1)
	default:
		r.Holdings[i].Bonds.Amount = left
	}
	return nil
}

// IsParty tells whether an account is one of the two sides.
func (r Repo) IsParty(account string) bool {
	_, found := r.Terms.Other(account)
	return found
}
