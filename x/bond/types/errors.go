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
	ErrInvalidISIN      = register(2, codes.InvalidArgument, "invalid ISIN")
	ErrInvalidIssuer    = register(3, codes.InvalidArgument, "invalid issuer")
	ErrInvalidTerms     = register(4, codes.InvalidArgument, "invalid term sheet")
	ErrInvalidAmount    = register(6, codes.InvalidArgument, "invalid amount")
	ErrInvalidPrice     = register(7, codes.InvalidArgument, "invalid price")
	ErrInvalidAddress   = register(8, codes.InvalidArgument, "invalid address")
	ErrInvalidParams    = register(9, codes.InvalidArgument, "invalid parameters")
	ErrInvalidClock     = register(10, codes.InvalidArgument, "invalid clock")
	ErrInvalidGenesis   = register(11, codes.InvalidArgument, "invalid genesis")
	ErrInvalidQuote     = register(12, codes.InvalidArgument, "invalid quote request")
	ErrInvalidReference = register(13, codes.InvalidArgument, "invalid reference")
	ErrInvalidFixing    = register(14, codes.InvalidArgument, "invalid fixing")
	ErrInvalidBallot    = register(15, codes.InvalidArgument, "invalid proposal")
	ErrInvalidVote      = register(16, codes.InvalidArgument, "invalid vote")
	ErrInvalidReason    = register(17, codes.InvalidArgument, "invalid reason")
	ErrInvalidQuery     = register(19, codes.InvalidArgument, "invalid query")
)

// What was named does not exist.
var (
	ErrIssuerNotFound = register(20, codes.NotFound, "issuer not found")
	ErrSeriesNotFound = register(21, codes.NotFound, "series not found")

	ErrReferenceNotFound = register(22, codes.NotFound, "reference not found")
)

// What was named is not in a state that allows it.
var (
	ErrIssuerExists    = register(30, codes.AlreadyExists, "issuer already registered")
	ErrSeriesExists    = register(31, codes.AlreadyExists, "series already open")
	ErrBeforeIssueDate = register(32, codes.FailedPrecondition, "issue date not reached")
	ErrMatured         = register(33, codes.FailedPrecondition, "series matured")
	ErrExCoupon        = register(34, codes.FailedPrecondition, "coupon recorded but not yet due")
	ErrSeriesEnded     = register(35, codes.FailedPrecondition, "series fully redeemed")
	ErrNotRedeemable   = register(36, codes.FailedPrecondition, "principal not payable")
	ErrUnitsAbroad     = register(37, codes.FailedPrecondition, "units stand for units abroad")
	ErrNoPayee         = register(38, codes.FailedPrecondition, "no payee for the holder's coupons")
	ErrNotIssuable     = register(39, codes.FailedPrecondition, "series not announced or live")
)

// The account may not do it.
var (
	ErrNotIssuerAuthority = register(40, codes.PermissionDenied, "not the issuer's authority account")
	ErrSelfPlacement      = register(41, codes.PermissionDenied, "issuer cannot place with its own treasury")
	ErrBuyerNotEligible   = register(42, codes.PermissionDenied, "buyer may not receive the units")
	ErrNotSource          = register(43, codes.PermissionDenied, "not the source of the reference")
)

// The money or the units do not allow it.
var (
	ErrWrongCurrency   = register(50, codes.InvalidArgument, "not the currency of the series")
	ErrAboveAuthorised = register(51, codes.FailedPrecondition, "above the authorised amount")
	ErrFundsOwed       = register(52, codes.FailedPrecondition, "funds are owed to holders")
	ErrNothingToClaim  = register(53, codes.FailedPrecondition, "nothing to claim")
	ErrNothingToRedeem = register(54, codes.FailedPrecondition, "nothing to redeem")
)

// What the issuer and the holders have decided, or not, does not allow it.
var (
	ErrFrozen        = register(80, codes.FailedPrecondition, "series frozen by its issuer")
	ErrNotFrozen     = register(81, codes.FailedPrecondition, "series not frozen")
	ErrInDefault     = register(82, codes.FailedPrecondition, "series in default")
	ErrNotCallable   = register(83, codes.FailedPrecondition, "series not callable")
	ErrNotExtendable = register(84, codes.FailedPrecondition, "series not extendable")
	ErrBallotPending = register(85, codes.FailedPrecondition, "a proposal to extend is pending")
	ErrNoBallot      = register(86, codes.FailedPrecondition, "no open ballot")
	ErrNoVote        = register(87, codes.PermissionDenied, "no units at the start of the record date")
	ErrHasVoted      = register(88, codes.AlreadyExists, "holder has voted")
	ErrNotSeparable  = register(89, codes.FailedPrecondition, "series not separable into strips")
)

// ErrBrokenLaw is returned when the ledger contradicts itself. It never is unless there is a defect.
var ErrBrokenLaw = register(60, codes.Internal, "broken law of x/bond")

// What coupons depend on does not allow it.
var (
	ErrAwaitsFixing  = register(70, codes.FailedPrecondition, "depends on a value that is not published")
	ErrFixingExists  = register(71, codes.AlreadyExists, "value already published")
	ErrReferenceKind = register(72, codes.FailedPrecondition, "kind of the reference does not fit")
)
