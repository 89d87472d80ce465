package types

import (
	"time"

	"cosmossdk.io/math"
)

// The transitions of a position, pure: each checks the stage, moves amounts between the fields that hold them, and sets
// the next stage. Nothing is created or lost in one: what leaves a field enters another, or is booked as converted,
// as written off, or as what the other chain said it gave for it.

// SentOut books that the money at home was sent to the venue.
func (p *Position) SentOut(key PacketKey) error {
	if err := p.mustRestAt(Stage_STAGE_REFUNDED); err != nil {
		return err
	}
	p.Abroad.Outbound, p.Home = p.Home, math.ZeroInt()
	p.await(Stage_STAGE_BRIDGING, key)
	return nil
}

// Bridged books that the money sent is in the interchain account.
func (p *Position) Bridged() error {
	if err := p.mustBeAt(Stage_STAGE_BRIDGING); err != nil {
		return err
	}
	p.Abroad.Idle, p.Abroad.Outbound = p.Abroad.Idle.Add(p.Abroad.Outbound), math.ZeroInt()
	p.moveTo(Stage_STAGE_DEPLOYING)
	return nil
}

// Refunded books that the money sent came back.
func (p *Position) Refunded(note string) error {
	if err := p.mustBeAt(Stage_STAGE_BRIDGING); err != nil {
		return err
	}
	p.Home, p.Abroad.Outbound = p.Home.Add(p.Abroad.Outbound), math.ZeroInt()
	p.moveTo(Stage_STAGE_REFUNDED)
	if p.Closing {
		p.moveTo(Stage_STAGE_UNWINDING)
	}
	p.Note = note
	return nil
}

// SupplyOrdered books that the account was ordered to supply.
func (p *Position) SupplyOrdered(key PacketKey) error {
	if err := p.mustRestAt(Stage_STAGE_DEPLOYING); err != nil {
		return err
	}
	p.await(Stage_STAGE_DEPLOYING, key)
	return nil
}

// Supplied books the claims that the venue gave for the money.
func (p *Position) Supplied(claims math.Int) error {
	if err := p.mustBeAt(Stage_STAGE_DEPLOYING); err != nil {
		return err
	}
	p.Abroad.Claims, p.Abroad.Idle = p.Abroad.Claims.Add(claims), math.ZeroInt()
	p.moveTo(Stage_STAGE_ACTIVE)
	return nil
}

// WithdrawalOrdered books that the account was ordered to redeem the claims.
func (p *Position) WithdrawalOrdered(key PacketKey) error {
	if err := p.mustComeHomeFrom(Stage_STAGE_ACTIVE, Stage_STAGE_WITHDRAWING); err != nil {
		return err
	}
	p.await(Stage_STAGE_WITHDRAWING, key)
	return nil
}

// Withdrawn books the money that the venue gave for the claims.
func (p *Position) Withdrawn(amount math.Int) error {
	if err := p.mustBeAt(Stage_STAGE_WITHDRAWING); err != nil {
		return err
	}
	p.Abroad.Idle, p.Abroad.Claims = p.Abroad.Idle.Add(amount), math.ZeroInt()
	p.moveTo(Stage_STAGE_RETURNING)
	return nil
}

// ReturnOrdered books that the account was ordered to send the idle money home, where it can arrive until the given time.
func (p *Position) ReturnOrdered(key PacketKey, until time.Time) error {
	if err := p.mustComeHomeFrom(Stage_STAGE_DEPLOYING, Stage_STAGE_RETURNING); err != nil {
		return err
	}
	if p.Abroad.Returning.IsPositive() {
		return ErrWrongStage.Wrap("money is on its way home")
	}
	p.Abroad.Returning, p.Abroad.Idle = p.Abroad.Idle, math.ZeroInt()
	p.Abroad.ReturningUntil = &until
	p.Abroad.ReturningSequence = 0
	p.await(Stage_STAGE_RETURNING, key)
	return nil
}

// ReturnSent books that the money has left the account, in the packet of the given sequence, and with that that the
// refund of an earlier one was there.
func (p *Position) ReturnSent(sequence uint64) error {
	if err := p.mustBeAt(Stage_STAGE_RETURNING); err != nil {
		return err
	}
	p.Abroad.ReturningSequence, p.Abroad.GuardSequence = sequence, 0
	until := p.Abroad.ReturningUntil
	p.moveTo(Stage_STAGE_RETURNING)
	p.Due = until
	return nil
}

