package app_test

import (
	"time"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/testutil"
	fundingtypes "github.com/kokusai-chain/kokusai/x/collateral/funding/types"
	liquidationtypes "github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
	repotypes "github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// collateralPaths are the ways of lending, repo and liquidation.
var collateralPaths = map[string]path{
	"kokusai.collateral.v1.MsgSupply": {
		msg: func(b *branch) sdk.Msg {
			return &collateraltypes.MsgSupply{Supplier: b.Client.String(), Amount: testutil.Yen(5)}
		},
		receiver: intoModule, giver: senderFrozen, series: onlyCash,
	},
	"kokusai.collateral.v1.MsgWithdraw": {
		ready: func(b *branch) {
			b.must(&collateraltypes.MsgSupply{Supplier: b.Client.String(), Amount: testutil.Yen(5)})
		},
		msg: func(b *branch) sdk.Msg {
			return &collateraltypes.MsgWithdraw{Supplier: b.Client.String(), Denom: yen, Amount: math.ZeroInt(), Claims: math.ZeroInt(), All: true}
		},
		gets: ofClient, cash: true, receiver: diverted("it is the supplier's"), giver: fromModule, series: onlyCash,
	},
	"kokusai.collateral.v1.MsgAddCollateral": {
		msg:      func(b *branch) sdk.Msg { return added(b, 100_000_000) },
		receiver: onlyUnits, giver: senderFrozen, series: refused(collateraltypes.ErrNotLive),
	},
	"kokusai.collateral.v1.MsgReleaseCollateral": {
		ready: func(b *branch) { b.must(added(b, 100_000_000)) },
		msg: func(b *branch) sdk.Msg {
			return &collateraltypes.MsgReleaseCollateral{Owner: b.Client.String(), Denom: yen, Number: 1, Collateral: coins(testutil.Bonds(100_000_000))}
		},
		receiver: onlyUnits, giver: passes("the bonds stay in the frozen account"), series: passes("the bonds stay in the account"),
	},
	"kokusai.collateral.v1.MsgBorrow": {
		ready: func(b *branch) { b.must(added(b, 100_000_000)) },
		msg:   func(b *branch) sdk.Msg { return borrowed(b, 5) },
		gets:  ofClient, cash: true, receiver: refused(custodytypes.ErrReceiverFrozen), giver: fromModule,
		series: refused(collateraltypes.ErrNotLive),
	},
	"kokusai.collateral.v1.MsgRepay": {
		ready: func(b *branch) { b.must(added(b, 100_000_000), borrowed(b, 5)) },
		msg: func(b *branch) sdk.Msg {
			return &collateraltypes.MsgRepay{Payer: b.Client.String(), Owner: b.Client.String(), Number: 1, Amount: testutil.Yen(5)}
		},
		receiver: intoModule, giver: senderFrozen, series: onlyCash,
	},
	"kokusai.collateral.v1.MsgTransferPosition": {
		ready: func(b *branch) { b.must(added(b, 100_000_000), borrowed(b, 5)) },
		msg: func(b *branch) sdk.Msg {
			return &collateraltypes.MsgTransferPosition{Owner: b.Client.String(), Recipient: b.Dealer.String(), Denom: yen, Number: 1, RecipientNumber: 1}
		},
		receiver: classRefused, giver: senderFrozen, series: refused(collateraltypes.ErrNotLive),
	},
	"kokusai.collateral.v1.MsgPayReserve": told("x/collateral/keeper/TestReserveIsPaidOutByGovernance"),

	"kokusai.collateral.liquidation.v1.MsgFundInsurance": {
		msg: func(b *branch) sdk.Msg {
			return &liquidationtypes.MsgFundInsurance{Funder: b.Client.String(), Amount: testutil.Yen(5)}
		},
		receiver: intoModule, giver: senderFrozen, series: onlyCash,
	},
	"kokusai.collateral.liquidation.v1.MsgDepositBackstop": {
		msg: func(b *branch) sdk.Msg { return deposited(b) }, receiver: intoModule, giver: senderFrozen, series: onlyCash,
	},
	"kokusai.collateral.liquidation.v1.MsgWithdrawBackstop": {
		ready: func(b *branch) { b.must(deposited(b)) },
		msg: func(b *branch) sdk.Msg {
			return &liquidationtypes.MsgWithdrawBackstop{Depositor: b.Client.String(), Amount: testutil.Yen(5)}
		},
		gets: ofClient, cash: true, receiver: diverted("it is the depositor's"), giver: fromModule, series: onlyCash,
	},
	"kokusai.collateral.liquidation.v1.MsgBid": {
		ready: inDanger,
		msg: func(b *branch) sdk.Msg {
			return &liquidationtypes.MsgBid{
				Bidder: b.Dealer.String(), Owner: b.Client.String(), Denom: yen, Number: 1, Lot: testutil.Bonds(10_000_000), MaxPayment: testutil.Yen(20_000_000),
			}
		},
		gives: ofDealer, receiver: classRefused, giver: senderFrozen, series: seriesFrozen,
	},

	"kokusai.collateral.funding.v1.MsgAnnounce": {
		ready: basketed, msg: func(b *branch) sdk.Msg { return lending(b) },
		gives: ofLender, receiver: intoModule, giver: senderFrozen, series: onlyCash,
	},
	"kokusai.collateral.funding.v1.MsgCancel": {
		ready: func(b *branch) {
			basketed(b)
			b.must(lending(b))
		},
		msg:  func(b *branch) sdk.Msg { return &fundingtypes.MsgCancel{Lender: b.Lender.String(), Number: 7} },
		gets: ofLender, cash: true, receiver: diverted("what it offered"), giver: fromModule, series: onlyCash,
	},
	"kokusai.collateral.funding.v1.MsgCommitBid": {
		ready: tendering, msg: func(b *branch) sdk.Msg { return tendered(b) },
		receiver: intoModule, giver: senderFrozen, series: onlyCash,
	},
	"kokusai.collateral.funding.v1.MsgWithdrawBid": {
		ready: func(b *branch) {
			tendering(b)
			b.must(tendered(b))
		},
		msg: func(b *branch) sdk.Msg {
			return &fundingtypes.MsgWithdrawBid{Bidder: b.Client.String(), Lender: b.Lender.String(), Number: 7}
		},
		gets: ofClient, cash: true, receiver: diverted("the deposit"), giver: fromModule, series: onlyCash,
	},

	"kokusai.collateral.repo.v1.MsgAccept": {
		ready: offered(title), msg: accepted, receiver: classRefused, giver: senderFrozen, series: seriesFrozen,
	},
	"kokusai.collateral.repo.v1.MsgSubstitute": {
		ready: agreed(title),
		msg: func(b *branch) sdk.Msg {
			return &repotypes.MsgSubstitute{Giver: b.Client.String(), Offerer: b.Dealer.String(), Number: 1, Give: coins(testutil.Bonds(50_000))}
		},
		receiver: classRefused, giver: senderFrozen, series: seriesFrozen,
	},
	"kokusai.collateral.repo.v1.MsgPayDown": {
		ready: agreed(),
		msg: func(b *branch) sdk.Msg {
			return &repotypes.MsgPayDown{Payer: b.Client.String(), Offerer: b.Dealer.String(), Number: 1, Amount: testutil.Yen(5)}
		},
		cash: true, receiver: diverted("the debt is paid"), giver: senderFrozen, series: onlyCash,
	},
	"kokusai.collateral.repo.v1.MsgTerminate": {
		ready: func(b *branch) {
			agreed(open)(b)
			b.must(&repotypes.MsgTerminate{Party: b.Dealer.String(), Offerer: b.Dealer.String(), Number: 1})
		},
		msg: func(b *branch) sdk.Msg {
			return &repotypes.MsgTerminate{Party: b.Client.String(), Offerer: b.Dealer.String(), Number: 1}
		},
		cash: true, receiver: diverted("the debt is paid"), giver: senderFrozen, series: passes("the pledge ends where the bonds are"),
	},
	"kokusai.collateral.repo.v1.MsgSettleEnd": {
		ready: func(b *branch) {
			agreed()(b)
			b.at(time.Date(2026, 1, 15, 5, 0, 0, 0, time.UTC))
		},
		msg: func(b *branch) sdk.Msg {
			return &repotypes.MsgSettleEnd{Giver: b.Client.String(), Offerer: b.Dealer.String(), Number: 1}
		},
		cash: true, receiver: diverted("the debt is paid"), giver: senderFrozen, series: passes("the pledge ends where the bonds are"),
	},
	"kokusai.collateral.repo.v1.MsgCallMargin": told("app/TestRepoMarginCall"),
	"kokusai.collateral.repo.v1.MsgBuy":        told("app/TestRepoDefaultIsSold"),
	"kokusai.collateral.repo.v1.MsgCloseOut":   told("app/TestRepoTakerFailsToReturn"),
	"kokusai.collateral.repo.v1.MsgPassIncome": told("app/TestRepoIncomeIsNeverLost"),
}

func added(b *branch, face int64) sdk.Msg {
	return &collateraltypes.MsgAddCollateral{Owner: b.Client.String(), Denom: yen, Number: 1, Bonds: coins(testutil.Bonds(face))}
}

func borrowed(b *branch, yens int64) sdk.Msg {
	return &collateraltypes.MsgBorrow{Owner: b.Client.String(), Number: 1, Amount: testutil.Yen(yens)}
}

func deposited(b *branch) sdk.Msg {
	return &liquidationtypes.MsgDepositBackstop{Depositor: b.Client.String(), Amount: testutil.Yen(5)}
}

// inDanger is the hour at which the client's collateral is for sale, after yields have risen.
func inDanger(b *branch) {
	now := b.trade.Tokyo.Coordinator.CurrentTime
	b.at(now)
	b.must(added(b, 200_000_000), borrowed(b, 180_000_000))
	curve := collateraltypes.Curve{Currency: "JPY", AsOf: now.Format(time.DateOnly)}
	for _, months := range []uint32{12, 120, 360} {
		curve.Points = append(curve.Points, collateraltypes.CurvePoint{TenorMonths: months, ParYieldPct: testutil.Dec("4.5")})
	}
	b.must(&collateraltypes.MsgSetCurve{Authority: testutil.Governance, Curve: curve})
	for minutes := range 60 { // steps that nobody takes for a downtime
		b.until(now.Add(time.Duration(minutes) * time.Minute))
	}
}

// basketed has governance describe the basket of the funding desk.
func basketed(b *branch) { b.must(fundingBasket()) }

// lending is the lender's offer of sixty million yen for a week.
func lending(b *branch) *fundingtypes.MsgAnnounce {
	return fundingDesk{repoDesk{b.Market}}.offer(func(terms *fundingtypes.Terms) {
		terms.Cash, terms.BidderCap = testutil.Yen(60_000_000), testutil.Yen(60_000_000).Amount
		terms.StartDate, terms.EndDate = "2026-01-08", "2026-01-15"
		terms.BidStart, terms.CommitDeadline, terms.RevealDeadline = "2026-01-08T09:30", "2026-01-08T10:30", "2026-01-08T11:00"
	})
}

// tendering is the time at which bids for it are sealed.
func tendering(b *branch) {
	basketed(b)
	b.must(lending(b))
	b.at(tokyoTime(8, 10, 0))
}

func tendered(b *branch) sdk.Msg {
	desk := fundingDesk{repoDesk{b.Market}}
	return desk.commit(b.Client, desk.opened(b.Client, 5, lendAt("0.80", 50)))
}

// offered has the dealer offer to lend on the client's bonds for a week.
func offered(change ...func(*repotypes.Terms)) func(b *branch) {
	return func(b *branch) {
		terms := repoDesk{b.Market}.terms(append(change, func(terms *repotypes.Terms) {
			terms.StartDate = "2026-01-08"
			if terms.EndDate != "" {
				terms.EndDate = "2026-01-15"
			}
		})...)
		b.must(&repotypes.MsgOffer{Offerer: b.Dealer.String(), Number: 1, Terms: terms, ValidUntil: terms.StartDate})
	}
}

func accepted(b *branch) sdk.Msg {
	return &repotypes.MsgAccept{Accepter: b.Client.String(), Offerer: b.Dealer.String(), Number: 1}
}

func agreed(change ...func(*repotypes.Terms)) func(b *branch) {
	return func(b *branch) {
		offered(change...)(b)
		b.must(accepted(b))
	}
}
