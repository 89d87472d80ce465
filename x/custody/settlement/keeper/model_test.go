package keeper_test

import (
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
)

// The model is three parties with trades of one bond each: the first sells to the second, the second to the third, who can be
// frozen. It says what every message answers and where everything stands afterwards, in as few words as it can.
const (
	seller = 0
	buyer  = 1
)

type modelTrade struct {
	open, settled            bool
	agreed, held, cancelling [2]bool
}

type model struct {
	trades [2]modelTrade
	bonds  [3]int64
	frozen bool
	days   int
}

// parties of trade i are i and i+1.
func (m *model) blocked(i int) bool { return m.frozen && i == 1 }

func (m *model) ready(i int) bool {
	t := m.trades[i]
	return t.open && t.agreed == [2]bool{true, true} && t.held == [2]bool{} && !m.blocked(i)
}

func (m *model) settle(set ...int) {
	for _, i := range set {
		m.bonds[i]--
		m.bonds[i+1]++
		m.trades[i] = modelTrade{settled: true}
	}
}

// attempt settles a trade that is ready and whose seller has the bond.
func (m *model) attempt(i int) {
	if m.ready(i) && m.bonds[i] >= 1 {
		m.settle(i)
	}
}

// block settles the largest set that is ready and feasible: both together, or one of them.
func (m *model) block() {
	if m.ready(0) && m.ready(1) && m.bonds[0] >= 1 {
		m.settle(0, 1)
		return
	}
	m.attempt(0)
	m.attempt(1)
}

func (m *model) instruct(i, side int) error {
	t := &m.trades[i]
	switch {
	case t.settled:
		return types.ErrReferenceSettled
	case !t.open && m.days > 0:
		return types.ErrDatePast
	case !t.open:
		*t = modelTrade{open: true}
		t.agreed[side] = true
	case t.agreed[side]:
		return types.ErrInstructed
	default:
		t.agreed[side] = true
		m.attempt(i)
	}
	return nil
}

func (m *model) party(i, side int) error {
	switch t := m.trades[i]; {
	case !t.open:
		return types.ErrNotFound
	case !t.agreed[side]:
		return types.ErrNotParty
	}
	return nil
}

func (m *model) hold(i, side int, held bool) error {
	if err := m.party(i, side); err != nil {
		return err
	}
	t := &m.trades[i]
	switch {
	case held && t.held[side]:
		return types.ErrAlreadyHeld
	case !held && !t.held[side]:
		return types.ErrNothingToHold
	}
	t.held[side] = held
	m.attempt(i)
	return nil
}

func (m *model) cancel(i, side int) error {
	if err := m.party(i, side); err != nil {
		return err
	}
	t := &m.trades[i]
	switch {
	case t.agreed != [2]bool{true, true}:
		*t = modelTrade{}
	case t.cancelling[side]:
		return types.ErrAlreadyCancelling
	default:
		t.cancelling[side] = true
		if t.cancelling == [2]bool{true, true} {
			*t = modelTrade{}
		}
	}
	return nil
}

// nextDay has what is not agreed lapse; what is pending is tried.
func (m *model) nextDay() {
	m.days++
	for i := range m.trades {
		if m.trades[i].open && m.trades[i].agreed != [2]bool{true, true} {
			m.trades[i] = modelTrade{}
		}
	}
	m.block()
}

// action is something that somebody does, in the model and on the chain.
type action struct {
	name  string
	model func(*model) error
	chain func(*explorer) error
}

// explorer plays the model and the chain side by side.
type explorer struct {
	*market
	parties [3]sdk.AccAddress
}

func (e *explorer) instruction(i, side int) (sdk.AccAddress, types.Instruction) {
	in := between(e.parties[i+1], e.deliver(fmt.Sprintf("T-%d", i), 1, 1))
	if side == buyer {
		return e.parties[i+1], mirror(e.parties[i], in)
	}
	return e.parties[i], in
}

func (e *explorer) id(i int) string {
	return types.TradeID(e.parties[i], e.parties[i+1], fmt.Sprintf("T-%d", i)).String()
}