// ReturnRefused books that the money has not left the account.
func (p *Position) ReturnRefused(note string) error {
	if err := p.mustBeAt(Stage_STAGE_RETURNING); err != nil {
		return err
	}
	p.backToIdle()
	p.failed(note)
	return nil
}

// ReturnExpired books that the money on its way home did not arrive in time and so never will: it is, or will be,
// refunded into the account. The packet's sequence is kept for the guard of the next try.
func (p *Position) ReturnExpired(now time.Time) error {
	if err := p.mustRestAt(Stage_STAGE_RETURNING); err != nil {
		return err
	}
	if p.mayStillArrive(now) {
		return ErrNotYet.Wrapf("money may arrive until %s", p.Abroad.ReturningUntil.UTC().Format(time.RFC3339))
	}
	if !p.Abroad.Returning.IsPositive() {
		return ErrWrongStage.Wrap("no money is on its way home")
	}
	p.Abroad.GuardSequence = p.Abroad.ReturningSequence
	p.backToIdle()
	p.moveTo(Stage_STAGE_RETURNING)
	return nil
}

func (p *Position) backToIdle() {
	p.Abroad.Idle, p.Abroad.Returning = p.Abroad.Idle.Add(p.Abroad.Returning), math.ZeroInt()
	p.Abroad.ReturningUntil, p.Abroad.ReturningSequence = nil, 0
}

// Arrived books money that came home from the venue's account. When all that was ordered home is here, or more, the way
// home is over even if its order is not acknowledged yet. When less came, the rest never left the account.
func (p *Position) Arrived(amount math.Int) error {
	if !p.Open() {
		return ErrWrongStage.Wrap("closed")
	}
	p.Home = p.Home.Add(amount)
	if p.Stage != Stage_STAGE_RETURNING || !p.Abroad.Returning.IsPositive() {
		return nil
	}
	p.Abroad.Returning = p.Abroad.Returning.Sub(math.MinInt(amount, p.Abroad.Returning))
	p.Awaiting, p.Unread = nil, nil
	p.backToIdle()
	p.Abroad.GuardSequence = 0
	if p.Abroad.Idle.IsPositive() {
		p.moveTo(Stage_STAGE_RETURNING)
		p.Note = "less came home than was ordered"
		return nil
	}
	p.moveTo(Stage_STAGE_UNWINDING)
	return nil
}

// Failed books that the present step failed.
func (p *Position) Failed(note string) { p.failed(note) }

// Puzzled books that an answer said yes in words that could not be read.
func (p *Position) Puzzled(kind PacketKind, result []byte, note string) {
	if len(result) > MaxUnreadBytes {
		result = nil
	}
	p.Awaiting, p.Due = nil, nil
	p.Unread = &UnreadAck{Kind: kind, Result: result}
	p.Note = note
}

// CallHome books that the owner wants the money home, and how to convert it.
func (p *Position) CallHome(exit *QuoteRef, minReceived math.Int) error {
	if !p.Open() {
		return ErrWrongStage.Wrap("closed")
	}
	p.Closing = true
	p.Exit.Quote, p.Exit.MinReceived = exit, minReceived
	if p.Stage == Stage_STAGE_REFUNDED {
		p.moveTo(Stage_STAGE_UNWINDING)
	}
	return nil
}

// ConvertedBack books a conversion at home. Without a remainder worth converting the position goes on to repay.
func (p *Position) ConvertedBack(sold, received math.Int, complete bool) error {
	if err := p.mustRestAt(Stage_STAGE_UNWINDING); err != nil {
		return err
	}
	if sold.GT(p.Home) {
		return ErrBrokenLaw.Wrapf("%s sold of %s", sold, p.Home)
	}
	p.Home = p.Home.Sub(sold)
	p.Exit.Sold, p.Exit.Received = p.Exit.Sold.Add(sold), p.Exit.Received.Add(received)
	p.dropQuote()
	p.moveTo(Stage_STAGE_UNWINDING)
	if complete || p.Home.IsZero() {
		p.moveTo(Stage_STAGE_REPAYING)
	}
	return nil
}

