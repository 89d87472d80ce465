package main

import (
	"fmt"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	carrytypes "github.com/kokusai-chain/kokusai/x/carry/types"
)

func (d *demo) postQuote(offer sdk.Coin, ask string, price math.LegacyDec) (id uint64, err error) {
	dealer := d.parties["fxdealer"]
	now, err := d.businessTime(d.tokyo)
	if err != nil {
		return 0, err
	}
	err = d.tokyo.do(d.ctx, []sdk.Msg{&carrytypes.MsgPostQuote{
		Dealer: dealer.String(), Offer: offer, AskDenom: ask, Price: price, MinFill: math.OneInt(), ExpiresAt: now.AddDate(0, 11, 0).UTC(),
	}}, func(result *sdk.TxResponse) error {
		var posted carrytypes.MsgPostQuoteResponse
		if err := response(result, 0, &posted); err != nil {
			return err
		}
		id = posted.Id
		d.tokyo.book.move("fxdealer", "fx quotes", offer)
		return nil
	}, dealer)
	return id, err
}

func (d *demo) openCarry(quote uint64, borrowed sdk.Coin) error {
	client := d.parties["client"]
	found, err := carrytypes.NewQueryClient(d.tokyo.conn).Venue(d.ctx, &carrytypes.QueryVenueRequest{Id: venue})
	if err != nil {
		return err
	}
	d.newYork.book.watch("venue account", found.Venue.Account)
	var sent math.Int
	err = d.tokyo.do(d.ctx, []sdk.Msg{&carrytypes.MsgOpen{
		Owner: client.String(), Number: 1, VenueId: venue, Borrow: borrowed, CollateralNumber: 1,
		Quote: carrytypes.QuoteRef{Dealer: d.parties["fxdealer"].String(), Id: quote}, MinReceived: math.OneInt(),
	}}, func(result *sdk.TxResponse) error {
		var opened carrytypes.MsgOpenResponse
		if err := response(result, 0, &opened); err != nil {
			return err
		}
		d.tokyo.book.watch("carry position", opened.Account)
		sent = opened.Sent
		spent := sdk.NewCoin("ujpy", opened.Spent)
		d.tokyo.book.move("cash market", "carry position", borrowed)
		d.tokyo.book.move("carry position", "fxdealer", spent)
		d.tokyo.book.move("fx quotes", "", sdk.NewCoin(d.voucherOfDollars, sent))
		d.newYork.book.move("escrow", "cash market", sdk.NewCoin("uusd", sent))
		return nil
	}, client)
	if err != nil {
		return err
	}
	if err := d.reach(carrytypes.Stage_STAGE_ACTIVE); err != nil {
		return err
	}
	// What the dealer does not sell comes back.
	return d.tokyo.do(d.ctx, []sdk.Msg{d.cancel(quote)}, func(result *sdk.TxResponse) error {
		return d.bookReturn(result, 0)
	}, d.parties["fxdealer"])
}

func (d *demo) cancel(quote uint64) sdk.Msg {
	return &carrytypes.MsgCancelQuote{Dealer: d.parties["fxdealer"].String(), Id: quote}
}

func (d *demo) bookReturn(result *sdk.TxResponse, i int) error {
	var cancelled carrytypes.MsgCancelQuoteResponse
	if err := response(result, i, &cancelled); err != nil {
		return err
	}
	d.tokyo.book.move("fx quotes", "fxdealer", cancelled.Returned)
	return nil
}

func (d *demo) reach(stage carrytypes.Stage) error {
	var last carrytypes.Stage
	return poll(d.ctx, "carry position "+stage.String(), func() (bool, error) {
		found, err := d.carryPosition()
		if err != nil {
			return false, err
		}
		if found.Position.Stage != last {
			last = found.Position.Stage
			d.say("carry position is %s", last.Word())
		}
		if note := found.Position.Note; note != "" {
			return false, fmt.Errorf("carry position is %s: %s", last.Word(), note)
		}
		return last == stage, nil
	})
}

