package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
)

// TestTrade is a trade from the first yen to the last: 15 million yen at 150, a tenth earned abroad, home at 160.
func TestTrade(t *testing.T) {
	w := registered(t)
	before := w.balance(trader, jpy)
	opened := must(w, w.msgs.Open, w.openMsg(w.sellDollars("150")))
	require.Equal(t, yen(15_000_000).Amount, opened.Spent)
	require.Equal(t, dollars(100_000).Amount, opened.Sent)
	require.Equal(t, home(1).String(), opened.Account)
	w.at(types.Stage_STAGE_BRIDGING)
	require.Equal(t, dollars(100_000).Amount, w.ledger().Exposure)
	w.audit()

	w.deliver(w.last())
	w.acknowledge(w.last())
	w.at(types.Stage_STAGE_DEPLOYING)
	require.Equal(t, dollars(100_000).Amount, w.ledger().Idle)
	w.audit()

	w.relay()
	w.at(types.Stage_STAGE_ACTIVE)
	require.Equal(t, dollars(100_000).Amount, w.ledger().Claims)
	w.audit()

	w.far.earn("1.1")
	w.collateral.accrue(w.ctx, "1.004")
	require.Equal(t, types.Stage_STAGE_WITHDRAWING, must(w, w.msgs.Close, w.ending("160")).Stage)
	w.relay()
	w.at(types.Stage_STAGE_CLOSED)
	w.audit()

	p := w.position(trader, 1)
	financing := yen(60_000).Amount
	require.Equal(t, dollars(110_000).Amount, p.Pnl.Returned)
	require.Equal(t, p.Exit.Received, p.Pnl.Value)
	require.Equal(t, financing, p.Pnl.Financing)
	require.Equal(t, yen(1_500_000-60_000).Amount, p.Pnl.Carry, "150 × 10,000 less the financing")
	require.Equal(t, p.Pnl.Value.Sub(yen(15_000_000).Amount).Sub(financing), p.Pnl.Total)
	require.Equal(t, p.Pnl.Total, p.Pnl.Carry.Add(p.Pnl.Fx).Add(p.Pnl.Cross))
	require.Equal(t, yen(1_000_000).Amount, p.Pnl.Fx, "100,000 dollars × 10")
	require.Equal(t, yen(100_000).Amount, p.Pnl.Cross, "10,000 dollars × 10")

	require.Equal(t, p.Pnl.Total, w.balance(trader, jpy).Sub(before), "the result is what the trader has more")
	require.True(t, read(w.ctx, w.collateral.debts, rowOf(trader, 3, jpy)).IsZero())
	require.True(t, read(w.ctx, w.collateral.bonds, rowOf(trader, 3, bond)).IsZero(), "the pledge is released")
	require.True(t, w.bank.GetAllBalances(w.ctx, home(1)).Empty())
	require.True(t, w.ledger().Exposure.IsZero() && w.ledger().Claims.IsZero() && w.ledger().Idle.IsZero())
	require.Zero(t, w.ledger().OpenPositions)
}

// TestTradeAtALoss leaves what cannot be repaid with the owner's collateral.
func TestTradeAtALoss(t *testing.T) {
	w := active(t)
	must(w, w.msgs.Close, w.ending("100"))
	w.relay()
	w.at(types.Stage_STAGE_CLOSED)
	p := w.position(trader, 1)
	require.Equal(t, p.Exit.Received, p.Exit.Repaid, "all that came home repays")
	debt, err := w.collateral.Debt(w.ctx, trader, jpy, 3)
	require.NoError(t, err)
	require.Equal(t, yen(15_000_000).Amount.Sub(p.Exit.Repaid), debt)
	require.Equal(t, bonds(20_000_000)[0].Amount, read(w.ctx, w.collateral.bonds, rowOf(trader, 3, bond)), "and stays pledged for")
	require.True(t, p.Pnl.Fx.IsNegative())
	require.Equal(t, p.Pnl.Total, p.Pnl.Carry.Add(p.Pnl.Fx).Add(p.Pnl.Cross))
	w.audit()
}

