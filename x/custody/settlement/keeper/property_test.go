package keeper_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	abci "github.com/cometbft/cometbft/abci/types"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// ledger is what everybody has, kept from events alone.
type ledger map[[2]string]int64

func (l ledger) move(from, to string, coin sdk.Coin) {
	l[[2]string{from, coin.Denom}] -= coin.Amount.Int64()
	l[[2]string{to, coin.Denom}] += coin.Amount.Int64()
}

// read books what events of settlement say has moved.
func (l ledger) read(t require.TestingT, events sdk.Events) {
	for _, event := range events {
		switch event.Type {
		case "kokusai.custody.settlement.v1.EventSettled", "kokusai.custody.settlement.v1.EventChargeCollected", "kokusai.custody.settlement.v1.EventBoughtIn":
		default:
			continue
		}
		message, err := sdk.ParseTypedEvent(abci.Event(event))
		require.NoError(t, err)
		switch said := message.(type) {
		case *types.EventSettled:
			for _, leg := range said.Legs {
				l.move(said.Parties[leg.From], said.Parties[leg.To], leg.Amount)
			}
			if said.Charge.IsPositive() {
				cash := said.Legs[1]
				l.move(said.Parties[cash.To], said.Parties[cash.From], sdk.NewCoin(cash.Amount.Denom, said.Charge))
			}
		case *types.EventChargeCollected:
			l.move(said.Deliverer, said.Receiver, said.Charge)
		case *types.EventBoughtIn:
			l.move(said.Seller, said.Receiver, said.Bonds)
			l.move(said.Receiver, said.Seller, said.Cash)
		}
	}
}

// world is a market that does things at random.
type world struct {
	*market
	people []sdk.AccAddress
	ids    []string
	sets   []*types.MsgProposeResponse
	day    time.Time
	names  int
	book   ledger
}

func (w *world) somebody(t *rapid.T) sdk.AccAddress {
	return w.people[rapid.IntRange(0, len(w.people)-1).Draw(t, "who")]
}

func (w *world) someID(t *rapid.T) string {
	if len(w.ids) == 0 {
		t.Skip("nothing open")
	}
	return w.ids[rapid.IntRange(0, len(w.ids)-1).Draw(t, "id")]
}

// step does something, and books what the events say. A user's own transfer is booked too.
func (w *world) step(t *rapid.T, run func()) {
	outer := w.Ctx
	w.Ctx = outer.WithEventManager(sdk.NewEventManager())
	run()
	w.book.read(t, w.Ctx.EventManager().Events())
	w.Ctx = outer.WithBlockHeight(w.Ctx.BlockHeight())
}

func (w *world) trade1(t *rapid.T) {
	from, to := w.somebody(t), w.somebody(t)
	w.names++
	in := between(to, w.deliver(fmt.Sprintf("T-%d", w.names), rapid.Int64Range(1, 60).Draw(t, "face"), rapid.Int64Range(0, 400_000).Draw(t, "cash")))
	in.TradeDate, in.SettlementDate = w.day.Format(time.DateOnly), w.day.AddDate(0, 0, rapid.IntRange(0, 2).Draw(t, "ahead")).Format(time.DateOnly)
	in.Partial, in.Hold = rapid.Bool().Draw(t, "partial"), rapid.IntRange(0, 4).Draw(t, "hold") == 0
	in.Priority = rapid.Uint32Range(0, 2).Draw(t, "priority")
	outcomes, err := w.instruct(from, in)
	if err != nil {
		return
	}
	w.ids = append(w.ids, outcomes[0].Id)
	if rapid.IntRange(0, 5).Draw(t, "answer") > 0 {
		answer := mirror(from, in)
		answer.Hold = false
		_, _ = w.instruct(to, answer)
	}
}

func (w *world) set1(t *rapid.T) {
	w.names++
	a, b, c := w.people[0], w.people[1], w.people[2]
	amount := rapid.Int64Range(1, 80).Draw(t, "amount")
	msg := set(fmt.Sprintf("S-%d", w.names), []sdk.AccAddress{a, b, c}, leg(0, 1, testutil.Bonds(amount)), leg(1, 2, testutil.Bonds(amount)), leg(2, 0, yen(amount)))
	msg.SettlementDate = w.day.Format(time.DateOnly)
	proposed, err := w.propose(msg)
	if err != nil {
		return
	}
	w.ids, w.sets = append(w.ids, proposed.Id), append(w.sets, proposed)
}

