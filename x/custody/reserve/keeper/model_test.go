package keeper_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/internal/calendar"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// model is what the reserve should be, kept naively: every statement and every burn ever, in pieces.
type model struct {
	said   map[string]statement
	burnt  []burn
	minted int64
	gone   int64
	wait   map[uint64]waiting
	orders map[string]order
}

type statement struct {
	pieces int64
	asOf   date.Date
}

type burn struct {
	pieces int64
	on     date.Date
}

type waiting struct {
	pieces int64
	ready  time.Time
}

type order struct {
	holder   sdk.AccAddress
	pieces   int64
	deadline time.Time
}

// attested is the least of what at least two say who spoke of today or the business day before, less all that was burnt
// since.
func (m *model) attested(today date.Date) (least int64, fresh int) {
	for _, said := range m.said {
		if calendar.Tokyo().AddBusinessDays(said.asOf, 2) <= today {
			continue
		}
		left := said.pieces
		for _, burnt := range m.burnt {
			if burnt.on >= said.asOf {
				left -= burnt.pieces
			}
		}
		if fresh++; fresh == 1 || left < least {
			least = left
		}
	}
	if fresh < 2 || least < 0 {
		least = 0
	}
	return least, fresh
}

func (m *model) outstanding() int64 { return m.minted - m.gone }

func (m *model) pending() (sum int64) {
	for _, mint := range m.wait {
		sum += mint.pieces
	}
	return sum
}

// TestNothingIsMintedBeyondTheReserveAndNothingIsLost plays random days against the model.
func TestNothingIsMintedBeyondTheReserveAndNothingIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := newMarket(t)
		m := &model{said: map[string]statement{}, wait: map[uint64]waiting{}, orders: map[string]order{}}
		holders, frozen := []sdk.AccAddress{f.alice, f.bob}, map[string]bool{}
		attesters := []sdk.AccAddress{f.auditor, f.registrar, f.clerk}
		today := func() date.Date { return date.Of(f.ctx.BlockTime(), date.Tokyo) }
		sequence := 0

		t.Repeat(map[string]func(*rapid.T){
			"attest": func(t *rapid.T) {
				who := rapid.SampledFrom(attesters).Draw(t, "who")
				said := statement{rapid.Int64Range(0, 60).Draw(t, "pieces"), today().AddDays(-rapid.IntRange(0, 2).Draw(t, "ago"))}
				last, spoke := m.said[who.String()]
				err := f.attest(who, said.pieces, said.asOf.String())
				stale := calendar.Tokyo().AddBusinessDays(said.asOf, 2) <= today()
				require.Equal(t, stale || spoke && said.asOf < last.asOf, err != nil, "%v", err)
				if err == nil {
					m.said[who.String()] = said
				}
			},
			"mint": func(t *rapid.T) {
				to, pieces := rapid.SampledFrom(holders).Draw(t, "to"), rapid.Int64Range(1, 30).Draw(t, "pieces")
				least, fresh := m.attested(today())
				covered := fresh >= 2 && m.outstanding()+m.pending()+pieces <= least
				number, err := f.mint(to, pieces)
				switch {
				case !covered:
					require.Error(t, err)
				case number > 0:
					require.NoError(t, err)
					m.wait[number] = waiting{pieces, f.ctx.BlockTime().Add(time.Hour)}
				case frozen[to.String()]:
					require.Error(t, err)
				default:
					require.NoError(t, err)
					m.minted += pieces
				}
			},
			"challenge": func(t *rapid.T) {
				number := rapid.Uint64Range(1, 4).Draw(t, "number")
				_, waits := m.wait[number]
				require.Equal(t, waits, f.challenge(f.clerk, number) == nil)
				delete(m.wait, number)
			},
			"request": func(t *rapid.T) {
				holder, pieces := rapid.SampledFrom(holders).Draw(t, "holder"), rapid.Int64Range(1, 10).Draw(t, "pieces")
				sequence++
				reference := fmt.Sprint("R", sequence)
				free := f.free(holder, denom) / unit
				err := f.request(holder, bonds(pieces), reference)
				require.Equal(t, pieces <= free && !frozen[holder.String()], err == nil, "%v", err)
				if err == nil {
					m.orders[reference] = order{holder, pieces, f.ctx.BlockTime().Add(24 * time.Hour)}
				}
			},
			"answer": func(t *rapid.T) {
				reference := fmt.Sprint("R", rapid.IntRange(1, max(sequence, 1)).Draw(t, "reference"))
				asked, open := m.orders[reference]
				if rapid.Bool().Draw(t, "deliver") {
					err := f.confirm(f.wrapper, asked.holder, denom, reference)
					require.Equal(t, open, err == nil, "%v", err)
					if open {
						m.gone += asked.pieces
						m.burnt = append(m.burnt, burn{asked.pieces, today()})
					}
				} else {
					require.Equal(t, open, f.decline(f.wrapper, asked.holder, denom, reference) == nil)
				}
				delete(m.orders, reference)
			},
			"send": func(t *rapid.T) {
				from, to := rapid.SampledFrom(holders).Draw(t, "from"), rapid.SampledFrom(holders).Draw(t, "to")
				_ = f.tx(func(ctx sdk.Context) error {
					return f.bank.SendCoins(ctx, from, to, sdk.NewCoins(bonds(rapid.Int64Range(1, 10).Draw(t, "pieces"))))
				})
			},
			"freeze": func(t *rapid.T) {
				who := rapid.SampledFrom(holders).Draw(t, "who")
				if frozen[who.String()] {
					f.unfreeze(who)
				} else {
					f.freeze(who)
				}
				frozen[who.String()] = !frozen[who.String()]
			},
			"pass": func(t *rapid.T) {
				f.at(f.ctx.BlockTime().Add(time.Duration(rapid.IntRange(1, 40).Draw(t, "hours")) * time.Hour))
				for reference, asked := range m.orders {
					if !f.ctx.BlockTime().Before(asked.deadline) {
						delete(m.orders, reference)
					}
				}
				// Mints that are ready come in the order of their times: what each left decides on the next.
				minted := f.report(denom, f.wrapper)
				for number, mint := range m.wait {
					if !f.ctx.BlockTime().Before(mint.ready) {
						delete(m.wait, number)
					}
				}
				now := minted.Outstanding.Int64() / unit
				if grown := now - m.outstanding(); grown > 0 {
					least, fresh := m.attested(today())
					require.GreaterOrEqual(t, fresh, 2)
					require.LessOrEqual(t, now, least)
					m.minted += grown
				}
			},
			"": func(t *rapid.T) {
				f.audit()
				report := f.report(denom, f.wrapper)
				require.Equal(t, m.outstanding()*unit, report.Outstanding.Int64())
				require.Equal(t, m.outstanding(), f.pieces(f.alice)+f.pieces(f.bob), "every unit is with a holder")
				require.Equal(t, m.pending()*unit, report.Book.Pending.Int64())
				inFlight := int64(0)
				for _, asked := range m.orders {
					inFlight += asked.pieces
				}
				require.Equal(t, inFlight*unit, report.Book.InFlight.Int64())
				require.Equal(t, (m.outstanding()-inFlight)*unit, f.free(f.alice, denom)+f.free(f.bob, denom))
			},
		})
	})
}
