package register_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/kokusai-chain/kokusai/cmd/kokusaid/register"
	"github.com/kokusai-chain/kokusai/testutil"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	omnibustypes "github.com/kokusai-chain/kokusai/x/custody/omnibus/types"
	settlementtypes "github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// other is a second series of the same issuer, which the client holds too.
const other = "JP1103821S45"

// lived is a market in the middle of life: the series is counted, a coupon was missed, units are in suspense and behind an
// account that customers share, an account is frozen, and instructions wait.
func lived(t *testing.T) *testutil.Market {
	l := testutil.NewTrade(t, testutil.Day("2026-06-18"))
	m := l.Japan
	m.SetRules(func(rules *custodytypes.TransferRules) { rules.MaxHolders = 100 })
	shared := m.Actor("shared")
	registration := m.Registration(shared, custodytypes.ClassInstitutional)
	registration.Book = custodytypes.BookOmnibus
	m.Must(registration, m.Custodian)
	client := &omnibustypes.MsgOpenClient{
		Custodian: m.Custodian.String(), Account: shared.String(), Reference: strings.Repeat("ab", 32), InvestorClass: custodytypes.ClassProfessional,
		Jurisdiction: "JP", TaxClass: custodytypes.TaxClassResidentCorporation, Expiry: "2050-12-31",
	}
	m.Must(client, m.Custodian)
	terms, rules := m.Series().Terms, m.Rules()
	terms.Isin, rules.Isin = other, other
	m.MustAll([]sdk.Msg{
		&bondtypes.MsgOpenSeries{Authority: m.Ministry.String(), Terms: terms},
		&custodytypes.MsgSetTransferRules{Authority: m.Ministry.String(), Rules: rules},
	}, m.Ministry)
	m.Must(&bondtypes.MsgPlaceDirect{
		Authority: m.Ministry.String(), Buyer: m.Client.String(), Isin: other, Face: math.NewInt(50_000_000), CleanPrice: testutil.Dec("100"),
	}, m.Ministry, m.Client)
	m.WaitForDate("2026-06-22")
	m.Must(banktypes.NewMsgSend(m.Dealer.Addr, shared.Addr, sdk.NewCoins(testutil.Bonds(50_000_000))), m.Dealer)
	m.Must(&omnibustypes.MsgCredit{
		Custodian: m.Custodian.String(), Account: shared.String(), Reference: client.Reference, Amount: testutil.Bonds(30_000_000),
	}, m.Custodian)
	m.Fund(testutil.Yen(5_000_000)) // less than the coupon
	m.Must(&settlementtypes.MsgInstruct{Party: m.Client.String(), Instructions: []settlementtypes.Instruction{{
		Counterparty: m.Dealer.String(), Reference: "LATER", Direction: settlementtypes.DirectionDeliver, Isin: testutil.JGB,
		Face: math.NewInt(50_000), Cash: &sdk.Coin{Denom: "ujpy", Amount: math.NewInt(50_000_000_000)},
		TradeDate: m.Today(), SettlementDate: "2026-06-24",
	}}}, m.Client)
	m.Must(l.Send(m.Dealer, testutil.Bonds(10_000_000), l.ClientAbroad.String()), m.Dealer)
	lost := l.Sent()
	m.Freeze(m.Dealer)
	l.Timeout(lost)
	require.EqualValues(t, 10_000_000, m.Suspended(m.Dealer, testutil.Bonds(0).Denom))
	l.Audited()
	return m
}

func written(t *testing.T, m *testutil.Market, state map[string]json.RawMessage, dir string) register.Manifest {
	t.Helper()
	r, err := register.Of(m.Kokusai.AppCodec(), state, testutil.JGB)
	require.NoError(t, err)
	manifest, err := register.Write(m.Kokusai.AppCodec(), dir, r, register.Origin{ChainID: m.ChainID, Height: 1})
	require.NoError(t, err)
	return manifest
}

