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
	ErrInvalidAddress    = sentinel(2, codes.InvalidArgument, "invalid address")
	ErrInvalidAmount     = sentinel(3, codes.InvalidArgument, "invalid amount")
	ErrInvalidDenom      = sentinel(4, codes.InvalidArgument, "invalid denom")
	ErrInvalidDate       = sentinel(5, codes.InvalidArgument, "invalid date")
	ErrInvalidLicence    = sentinel(6, codes.InvalidArgument, "invalid licence")
	ErrInvalidInvestor   = sentinel(7, codes.InvalidArgument, "invalid investor")
	ErrInvalidRules      = sentinel(8, codes.InvalidArgument, "invalid transfer rules")
	ErrInvalidChannel    = sentinel(9, codes.InvalidArgument, "invalid channel")
	ErrInvalidReason     = sentinel(10, codes.InvalidArgument, "invalid reason")
	ErrInvalidReference  = sentinel(11, codes.InvalidArgument, "invalid reference")
	ErrInvalidParams     = sentinel(12, codes.InvalidArgument, "invalid params")
	ErrSelfSettlement    = sentinel(13, codes.InvalidArgument, "deliverer and receiver are the same account")
	ErrInvalidClaimant   = sentinel(14, codes.InvalidArgument, "not a module that may hold claims")
	ErrInvalidGenesis    = sentinel(15, codes.InvalidArgument, "invalid genesis")
	ErrInvalidIdentifier = sentinel(16, codes.InvalidArgument, "invalid identifier")
	ErrInvalidPilot      = sentinel(17, codes.InvalidArgument, "invalid pilot")
)

// What a request names and state does not have.
var (
	ErrLicenceNotFound     = sentinel(20, codes.NotFound, "licence not found")
	ErrInvestorNotFound    = sentinel(21, codes.NotFound, "investor not found")
	ErrApprovalNotFound    = sentinel(22, codes.NotFound, "channel approval not found")
	ErrChannelNotOpen      = sentinel(23, codes.NotFound, "channel not open")
	ErrPledgeNotFound      = sentinel(24, codes.NotFound, "pledge not found")
	ErrReservationNotFound = sentinel(25, codes.NotFound, "reservation not found")
	ErrNothingInSuspense   = sentinel(26, codes.NotFound, "nothing in suspense")
	ErrNotCashDenom        = sentinel(27, codes.NotFound, "not a licensed cash denom")
	ErrNotCounted          = sentinel(28, codes.NotFound, "holders of the series are not counted")
)

// What the state does not let happen now.
var (
	ErrLicenceExists    = sentinel(30, codes.AlreadyExists, "licence exists")
	ErrLicenceRevoked   = sentinel(31, codes.FailedPrecondition, "licence revoked")
	ErrLicenceUnchanged = sentinel(32, codes.FailedPrecondition, "licence already has this status")
	ErrInvestorExists   = sentinel(33, codes.AlreadyExists, "account already registered")
	ErrInvestorHolds    = sentinel(34, codes.FailedPrecondition, "investor still holds bonds")
	ErrRemoteTaken      = sentinel(35, codes.AlreadyExists, "account abroad registered for another investor")
	ErrAlreadyFrozen    = sentinel(36, codes.FailedPrecondition, "already frozen")
	ErrNotFrozen        = sentinel(37, codes.FailedPrecondition, "not frozen")
	ErrReferenceUsed    = sentinel(38, codes.AlreadyExists, "trade reference already used by these parties")
	ErrSettlementDate   = sentinel(39, codes.FailedPrecondition, "settlement date is not today")
	ErrTooManyClaims    = sentinel(40, codes.ResourceExhausted, "too many claims on one holding")
	ErrNotPledgeable    = sentinel(41, codes.FailedPrecondition, "holding cannot be pledged or reserved")
	ErrUnbookedCash     = sentinel(42, codes.FailedPrecondition, "cash in circulation that no bank issued")
	ErrChannelRevoked   = sentinel(43, codes.FailedPrecondition, "channel already revoked")
	ErrRegulatedPath    = sentinel(44, codes.FailedPrecondition, "regulated assets do not move this way")
	ErrRulesSet         = sentinel(45, codes.FailedPrecondition, "rules are set; a change needs both sides")
	ErrFrozenTooSoon    = sentinel(46, codes.FailedPrecondition, "too soon to freeze alone again")
	ErrTiers            = sentinel(47, codes.FailedPrecondition, "custodians do not stand in such tiers")
	ErrWindingDown      = sentinel(48, codes.FailedPrecondition, "custodian is being wound down")
	ErrRecovery         = sentinel(49, codes.FailedPrecondition, "account cannot be recovered to this one")
)

