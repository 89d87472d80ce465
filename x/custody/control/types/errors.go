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
	ErrInvalidIntervention = sentinel(2, codes.InvalidArgument, "invalid intervention")
	ErrInvalidProposal     = sentinel(3, codes.InvalidArgument, "invalid proposal")
	ErrInvalidParams       = sentinel(4, codes.InvalidArgument, "invalid params")
	ErrInvalidGenesis      = sentinel(5, codes.InvalidArgument, "invalid genesis")
)

// ErrProposalNotFound says that a proposal is not open.
var ErrProposalNotFound = sentinel(20, codes.NotFound, "no such open proposal")

// What the state does not let happen now.
var (
	ErrAlreadyApproved = sentinel(30, codes.FailedPrecondition, "already approved")
	ErrNotApproved     = sentinel(31, codes.FailedPrecondition, "not approved")
	ErrNotDue          = sentinel(32, codes.FailedPrecondition, "the delay is not over")
	ErrExpired         = sentinel(33, codes.FailedPrecondition, "the proposal has lapsed")
	ErrTooMany         = sentinel(34, codes.ResourceExhausted, "too many open proposals")
)

// Who may not do it.
var (
	ErrNotASide  = sentinel(50, codes.PermissionDenied, "signer does not act for this side")
	ErrSameParty = sentinel(51, codes.PermissionDenied, "one account is not both sides")
	ErrNotAParty = sentinel(52, codes.PermissionDenied, "signer neither proposed nor approved")
)

// ErrBrokenLaw says that the module's books contradict themselves.
var ErrBrokenLaw = sentinel(90, codes.Internal, "broken law of control")
