package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

func TestMatchingInstructionsSettle(t *testing.T) {
	m := newMarket(t)
	opened := m.mustInstruct(m.Dealer, m.deliver("T-1", 100, 99))
	require.Equal(t, types.StatusAlleged, opened.Status)
	require.Equal(t, types.ReasonNMAT, opened.Pending.Reason)
	m.audited()

	settled := m.mustInstruct(m.Client, mirror(m.Dealer, m.deliver("T-1", 100, 99)))
	require.Equal(t, types.Outcome{Id: opened.Id, Status: types.StatusSettled}, settled)
	require.EqualValues(t, 900, m.bonds(m.Dealer))
	require.EqualValues(t, 600, m.bonds(m.Client))
	require.EqualValues(t, 1_000_099, m.money(m.Dealer))
	require.EqualValues(t, 999_901, m.money(m.Client))
	require.True(t, m.gone(opened.Id))
	require.Equal(t, 1, m.Events("kokusai.custody.settlement.v1.EventSettled"))
	m.audited()

	answer, err := m.queries.Trade(m.Ctx, &types.QueryTradeRequest{Party: m.Client.String(), Counterparty: m.Dealer.String(), Reference: "T-1"})
	require.NoError(t, err)
	require.Equal(t, types.StatusSettled, answer.Status)
	require.Equal(t, m.Ctx.BlockHeight(), answer.Settled, "finality has a height")

	_, err = m.instruct(m.Client, mirror(m.Dealer, m.deliver("T-1", 100, 99)))
	require.ErrorIs(t, err, types.ErrReferenceSettled, "what has settled cannot be opened again")
	_, err = m.cancel(m.Dealer, opened.Id)
	require.ErrorIs(t, err, types.ErrNotFound, "nor cancelled")
}

func TestTheDelivererOpensOrTheReceiver(t *testing.T) {
	m := newMarket(t)
	receive := mirror(m.Dealer, m.deliver("T-1", 100, 99))
	m.mustInstruct(m.Client, receive)
	require.Equal(t, types.StatusSettled, m.mustInstruct(m.Dealer, m.deliver("T-1", 100, 99)).Status)
	require.EqualValues(t, 600, m.bonds(m.Client))
}

// Cash may differ by the tolerance; what the deliverer says is paid, whichever side is first.
func TestTheDeliverersCashSettles(t *testing.T) {
	for _, delivererFirst := range []bool{true, false} {
		m := newMarket(t)
		deliver, receive := m.deliver("T-1", 100, 10_000), mirror(m.Dealer, m.deliver("T-1", 100, 12_500))
		if delivererFirst {
			m.mustInstruct(m.Dealer, deliver)
			m.mustInstruct(m.Client, receive)
		} else {
			m.mustInstruct(m.Client, receive)
			m.mustInstruct(m.Dealer, deliver)
		}
		require.EqualValues(t, 1_010_000, m.money(m.Dealer))
		m.audited()
	}
}

func TestWhatDoesNotMatchIsRefused(t *testing.T) {
	later := "2026-04-02"
	for name, c := range map[string]struct {
		change func(*types.Instruction)
		want   error
	}{
		"both deliver":      {func(in *types.Instruction) { in.Direction = types.DirectionDeliver }, types.ErrBothSameSide},
		"isin":              {func(in *types.Instruction) { in.Isin = testutil.OtherISIN }, types.ErrMismatch},
		"face":              {func(in *types.Instruction) { in.Face = math.NewInt(101) }, types.ErrMismatch},
		"trade date":        {func(in *types.Instruction) { in.TradeDate = "2026-03-31" }, types.ErrMismatch},
		"settlement date":   {func(in *types.Instruction) { in.SettlementDate = later }, types.ErrMismatch},
		"free of payment":   {func(in *types.Instruction) { in.Cash = nil }, types.ErrMismatch},
		"other cash":        {func(in *types.Instruction) { in.Cash.Denom = "uusd" }, types.ErrMismatch},
		"beyond tolerance":  {func(in *types.Instruction) { *in.Cash = yen(99 + 2_501) }, types.ErrCashTolerance},
		"at tolerance":      {func(in *types.Instruction) { *in.Cash = yen(99 + 2_500) }, nil},
		"unknown direction": {func(in *types.Instruction) { in.Direction = 3 }, types.ErrInvalidDirection},
		"no direction":      {func(in *types.Instruction) { in.Direction = 0 }, types.ErrInvalidDirection},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMarket(t)
			m.mustInstruct(m.Dealer, m.deliver("T-1", 100, 99))
			in := mirror(m.Dealer, m.deliver("T-1", 100, 99))
			c.change(&in)
			_, err := m.instruct(m.Client, in)
			if c.want == nil {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, c.want)
			require.EqualValues(t, 1_000, m.bonds(m.Dealer))
			m.audited()
		})
	}
}

