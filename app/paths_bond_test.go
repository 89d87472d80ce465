package app_test

import (
	"time"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/testutil"
	auctiontypes "github.com/kokusai-chain/kokusai/x/bond/auction/types"
	offeringtypes "github.com/kokusai-chain/kokusai/x/bond/offering/types"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

var (
	notEligible = refused(bondtypes.ErrBuyerNotEligible)
	stopped     = refused(bondtypes.ErrFrozen)
)

// bondPaths are the ways of x/bond and what stands beside it.
var bondPaths = map[string]path{
	"kokusai.bond.v1.MsgSeparate": {
		ready: stripped,
		msg: func(b *branch) sdk.Msg {
			return &bondtypes.MsgSeparate{Holder: b.Client.String(), Isin: testutil.JGB, Units: math.NewInt(1_000_000)}
		},
		gets: ofClient, receiver: notEligible, giver: notEligible, series: stopped,
	},
	"kokusai.bond.v1.MsgRecombine": {
		ready: func(b *branch) {
			stripped(b)
			b.must(&bondtypes.MsgSeparate{Holder: b.Client.String(), Isin: testutil.JGB, Units: math.NewInt(1_000_000)})
		},
		msg: func(b *branch) sdk.Msg {
			return &bondtypes.MsgRecombine{Holder: b.Client.String(), Isin: testutil.JGB, Units: math.NewInt(1_000_000)}
		},
		gets: ofClient, receiver: notEligible, giver: notEligible, series: notEligible,
	},
	"kokusai.bond.v1.MsgClaim": {
		ready: couponDay,
		msg: func(b *branch) sdk.Msg {
			return &bondtypes.MsgClaim{Sender: b.Stranger.String(), Isin: testutil.JGB, Holder: b.Client.String()}
		},
		gets: ofClient, cash: true, receiver: diverted("the coupon"), giver: fromModule, series: passes("coupons are paid all the same"),
	},
	"kokusai.bond.v1.MsgRedeem": {
		ready: maturityDay,
		msg: func(b *branch) sdk.Msg {
			return &bondtypes.MsgRedeem{Sender: b.Stranger.String(), Isin: testutil.JGB, Holder: b.Client.String()}
		},
		gets: ofClient, cash: true, receiver: diverted("the principal"), giver: diverted("the principal"), series: passes("nobody is trapped"),
	},
	"kokusai.bond.v1.MsgFundPayments": {
		msg: func(b *branch) sdk.Msg {
			return &bondtypes.MsgFundPayments{Funder: b.Client.String(), Isin: testutil.JGB, Amount: testutil.Yen(5)}
		},
		receiver: intoModule, giver: passes("whatever pays holders is taken"), series: onlyCash,
	},
	"kokusai.bond.v1.MsgWithdrawUnusedFunds": {
		ready: func(b *branch) {
			b.must(&bondtypes.MsgFundPayments{Funder: b.Treasury.String(), Isin: testutil.JGB, Amount: testutil.Yen(5)})
		},
		msg: func(b *branch) sdk.Msg {
			return &bondtypes.MsgWithdrawUnusedFunds{Authority: b.Ministry.String(), Isin: testutil.JGB, Amount: testutil.Yen(5)}
		},
		gets: ofTreasury, cash: true, receiver: diverted("it is the treasury's"), giver: fromModule, series: onlyCash,
	},
	"kokusai.bond.v1.MsgPlaceDirect": {
		msg: func(b *branch) sdk.Msg {
			return &bondtypes.MsgPlaceDirect{
				Authority: b.Ministry.String(), Buyer: b.Client.String(), Isin: testutil.JGB, Face: math.NewInt(50_000), CleanPrice: testutil.Dec("100"),
			}
		},
		gets: ofClient, receiver: notEligible, giver: senderFrozen, series: stopped,
	},

	"kokusai.bond.auction.v1.MsgCommitBid": {
		ready: bidding, msg: func(b *branch) sdk.Msg { return sealed(b) },
		receiver: intoModule, giver: senderFrozen, series: passes("what is bid for is judged when it is delivered"),
	},
	"kokusai.bond.auction.v1.MsgRevealBid": {
		ready: func(b *branch) {
			bidding(b)
			b.must(sealed(b))
			b.at(tokyoTime(8, 12, 0))
		},
		msg: func(b *branch) sdk.Msg {
			return &auctiontypes.MsgRevealBid{
				Bidder: b.Client.String(), AuctionId: reopening, Bids: auctionBids("100.10", 50), NonPrice: math.ZeroInt(), Salt: make([]byte, auctiontypes.SaltBytes),
			}
		},
		receiver: intoModule, giver: senderFrozen, series: passes("what is bid for is judged when it is delivered"),
	},
	"kokusai.bond.auction.v1.MsgWithdrawBid": {
		ready: func(b *branch) {
			bidding(b)
			b.must(sealed(b))
		},
		msg: func(b *branch) sdk.Msg {
			return &auctiontypes.MsgWithdrawBid{Bidder: b.Client.String(), AuctionId: reopening}
		},
		gets: ofClient, cash: true, receiver: diverted("the deposit"), giver: diverted("the deposit"), series: onlyCash,
	},
	"kokusai.bond.auction.v1.MsgBidSecondRound": told("x/bond/auction/keeper/TestAnyHistoryOfAnAuction"),
	"kokusai.bond.auction.v1.MsgFund": {
		ready: func(b *branch) {
			terms := auctionRoom{b.Market}.terms(auctiontypes.AUCTION_METHOD_BUY_BACK, "101")
			b.must(&auctiontypes.MsgAnnounce{Authority: b.Ministry.String(), Terms: terms})
		},
		msg: func(b *branch) sdk.Msg {
			return &auctiontypes.MsgFund{Funder: b.Treasury.String(), AuctionId: reopening, Amount: testutil.Yen(101_000_000)}
		},
		gives: ofTreasury, receiver: intoModule, giver: senderFrozen, series: onlyCash,
	},

	"kokusai.bond.offering.v1.MsgAgreeTrade": {
		ready: announced, msg: func(b *branch) sdk.Msg { return whenIssued(b) },
		receiver: refused(offeringtypes.ErrBuyerNotEligible), giver: senderFrozen, series: passes("another series is sold"),
	},
	"kokusai.bond.offering.v1.MsgCancelTrade": {
		ready: func(b *branch) {
			announced(b)
			b.must(whenIssued(b))
		},
		msg: func(b *branch) sdk.Msg {
			return &offeringtypes.MsgCancelTrade{Seller: b.Client.String(), Buyer: b.Dealer.String(), Isin: newSeries, Reference: "WI-1"}
		},
		cash: true, receiver: diverted("the margin"), giver: passes("its margin goes to its suspense account"), series: onlyCash,
	},
	"kokusai.bond.offering.v1.MsgPayShare": {
		ready: syndicated,
		msg: func(b *branch) sdk.Msg {
			return &offeringtypes.MsgPayShare{Payer: b.Client.String(), SyndicateId: "mof-japan.new"}
		},
		receiver: intoModule, giver: senderFrozen, series: onlyCash,
	},
	"kokusai.bond.offering.v1.MsgDissolveSyndicate": {
		ready: func(b *branch) {
			syndicated(b)
			b.must(&offeringtypes.MsgPayShare{Payer: b.Client.String(), SyndicateId: "mof-japan.new"})
		},
		msg: func(b *branch) sdk.Msg {
			return &offeringtypes.MsgDissolveSyndicate{Authority: b.Ministry.String(), SyndicateId: "mof-japan.new"}
		},
		gets: ofClient, cash: true, receiver: diverted("what it paid"), giver: fromModule, series: onlyCash,
	},
}

// stripped opens the strips of the series, with the series' own rules.
func stripped(b *branch) {
	for _, terms := range stripTerms(b.t, b.Market) {
		rules := b.Rules()
		rules.Isin = terms.Isin
		b.must(&bondtypes.MsgOpenSeries{Authority: b.Ministry.String(), Terms: terms},
			&custodytypes.MsgSetTransferRules{Authority: b.Ministry.String(), Rules: rules})
	}
}

// couponDay is the moment at which the first coupon is payable, before the sweep at the end of the block pays it.
func couponDay(b *branch) {
	b.must(&bondtypes.MsgFundPayments{Funder: b.Treasury.String(), Isin: testutil.JGB, Amount: testutil.Yen(100_000_000)})
	b.falls(time.Date(2026, 6, 22, 3, 0, 0, 0, time.UTC))
}

// maturityDay is the moment at which the principal is payable, before the sweep at the end of the block pays it.
func maturityDay(b *branch) {
	b.must(&custodytypes.MsgMintCash{Issuer: b.Bank.String(), Recipient: b.Treasury.String(), Amount: testutil.Yen(2_000_000_000)},
		&bondtypes.MsgFundPayments{Funder: b.Treasury.String(), Isin: testutil.JGB, Amount: testutil.Yen(1_300_000_000)})
	b.falls(time.Date(2035, 12, 20, 3, 0, 0, 0, time.UTC))
	b.must(&bondtypes.MsgClaim{Sender: b.Stranger.String(), Isin: testutil.JGB, Holder: b.Client.String()})
}

// bidding is the morning of the reopening, at which the client may bid.
func bidding(b *branch) {
	b.must(&auctiontypes.MsgRegisterParticipant{Authority: b.Ministry.String(), Participant: auctiontypes.Participant{
		IssuerId: "mof-japan", Account: b.Client.String(), Name: "client",
	}}, &auctiontypes.MsgAnnounce{
		Authority: b.Ministry.String(), Terms: auctionRoom{b.Market}.terms(auctiontypes.AUCTION_METHOD_MULTI_PRICE, "105"),
	})
	b.at(tokyoTime(8, 11, 0))
}

func sealed(b *branch) sdk.Msg {
	seal := auctiontypes.Seal(reopening, b.Client.String(), make([]byte, auctiontypes.SaltBytes), auctionBids("100.10", 50), math.ZeroInt())
	return &auctiontypes.MsgCommitBid{Bidder: b.Client.String(), AuctionId: reopening, Seal: seal}
}

// newSeries is one that is announced and not issued.
const newSeries = "JP1103821S45"

func announced(b *branch) {
	terms, rules := b.Series().Terms, b.Rules()
	terms.Isin, rules.Isin = newSeries, newSeries
	terms.DatedDate, terms.IssueDate, terms.FirstCouponDate, terms.MaturityDate = "2026-03-20", "2026-04-06", "2026-09-20", "2036-03-20"
	b.must(&bondtypes.MsgOpenSeries{Authority: b.Ministry.String(), Terms: terms},
		&custodytypes.MsgSetTransferRules{Authority: b.Ministry.String(), Rules: rules})
}

func whenIssued(b *branch) sdk.Msg {
	return &offeringtypes.MsgAgreeTrade{
		Seller: b.Client.String(), Buyer: b.Dealer.String(), Isin: newSeries, Face: math.NewInt(50_000_000), CleanPrice: "99.8", Reference: "WI-1",
	}
}

func syndicated(b *branch) {
	announced(b)
	b.must(&offeringtypes.MsgFormSyndicate{Authority: b.Ministry.String(), Terms: offeringtypes.SyndicateTerms{
		Id: "mof-japan.new", Isin: newSeries, Lead: b.Dealer.String(), CleanPrice: testutil.Dec("99.75"), SettleDate: "2026-04-06",
		Shares: []offeringtypes.Share{{Account: b.Dealer.String(), Face: math.NewInt(50_000_000)}, {Account: b.Client.String(), Face: math.NewInt(50_000_000)}},
	}})
}
