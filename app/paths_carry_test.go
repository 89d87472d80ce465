package app_test

import (
	"maps"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/testutil"
	carrytypes "github.com/kokusai-chain/kokusai/x/carry/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// carryPaths are the ways of the carry trade. What comes home does so by packets, and a frozen owner's with it.
var carryPaths = map[string]path{
	"kokusai.carry.v1.MsgPostQuote": {
		msg: func(b *branch) sdk.Msg { return quoted(b) }, receiver: intoModule, giver: senderFrozen, series: onlyCash,
	},
	"kokusai.carry.v1.MsgCancelQuote": {
		ready: func(b *branch) { b.must(quoted(b)) },
		msg:   func(b *branch) sdk.Msg { return &carrytypes.MsgCancelQuote{Dealer: b.Client.String(), Id: 1} },
		gets:  ofClient, cash: true, receiver: diverted("what was offered is the dealer's"), giver: fromModule, series: onlyCash,
	},
	"kokusai.carry.v1.MsgFillQuote": {
		ready: func(b *branch) { b.must(dollarsQuoted(b)) },
		msg: func(b *branch) sdk.Msg {
			return &carrytypes.MsgFillQuote{
				Taker: b.Client.String(), Quote: carrytypes.QuoteRef{Dealer: b.trade.FxDealer.String(), Id: 1}, Pay: testutil.Yen(156), MinReceived: math.OneInt(),
			}
		},
		gets: func(b *branch) *testutil.Actor { return b.trade.FxDealer }, cash: true,
		receiver: refused(custodytypes.ErrReceiverFrozen), giver: senderFrozen, series: onlyCash,
	},
	"kokusai.carry.v1.MsgOpen": {
		ready: func(b *branch) { b.must(dollarsQuoted(b)) },
		msg: func(b *branch) sdk.Msg {
			return &carrytypes.MsgOpen{
				Owner: b.Client.String(), Number: 1, VenueId: testutil.Venue, Borrow: testutil.Yen(156_000), CollateralNumber: 1,
				Bonds: coins(testutil.Bonds(500_000)), Quote: carrytypes.QuoteRef{Dealer: b.trade.FxDealer.String(), Id: 1}, MinReceived: math.OneInt(),
			}
		},
		gets: ofClient, cash: true, receiver: refused(custodytypes.ErrSenderFrozen), giver: refused(custodytypes.ErrSenderFrozen),
		series: refused(collateraltypes.ErrNotLive),
	},
	"kokusai.carry.v1.MsgClose":       told("app/TestOwnerIsFrozenInFlight", "x/carry/keeper/TestFrozenOwner"),
	"kokusai.carry.v1.MsgConvertBack": told("app/TestOwnerIsFrozenInFlight"),
	"kokusai.carry.v1.MsgSweep":       told("app/TestOwnerIsFrozenInFlight"),
	"kokusai.carry.v1.MsgSettle":      told("x/carry/keeper/TestFrozenOwner", "x/carry/keeper/TestSettleUnconverted"),
	"kokusai.carry.v1.MsgRetry":       told("app/TestBridgeTimesOut", "x/carry/keeper/TestWaysHome"),
	"kokusai.carry.v1.MsgResolve":     told("x/carry/keeper/TestWaysHome"),
	"kokusai.carry.v1.MsgWriteOff":    told("x/carry/keeper/TestWriteOff"),
}

func quoted(b *branch) sdk.Msg {
	return &carrytypes.MsgPostQuote{
		Dealer: b.Client.String(), Offer: testutil.Yen(156_000), AskDenom: b.trade.DollarsHere, Price: testutil.Dec("0.0064"), MinFill: math.OneInt(),
		ExpiresAt: b.ctx.BlockTime().AddDate(0, 1, 0).UTC(),
	}
}

func dollarsQuoted(b *branch) sdk.Msg {
	return &carrytypes.MsgPostQuote{
		Dealer: b.trade.FxDealer.String(), Offer: sdk.NewCoin(b.trade.DollarsHere, testutil.Dollars(2_000).Amount), AskDenom: yen,
		Price: testutil.Dec("156"), MinFill: math.OneInt(), ExpiresAt: b.ctx.BlockTime().AddDate(0, 1, 0).UTC(),
	}
}

// paths are the ways of all messages that can move bonds or cash.
var paths = func() map[string]path {
	all := maps.Clone(sdkPaths)
	for _, some := range []map[string]path{bondPaths, custodyPaths, collateralPaths, carryPaths} {
		maps.Copy(all, some)
	}
	return all
}()