// Who may not do it.
var (
	ErrUnauthorized     = sentinel(50, codes.PermissionDenied, "unauthorized")
	ErrLicenceNotActive = sentinel(51, codes.PermissionDenied, "licence not active")
)

// What the means do not suffice for.
var (
	ErrCapExceeded      = sentinel(60, codes.ResourceExhausted, "cap exceeded")
	ErrNotOutstanding   = sentinel(61, codes.FailedPrecondition, "more than the bank has outstanding")
	ErrClaimTooSmall    = sentinel(62, codes.FailedPrecondition, "claim is smaller than the amount")
	ErrInsufficientFree = sentinel(63, codes.FailedPrecondition, "not enough free")
)

// Why a transfer is refused: one error for each Rule.
var (
	ErrSenderFrozen      = sentinel(70, codes.PermissionDenied, "sender is frozen")
	ErrReceiverFrozen    = sentinel(71, codes.PermissionDenied, "receiver is frozen")
	ErrModuleAccount     = sentinel(72, codes.PermissionDenied, "receiver is a module account that may not hold the asset")
	ErrSuspenseAccount   = sentinel(73, codes.PermissionDenied, "receiver is a suspense account")
	ErrNoTransferRules   = sentinel(74, codes.PermissionDenied, "series has no transfer rules")
	ErrSeriesFrozen      = sentinel(75, codes.PermissionDenied, "series is frozen")
	ErrSeriesSuspended   = sentinel(76, codes.PermissionDenied, "transfers of the series are suspended")
	ErrLockUp            = sentinel(77, codes.PermissionDenied, "series is locked up")
	ErrNotRegistered     = sentinel(78, codes.PermissionDenied, "receiver is not a registered investor")
	ErrExpired           = sentinel(79, codes.PermissionDenied, "registration of the receiver has expired")
	ErrCustodian         = sentinel(80, codes.PermissionDenied, "custodian of the receiver has no active licence")
	ErrClass             = sentinel(81, codes.PermissionDenied, "investor class not admitted")
	ErrJurisdiction      = sentinel(82, codes.PermissionDenied, "jurisdiction not admitted")
	ErrMaxHolding        = sentinel(83, codes.PermissionDenied, "above the holder limit")
	ErrChannel           = sentinel(84, codes.PermissionDenied, "channel not approved")
	ErrRemoteReceiver    = sentinel(85, codes.PermissionDenied, "receiver abroad not registered")
	ErrDirectEscrowEntry = sentinel(86, codes.PermissionDenied, "escrow account receives by IBC transfer only")
	ErrPaymentWindow     = sentinel(87, codes.PermissionDenied, "transfers are suspended around a payment")
	ErrCensus            = sentinel(88, codes.Unavailable, "holders of the series are being counted")
	ErrMaxHolders        = sentinel(89, codes.PermissionDenied, "above the number of holders")
	ErrJurisdictionCap   = sentinel(91, codes.PermissionDenied, "above the limit of the jurisdiction")
	ErrCustodianShare    = sentinel(92, codes.PermissionDenied, "above the custodian's share")
	ErrHolderShare       = sentinel(93, codes.PermissionDenied, "above the holder's share")
	ErrPilot             = sentinel(94, codes.PermissionDenied, "beyond the phase of the pilot")
)

// ErrBrokenLaw says that the module's books contradict themselves or the bank's.
var ErrBrokenLaw = sentinel(90, codes.Internal, "broken law of custody")