func (d *demo) carryPosition() (*carrytypes.QueryPositionResponse, error) {
	return carrytypes.NewQueryClient(d.tokyo.conn).Position(d.ctx, &carrytypes.QueryPositionRequest{Owner: d.parties["client"].String(), Number: 1})
}

func (d *demo) closeCarry() error {
	client := d.parties["client"]
	if _, err := d.tokyo.chain.send(d.ctx, []sdk.Msg{&carrytypes.MsgClose{
		Owner: client.String(), Number: 1, MinReceived: math.ZeroInt(), TopUp: math.ZeroInt(),
	}}, client); err != nil {
		return err
	}
	if err := d.reach(carrytypes.Stage_STAGE_UNWINDING); err != nil {
		return err
	}
	home, err := d.carryPosition()
	if err != nil {
		return err
	}
	returned := home.Position.Home
	d.newYork.book.move("cash market", "escrow", sdk.NewCoin("uusd", returned))
	d.tokyo.book.move("", "carry position", sdk.NewCoin(d.voucherOfDollars, returned))
	quote, err := d.postQuote(yen(400_000_000), d.voucherOfDollars, math.LegacyOneDec().Quo(dec("154.25")))
	if err != nil {
		return err
	}
	return d.tokyo.do(d.ctx, []sdk.Msg{&carrytypes.MsgConvertBack{
		Owner: client.String(), Number: 1, Quote: carrytypes.QuoteRef{Dealer: d.parties["fxdealer"].String(), Id: quote},
		MinReceived: math.OneInt(), TopUp: yen(20_000_000).Amount,
	}, d.cancel(quote)}, func(result *sdk.TxResponse) error {
		var converted carrytypes.MsgConvertBackResponse
		if err := response(result, 0, &converted); err != nil {
			return err
		}
		done, err := d.carryPosition()
		if err != nil {
			return err
		}
		p := done.Position
		if p.Stage != carrytypes.Stage_STAGE_CLOSED || p.Pnl == nil {
			return fmt.Errorf("carry position is %s: %s", p.Stage.Word(), p.Note)
		}
		received := sdk.NewCoin("ujpy", converted.Received)
		d.tokyo.book.move("carry position", "fxdealer", sdk.NewCoin(d.voucherOfDollars, converted.Sold))
		d.tokyo.book.move("fx quotes", "client", received)
		d.tokyo.book.move("client", "cash market", sdk.NewCoin("ujpy", p.Exit.Repaid))
		if unspent := sdk.NewCoin("ujpy", p.Loan.Borrowed.Sub(p.Entry.Spent)); unspent.IsPositive() {
			d.tokyo.book.move("carry position", "client", unspent)
		}
		if rest := returned.Sub(converted.Sold); rest.IsPositive() {
			d.tokyo.book.move("carry position", "client", sdk.NewCoin(d.voucherOfDollars, rest))
		}
		if err := d.bookReturn(result, 1); err != nil {
			return err
		}
		return d.showResult(p)
	}, client, d.parties["fxdealer"])
}

func (d *demo) showResult(p carrytypes.Position) error {
	d.say("borrowed %s yen, sent %s dollars, brought home %s, repaid %s yen",
		amount("ujpy", p.Loan.Borrowed), amount("uusd", p.Entry.Bought), amount("uusd", p.Exit.Sold), amount("ujpy", p.Exit.Repaid))
	d.say("result %s yen = carry %s + currency %s + cross %s", signed("ujpy", p.Pnl.Total), signed("ujpy", p.Pnl.Carry), signed("ujpy", p.Pnl.Fx), signed("ujpy", p.Pnl.Cross))
	if sum := p.Pnl.Carry.Add(p.Pnl.Fx).Add(p.Pnl.Cross); !sum.Equal(p.Pnl.Total) {
		return fmt.Errorf("the parts are %s, the whole is %s", sum, p.Pnl.Total)
	}
	return nil
}
