package app_test

import (
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/testutil"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	controltypes "github.com/kokusai-chain/kokusai/x/custody/control/types"
	omnibustypes "github.com/kokusai-chain/kokusai/x/custody/omnibus/types"
	reservetypes "github.com/kokusai-chain/kokusai/x/custody/reserve/types"
	settlementtypes "github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// notNow is settlement's refusal, which names the rule of x/custody in words.
var notNow = refused(settlementtypes.ErrRefused)

// custodyPaths are the ways of x/custody and its sub-modules.
var custodyPaths = map[string]path{
	"kokusai.custody.v1.MsgMintCash": {
		msg: func(b *branch) sdk.Msg {
			return &custodytypes.MsgMintCash{Issuer: b.Bank.String(), Recipient: b.Client.String(), Amount: testutil.Yen(5)}
		},
		gives: ofBank, gets: ofClient, cash: true,
		receiver: refused(custodytypes.ErrReceiverFrozen), giver: refused(custodytypes.ErrSenderFrozen), series: onlyCash,
	},
	"kokusai.custody.v1.MsgBurnCash": {
		ready: func(b *branch) { b.must(send(b.Client, b.Bank, testutil.Yen(5))) },
		msg: func(b *branch) sdk.Msg {
			return &custodytypes.MsgBurnCash{Issuer: b.Bank.String(), Amount: testutil.Yen(5)}
		},
		gives: ofBank, receiver: intoModule, giver: senderFrozen, series: onlyCash,
	},
	"kokusai.custody.v1.MsgSettleDirect": {
		msg: func(b *branch) sdk.Msg {
			return &custodytypes.MsgSettleDirect{
				Deliverer: b.Client.String(), Receiver: b.Dealer.String(), Isin: testutil.JGB, Face: math.NewInt(50_000),
				Cash: testutil.Yen(50_000), TradeReference: "DIRECT",
			}
		},
		receiver: classRefused, giver: senderFrozen, series: seriesFrozen,
	},
	"kokusai.custody.v1.MsgReleaseSuspense": {
		ready: func(b *branch) {
			couponDay(b)
			freeze(b, b.Client)
			b.must(&bondtypes.MsgClaim{Sender: b.Stranger.String(), Isin: testutil.JGB, Holder: b.Client.String()},
				&custodytypes.MsgUnfreezeAccount{Signer: testutil.Governance, Account: b.Client.String(), Reason: custodytypes.ReasonResolved})
		},
		msg: func(b *branch) sdk.Msg {
			return &custodytypes.MsgReleaseSuspense{Signer: b.Stranger.String(), Owner: b.Client.String()}
		},
		gets: ofClient, cash: true, receiver: refused(custodytypes.ErrReceiverFrozen), giver: fromModule, series: onlyCash,
	},

	"kokusai.custody.reserve.v1.MsgMint": {
		ready: func(b *branch) { reserved(b, bond, b.Custodian) },
		msg: func(b *branch) sdk.Msg {
			return &reservetypes.MsgMint{Institution: b.Custodian.String(), Recipient: b.Client.String(), Amount: testutil.Bonds(50_000)}
		},
		gets: ofClient, receiver: notEligible, giver: notEligible, series: stopped,
	},
	"kokusai.custody.reserve.v1.MsgBurn": {
		ready: func(b *branch) {
			b.must(send(b.Client, b.Bank, testutil.Yen(5)))
			reserved(b, yen, b.Bank)
		},
		msg: func(b *branch) sdk.Msg {
			return &reservetypes.MsgBurn{Institution: b.Bank.String(), Amount: testutil.Yen(5)}
		},
		gives: ofBank, receiver: intoModule, giver: senderFrozen, series: onlyCash,
	},
	"kokusai.custody.reserve.v1.MsgRequestRedemption": {
		ready: wrapped, msg: func(b *branch) sdk.Msg { return delivery(b) },
		receiver: onlyUnits, giver: senderFrozen, series: seriesFrozen,
	},
	"kokusai.custody.reserve.v1.MsgConfirmRedemption": {
		ready: func(b *branch) {
			wrapped(b)
			b.must(delivery(b))
		},
		msg: func(b *branch) sdk.Msg {
			return &reservetypes.MsgConfirmRedemption{
				Institution: b.Custodian.String(), Holder: b.Client.String(), Denom: bond, Reference: "OUT", Delivery: "BOJ-NET 1",
			}
		},
		receiver: onlyUnits, giver: passes("what was delivered is burnt"), series: passes("what was delivered is burnt"),
	},
	"kokusai.custody.reserve.v1.MsgDeclineRedemption": {
		ready: func(b *branch) {
			wrapped(b)
			b.must(delivery(b))
		},
		msg: func(b *branch) sdk.Msg {
			return &reservetypes.MsgDeclineRedemption{
				Institution: b.Custodian.String(), Holder: b.Client.String(), Denom: bond, Reference: "OUT", Reason: "closed",
			}
		},
		receiver: onlyUnits, giver: passes("what was set aside is free where it is"), series: passes("what was set aside is free where it is"),
	},

	"kokusai.custody.settlement.v1.MsgInstruct": {
		ready: func(b *branch) { b.must(instructed(b, b.Dealer, b.Client, settlementtypes.DirectionReceive)) },
		msg:   func(b *branch) sdk.Msg { return instructed(b, b.Client, b.Dealer, settlementtypes.DirectionDeliver) },
		// Both sides are heard; the trade waits with the reason.
		receiver: parked("it waits"), giver: parked("it waits"), series: parked("it waits"),
	},
	"kokusai.custody.settlement.v1.MsgSettleBatch": {
		ready: func(b *branch) { b.must(instructed(b, b.Dealer, b.Client, settlementtypes.DirectionReceive)) },
		msg: func(b *branch) sdk.Msg {
			instructions := instructed(b, b.Client, b.Dealer, settlementtypes.DirectionDeliver).Instructions
			return &settlementtypes.MsgSettleBatch{Party: b.Client.String(), Instructions: instructions}
		},
		receiver: notNow, giver: notNow, series: notNow,
	},
	"kokusai.custody.settlement.v1.MsgAffirm": {
		ready: func(b *branch) { b.must(proposed(b)) },
		msg: func(b *branch) sdk.Msg {
			id := settlementtypes.SetID(b.Dealer.Addr, "SET")
			return &settlementtypes.MsgAffirm{Party: b.Client.String(), Id: id.String(), Digest: proposed(b).Digest()}
		},
		receiver: parked("it waits"), giver: parked("it waits"), series: parked("it waits"),
	},
	"kokusai.custody.settlement.v1.MsgRelease": {
		ready: func(b *branch) {
			held := instructed(b, b.Client, b.Dealer, settlementtypes.DirectionDeliver)
			held.Instructions[0].Hold = true
			b.must(held, instructed(b, b.Dealer, b.Client, settlementtypes.DirectionReceive))
		},
		msg: func(b *branch) sdk.Msg {
			id := settlementtypes.TradeID(b.Client.Addr, b.Dealer.Addr, "TRADE")
			return &settlementtypes.MsgRelease{Party: b.Client.String(), Id: id.String()}
		},
		receiver: parked("it waits"), giver: parked("it waits"), series: parked("it waits"),
	},
	"kokusai.custody.settlement.v1.MsgBuyIn":     told("x/custody/settlement/keeper/TestBuyIn"),
	"kokusai.custody.settlement.v1.MsgCloseFail": told("x/custody/settlement/keeper/TestEitherSideClosesAFailOfTheOther"),

	"kokusai.custody.omnibus.v1.MsgMoveClients": {
		ready: shared,
		msg: func(b *branch) sdk.Msg {
			return &omnibustypes.MsgMoveClients{Custodian: b.Custodian.String(), Account: b.Lender.String(), To: b.Treasury.String(), Denom: bond}
		},
		gives: ofLender, gets: ofTreasury,
		receiver: classRefused, giver: passes("a wind-down moves clients whatever the freeze of the old account"), series: seriesFrozen,
	},

	"kokusai.custody.control.v1.MsgApprove": {
		ready: func(b *branch) { b.must(transferProposed(b, 0)) },
		msg: func(b *branch) sdk.Msg {
			return &controltypes.MsgApprove{Approver: b.Custodian.String(), Proposer: b.Ministry.String(), Number: 1}
		},
		receiver: classRefused, giver: passes("a court's order is above the giver's freeze"), series: seriesFrozen,
	},
	"kokusai.custody.control.v1.MsgExecute": {
		ready: func(b *branch) {
			b.must(transferProposed(b, 1), &controltypes.MsgApprove{Approver: b.Custodian.String(), Proposer: b.Ministry.String(), Number: 1})
			b.at(b.ctx.BlockTime().Add(2 * time.Hour))
		},
		msg: func(b *branch) sdk.Msg {
			return &controltypes.MsgExecute{Signer: b.Stranger.String(), Proposer: b.Ministry.String(), Number: 1}
		},
		receiver: classRefused, giver: passes("a court's order is above the giver's freeze"), series: seriesFrozen,
	},
}

// reserved has governance ask for a reserve behind a denom, and the stranger attest that there is one.
func reserved(b *branch, denom string, institution *testutil.Actor) {
	reserve := reserveOf(b.Market, denom, institution, b.Stranger)
	supply := b.Kokusai.BankKeeper.GetSupply(b.ctx, denom).Amount
	attest := attestation(b.Market, reserve, b.Stranger, supply.Int64()+1_000_000)
	attest.AsOf = b.ctx.BlockTime().Format(time.DateOnly)
	b.must(&reservetypes.MsgSetReserve{Authority: testutil.Governance, Reserve: reserve}, attest)
}

// wrapped gives the client bonds from the book-entry system.
func wrapped(b *branch) {
	reserved(b, bond, b.Custodian)
	b.must(&reservetypes.MsgMint{Institution: b.Custodian.String(), Recipient: b.Client.String(), Amount: testutil.Bonds(50_000)})
}

func delivery(b *branch) sdk.Msg {
	return &reservetypes.MsgRequestRedemption{
		Holder: b.Client.String(), Institution: b.Custodian.String(), Amount: testutil.Bonds(50_000), Reference: "OUT", DeliverTo: "BOJ-9999-001",
	}
}

// instructed is one side's word on a trade for today.
func instructed(b *branch, party, counterparty *testutil.Actor, direction settlementtypes.Direction) *settlementtypes.MsgInstruct {
	today, cash := b.ctx.BlockTime().Format(time.DateOnly), testutil.Yen(50_000)
	return &settlementtypes.MsgInstruct{Party: party.String(), Instructions: []settlementtypes.Instruction{{
		Counterparty: counterparty.String(), Reference: "TRADE", Direction: direction, Isin: testutil.JGB, Face: math.NewInt(50_000),
		Cash: &cash, TradeDate: today, SettlementDate: today,
	}}}
}

// proposed is the dealer's proposal of a set: the client's bonds for its yen.
func proposed(b *branch) *settlementtypes.MsgPropose {
	return &settlementtypes.MsgPropose{
		Proposer: b.Dealer.String(), Reference: "SET", Parties: []string{b.Dealer.String(), b.Client.String()},
		Legs: []settlementtypes.Leg{
			{From: 1, To: 0, Amount: testutil.Bonds(50_000)}, {From: 0, To: 1, Amount: testutil.Yen(50_000)},
		},
		Calendar: "tokyo", SettlementDate: b.ctx.BlockTime().Format(time.DateOnly),
	}
}

// shared has the lender and the treasury be accounts that customers share, one of whom has bonds in the lender's.
func shared(b *branch) {
	for _, account := range []*testutil.Actor{b.Lender, b.Treasury} {
		registration := b.Registration(account, custodytypes.ClassInstitutional)
		registration.Book = custodytypes.BookOmnibus
		b.must(registration)
	}
	client := &omnibustypes.MsgOpenClient{
		Custodian: b.Custodian.String(), Account: b.Lender.String(), Reference: strings.Repeat("ab", 32), InvestorClass: custodytypes.ClassProfessional,
		Jurisdiction: "JP", TaxClass: custodytypes.TaxClassResidentCorporation, Expiry: "2050-12-31",
	}
	b.must(client, send(b.Dealer, b.Lender, testutil.Bonds(50_000)),
		&omnibustypes.MsgCredit{Custodian: b.Custodian.String(), Account: b.Lender.String(), Reference: client.Reference, Amount: testutil.Bonds(50_000)})
}

// transferProposed is the issuer's side of an order to hand the client's bonds over.
func transferProposed(b *branch, delay uint32) sdk.Msg {
	amount := testutil.Bonds(50_000)
	require.NotNil(b.t, b.Client)
	return &controltypes.MsgPropose{
		Proposer: b.Ministry.String(), Side: controltypes.SideIssuer, Reason: custodytypes.ReasonCourtOrder, DelayHours: delay,
		Intervention: controltypes.Intervention{
			Action: custodytypes.ActionForceTransfer, Account: b.Client.String(), To: b.Dealer.String(), Amount: &amount,
		},
	}
}
