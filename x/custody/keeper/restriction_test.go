package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	"github.com/kokusai-chain/kokusai/x/custody/types"
)

var (
	bonds = testutil.Bonds
	yen   = testutil.YenOf
)

func TestUsersTransfers(t *testing.T) {
	f := testutil.NewMarket(t)
	require.NoError(t, f.Send(f.Dealer, f.Client, bonds(100)))
	require.Equal(t, int64(900), f.Balance(f.Dealer, testutil.Denom))
	require.Equal(t, int64(600), f.Balance(f.Client, testutil.Denom))

	require.ErrorIs(t, f.Send(f.Dealer, f.Retail, bonds(1)), types.ErrClass)
	require.ErrorIs(t, f.Send(f.Dealer, f.Stranger, bonds(1)), types.ErrNotRegistered)
	require.NoError(t, f.Send(f.Dealer, f.Treasury, bonds(1)), "the issuer may take its bonds back")
	require.NoError(t, f.Send(f.Dealer, f.Stranger, yen(1)), "cash needs no registration")

	f.Fund(f.Dealer, sdk.NewInt64Coin("ukoku", 10))
	f.Freeze(f.Dealer)
	require.ErrorIs(t, f.Send(f.Dealer, f.Client, bonds(1)), types.ErrSenderFrozen)
	require.ErrorIs(t, f.Send(f.Client, f.Dealer, yen(1)), types.ErrReceiverFrozen)
	require.NoError(t, f.Send(f.Dealer, f.Client, sdk.NewInt64Coin("ukoku", 1)), "the stake token is public")
	require.NoError(t, f.Keeper.Audit(f.Ctx))
}

func TestOneForbiddenCoinStopsTheTransfer(t *testing.T) {
	f := testutil.NewMarket(t)
	require.ErrorIs(t, f.Send(f.Dealer, f.Retail, bonds(1), yen(1)), types.ErrClass)
	require.Equal(t, int64(1_000_000_000_000), f.Balance(f.Retail, testutil.Yen))
}

func TestFeeCollectorAndPoolsHoldNothingRegulated(t *testing.T) {
	f := testutil.NewMarket(t)
	for _, module := range []string{authtypes.FeeCollectorName, "bonded_tokens_pool"} {
		for _, coin := range []sdk.Coin{bonds(1), yen(1)} {
			err := f.Bank.SendCoinsFromAccountToModule(f.Ctx, f.Dealer, module, sdk.NewCoins(coin))
			require.ErrorIs(t, err, types.ErrModuleAccount, "%s to %s", coin, module)
		}
	}
	f.Fund(f.Dealer, sdk.NewInt64Coin("ukoku", 10))
	require.NoError(t, f.Bank.SendCoinsFromAccountToModule(f.Ctx, f.Dealer, authtypes.FeeCollectorName, sdk.NewCoins(sdk.NewInt64Coin("ukoku", 10))))
	require.NoError(t, f.Bank.SendCoinsFromAccountToModule(f.Ctx, f.Dealer, testutil.Pledgee, sdk.NewCoins(yen(1))))
	require.ErrorIs(t, f.Bank.SendCoinsFromAccountToModule(f.Ctx, f.Dealer, testutil.Pledgee, sdk.NewCoins(bonds(1))), types.ErrModuleAccount)
}

func TestFrozenHoldersAreStillRedeemed(t *testing.T) {
	f := testutil.NewMarket(t)
	f.Freeze(f.Dealer)
	require.NoError(t, f.Bank.SendCoinsFromAccountToModule(f.Ctx, f.Dealer, bondtypes.ModuleName, sdk.NewCoins(bonds(1_000))))
	f.MintYen(f.Stranger, 5)
	require.NoError(t, f.Bank.SendCoinsFromAccountToModule(f.Ctx, f.Stranger, bondtypes.ModuleName, sdk.NewCoins(yen(5))))
	require.NoError(t, f.FromModule(bondtypes.ModuleName, f.Dealer, yen(5)))
	require.Equal(t, int64(5), f.Suspended(f.Dealer, testutil.Yen), "the principal waits for the frozen holder")
}

