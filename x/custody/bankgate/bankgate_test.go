package bankgate_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"

	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	"github.com/kokusai-chain/kokusai/x/custody/types"
)

func TestWaysAroundTheRestrictionAreClosed(t *testing.T) {
	f := testutil.NewMarket(t)
	pool := authtypes.NewModuleAddress("bonded_tokens_pool")
	f.Accounts.GetModuleAccount(f.Ctx, "bonded_tokens_pool")
	for _, coin := range []sdk.Coin{testutil.Bonds(1), testutil.YenOf(1)} {
		coins := sdk.NewCoins(coin)
		for name, way := range map[string]func() error{
			"delegate": func() error { return f.Bank.DelegateCoins(f.Ctx, f.Dealer, pool, coins) },
			"delegate to module": func() error {
				return f.Bank.DelegateCoinsFromAccountToModule(f.Ctx, f.Dealer, "bonded_tokens_pool", coins)
			},
			"undelegate": func() error { return f.Bank.UndelegateCoins(f.Ctx, pool, f.Dealer, coins) },
			"undelegate module": func() error {
				return f.Bank.UndelegateCoinsFromModuleToAccount(f.Ctx, "bonded_tokens_pool", f.Dealer, coins)
			},
			"to virtual":   func() error { return f.Bank.SendCoinsToVirtual(f.Ctx, f.Dealer, f.Client, coins) },
			"from virtual": func() error { return f.Bank.SendCoinsFromVirtual(f.Ctx, f.Dealer, f.Client, coins) },
			"to virtual module": func() error {
				return f.Bank.SendCoinsFromAccountToModuleVirtual(f.Ctx, f.Dealer, authtypes.FeeCollectorName, coins)
			},
			"from virtual module": func() error {
				return f.Bank.SendCoinsFromModuleToAccountVirtual(f.Ctx, authtypes.FeeCollectorName, f.Dealer, coins)
			},
			"raw balance":   func() error { return f.Bank.UncheckedSetBalance(f.Ctx, f.Stranger, coin) },
			"clear balance": func() error { return f.Bank.UncheckedSetBalance(f.Ctx, f.Dealer, sdk.NewInt64Coin(coin.Denom, 0)) },
		} {
			require.ErrorIs(t, way(), types.ErrRegulatedPath, "%s of %s", name, coin)
		}
	}
	f.Fund(f.Dealer, sdk.NewInt64Coin("ukoku", 10))
	stake := sdk.NewCoins(sdk.NewInt64Coin("ukoku", 4))
	require.NoError(t, f.Bank.DelegateCoinsFromAccountToModule(f.Ctx, f.Dealer, "bonded_tokens_pool", stake))
	require.NoError(t, f.Bank.UndelegateCoinsFromModuleToAccount(f.Ctx, "bonded_tokens_pool", f.Dealer, stake))
	require.NoError(t, f.Bank.DelegateCoins(f.Ctx, f.Dealer, pool, stake))
	require.NoError(t, f.Bank.UndelegateCoins(f.Ctx, pool, f.Dealer, stake))
	require.NoError(t, f.Keeper.Audit(f.Ctx))
}

// A deposit of cash that governance burns is gone for everybody, and the bank that issued it still owes it.
func TestBurningKeepsTheBooks(t *testing.T) {
	f := testutil.NewMarket(t)
	gov := f.Accounts.GetModuleAccount(f.Ctx, govtypes.ModuleName).GetAddress()
	f.Fund(gov, sdk.NewInt64Coin("ukoku", 10))
	require.NoError(t, f.Bank.SendCoins(f.Ctx, f.Dealer, gov, sdk.NewCoins(testutil.YenOf(500))))
	supply := f.Bank.GetSupply(f.Ctx, testutil.Yen)

	require.NoError(t, f.Bank.BurnCoins(f.Ctx, govtypes.ModuleName, sdk.NewCoins(testutil.YenOf(300), sdk.NewInt64Coin("ukoku", 4))))
	require.NoError(t, f.Bank.BurnCoins(f.Ctx, govtypes.ModuleName, sdk.NewCoins(testutil.YenOf(200))))
	require.NoError(t, f.Bank.BurnCoins(f.Ctx, govtypes.ModuleName, sdk.NewCoins(sdk.NewInt64Coin("ukoku", 1))))
	require.Equal(t, "5ukoku", f.Bank.GetAllBalances(f.Ctx, gov).String())
	require.Equal(t, "5ukoku", f.Bank.GetSupply(f.Ctx, "ukoku").String())
	require.Equal(t, supply, f.Bank.GetSupply(f.Ctx, testutil.Yen))
	require.EqualValues(t, 500, f.Bank.GetBalance(f.Ctx, authtypes.NewModuleAddress(types.ModuleName), testutil.Yen).Amount.Int64())
	require.Error(t, f.Bank.BurnCoins(f.Ctx, govtypes.ModuleName, sdk.NewCoins(testutil.YenOf(1))))
	require.NoError(t, f.Keeper.Audit(f.Ctx))
}