// A register that is exported, put into a new chain and exported there is the same to the last byte, and the new chain's laws
// hold.
func TestARegisterOutlivesItsChain(t *testing.T) {
	m := lived(t)
	first, last := t.TempDir(), t.TempDir()
	manifest := written(t, m, m.Export(), first)
	require.Equal(t, "1000000000", manifest.Totals.Outstanding.String())
	require.Equal(t, 4, manifest.Totals.Holders)
	require.Equal(t, 1, manifest.Totals.Instructions)
	require.Equal(t, testutil.Yen(5_000_000).Amount, manifest.Totals.Cash)

	r, read, err := register.Read(m.Kokusai.AppCodec(), first)
	require.NoError(t, err)
	require.Equal(t, manifest, read)
	require.True(t, slices.ContainsFunc(r.Bond.Holders, func(row bondtypes.HolderRow) bool { return len(row.Pending) > 0 }), "somebody is owed the coupon")
	require.Len(t, r.Omnibus.Positions, 1)
	require.Len(t, r.Custody.Suspense, 1)
	require.Len(t, r.Custody.FrozenAccounts, 1)
	require.Len(t, r.Custody.Census, 3)
	successor := testutil.NewSingleChain(t, m.Coordinator.CurrentTime)
	state := successor.Export()
	require.NoError(t, register.Graft(m.Kokusai.AppCodec(), state, r))
	second, err := register.Of(m.Kokusai.AppCodec(), m.Export(), other)
	require.NoError(t, err)
	require.NoError(t, register.Graft(m.Kokusai.AppCodec(), state, second), "issuer, custodian and client are there already, and the same")
	second.Bond.Issuers[0].Name = "somebody else"
	second.Bond.Series[0].Terms.Isin = testutil.Treasury
	require.ErrorIs(t, register.Graft(m.Kokusai.AppCodec(), state, second), register.ErrConflict)
	started, err := successor.Start(state)
	require.NoError(t, err)
	ctx := successor.StateAtStart(started)
	require.NoError(t, started.Audit(ctx))
	holders, err := started.ExportGenesis(ctx, nil)
	require.NoError(t, err)
	again := written(t, m, holders, last)
	require.Equal(t, manifest.Files, again.Files)
	for _, file := range manifest.Files {
		one, err := os.ReadFile(filepath.Join(first, file.Name))
		require.NoError(t, err)
		same, err := os.ReadFile(filepath.Join(last, file.Name))
		require.NoError(t, err)
		require.Equal(t, string(one), string(same), file.Name)
	}

	// What the successor has already it does not take again.
	require.ErrorIs(t, register.Graft(m.Kokusai.AppCodec(), state, r), register.ErrConflict)
}

// Files that were changed, exchanged or lost are not a register.
func TestATamperedRegisterIsRefused(t *testing.T) {
	m := testutil.NewMarket(t, testutil.Day("2026-01-07"))
	for name, harm := range map[string]func(t *testing.T, dir string){
		"a unit more": func(t *testing.T, dir string) { replace(t, dir, "holders.csv", "600000000", "600000001") },
		"a word less": func(t *testing.T, dir string) {
			replace(t, dir, "series.json", "JGB 10-year No. 381", "JGB 10-year No. 382")
		},
		"a manifest of other sums": func(t *testing.T, dir string) {
			replace(t, dir, "manifest.json", `"outstanding": "1000000000"`, `"outstanding": "1000000001"`)
		},
		"a manifest of another series": func(t *testing.T, dir string) {
			replace(t, dir, "manifest.json", testutil.JGB, testutil.Treasury)
		},
		"no manifest that can be read": func(t *testing.T, dir string) { replace(t, dir, "manifest.json", "{", "") },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			written(t, m, m.Export(), dir)
			harm(t, dir)
			_, _, err := register.Read(m.Kokusai.AppCodec(), dir)
			require.ErrorIs(t, err, register.ErrTampered)
		})
	}
	dir := t.TempDir()
	written(t, m, m.Export(), dir)
	require.NoError(t, os.Remove(filepath.Join(dir, "holders.csv")))
	_, _, err := register.Read(m.Kokusai.AppCodec(), dir)
	require.ErrorIs(t, err, os.ErrNotExist)
	_, err = register.Of(m.Kokusai.AppCodec(), m.Export(), testutil.Treasury)
	require.ErrorIs(t, err, register.ErrNoSeries)
}

func replace(t *testing.T, dir, file, old, with string) {
	t.Helper()
	path := filepath.Join(dir, file)
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Contains(t, string(content), old)
	require.NoError(t, os.WriteFile(path, []byte(strings.Replace(string(content), old, with, 1)), 0o600))
}

// What modules have claimed, and what is abroad, another chain could not give back.
func TestClaimedUnitsDoNotMoveToASuccessor(t *testing.T) {
	l := testutil.NewTrade(t, testutil.Day("2026-01-07"))
	m := l.Japan
	graft := func() error {
		r, err := register.Of(m.Kokusai.AppCodec(), m.Export(), testutil.JGB)
		require.NoError(t, err)
		return register.Graft(m.Kokusai.AppCodec(), map[string]json.RawMessage{}, r)
	}
	m.Pledge(m.Client, testutil.Bonds(1_000_000))
	require.ErrorIs(t, graft(), register.ErrNotTransferable)
	require.ErrorContains(t, graft(), "pledged to collateral")
	m.Must(l.Send(m.Client, testutil.Bonds(50_000), l.ClientAbroad.String()), m.Client)
	require.ErrorContains(t, graft(), "abroad over channel-0")
}
