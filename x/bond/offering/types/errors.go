package types

import (
	"google.golang.org/grpc/codes"

	errorsmod "cosmossdk.io/errors"
)

func register(code uint32, status codes.Code, text string) *errorsmod.Error {
	return errorsmod.RegisterWithGRPCCode(ModuleName, code, status, text)
}

// What was asked is malformed.
var (
	ErrInvalidParams    = register(2, codes.InvalidArgument, "invalid parameters")
	ErrInvalidAddress   = register(3, codes.InvalidArgument, "invalid address")
	ErrInvalidTrade     = register(4, codes.InvalidArgument, "invalid when-issued trade")
	ErrInvalidSyndicate = register(5, codes.InvalidArgument, "invalid syndicate")
	ErrInvalidGenesis   = register(6, codes.InvalidArgument, "invalid genesis")
)

// What was named does not exist.
var (
	ErrTradeNotFound     = register(20, codes.NotFound, "when-issued trade not found")
	ErrSyndicateNotFound = register(21, codes.NotFound, "syndicate not found")
	ErrNotMember         = register(22, codes.NotFound, "not a member of the syndicate")
)

// What was named is not in a state that allows it.
var (
	ErrTradeExists     = register(30, codes.AlreadyExists, "reference already used by the seller")
	ErrSyndicateExists = register(31, codes.AlreadyExists, "syndicate already exists")
	ErrIssued          = register(32, codes.FailedPrecondition, "series issued or due to be")
	ErrOver            = register(33, codes.FailedPrecondition, "already over")
	ErrSharePaid       = register(34, codes.FailedPrecondition, "share already paid")
	ErrShareUnpaid     = register(35, codes.FailedPrecondition, "share not paid")
	ErrDatePassed      = register(36, codes.FailedPrecondition, "settlement date begun")
	ErrAboveAuthorised = register(37, codes.FailedPrecondition, "above the authorised amount")
	ErrTradeOpen       = register(38, codes.FailedPrecondition, "the account has a trade that is not over")
)

// The account may not do it.
var (
	ErrNotIssuerAuthority = register(40, codes.PermissionDenied, "not the issuer's authority account")
	ErrNotLead            = register(41, codes.PermissionDenied, "only the lead takes over shares")
	ErrBuyerNotEligible   = register(42, codes.PermissionDenied, "buyer may not hold the series")
	ErrNotBuyer           = register(43, codes.PermissionDenied, "not the buyer of the trade")
)

// ErrBrokenLaw is returned when the ledger contradicts itself. It never is unless there is a defect.
var ErrBrokenLaw = register(60, codes.Internal, "broken law of x/bond/offering")
