package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/baseapp"
	svrcmd "github.com/cosmos/cosmos-sdk/server/cmd"
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/kokusai-chain/kokusai/cmd/kokusaid/cmd"
	"github.com/kokusai-chain/kokusai/testutil"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	settlementtypes "github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/custody/wire"
	"github.com/kokusai-chain/kokusai/x/custody/wire/iso20022"
	"github.com/kokusai-chain/kokusai/x/custody/wire/mt"
	"github.com/kokusai-chain/kokusai/x/custody/wire/source"
)

// sourceOf answers from the last committed block.
func sourceOf(m *testutil.Market) source.Node {
	at := &baseapp.QueryServiceTestHelper{GRPCQueryRouter: m.Kokusai.GRPCQueryRouter(), Ctx: m.Committed()}
	return source.Node{
		Bank: banktypes.NewQueryClient(at), Bond: bondtypes.NewQueryClient(at), Custody: custodytypes.NewQueryClient(at),
		Settlement: settlementtypes.NewQueryClient(at),
	}
}

// blockOf is the last block.
func blockOf(m *testutil.Market) source.Block {
	return source.Block{Height: m.Committed().BlockHeight(), Time: m.Committed().BlockTime(), Events: m.Events()}
}

// confirmed are the confirmations of the last block for an account, of which there must be so many.
func confirmed(t *testing.T, m *testutil.Market, account *testutil.Actor, count int) []wire.Confirmation {
	t.Helper()
	confirmations, err := sourceOf(m).Confirmations(t.Context(), blockOf(m), account.String())
	require.NoError(t, err)
	require.Len(t, confirmations, count)
	for _, confirmation := range confirmations {
		spell(t, confirmation, true)
	}
	return confirmations
}

// standing is where the only open instruction of an account stands.
func standing(t *testing.T, m *testutil.Market, account *testutil.Actor) wire.Status {
	t.Helper()
	statuses, err := sourceOf(m).Statuses(t.Context(), m.Committed().BlockHeight(), account.String())
	require.NoError(t, err)
	require.Len(t, statuses, 1)
	spell(t, statuses[0], true)
	return statuses[0]
}

// instruct has a party's back office send its instruction.
func instruct(t *testing.T, m *testutil.Market, party *testutil.Actor, i wire.Instruction) {
	t.Helper()
	spell(t, i, true)
	msg, err := source.Instruct(i)
	require.NoError(t, err)
	m.Must(msg, party)
}

// otherSide is the instruction that matches.
func otherSide(i wire.Instruction) wire.Instruction {
	i.Reference, i.Deliver, i.Own, i.Counterparty = "B-"+i.Reference, !i.Deliver, i.Counterparty, i.Own
	return i
}

func day(t *testing.T, iso string) wire.Date {
	t.Helper()
	d, err := wire.ParseDate(iso)
	require.NoError(t, err)
	return d
}

// spell says a message in every format that has it, and reads it back.
func spell(t *testing.T, said any, swift bool) {
	t.Helper()
	document, err := iso20022.Emit(said)
	require.NoError(t, err)
	read, err := iso20022.Parse(document)
	require.NoError(t, err)
	require.Equal(t, said, read)
	if !swift {
		return
	}
	text, err := mt.Emit(said, mt.Envelope{Sender: "NOSCJPJT", Receiver: "BOJPJPJT"})
	require.NoError(t, err)
	read, _, err = mt.Parse(text)
	require.NoError(t, err)
	require.Equal(t, said, read)
}

func saleOf(t *testing.T, m *testutil.Market, common string, face, yen int64) wire.Instruction {
	return wire.Instruction{
		Reference: "DLR-" + common, Common: common, Deliver: true, TradeDate: day(t, m.Today()), SettlementDate: day(t, m.Today()),
		ISIN: testutil.JGB, Face: math.NewInt(face), Cash: &wire.Money{Currency: "JPY", Micro: testutil.Yen(yen).Amount},
		Own: wire.Party{Account: m.Dealer.String(), BIC: "NOSCJPJT"}, Counterparty: wire.Party{Account: m.Client.String()},
	}
}

