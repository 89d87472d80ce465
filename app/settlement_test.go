package app_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/testutil"
	settlementkeeper "github.com/kokusai-chain/kokusai/x/custody/settlement/keeper"
	settlementtypes "github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// desk is the yen market with the instructions of its dealer and client.
type desk struct {
	*testutil.Market
	t *testing.T
}

func newDesk(t *testing.T, change func(*settlementtypes.Params)) desk {
	t.Helper()
	return desk{testutil.NewMarket(t, issueDay, testutil.Patch(settlementtypes.ModuleName, func(genesis *settlementtypes.GenesisState) {
		if change != nil {
			change(&genesis.Params)
		}
	})), t}
}

// sale is the dealer's side of a trade with the client, due today.
func (d desk) sale(reference string, face, yen int64) settlementtypes.Instruction {
	cash := testutil.Yen(yen)
	return settlementtypes.Instruction{
		Counterparty: d.Client.String(), Reference: reference, Direction: settlementtypes.DirectionDeliver, Isin: testutil.JGB,
		Face: math.NewInt(face), Cash: &cash, TradeDate: d.Today(), SettlementDate: d.Today(),
	}
}

// purchase is the client's side of it.
func (d desk) purchase(sale settlementtypes.Instruction) settlementtypes.Instruction {
	sale.Counterparty, sale.Direction, sale.Hold = d.Dealer.String(), settlementtypes.DirectionReceive, false
	return sale
}

func instructs(party *testutil.Actor, instructions ...settlementtypes.Instruction) *settlementtypes.MsgInstruct {
	return &settlementtypes.MsgInstruct{Party: party.String(), Instructions: instructions}
}

// trade has both sides instruct and returns where that leads.
func (d desk) trade(sale settlementtypes.Instruction) settlementtypes.Outcome {
	d.t.Helper()
	d.Must(instructs(d.Dealer, sale), d.Dealer)
	var answer settlementtypes.MsgInstructResponse
	d.Answer(d.Must(instructs(d.Client, d.purchase(sale)), d.Client), 0, &answer)
	return answer.Outcomes[0]
}

// at checks where a trade stands.
func (d desk) at(reference string, status settlementtypes.Status, reason settlementtypes.Reason) {
	d.t.Helper()
	stands, err := settlementkeeper.NewQueryServer(d.Kokusai.SettlementKeeper).Trade(d.Committed(), &settlementtypes.QueryTradeRequest{
		Party: d.Dealer.String(), Counterparty: d.Client.String(), Reference: reference,
	})
	require.NoError(d.t, err)
	require.Equal(d.t, status.String(), stands.Status.String())
	if stands.Settlement != nil {
		require.Equal(d.t, reason.String(), stands.Settlement.Pending.Reason.String())
	}
	d.Audited()
}

// settled counts the settlements that the last block made final.
func (d desk) settled() (count int) {
	for _, event := range d.Events() {
		if event.Type == "kokusai.custody.settlement.v1.EventSettled" {
			count++
		}
	}
	return count
}

func (d desk) id(reference string) string {
	return settlementtypes.TradeID(d.Dealer.Addr, d.Client.Addr, reference).String()
}

// A trade for the next day is alleged, matched, held over its date, released and final; its name is used for good.
func TestATradeOverItsDays(t *testing.T) {
	d := newDesk(t, nil)
	sale := d.sale("T-1", 100_000_000, 99_000_000)
	sale.SettlementDate, sale.Hold = "2026-01-08", true
	d.Must(instructs(d.Dealer, sale), d.Dealer)
	alleged, err := settlementkeeper.NewQueryServer(d.Kokusai.SettlementKeeper).Allegements(d.Committed(), &settlementtypes.QueryAllegementsRequest{
		Account: d.Client.String(),
	})
	require.NoError(t, err)
	require.Len(t, alleged.Settlements, 1)
	d.Must(instructs(d.Client, d.purchase(sale)), d.Client)
	d.at("T-1", settlementtypes.StatusMatched, settlementtypes.ReasonFUTU)
	d.Reborn()

	d.WaitForDate("2026-01-08")
	d.at("T-1", settlementtypes.StatusPending, settlementtypes.ReasonPREA)
	d.Refused(settlementtypes.ErrNotParty, &settlementtypes.MsgRelease{Party: d.Stranger.String(), Id: d.id("T-1")}, d.Stranger)
	d.Must(&settlementtypes.MsgRelease{Party: d.Dealer.String(), Id: d.id("T-1")}, d.Dealer)
	d.at("T-1", settlementtypes.StatusSettled, 0)
	require.EqualValues(t, 300_000_000, d.Balance(d.Dealer.Addr, bond))
	require.EqualValues(t, 700_000_000, d.Balance(d.Client.Addr, bond))
	require.EqualValues(t, testutil.Yen(401_000_000).Amount.Int64(), d.Balance(d.Client.Addr, "ujpy"))

	again := d.sale("T-1", 50_000, 50_000)
	d.Refused(settlementtypes.ErrReferenceSettled, instructs(d.Dealer, again), d.Dealer)
	d.Refused(custodytypes.ErrReferenceUsed, &custodytypes.MsgSettleDirect{
		Deliverer: d.Dealer.String(), Receiver: d.Client.String(), Isin: testutil.JGB, Face: again.Face, Cash: *again.Cash, TradeReference: "T-1",
	}, d.Dealer, d.Client)
}