func TestGovernanceRefundOfAFrozenDepositor(t *testing.T) {
	f := testutil.NewMarket(t)
	require.NoError(t, f.Bank.SendCoinsFromAccountToModule(f.Ctx, f.Client, govtypes.ModuleName, sdk.NewCoins(yen(100))))
	f.Freeze(f.Client)
	before := f.Balance(f.Client, testutil.Yen)
	require.NoError(t, f.Bank.SendCoinsFromModuleToAccount(f.Ctx, govtypes.ModuleName, f.Client, sdk.NewCoins(yen(100))), "the end of a block must not fail")
	require.Equal(t, before, f.Balance(f.Client, testutil.Yen))
	require.Equal(t, int64(100), f.Suspended(f.Client, testutil.Yen))
	require.Equal(t, 1, f.Events("kokusai.custody.v1.EventHeldInSuspense"))

	_, err := f.Msgs.ReleaseSuspense(f.Ctx, &types.MsgReleaseSuspense{Signer: f.Stranger.String(), Owner: f.Client.String()})
	require.ErrorIs(t, err, types.ErrReceiverFrozen)
	f.Unfreeze(f.Client)
	res, err := f.Msgs.ReleaseSuspense(f.Ctx, &types.MsgReleaseSuspense{Signer: f.Stranger.String(), Owner: f.Client.String()})
	require.NoError(t, err)
	require.Equal(t, sdk.NewCoins(yen(100)), res.Released)
	require.Equal(t, before+100, f.Balance(f.Client, testutil.Yen))
}

func TestModulesNeverFailForTheReceiversSake(t *testing.T) {
	f := testutil.NewMarket(t)
	f.Freeze(f.Abroad)
	receivers := map[string]sdk.AccAddress{
		"frozen": f.Abroad, "not admitted": f.Retail, "unregistered": f.Stranger,
		"fee collector": authtypes.NewModuleAddress(authtypes.FeeCollectorName), "cash pool": authtypes.NewModuleAddress(testutil.Pledgee),
	}
	for name, receiver := range receivers {
		before := f.Balance(receiver, testutil.Denom)
		f.IssueCoin(receiver, bonds(7))
		require.Equal(t, before, f.Balance(receiver, testutil.Denom), name)
		require.Equal(t, int64(7), f.Suspended(receiver, testutil.Denom), name)
	}
	f.IssueCoin(types.SuspenseAddress(f.Retail), bonds(1))
	require.Equal(t, int64(8), f.Suspended(f.Retail, testutil.Denom), "suspense is an ordinary holder for modules")
	require.ErrorIs(t, f.Send(f.Dealer, types.SuspenseAddress(f.Retail), bonds(1)), types.ErrSuspenseAccount)
	require.NoError(t, f.Keeper.Audit(f.Ctx))
}

func TestAWholePaymentGoesToSuspense(t *testing.T) {
	f := testutil.NewMarket(t)
	require.NoError(t, f.Bank.SendCoinsFromAccountToModule(f.Ctx, f.Client, bondtypes.ModuleName, sdk.NewCoins(yen(9))))
	f.Fund(authtypes.NewModuleAddress(bondtypes.ModuleName), sdk.NewInt64Coin("ukoku", 4))
	f.Freeze(f.Retail)
	before := f.Balance(f.Retail, testutil.Yen)
	require.NoError(t, f.FromModule(bondtypes.ModuleName, f.Retail, yen(9), sdk.NewInt64Coin("ukoku", 4)))
	require.Equal(t, int64(9), f.Suspended(f.Retail, testutil.Yen))
	require.Equal(t, int64(4), f.Suspended(f.Retail, "ukoku"))

	f.Unfreeze(f.Retail)
	_, err := f.Keeper.ReleaseSuspense(f.Ctx, f.Retail)
	require.NoError(t, err)
	require.Equal(t, before+9, f.Balance(f.Retail, testutil.Yen))
	require.Equal(t, int64(4), f.Balance(f.Retail, "ukoku"))
}

