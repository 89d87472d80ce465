package types

import (
	"google.golang.org/grpc/codes"

	errorsmod "cosmossdk.io/errors"
)

func register(code uint32, grpcCode codes.Code, text string) *errorsmod.Error {
	return errorsmod.RegisterWithGRPCCode(ModuleName, code, grpcCode, text)
}

// Requests that are wrong in themselves.
var (
	ErrInvalidAmount   = register(2, codes.InvalidArgument, "invalid amount")
	ErrInvalidAddress  = register(3, codes.InvalidArgument, "invalid address")
	ErrInvalidParams   = register(4, codes.InvalidArgument, "invalid params")
	ErrInvalidQuote    = register(5, codes.InvalidArgument, "invalid quote")
	ErrInvalidVenue    = register(6, codes.InvalidArgument, "invalid venue")
	ErrInvalidTemplate = register(7, codes.InvalidArgument, "invalid message template")
	ErrInvalidPosition = register(8, codes.InvalidArgument, "invalid position")
	ErrInvalidGenesis  = register(9, codes.InvalidArgument, "invalid genesis")
	ErrWrongDenom      = register(10, codes.InvalidArgument, "wrong denom")
	ErrInvalidRequest  = register(11, codes.InvalidArgument, "invalid request")
)

// What was named does not exist.
var (
	ErrQuoteNotFound    = register(20, codes.NotFound, "quote not found")
	ErrVenueNotFound    = register(21, codes.NotFound, "venue not found")
	ErrPositionNotFound = register(22, codes.NotFound, "position not found")
)

// What was named is not in a state that allows it.
var (
	ErrVenueExists      = register(30, codes.AlreadyExists, "venue already registered")
	ErrPositionExists   = register(31, codes.AlreadyExists, "position already opened")
	ErrQuoteExpired     = register(32, codes.FailedPrecondition, "quote expired")
	ErrVenueNotActive   = register(33, codes.FailedPrecondition, "venue not active")
	ErrVenueClosed      = register(34, codes.FailedPrecondition, "venue closed for good")
	ErrNoAccountChannel = register(35, codes.Unavailable, "venue has no open account channel")
	ErrAccountChannel   = register(36, codes.FailedPrecondition, "account channel not expected")
	ErrPacketInFlight   = register(37, codes.FailedPrecondition, "packet in flight")
	ErrWrongStage       = register(38, codes.FailedPrecondition, "position not at that stage")
	ErrNotYet           = register(39, codes.FailedPrecondition, "too early")
)

// The account may not do it.
var (
	ErrOwnQuote = register(41, codes.PermissionDenied, "own quote")
)

// The money does not allow it.
var (
	ErrQuoteTooSmall = register(50, codes.FailedPrecondition, "quote has too little left")
	ErrBelowMinimum  = register(51, codes.FailedPrecondition, "below the minimum")
	ErrAboveCap      = register(52, codes.ResourceExhausted, "above the venue's cap")
	ErrNothingThere  = register(53, codes.FailedPrecondition, "nothing there")
)

// What another chain said makes no sense here.
var (
	ErrUnreadable = register(60, codes.DataLoss, "unreadable answer of the other chain")
)

// A law of the module does not hold.
var (
	ErrBrokenLaw = register(70, codes.Internal, "broken law")
)