// A trade settles on business days until the cut-off. What is released later is late, and settles when the market opens.
func TestTheMarketsHours(t *testing.T) {
	d := newDesk(t, nil)
	for date, want := range map[string]error{
		"2026-01-06": settlementtypes.ErrDatePast,
		"2026-01-10": settlementtypes.ErrHoliday, // a Saturday
		"2026-01-12": settlementtypes.ErrHoliday, // Coming of Age Day
		"2028-01-07": settlementtypes.ErrDateFar,
		"2035-12-20": settlementtypes.ErrDateFar,
	} {
		sale := d.sale("DATE", 50_000, 50_000)
		sale.SettlementDate = date
		if date < sale.TradeDate {
			sale.TradeDate = date
		}
		d.Refused(want, instructs(d.Dealer, sale), d.Dealer)
	}
	held := d.sale("LATE", 50_000, 50_000)
	held.Hold = true
	d.trade(held)
	d.WaitForBusinessTime(testutil.Day(d.Today()).Add(90 * time.Minute)) // 16:30 in Tokyo
	d.Refused(settlementtypes.ErrCutOff, instructs(d.Dealer, d.sale("CUT-OFF", 50_000, 50_000)), d.Dealer)
	d.Must(&settlementtypes.MsgRelease{Party: d.Dealer.String(), Id: d.id("LATE")}, d.Dealer)
	d.at("LATE", settlementtypes.StatusPending, settlementtypes.ReasonLATE)
	d.WaitForDate("2026-01-08")
	d.at("LATE", settlementtypes.StatusSettled, 0)
}

// A trade above the largest piece of its market settles in pieces, each of them final.
func TestALargeTradeSettlesInPieces(t *testing.T) {
	d := newDesk(t, func(params *settlementtypes.Params) { params.Currencies[0].MaxPiece = math.NewInt(100_000_000) })
	d.trade(d.sale("LARGE", 350_000_000, 300_000_001))
	d.at("LARGE", settlementtypes.StatusSettled, 0)
	require.Equal(t, 4, d.settled(), "100, 100, 100 and 50 million")
	require.EqualValues(t, 50_000_000, d.Balance(d.Dealer.Addr, bond))
	require.EqualValues(t, testutil.Yen(199_999_999).Amount.Int64(), d.Balance(d.Client.Addr, "ujpy"), "not a millionth is lost to pieces")
}

// A hundred instructions settle under one signature, as two movements: bonds one way, cash the other. When one of them can't,
// none does.
func TestABatchUnderOneSignature(t *testing.T) {
	d := newDesk(t, nil)
	batch := &settlementtypes.MsgSettleBatch{Party: d.Client.String()}
	var sales []settlementtypes.Instruction
	for i := range 100 {
		sale := d.sale(fmt.Sprintf("B-%d", i), 50_000*int64(i+1), 49_000*int64(i+1))
		sales = append(sales, sale)
		batch.Instructions = append(batch.Instructions, d.purchase(sale))
	}
	require.Zero(t, d.SendTx(testutil.Tx{Msgs: []sdk.Msg{instructs(d.Dealer, sales...)}, Signers: []*testutil.Actor{d.Dealer}, Gas: 40_000_000}).Code)

	other := *batch
	other.Instructions = append(other.Instructions[:99:99], d.purchase(d.sale("NOT-THERE", 50_000, 49_000)))
	d.FailedWith(settlementtypes.ErrNotCounter, d.SendTx(testutil.Tx{Msgs: []sdk.Msg{&other}, Signers: []*testutil.Actor{d.Client}, Gas: 40_000_000}))
	require.EqualValues(t, 600_000_000, d.Balance(d.Client.Addr, bond))

	result := d.SendTx(testutil.Tx{Msgs: []sdk.Msg{batch}, Signers: []*testutil.Actor{d.Client}, Gas: 40_000_000})
	require.Zero(t, result.Code, result.Log)
	require.Equal(t, 100, d.settled())
	moved := 0
	for _, event := range result.Events {
		if event.Type == "transfer" {
			moved++
		}
	}
	require.Equal(t, 3, moved, "the fee, the bonds, the cash")
	const pieces = 100 * 101 / 2
	require.EqualValues(t, 600_000_000+pieces*50_000, d.Balance(d.Client.Addr, bond))
	require.EqualValues(t, testutil.Yen(500_000_000-pieces*49_000).Amount.Int64(), d.Balance(d.Client.Addr, "ujpy"))
	d.Audited()
	d.Reborn()
	d.Audited()
}

