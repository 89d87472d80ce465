package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
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

// tender is what one dealer bids, its prices from the best, and what becomes of it.
type tender struct {
	dealer string
	bids   []bid

	escrow sdk.Coin // paid in at the reveal, with the deposit
	won    int64    // face
	cost   sdk.Coin // of what is won, with accrued interest
}

type bid struct {
	price string
	face  int64
}

// newTenders are the bids of four dealers for sixteen units of a hundred million: the second price fills eleven, so that the two
// dealers at 100.02 share five where they bid for ten. Who bids 99.95 gets nothing.
func newTenders() []*tender {
	return []*tender{
		{dealer: "dealer", bids: []bid{{"100.10", 600_000_000}, {"100.02", 200_000_000}}},
		{dealer: "dealer2", bids: []bid{{"100.05", 500_000_000}}},
		{dealer: "dealer3", bids: []bid{{"100.02", 800_000_000}}},
		{dealer: "dealer4", bids: []bid{{"99.95", 500_000_000}}},
	}
}

// principal is what all bids cost at their own prices: prices have two decimals, so that it is exact.
func (t *tender) principal() math.Int {
	sum := math.ZeroInt()
	for _, b := range t.bids {
		sum = sum.Add(dec(b.price).MulInt64(b.face).MulInt64(10_000).TruncateInt()) // price ÷ 100 × 1,000,000
	}
	return sum
}

func (t *tender) face() (sum int64) {
	for _, b := range t.bids {
		sum += b.face
	}
	return sum
}

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

// checkResult prints the result as the ministry publishes it and compares it with the calculator's.
func (d *demo) checkResult() error {
	published, err := d.published()
	if err != nil {
		return err
	}
	expected, err := d.allot()
	if err != nil {
		return err
	}
	for column, figure := range map[string]string{
		"lowest_price": "lowest_accepted_price", "lowest_price_yield": "highest_accepted_yield", "allotment_pct": "allotment_pct",
		"average_price": "average_price", "average_price_yield": "average_yield", "bids": "bids_total", "accepted": "accepted_total",
	} {
		if want := fmt.Sprint(expected[figure]); published[column] != want {
			return fmt.Errorf("the chain published %s %q, the calculator has %q", column, published[column], want)
		}
	}
	allocations, payments := expected["allocations"].(map[string]any), expected["payments"].(map[string]any)
	for _, t := range d.tenders {
		face, ok := math.NewIntFromString(fmt.Sprint(allocations[t.dealer]))
		if !ok {
			return fmt.Errorf("the calculator allots %s %v", t.dealer, allocations[t.dealer])
		}
		t.won = face.Int64()
		accrued, err := d.accruedAtIssue(t.won)
		if err != nil {
			return err
		}
		t.cost = sdk.NewCoin("ujpy", dec(fmt.Sprint(payments[t.dealer])).MulInt64(1_000_000).TruncateInt()).Add(accrued)
		d.say("%s bid for %s and is allotted %s", t.dealer, amount(jgbDenom, math.NewInt(t.face())), amount(jgbDenom, face))
	}
	return nil
}

// published prints the result file of the auction and returns it by its columns.
func (d *demo) published() (map[string]string, error) {
	out, err := d.tokyoCommand("query", "auction", "result-file", auctionID, "--format", "csv")
	if err != nil {
		return nil, err
	}
	lines, err := csv.NewReader(strings.NewReader(string(out))).ReadAll()
	if err != nil || len(lines) != 2 {
		return nil, errors.Join(fmt.Errorf("result file of %d lines", len(lines)), err)
	}
	columns := map[string]string{}
	for i, column := range lines[0] {
		columns[column] = lines[1][i]
		if lines[1][i] != "" {
			d.say("%-20s %s", column, lines[1][i])
		}
	}
	return columns, nil
}

// allot runs the auction offline, on what the dealers know they bid.
func (d *demo) allot() (map[string]any, error) {
	type line struct {
		Bidder string `json:"bidder"`
		Price  string `json:"price"`
		Amount int64  `json:"amount"`
	}
	var bids []line
	for _, t := range d.tenders {
		for _, b := range t.bids {
			bids = append(bids, line{t.dealer, b.price, b.face})
		}
	}
	file, err := json.Marshal(map[string]any{
		"method": "multi-price", "unit": bidUnit, "offering": issued, "tick": "0.01", "coupon": "2.1", "settle": issueDate, "maturity": "2035-12-20", "bids": bids,
	})
	if err != nil {
		return nil, err
	}
	path := filepath.Join(d.network, "bids.json")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		return nil, err
	}
	return d.answer("allot", "--file", path)
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

// accruedAtIssue is the calculator's accrued interest on face at the issue.
func (d *demo) accruedAtIssue(face int64) (sdk.Coin, error) {
	if face == 0 {
		return yen(0), nil
	}
	text, err := d.calc("accrued_yen", "accrued", "--face", fmt.Sprint(face), "--coupon", "2.1", "--settle", issueDate,
		"--maturity", "2035-12-20", "--from", "2025-12-20", "--at-issue")
	if err != nil {
		return sdk.Coin{}, err
	}
	accrued, _ := math.NewIntFromString(text)
	return sdk.NewCoin("ujpy", accrued.MulRaw(1_000_000)), nil
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

// command has all dealers use a command of `kokusaid tx bond` at once, each with its own words, and books what each pays in.
func (d *demo) command(name string, words func(*tender) []string, pays func(*tender) sdk.Coin) error {
	type answer struct {
		result *sdk.TxResponse
		err    error
	}
	answers := make([]chan answer, len(d.tenders))
	for i, t := range d.tenders {
		answers[i] = make(chan answer, 1)
		go func() {
			result, err := d.transact(t.dealer, append([]string{"bond", name, auctionID}, words(t)...)...)
			answers[i] <- answer{result, err}
		}()
	}
	var failed error
	for i, t := range d.tenders {
		a := <-answers[i]
		if a.err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s %s: %w", t.dealer, name, a.err))
			continue
		}
		d.tokyo.fees[t.dealer] += fee
		failed = errors.Join(failed, d.tokyo.book.after(d.ctx, a.result.Height, func() error {
			d.tokyo.book.move(t.dealer, "auction", pays(t))
			return nil
		}))
	}
	return failed
}

// transact sends a transaction from the command line and waits until it is in a block.
func (d *demo) transact(from string, words ...string) (*sdk.TxResponse, error) {
	args := append([]string{"tx"}, words...)
	out, err := d.tokyoCommand(append(args, "--from", from, "--yes", "--gas", fmt.Sprint(gasLimit), "--fees", fmt.Sprintf("%dukoku", fee), "--output", "json")...)
	if err != nil {
		return nil, err
	}
	var sent struct {
		TxHash string `json:"txhash"`
		Code   uint32 `json:"code"`
		RawLog string `json:"raw_log"`
	}
	if err := json.Unmarshal(out, &sent); err != nil {
		return nil, fmt.Errorf("%w: %s", err, out)
	}
	if sent.Code != 0 {
		return nil, refusal{code: sent.Code, log: sent.RawLog}
	}
	return d.tokyo.included(d.ctx, sent.TxHash)
}

// tokyoCommand runs a command of the binary against Tokyo's first node.
func (d *demo) tokyoCommand(words ...string) ([]byte, error) {
	out, err := exec.CommandContext(d.ctx, d.kokusaid, append(words, "--home", filepath.Join(d.network, "tokyo", "node0"))...).Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		err = fmt.Errorf("%w: %s", err, firstLine(string(failed.Stderr)))
	}
	return out, err
}