func TestBadInstructions(t *testing.T) {
	m := newMarket(t)
	for name, c := range map[string]struct {
		change func(*types.Instruction)
		want   error
	}{
		"self":                    {func(in *types.Instruction) { in.Counterparty = m.Dealer.String() }, types.ErrSelfSettlement},
		"no counterparty":         {func(in *types.Instruction) { in.Counterparty = "nobody" }, custodytypes.ErrInvalidAddress},
		"counterparty in capital": {func(in *types.Instruction) { in.Counterparty = "KOKUSAI1" }, custodytypes.ErrInvalidAddress},
		"no reference":            {func(in *types.Instruction) { in.Reference = "" }, custodytypes.ErrInvalidReference},
		"bad isin":                {func(in *types.Instruction) { in.Isin = "JP1103811S14" }, custodytypes.ErrInvalidIdentifier},
		"zero face":               {func(in *types.Instruction) { in.Face = math.ZeroInt() }, custodytypes.ErrInvalidAmount},
		"absent face":             {func(in *types.Instruction) { in.Face = math.Int{} }, custodytypes.ErrInvalidAmount},
		"huge face":               {func(in *types.Instruction) { in.Face = math.NewIntWithDecimal(1, 40) }, custodytypes.ErrInvalidAmount},
		"too many pieces":         {func(in *types.Instruction) { in.Face = math.NewInt(500_000_000_001) }, types.ErrInvalidPiece},
		"zero cash":               {func(in *types.Instruction) { in.Cash = &sdk.Coin{Denom: "ujpy", Amount: math.ZeroInt()} }, custodytypes.ErrInvalidAmount},
		"stake for cash":          {func(in *types.Instruction) { in.Cash.Denom = "ukoku" }, custodytypes.ErrInvalidDenom},
		"unlicensed cash":         {func(in *types.Instruction) { in.Cash.Denom = "ueur" }, types.ErrNotRegulated},
		"date in words":           {func(in *types.Instruction) { in.SettlementDate = "tomorrow" }, types.ErrInvalidDate},
		"year 1":                  {func(in *types.Instruction) { in.TradeDate = "0001-01-01" }, types.ErrInvalidDate},
		"past":                    {func(in *types.Instruction) { in.TradeDate, in.SettlementDate = "2026-03-30", "2026-03-31" }, types.ErrDatePast},
		"saturday":                {func(in *types.Instruction) { in.SettlementDate = "2026-04-04" }, types.ErrHoliday},
		"holiday":                 {func(in *types.Instruction) { in.SettlementDate = "2026-04-29" }, types.ErrHoliday},
		"far":                     {func(in *types.Instruction) { in.SettlementDate = "2027-04-05" }, types.ErrDateFar},
		"traded after settlement": {func(in *types.Instruction) { in.TradeDate = "2026-04-02" }, types.ErrTradeDate},
		"traded tomorrow": {func(in *types.Instruction) {
			in.TradeDate, in.SettlementDate = "2026-04-02", "2026-04-03"
		}, types.ErrTradeDate},
		"priority": {func(in *types.Instruction) { in.Priority = 10 }, types.ErrInvalidPriority},
	} {
		t.Run(name, func(t *testing.T) {
			in := m.deliver("T-1", 100, 99)
			c.change(&in)
			_, err := m.instruct(m.Dealer, in)
			require.ErrorIs(t, err, c.want)
		})
	}
	m.audited()
}