// A set of three parties moves net: who passes on what it receives needs none of its own.
func TestANettingSet(t *testing.T) {
	d := newDesk(t, nil)
	d.Must(d.Registration(d.Stranger, custodytypes.ClassInstitutional), d.Custodian)
	propose := &settlementtypes.MsgPropose{
		Proposer: d.Dealer.String(), Reference: "CHAIN", Parties: []string{d.Dealer.String(), d.Stranger.String(), d.Client.String()},
		Calendar: "tokyo", SettlementDate: d.Today(), Legs: []settlementtypes.Leg{
			{From: 0, To: 1, Amount: testutil.Bonds(200_000_000)}, {From: 1, To: 0, Amount: testutil.Yen(198_000_000)},
			{From: 1, To: 2, Amount: testutil.Bonds(200_000_000)}, {From: 2, To: 1, Amount: testutil.Yen(199_000_000)},
		},
	}
	var proposed settlementtypes.MsgProposeResponse
	d.Answer(d.Must(propose, d.Dealer), 0, &proposed)
	affirm := func(by *testutil.Actor) *settlementtypes.MsgAffirm {
		return &settlementtypes.MsgAffirm{Party: by.String(), Id: proposed.Id, Digest: proposed.Digest}
	}
	other := affirm(d.Client)
	other.Digest = fmt.Sprintf("%064d", 0)
	d.Refused(settlementtypes.ErrDigest, other, d.Client)
	d.Must(affirm(d.Client), d.Client)
	require.Zero(t, d.settled())
	d.Must(affirm(d.Stranger), d.Stranger)
	require.Equal(t, 1, d.settled())
	require.EqualValues(t, 0, d.Balance(d.Stranger.Addr, bond))
	require.EqualValues(t, testutil.Yen(501_000_000).Amount.Int64(), d.Balance(d.Stranger.Addr, "ujpy"))
	require.EqualValues(t, 800_000_000, d.Balance(d.Client.Addr, bond))
	d.Audited()
}

// Who is frozen between the match and the date holds up its trade with the rule's words, and nothing is half settled. It settles
// in a cycle after the freeze.
func TestFrozenPartiesWait(t *testing.T) {
	d := newDesk(t, nil)
	sale := d.sale("FROZEN", 50_000, 50_000)
	sale.SettlementDate = "2026-01-08"
	d.trade(sale)
	d.Freeze(d.Client)
	d.WaitForDate("2026-01-08")
	d.at("FROZEN", settlementtypes.StatusPending, settlementtypes.ReasonSBLO)
	require.EqualValues(t, 600_000_000, d.Balance(d.Client.Addr, bond))
	d.Unfreeze(d.Client)
	for range settlementtypes.DefaultParams().CycleBlocks {
		d.Block()
	}
	d.at("FROZEN", settlementtypes.StatusSettled, 0)
}

