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
	ErrInvalidClient  = sentinel(2, codes.InvalidArgument, "invalid client")
	ErrInvalidGenesis = sentinel(3, codes.InvalidArgument, "invalid genesis")
	ErrSameClient     = sentinel(4, codes.InvalidArgument, "client is on both sides")
)

// ErrClientNotFound says that an account has no such client.
var ErrClientNotFound = sentinel(20, codes.NotFound, "client not found")

// What the state does not let happen now.
var (
	ErrClientExists = sentinel(30, codes.AlreadyExists, "client exists")
	ErrClientHolds  = sentinel(31, codes.FailedPrecondition, "client still has holdings or is owed")
)

// ErrNotEnough says that a client has less.
var ErrNotEnough = sentinel(60, codes.FailedPrecondition, "client has less")

// ErrBrokenLaw says that the client ledger contradicts itself or the account.
var ErrBrokenLaw = sentinel(90, codes.Internal, "broken law of omnibus accounts")
