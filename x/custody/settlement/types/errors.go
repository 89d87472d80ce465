package types

import (
	"google.golang.org/grpc/codes"

	errorsmod "cosmossdk.io/errors"
)

func sentinel(code uint32, grpcCode codes.Code, text string) *errorsmod.Error {
	return errorsmod.RegisterWithGRPCCode(ModuleName, code, grpcCode, text)
}

// What is wrong with a request, whatever the state.
var (
	ErrInvalidDirection = sentinel(2, codes.InvalidArgument, "invalid direction")
	ErrInvalidDate      = sentinel(3, codes.InvalidArgument, "invalid date")
	ErrInvalidID        = sentinel(4, codes.InvalidArgument, "invalid id")
	ErrInvalidParams    = sentinel(5, codes.InvalidArgument, "invalid params")
	ErrInvalidPriority  = sentinel(6, codes.InvalidArgument, "invalid priority")
	ErrSelfSettlement   = sentinel(7, codes.InvalidArgument, "a party would settle with itself")
	ErrOpenLegs         = sentinel(8, codes.InvalidArgument, "the legs do not close")
	ErrInvalidParties   = sentinel(9, codes.InvalidArgument, "invalid parties")
	ErrTooMany          = sentinel(10, codes.InvalidArgument, "too many or none in one message")
	ErrInvalidGenesis   = sentinel(11, codes.InvalidArgument, "invalid genesis")
	ErrDuplicate        = sentinel(12, codes.InvalidArgument, "named twice in one message")
	ErrInvalidPiece     = sentinel(13, codes.InvalidArgument, "face does not fit the pieces of the series")
	ErrInvalidLeg       = sentinel(14, codes.InvalidArgument, "invalid leg")
	ErrInvalidCalendar  = sentinel(15, codes.InvalidArgument, "invalid calendar")
)

// What a request names and state does not have.
var (
	ErrNotFound      = sentinel(20, codes.NotFound, "settlement not found")
	ErrNotCounter    = sentinel(21, codes.NotFound, "no counterparty has instructed this")
	ErrNotRegulated  = sentinel(22, codes.NotFound, "neither a series nor a licensed cash denom")
	ErrNothingToHold = sentinel(23, codes.FailedPrecondition, "no hold of this party")
)

// What the state does not let happen now.
var (
	ErrInstructed        = sentinel(30, codes.AlreadyExists, "already instructed under this reference")
	ErrReferenceSettled  = sentinel(31, codes.AlreadyExists, "the reference has settled")
	ErrBothSameSide      = sentinel(32, codes.FailedPrecondition, "both sides claim the same direction")
	ErrMismatch          = sentinel(33, codes.FailedPrecondition, "does not match the counterparty's instruction")
	ErrCashTolerance     = sentinel(34, codes.FailedPrecondition, "cash differs by more than the tolerance")
	ErrDatePast          = sentinel(35, codes.FailedPrecondition, "settlement date is past")
	ErrHoliday           = sentinel(36, codes.FailedPrecondition, "settlement date is no business day")
	ErrCutOff            = sentinel(37, codes.FailedPrecondition, "after the cut-off of the settlement date")
	ErrDateFar           = sentinel(38, codes.FailedPrecondition, "settlement date is too far ahead")
	ErrAgreed            = sentinel(39, codes.AlreadyExists, "the party has agreed already")
	ErrDigest            = sentinel(40, codes.FailedPrecondition, "the terms are not those that the digest is of")
	ErrNotDue            = sentinel(41, codes.FailedPrecondition, "not agreed by all, or not due")
	ErrAlreadyHeld       = sentinel(42, codes.FailedPrecondition, "held by this party already")
	ErrAlreadyCancelling = sentinel(43, codes.FailedPrecondition, "the party has asked to cancel already, or has not")
	ErrNotFailing        = sentinel(44, codes.FailedPrecondition, "has not failed for long enough through the other side")
	ErrHeld              = sentinel(45, codes.FailedPrecondition, "held by a party")
	ErrMarketClosed      = sentinel(46, codes.FailedPrecondition, "the market is closed")
	ErrTradeDate         = sentinel(47, codes.FailedPrecondition, "trade date is after today or after the settlement date")
	ErrMatured           = sentinel(48, codes.FailedPrecondition, "the series matures before the settlement date")
)

// Who may not do it.
var ErrNotParty = sentinel(50, codes.PermissionDenied, "not a party that may do this")

// What the means do not suffice for.
var (
	ErrTooManyOpen = sentinel(60, codes.ResourceExhausted, "too many open settlements of one account")
	ErrShort       = sentinel(61, codes.FailedPrecondition, "not enough free")
	ErrRefused     = sentinel(62, codes.FailedPrecondition, "refused by custody")
)

// ErrBrokenLaw says that the module's books contradict themselves.
var ErrBrokenLaw = sentinel(90, codes.Internal, "broken law of settlement")
