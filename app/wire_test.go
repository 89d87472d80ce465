package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/baseapp"
	svrcmd "github.com/cosmos/cosmos-sdk/server/cmd"
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/kokusai-chain/kokusai/cmd/kokusaid/cmd"
	"github.com/kokusai-chain/kokusai/testutil"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/custody/wire"
	"github.com/kokusai-chain/kokusai/x/custody/wire/iso20022"
	"github.com/kokusai-chain/kokusai/x/custody/wire/mt"
	"github.com/kokusai-chain/kokusai/x/custody/wire/source"
)

// sourceOf answers from the last committed block.
func sourceOf(m *testutil.Market) source.Node {
	at := &baseapp.QueryServiceTestHelper{GRPCQueryRouter: m.Kokusai.GRPCQueryRouter(), Ctx: m.Committed()}
	return source.Node{Bank: banktypes.NewQueryClient(at), Bond: bondtypes.NewQueryClient(at), Custody: custodytypes.NewQueryClient(at)}
}

func blockOf(m *testutil.Market, result *abci.ExecTxResult) source.Block {
	return source.Block{Height: m.Committed().BlockHeight(), Time: m.Committed().BlockTime(), Events: result.Events}
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

// A dealer's back office sends sese.023; the chain settles it; custodian and client get their confirmations, statements, the
// notice of the coupon and the confirmation of its payment.
func TestInstitutionsHearWhatHappens(t *testing.T) {
	m := testutil.NewMarket(t, issueDay)
	instruction := wire.Instruction{
		Reference: "DLR-0001", Common: "TRADE-7", Deliver: true, TradeDate: day(t, m.Today()), SettlementDate: day(t, m.Today()),
		ISIN: testutil.JGB, Face: math.NewInt(50_000_000), Cash: &wire.Money{Currency: "JPY", Micro: testutil.Yen(50_020_000).Amount},
		Own: wire.Party{Account: m.Dealer.String(), BIC: "NOSCJPJT"}, Counterparty: wire.Party{Account: m.Client.String()},
	}
	spell(t, instruction, true)
	msg, err := source.Settle(instruction)
	require.NoError(t, err)
	settled := m.Must(msg, m.Dealer, m.Client)
	node := sourceOf(m)

	for _, side := range []*testutil.Actor{m.Dealer, m.Client} {
		confirmations, err := node.Confirmations(blockOf(m, settled), side.String())
		require.NoError(t, err)
		require.Len(t, confirmations, 1)
		require.Equal(t, "TRADE-7", confirmations[0].Instruction.Common)
		require.Equal(t, side == m.Dealer, confirmations[0].Instruction.Deliver)
		require.Equal(t, instruction.Face, confirmations[0].Instruction.Face)
		spell(t, confirmations[0], true)
		spell(t, wire.Transactions{
			Reference: "T1", Account: side.String(), From: confirmations[0].Settled, To: confirmations[0].Settled, Lines: confirmations,
		}, false)
	}
	none, err := node.Confirmations(blockOf(m, settled), m.Retail.String())
	require.NoError(t, err)
	require.Empty(t, none)

	m.Pledge(m.Client, testutil.Bonds(10_000_000))
	node = sourceOf(m)
	statement, err := node.Holdings(t.Context(), "H1", m.Client.String(), "tokyo")
	require.NoError(t, err)
	require.Equal(t, []wire.Holding{{
		ISIN: testutil.JGB, Balance: math.NewInt(650_000_000), Available: math.NewInt(640_000_000), Pledged: math.NewInt(10_000_000), Reserved: math.ZeroInt(),
	}}, statement.Lines)
	spell(t, statement, false)

	notice, err := node.CashNotice(t.Context(), blockOf(m, settled), m.Dealer.String(), "ujpy", "tokyo")
	require.NoError(t, err)
	require.Len(t, notice.Entries, 1)
	require.True(t, notice.Entries[0].Credit)
	require.Equal(t, testutil.Yen(50_020_000).Amount, notice.Entries[0].Cash.Micro)
	spell(t, notice, false)

	coupon, err := node.Event(t.Context(), "N1", testutil.JGB, 1, m.Client.String())
	require.NoError(t, err)
	require.Equal(t, "1.05", coupon.RatePct)
	require.Equal(t, "2026-06-21", coupon.Record.String())
	require.Equal(t, "2026-06-22", coupon.Payment.String())
	spell(t, coupon, true)
	principal, err := node.Event(t.Context(), "N2", testutil.JGB, 21, "")
	require.NoError(t, err)
	require.True(t, principal.Redemption)
	require.Equal(t, "100", principal.RatePct)
	spell(t, principal, true)
	_, err = node.Event(t.Context(), "N3", testutil.JGB, 22, "")
	require.Error(t, err)
}

func TestCouponsAreConfirmed(t *testing.T) {
	m := testutil.NewMarket(t, issueDay)
	m.WaitForDate("2026-06-22")
	claimed := m.MustAll([]sdk.Msg{ // at once, before the sweep pays everybody
		&bondtypes.MsgFundPayments{Funder: m.Treasury.String(), Isin: testutil.JGB, Amount: testutil.Yen(10_500_000)},
		&bondtypes.MsgClaim{Sender: m.Client.String(), Isin: testutil.JGB},
	}, m.Treasury, m.Client)
	movements, err := sourceOf(m).Movements(t.Context(), blockOf(m, claimed), m.Client.String())
	require.NoError(t, err)
	require.Len(t, movements, 1)
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
	require.Contains(t, out, `"@type":"/kokusai.custody.v1.MsgSettleDirect"`)
	require.Contains(t, out, `"trade_reference":"TRADE-7"`)
	require.Contains(t, out, `"signatures":[]`)
	require.NoError(t, os.WriteFile(file, bytes.Replace(document, []byte("DELI"), []byte("GIVE"), 1), 0o600))
	_, err = run("iso20022", "parse", file)
	require.ErrorIs(t, err, wire.ErrInvalid)
	_, err = run("swift", "parse", file)
	require.ErrorIs(t, err, wire.ErrInvalid)
}