func TestReferencesAreUsedOnce(t *testing.T) {
	m := newMarket(t)
	m.mustInstruct(m.Dealer, m.deliver("T-1", 100, 99))
	_, err := m.instruct(m.Dealer, m.deliver("T-1", 100, 99))
	require.ErrorIs(t, err, types.ErrInstructed)
	_, err = m.Msgs.SettleDirect(m.Ctx, &custodytypes.MsgSettleDirect{
		Deliverer: m.Dealer.String(), Receiver: m.Client.String(), Isin: testutil.ISIN, Face: math.NewInt(1), Cash: yen(1), TradeReference: "T-2",
	})
	require.NoError(t, err)
	_, err = m.instruct(m.Dealer, m.deliver("T-2", 100, 99))
	require.ErrorIs(t, err, types.ErrReferenceSettled, "the register is that of direct settlement too")
}

func TestMaturityEndsSettlement(t *testing.T) {
	m := newMarket(t)
	m.params(func(p *types.Params) { p.MaxDaysAhead = 3_660 })
	in := m.deliver("T-1", 100, 99)
	in.SettlementDate = "2035-12-20"
	_, err := m.instruct(m.Dealer, in)
	require.ErrorIs(t, err, types.ErrMatured)
}

func TestCutOff(t *testing.T) {
	m := newMarket(t)
	m.mustInstruct(m.Dealer, m.deliver("LATE", 100, 99))
	m.Bond.SetNow(m.Ctx.BlockTime().Add(4*60*60*1e9 + 30*60*1e9)) // 16:30 in Tokyo
	_, err := m.instruct(m.Dealer, m.deliver("T-1", 100, 99))
	require.ErrorIs(t, err, types.ErrCutOff)

	late := m.mustInstruct(m.Client, mirror(m.Dealer, m.deliver("LATE", 100, 99)))
	requirePending(t, types.ReasonLATE, nil, late)
	m.end(10)
	require.EqualValues(t, 1_000, m.bonds(m.Dealer), "nothing settles after the cut-off")
	m.on("2026-04-02")
	require.True(t, m.gone(late.Id), "and everything goes on in the morning")
	m.audited()
}

func TestTomorrowsTradeWaitsForItsDate(t *testing.T) {
	m := newMarket(t)
	in := m.deliver("T-1", 100, 99)
	in.SettlementDate = "2026-04-03"
	matched := m.trade(m.Dealer, m.Client, in)
	require.Equal(t, types.StatusMatched, matched.Status)
	require.Equal(t, types.ReasonFUTU, matched.Pending.Reason)
	m.on("2026-04-02")
	require.False(t, m.gone(matched.Id))
	m.audited()
	m.on("2026-04-03")
	require.True(t, m.gone(matched.Id))
	require.EqualValues(t, 600, m.bonds(m.Client))
	m.audited()
}

func TestWhatIsNotMatchedLapses(t *testing.T) {
	m := newMarket(t)
	opened := m.mustInstruct(m.Dealer, m.deliver("T-1", 100, 99))
	m.on("2026-04-21")
	require.False(t, m.gone(opened.Id))
	m.on("2026-04-22")
	require.True(t, m.gone(opened.Id))
	require.Equal(t, 1, m.Events("kokusai.custody.settlement.v1.EventCancelled"))
	m.audited()
}

func TestFreeOfPayment(t *testing.T) {
	m := newMarket(t)
	require.Equal(t, types.StatusSettled, m.trade(m.Dealer, m.Client, m.deliver("T-1", 100, 0)).Status)
	require.EqualValues(t, 600, m.bonds(m.Client))
	require.EqualValues(t, 1_000_000, m.money(m.Client))
}

func TestHoldAndRelease(t *testing.T) {
	m := newMarket(t)
	in := m.deliver("T-1", 100, 99)
	in.Hold = true
	m.mustInstruct(m.Dealer, in)
	held := m.mustInstruct(m.Client, mirror(m.Dealer, m.deliver("T-1", 100, 99)))
	requirePending(t, types.ReasonPREA, nil, held)
	m.end(10)
	require.ErrorIs(t, m.hold(m.Dealer, held.Id), types.ErrAlreadyHeld)
	require.NoError(t, m.hold(m.Client, held.Id))
	_, err := m.release(m.Stranger, held.Id)
	require.ErrorIs(t, err, types.ErrNotParty)

	released, err := m.release(m.Dealer, held.Id)
	require.NoError(t, err)
	requirePending(t, types.ReasonPREA, nil, released)
	_, err = m.release(m.Dealer, held.Id)
	require.ErrorIs(t, err, types.ErrNothingToHold)
	released, err = m.release(m.Client, held.Id)
	require.NoError(t, err)
	require.Equal(t, types.StatusSettled, released.Status)
	m.audited()
}

