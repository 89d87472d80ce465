package types

import "time"

// A Step is what a position does next.
type Step int

// The steps, in the order of a trade.
const (
	StepNone     Step = iota // wait for a packet, a time or the owner
	StepBridge               // send the money to the venue
	StepSupply               // put it to work
	StepWithdraw             // redeem the claims
	StepExpire               // give up waiting for money that can no longer arrive
	StepReturn               // send the money home
	StepConvert              // convert it back
	StepSettle               // repay, release, pay out
)

var stepNames = [...]string{"none", "bridge", "supply", "withdraw", "expire", "return", "convert", "settle"}

// String names the step.
func (s Step) String() string { return stepNames[s] }

// Resting tells that no packet and no unread answer stands between the position and its next step.
func (p *Position) Resting() bool { return p.Awaiting == nil && p.Unread == nil }

// Awaits tells whether the packet is the one whose fate the position waits for.
func (p *Position) Awaits(key PacketKey) bool { return p.Awaiting != nil && *p.Awaiting == key }

// NextStep is what the module does with the position by itself at a block time. Money that was refunded waits for the
// owner to choose between another try and the way back.
func (p *Position) NextStep(now time.Time) Step {
	if !p.Resting() {
		return StepNone
	}
	switch p.Stage {
	case Stage_STAGE_DEPLOYING:
		if p.Closing {
			return StepReturn
		}
		return StepSupply
	case Stage_STAGE_ACTIVE:
		if p.Closing {
			return StepWithdraw
		}
	case Stage_STAGE_WITHDRAWING:
		return StepWithdraw
	case Stage_STAGE_RETURNING:
		switch {
		case p.mayStillArrive(now):
			return StepNone
		case p.Abroad.Returning.IsPositive():
			return StepExpire
		}
		return StepReturn
	case Stage_STAGE_UNWINDING:
		if p.Exit.Quote != nil {
			return StepConvert
		}
	case Stage_STAGE_REPAYING:
		return StepSettle
	}
	return StepNone
}

// RetryStep is NextStep when someone asks for it: refunded money then sets out again.
func (p *Position) RetryStep(now time.Time) Step {
	if p.Resting() && p.Stage == Stage_STAGE_REFUNDED {
		return StepBridge
	}
	return p.NextStep(now)
}

// mayStillArrive tells whether money ordered home can reach this chain at a block of the given time or later. A packet
// is refused from the block whose time is its timeout.
func (p *Position) mayStillArrive(now time.Time) bool {
	return p.Abroad.Returning.IsPositive() && p.Abroad.ReturningUntil != nil && now.Before(*p.Abroad.ReturningUntil)
}

// Abroad stages are those in which the venue has, or is about to have, the position's money.
func (s Stage) abroad() bool {
	return s >= Stage_STAGE_BRIDGING && s <= Stage_STAGE_RETURNING && s != Stage_STAGE_REFUNDED
}

// Open tells whether the position has not ended.
func (p *Position) Open() bool { return p.Stage != Stage_STAGE_CLOSED }
