package types

import (
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/sealed"
)

// DefaultGenesis is a state without operations.
func DefaultGenesis() *GenesisState { return &GenesisState{Params: DefaultParams()} }

// Validate checks a genesis state by itself: nothing twice, nothing that refers to what is not there, and sums that add up.
func (gs GenesisState) Validate() error {
	if err := gs.Params.Validate(); err != nil {
		return err
	}
	books := map[string]*book{}
	for _, operation := range gs.Operations {
		name := Name(operation.Lender, operation.Number)
		if books[name] != nil {
			return ErrInvalidGenesis.Wrapf("operation %s twice", name)
		}
		if err := operation.validate(); err != nil {
			return ErrInvalidGenesis.Wrapf("operation %s: %s", name, err)
		}
		books[name] = &book{operation: operation, awards: math.ZeroInt(), seen: map[string]bool{}}
	}
	for _, tender := range gs.Tenders {
		name := Name(tender.Lender, tender.Number)
		of := books[name]
		if of == nil {
			return ErrInvalidGenesis.Wrapf("tender of %s in operation %s, which does not exist", tender.Bidder, name)
		}
		if err := of.add(tender); err != nil {
			return ErrInvalidGenesis.Wrapf("tender of %s in operation %s: %s", tender.Bidder, name, err)
		}
	}
	for _, operation := range gs.Operations {
		if err := books[Name(operation.Lender, operation.Number)].close(); err != nil {
			return ErrInvalidGenesis.Wrapf("operation %s: %s", Name(operation.Lender, operation.Number), err)
		}
	}
	return nil
}

// book is an operation with its rows counted.
type book struct {
	operation Operation
	awards    math.Int
	winners   uint32 // rows with an award
	seen      map[string]bool
}

func (b *book) add(t Tender) error {
	if _, err := sdk.AccAddressFromBech32(t.Bidder); err != nil {
		return ErrInvalidAddress.Wrap(err.Error())
	}
	if b.seen[t.Bidder] || t.Bidder == t.Lender {
		return ErrInvalidBid.Wrap("twice, or the lender's own")
	}
	b.seen[t.Bidder] = true
	if len(t.Seal) != sealed.SealBytes {
		return ErrInvalidSeal
	}
	if t.Award.IsNil() || t.Award.IsNegative() || t.Deposit.IsNil() || !t.Deposit.Equal(b.operation.Terms.Deposit) {
		return ErrInvalidBid.Wrap("an award that is missing or negative, or another deposit than the operation's")
	}
	if t.Revealed != (len(t.Bids) > 0) || len(t.Bids) > mostBids {
		return ErrInvalidBid.Wrap("bids without being opened, or opened without bids")
	}
	for _, bid := range t.Bids {
		if err := bid.validate(); err != nil {
			return err
		}
	}
	if err := b.operation.Terms.CheckBids(t.Bids); err != nil {
		return err
	}
	if t.Award.GT(t.BidFor()) || t.Award.IsPositive() && b.operation.Status != STATUS_ALLOTTED {
		return ErrInvalidBid.Wrap("an award above what was bid for, or before anything was decided")
	}
	b.awards = b.awards.Add(t.Award)
	if t.Award.IsPositive() {
		b.winners++
	}
	return nil
}

// close checks what the rows of an operation add up to.
func (b *book) close() error {
	if int(b.operation.Bidders) != len(b.seen) {
		return ErrBrokenLaw.Wrapf("%d bidders, %d rows", b.operation.Bidders, len(b.seen))
	}
	held := math.ZeroInt()
	switch b.operation.Status {
	case STATUS_OPEN:
		held = b.operation.Terms.Cash.Amount
	case STATUS_ALLOTTED:
		held = b.awards
		if err := b.checkWinners(); err != nil {
			return err
		}
	case STATUS_SETTLED:
		if b.operation.Bidders > 0 {
			return ErrStatus.Wrapf("settled with %d bidders", b.operation.Bidders)
		}
	}
	if !b.operation.Held.Equal(held) {
		return ErrBrokenLaw.Wrapf("%s is held, %s should be", b.operation.Held, held)
	}
	return nil
}

// checkWinners checks that every winner has its row until its loan starts or fails, and that by then those of the others are gone.
func (b *book) checkWinners() error {
	result := b.operation.Result
	switch {
	case b.operation.Starting && (b.winners > result.Winners || b.winners != b.operation.Bidders):
		return ErrBrokenLaw.Wrapf("loans start for %d rows, of which %d have awards, of %d winners", b.operation.Bidders, b.winners, result.Winners)
	case !b.operation.Starting && (b.winners != result.Winners || !b.awards.Equal(result.Accepted)):
		return ErrBrokenLaw.Wrapf("%d rows have awards of %s, not %d of %s", b.winners, b.awards, result.Winners, result.Accepted)
	}
	return nil
}

func (o Operation) validate() error {
	if _, err := sdk.AccAddressFromBech32(o.Lender); err != nil {
		return ErrInvalidAddress.Wrap(err.Error())
	}
	if err := o.Terms.Validate(); err != nil {
		return err
	}
	if _, err := o.Terms.Timetable(date.UTC); err != nil {
		return err
	}
	if o.Held.IsNil() || o.Held.IsNegative() {
		return ErrInvalidTerms.Wrap("what is held is missing or negative")
	}
	decided := o.Status == STATUS_ALLOTTED || o.Status == STATUS_SETTLED
	if o.Status < STATUS_OPEN || o.Status > STATUS_CANCELLED || decided != (o.Result != nil) {
		return ErrStatus.Wrapf("%s with a result or without one", o.Status)
	}
	if (o.Starting && o.Status != STATUS_ALLOTTED) || o.Due.IsZero() != o.IsOver() {
		return ErrStatus.Wrapf("%s, starting loans or due at the wrong time", o.Status)
	}
	if o.Cursor != "" {
		if _, err := sdk.AccAddressFromBech32(o.Cursor); err != nil || o.Status == STATUS_OPEN || o.IsOver() {
			return ErrStatus.Wrapf("%s with a cursor %q", o.Status, o.Cursor)
		}
	}
	if o.Result == nil {
		return nil
	}
	return o.Result.validate(o.Terms)
}

// IsOver tells whether nothing will happen any more.
func (o Operation) IsOver() bool {
	return o.Status == STATUS_SETTLED || o.Status == STATUS_CANCELLED && o.Bidders == 0
}

func (r Result) validate(terms Terms) error {
	for _, amount := range []math.Int{r.Bids, r.Accepted, r.Lent} {
		if amount.IsNil() || amount.IsNegative() {
			return ErrInvalidTerms.Wrap("an amount of the result is missing or negative")
		}
	}
	if r.RatePct.IsNil() || r.AllotmentPct.IsNil() || r.Accepted.GT(r.Bids) || r.Accepted.GT(terms.Cash.Amount) || r.Lent.GT(r.Accepted) {
		return ErrInvalidTerms.Wrap("the result contradicts itself")
	}
	return nil
}