func TestCancel(t *testing.T) {
	m := newMarket(t)
	opened := m.mustInstruct(m.Dealer, m.deliver("T-1", 100, 99))
	_, err := m.cancel(m.Client, opened.Id)
	require.ErrorIs(t, err, types.ErrNotParty, "an allegement is not the client's to cancel")
	cancelled, err := m.cancel(m.Dealer, opened.Id)
	require.NoError(t, err)
	require.True(t, cancelled)
	m.audited()

	in := m.deliver("T-1", 100, 99)
	in.Hold = true
	matched := m.trade(m.Dealer, m.Client, in)
	cancelled, err = m.cancel(m.Dealer, matched.Id)
	require.NoError(t, err)
	require.False(t, cancelled, "what is matched ends when both ask")
	_, err = m.cancel(m.Dealer, matched.Id)
	require.ErrorIs(t, err, types.ErrAlreadyCancelling)
	_, err = m.msgs.Cancel(m.Ctx, &types.MsgCancel{Party: m.Dealer.String(), Id: matched.Id, Withdraw: true})
	require.NoError(t, err)
	_, err = m.cancel(m.Client, matched.Id)
	require.NoError(t, err)
	require.False(t, m.gone(matched.Id))
	cancelled, err = m.cancel(m.Dealer, matched.Id)
	require.NoError(t, err)
	require.True(t, cancelled)
	m.audited()
	require.Equal(t, types.StatusSettled, m.trade(m.Dealer, m.Client, m.deliver("T-1", 100, 99)).Status, "the reference is free again")
}

func TestPiecesAboveTheLargest(t *testing.T) {
	m := newMarket(t)
	m.params(func(p *types.Params) { p.Currencies[0].MaxPiece = math.NewInt(30) })
	require.Equal(t, types.StatusSettled, m.trade(m.Dealer, m.Client, m.deliver("T-1", 100, 1_000)).Status)
	require.Equal(t, 4, m.Events("kokusai.custody.settlement.v1.EventSettled"), "30, 30, 30 and 10")
	require.EqualValues(t, 600, m.bonds(m.Client))
	require.EqualValues(t, 1_001_000, m.money(m.Dealer))

	// A piece settles as soon as it is there; the cash of the pieces adds up to the cash of the trade.
	pending := m.trade(m.Client, m.Dealer, m.deliver("T-2", 610, 1_000))
	requirePending(t, types.ReasonLACK, m.Client, pending)
	left := m.show(pending.Id)
	require.EqualValues(t, 10, left.Legs[0].Amount.Amount.Int64())
	require.EqualValues(t, 20, left.Parts)
	m.Issue(m.Client, 10)
	m.end(1)
	require.True(t, m.gone(pending.Id))
	require.EqualValues(t, 1_000_000, m.money(m.Dealer))
	require.EqualValues(t, 0, m.Balance(m.Dealer, testutil.Yen)%1_000_000)
	m.audited()
}

func TestPartsByConsentOfBoth(t *testing.T) {
	for _, c := range []struct{ dealer, client, parts bool }{{true, true, true}, {true, false, false}, {false, true, false}} {
		m := newMarket(t)
		deliver := m.deliver("T-1", 1_200, 7_000)
		deliver.Partial = c.dealer
		m.mustInstruct(m.Dealer, deliver)
		receive := mirror(m.Dealer, deliver)
		receive.Partial = c.client
		pending := m.mustInstruct(m.Client, receive)
		requirePending(t, types.ReasonLACK, m.Dealer, pending)
		if !c.parts {
			require.EqualValues(t, 1_000, m.bonds(m.Dealer))
			continue
		}
		require.Zero(t, m.bonds(m.Dealer))
		left := m.show(pending.Id)
		require.EqualValues(t, 200, left.Legs[0].Amount.Amount.Int64())
		require.EqualValues(t, 7_000_000_000-5_833_333_333, left.Legs[1].Amount.Amount.Int64(), "the part's cash is rounded down")
		m.audited()
		require.NoError(t, m.Send(m.Client, m.Dealer, testutil.Bonds(200)))
		m.end(1)
		require.True(t, m.gone(pending.Id))
		require.EqualValues(t, 1_007_000, m.money(m.Dealer), "and the last part pays the rest")
		m.audited()
	}
}

