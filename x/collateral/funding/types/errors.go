package types

import (
	"google.golang.org/grpc/codes"

	errorsmod "cosmossdk.io/errors"
)

func sentinel(code uint32, grpcCode codes.Code, text string) *errorsmod.Error {
	return errorsmod.RegisterWithGRPCCode(ModuleName, code, grpcCode, text)
}

// The request is wrong.
var (
	ErrInvalidTerms   = sentinel(2, codes.InvalidArgument, "invalid terms")
	ErrInvalidBid     = sentinel(3, codes.InvalidArgument, "invalid bid")
	ErrInvalidSeal    = sentinel(4, codes.InvalidArgument, "invalid seal or salt")
	ErrInvalidParams  = sentinel(5, codes.InvalidArgument, "invalid params")
	ErrInvalidAddress = sentinel(6, codes.InvalidArgument, "invalid address")
	ErrInvalidGenesis = sentinel(7, codes.InvalidArgument, "invalid genesis")
	ErrSealMismatch   = sentinel(8, codes.InvalidArgument, "what is revealed is not what was sealed")
)

// Something is not there.
var (
	ErrOperationNotFound = sentinel(20, codes.NotFound, "operation not found")
	ErrTenderNotFound    = sentinel(21, codes.NotFound, "tender not found")
)

// The state of things does not allow it.
var (
	ErrNumberUsed       = sentinel(30, codes.AlreadyExists, "number is in use")
	ErrAlreadyCommitted = sentinel(31, codes.AlreadyExists, "bids are sealed already")
	ErrAlreadyRevealed  = sentinel(32, codes.AlreadyExists, "bids are revealed already")
	ErrStatus           = sentinel(33, codes.FailedPrecondition, "operation is not in a state that allows it")
	ErrTooEarly         = sentinel(34, codes.FailedPrecondition, "not yet")
	ErrDeadlinePassed   = sentinel(35, codes.FailedPrecondition, "deadline has passed")
	ErrFull             = sentinel(36, codes.ResourceExhausted, "operation has as many bidders as it may")
)

// ErrNotAdmitted says that the caller may not bid.
var ErrNotAdmitted = sentinel(50, codes.PermissionDenied, "not admitted to bid")

// ErrBrokenLaw says that the module's own books are wrong. No request can cause it.
var ErrBrokenLaw = sentinel(70, codes.Internal, "broken law of funding")
