package main

import (
	"fmt"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	auctiontypes "github.com/kokusai-chain/kokusai/x/bond/auction/types"
)

const (
	auctionID = "mof-japan.10y-381"
	issued    = 1_600_000_000 // face on offer, all of which is sold
	bidUnit   = 100_000_000
	deposit   = 1_000_000 // yen

	issueDate = "2026-01-07"
	clockForm = "2006-01-02T15:04:05"

	// The last seals are taken and the last bids revealed so long before the issue date begins.
	sealsEnd, revealsEnd = 18 * time.Second, 7 * time.Second
	// How long after its announcement the auction takes seals, and what the dealers need then.
	sealsStart, leastBidding = 3 * time.Second, 10 * time.Second
)

// announce registers the dealers and announces the auction, which is decided on the eve of the issue.
func (d *demo) announce() error {
	ministry := d.parties["ministry"]
	issue, err := time.ParseInLocation(time.DateOnly, issueDate, tokyoZone)
	if err != nil {
		return err
	}
	now, err := d.businessTime(d.tokyo)
	if err != nil {
		return err
	}
	starts, ends := now.Add(sealsStart), issue.Add(-sealsEnd)
	if ends.Sub(starts) < leastBidding {
		return fmt.Errorf("only %s are left until the issue date begins: give the demo more time with an earlier BUSINESS_START", issue.Sub(now))
	}
	var msgs []sdk.Msg
	for _, t := range d.tenders {
		msgs = append(msgs, &auctiontypes.MsgRegisterParticipant{Authority: ministry.String(), Participant: auctiontypes.Participant{
			IssuerId: "mof-japan", Account: d.parties[t.dealer].String(), Name: "Rehearsal Securities, " + t.dealer, Dealer: true,
		}})
	}
	none, zero := dec("0"), math.ZeroInt()
	msgs = append(msgs, &auctiontypes.MsgAnnounce{Authority: ministry.String(), Terms: auctiontypes.AuctionTerms{
		Id: auctionID, IssuerId: "mof-japan", Method: auctiontypes.AUCTION_METHOD_MULTI_PRICE, Series: []auctiontypes.AuctionSeries{{Isin: jgb}},
		Offering: math.NewInt(issued), BidUnit: math.NewInt(bidUnit), Tick: dec("0.01"), DearestLevel: dec("102"), Deposit: yen(deposit).Amount,
		DealersOnly: true, NonCompetitivePct: none, NonCompetitiveUnit: zero, NonCompetitiveLimit: zero, FirstRoundPct: none, SecondRoundPct: none,
		BidStart: starts.Format(clockForm), CommitDeadline: ends.Format(clockForm), RevealDeadline: issue.Add(-revealsEnd).Format(clockForm),
		SettleDate: issueDate,
	}})
	return d.tokyo.do(d.ctx, msgs, func(*sdk.TxResponse) error {
		d.say("%s yen of face; seals from %s to %s, reveals until %s, issue on %s", amount(jgbDenom, math.NewInt(issued)),
			starts.Format(time.TimeOnly), ends.Format(time.TimeOnly), issue.Add(-revealsEnd).Format(time.TimeOnly), issueDate)
		return nil
	}, ministry)
}

// seal has every dealer seal its bids with one command; nobody can read more than a seal.
func (d *demo) seal() error {
	if err := d.waitForAuction(func(times auctiontypes.Timetable) time.Time { return times.BidStart }); err != nil {
		return err
	}
	err := d.command("bid", func(t *tender) (words []string) {
		for _, b := range t.bids {
			words = append(words, fmt.Sprintf("%s=%d", b.price, b.face))
		}
		return words
	}, func(t *tender) sdk.Coin { return yen(deposit) })
	if err != nil {
		return err
	}
	found, err := auctiontypes.NewQueryClient(d.tokyo.conn).Tenders(d.ctx, &auctiontypes.QueryTendersRequest{AuctionId: auctionID})
	if err != nil {
		return err
	}
	for _, sealed := range found.Tenders {
		if len(sealed.Bids) > 0 || sealed.Revealed {
			return fmt.Errorf("the bids of %s can be read: %s", sealed.Bidder, sealed.String())
		}
		d.say("%s put in the seal %X… and %s yen", d.nameOf(sealed.Bidder), sealed.Seal[:8], amount("ujpy", sealed.Escrow))
	}
	return nil
}

// reveal has every dealer reveal with one command, which pays in what its bids may cost, and waits for the result. The chain's
// result is compared with the offline calculator's, and what winners and losers do not owe is back.
func (d *demo) reveal() error {
	if err := d.waitForAuction(func(times auctiontypes.Timetable) time.Time { return times.CommitDeadline }); err != nil {
		return err
	}
	for _, t := range d.tenders {
		accrued, err := d.accruedAtIssue(t.face())
		if err != nil {
			return err
		}
		t.escrow = sdk.NewCoin("ujpy", t.principal()).Add(accrued)
	}
	nothing := func(*tender) []string { return nil }
	if err := d.command("reveal", nothing, func(t *tender) sdk.Coin { return t.escrow.Sub(yen(deposit)) }); err != nil {
		return err
	}
	if err := poll(d.ctx, "result of the auction", func() (bool, error) {
		_, err := auctiontypes.NewQueryClient(d.tokyo.conn).Result(d.ctx, &auctiontypes.QueryResultRequest{AuctionId: auctionID})
		if status.Code(err) == codes.FailedPrecondition {
			return false, nil
		}
		return err == nil, err
	}); err != nil {
		return err
	}
	if err := d.checkResult(); err != nil {
		return err
	}
	for _, t := range d.tenders {
		d.tokyo.book.move("auction", t.dealer, t.escrow.Sub(t.cost))
	}
	return nil
}

// settleAuction waits for the issue date, on which all winners are issued their bonds against cash, in one step.
func (d *demo) settleAuction() error {
	if err := d.waitForAuction(func(times auctiontypes.Timetable) time.Time { return times.Settlement }); err != nil {
		return err
	}
	if err := poll(d.ctx, "settlement of the auction", func() (bool, error) {
		found, err := auctiontypes.NewQueryClient(d.tokyo.conn).Auction(d.ctx, &auctiontypes.QueryAuctionRequest{AuctionId: auctionID})
		return err == nil && found.Auction.Status == auctiontypes.AUCTION_STATUS_SETTLED, err
	}); err != nil {
		return err
	}
	for _, t := range d.tenders {
		if t.won == 0 {
			continue
		}
		d.tokyo.book.move("auction", "treasury", t.cost)
		d.tokyo.book.move("", t.dealer, bonds(t.won))
	}
	duties, err := auctiontypes.NewQueryClient(d.tokyo.conn).Duties(d.ctx, &auctiontypes.QueryDutiesRequest{IssuerId: "mof-japan", Quarter: "2026Q1", ShortOnly: true})
	if err != nil {
		return err
	}
	for _, short := range duties.Dealers {
		d.say("short of duty: %s, which has won %s %% of what was offered", d.nameOf(short.Dealer.Account), short.OtherWonPct)
	}
	return nil
}

// waitForAuction waits for one of the auction's times.
func (d *demo) waitForAuction(which func(auctiontypes.Timetable) time.Time) error {
	found, err := auctiontypes.NewQueryClient(d.tokyo.conn).Auction(d.ctx, &auctiontypes.QueryAuctionRequest{AuctionId: auctionID})
	if err != nil {
		return err
	}
	return d.waitUntil(which(found.Times))
}

func (d *demo) nameOf(address string) string {
	for name, p := range d.parties {
		if p.String() == address {
			return name
		}
	}
	return address
}
