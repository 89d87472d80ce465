package keeper_test

import (
	"fmt"

	"github.com/stretchr/testify/require"

	abci "github.com/cometbft/cometbft/abci/types"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
)

// ledger is the yen market's books as somebody who reads nothing but events has them.
type ledger struct {
	cash    math.Int
	claims  map[string]math.Int
	debts   map[string]math.Int
	bonds   map[string]sdk.Coins
	indices [2]math.LegacyDec
}

func newLedger() *ledger {
	return &ledger{
		cash: math.ZeroInt(), claims: map[string]math.Int{}, debts: map[string]math.Int{}, bonds: map[string]sdk.Coins{},
		indices: [2]math.LegacyDec{dec("1"), dec("1")},
	}
}

func (l *ledger) book(t T, events []abci.Event) {
	t.Helper()
	for _, event := range events {
		typed, err := sdk.ParseTypedEvent(event)
		if err != nil {
			continue // an event of the bank
		}
		switch e := typed.(type) {
		case *types.EventInterestAccrued:
			l.indices = [2]math.LegacyDec{e.SupplyIndex, e.BorrowIndex}
		case *types.EventSupplied:
			l.cash = l.cash.Add(e.Amount.Amount)
			add(l.claims, e.Supplier, e.Claims)
		case *types.EventWithdrawn:
			l.cash = l.cash.Sub(e.Amount.Amount)
			add(l.claims, e.Supplier, e.ClaimsBurnt.Neg())
		case *types.EventCollateralAdded:
			key := fmt.Sprintf("%s/%d", e.Owner, e.Number)
			l.bonds[key] = l.bonds[key].Add(e.Bonds...)
		case *types.EventCollateralReleased:
			key := fmt.Sprintf("%s/%d", e.Owner, e.Number)
			l.bonds[key] = l.bonds[key].Sub(e.Collateral...)
		case *types.EventBorrowed:
			l.cash = l.cash.Sub(e.Amount.Amount)
			add(l.debts, fmt.Sprintf("%s/%d", e.Owner, e.Number), e.ScaledDebt)
		case *types.EventRepaid:
			l.cash = l.cash.Add(e.Amount.Amount)
			add(l.debts, fmt.Sprintf("%s/%d", e.Owner, e.Number), e.ScaledDebt.Neg())
		case *types.EventCollateralRedeemed:
			key := fmt.Sprintf("%s/%d", e.Owner, e.Number)
			l.bonds[key] = l.bonds[key].Sub(e.Bonds)
			require.Equal(t, e.Principal, e.Repaid.Add(e.Paid).Add(e.Kept))
		}
	}
}

func add(to map[string]math.Int, key string, n math.Int) {
	if before, found := to[key]; found {
		n = n.Add(before)
	}
	to[key] = n
}

// check compares with the state of a world whose only market is the yen's.
func (l *ledger) check(t T, gs types.GenesisState) {
	t.Helper()
	pool := gs.Pools[0]
	require.Equal(t, l.cash.String(), pool.Cash.String())
	require.True(t, l.indices[0].Equal(pool.SupplyIndex) && l.indices[1].Equal(pool.BorrowIndex))
	claims, debts, bonds := map[string]math.Int{}, map[string]math.Int{}, map[string]sdk.Coins{}
	for _, supply := range gs.Supplies {
		claims[supply.Supplier] = supply.Claims
	}
	for _, position := range gs.Positions {
		key := fmt.Sprintf("%s/%d", position.Owner, position.Number)
		debts[key], bonds[key] = position.ScaledDebt, position.Bonds
	}
	for key, n := range l.claims {
		require.Equal(t, n.String(), at0(claims, key).String(), "claims of %s", key)
	}
	for key, n := range l.debts {
		require.Equal(t, n.String(), at0(debts, key).String(), "debt of %s", key)
	}
	for key, coins := range l.bonds {
		require.Equal(t, coins.String(), bonds[key].String(), "bonds of %s", key)
	}
}

func at0(of map[string]math.Int, key string) math.Int {
	if n, found := of[key]; found {
		return n
	}
	return math.ZeroInt()
}
