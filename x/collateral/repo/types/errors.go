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
	ErrInvalidAmount  = sentinel(2, codes.InvalidArgument, "invalid amount")
	ErrInvalidTerms   = sentinel(3, codes.InvalidArgument, "invalid terms")
	ErrInvalidDate    = sentinel(4, codes.InvalidArgument, "invalid date")
	ErrInvalidBasket  = sentinel(5, codes.InvalidArgument, "invalid basket")
	ErrInvalidParams  = sentinel(6, codes.InvalidArgument, "invalid params")
	ErrInvalidAddress = sentinel(7, codes.InvalidArgument, "invalid address")
	ErrInvalidGenesis = sentinel(8, codes.InvalidArgument, "invalid genesis")
)

// Something is not there.
var (
	ErrRepoNotFound      = sentinel(20, codes.NotFound, "repo not found")
	ErrBasketNotFound    = sentinel(21, codes.NotFound, "basket not found")
	ErrInventoryNotFound = sentinel(22, codes.NotFound, "inventory not found")
)

// The state of things does not allow it.
var (
	ErrNumberUsed       = sentinel(30, codes.AlreadyExists, "number is in use")
	ErrStatus           = sentinel(31, codes.FailedPrecondition, "repo is not in a state that allows it")
	ErrOfferLapsed      = sentinel(32, codes.FailedPrecondition, "offer is no longer valid")
	ErrNotEnded         = sentinel(33, codes.FailedPrecondition, "end date not reached")
	ErrTermFixed        = sentinel(34, codes.FailedPrecondition, "term has an end")
	ErrUncovered        = sentinel(35, codes.FailedPrecondition, "bonds do not cover the debt")
	ErrNotEligible      = sentinel(36, codes.FailedPrecondition, "bonds may not be given in this repo")
	ErrTooManySeries    = sentinel(37, codes.FailedPrecondition, "too many series in one repo")
	ErrGrace            = sentinel(38, codes.FailedPrecondition, "grace is not over")
	ErrNothingAllocated = sentinel(39, codes.FailedPrecondition, "the giver's inventory does not cover the cash")
	ErrUnpriced         = sentinel(40, codes.FailedPrecondition, "no curve: the bonds have no price now")
)

// The caller may not.
var ErrNotParty = sentinel(50, codes.PermissionDenied, "not the party that may do this")

// The money or the bonds are not there.
var (
	ErrInsufficientBonds = sentinel(60, codes.FailedPrecondition, "not that many bonds in the repo")
	ErrPriceExceeded     = sentinel(61, codes.FailedPrecondition, "price is above the buyer's limit")
	ErrNoDebt            = sentinel(62, codes.FailedPrecondition, "nothing is owed")
)

// ErrBrokenLaw says that the module's own books are wrong. No request can cause it.
var ErrBrokenLaw = sentinel(70, codes.Internal, "broken law of repo")