// TestEveryWayOfTheBankIsKnown fails when the SDK adds a way to move coins, until someone decides whether it needs a gate.
func TestEveryWayOfTheBankIsKnown(t *testing.T) {
	gated := map[string]bool{
		"InputOutputCoins": true, "DelegateCoins": true, "DelegateCoinsFromAccountToModule": true,
		"UndelegateCoins": true, "UndelegateCoinsFromModuleToAccount": true,
		"SendCoinsFromAccountToModuleVirtual": true, "SendCoinsFromModuleToAccountVirtual": true,
		"SendCoinsToVirtual": true, "SendCoinsFromVirtual": true, "UncheckedSetBalance": true, "BurnCoins": true,
	}
	restricted := map[string]bool{
		// These ask the send restriction once, before they deduct.
		"SendCoins": true, "SendCoinsFromModuleToAccount": true, "SendCoinsFromModuleToModule": true, "SendCoinsFromAccountToModule": true,
		// Supply appears in the accounts of modules that may.
		"MintCoins": true,
		// Virtual balances hold nothing regulated.
		"CreditVirtualAccounts": true,
	}
	bank := reflect.TypeOf((*bankkeeper.Keeper)(nil)).Elem()
	for i := range bank.NumMethod() {
		name := bank.Method(i).Name
		moves := strings.Contains(name, "Coins") || strings.Contains(name, "Balance") || strings.Contains(name, "Virtual")
		reads := strings.HasPrefix(name, "Get") || strings.HasPrefix(name, "Is") || strings.HasPrefix(name, "Iterate") ||
			strings.HasPrefix(name, "Has") || strings.HasPrefix(name, "Spendable") || strings.HasPrefix(name, "Locked") ||
			strings.HasPrefix(name, "Validate") || strings.HasPrefix(name, "With") || name == "AllBalances" || name == "Balance"
		if moves && !reads {
			require.True(t, gated[name] != restricted[name], "decide whether %s needs a gate", name)
		}
	}
	service := reflect.TypeOf((*banktypes.MsgServer)(nil)).Elem()
	known := map[string]bool{"Send": true, "MultiSend": true, "UpdateParams": true, "SetSendEnabled": true, "Burn": true}
	for i := range service.NumMethod() {
		require.True(t, known[service.Method(i).Name], "decide whether message %s needs a gate", service.Method(i).Name)
	}
}

func TestMessagesGoThroughTheGate(t *testing.T) {
	f := testutil.NewMarket(t)
	_, err := f.BankMsgs.Send(f.Ctx, banktypes.NewMsgSend(f.Dealer, f.Client, sdk.NewCoins(testutil.Bonds(1))))
	require.NoError(t, err, "the SDK's server accepts the keeper it is given")

	escrow := transfertypes.GetEscrowAddress(transfertypes.PortID, testutil.Channel)
	for _, coin := range []sdk.Coin{testutil.Bonds(1), testutil.YenOf(1)} {
		_, err = f.BankMsgs.Send(f.Ctx, banktypes.NewMsgSend(f.Dealer, escrow, sdk.NewCoins(coin)))
		require.ErrorIs(t, err, types.ErrDirectEscrowEntry)
		_, err = f.BankMsgs.MultiSend(f.Ctx, banktypes.NewMsgMultiSend(
			banktypes.NewInput(f.Dealer, sdk.NewCoins(coin)), []banktypes.Output{banktypes.NewOutput(escrow, sdk.NewCoins(coin))}))
		require.ErrorIs(t, err, types.ErrDirectEscrowEntry)
	}
	f.Fund(f.Dealer, sdk.NewInt64Coin("ukoku", 1))
	_, err = f.BankMsgs.Send(f.Ctx, banktypes.NewMsgSend(f.Dealer, escrow, sdk.NewCoins(sdk.NewInt64Coin("ukoku", 1))))
	require.NoError(t, err)
}

func TestMalformedMessagesFailAsTheBankSays(t *testing.T) {
	f := testutil.NewMarket(t)
	_, err := f.BankMsgs.Send(f.Ctx, &banktypes.MsgSend{FromAddress: f.Dealer.String(), ToAddress: "x", Amount: sdk.NewCoins(testutil.Bonds(1))})
	require.ErrorContains(t, err, "invalid to address")
	_, err = f.BankMsgs.MultiSend(f.Ctx, &banktypes.MsgMultiSend{})
	require.ErrorIs(t, err, banktypes.ErrNoInputs)
	_, err = f.BankMsgs.MultiSend(f.Ctx, banktypes.NewMsgMultiSend(
		banktypes.NewInput(f.Dealer, sdk.NewCoins(testutil.Bonds(2))), []banktypes.Output{banktypes.NewOutput(f.Client, sdk.NewCoins(testutil.Bonds(1)))}))
	require.ErrorIs(t, err, banktypes.ErrInputOutputMismatch)
	err = f.Bank.InputOutputCoins(f.Ctx, banktypes.NewInput(f.Dealer, sdk.NewCoins(testutil.Bonds(2))), nil)
	require.ErrorIs(t, err, banktypes.ErrInputOutputMismatch)
}

func TestTheGateIsSetOnce(t *testing.T) {
	f := testutil.New(t)
	require.Panics(t, func() { f.Bank.SetGate(f.Keeper) })
}
