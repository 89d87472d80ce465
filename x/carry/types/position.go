package types

import (
	"strings"
	"time"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// MaxBonds bounds the series one opening may pledge.
const MaxBonds = 20

// MaxRecovered is how many open positions of an account follow its holdings when its key is lost, in one step.
const MaxRecovered = 64

// NewPosition is a position whose money was just bought and is at home.
func NewPosition(owner string, number uint64, venueID string, loan Loan, entry Entry, opened, now time.Time) Position {
	zero := math.ZeroInt()
	return Position{
		Owner: owner, Number: number, VenueId: venueID,
		Stage: Stage_STAGE_REFUNDED,
		Loan:  loan, Entry: entry,
		Abroad: NothingAbroad(),
		Home:   entry.Bought,
		Exit:   Exit{MinReceived: zero, Sold: zero, Received: zero, ToppedUp: zero, Repaid: zero},

		OpenedAt: opened, MovedAt: now,
	}
}

// NothingAbroad is what a position has outside this chain before it sends anything.
func NothingAbroad() Abroad {
	zero := math.ZeroInt()
	return Abroad{Outbound: zero, Idle: zero, Claims: zero, Returning: zero, WrittenOff: zero, WrittenOffClaims: zero}
}

// Word is the stage as people write it.
func (s Stage) Word() string { return strings.ToLower(strings.TrimPrefix(s.String(), "STAGE_")) }

// A Share is what a position adds to the ledger of its venue.
type Share struct {
	Open     uint64
	Orders   uint64
	Exposure math.Int
	Idle     math.Int
	Claims   math.Int
}

// Equal tells whether two shares are the same.
func (s Share) Equal(other Share) bool {
	return s.Open == other.Open && s.Orders == other.Orders && s.Exposure.Equal(other.Exposure) && s.Idle.Equal(other.Idle) && s.Claims.Equal(other.Claims)
}

// Share is what the position adds to the ledger of its venue.
func (p *Position) Share() Share {
	share := Share{Exposure: math.ZeroInt(), Idle: p.Abroad.Idle, Claims: p.Abroad.Claims}
	if p.Open() {
		share.Open = 1
	}
	if p.Stage.abroad() {
		share.Exposure = p.Entry.Bought
	}
	if !p.Resting() && AwaitedKind(p.Stage).ChangesClaims() {
		share.Orders = 1 // also while its answer waits to be read
	}
	return share
}

// Validate checks a stored position by itself: every amount is there, and only where its stage has it.
func (p *Position) Validate() error {
	if err := validateAddress("owner", p.Owner); err != nil {
		return err
	}
	if p.Account != "" {
		if err := validateAddress("account", p.Account); err != nil {
			return err
		}
	}
	fail := func(format string, args ...any) error {
		return ErrInvalidPosition.Wrapf("%s/%d: "+format, append([]any{p.Owner, p.Number}, args...)...)
	}
	if err := ValidateVenueID(p.VenueId); err != nil {
		return err
	}
	if _, known := Stage_name[int32(p.Stage)]; !known || p.Stage == Stage_STAGE_UNSPECIFIED {
		return fail("unknown stage %d", p.Stage)
	}
	if err := p.validateLoan(); err != nil {
		return err
	}
	for _, amount := range []math.Int{
		p.Abroad.Outbound, p.Abroad.Idle, p.Abroad.Claims, p.Abroad.Returning, p.Abroad.WrittenOff, p.Abroad.WrittenOffClaims,
		p.Home, p.Exit.MinReceived, p.Exit.Sold, p.Exit.Received, p.Exit.ToppedUp, p.Exit.Repaid,
	} {
		if amount.IsNil() || amount.IsNegative() {
			return fail("an amount is missing or negative")
		}
	}
	if reason := p.misplaced(); reason != "" {
		return fail("%s while %s", reason, p.Stage.Word())
	}
	if p.Exit.Quote != nil {
		if err := p.Exit.Quote.Validate(); err != nil {
			return err
		}
	}
	if len(p.Note) > maxNote || !printable.MatchString(p.Note) {
		return fail("note is not short printable text")
	}
	return p.validateTimes()
}

func (p *Position) validateLoan() error {
	if err := validateDenom("loan", p.Loan.Denom); err != nil {
		return err
	}
	if err := ValidateBonds(p.Loan.Bonds); err != nil {
		return err
	}
	if err := ValidateAmount("borrowed", p.Loan.Borrowed); err != nil {
		return err
	}
	if p.Loan.BorrowIndex.IsNil() || !p.Loan.BorrowIndex.IsPositive() {
		return ErrInvalidPosition.Wrapf("%s/%d: borrow index must be positive", p.Owner, p.Number)
	}
	if err := ValidateAmount("spent", p.Entry.Spent); err != nil {
		return err
	}
	return ValidateAmount("bought", p.Entry.Bought)
}

// misplaced names what the position has where its stage has none, or lacks where its stage has some.
func (p *Position) misplaced() string {
	a, s := p.Abroad, p.Stage
	switch {
	case a.Outbound.IsPositive() != (s == Stage_STAGE_BRIDGING):
		return "money outbound"
	case a.Claims.IsPositive() != (s == Stage_STAGE_ACTIVE || s == Stage_STAGE_WITHDRAWING):
		return "claims"
	case a.Idle.IsPositive() && s != Stage_STAGE_DEPLOYING && s != Stage_STAGE_RETURNING:
		return "idle money"
	case s == Stage_STAGE_DEPLOYING && !a.Idle.IsPositive():
		return "no idle money"
	case a.Returning.IsPositive() && s != Stage_STAGE_RETURNING:
		return "money returning"
	case s == Stage_STAGE_RETURNING && a.Returning.IsPositive() == a.Idle.IsPositive():
		return "idle and returning money"
	case a.Returning.IsPositive() != (a.ReturningUntil != nil):
		return "time of return"
	case a.GuardSequence != 0 && s != Stage_STAGE_RETURNING:
		return "guard"
	case p.Home.IsPositive() && s == Stage_STAGE_CLOSED:
		return "money at home"
	case (s == Stage_STAGE_REFUNDED || s == Stage_STAGE_UNWINDING) && !p.Home.IsPositive():
		return "no money at home"
	case s == Stage_STAGE_REFUNDED && p.Closing:
		return "closing"
	case s >= Stage_STAGE_WITHDRAWING && !p.Closing:
		return "not closing"
	case (p.Pnl != nil) != (s == Stage_STAGE_CLOSED), (p.ClosedAt != nil) != (s == Stage_STAGE_CLOSED):
		return "result"
	case s == Stage_STAGE_BRIDGING && p.Awaiting == nil && p.Unread == nil:
		return "no packet"
	case p.Awaiting != nil && p.Unread != nil:
		return "packet and unread answer"
	case p.Awaiting != nil && AwaitedKind(s) == PacketKind_PACKET_KIND_UNSPECIFIED:
		return "packet"
	case p.Unread != nil && p.Unread.Kind != AwaitedKind(s):
		return "unread answer"
	}
	return ""
}

// AwaitedKind is the kind of packet that a position of the stage may wait for.
func AwaitedKind(stage Stage) PacketKind {
	switch stage {
	case Stage_STAGE_BRIDGING:
		return PacketKind_PACKET_KIND_BRIDGE
	case Stage_STAGE_DEPLOYING:
		return PacketKind_PACKET_KIND_SUPPLY
	case Stage_STAGE_WITHDRAWING:
		return PacketKind_PACKET_KIND_WITHDRAW
	case Stage_STAGE_RETURNING:
		return PacketKind_PACKET_KIND_RETURN
	default:
		return PacketKind_PACKET_KIND_UNSPECIFIED
	}
}

func (p *Position) validateTimes() error {
	if err := validateTime("moved_at", p.MovedAt); err != nil {
		return err
	}
	if err := validateTime("opened_at", p.OpenedAt); err != nil {
		return err
	}
	for _, optional := range []*time.Time{p.Due, p.ClosedAt, p.Abroad.ReturningUntil} {
		if optional == nil {
			continue
		}
		if err := validateTime("time", *optional); err != nil {
			return err
		}
	}
	return nil
}

// ValidateBonds checks what an opening pledges: possibly nothing, else valid coins, not too many series.
func ValidateBonds(bonds sdk.Coins) error {
	if len(bonds) > MaxBonds {
		return ErrInvalidAmount.Wrapf("at most %d series of bonds", MaxBonds)
	}
	for _, bond := range bonds {
		if err := ValidateCoin("bonds", bond); err != nil {
			return err
		}
	}
	if err := bonds.Validate(); err != nil {
		return ErrInvalidAmount.Wrapf("bonds: %s", err)
	}
	return nil
}
