package app_test

import (
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	vestingtypes "github.com/cosmos/cosmos-sdk/x/auth/vesting/types"
	"github.com/cosmos/cosmos-sdk/x/authz"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	distrtypes "github.com/cosmos/cosmos-sdk/x/distribution/types"
	"github.com/cosmos/cosmos-sdk/x/feegrant"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"

	"github.com/kokusai-chain/kokusai/app"
	"github.com/kokusai-chain/kokusai/testutil"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

var (
	issueDay = testutil.Day("2026-01-07")
	bond     = testutil.Bonds(0).Denom
)

const yen = "ujpy"

func coins(c ...sdk.Coin) sdk.Coins { return sdk.NewCoins(c...) }

func send(from, to *testutil.Actor, c ...sdk.Coin) *banktypes.MsgSend {
	return banktypes.NewMsgSend(from.Addr, to.Addr, coins(c...))
}

// multiSend sends each coin to the receiver in the same place.
func multiSend(from *testutil.Actor, to []*testutil.Actor, amounts ...sdk.Coin) *banktypes.MsgMultiSend {
	total, outputs := sdk.NewCoins(), make([]banktypes.Output, len(to))
	for i, amount := range amounts {
		total = total.Add(amount)
		outputs[i] = banktypes.NewOutput(to[i].Addr, coins(amount))
	}
	return banktypes.NewMsgMultiSend(banktypes.NewInput(from.Addr, total), outputs)
}

// The bank asks its restriction for each output before it deducts any, so that outputs could each pass and together break a
// pledge, or the limit of a holder.
func TestOutputsAreJudgedTogether(t *testing.T) {
	m := testutil.NewMarket(t, issueDay)
	other := m.Actor("other")
	m.Must(m.Registration(other, custodytypes.ClassInstitutional), m.Custodian)
	m.Pledge(m.Client, testutil.Bonds(500_000_000))
	both := []*testutil.Actor{m.Dealer, other}

	m.Refused(custodytypes.ErrInsufficientFree, multiSend(m.Client, both, testutil.Bonds(60_000_000), testutil.Bonds(60_000_000)), m.Client)
	m.Refused(custodytypes.ErrInsufficientFree, multiSend(m.Client, both, testutil.Bonds(100_000_000), testutil.Bonds(1)), m.Client)
	require.EqualValues(t, 600_000_000, m.Balance(m.Client.Addr, bond))
	m.Must(multiSend(m.Client, both, testutil.Bonds(60_000_000), testutil.Bonds(40_000_000)), m.Client)
	require.EqualValues(t, 500_000_000, m.Balance(m.Client.Addr, bond))
	m.Refused(custodytypes.ErrInsufficientFree, send(m.Client, m.Dealer, testutil.Bonds(1)), m.Client)

	m.SetRules(func(rules *custodytypes.TransferRules) { rules.MaxHolding = math.NewInt(100_000_000) })
	twice := []*testutil.Actor{other, other}
	m.Refused(custodytypes.ErrMaxHolding, multiSend(m.Dealer, twice, testutil.Bonds(40_000_000), testutil.Bonds(40_000_000)), m.Dealer)
	m.Must(multiSend(m.Dealer, twice, testutil.Bonds(40_000_000), testutil.Bonds(20_000_000)), m.Dealer)
	require.EqualValues(t, 100_000_000, m.Balance(other.Addr, bond))
	m.Refused(custodytypes.ErrMaxHolding, send(m.Dealer, other, testutil.Bonds(1)), m.Dealer)
	m.Audited()
}

// Fees are payable in the stake token. Neither bonds nor cash get to the fee collector or the community pool on any way.
func TestRegulatedCoinsNeverReachThePublicPurse(t *testing.T) {
	m := testutil.NewMarket(t, issueDay)
	stake := sdk.NewInt64Coin(app.StakeDenom, 1000)
	allowance, err := feegrant.NewMsgGrantAllowance(
		&feegrant.BasicAllowance{SpendLimit: coins(stake, testutil.Yen(1), testutil.Bonds(50_000))}, m.Dealer.Addr, m.Client.Addr)
	require.NoError(t, err)
	m.Must(allowance, m.Dealer)
	for _, granter := range []*testutil.Actor{nil, m.Dealer} {
		pay := func(fee sdk.Coins) *abci.ExecTxResult {
			return m.SendTx(testutil.Tx{
				Msgs: []sdk.Msg{send(m.Client, m.Lender, testutil.Yen(1))}, Signers: []*testutil.Actor{m.Client}, Fee: fee, Granter: granter,
			})
		}
		for _, fee := range []sdk.Coins{coins(testutil.Yen(1)), coins(testutil.Bonds(50_000)), coins(stake, testutil.Yen(1))} {
			m.FailedWith(sdkerrors.ErrInvalidCoins, pay(fee))
		}
		require.Zero(t, pay(coins(stake)).Code, "the stake token pays")
	}
	collector := &testutil.Actor{Addr: authtypes.NewModuleAddress(authtypes.FeeCollectorName)}
	validators, err := m.Kokusai.StakingKeeper.GetAllValidators(m.Committed())
	require.NoError(t, err)
	validator := validators[0].GetOperator()
	for _, coin := range []sdk.Coin{testutil.Bonds(50_000), testutil.Yen(1)} {
		m.Refused(sdkerrors.ErrUnauthorized, send(m.Client, collector, coin), m.Client)
		m.Refused(custodytypes.ErrModuleAccount, multiSend(m.Client, []*testutil.Actor{collector}, coin), m.Client)
		m.Refused(custodytypes.ErrModuleAccount, distrtypes.NewMsgFundCommunityPool(coins(coin), m.Client.String()), m.Client)
		m.Refused(custodytypes.ErrModuleAccount, distrtypes.NewMsgDepositValidatorRewardsPool(m.Client.String(), validator, coins(coin)), m.Client)
		m.Refused(sdkerrors.ErrInvalidRequest, stakingtypes.NewMsgDelegate(m.Client.String(), validator, coin), m.Client)
		proposal, err := govv1.NewMsgSubmitProposal(nil, coins(coin), m.Client.String(), "text", "title", "summary", false)
		require.NoError(t, err)
		m.Refused(govtypes.ErrInvalidDepositDenom, proposal, m.Client)
	}
	m.Must(distrtypes.NewMsgFundCommunityPool(coins(sdk.NewInt64Coin(app.StakeDenom, 5)), m.Client.String()), m.Client)
	m.Audited()
}

// What may be in the account of each module: nothing regulated but where a module needs it.
func TestModuleAccountsHoldWhatTheyMay(t *testing.T) {
	m := testutil.NewMarket(t, issueDay)
	for name := range app.ModuleAccounts {
		account := authtypes.NewModuleAddress(name)
		ctx := m.Committed()
		bondsErr := m.Kokusai.CustodyKeeper.CanTransfer(ctx, m.Client.Addr, account, testutil.Bonds(50_000))
		cashErr := m.Kokusai.CustodyKeeper.CanTransfer(ctx, m.Client.Addr, account, testutil.Yen(1))
		switch name {
		case "bond", "custody":
			require.NoError(t, bondsErr, name)
			require.NoError(t, cashErr, name)
		case "auction", "offering", "collateral", "repo", "funding", "carry", "gov":
			require.ErrorIs(t, bondsErr, custodytypes.ErrModuleAccount, name)
			require.NoError(t, cashErr, name)
		case "liquidation": // insurance and deposits
			require.ErrorIs(t, bondsErr, custodytypes.ErrModuleAccount, name)
			require.NoError(t, cashErr, name)
		default:
			require.ErrorIs(t, bondsErr, custodytypes.ErrModuleAccount, name)
			require.ErrorIs(t, cashErr, custodytypes.ErrModuleAccount, name)
		}
	}
}

// A vesting account is opened with a plain send, which is judged; it can never become an investor's.
func TestVestingAccountsObeyTheRules(t *testing.T) {
	m := testutil.NewMarket(t, issueDay)
	fresh := func(i byte) sdk.AccAddress { return append(make([]byte, 19), i) }
	end := issueDay.AddDate(1, 0, 0).Unix()
	create := func(to sdk.AccAddress, coin sdk.Coin) map[string]sdk.Msg {
		return map[string]sdk.Msg{
			"continuous": vestingtypes.NewMsgCreateVestingAccount(m.Client.Addr, to, coins(coin), end, false),
			"delayed":    vestingtypes.NewMsgCreateVestingAccount(m.Client.Addr, to, coins(coin), end, true),
			"locked":     vestingtypes.NewMsgCreatePermanentLockedAccount(m.Client.Addr, to, coins(coin)),
			"periodic": vestingtypes.NewMsgCreatePeriodicVestingAccount(m.Client.Addr, to, issueDay.Unix(),
				[]vestingtypes.Period{{Length: 1000, Amount: coins(coin)}}),
		}
	}
	for _, msg := range create(fresh(1), testutil.Bonds(50_000)) {
		m.Refused(custodytypes.ErrNotRegistered, msg, m.Client)
	}
	require.False(t, m.Kokusai.AccountKeeper.HasAccount(m.Committed(), fresh(1)))
	for _, msg := range create(m.Dealer.Addr, testutil.Bonds(50_000)) {
		m.Refused(sdkerrors.ErrInvalidRequest, msg, m.Client)
	}
	account := byte(2)
	for name, msg := range create(fresh(2), testutil.Yen(5)) {
		to := &testutil.Actor{Name: name, Addr: fresh(account)}
		msg = create(to.Addr, testutil.Yen(5))[name]
		m.Must(msg, m.Client)
		m.Refused(custodytypes.ErrInvalidInvestor, m.Registration(to, custodytypes.ClassInstitutional), m.Custodian)
		account++
	}
	m.Freeze(m.Client)
	for _, msg := range create(fresh(99), testutil.Yen(5)) {
		m.Refused(custodytypes.ErrSenderFrozen, msg, m.Client)
	}
	m.Audited()
}

// Whoever acts for another can do no more than the other.
func TestAuthorizedSendsObeyTheRules(t *testing.T) {
	m := testutil.NewMarket(t, issueDay)
	m.Pledge(m.Client, testutil.Bonds(500_000_000))
	expires := issueDay.AddDate(1, 0, 0)
	for _, url := range []string{"/cosmos.bank.v1beta1.MsgSend", "/cosmos.bank.v1beta1.MsgMultiSend", "/kokusai.bond.v1.MsgPlaceDirect"} {
		grant, err := authz.NewMsgGrant(m.Client.Addr, m.Stranger.Addr, authz.NewGenericAuthorization(url), &expires)
		require.NoError(t, err)
		m.Must(grant, m.Client)
	}
	exec := func(msg sdk.Msg) sdk.Msg {
		wrapped := authz.NewMsgExec(m.Stranger.Addr, []sdk.Msg{msg})
		return &wrapped
	}
	dealerTwice := []*testutil.Actor{m.Dealer, m.Dealer}
	m.Refused(custodytypes.ErrInsufficientFree, exec(send(m.Client, m.Dealer, testutil.Bonds(100_000_001))), m.Stranger)
	m.Refused(custodytypes.ErrInsufficientFree, exec(multiSend(m.Client, dealerTwice, testutil.Bonds(60_000_000), testutil.Bonds(60_000_000))), m.Stranger)
	m.Refused(custodytypes.ErrClass, exec(send(m.Client, m.Retail, testutil.Bonds(50_000))), m.Stranger)
	m.Refused(custodytypes.ErrNotRegistered, exec(send(m.Client, m.Stranger, testutil.Bonds(50_000))), m.Stranger)
	m.Refused(authz.ErrNoAuthorizationFound, exec(send(m.Dealer, m.Client, testutil.Bonds(50_000))), m.Stranger)
	// One of two signatures that a placement needs is not both.
	m.Refused(authz.ErrAuthorizationNumOfSigners, exec(&bondtypes.MsgPlaceDirect{
		Authority: m.Ministry.String(), Buyer: m.Client.String(), Isin: testutil.JGB, Face: math.NewInt(50_000), CleanPrice: testutil.Dec("1"),
	}), m.Stranger)
	m.Must(exec(send(m.Client, m.Dealer, testutil.Bonds(100_000_000))), m.Stranger)
	m.Audited()
}