// A dealer's and a client's back offices send sese.023; the chain settles; both get status, confirmation, statements, the
// notice of the coupon and the confirmation of its payment.
func TestInstitutionsHearWhatHappens(t *testing.T) {
	m := testutil.NewMarket(t, issueDay)
	sale := saleOf(t, m, "TRADE-7", 50_000_000, 50_020_000)
	instruct(t, m, m.Dealer, sale)
	unmatched := standing(t, m, m.Dealer)
	require.Equal(t, wire.Unmatched, unmatched.State)
	require.Equal(t, "CMIS", unmatched.Reason)
	require.Equal(t, sale.Cash, unmatched.Instruction.Cash)
	alleged, err := sourceOf(m).Statuses(t.Context(), 1, m.Client.String())
	require.NoError(t, err)
	require.Empty(t, alleged, "the client has instructed nothing")

	instruct(t, m, m.Client, otherSide(sale))
	for _, side := range []*testutil.Actor{m.Dealer, m.Client} {
		confirmation := confirmed(t, m, side, 1)[0]
		require.Equal(t, "TRADE-7", confirmation.Instruction.Common)
		require.Equal(t, side == m.Dealer, confirmation.Instruction.Deliver)
		require.Equal(t, sale.Face, confirmation.Instruction.Face)
		require.Equal(t, sale.Cash, confirmation.Instruction.Cash)
		require.Equal(t, wire.Whole, confirmation.Part)
		require.Equal(t, m.Today(), confirmation.Settled.String())
		spell(t, wire.Transactions{
			Reference: "T1", Account: side.String(), From: confirmation.Settled, To: confirmation.Settled, Lines: []wire.Confirmation{confirmation},
		}, false)
	}
	confirmed(t, m, m.Retail, 0)
	notice, err := sourceOf(m).CashNotice(t.Context(), blockOf(m), m.Dealer.String(), "ujpy", "tokyo")
	require.NoError(t, err)
	require.Len(t, notice.Entries, 1)
	require.True(t, notice.Entries[0].Credit)
	require.Equal(t, testutil.Yen(50_020_000).Amount, notice.Entries[0].Cash.Micro)
	spell(t, notice, false)

	m.Pledge(m.Client, testutil.Bonds(10_000_000))
	node := sourceOf(m)
	statement, err := node.Holdings(t.Context(), "H1", m.Client.String(), "tokyo")
	require.NoError(t, err)
	require.Equal(t, []wire.Holding{{
		ISIN: testutil.JGB, Balance: math.NewInt(650_000_000), Available: math.NewInt(640_000_000), Pledged: math.NewInt(10_000_000), Reserved: math.ZeroInt(),
	}}, statement.Lines)
	spell(t, statement, false)

	coupon, err := node.Notices(t.Context(), 9, testutil.JGB, 1, m.Client.String())
	require.NoError(t, err)
	require.Len(t, coupon, 1)
	require.Equal(t, wire.Interest, coupon[0].Kind)
	require.Equal(t, "1.05", coupon[0].RatePct)
	require.Equal(t, "2026-06-21", coupon[0].Record.String())
	require.Equal(t, "2026-06-22", coupon[0].Payment.String())
	spell(t, coupon[0], true)
	principal, err := node.Notices(t.Context(), 9, testutil.JGB, 21, "")
	require.NoError(t, err)
	require.Len(t, principal, 1)
	require.Equal(t, wire.Redemption, principal[0].Kind)
	require.Equal(t, "100", principal[0].RatePct)
	spell(t, principal[0], true)
	_, err = node.Notices(t.Context(), 9, testutil.JGB, 22, "")
	require.Error(t, err)
}

