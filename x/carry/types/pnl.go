package types

import (
	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// Debt is what the loan has grown to at the given borrow index, rounded as x/collateral rounds it: scaled debt up, and
// the debt it stands for up.
func (l Loan) Debt(index math.LegacyDec) math.Int {
	return rounding.MulDecUp(rounding.QuoDecUp(l.Borrowed, l.BorrowIndex), index)
}

// Result splits the outcome of a position into its parts.
//
// With N the cash spent for D0 of the venue's money, D1 what came home, W what that was worth in cash and F the financing:
//
//	total = W − N − F
//	carry = N·(D1 − D0)/D0 − F, rounded down
//	fx    = D0·W/D1 − N, rounded down; 0 if nothing came home
//	cross = total − carry − fx
//
// which is N(r_i·t − r_f·t) + N(S1/S0 − 1) + N·r_i·t·(S1/S0 − 1) with S0 = N/D0, S1 = W/D1, r_i·t = D1/D0 − 1 and
// F = N·r_f·t. What came home and was not converted counts at S0, rounded down.
func Result(entry Entry, unsold, sold, received, financing math.Int) Pnl {
	returned := unsold.Add(sold)
	value := received.Add(rounding.MulDivDown(unsold, entry.Spent, entry.Bought))
	pnl := Pnl{
		Total:     value.Sub(entry.Spent).Sub(financing),
		Carry:     rounding.MulDivDown(entry.Spent, returned.Sub(entry.Bought), entry.Bought).Sub(financing),
		Fx:        math.ZeroInt(),
		Financing: financing,
		Returned:  returned,
		Value:     value,
	}
	if returned.IsPositive() {
		pnl.Fx = rounding.MulDivDown(entry.Bought, value, returned).Sub(entry.Spent)
	}
	pnl.Cross = pnl.Total.Sub(pnl.Carry).Sub(pnl.Fx)
	return pnl
}

// ResultSoFar is the result of an open position with the given debt. As long as the money is not home it counts as if all
// that was sent came home at the opening's rate.
func (p *Position) ResultSoFar(debt math.Int) Pnl {
	unsold := p.Entry.Bought
	if p.Stage >= Stage_STAGE_UNWINDING {
		unsold = p.Home
	}
	return Result(p.Entry, unsold, p.Exit.Sold, p.Exit.Received, debt.Sub(p.Loan.Borrowed))
}

// Rate is the cash paid for one unit of the venue's money, rounded down.
func (e Entry) Rate() math.LegacyDec {
	return math.LegacyNewDecFromInt(e.Spent).QuoTruncate(math.LegacyNewDecFromInt(e.Bought))
}

// ExitRate is the cash that one unit of what came home was worth, rounded down; 0 if nothing came.
func (p Pnl) ExitRate() math.LegacyDec {
	if p.Returned.IsZero() {
		return math.LegacyZeroDec()
	}
	return math.LegacyNewDecFromInt(p.Value).QuoTruncate(math.LegacyNewDecFromInt(p.Returned))
}