func TestPartsForLackOfCash(t *testing.T) {
	m := newMarket(t)
	in := m.deliver("T-1", 900, 3_000_000)
	in.Partial = true
	pending := m.trade(m.Dealer, m.Client, in)
	requirePending(t, types.ReasonMONY, m.Client, pending)
	require.EqualValues(t, 300, 1_000-m.bonds(m.Dealer), "a million yen pays for a third")
	m.audited()
}

// What lacks is awaited: the arrival of bonds or cash sets off the attempt at the end of the block, in the order of the queue.
func TestArrivalsSetOffAttempts(t *testing.T) {
	m := newMarket(t)
	var ids []string
	for _, reference := range []string{"A", "B", "C"} {
		pending := m.trade(m.Dealer, m.Client, m.deliver(reference, 1_100, 1))
		requirePending(t, types.ReasonLACK, m.Dealer, pending)
		ids = append(ids, pending.Id)
		m.end(1)
	}
	m.Issue(m.Dealer, 200)
	m.end(1)
	require.True(t, m.gone(ids[0]), "first come, first served")
	require.False(t, m.gone(ids[1]))
	require.False(t, m.gone(ids[2]))
	require.EqualValues(t, 100, m.bonds(m.Dealer))
	m.audited()
	require.NoError(t, m.Send(m.Client, m.Dealer, testutil.Bonds(1_000)))
	m.end(1)
	require.True(t, m.gone(ids[1]))
	m.audited()
}

// What ends a claim or a freeze moves nothing, and yet what waits for it is tried: at the end of the block, and in the next
// cycle.
func TestWhatIsFreeAgainSettles(t *testing.T) {
	m := newMarket(t)
	m.params(func(p *types.Params) { p.CycleBlocks = 1_000 })
	m.Pledge(m.Dealer, testutil.Bonds(950), "loan")
	pledged := m.trade(m.Dealer, m.Client, m.deliver("PLEDGED", 100, 1))
	requirePending(t, types.ReasonLACK, m.Dealer, pledged)
	require.NoError(t, m.Keeper.Release(m.Ctx, m.Dealer, testutil.Bonds(10), testutil.Pledgee, "loan"))
	m.end(1)
	require.False(t, m.gone(pledged.Id), "60 are free")
	require.NoError(t, m.Keeper.Release(m.Ctx, m.Dealer, testutil.Bonds(40), testutil.Pledgee, "loan"))
	m.end(1)
	require.True(t, m.gone(pledged.Id))
	m.audited()

	m.Freeze(m.Client)
	frozen := m.trade(m.Dealer, m.Client, m.deliver("FROZEN", 50, 1))
	requirePending(t, types.ReasonSBLO, nil, frozen)
	m.Unfreeze(m.Client)
	m.params(func(p *types.Params) { p.CycleBlocks = 1 })
	require.NoError(t, m.Keeper.Release(m.Ctx, m.Dealer, testutil.Bonds(900), testutil.Pledgee, "loan"))
	m.end(1)
	require.True(t, m.gone(frozen.Id))
	m.audited()
}

func TestPriorityGoesFirst(t *testing.T) {
	m := newMarket(t)
	late := m.deliver("LATER", 1_100, 1)
	late.Priority = 5
	first := m.trade(m.Dealer, m.Client, late)
	second := m.trade(m.Dealer, m.Client, m.deliver("URGENT", 1_100, 1))
	m.Issue(m.Dealer, 150)
	m.end(1)
	require.False(t, m.gone(first.Id))
	require.True(t, m.gone(second.Id))
}