func TestAModuleStartsNothingAbroadWithoutApproval(t *testing.T) {
	f := testutil.NewMarket(t)
	require.NoError(t, f.Keeper.OpenEscrow(f.Ctx, testutil.OtherChannel))
	require.NoError(t, f.Bank.MintCoins(f.Ctx, bondtypes.ModuleName, sdk.NewCoins(bonds(2))))
	other := transfertypes.GetEscrowAddress(transfertypes.PortID, testutil.OtherChannel)
	approved := transfertypes.GetEscrowAddress(transfertypes.PortID, testutil.Channel)
	require.ErrorIs(t, f.FromModule(bondtypes.ModuleName, other, bonds(1)), types.ErrChannel)
	require.NoError(t, f.FromModule(bondtypes.ModuleName, approved, bonds(1)))
	require.NoError(t, f.Bank.SendCoins(f.Ctx, approved, other, sdk.NewCoins(bonds(1))), "a forwarded packet goes back the way it came")
}

func TestMultiSendAgainstAPledge(t *testing.T) {
	f := testutil.NewMarket(t)
	f.Pledge(f.Dealer, bonds(600), "loan")
	half := func(to sdk.AccAddress) banktypes.Output { return banktypes.NewOutput(to, sdk.NewCoins(bonds(300))) }
	multi := func(outputs ...banktypes.Output) error {
		total := sdk.NewCoins()
		for _, output := range outputs {
			total = total.Add(output.Coins...)
		}
		return f.Atomically(func(ctx sdk.Context) error {
			_, err := f.BankMsgs.MultiSend(ctx, banktypes.NewMsgMultiSend(banktypes.NewInput(f.Dealer, total), outputs))
			return err
		})
	}
	// 400 are free: each output alone passes, both together break the pledge.
	require.ErrorIs(t, multi(half(f.Client), half(f.Abroad)), types.ErrInsufficientFree)
	require.ErrorIs(t, multi(half(f.Client), half(f.Client)), types.ErrInsufficientFree)
	require.Equal(t, int64(1_000), f.Balance(f.Dealer, testutil.Denom))
	require.NoError(t, multi(half(f.Client)))
	require.NoError(t, f.Keeper.Audit(f.Ctx))

	outputs := []banktypes.Output{half(f.Client), half(f.Abroad)}
	require.ErrorIs(t, f.Keeper.CheckOutputs(f.Ctx, f.Dealer, outputs), types.ErrInsufficientFree)
	input := banktypes.NewInput(f.Dealer, sdk.NewCoins(bonds(600)))
	require.ErrorIs(t, f.Bank.InputOutputCoins(f.Ctx, input, outputs), types.ErrInsufficientFree, "modules call this one")
}

func TestMultiSendAgainstTheHolderLimit(t *testing.T) {
	f := testutil.NewMarket(t)
	rules := f.Rules()
	rules.MaxHolding = testutil.Units(900)
	f.SetRules(rules)
	output := func(n int64) banktypes.Output { return banktypes.NewOutput(f.Client, sdk.NewCoins(bonds(n))) }
	multi := func(a, b int64) error {
		return f.Atomically(func(ctx sdk.Context) error {
			_, err := f.BankMsgs.MultiSend(ctx, banktypes.NewMsgMultiSend(
				banktypes.NewInput(f.Dealer, sdk.NewCoins(bonds(a+b))), []banktypes.Output{output(a), output(b)}))
			return err
		})
	}
	require.ErrorIs(t, multi(201, 200), types.ErrMaxHolding)
	require.NoError(t, multi(200, 200))
	require.Equal(t, int64(900), f.Balance(f.Client, testutil.Denom))
}

func TestHolderLimitIgnoresSendsToOneself(t *testing.T) {
	f := testutil.NewMarket(t)
	rules := f.Rules()
	rules.MaxHolding = testutil.Units(1_000)
	f.SetRules(rules)
	require.NoError(t, f.Send(f.Dealer, f.Dealer, bonds(1_000)))
	require.ErrorIs(t, f.Send(f.Client, f.Dealer, bonds(1)), types.ErrMaxHolding)
}