// What contradicts itself, or the counterparty, is refused by name.
func TestBadInstructions(t *testing.T) {
	d := newDesk(t, func(params *settlementtypes.Params) { params.Currencies[0].CashTolerance = testutil.Yen(1).Amount })
	d.Must(instructs(d.Dealer, d.sale("T", 50_000, 50_000)), d.Dealer)
	for name, c := range map[string]struct {
		want   error
		by     *testutil.Actor
		change func(*settlementtypes.Instruction)
	}{
		"both deliver":    {settlementtypes.ErrBothSameSide, d.Client, func(i *settlementtypes.Instruction) { i.Direction = settlementtypes.DirectionDeliver }},
		"cash differs":    {settlementtypes.ErrCashTolerance, d.Client, func(i *settlementtypes.Instruction) { *i.Cash = testutil.Yen(50_002) }},
		"other currency":  {settlementtypes.ErrMismatch, d.Client, func(i *settlementtypes.Instruction) { *i.Cash = testutil.Dollars(50_000) }},
		"free of payment": {settlementtypes.ErrMismatch, d.Client, func(i *settlementtypes.Instruction) { i.Cash = nil }},
		"other face":      {settlementtypes.ErrMismatch, d.Client, func(i *settlementtypes.Instruction) { i.Face = math.NewInt(100_000) }},
		"other date":      {settlementtypes.ErrMismatch, d.Client, func(i *settlementtypes.Instruction) { i.SettlementDate = "2026-01-08" }},
		"said twice":      {settlementtypes.ErrInstructed, d.Dealer, func(i *settlementtypes.Instruction) { *i = d.sale("T", 50_000, 50_000) }},
		"with itself":     {settlementtypes.ErrSelfSettlement, d.Client, func(i *settlementtypes.Instruction) { i.Counterparty = d.Client.String() }},
		"no direction":    {settlementtypes.ErrInvalidDirection, d.Client, func(i *settlementtypes.Instruction) { i.Direction = 0 }},
		"no date":         {settlementtypes.ErrInvalidDate, d.Client, func(i *settlementtypes.Instruction) { i.SettlementDate = "soon" }},
		"bargain of tomorrow": {settlementtypes.ErrTradeDate, d.Client, func(i *settlementtypes.Instruction) {
			i.Reference, i.TradeDate, i.SettlementDate = "U", "2026-01-08", "2026-01-08"
		}},
		"half a denomination": {settlementtypes.ErrInvalidPiece, d.Client, func(i *settlementtypes.Instruction) { i.Reference, i.Face = "U", math.NewInt(25_000) }},
		"cash of no bank":     {settlementtypes.ErrNotRegulated, d.Client, func(i *settlementtypes.Instruction) { i.Reference = "U"; *i.Cash = testutil.Dollars(1) }},
		"no priority":         {settlementtypes.ErrInvalidPriority, d.Client, func(i *settlementtypes.Instruction) { i.Priority = 10 }},
	} {
		t.Run(name, func(t *testing.T) {
			instruction := d.purchase(d.sale("T", 50_000, 50_000))
			cash := *instruction.Cash
			instruction.Cash = &cash
			c.change(&instruction)
			d.Refused(c.want, instructs(c.by, instruction), c.by)
		})
	}
	open := &settlementtypes.MsgPropose{
		Proposer: d.Dealer.String(), Reference: "OPEN", Parties: []string{d.Dealer.String(), d.Client.String()}, Calendar: "tokyo",
		SettlementDate: d.Today(), Legs: []settlementtypes.Leg{{From: 0, To: 1, Amount: testutil.Bonds(50_000)}},
	}
	d.Refused(settlementtypes.ErrOpenLegs, open, d.Dealer)
	d.at("T", settlementtypes.StatusAlleged, settlementtypes.ReasonNMAT)
	d.Must(instructs(d.Client, d.purchase(d.sale("T", 50_000, 50_001))), d.Client) // within the tolerance, the deliverer's amount
	require.EqualValues(t, testutil.Yen(499_950_000).Amount.Int64(), d.Balance(d.Client.Addr, "ujpy"))
	d.Audited()
}

// An account has so many settlements open, and each costs more gas than the one before.
func TestOpenInstructionsAreBoundedAndCharged(t *testing.T) {
	d := newDesk(t, func(params *settlementtypes.Params) { params.MaxOpen, params.GasStep, params.OpenGas = 20, 1, 20_000 })
	var used []int64
	for i := range 20 {
		used = append(used, d.Must(instructs(d.Dealer, d.sale(fmt.Sprintf("O-%02d", i), 50_000, 50_000)), d.Dealer).GasUsed)
	}
	require.InDelta(t, 19*20_000, used[19]-used[0], 10_000, "one step for each that is open")
	d.Refused(settlementtypes.ErrTooManyOpen, instructs(d.Dealer, d.sale("MORE", 50_000, 50_000)), d.Dealer)
	d.Must(instructs(d.Client, d.purchase(d.sale("O-00", 50_000, 50_000))), d.Client)
	d.Must(instructs(d.Dealer, d.sale("MORE", 50_000, 50_000)), d.Dealer)
	d.Audited()
}