// What stands in the way of a party stands in the way of the trade, with its reason, and never of one leg only.
func TestMidFlight(t *testing.T) {
	for name, c := range map[string]struct {
		stop, restore func(*market)
	}{
		"frozen deliverer": {func(m *market) { m.Freeze(m.Dealer) }, func(m *market) { m.Unfreeze(m.Dealer) }},
		"frozen receiver":  {func(m *market) { m.Freeze(m.Client) }, func(m *market) { m.Unfreeze(m.Client) }},
		"suspended custodian": {
			func(m *market) { m.SetLicence(m.Custodian, "", custodytypes.LicenceStatusSuspended) },
			func(m *market) { m.SetLicence(m.Custodian, "", custodytypes.LicenceStatusActive) },
		},
		"suspended series": {
			func(m *market) { r := m.Rules(); r.Suspended = true; m.SetRules(r) },
			func(m *market) { m.SetRules(m.Rules()) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMarket(t)
			in := m.deliver("T-1", 100, 99)
			in.SettlementDate = "2026-04-02"
			matched := m.trade(m.Dealer, m.Client, in)
			c.stop(m)
			m.on("2026-04-02")
			pending := m.show(matched.Id).Pending
			require.Equal(t, types.ReasonSBLO, pending.Reason)
			require.NotEmpty(t, pending.Detail)
			require.EqualValues(t, 1_000, m.bonds(m.Dealer))
			require.EqualValues(t, 1_000_000, m.money(m.Client))
			m.end(10)
			m.audited()
			c.restore(m)
			m.end(5) // the next cycle finds it
			require.True(t, m.gone(matched.Id))
			require.EqualValues(t, 600, m.bonds(m.Client))
			m.audited()
		})
	}
}

// A sum that x/custody refuses on the movement itself leaves nothing of the other leg.
func TestARefusedSumLeavesNothing(t *testing.T) {
	m := newMarket(t)
	limited := m.Rules()
	limited.MaxHolding = math.NewInt(550)
	m.SetRules(limited)
	blocked := m.trade(m.Dealer, m.Client, m.deliver("T-1", 100, 99))
	requirePending(t, types.ReasonSBLO, nil, blocked)
	require.Contains(t, blocked.Pending.Detail, "550")
	require.EqualValues(t, 1_000_000, m.money(m.Client))
	m.end(10)
	require.EqualValues(t, 500, m.bonds(m.Client))
	m.audited()
}

// What is pledged or reserved is not there for a settlement.
func TestOnlyWhatIsFreeSettles(t *testing.T) {
	m := newMarket(t)
	m.Pledge(m.Dealer, testutil.Bonds(950), "loan")
	pending := m.trade(m.Dealer, m.Client, m.deliver("T-1", 100, 99))
	requirePending(t, types.ReasonLACK, m.Dealer, pending)
	require.NoError(t, m.Keeper.Release(m.Ctx, m.Dealer, testutil.Bonds(950), testutil.Pledgee, "loan"))
	m.end(5)
	require.True(t, m.gone(pending.Id), "a cycle finds what no movement announces")
}

func TestOpenSettlementsAreBoundedAndCharged(t *testing.T) {
	m := newMarket(t)
	m.params(func(p *types.Params) { p.MaxOpen, p.GasStep, p.OpenGas = 4, 2, 1_000_000 })
	for i, want := range []uint64{1, 1, 2, 2} {
		before := m.Ctx.GasMeter().GasConsumed()
		m.mustInstruct(m.Dealer, m.deliver(string(rune('A'+i)), 100, 99))
		require.Equal(t, want, (m.Ctx.GasMeter().GasConsumed()-before)/1_000_000)
	}
	_, err := m.instruct(m.Dealer, m.deliver("E", 100, 99))
	require.ErrorIs(t, err, types.ErrTooManyOpen)
	m.mustInstruct(m.Client, mirror(m.Dealer, m.deliver("A", 100, 99)))
	m.mustInstruct(m.Dealer, m.deliver("E", 100, 99))
	m.audited()
}

func TestMessagesAreBounded(t *testing.T) {
	m := newMarket(t)
	_, err := m.instruct(m.Dealer)
	require.ErrorIs(t, err, types.ErrTooMany)
	_, err = m.instruct(m.Dealer, make([]types.Instruction, 0)...)
	require.ErrorIs(t, err, types.ErrTooMany)
	m.params(func(p *types.Params) { p.MaxInstructions = 1 })
	_, err = m.instruct(m.Dealer, m.deliver("A", 1, 1), m.deliver("B", 1, 1))
	require.ErrorIs(t, err, types.ErrTooMany)
	_, err = m.msgs.SettleBatch(m.Ctx, &types.MsgSettleBatch{Party: m.Dealer.String()})
	require.ErrorIs(t, err, types.ErrTooMany)
	_, err = m.msgs.UpdateParams(m.Ctx, &types.MsgUpdateParams{Authority: m.Dealer.String(), Params: types.DefaultParams()})
	require.Error(t, err)
}
