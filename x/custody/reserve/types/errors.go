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
	ErrInvalidAddress     = sentinel(2, codes.InvalidArgument, "invalid address")
	ErrInvalidAmount      = sentinel(3, codes.InvalidArgument, "invalid amount")
	ErrInvalidDenom       = sentinel(4, codes.InvalidArgument, "invalid denom")
	ErrInvalidReserve     = sentinel(5, codes.InvalidArgument, "invalid reserve")
	ErrInvalidAttestation = sentinel(6, codes.InvalidArgument, "invalid attestation")
	ErrInvalidText        = sentinel(7, codes.InvalidArgument, "invalid text")
	ErrInvalidParams      = sentinel(8, codes.InvalidArgument, "invalid parameters")
	ErrInvalidGenesis     = sentinel(9, codes.InvalidArgument, "invalid genesis")
)

// What a request names and state does not have.
var (
	ErrReserveNotFound    = sentinel(20, codes.NotFound, "reserve not found")
	ErrMintNotFound       = sentinel(21, codes.NotFound, "waiting mint not found")
	ErrRedemptionNotFound = sentinel(22, codes.NotFound, "redemption not found")
)

// What state does not allow.
var (
	ErrReserveInUse       = sentinel(30, codes.FailedPrecondition, "reserve is in use")
	ErrAttestationOlder   = sentinel(31, codes.FailedPrecondition, "attestation is older than the attester's last one")
	ErrAttestationDate    = sentinel(32, codes.FailedPrecondition, "attestation is of a date to come or no longer fresh")
	ErrWrongBookAccount   = sentinel(33, codes.FailedPrecondition, "attestation is of another book account")
	ErrReferenceUsed      = sentinel(34, codes.AlreadyExists, "reference names an open redemption")
	ErrDeadlinePassed     = sentinel(35, codes.FailedPrecondition, "deadline of the redemption has passed")
	ErrUnitsGone          = sentinel(36, codes.FailedPrecondition, "tokens of the redemption are no longer there")
	ErrSeriesMatured      = sentinel(37, codes.FailedPrecondition, "series has matured: redeem its principal")
	ErrUncoveredByReserve = sentinel(38, codes.FailedPrecondition, "denom is issued against reserves, and this issuer has none")
)

// Who may not do it.
var (
	ErrNotAttester   = sentinel(40, codes.PermissionDenied, "not an attester of the reserve")
	ErrNotChallenger = sentinel(41, codes.PermissionDenied, "may not challenge mints of the reserve")
	ErrNotLicensed   = sentinel(42, codes.PermissionDenied, "institution has no active licence")
)

// What the reserve does not cover.
var (
	ErrStopped        = sentinel(50, codes.FailedPrecondition, "minting is stopped")
	ErrStale          = sentinel(51, codes.FailedPrecondition, "too few fresh attestations")
	ErrShort          = sentinel(52, codes.FailedPrecondition, "reserve is short")
	ErrLargeMint      = sentinel(53, codes.FailedPrecondition, "amount is large and must wait for challenges: use Mint of reserve")
	ErrNotOutstanding = sentinel(54, codes.FailedPrecondition, "more than the institution has outstanding")
	ErrBelowMinimum   = sentinel(55, codes.FailedPrecondition, "below the least that is redeemed")
)

// ErrBrokenLaw says that the books contradict themselves, the bank's or x/custody's.
var ErrBrokenLaw = sentinel(60, codes.Internal, "broken law of reserve")
