package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// crowd registers n investors with a yen each and no bonds.
func (m *market) crowd(n int) []sdk.AccAddress {
	people := make([]sdk.AccAddress, n)
	for i := range people {
		people[i] = testutil.Address(fmt.Sprintf("person %d", i))
		m.Register(people[i], custodytypes.ClassInstitutional, "JP")
		m.MintYen(people[i], 1_000_000)
	}
	return people
}

// ring has everybody deliver to the next what it does not have.
func (m *market) ring(name string, people []sdk.AccAddress, face int64) (ids []string) {
	for i, person := range people {
		outcome := m.trade(person, people[(i+1)%len(people)], m.deliver(fmt.Sprintf("%s-%d", name, i), face, 1))
		requirePending(m.t.(testing.TB), types.ReasonLACK, person, outcome)
		ids = append(ids, outcome.Id)
	}
	return ids
}

// Gridlock: each waits for what the one before owes it. None settles alone, all settle together, though nobody has a bond.
func TestGridlock(t *testing.T) {
	m := newMarket(t)
	ids := m.ring("RING", m.crowd(7), 1_000_000)
	m.audited()
	m.end(5)
	for _, id := range ids {
		require.True(t, m.gone(id))
	}
	require.Equal(t, 7, m.Events("kokusai.custody.settlement.v1.EventSettled"))
	require.Equal(t, 1, m.Events("kokusai.custody.settlement.v1.EventCycle"))
	m.audited()
}

// A ring with one who owes more than it receives settles without the excess, and with it once it is there.
func TestGridlockWithAShortfall(t *testing.T) {
	m := newMarket(t)
	people := m.crowd(3)
	first := m.ring("RING", people[:2], 100)
	excess := m.trade(people[0], people[2], m.deliver("EXCESS", 40, 1))
	m.end(5)
	require.True(t, m.gone(first[0]))
	require.True(t, m.gone(first[1]))
	require.False(t, m.gone(excess.Id))
	requirePending(t, types.ReasonLACK, people[0], types.Outcome{Status: types.StatusPending, Pending: m.show(excess.Id).Pending})
	m.Issue(people[0], 40)
	m.end(1)
	require.True(t, m.gone(excess.Id))
	m.audited()
}

// Whoever is held or blocked takes no part, and takes nobody else down.
func TestGridlockAroundABlockedParty(t *testing.T) {
	m := newMarket(t)
	people := m.crowd(6)
	clear, blocked := m.ring("CLEAR", people[:3], 100), m.ring("BLOCKED", people[3:], 100)
	m.Freeze(people[4])
	m.end(5)
	require.True(t, m.gone(clear[0]))
	require.False(t, m.gone(blocked[0]))
	require.Zero(t, m.bonds(people[5]))
	m.Unfreeze(people[4])
	require.NoError(t, m.hold(people[5], blocked[2]))
	m.end(5)
	require.False(t, m.gone(blocked[0]))
	_, err := m.release(people[5], blocked[2])
	require.NoError(t, err)
	m.end(5)
	require.True(t, m.gone(blocked[0]))
	m.audited()
}

// A sum that x/custody refuses leaves out those who bring it about, and the others of the group settle.
func TestGridlockWithARefusedSum(t *testing.T) {
	m := newMarket(t)
	people := m.crowd(4)
	ring := m.ring("RING", people[:3], 1_000)
	for _, person := range people[:3] {
		m.MintYen(person, 100_000_000)
	}
	// What the first also sells to the fourth is there only when the dealer delivers, and the fourth may hold no more than 50.
	m.Pledge(m.Dealer, testutil.Bonds(1_000), "loan")
	m.Ctx = m.Ctx.WithBlockHeight(m.Ctx.BlockHeight() + 1)
	feed := m.trade(m.Dealer, people[0], m.deliver("FEED", 60, 1))
	excess := m.trade(people[0], people[3], m.deliver("EXCESS", 60, 1))
	limited := m.Rules()
	limited.MaxHolding = math.NewInt(50)
	m.SetRules(limited)
	require.NoError(t, m.Keeper.Release(m.Ctx, m.Dealer, testutil.Bonds(1_000), testutil.Pledgee, "loan"))
	m.end(4)
	for _, id := range ring {
		require.True(t, m.gone(id))
	}
	require.False(t, m.gone(excess.Id))
	require.False(t, m.gone(feed.Id), "nor may the first keep what it was to pass on")
	m.audited()
}

// A queue longer than a cycle is looked at stretch by stretch.
func TestCyclesGoRound(t *testing.T) {
	m := newMarket(t)
	m.params(func(p *types.Params) { p.CycleMax, p.CycleBlocks = 3, 1 })
	people := m.crowd(6)
	for i := range 4 {
		requirePending(t, types.ReasonLACK, people[i], m.trade(people[i], people[5], m.deliver(fmt.Sprintf("DEAD-%d", i), 1, 1)))
		m.Ctx = m.Ctx.WithBlockHeight(m.Ctx.BlockHeight() + 1)
	}
	ring := m.ring("RING", people[3:5], 10)
	m.end(3)
	require.True(t, m.gone(ring[0]))
	m.audited()
	m.end(3)
	m.audited()
}