// What is held, short, settled in parts or late is said in the standards' codes, to each side in its own.
func TestInstitutionsHearWhyNot(t *testing.T) {
	m := testutil.NewMarket(t, issueDay)
	held := saleOf(t, m, "HELD", 50_000, 50_000)
	held.Hold = true
	instruct(t, m, m.Dealer, held)
	bought := otherSide(held)
	bought.Hold = false
	instruct(t, m, m.Client, bought)
	require.Equal(t, [2]any{wire.Pending, "PREA"}, [2]any{standing(t, m, m.Dealer).State, standing(t, m, m.Dealer).Reason})
	require.Equal(t, "PRCY", standing(t, m, m.Client).Reason)
	open, err := settlementtypes.NewQueryClient(&baseapp.QueryServiceTestHelper{
		GRPCQueryRouter: m.Kokusai.GRPCQueryRouter(), Ctx: m.Committed(),
	}).Settlements(t.Context(), &settlementtypes.QuerySettlementsRequest{Account: m.Dealer.String()})
	require.NoError(t, err)
	m.Must(&settlementtypes.MsgRelease{Party: m.Dealer.String(), Id: open.Settlements[0].Id}, m.Dealer)
	confirmed(t, m, m.Dealer, 1)

	// The dealer has 399,950,000 and sells 500,000,000, in parts: what is there settles, and the rest waits.
	large := saleOf(t, m, "LARGE", 500_000_000, 499_000_000)
	large.Partial = true
	instruct(t, m, m.Dealer, large)
	instruct(t, m, m.Client, otherSide(large))
	first := confirmed(t, m, m.Client, 1)[0]
	require.Equal(t, wire.First, first.Part)
	require.True(t, first.Instruction.Partial)
	require.Equal(t, "399950000", first.Instruction.Face.String())
	require.Equal(t, "LACK", standing(t, m, m.Dealer).Reason)
	waiting := standing(t, m, m.Client)
	require.Equal(t, [2]any{wire.Pending, "CLAC"}, [2]any{waiting.State, waiting.Reason})
	require.Equal(t, "100050000", waiting.Instruction.Face.String())
	m.WaitForDate("2026-01-08")
	m.WaitForBusinessTime(testutil.Day("2026-01-08"))
	require.Equal(t, wire.Failing, standing(t, m, m.Dealer).State)
	m.Must(&banktypes.MsgSend{
		FromAddress: m.Client.String(), ToAddress: m.Dealer.String(), Amount: sdk.NewCoins(testutil.Bonds(200_000_000)),
	}, m.Client)
	last := confirmed(t, m, m.Dealer, 1)[0] // at the end of the block in which the bonds arrived
	require.Equal(t, wire.Last, last.Part)
	require.Equal(t, "100050000", last.Instruction.Face.String())
	require.Equal(t, "2026-01-07", last.Instruction.SettlementDate.String())
	require.Equal(t, "2026-01-08", last.Settled.String())

	direct := &custodytypes.MsgSettleDirect{
		Deliverer: m.Dealer.String(), Receiver: m.Client.String(), Isin: testutil.JGB, Face: math.NewInt(50_000), Cash: testutil.Yen(50_000),
		TradeReference: "DIRECT",
	}
	m.Must(direct, m.Dealer, m.Client)
	require.Equal(t, "DIRECT", confirmed(t, m, m.Client, 1)[0].Instruction.Common)
}

// Of a set each movement of bonds is confirmed, free of payment: its cash is told by the notice of cash.
func TestSetsAreConfirmedLegByLeg(t *testing.T) {
	m := testutil.NewMarket(t, issueDay)
	propose := &settlementtypes.MsgPropose{
		Proposer: m.Dealer.String(), Reference: "SET-1", Parties: []string{m.Dealer.String(), m.Client.String()}, Calendar: "tokyo",
		SettlementDate: m.Today(), Legs: []settlementtypes.Leg{
			{From: 0, To: 1, Amount: testutil.Bonds(100_000)}, {From: 1, To: 0, Amount: testutil.Bonds(50_000)}, {From: 1, To: 0, Amount: testutil.Yen(50_000)},
		},
	}
	var proposed settlementtypes.MsgProposeResponse
	m.Answer(m.Must(propose, m.Dealer), 0, &proposed)
	m.Must(&settlementtypes.MsgAffirm{Party: m.Client.String(), Id: proposed.Id, Digest: proposed.Digest}, m.Client)
	legs := confirmed(t, m, m.Client, 2)
	require.NotEqual(t, legs[0].Reference, legs[1].Reference)
	require.False(t, legs[0].Instruction.Deliver)
	require.True(t, legs[1].Instruction.Deliver)
	require.Nil(t, legs[0].Instruction.Cash)
	require.Nil(t, legs[1].Instruction.Cash)
	notice, err := sourceOf(m).CashNotice(t.Context(), blockOf(m), m.Client.String(), "ujpy", "tokyo")
	require.NoError(t, err)
	require.Len(t, notice.Entries, 1)
	require.False(t, notice.Entries[0].Credit)
}