// KeepUnconverted books that the owner takes what is home as it is.
func (p *Position) KeepUnconverted() error {
	if err := p.mustRestAt(Stage_STAGE_REFUNDED, Stage_STAGE_UNWINDING, Stage_STAGE_REPAYING); err != nil {
		return err
	}
	p.Closing = true
	p.dropQuote()
	p.moveTo(Stage_STAGE_REPAYING)
	return nil
}

// Settled books the end.
func (p *Position) Settled(repaid math.Int, pnl Pnl, at time.Time) error {
	if err := p.mustRestAt(Stage_STAGE_REPAYING); err != nil {
		return err
	}
	p.Exit.Repaid = repaid
	p.Pnl = &pnl
	p.ClosedAt = &at
	p.Home = math.ZeroInt()
	p.moveTo(Stage_STAGE_CLOSED)
	return nil
}

// WrittenOff books that the owner gave up what is abroad, and returns it. Money that may still arrive cannot be given up.
func (p *Position) WrittenOff(now time.Time) (money, claims math.Int, err error) {
	if !p.Stage.abroad() || p.Awaiting != nil {
		return money, claims, ErrWrongStage.Wrap("nothing abroad is at rest")
	}
	if p.mayStillArrive(now) {
		return money, claims, ErrNotYet.Wrapf("money may arrive until %s", p.Abroad.ReturningUntil.UTC().Format(time.RFC3339))
	}
	p.backToIdle()
	p.Abroad.Idle, p.Abroad.Outbound = p.Abroad.Idle.Add(p.Abroad.Outbound), math.ZeroInt()
	money, claims = p.Abroad.Idle, p.Abroad.Claims
	p.Abroad.WrittenOff, p.Abroad.WrittenOffClaims = p.Abroad.WrittenOff.Add(money), p.Abroad.WrittenOffClaims.Add(claims)
	p.Abroad.Idle, p.Abroad.Claims, p.Abroad.GuardSequence = math.ZeroInt(), math.ZeroInt(), 0
	p.Closing, p.Unread = true, nil
	p.moveTo(Stage_STAGE_UNWINDING)
	if p.Home.IsZero() {
		p.moveTo(Stage_STAGE_REPAYING)
	}
	return money, claims, nil
}

func (p *Position) dropQuote() { p.Exit.Quote, p.Exit.MinReceived = nil, math.ZeroInt() }

// QuoteFailed books that the money at home could not be converted with the quote; the owner may name another.
func (p *Position) QuoteFailed(note string) {
	p.dropQuote()
	p.failed(note)
}

func (p *Position) moveTo(stage Stage) {
	p.Stage = stage
	p.Awaiting, p.Due = nil, nil
	p.Attempts, p.Note = 0, ""
}

func (p *Position) await(stage Stage, key PacketKey) {
	if p.Stage != stage {
		p.Attempts = 0
	}
	p.Stage = stage
	p.Awaiting, p.Due = &key, nil
	p.Note = ""
}

func (p *Position) failed(note string) {
	p.Awaiting, p.Due = nil, nil
	p.Attempts++
	p.Note = note
}

func (p *Position) mustBeAt(stages ...Stage) error {
	for _, stage := range stages {
		if p.Stage == stage {
			return nil
		}
	}
	return ErrWrongStage.Wrapf("the position is %s", p.Stage.Word())
}

func (p *Position) mustRestAt(stages ...Stage) error {
	if err := p.mustBeAt(stages...); err != nil {
		return err
	}
	switch {
	case p.Awaiting != nil:
		return ErrPacketInFlight.Wrapf("sequence %d on %s", p.Awaiting.Sequence, p.Awaiting.ChannelId)
	case p.Unread != nil:
		return ErrUnreadable.Wrap("an answer waits to be read")
	}
	return nil
}

func (p *Position) mustComeHomeFrom(stages ...Stage) error {
	if err := p.mustRestAt(stages...); err != nil {
		return err
	}
	if !p.Closing {
		return ErrWrongStage.Wrap("the owner has not called home")
	}
	return nil
}
