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
	rise := product(p.BorrowIndex.BigIntMut(), terms.BorrowRatePct(p.UtilisationPct()).BigIntMut(), big.NewInt(int64(elapsed)))
	whole := product(unit, big.NewInt(100), big.NewInt(yearNanos))
	return math.LegacyMinDec(fromRaw(quoUp(rise, whole)), MaxIndex.Sub(p.BorrowIndex))
}

// supplyIndexRiseDown returns the suppliers' share of what borrowers owe more, per claim.
func (p Pool) supplyIndexRiseDown(terms MarketTerms, borrowRise math.LegacyDec) math.LegacyDec {
	if !p.ScaledSupply.IsPositive() {
		return math.LegacyZeroDec()
	}
	earning := p.rawDebt()
	if supply := p.rawSupply(); earning.Cmp(supply) > 0 {
		earning = supply // the rest of the debt is the reserve's money
	}
	share := hundred.Sub(terms.ReserveFactorPct).Quo(hundred)
	rise := product(earning, share.BigIntMut(), borrowRise.BigIntMut())
	whole := product(unit, p.BorrowIndex.BigIntMut(), p.ScaledSupply.BigIntMut())
	return fromRaw(rise.Quo(rise, whole))
}

// UtilisationPct returns debt over supply in percent, rounded down at 18 decimals and at most 100; 0 for an empty pool.
func (p Pool) UtilisationPct() math.LegacyDec {
	debt, supply := p.rawDebt(), p.rawSupply()
	switch {
	case debt.Sign() == 0:
		return math.LegacyZeroDec()
	case debt.Cmp(supply) >= 0:
		return hundred
	}
	scaled := product(debt, big.NewInt(100), unit)
	return fromRaw(scaled.Quo(scaled, supply))
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
func (p Pool) Reserve() math.Int { return rounding.DecToIntDown(fromRaw(p.rawReserve())) }

// WriteOff takes debt that nobody will pay off the books. The reserve bears it as far as it goes, and the suppliers the rest:
// the supply index falls, rounded down, to what cash and debt cover.
func (p *Pool) WriteOff(scaled math.Int) (debt, fromReserve, fromSuppliers math.Int) {
	debt = p.DebtValueUp(scaled)
	before := p.TotalSupply()
	p.ScaledDebt = p.ScaledDebt.Sub(scaled)
	if p.rawReserve().Sign() < 0 {
		assets := product(p.Cash.BigIntMut(), unit)
		assets.Add(assets, p.rawDebt())
		p.SupplyIndex = fromRaw(assets.Quo(assets, p.ScaledSupply.BigIntMut()))
	}
	fromSuppliers = math.MinInt(debt, before.Sub(p.TotalSupply()))
	return debt, debt.Sub(fromSuppliers), fromSuppliers
}

// IsWorthless tells whether bad debt has eaten all that suppliers had.
func (p Pool) IsWorthless() bool { return p.SupplyIndex.IsZero() }

// Validate checks the books by themselves: nothing negative, a borrow index between 1 and MaxIndex, a supply index of at most
// MaxIndex, and no more owed to suppliers than cash and debt cover.
func (p Pool) Validate() error {
	if err := sdk.ValidateDenom(p.Denom); err != nil {
		return ErrInvalidGenesis.Wrapf("pool: %s", err)
	}
	for _, n := range []math.Int{p.Cash, p.ScaledSupply, p.ScaledDebt} {
		if n.IsNil() || n.IsNegative() {
			return ErrInvalidGenesis.Wrapf("pool %s: cash, supply and debt must not be negative", p.Denom)
		}
	}
	if p.BorrowIndex.IsNil() || p.BorrowIndex.LT(math.LegacyOneDec()) || p.BorrowIndex.GT(MaxIndex) {
		return ErrInvalidGenesis.Wrapf("pool %s: the borrow index is outside 1 to 10^45", p.Denom)
	}
	if p.SupplyIndex.IsNil() || p.SupplyIndex.IsNegative() || p.SupplyIndex.GT(MaxIndex) {
		return ErrInvalidGenesis.Wrapf("pool %s: the supply index is outside 0 to 10^45", p.Denom)
	}
	if p.ScaledDebt.IsPositive() && p.AccruedAt.IsZero() {
		return ErrInvalidGenesis.Wrapf("pool %s: has debt but no time of accrual", p.Denom)
	}
	if p.rawReserve().Sign() < 0 {
		return ErrInvalidGenesis.Wrapf("pool %s: owes suppliers more than its cash and debt", p.Denom)
	}
	return nil
}

// Raw amounts are exact, in units of 10^-18 of the base unit, and may be longer than math.Int holds.

func (p Pool) rawSupply() *big.Int {
	return product(p.ScaledSupply.BigIntMut(), p.SupplyIndex.BigIntMut())
}

func (p Pool) rawDebt() *big.Int { return product(p.ScaledDebt.BigIntMut(), p.BorrowIndex.BigIntMut()) }

func (p Pool) rawReserve() *big.Int {
	total := product(p.Cash.BigIntMut(), unit)
	return total.Add(total, p.rawDebt()).Sub(total, p.rawSupply())
}

// unit is 1 in raw.
var unit = new(big.Int).Exp(big.NewInt(10), big.NewInt(rounding.DecPlaces), nil)

func fromRaw(raw *big.Int) math.LegacyDec {
	return math.LegacyNewDecFromBigIntWithPrec(raw, rounding.DecPlaces)
}

// product returns a new number; its factors stay as they are.
func product(factors ...*big.Int) *big.Int {
	result := big.NewInt(1)
	for _, factor := range factors {
		result.Mul(result, factor)
	}
	return result
}

// quoUp divides numbers that are not negative, rounding up.
func quoUp(a, b *big.Int) *big.Int {
	quotient, remainder := new(big.Int).QuoRem(a, b, new(big.Int))
	if remainder.Sign() > 0 {
		quotient.Add(quotient, big.NewInt(1))
	}
	return quotient
}