func TestCouponsAreConfirmed(t *testing.T) {
	m := testutil.NewMarket(t, issueDay)
	m.WaitForDate("2026-06-22")
	m.MustAll([]sdk.Msg{ // at once, before the sweep pays everybody
		&bondtypes.MsgFundPayments{Funder: m.Treasury.String(), Isin: testutil.JGB, Amount: testutil.Yen(10_500_000)},
		&bondtypes.MsgClaim{Sender: m.Client.String(), Isin: testutil.JGB},
	}, m.Treasury, m.Client)
	movements, err := sourceOf(m).Movements(t.Context(), blockOf(m), m.Client.String())
	require.NoError(t, err)
	require.Len(t, movements, 1)
	require.Equal(t, wire.Interest, movements[0].Kind)
	require.Equal(t, "600000000", movements[0].Balance.String())
	require.Equal(t, testutil.Yen(6_300_000).Amount, movements[0].Cash.Micro)
	require.Equal(t, "2026-06-22", movements[0].Posted.String())
	spell(t, movements[0], true)
}

func TestInstructionsBecomeTransactionsAtTheCommandLine(t *testing.T) {
	document, err := iso20022.Emit(wire.Instruction{
		Reference: "DLR-0001", Common: "TRADE-7", Deliver: true, TradeDate: day(t, "2026-02-02"), SettlementDate: day(t, "2026-02-03"),
		ISIN: testutil.JGB, Face: math.NewInt(50_000), Cash: &wire.Money{Currency: "JPY", Micro: math.NewInt(1_000_000)},
		Own: wire.Party{Account: testutil.Governance}, Counterparty: wire.Party{Account: "kokusai1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"},
	})
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "sese.023.xml")
	require.NoError(t, os.WriteFile(file, document, 0o600))
	home := t.TempDir()
	run := func(args ...string) (string, error) {
		root, err := cmd.NewRootCmd()
		require.NoError(t, err)
		var out bytes.Buffer
		root.SetOut(&out)
		root.SetErr(&out)
		root.SetArgs(append(args, "--home", home))
		err = svrcmd.Execute(root, "", home)
		return out.String(), err
	}
	out, err := run("iso20022", "parse", file)
	require.NoError(t, err, out)
	require.Contains(t, out, `"@type":"/kokusai.custody.settlement.v1.MsgInstruct"`)
	require.Contains(t, out, `"reference":"TRADE-7","direction":"DIRECTION_DELIVER"`)
	require.Contains(t, out, `"signatures":[]`)
	require.NoError(t, os.WriteFile(file, bytes.Replace(document, []byte("DELI"), []byte("GIVE"), 1), 0o600))
	_, err = run("iso20022", "parse", file)
	require.ErrorIs(t, err, wire.ErrInvalid)
	_, err = run("swift", "parse", file)
	require.ErrorIs(t, err, wire.ErrInvalid)
}

