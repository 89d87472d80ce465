package app_test

import (
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	vestingtypes "github.com/cosmos/cosmos-sdk/x/auth/vesting/types"
	distrtypes "github.com/cosmos/cosmos-sdk/x/distribution/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"
	govv1beta1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1beta1"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"

	"github.com/stretchr/testify/require"

	"github.com/kokusai-chain/kokusai/testutil"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// sdkPaths are the ways of the SDK's modules and of IBC.
var sdkPaths = map[string]path{
	"cosmos.bank.v1beta1.MsgSend": {
		msg:      func(b *branch) sdk.Msg { return send(b.Client, b.Dealer, testutil.Bonds(50_000)) },
		receiver: classRefused, giver: senderFrozen, series: seriesFrozen,
	},
	"cosmos.bank.v1beta1.MsgMultiSend": {
		msg: func(b *branch) sdk.Msg {
			return multiSend(b.Client, []*testutil.Actor{b.Dealer, b.Dealer}, testutil.Bonds(50_000), testutil.Bonds(50_000))
		},
		receiver: classRefused, giver: senderFrozen, series: seriesFrozen,
	},

	"cosmos.distribution.v1beta1.MsgFundCommunityPool": {never: custodytypes.ErrModuleAccount, msg: func(b *branch) sdk.Msg {
		return distrtypes.NewMsgFundCommunityPool(coins(testutil.Bonds(50_000)), b.Client.String())
	}},
	"cosmos.distribution.v1beta1.MsgDepositValidatorRewardsPool": {never: custodytypes.ErrModuleAccount, msg: func(b *branch) sdk.Msg {
		return distrtypes.NewMsgDepositValidatorRewardsPool(b.Client.String(), validatorOf(b), coins(testutil.Bonds(50_000)))
	}},
	"cosmos.distribution.v1beta1.MsgCommunityPoolSpend": {never: distrtypes.ErrBadDistribution, msg: func(b *branch) sdk.Msg {
		return &distrtypes.MsgCommunityPoolSpend{Authority: testutil.Governance, Recipient: b.Retail.String(), Amount: coins(testutil.Bonds(50_000))}
	}},
	"cosmos.distribution.v1beta1.MsgWithdrawDelegatorReward":     word("rewards are of the fee token: the fee collector holds no other"),
	"cosmos.distribution.v1beta1.MsgWithdrawValidatorCommission": word("as rewards"),

	"cosmos.staking.v1beta1.MsgDelegate": {never: sdkerrors.ErrInvalidRequest, msg: func(b *branch) sdk.Msg {
		return stakingtypes.NewMsgDelegate(b.Client.String(), validatorOf(b), testutil.Bonds(50_000))
	}},
	"cosmos.staking.v1beta1.MsgUndelegate": {never: sdkerrors.ErrInvalidRequest, ready: delegate, msg: func(b *branch) sdk.Msg {
		return stakingtypes.NewMsgUndelegate(b.Client.String(), validatorOf(b), testutil.Bonds(50_000))
	}},
	"cosmos.staking.v1beta1.MsgBeginRedelegate": {never: sdkerrors.ErrInvalidRequest, ready: delegate, msg: func(b *branch) sdk.Msg {
		return stakingtypes.NewMsgBeginRedelegate(b.Client.String(), validatorOf(b), validatorOf(b), testutil.Bonds(50_000))
	}},
	"cosmos.staking.v1beta1.MsgCancelUnbondingDelegation": {never: sdkerrors.ErrInvalidRequest, msg: func(b *branch) sdk.Msg {
		return stakingtypes.NewMsgCancelUnbondingDelegation(b.Client.String(), validatorOf(b), 1, testutil.Bonds(50_000))
	}},
	"cosmos.staking.v1beta1.MsgCreateValidator": word("its stake is of the bond denom of staking, or it is refused as a delegation is"),

	"cosmos.gov.v1.MsgSubmitProposal": {
		msg: func(b *branch) sdk.Msg { return proposal(b) }, receiver: intoModule, giver: senderFrozen, series: onlyCash,
	},
	"cosmos.gov.v1.MsgDeposit": {
		ready:    func(b *branch) { b.must(proposal(b)) },
		msg:      func(b *branch) sdk.Msg { return govv1.NewMsgDeposit(b.Client.Addr, 1, coins(testutil.Yen(500))) },
		receiver: intoModule, giver: senderFrozen, series: onlyCash,
	},
	"cosmos.gov.v1.MsgCancelProposal": {
		ready: func(b *branch) { b.must(proposal(b)) },
		msg:   func(b *branch) sdk.Msg { return govv1.NewMsgCancelProposal(1, b.Client.String()) },
		gets:  ofClient, cash: true, receiver: diverted("the rest of the deposit"), giver: diverted("the rest of the deposit"), series: onlyCash,
	},
	"cosmos.gov.v1beta1.MsgSubmitProposal": {
		never: govtypes.ErrNoProposalHandlerExists, // what old proposals could do, messages do
		msg: func(b *branch) sdk.Msg {
			msg, err := govv1beta1.NewMsgSubmitProposal(govv1beta1.NewTextProposal("title", "words"), coins(testutil.Yen(500)), b.Client.Addr)
			require.NoError(b.t, err)
			return msg
		},
	},
	"cosmos.gov.v1beta1.MsgDeposit": {
		ready:    func(b *branch) { b.must(proposal(b)) },
		msg:      func(b *branch) sdk.Msg { return govv1beta1.NewMsgDeposit(b.Client.Addr, 1, coins(testutil.Yen(500))) },
		receiver: intoModule, giver: senderFrozen, series: onlyCash,
	},

	"cosmos.vesting.v1beta1.MsgCreateVestingAccount": vesting(func(from, to sdk.AccAddress, end int64, amount sdk.Coins) sdk.Msg {
		return vestingtypes.NewMsgCreateVestingAccount(from, to, amount, end, false)
	}),
	"cosmos.vesting.v1beta1.MsgCreatePermanentLockedAccount": vesting(func(from, to sdk.AccAddress, _ int64, amount sdk.Coins) sdk.Msg {
		return vestingtypes.NewMsgCreatePermanentLockedAccount(from, to, amount)
	}),
	"cosmos.vesting.v1beta1.MsgCreatePeriodicVestingAccount": vesting(func(from, to sdk.AccAddress, end int64, amount sdk.Coins) sdk.Msg {
		return vestingtypes.NewMsgCreatePeriodicVestingAccount(from, to, end, []vestingtypes.Period{{Length: 1000, Amount: amount}})
	}),

	"ibc.applications.transfer.v1.MsgTransfer": {
		msg: func(b *branch) sdk.Msg {
			return b.trade.Send(b.Client, testutil.Bonds(50_000), b.trade.ClientAbroad.String())
		},
		receiver: nobody("it is abroad; the gate judges it: TestBondsLeaveAsTheIssuerAllows"), giver: senderFrozen, series: seriesFrozen,
	},
	"ibc.core.channel.v1.MsgRecvPacket":      told("app/TestReturnToAnIneligibleReceiver", "x/custody/ibc/TestReturnToWhoMayNotHold"),
	"ibc.core.channel.v1.MsgAcknowledgement": told("app/TestRightsLostInFlight", "x/custody/ibc/TestRefundsNeverStrand"),
	"ibc.core.channel.v1.MsgTimeout":         told("app/TestRightsLostInFlight", "x/custody/ibc/TestRefundsNeverStrand"),
	"ibc.core.channel.v1.MsgTimeoutOnClose":  told("x/custody/ibc/TestRefundsNeverStrand"),
	"ibc.core.channel.v2.MsgSendPacket":      told("x/custody/ibc/TestIBCv2"),
	"ibc.core.channel.v2.MsgRecvPacket":      told("x/custody/ibc/TestIBCv2"),
	"ibc.core.channel.v2.MsgAcknowledgement": told("x/custody/ibc/TestIBCv2"),
	"ibc.core.channel.v2.MsgTimeout":         told("x/custody/ibc/TestIBCv2"),
}

func validatorOf(b *branch) string {
	validators, err := b.Kokusai.StakingKeeper.GetAllValidators(b.ctx)
	require.NoError(b.t, err)
	return validators[0].GetOperator()
}

// delegate has the client stake something.
func delegate(b *branch) {
	stake := sdk.NewInt64Coin("ukoku", 1_000)
	b.must(send(b.trade.Japan.Lender, b.Client, stake), stakingtypes.NewMsgDelegate(b.Client.String(), validatorOf(b), stake))
}

// proposal is the client's, with a deposit in yen.
func proposal(b *branch) sdk.Msg {
	msg, err := govv1.NewMsgSubmitProposal(nil, coins(testutil.Yen(500)), b.Client.String(), "text", "title", "summary", false)
	require.NoError(b.t, err)
	return msg
}

// vesting is the path of a message that opens a vesting account with yen. Bonds never get there: TestVestingAccountsObeyTheRules.
func vesting(create func(from, to sdk.AccAddress, end int64, amount sdk.Coins) sdk.Msg) path {
	fresh := &testutil.Actor{Name: "fresh", Addr: sdk.AccAddress("a vesting account___")}
	return path{
		msg: func(b *branch) sdk.Msg {
			return create(b.Client.Addr, fresh.Addr, b.ctx.BlockTime().AddDate(1, 0, 0).Unix(), coins(testutil.Yen(5)))
		},
		gets: func(*branch) *testutil.Actor { return fresh }, cash: true,
		receiver: refused(custodytypes.ErrReceiverFrozen), giver: senderFrozen, series: onlyCash,
	}
}
