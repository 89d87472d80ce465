package types

import (
	"bytes"
	"fmt"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/allotment"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
	"github.com/kokusai-chain/kokusai/x/internal/sealed"
)

// NewTender returns the row of an account that has sealed bids and paid its deposit.
func NewTender(lender string, number uint64, bidder string, seal []byte, deposit math.Int) Tender {
	return Tender{Lender: lender, Number: number, Bidder: bidder, Seal: seal, Award: math.ZeroInt(), Deposit: deposit}
}

// SaltBytes is the length of the secret that keeps a seal from being guessed.
const SaltBytes = sealed.SaltBytes

// SealedText returns what a seal is the SHA-256 of: the lines of sealed.Text, of kind funding and for <lender>/<number>, with
//
//	<rate with 4 decimals> <cash in base units>      one line for each bid, in order
//	repo <number>
func (m *MsgRevealBid) SealedText() string {
	lines := make([]string, 0, len(m.Bids)+1)
	for _, bid := range m.Bids {
		lines = append(lines, fmt.Sprintf("%s %s", rounding.Text(bid.RatePct, allotment.TickPlaces), bid.Amount))
	}
	return sealed.Text("funding", m.SealedFor(), m.Bidder, m.Salt, append(lines, fmt.Sprintf("repo %d", m.RepoNumber))...)
}

// Seal returns the seal of the bids: the SHA-256 of SealedText.
func (m *MsgRevealBid) Seal() []byte { return sealed.Seal(m.SealedText()) }

// CheckSeal errors unless revealed bids are those of a seal.
func (m *MsgRevealBid) CheckSeal(seal []byte) error {
	if !bytes.Equal(seal, m.Seal()) {
		return ErrSealMismatch.Wrap("operation, bidder, bids, their order, the repo's number or the salt differ from what was sealed")
	}
	return nil
}

// SealedFor names the operation.
func (m *MsgRevealBid) SealedFor() string { return Name(m.Lender, m.Number) }

// SealedBy is the bidder's address.
func (m *MsgRevealBid) SealedBy() string { return m.Bidder }

// BidFor is the cash that the opened bids ask for.
func (t Tender) BidFor() math.Int {
	total := math.ZeroInt()
	for _, bid := range t.Bids {
		total = total.Add(bid.Amount)
	}
	return total
}

// Allot decides an operation over the tenders of its bidders, writes each one's award into it, and returns the result: the highest
// rates first, at the lowest rate that gets anything for all; those at that rate share what is left for them pro rata, down to the
// bid unit.
func (t Terms) Allot(tenders []Tender) (Result, error) {
	var book []allotment.Bid
	var of []int
	for i, tender := range tenders {
		tenders[i].Award = math.ZeroInt()
		for _, bid := range tender.Bids {
			book, of = append(book, bid.entry(tender.Bidder)), append(of, i)
		}
	}
	allotted, err := t.rules().Allot(book)
	if err != nil {
		return Result{}, err
	}
	result := Result{
		RatePct: allotted.CutOff, AllotmentPct: allotted.AllotmentPct, Bids: allotted.Bids, Accepted: allotted.Accepted, Lent: math.ZeroInt(),
	}
	for i, award := range allotted.Awards {
		tenders[of[i]].Award = tenders[of[i]].Award.Add(award.Amount)
	}
	for _, tender := range tenders {
		if tender.Award.IsPositive() {
			result.Winners++
		}
	}
	return result, nil
}