// TestReleaseAfterASale frees what is left of bonds of which a liquidation has sold a part, and says so.
func TestReleaseAfterASale(t *testing.T) {
	for name, c := range map[string]struct{ sold, freed int64 }{
		"a part": {12_000_000, 8_000_000},
		"all":    {20_000_000, 0},
	} {
		t.Run(name, func(t *testing.T) {
			w := active(t)
			w.collateral.seize(w.ctx, trader, 3, bonds(c.sold)[0])
			must(w, w.msgs.Close, w.ending("160"))
			w.relay()
			w.at(types.Stage_STAGE_CLOSED)
			require.True(t, read(w.ctx, w.collateral.bonds, rowOf(trader, 3, bond)).IsZero(), "nothing stays pledged")
			released := w.released()
			if c.freed == 0 {
				require.Empty(t, released)
				return
			}
			require.Equal(t, []*types.EventBondsReleased{{Owner: trader.String(), Number: 1, Bonds: bonds(c.freed)[0], Released: true}}, released)
			w.audit()
		})
	}
}

// released are the bonds that closings told of.
func (w *world) released() (all []*types.EventBondsReleased) {
	for _, event := range w.ctx.EventManager().ABCIEvents() {
		typed, err := sdk.ParseTypedEvent(event)
		if released, ok := typed.(*types.EventBondsReleased); err == nil && ok {
			all = append(all, released)
		}
	}
	return all
}

// TestTopUp closes a losing trade in full, and what was too much comes back.
func TestTopUp(t *testing.T) {
	w := active(t)
	before := w.balance(trader, jpy)
	msg := w.ending("100")
	msg.TopUp = yen(6_000_000).Amount
	must(w, w.msgs.Close, msg)
	require.Equal(t, before.Sub(msg.TopUp), w.balance(trader, jpy))
	w.relay()
	w.at(types.Stage_STAGE_CLOSED)
	p := w.position(trader, 1)
	debt, err := w.collateral.Debt(w.ctx, trader, jpy, 3)
	require.NoError(t, err)
	require.True(t, debt.IsZero())
	require.Equal(t, p.Pnl.Total, w.balance(trader, jpy).Sub(before), "the top-up is no part of the result")
	w.audit()
}

// TestConvertBackInParts uses two quotes, the first of which is too small.
func TestConvertBackInParts(t *testing.T) {
	w := active(t)
	must(w, w.msgs.Close, w.closeMsg())
	w.relay()
	w.at(types.Stage_STAGE_UNWINDING)
	refuses(w, types.ErrWrongStage, w.msgs.Retry, w.retryMsg())

	small := w.post(yen(1_500_000), dollar, "0.01")
	msg := &types.MsgConvertBack{Owner: trader.String(), Number: 1, Quote: small, MinReceived: yen(2_000_000).Amount}
	refuses(w, types.ErrQuoteTooSmall, w.msgs.ConvertBack, msg)
	msg.MinReceived = math.OneInt()
	part := must(w, w.msgs.ConvertBack, msg)
	require.Equal(t, yen(1_500_000).Amount, part.Received)
	require.Equal(t, dollars(15_000).Amount, part.Sold)
	require.Equal(t, types.Stage_STAGE_UNWINDING, part.Stage)
	w.audit()

	msg.Quote = w.sellYen("160")
	rest := must(w, w.msgs.ConvertBack, msg)
	require.Equal(t, types.Stage_STAGE_CLOSED, rest.Stage)
	p := w.position(trader, 1)
	require.Equal(t, part.Received.Add(rest.Received), p.Pnl.Value)
	require.Equal(t, dollars(100_000).Amount, p.Pnl.Returned)
	w.audit()
}

// TestPlannedQuoteGone leaves the money at home for the owner to convert.
func TestPlannedQuoteGone(t *testing.T) {
	w := active(t)
	msg := w.ending("160")
	must(w, w.msgs.Close, msg)
	must(w, w.msgs.CancelQuote, &types.MsgCancelQuote{Dealer: dealer.String(), Id: msg.Quote.Id})
	w.relay()
	w.at(types.Stage_STAGE_UNWINDING)
	require.Nil(t, w.position(trader, 1).Exit.Quote)
	require.Contains(t, w.position(trader, 1).Note, "quote not found")
	must(w, w.msgs.Close, w.ending("160"))
	w.at(types.Stage_STAGE_CLOSED)
	w.audit()
}

