package types

import (
	"encoding/binary"
	"math"

	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/fixed"

	sdkmath "cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Stress is a natural logarithm of a fall in value, or a sum of such, in units of 10^-12.
//
// A position is worth Σ units × mark × share, with shares that the bound haircut table does not let fall. If no mark of its
// class has fallen by more than a factor e^-f, neither has the sum. Falls of successive blocks multiply, so their logarithms
// add up; the debt grows by the borrow index. A position whose value is e^s times what its debt needs is therefore safe until
// the sum of the worst falls and the logarithm of the borrow index have together risen by s. See docs/decisions.
const (
	stressUnit = 1_000_000_000_000
	// EndlessStress is the fall of what is worth nothing any more: it brings up every position of its class.
	EndlessStress = 1_000 * stressUnit
)

// classMonths are the residual maturities that bound the classes of bonds in the market's own currency.
var classMonths = []int{12, 36, 60, 84, 120, 180, 240, 360, 1200}

// ForeignClass is the class of everything that another currency moves; it includes all others.
var ForeignClass = uint32(len(classMonths))

// Classes is how many classes there are.
func Classes() int { return len(classMonths) + 1 }

// ClassOf returns the class of a bond by its residual maturity.
func ClassOf(today, maturity date.Date) uint32 {
	for class, months := range classMonths {
		if maturity <= today.AddMonths(months) {
			return uint32(class)
		}
	}
	return ForeignClass
}

// FallUp returns by how much a value fell, rounded up; zero when it did not.
func FallUp(before, after sdkmath.LegacyDec) uint64 {
	switch {
	case !before.IsPositive() || after.GTE(before):
		return 0
	case !after.IsPositive():
		return EndlessStress
	}
	return min(logUp(before, after), EndlessStress)
}

// Reached returns the sum of the falls of a class and of the growth of debt, the borrow index, rounded up. It is never 0, so
// that what is placed at 0 is looked at in any case.
func Reached(falls uint64, index sdkmath.LegacyDec) uint64 {
	return AddStress(1, falls, logUp(index, sdkmath.LegacyOneDec()))
}

// SlackDown returns how far value may fall until it is below what is required, rounded down, and false when it is below
// already. What rounding of values and debts can move is taken off first.
func SlackDown(value, required sdkmath.Int) (uint64, bool) {
	if value.LT(required) {
		return 0, false
	}
	margin := required.AddRaw(roundingMargin)
	if value.LTE(margin) {
		return 0, true
	}
	log := fixed.Rat(ratio(value, margin)).Ln()
	return floorStress(log), true
}

// roundingMargin covers, in base units, the rounding down of up to 20 bonds and 8 cash denoms and the rounding up of a debt and
// of up to ten times as much collateral.
const roundingMargin = 64

// Place returns the sum of falls up to which a slack lasts that was found when the sum was reached. It stays below by more than
// the logarithms in it can be wrong.
func Place(reached, slack uint64) uint64 {
	const precision = 8
	return max(AddStress(reached, slack), precision) - precision
}

// AddStress adds without overflow.
func AddStress(terms ...uint64) uint64 {
	var sum uint64
	for _, term := range terms {
		if sum > math.MaxUint64-term {
			return math.MaxUint64
		}
		sum += term
	}
	return sum
}

// logUp returns ln(a/b) for a ≥ b > 0, rounded up with a unit to spare for the logarithm itself.
func logUp(a, b sdkmath.LegacyDec) uint64 {
	if a.LTE(b) {
		return 0
	}
	return floorStress(fixed.Dec(a).Quo(fixed.Dec(b)).Ln()) + 2
}

func floorStress(log fixed.Num) uint64 {
	if log.Sign() <= 0 {
		return 0
	}
	whole := log.MulInt(stressUnit).Floor()
	if !whole.IsUint64() {
		return EndlessStress
	}
	return whole.Uint64()
}

// WatchID is a position of a market as the last part of a key: number, then owner.
func WatchID(owner sdk.AccAddress, number uint64) []byte {
	return append(binary.BigEndian.AppendUint64(make([]byte, 0, 8+len(owner)), number), owner...)
}

// ParseWatchID reads what WatchID wrote.
func ParseWatchID(id []byte) (owner sdk.AccAddress, number uint64, err error) {
	if len(id) <= 8 {
		return nil, 0, ErrBrokenLaw.Wrapf("%x names no position", id)
	}
	return id[8:], binary.BigEndian.Uint64(id), nil
}

// IsIndexed tells whether the position waits in the index.
func (w Watch) IsIndexed() bool { return w.Stage == STAGE_SOUND || w.Stage == STAGE_CALLED }

// CountedValue is what the mark counts for in sums of falls: nothing in default.
func (m Mark) CountedValue() sdkmath.LegacyDec {
	if m.State == PRICE_STATE_DEFAULTED {
		return sdkmath.LegacyZeroDec()
	}
	return m.UnitValue
}