// An issuer repays a quarter of a series with its first coupon, and all the rest with the second, at a price. Each part is told and
// confirmed by itself, and confirmations carry the names of their notices.
func TestCallsAreToldAndConfirmed(t *testing.T) {
	m := testutil.NewMarket(t, issueDay)
	terms, rules := m.Series().Terms, m.Rules()
	terms.Isin, terms.Denomination, rules.Isin = oneYear, math.OneInt(), oneYear
	terms.Call = &bondtypes.CallTerms{NoticeDays: 30, Options: []bondtypes.CallOption{
		{Date: "2026-06-20", PricePct: testutil.Dec("100")}, {Date: "2026-12-20", PricePct: testutil.Dec("101.5")},
	}}
	m.MustAll([]sdk.Msg{
		&bondtypes.MsgOpenSeries{Authority: m.Ministry.String(), Terms: terms},
		&custodytypes.MsgSetTransferRules{Authority: m.Ministry.String(), Rules: rules},
	}, m.Ministry)
	m.Must(&bondtypes.MsgPlaceDirect{
		Authority: m.Ministry.String(), Buyer: m.Dealer.String(), Isin: oneYear, Face: math.NewInt(1_000_000), CleanPrice: testutil.Dec("100"),
	}, m.Ministry, m.Dealer)
	told := func(number uint32) []wire.Event {
		notices, err := sourceOf(m).Notices(t.Context(), m.Committed().BlockHeight(), oneYear, number, m.Dealer.String())
		require.NoError(t, err)
		for _, notice := range notices {
			spell(t, notice, true)
		}
		return notices
	}
	require.Len(t, told(1), 1)
	m.Must(&bondtypes.MsgCall{Authority: m.Ministry.String(), Isin: oneYear, Date: "2026-06-20", SharePct: testutil.Dec("25")}, m.Ministry)
	first := told(1)
	require.Equal(t, [2]any{wire.Interest, "1.05"}, [2]any{first[0].Kind, first[0].RatePct})
	require.Equal(t, [2]any{wire.Repayment, "25"}, [2]any{first[1].Kind, first[1].RatePct})

	// confirmed pays what is due on a day and returns what the dealer is told of it.
	confirmed := func(day string, yen int64, payment sdk.Msg) (movements []wire.Movement) {
		m.WaitForDate(day)
		m.MustAll([]sdk.Msg{
			&bondtypes.MsgFundPayments{Funder: m.Treasury.String(), Isin: oneYear, Amount: testutil.Yen(yen)}, payment,
		}, m.Treasury, m.Dealer)
		movements, err := sourceOf(m).Movements(t.Context(), blockOf(m), m.Dealer.String())
		require.NoError(t, err)
		for _, movement := range movements {
			spell(t, movement, true)
			require.Equal(t, day, movement.Posted.String())
			require.Equal(t, "1000000", movement.Balance.String())
		}
		return movements
	}
	paid := confirmed("2026-06-22", 260_500, &bondtypes.MsgClaim{Sender: m.Dealer.String(), Isin: oneYear})
	require.Len(t, paid, 2)
	require.Equal(t, [2]any{wire.Repayment, testutil.Yen(250_000).Amount}, [2]any{paid[0].Kind, paid[0].Cash.Micro})
	require.Equal(t, [2]any{wire.Interest, testutil.Yen(10_500).Amount}, [2]any{paid[1].Kind, paid[1].Cash.Micro})
	require.Equal(t, []string{first[1].ID, first[0].ID}, []string{paid[0].ID, paid[1].ID})

	// Interest is on the three quarters that are left, and they are repaid at 101.5.
	m.Must(&bondtypes.MsgCall{Authority: m.Ministry.String(), Isin: oneYear, Date: "2026-12-20", SharePct: math.LegacyZeroDec()}, m.Ministry)
	second, last := told(2), told(3)
	require.Equal(t, "0.7875", second[0].RatePct)
	require.Equal(t, [2]any{wire.Call, "76.125"}, [2]any{last[0].Kind, last[0].RatePct})
	paid = confirmed("2026-12-21", 769_125, &bondtypes.MsgClaim{Sender: m.Dealer.String(), Isin: oneYear})
	require.Len(t, paid, 2)
	require.Equal(t, [2]any{wire.Interest, testutil.Yen(7_875).Amount}, [2]any{paid[0].Kind, paid[0].Cash.Micro})
	require.Equal(t, [2]any{wire.Call, testutil.Yen(761_250).Amount}, [2]any{paid[1].Kind, paid[1].Cash.Micro})
	require.Equal(t, []string{second[0].ID, last[0].ID}, []string{paid[0].ID, paid[1].ID})
}
