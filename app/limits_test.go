package app_test

import (
	"encoding/json"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/baseapp"
	svrcmd "github.com/cosmos/cosmos-sdk/server/cmd"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/kokusai-chain/kokusai/app"
	kokusaid "github.com/kokusai-chain/kokusai/cmd/kokusaid/cmd"
	"github.com/kokusai-chain/kokusai/testutil"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	carrytypes "github.com/kokusai-chain/kokusai/x/carry/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// A transaction without a sequence works once.
func TestUnorderedTransaction(t *testing.T) {
	m := testutil.NewMarket(t, issueDay)
	before := m.Balance(m.Dealer.Addr, yen)
	tx := m.Encode(testutil.Tx{
		Msgs: []sdk.Msg{send(m.Client, m.Dealer, testutil.Yen(7))}, Signers: []*testutil.Actor{m.Client},
		UnorderedUntil: m.Coordinator.CurrentTime.Add(5 * time.Minute),
	})
	m.EnqueueEncoded(tx)
	m.EnqueueEncoded(tx)
	results := m.Block()
	require.Zero(t, results[0].Code, results[0].Log)
	m.FailedWith(sdkerrors.ErrInvalidRequest, results[1])
	m.EnqueueEncoded(tx)
	m.FailedWith(sdkerrors.ErrInvalidRequest, m.Block()[0])
	require.EqualValues(t, testutil.Yen(7).Amount.Int64(), m.Balance(m.Dealer.Addr, yen)-before)
	m.Must(send(m.Client, m.Dealer, testutil.Yen(1)), m.Client)
}

// ours is the state of our modules, as exported.
func ours(t *testing.T, c *testutil.Chain) string {
	t.Helper()
	exported, err := c.Kokusai.ModuleManager.ExportGenesisForModules(c.Committed(), c.Kokusai.AppCodec(), []string{"bond", "offering", "custody", "omnibus", "control", "collateral", "carry"})
	require.NoError(t, err)
	text, err := json.Marshal(exported)
	require.NoError(t, err)
	return string(text)
}

// Every message that takes an amount refuses those that are no amounts, with an error of its own and no panic, and changes
// nothing.
func TestAmountsThatAreNone(t *testing.T) {
	m := testutil.NewMarket(t, issueDay)
	m.Pledge(m.Client, testutil.Bonds(500_000_000))
	m.Borrow(m.Client, testutil.Yen(1_000_000))
	client, price := m.Client.String(), testutil.Dec("100")
	power := func(exponent uint) math.Int { return math.NewIntFromBigInt(new(big.Int).Lsh(big.NewInt(1), exponent)) }
	before, supply := ours(t, m.Chain), m.Kokusai.BankKeeper.GetSupply(m.Committed(), yen)

	for name, amount := range map[string]math.Int{
		"zero": math.ZeroInt(), "minus one": math.NewInt(-1), "a hundred million less than nothing": math.NewInt(-100_000_000),
		"2^64": power(64), "2^100": power(100), "2^128": power(128), "2^255": power(255), "minus 2^255": power(255).Neg(),
	} {
		cash, face := sdk.Coin{Denom: yen, Amount: amount}, sdk.Coin{Denom: bond, Amount: amount}
		for _, c := range []struct {
			msg     sdk.Msg
			signers []*testutil.Actor
		}{
			{&banktypes.MsgSend{FromAddress: client, ToAddress: m.Dealer.String(), Amount: sdk.Coins{face}}, []*testutil.Actor{m.Client}},
			{&banktypes.MsgMultiSend{
				Inputs:  []banktypes.Input{{Address: client, Coins: sdk.Coins{face}}},
				Outputs: []banktypes.Output{{Address: m.Dealer.String(), Coins: sdk.Coins{face}}},
			}, []*testutil.Actor{m.Client}},
			{&bondtypes.MsgPlaceDirect{Authority: m.Ministry.String(), Buyer: client, Isin: testutil.JGB, Face: amount, CleanPrice: price}, []*testutil.Actor{m.Ministry, m.Client}},
			{&bondtypes.MsgFundPayments{Funder: client, Isin: testutil.JGB, Amount: cash}, []*testutil.Actor{m.Client}},
			{&bondtypes.MsgWithdrawUnusedFunds{Authority: m.Ministry.String(), Isin: testutil.JGB, Amount: cash}, []*testutil.Actor{m.Ministry}},
			{&custodytypes.MsgMintCash{Issuer: m.Bank.String(), Recipient: client, Amount: cash}, []*testutil.Actor{m.Bank}},
			{&custodytypes.MsgBurnCash{Issuer: m.Bank.String(), Amount: cash}, []*testutil.Actor{m.Bank}},
			{&custodytypes.MsgSettleDirect{
				Deliverer: client, Receiver: m.Dealer.String(), Isin: testutil.JGB, Face: amount, Cash: testutil.Yen(1), TradeReference: "AMOUNT-1",
			}, []*testutil.Actor{m.Client, m.Dealer}},
			{&custodytypes.MsgSettleDirect{
				Deliverer: client, Receiver: m.Dealer.String(), Isin: testutil.JGB, Face: math.NewInt(50_000), Cash: cash, TradeReference: "AMOUNT-2",
			}, []*testutil.Actor{m.Client, m.Dealer}},
			{&collateraltypes.MsgSupply{Supplier: client, Amount: cash}, []*testutil.Actor{m.Client}},
			{&collateraltypes.MsgWithdraw{Supplier: m.Lender.String(), Denom: yen, Amount: amount, Claims: math.ZeroInt()}, []*testutil.Actor{m.Lender}},
			{&collateraltypes.MsgWithdraw{Supplier: m.Lender.String(), Denom: yen, Amount: math.ZeroInt(), Claims: amount}, []*testutil.Actor{m.Lender}},
			{&collateraltypes.MsgAddCollateral{Owner: client, Denom: yen, Number: 1, Bonds: sdk.Coins{face}}, []*testutil.Actor{m.Client}},
			{&collateraltypes.MsgReleaseCollateral{Owner: client, Denom: yen, Number: 1, Collateral: sdk.Coins{face}}, []*testutil.Actor{m.Client}},
			{&collateraltypes.MsgBorrow{Owner: client, Number: 1, Amount: cash}, []*testutil.Actor{m.Client}},
			{&carrytypes.MsgPostQuote{
				Dealer: client, Offer: cash, AskDenom: "uusd", Price: price, MinFill: math.OneInt(), ExpiresAt: issueDay.AddDate(0, 1, 0),
			}, []*testutil.Actor{m.Client}},
		} {
			result := m.Send(c.msg, c.signers...)
			require.NotZero(t, result.Code, "%T with %s", c.msg, name)
			require.NotEqual(t, "undefined", result.Codespace, "%T with %s: %s", c.msg, name, result.Log)
			require.NotEqual(t, [2]any{sdkerrors.RootCodespace, sdkerrors.ErrPanic.ABCICode()}, [2]any{result.Codespace, result.Code}, "%T with %s: %s", c.msg, name, result.Log)
		}
	}
	require.Equal(t, before, ours(t, m.Chain))
	require.Equal(t, supply, m.Kokusai.BankKeeper.GetSupply(m.Committed(), yen))
	m.Audited()
	// More than the debt repays the debt.
	m.Must(&collateraltypes.MsgRepay{Payer: client, Owner: client, Number: 1, Amount: testutil.Yen(2_000_000)}, m.Client)
	require.Zero(t, m.Debt(m.Client))
}

// A query that reads more than the node allows is refused; what the node allows is written into its settings.
func TestQueriesAreBounded(t *testing.T) {
	m := testutil.NewMarket(t, issueDay)
	query := func(a *app.App) *abci.ResponseQuery {
		request, err := (&bondtypes.QueryHoldersRequest{Isin: testutil.JGB}).Marshal()
		require.NoError(t, err)
		answer, err := a.Query(t.Context(), &abci.RequestQuery{Path: "/kokusai.bond.v1.Query/Holders", Data: request})
		require.NoError(t, err)
		return answer
	}
	require.Zero(t, query(m.Kokusai).Code)
	answer := query(m.Restarted(baseapp.SetQueryGasLimit(1_000)))
	require.Equal(t, sdkerrors.ErrPanic.ABCICode(), answer.Code)
	require.Contains(t, answer.Log, "ReadPerByte", "out of gas while reading")

	home := t.TempDir()
	root, err := kokusaid.NewRootCmd()
	require.NoError(t, err)
	root.SetArgs([]string{"keys", "list", "--keyring-backend", "test", "--home", home}) // any command writes the settings of a new node
	root.SetOut(io.Discard)
	root.SetErr(io.Discard)
	require.NoError(t, svrcmd.Execute(root, "", home))
	settings, err := os.ReadFile(filepath.Join(home, "config", "app.toml"))
	require.NoError(t, err)
	require.Contains(t, string(settings), "query-gas-limit = \"50000000\"")
}