// No order of instructions, affirmations, holds, cancels, transfers, freezes, expiries and days loses or creates a unit, leaves
// one leg without the others, or breaks a law; and whoever reads the events knows what everybody has.
func TestNothingIsLostOrCreated(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := newMarket(t)
		m.params(func(p *types.Params) { p.CycleBlocks, p.UnmatchedDays, p.BuyInDays = 2, 1, 2 })
		w := &world{market: m, people: []sdk.AccAddress{m.Dealer, m.Client, m.Abroad, testutil.Address("fourth")}, day: m.Ctx.BlockTime(), book: ledger{}}
		m.Register(w.people[3], custodytypes.ClassProfessional, "JP")
		denoms := []string{testutil.Denom, testutil.Yen}
		for _, person := range w.people {
			for _, denom := range denoms {
				w.book[[2]string{person.String(), denom}] = m.Balance(person, denom)
			}
		}
		supply := func() (sum []math.Int) {
			for _, denom := range denoms {
				sum = append(sum, m.Bank.GetSupply(m.Ctx, denom).Amount)
			}
			return sum
		}
		before := fmt.Sprint(supply())
		t.Repeat(map[string]func(*rapid.T){
			"trade": func(t *rapid.T) { w.step(t, func() { w.trade1(t) }) },
			"set":   func(t *rapid.T) { w.step(t, func() { w.set1(t) }) },
			"affirm": func(t *rapid.T) {
				if len(w.sets) == 0 {
					t.Skip("no set")
				}
				proposed := w.sets[rapid.IntRange(0, len(w.sets)-1).Draw(t, "set")]
				w.step(t, func() { _, _ = w.affirm(w.somebody(t), proposed) })
			},
			"cancel":  func(t *rapid.T) { id := w.someID(t); w.step(t, func() { _, _ = w.cancel(w.somebody(t), id) }) },
			"hold":    func(t *rapid.T) { id := w.someID(t); w.step(t, func() { _ = w.hold(w.somebody(t), id) }) },
			"release": func(t *rapid.T) { id := w.someID(t); w.step(t, func() { _, _ = w.release(w.somebody(t), id) }) },
			"close":   func(t *rapid.T) { id := w.someID(t); w.step(t, func() { _ = w.closeFail(w.somebody(t), id) }) },
			"buy in": func(t *rapid.T) {
				id, cash := w.someID(t), yen(rapid.Int64Range(1, 400_000).Draw(t, "price"))
				w.step(t, func() { _, _ = w.buyIn(w.somebody(t), w.somebody(t), id, cash) })
			},
			"send": func(t *rapid.T) {
				from, to, coin := w.somebody(t), w.somebody(t), testutil.Bonds(rapid.Int64Range(1, 200).Draw(t, "bonds"))
				if w.Send(from, to, coin) == nil {
					w.book.move(from.String(), to.String(), coin)
				}
			},
			"freeze": func(t *rapid.T) {
				who := w.somebody(t)
				if err := w.Atomically(func(ctx sdk.Context) error {
					_, err := w.Fixture.Msgs.FreezeAccount(ctx, &custodytypes.MsgFreezeAccount{Signer: w.Governance.String(), Account: who.String(), Reason: custodytypes.ReasonCourtOrder})
					return err
				}); err != nil {
					w.Unfreeze(who)
				}
			},
			"expire": func(t *rapid.T) {
				update := w.Registration(w.people[3], custodytypes.ClassProfessional, "JP")
				_, err := w.Fixture.Msgs.UpdateInvestor(w.Ctx, &custodytypes.MsgUpdateInvestor{
					Custodian: update.Custodian, Account: update.Account, InvestorClass: update.InvestorClass, Jurisdiction: "JP",
					TaxClass: update.TaxClass, Expiry: w.day.AddDate(0, 0, rapid.IntRange(1, 3).Draw(t, "days")).Format(time.DateOnly),
				})
				require.NoError(t, err)
			},
			"block": func(t *rapid.T) { w.step(t, func() { w.end(2) }) },
			"day": func(t *rapid.T) {
				w.day = w.day.AddDate(0, 0, 1)
				w.step(t, func() { w.on(w.day.Format(time.DateOnly)) })
			},
			"": func(t *rapid.T) {
				require.NoError(t, w.k.Audit(w.Ctx))
				require.Equal(t, before, fmt.Sprint(supply()))
				for key, amount := range w.book {
					account, err := sdk.AccAddressFromBech32(key[0])
					require.NoError(t, err)
					require.Equal(t, amount, w.Balance(account, key[1]), key)
				}
			},
		})
		require.Zero(t, m.Events("kokusai.custody.settlement.v1.EventQuarantined"))
		m.audited()
	})
}
