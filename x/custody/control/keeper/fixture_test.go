package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/control/keeper"
	"github.com/kokusai-chain/kokusai/x/custody/control/types"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// fixture is the module on a market in business, with a central book.
type fixture struct {
	*testutil.Fixture
	t       *testing.T
	keeper  *keeper.Keeper
	msgs    types.MsgServer
	central sdk.AccAddress
	begin   time.Time
}

func newFixture(t *testing.T) *fixture {
	f := &fixture{Fixture: testutil.Open(testutil.NewWith(t, []string{types.StoreKey})), t: t, central: testutil.Address("central book")}
	f.CentralBook(f.central, testutil.LEIs[5])
	f.keeper = keeper.NewKeeper(f.Codec, f.Services(types.StoreKey), f.Accounts, f.Bank, f.Bond, f.Keeper, f.Governance.String())
	f.msgs = keeper.NewMsgServer(f.keeper)
	f.begin = f.Bond.Now(f.Ctx)
	require.NoError(t, f.keeper.InitGenesis(f.Ctx, types.DefaultGenesis()))
	return f
}

// at moves business time to some hours after the beginning.
func (f *fixture) at(hours int) { f.Bond.SetNow(f.begin.Add(time.Duration(hours) * time.Hour)) }

func (f *fixture) endBlock() { require.NoError(f.t, f.keeper.EndBlock(f.Ctx)) }

// ask proposes and returns the number.
func (f *fixture) ask(proposer sdk.AccAddress, side types.Side, what types.Intervention, delay uint32) (uint64, error) {
	var number uint64
	err := f.Atomically(func(ctx sdk.Context) error {
		res, err := f.msgs.Propose(ctx, &types.MsgPropose{
			Proposer: proposer.String(), Side: side, Intervention: what, Reason: custodytypes.ReasonCourtOrder, ReasonNote: "case 12", DelayHours: delay,
		})
		if err == nil {
			number = res.Number
		}
		return err
	})
	return number, err
}

func (f *fixture) propose(proposer sdk.AccAddress, side types.Side, what types.Intervention, delay uint32) uint64 {
	number, err := f.ask(proposer, side, what, delay)
	require.NoError(f.t, err)
	return number
}

func (f *fixture) approve(approver, proposer sdk.AccAddress, number uint64) (executed bool, err error) {
	err = f.Atomically(func(ctx sdk.Context) error {
		res, err := f.msgs.Approve(ctx, &types.MsgApprove{Approver: approver.String(), Proposer: proposer.String(), Number: number})
		if err == nil {
			executed = res.Executed
		}
		return err
	})
	return executed, err
}

func (f *fixture) withdraw(signer, proposer sdk.AccAddress, number uint64) error {
	return f.Atomically(func(ctx sdk.Context) error {
		_, err := f.msgs.Withdraw(ctx, &types.MsgWithdraw{Signer: signer.String(), Proposer: proposer.String(), Number: number})
		return err
	})
}

func (f *fixture) execute(proposer sdk.AccAddress, number uint64) error {
	return f.Atomically(func(ctx sdk.Context) error {
		_, err := f.msgs.Execute(ctx, &types.MsgExecute{Signer: f.Stranger.String(), Proposer: proposer.String(), Number: number})
		return err
	})
}

// seizure takes bonds of the client for the dealer.
func (f *fixture) seizure(face int64) types.Intervention {
	coin := testutil.Bonds(face)
	return types.Intervention{Action: custodytypes.ActionForceTransfer, Account: f.Client.String(), To: f.Dealer.String(), Amount: &coin}
}

func (f *fixture) freeze(account sdk.AccAddress, isin string) types.Intervention {
	return types.Intervention{Action: custodytypes.ActionFreezeAccount, Account: account.String(), Isin: isin}
}