// TestSettleUnconverted pays the dollars to the owner, who repays with yen of his own. They count at the opening's rate.
func TestSettleUnconverted(t *testing.T) {
	w := active(t)
	w.far.earn("1.02")
	must(w, w.msgs.Close, w.closeMsg())
	w.relay()
	require.Equal(t, dollars(102_000).Amount, w.position(trader, 1).Home)
	before := w.balance(trader, jpy)
	settled := must(w, w.msgs.Settle, &types.MsgSettle{Owner: trader.String(), Number: 1, TopUp: yen(5_000_000).Amount})
	require.Equal(t, dollars(102_000).Amount, w.balance(trader, dollar))
	require.Equal(t, yen(300_000).Amount, settled.Pnl.Total, "2,000 dollars × 150")
	require.Equal(t, settled.Pnl.Total, settled.Pnl.Carry)
	require.True(t, settled.Pnl.Fx.IsZero() && settled.Pnl.Cross.IsZero())
	require.Equal(t, before.Sub(yen(5_000_000).Amount), w.balance(trader, jpy))
	debt, err := w.collateral.Debt(w.ctx, trader, jpy, 3)
	require.NoError(t, err)
	require.Equal(t, yen(10_000_000).Amount, debt)
	w.audit()
}

// TestOwnerRepaidHimself takes nothing for a debt that is no more.
func TestOwnerRepaidHimself(t *testing.T) {
	w := active(t)
	w.give(trader, yen(15_000_000))
	_, err := w.collateral.Repay(w.ctx, trader, trader, jpy, 3, yen(15_000_000).Amount)
	require.NoError(t, err)
	before := w.balance(trader, jpy)
	must(w, w.msgs.Close, w.ending("160"))
	w.relay()
	w.at(types.Stage_STAGE_CLOSED)
	p := w.position(trader, 1)
	require.True(t, p.Exit.Repaid.IsZero())
	require.Equal(t, p.Exit.Received, w.balance(trader, jpy).Sub(before))
	w.audit()
}

// TestTwoPositionsShareADebt: each repays its own part, to the unit, and the last one clears it.
func TestTwoPositionsShareADebt(t *testing.T) {
	w := registered(t)
	w.collateral.accrue(w.ctx, "1.0012345")
	quote := w.sellDollars("150.37")
	for number := uint64(1); number <= 2; number++ {
		msg := w.openMsg(quote)
		msg.Number, msg.Borrow = number, sdk.NewCoin(jpy, yen(7_000_000).Amount.AddRaw(int64(number)))
		must(w, w.msgs.Open, msg)
		w.collateral.accrue(w.ctx, "1.0034567")
	}
	w.relay()
	require.EqualValues(t, 2, w.ledger().OpenPositions)
	for number := uint64(1); number <= 2; number++ {
		w.collateral.accrue(w.ctx, "1.0045678")
		msg := w.ending("170")
		msg.Number = number
		must(w, w.msgs.Close, msg)
		w.relay()
		require.Equal(t, types.Stage_STAGE_CLOSED, w.position(trader, number).Stage)
		w.audit()
		if number == 1 { // what is left is the other's part, but for the rounding of two debts
			left, err := w.collateral.Debt(w.ctx, trader, jpy, 3)
			require.NoError(t, err)
			second, err := w.queries.Position(w.ctx, &types.QueryPositionRequest{Owner: trader.String(), Number: 2})
			require.NoError(t, err)
			require.True(t, second.Debt.Amount.Sub(left).Abs().LTE(math.NewInt(2)), "%s of %s", left, second.Debt)
		}
	}
	debt, err := w.collateral.Debt(w.ctx, trader, jpy, 3)
	require.NoError(t, err)
	require.True(t, debt.IsZero(), debt)
	require.True(t, w.far.claims.IsZero())
	require.True(t, w.far.account.IsZero())
}

// TestBorrowedDust: cash that buys no whole unit of dollars stays with the position and helps repay.
func TestBorrowedDust(t *testing.T) {
	w := registered(t)
	msg := w.openMsg(w.sellDollars("150"))
	msg.Borrow = msg.Borrow.AddAmount(math.NewInt(149))
	before := w.balance(trader, jpy)
	require.Equal(t, yen(15_000_000).Amount, must(w, w.msgs.Open, msg).Spent)
	require.Equal(t, math.NewInt(149), w.balance(home(1), jpy))
	w.relay()
	must(w, w.msgs.Close, w.ending("160"))
	w.relay()
	p := w.position(trader, 1)
	require.Equal(t, p.Pnl.Total, w.balance(trader, jpy).Sub(before))
	w.audit()
}