func actions() (all []action) {
	for i := range 2 {
		for side := range 2 {
			name := fmt.Sprintf(" %d by %d", i, side)
			all = append(all,
				action{"instruct" + name, func(m *model) error { return m.instruct(i, side) }, func(e *explorer) error {
					party, in := e.instruction(i, side)
					_, err := e.instruct(party, in)
					return err
				}},
				action{"hold" + name, func(m *model) error { return m.hold(i, side, true) }, func(e *explorer) error {
					return e.hold(e.parties[i+side], e.id(i))
				}},
				action{"release" + name, func(m *model) error { return m.hold(i, side, false) }, func(e *explorer) error {
					_, err := e.release(e.parties[i+side], e.id(i))
					return err
				}},
				action{"cancel" + name, func(m *model) error { return m.cancel(i, side) }, func(e *explorer) error {
					_, err := e.cancel(e.parties[i+side], e.id(i))
					return err
				}},
			)
		}
	}
	return append(all,
		action{"a bond arrives", func(m *model) error {
			if m.bonds != [3]int64{} {
				return errSkip
			}
			m.bonds[0]++
			m.block()
			return nil
		}, func(e *explorer) error { e.Issue(e.parties[0], 1); e.end(1); return nil }},
		action{"freeze", func(m *model) error {
			if m.frozen {
				return errSkip
			}
			m.frozen = true
			return nil
		}, func(e *explorer) error { e.Freeze(e.parties[2]); return nil }},
		action{"unfreeze", func(m *model) error {
			if !m.frozen {
				return errSkip
			}
			m.frozen = false
			m.block()
			return nil
		}, func(e *explorer) error { e.Unfreeze(e.parties[2]); e.end(1); return nil }},
		action{"a block", func(m *model) error { m.block(); return nil }, func(e *explorer) error { e.end(1); return nil }},
		action{"the next day", func(m *model) error {
			if m.days == 1 {
				return errSkip
			}
			m.nextDay()
			return nil
		}, func(e *explorer) error { e.on("2026-04-02"); return nil }},
	)
}

var errSkip = errors.New("not an action of this state")

// seen is where the chain stands, in the words of the model.
func (e *explorer) seen(days int, frozen bool) model {
	m := model{frozen: frozen, days: days}
	for i := range m.trades {
		t := &m.trades[i]
		if e.gone(e.id(i)) {
			_, used, err := e.Keeper.FindReference(e.Ctx, e.parties[i], e.parties[i+1], fmt.Sprintf("T-%d", i))
			require.NoError(e.t, err)
			t.settled = used
			continue
		}
		s := e.show(e.id(i))
		t.open = true
		for side := range 2 {
			party := s.Parties[s.Place(e.parties[i+side].String())]
			t.agreed[side], t.held[side], t.cancelling[side] = party.Agreed, party.Held, party.Cancelling
		}
	}
	for i, party := range e.parties {
		m.bonds[i] = e.bonds(party)
	}
	return m
}

// TestLifeCycle explores every state that the model reaches within some steps, all of them when asked for at length, and finds
// the chain where the model is, with the same answer to every message, and with its laws kept.
func TestLifeCycle(t *testing.T) {
	depth := 4
	if os.Getenv("KOKUSAI_LONG") != "" {
		depth = 1 << 10
	}
	m := newMarket(t)
	m.params(func(p *types.Params) { p.UnmatchedDays, p.CycleBlocks = 0, 1 })
	e := &explorer{market: m, parties: [3]sdk.AccAddress{testutil.Address("first"), testutil.Address("second"), m.Abroad}}
	for _, party := range e.parties[:2] {
		_, err := m.Fixture.Msgs.RegisterInvestor(m.Ctx, m.Registration(party, 1, "JP"))
		require.NoError(t, err)
		m.MintYen(party, 5_000_000)
	}
	type node struct {
		ctx   sdk.Context
		state model
		depth int
	}
	start := node{ctx: m.Ctx}
	known, frontier, all, steps := map[model]bool{start.state: true}, []node{start}, actions(), 0
	for len(frontier) > 0 {
		at := frontier[0]
		frontier = frontier[1:]
		if at.depth == depth {
			continue
		}
		for _, act := range all {
			next := at.state
			want := act.model(&next)
			if errors.Is(want, errSkip) {
				continue
			}
			if want != nil {
				next = at.state
			}
			steps++
			m.Ctx, _ = at.ctx.CacheContext()
			m.Bond.SetNow(time.Date(2026, 4, 1+at.state.days, 3, 0, 0, 0, time.UTC))
			got := act.chain(e)
			require.ErrorIs(t, got, want, "%s in %+v", act.name, at.state)
			require.Equal(t, next, e.seen(next.days, next.frozen), "%s in %+v", act.name, at.state)
			require.NoError(t, m.k.Audit(m.Ctx))
			if !known[next] {
				known[next] = true
				frontier = append(frontier, node{m.Ctx, next, at.depth + 1})
			}
		}
	}
	t.Logf("%d states, %d steps", len(known), steps)
	require.Greater(t, len(known), 100)
}
