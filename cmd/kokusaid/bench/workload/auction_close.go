package workload

import (
	"crypto/sha256"
	"fmt"
	"time"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/chain"
	auctiontypes "github.com/kokusai-chain/kokusai/x/bond/auction/types"
)

// AuctionClose holds auctions, one a week, in which as many bidders as a register admits have revealed as many bids as each may:
// ten thousand. Ordinary blocks, the block that decides, those that give back what is not needed, and the block that settles.
const AuctionClose = "auction-close"

// auctionsHeld is how many are held, unless fewer ordinary blocks are wanted.
const auctionsHeld = 3

type auctionClose struct {
	transfers bankSend
	script    []auctionBlock
	block     int
}

// auctionBlock is one block of the occasion: at a civil time in Tokyo, or whenever it comes.
type auctionBlock struct {
	phase string
	at    string
	fill  func(*auctionClose, *chain.Chain) []chain.Transaction // nil for transfers
}

func newAuctionClose(seed uint64, times int) *auctionClose {
	w := &auctionClose{transfers: bankSend{newCrowd(seed)}}
	w.script = []auctionBlock{{phase: Aside, fill: (*auctionClose).register}}
	for k := range min(times, auctionsHeld) {
		monday := time.Date(2026, time.April, 6+7*k, 0, 0, 0, 0, time.UTC)
		day, next := monday.Format(time.DateOnly), monday.AddDate(0, 0, 1).Format(time.DateOnly)
		w.script = append(w.script,
			auctionBlock{Aside, "", func(w *auctionClose, c *chain.Chain) []chain.Transaction { return w.announce(c, k, day, next) }},
			auctionBlock{Aside, day + "T09:00", func(w *auctionClose, c *chain.Chain) []chain.Transaction { return w.commit(c, k) }},
			auctionBlock{Aside, day + "T11:00", func(w *auctionClose, c *chain.Chain) []chain.Transaction { return w.reveal(c, k) }},
		)
		for range (times + auctionsHeld - 1) / auctionsHeld {
			w.script = append(w.script, auctionBlock{phase: Ordinary})
		}
		w.script = append(w.script,
			auctionBlock{phase: Event, at: day + "T13:00"}, auctionBlock{phase: After}, auctionBlock{phase: After},
			auctionBlock{phase: Settlement, at: next + "T00:00"}, auctionBlock{phase: After}, auctionBlock{phase: After},
		)
	}
	return w
}

func (*auctionClose) Arrange(g *chain.Genesis) error { return arrangeMarket(g) }

func (w *auctionClose) Next(c *chain.Chain, n int) ([]chain.Transaction, error) {
	block := w.script[w.block]
	w.block++
	if block.at != "" {
		at, err := time.Parse("2006-01-02T15:04-07:00", block.at+"+09:00")
		if err != nil {
			return nil, err
		}
		skipTo(c, at)
	}
	if block.fill != nil {
		return block.fill(w, c), nil
	}
	return w.transfers.Next(c, n)
}

func (w *auctionClose) Phase() string { return w.script[w.block-1].phase }

func (*auctionClose) Work() string { return "kokusai.bond.auction.v1.EventBidAllotted" }

func (w *auctionClose) Over() bool { return w.block == len(w.script) }

// bidders are as many as the register of an issuer admits.
func bidders(c *chain.Chain) []*chain.Account {
	people := c.Accounts[chain.Officials:]
	return people[:min(len(people), int(auctiontypes.DefaultParams().MaxParticipants))]
}

func (*auctionClose) register(c *chain.Chain) []chain.Transaction {
	authority := ministry(c.Accounts)
	register := chain.Transaction{Signers: []*chain.Account{authority}, Gas: 100_000_000}
	for i, bidder := range bidders(c) {
		register.Messages = append(register.Messages, &auctiontypes.MsgRegisterParticipant{
			Authority:   authority.Address.String(),
			Participant: auctiontypes.Participant{IssuerId: issuer, Account: bidder.Address.String(), Name: fmt.Sprintf("Bidder %d", i)},
		})
	}
	return []chain.Transaction{register}
}

const (
	bidUnit  = 50_000 // yen of face
	bidUnits = 3      // in each bid
)

func auctionID(k int) string { return fmt.Sprintf("%s.week-%d", issuer, k+1) }

// announce offers two thirds of what will be bid for.
func (*auctionClose) announce(c *chain.Chain, k int, day, settle string) []chain.Transaction {
	bids := int64(len(bidders(c))) * int64(auctiontypes.DefaultParams().MaxBids)
	offering := math.NewInt(bids * (bidUnits - 1) * bidUnit)
	none := math.LegacyZeroDec()
	authority := ministry(c.Accounts)
	terms := auctiontypes.AuctionTerms{
		Id: auctionID(k), IssuerId: issuer, Method: auctiontypes.AUCTION_METHOD_MULTI_PRICE,
		Series: []auctiontypes.AuctionSeries{{Isin: isin}}, Offering: offering, BidUnit: math.NewInt(bidUnit),
		Tick: math.LegacyNewDecWithPrec(1, 2), DearestLevel: math.LegacyNewDec(105),
		Deposit:           auctiontypes.DefaultParams().MinDepositUp(offering),
		NonCompetitivePct: none, NonCompetitiveUnit: math.ZeroInt(), NonCompetitiveLimit: math.ZeroInt(), FirstRoundPct: none, SecondRoundPct: none,
		BidStart: day + "T09:00", CommitDeadline: day + "T11:00", RevealDeadline: day + "T13:00", SettleDate: settle,
	}
	return []chain.Transaction{{
		Messages: []sdk.Msg{&auctiontypes.MsgAnnounce{Authority: authority.Address.String(), Terms: terms}},
		Signers:  []*chain.Account{authority}, Gas: 2_000_000,
	}}
}

func (w *auctionClose) commit(c *chain.Chain, k int) []chain.Transaction {
	return eachBidder(c, func(i int, bidder string) sdk.Msg {
		m := revealOf(k, i, bidder)
		return &auctiontypes.MsgCommitBid{
			Bidder: bidder, AuctionId: m.AuctionId, Seal: auctiontypes.Seal(m.AuctionId, bidder, m.Salt, m.Bids, m.NonPrice),
		}
	})
}

func (w *auctionClose) reveal(c *chain.Chain, k int) []chain.Transaction {
	return eachBidder(c, func(i int, bidder string) sdk.Msg { return revealOf(k, i, bidder) })
}

func eachBidder(c *chain.Chain, message func(i int, bidder string) sdk.Msg) []chain.Transaction {
	var transactions []chain.Transaction
	for i, bidder := range bidders(c) {
		transactions = append(transactions, chain.Transaction{
			Messages: []sdk.Msg{message(i, bidder.Address.String())}, Signers: []*chain.Account{bidder}, Gas: 5_000_000,
		})
	}
	return transactions
}

// revealOf is the bids of the i-th bidder: prices from 100 to 101.99, each in its own order.
func revealOf(k, i int, bidder string) *auctiontypes.MsgRevealBid {
	salt := sha256.Sum256(fmt.Appendf(nil, "salt %d %d", k, i))
	reveal := &auctiontypes.MsgRevealBid{Bidder: bidder, AuctionId: auctionID(k), NonPrice: math.ZeroInt(), Salt: salt[:]}
	for j := range int(auctiontypes.DefaultParams().MaxBids) {
		level := math.LegacyNewDecWithPrec(int64(10_000+(i*7+j*13)%200), 2)
		reveal.Bids = append(reveal.Bids, auctiontypes.Bid{Level: level, Amount: math.NewInt(bidUnits * bidUnit)})
	}
	return reveal
}
