package types

import (
	"math/big"
	"time"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// MaxIndex stops interest for good: no index grows beyond it. A century at the highest rate stays below it, and an amount
// below 2^100 times it fits math.Int, so that a debt nobody has touched for ages can still be repaid.
var MaxIndex = math.LegacyNewDecFromBigInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(45), nil))

// yearNanos is the year of Act/365.
const yearNanos = int64(365 * 24 * time.Hour)

// NewPool returns the books of a market that has done nothing yet.
func NewPool(denom string, now time.Time) Pool {
	return Pool{
		Denom:        denom,
		Cash:         math.ZeroInt(),
		ScaledSupply: math.ZeroInt(),
		ScaledDebt:   math.ZeroInt(),
		SupplyIndex:  math.LegacyOneDec(),
		BorrowIndex:  math.LegacyOneDec(),
		AccruedAt:    now,
	}
}

// Accrue brings interest into the indices up to now and tells whether they moved. The rate is the one at the pool's
// utilisation since it was last touched, simple within the interval: growth depends on time and that rate only.
//
// The borrow index is rounded up. Suppliers get their share, rounded down, of exactly what borrowers owe more; interest on
// what the reserve has lent stays with the reserve. So supply + reserve never exceeds cash + debt.
func (p *Pool) Accrue(terms MarketTerms, now time.Time) (moved bool) {
	elapsed := now.Sub(p.AccruedAt) // saturates after 292 years
	if elapsed <= 0 {
		return false
	}
	p.AccruedAt = now
	rise := p.borrowIndexRiseUp(terms, elapsed)
	if !p.ScaledDebt.IsPositive() || !rise.IsPositive() {
		return false
	}
	p.SupplyIndex = p.SupplyIndex.Add(p.supplyIndexRiseDown(terms, rise))
	p.BorrowIndex = p.BorrowIndex.Add(rise)
	return true
}

// borrowIndexRiseUp returns index × rate × time, at most up to MaxIndex.
func (p Pool) borrowIndexRiseUp(terms MarketTerms, elapsed time.Duration) math.LegacyDec {
	rise := rounding.Rat(terms.BorrowRatePct(p.UtilisationPct()))
	rise.Mul(rise, rounding.Rat(p.BorrowIndex))
	rise.Mul(rise, big.NewRat(int64(elapsed), yearNanos))
	rise.Quo(rise, big.NewRat(100, 1))
	return math.LegacyMinDec(rounding.RatUp(rise, rounding.DecPlaces), MaxIndex.Sub(p.BorrowIndex))
}

// supplyIndexRiseDown returns the suppliers' share of what borrowers owe more, per claim.
func (p Pool) supplyIndexRiseDown(terms MarketTerms, borrowRise math.LegacyDec) math.LegacyDec {
	if !p.ScaledSupply.IsPositive() {
		return math.LegacyZeroDec()
	}
	debt, supply := p.exactDebt(), p.exactSupply()
	earning := debt
	if debt.Cmp(supply) > 0 {
		earning = supply // the rest of the debt is the reserve's money
	}
	share := rounding.Rat(hundred.Sub(terms.ReserveFactorPct).Quo(hundred))
	rise := new(big.Rat).Mul(earning, share)
	rise.Mul(rise, rounding.Rat(borrowRise))
	rise.Quo(rise, rounding.Rat(p.BorrowIndex))
	rise.Quo(rise, new(big.Rat).SetInt(p.ScaledSupply.BigIntMut()))
	return rounding.RatDown(rise, rounding.DecPlaces)
}

// UtilisationPct returns debt over supply in percent, rounded down at 18 decimals and at most 100; 0 for an empty pool.
func (p Pool) UtilisationPct() math.LegacyDec {
	debt, supply := p.exactDebt(), p.exactSupply()
	switch {
	case debt.Sign() == 0:
		return math.LegacyZeroDec()
	case debt.Cmp(supply) >= 0:
		return hundred
	}
	ratio := new(big.Rat).Quo(debt, supply)
	return rounding.RatDown(ratio.Mul(ratio, big.NewRat(100, 1)), rounding.DecPlaces)
}

