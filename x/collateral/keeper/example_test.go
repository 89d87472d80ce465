package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"
)

// TestWorkedExample is the worked example of the README.
func TestWorkedExample(t *testing.T) {
	w := newWorld(t).supplied().pledged()
	position := w.position(1)
	require.Equal(t, dec("100.9997"), position.Collateral[0].DirtyPrice)
	require.Equal(t, math.NewInt(98_979_706_000), position.CollateralValue)
	require.Equal(t, math.NewInt(94_266_386_666), position.MaxBorrow)

	w.borrowed()
	require.Equal(t, dec("5"), w.market().UtilisationPct)
	require.Equal(t, dec("0.505555555555555555"), w.market().BorrowRatePct)

	w.pass(365 * day)
	require.Equal(t, math.NewInt(50_252_777_778), w.debt(1))
	require.Equal(t, math.NewInt(1_000_227_500_000), w.suppliedValue(lender))
	require.Equal(t, math.NewInt(25_277_777), w.market().Reserve)

	before := w.balance(borrower, jpy)
	require.NoError(t, w.redeem(borrower, 1, units(100_000)[0], jpy))
	require.Equal(t, math.NewInt(49_747_222_222), w.balance(borrower, jpy).Sub(before))
	w.audit()
}
