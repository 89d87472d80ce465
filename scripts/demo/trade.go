package main

import (
	"fmt"
	"time"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"
	clienttypes "github.com/cosmos/ibc-go/v11/modules/core/02-client/types"
	channeltypes "github.com/cosmos/ibc-go/v11/modules/core/04-channel/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// Amounts of the trade, in yen of face.
const (
	sold     = 600_000_000
	pledged  = 500_000_000
	abroad   = 50_000_000
	movedOn  = 20_000_000
	couponOf = 20 // coupons in ten years
)

var jgbDenom = bondtypes.Denom(jgb)

func bonds(n int64) sdk.Coin { return sdk.NewCoin(jgbDenom, math.NewInt(n)) }

func (d *demo) vouchers(n int64) sdk.Coin { return sdk.NewCoin(d.voucherOfBonds, math.NewInt(n)) }

// fundCash gives every party the cash it starts with, minted by the licensed banks of both chains.
func (d *demo) fundCash() error {
	bank := d.parties["bank"]
	mint := func(s *side, amounts map[string]sdk.Coin) error {
		var msgs []sdk.Msg
		for name, amount := range amounts {
			msgs = append(msgs, &custodytypes.MsgMintCash{Issuer: bank.String(), Recipient: d.parties[name].String(), Amount: amount})
		}
		return s.do(d.ctx, msgs, func(*sdk.TxResponse) error {
			for name, amount := range amounts {
				s.book.move("", name, amount)
			}
			return nil
		}, bank)
	}
	if err := mint(d.tokyo, map[string]sdk.Coin{
		"dealer": yen(850_000_000), "dealer2": yen(550_000_000), "dealer3": yen(850_000_000), "dealer4": yen(550_000_000),
		"client": yen(700_000_000), "lender": yen(600_000_000), "fxdealer": yen(500_000_000), "treasury": yen(400_000_000),
	}); err != nil {
		return err
	}
	return mint(d.newYork, map[string]sdk.Coin{
		"dealer": dollars(6_000_000), "lender": dollars(5_000_000), "fxdealer": dollars(10_000_000), "treasury": dollars(3_000_000),
	})
}

// register admits the investors that trade bonds, each with its class and residence.
func (d *demo) register() error {
	custodian := d.parties["custodian"]
	admit := func(name string, class custodytypes.InvestorClass, country string, tax custodytypes.TaxClass, remote ...custodytypes.RemoteAccount) sdk.Msg {
		return &custodytypes.MsgRegisterInvestor{
			Custodian: custodian.String(), Account: d.parties[name].String(), Book: custodytypes.BookCustomer, InvestorClass: class,
			Jurisdiction: country, TaxClass: tax, Expiry: "2050-12-31", RemoteAccounts: remote,
		}
	}
	for _, s := range []*side{d.tokyo, d.newYork} {
		home := []custodytypes.RemoteAccount{{ChannelId: d.channel, Address: d.parties["client"].String()}}
		if s == d.newYork {
			home = nil
		}
		msgs := []sdk.Msg{
			admit("client", custodytypes.ClassProfessional, "JP", custodytypes.TaxClassResidentCorporation, home...),
			admit("retail", custodytypes.ClassRetail, "US", custodytypes.TaxClassNonResident),
		}
		for _, t := range d.tenders {
			msgs = append(msgs, admit(t.dealer, custodytypes.ClassInstitutional, "JP", custodytypes.TaxClassDesignatedInstitution))
		}
		if err := s.do(d.ctx, msgs, nothing, custodian); err != nil {
			return err
		}
	}
	return nil
}

func nothing(*sdk.TxResponse) error { return nil }

// openSeries announces the bonds on both chains and says who may hold them.
func (d *demo) openSeries() error {
	ministry := d.parties["ministry"]
	open := func(s *side, terms bondtypes.TermSheet, more ...sdk.Msg) error {
		s.book.series = append(s.book.series, &series{terms: terms})
		rules := custodytypes.TransferRules{
			Isin: terms.Isin, Classes: []custodytypes.InvestorClass{custodytypes.ClassInstitutional, custodytypes.ClassProfessional},
			Jurisdictions: []custodytypes.JurisdictionRule{{Jurisdiction: "JP"}, {Jurisdiction: "US"}}, MaxHolding: math.ZeroInt(),
		}
		msgs := append([]sdk.Msg{
			&bondtypes.MsgOpenSeries{Authority: ministry.String(), Terms: terms},
			&custodytypes.MsgSetTransferRules{Authority: ministry.String(), Rules: rules},
		}, more...)
		return s.do(d.ctx, msgs, nothing, ministry)
	}
	if err := open(d.newYork, treasuryTerms()); err != nil {
		return err
	}
	return open(d.tokyo, jgbTerms(), &custodytypes.MsgApproveChannel{
		Authority: ministry.String(), Isin: jgb, ChannelId: d.channel, PayingAgent: d.parties["payingagent"].String(), RegisteredReceiversOnly: true,
	})
}

// placeNotes issues Treasury notes to the dealer in New York: mint against payment.
func (d *demo) placeNotes(price string, face int64) error {
	ministry, dealer, s := d.parties["ministry"], d.parties["dealer"], d.newYork
	return s.do(d.ctx, []sdk.Msg{&bondtypes.MsgPlaceDirect{
		Authority: ministry.String(), Buyer: dealer.String(), Isin: treasury, Face: math.NewInt(face), CleanPrice: dec(price),
	}}, func(result *sdk.TxResponse) error {
		var paid bondtypes.MsgPlaceDirectResponse
		if err := response(result, 0, &paid); err != nil {
			return err
		}
		principal := dec(price).MulInt64(face).MulInt64(10_000).TruncateInt() // price ÷ 100 × 1,000,000
		if !paid.Principal.Equal(sdk.NewCoin("uusd", principal)) {
			return fmt.Errorf("charged %s for %d at %s", paid.Principal, face, price)
		}
		s.book.move("dealer", "treasury", paid.Principal, paid.Accrued)
		s.book.move("", "dealer", d.treasuries(face))
		d.say("placed %d at %s: %s dollars and %s accrued", face, price, amount("uusd", principal), amount("uusd", paid.Accrued.Amount))
		return nil
	}, ministry, dealer)
}

// sell settles the dealer's sale to the client, bonds against cash, in one transaction that both sign.
func (d *demo) sell() error {
	dealer, client := d.parties["dealer"], d.parties["client"]
	now, err := d.businessTime(d.tokyo)
	if err != nil {
		return err
	}
	accrued, err := d.calc("accrued_yen", "accrued", "--face", fmt.Sprint(sold), "--coupon", "2.1", "--settle", now.Format(time.DateOnly), "--maturity", "2035-12-20")
	if err != nil {
		return err
	}
	interest, _ := math.NewIntFromString(accrued)
	cash := sdk.NewCoin("ujpy", math.NewInt(sold/100*10_010/100).Add(interest).MulRaw(1_000_000)) // at 100.10
	return d.tokyo.do(d.ctx, []sdk.Msg{&custodytypes.MsgSettleDirect{
		Deliverer: dealer.String(), Receiver: client.String(), Isin: jgb, Face: math.NewInt(sold), Cash: cash, TradeReference: "TRADE-1",
	}}, func(*sdk.TxResponse) error {
		d.tokyo.book.move("dealer", "client", bonds(sold))
		d.tokyo.book.move("client", "dealer", cash)
		return nil
	}, dealer, client)
}

// refuseRetail tries to bring bonds to a retail account abroad, by a plain transfer and by a sale.
func (d *demo) refuseRetail() error {
	dealer, retail := d.parties["dealer"], d.parties["retail"]
	if err := d.refused(d.tokyo, "class", []sdk.Msg{banktypes.NewMsgSend(dealer.address, retail.address, sdk.NewCoins(bonds(50_000)))}, dealer); err != nil {
		return err
	}
	return d.refused(d.tokyo, "class", []sdk.Msg{&custodytypes.MsgSettleDirect{
		Deliverer: dealer.String(), Receiver: retail.String(), Isin: jgb, Face: math.NewInt(50_000), Cash: yen(1), TradeReference: "TRADE-2",
	}}, dealer, retail)
}

func (d *demo) supply(s *side, coin sdk.Coin) error {
	lender := d.parties["lender"]
	return s.do(d.ctx, []sdk.Msg{&collateraltypes.MsgSupply{Supplier: lender.String(), Amount: coin}}, func(*sdk.TxResponse) error {
		s.book.move("lender", "cash market", coin)
		return nil
	}, lender)
}

// borrow pledges bonds and borrows cash to the owner's account.
func (d *demo) borrow(s *side, owner party, pledge, cash sdk.Coin) error {
	return s.do(d.ctx, []sdk.Msg{
		&collateraltypes.MsgAddCollateral{Owner: owner.String(), Denom: cash.Denom, Number: 1, Bonds: sdk.NewCoins(pledge)},
		&collateraltypes.MsgBorrow{Owner: owner.String(), Number: 1, Amount: cash},
	}, func(*sdk.TxResponse) error {
		s.book.move("cash market", owner.name, cash)
		return nil
	}, owner)
}

// bringDollars sends the currency dealer's dollars to Tokyo over IBC.
func (d *demo) bringDollars(coin sdk.Coin) error {
	dealer := d.parties["fxdealer"]
	_, err := d.send(d.newYork, dealer, d.farChannel, coin, dealer.String())
	if err != nil {
		return err
	}
	d.newYork.book.move("fxdealer", "escrow", coin)
	d.tokyo.book.move("", "fxdealer", sdk.NewCoin(d.voucherOfDollars, coin.Amount))
	return nil
}

// send transfers a coin over IBC and returns the packet's sequence. What it moved is booked by the caller.
func (d *demo) send(s *side, sender party, channel string, coin sdk.Coin, receiver string) (sent struct {
	height   int64
	sequence uint64
}, err error) {
	result, err := s.chain.send(d.ctx, []sdk.Msg{d.transfer(sender, channel, coin, receiver)}, sender)
	if err != nil {
		return sent, err
	}
	var answer transfertypes.MsgTransferResponse
	if err := response(result, 0, &answer); err != nil {
		return sent, err
	}
	sent.height, sent.sequence = result.Height, answer.Sequence
	return sent, nil
}

func (d *demo) transfer(sender party, channel string, coin sdk.Coin, receiver string) sdk.Msg {
	timeout := uint64(time.Now().Add(10 * time.Minute).UnixNano())
	return transfertypes.NewMsgTransfer(transfertypes.PortID, channel, coin, sender.String(), receiver, clienttypes.ZeroHeight(), timeout, "")
}

// postQuote offers a coin at a price, funded.
// openCarry pledges nothing more, borrows yen against what is pledged, converts them and sends the dollars to lend.
// bookReturn books what the i-th message of a transaction, a cancellation, brought back to the dealer.
// reach waits until the carry position is at a stage, showing each it passes.
// sendBonds brings bonds to the client's registered account abroad, where they move on to another account.
func (d *demo) sendBonds() error {
	client := d.parties["client"]
	sent, err := d.send(d.tokyo, client, d.channel, bonds(abroad), client.String())
	if err != nil {
		return err
	}
	if err := d.tokyo.book.after(d.ctx, sent.height, func() error {
		d.tokyo.book.move("client", "escrow", bonds(abroad))
		return nil
	}); err != nil {
		return err
	}
	if _, err := d.received(d.newYork, d.farChannel, sent.sequence); err != nil {
		return err
	}
	d.newYork.book.move("", "client", d.vouchers(abroad))
	moved := banktypes.NewMsgSend(client.address, d.parties["lender"].address, sdk.NewCoins(d.vouchers(movedOn)))
	return d.newYork.do(d.ctx, []sdk.Msg{moved}, func(*sdk.TxResponse) error {
		d.newYork.book.move("client", "lender", d.vouchers(movedOn))
		return nil
	}, client)
}

// refuseRoutes tries what the issuer did not allow: another channel, another receiver, and a return to a retail account,
// which is refused in Tokyo and refunded in New York.
func (d *demo) refuseRoutes() error {
	client, retail := d.parties["client"], d.parties["retail"]
	if err := d.refused(d.tokyo, "channel", []sdk.Msg{d.transfer(client, d.otherChannel, bonds(50_000), client.String())}, client); err != nil {
		return err
	}
	if err := d.refused(d.tokyo, "regist", []sdk.Msg{d.transfer(client, d.channel, bonds(50_000), retail.String())}, client); err != nil {
		return err
	}
	sent, err := d.send(d.newYork, client, d.farChannel, d.vouchers(50_000), retail.String())
	if err != nil {
		return err
	}
	if _, err := d.received(d.tokyo, d.channel, sent.sequence); err != nil {
		return err
	}
	if err := poll(d.ctx, "refund of the refused return", func() (bool, error) {
		found, err := channeltypes.NewQueryClient(d.newYork.conn).PacketCommitments(d.ctx, &channeltypes.QueryPacketCommitmentsRequest{
			PortId: transfertypes.PortID, ChannelId: d.farChannel})
		return err == nil && len(found.Commitments) == 0, err
	}); err != nil {
		return err
	}
	d.say("the return to a retail account was refused in tokyo and refunded in newyork")
	return nil
}

// fund pays for everything the series will owe until it is redeemed.
func (d *demo) fund(s *side, isin string, coin sdk.Coin) error {
	treasury := d.parties["treasury"]
	return s.do(d.ctx, []sdk.Msg{&bondtypes.MsgFundPayments{Funder: treasury.String(), Isin: isin, Amount: coin}}, func(*sdk.TxResponse) error {
		s.book.move("treasury", "paying fund", coin)
		return nil
	}, treasury)
}

// firstCoupon waits for the record moment of 22 June 2026, a Monday, as the 20th is a Saturday.
func (d *demo) firstCoupon() error {
	if err := d.waitUntil(time.Date(2026, 6, 21, 15, 0, 0, 0, time.UTC)); err != nil {
		return err
	}
	return poll(d.ctx, "the first coupon", func() (bool, error) {
		height, err := d.tokyo.height(d.ctx)
		if err != nil {
			return false, err
		}
		err = d.tokyo.book.follow(d.ctx, height)
		return d.tokyo.book.series[0].recorded > 0, err
	})
}

// bringBondsHome returns what is abroad from both accounts that hold it.
func (d *demo) bringBondsHome() error {
	client := d.parties["client"]
	for _, from := range []struct {
		holder party
		face   int64
	}{{client, abroad - movedOn}, {d.parties["lender"], movedOn}} {
		sent, err := d.send(d.newYork, from.holder, d.farChannel, d.vouchers(from.face), client.String())
		if err != nil {
			return err
		}
		d.newYork.book.move(from.holder.name, "", d.vouchers(from.face))
		height, err := d.received(d.tokyo, d.channel, sent.sequence)
		if err != nil {
			return err
		}
		if err := d.tokyo.book.after(d.ctx, height, func() error {
			d.tokyo.book.move("escrow", "client", bonds(from.face))
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// closeCarry calls the money home, converts it back at a quote posted then, repays and shows the result in its parts.
// showResult prints profit and loss in its three parts, and checks that they are the whole.
// repay pays an owner's own loan back in full and frees what is pledged.
func (d *demo) repay(s *side, owner party, pledge sdk.Coin, most sdk.Coin) error {
	return s.do(d.ctx, []sdk.Msg{
		&collateraltypes.MsgRepay{Payer: owner.String(), Owner: owner.String(), Number: 1, Amount: most},
		&collateraltypes.MsgReleaseCollateral{Owner: owner.String(), Denom: most.Denom, Number: 1, Collateral: sdk.NewCoins(pledge)},
	}, func(result *sdk.TxResponse) error {
		var repaid collateraltypes.MsgRepayResponse
		if err := response(result, 0, &repaid); err != nil {
			return err
		}
		if !repaid.DebtLeft.IsZero() {
			return fmt.Errorf("%s owes %s still", owner.name, repaid.DebtLeft)
		}
		s.book.move(owner.name, "cash market", sdk.NewCoin(most.Denom, repaid.Repaid))
		return nil
	}, owner)
}

// withdraw takes out everything the lender has in a market, with its interest.
func (d *demo) withdraw(s *side, denom string) error {
	lender := d.parties["lender"]
	return s.do(d.ctx, []sdk.Msg{&collateraltypes.MsgWithdraw{
		Supplier: lender.String(), Denom: denom, Amount: math.ZeroInt(), Claims: math.ZeroInt(), All: true,
	}}, func(result *sdk.TxResponse) error {
		var withdrawn collateraltypes.MsgWithdrawResponse
		if err := response(result, 0, &withdrawn); err != nil {
			return err
		}
		s.book.move("cash market", "lender", sdk.NewCoin(denom, withdrawn.Amount))
		return nil
	}, lender)
}

// mature waits until both series are redeemed, and checks that nothing of them is left anywhere.
func (d *demo) mature() error {
	if err := d.waitUntil(time.Date(2035, 12, 20, 15, 0, 0, 0, time.UTC)); err != nil {
		return err
	}
	for _, s := range []*side{d.tokyo, d.newYork} {
		var redeemed int64
		for _, bond := range s.book.series {
			if err := poll(d.ctx, bond.terms.Name+" redeemed", func() (bool, error) {
				var err error
				if redeemed, err = s.height(d.ctx); err != nil {
					return false, err
				}
				found, err := bondtypes.NewQueryClient(s.conn).Series(at(d.ctx, redeemed), &bondtypes.QuerySeriesRequest{Isin: bond.terms.Isin})
				return err == nil && found.Series.Status == bondtypes.SERIES_STATUS_REDEEMED, err
			}); err != nil {
				return err
			}
		}
		s.book.height = max(s.book.height, redeemed)
		supply, err := banktypes.NewQueryClient(s.conn).TotalSupply(d.ctx, &banktypes.QueryTotalSupplyRequest{})
		if err != nil {
			return err
		}
		for _, denom := range []string{bondtypes.Denom(jgb), bondtypes.Denom(treasury), d.voucherOfBonds} {
			if left := supply.Supply.AmountOf(denom); !left.IsZero() {
				return fmt.Errorf("%s of %s is left in %s", left, denomName(denom), s.name)
			}
		}
	}
	return nil
}

func (d *demo) treasuries(n int64) sdk.Coin {
	return sdk.NewCoin(bondtypes.Denom(treasury), math.NewInt(n))
}