// SupplyValueDown returns what claims are worth.
func (p Pool) SupplyValueDown(claims math.Int) math.Int {
	return rounding.MulDecDown(claims, p.SupplyIndex)
}

// DebtValueUp returns what scaled debt is in cash.
func (p Pool) DebtValueUp(scaled math.Int) math.Int { return rounding.MulDecUp(scaled, p.BorrowIndex) }

// ClaimsDown returns the claims that an amount supplied mints.
func (p Pool) ClaimsDown(amount math.Int) math.Int { return rounding.QuoDecDown(amount, p.SupplyIndex) }

// ClaimsUp returns the claims that an amount withdrawn burns.
func (p Pool) ClaimsUp(amount math.Int) math.Int { return rounding.QuoDecUp(amount, p.SupplyIndex) }

// ScaledDebtUp returns the scaled debt that an amount borrowed adds.
func (p Pool) ScaledDebtUp(amount math.Int) math.Int { return rounding.QuoDecUp(amount, p.BorrowIndex) }

// ScaledDebtDown returns the scaled debt that an amount repaid clears.
func (p Pool) ScaledDebtDown(amount math.Int) math.Int {
	return rounding.QuoDecDown(amount, p.BorrowIndex)
}

// TotalSupply returns the present value of all claims, rounded down.
func (p Pool) TotalSupply() math.Int { return p.SupplyValueDown(p.ScaledSupply) }

// TotalDebt returns the present value of all debt, rounded up.
func (p Pool) TotalDebt() math.Int { return p.DebtValueUp(p.ScaledDebt) }

// Reserve returns what belongs to the market itself, cash + debt − supply, rounded down.
func (p Pool) Reserve() math.Int { return rounding.RatToIntDown(p.exactReserve()) }

// Validate checks the books by themselves: nothing negative, indices between 1 and MaxIndex, and no more owed to suppliers
// than cash and debt cover.
func (p Pool) Validate() error {
	if err := sdk.ValidateDenom(p.Denom); err != nil {
		return ErrInvalidGenesis.Wrapf("pool: %s", err)
	}
	for _, n := range []math.Int{p.Cash, p.ScaledSupply, p.ScaledDebt} {
		if n.IsNil() || n.IsNegative() {
			return ErrInvalidGenesis.Wrapf("pool %s: cash, supply and debt must not be negative", p.Denom)
		}
	}
	for _, index := range []math.LegacyDec{p.SupplyIndex, p.BorrowIndex} {
		if index.IsNil() || index.LT(math.LegacyOneDec()) || index.GT(MaxIndex) {
			return ErrInvalidGenesis.Wrapf("pool %s: an index is outside 1 to 10^45", p.Denom)
		}
	}
	if p.ScaledDebt.IsPositive() && p.AccruedAt.IsZero() {
		return ErrInvalidGenesis.Wrapf("pool %s: has debt but no time of accrual", p.Denom)
	}
	if p.exactReserve().Sign() < 0 {
		return ErrInvalidGenesis.Wrapf("pool %s: owes suppliers more than its cash and debt", p.Denom)
	}
	return nil
}

func (p Pool) exactSupply() *big.Rat { return product(p.ScaledSupply, p.SupplyIndex) }

func (p Pool) exactDebt() *big.Rat { return product(p.ScaledDebt, p.BorrowIndex) }

func (p Pool) exactReserve() *big.Rat {
	total := new(big.Rat).SetInt(p.Cash.BigInt())
	return total.Add(total, p.exactDebt()).Sub(total, p.exactSupply())
}

func product(units math.Int, index math.LegacyDec) *big.Rat {
	r := new(big.Rat).SetInt(units.BigInt())
	return r.Mul(r, rounding.Rat(index))
}
