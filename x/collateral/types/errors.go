package types

import (
	"google.golang.org/grpc/codes"

	errorsmod "cosmossdk.io/errors"
)

// The request is wrong.
var (
	ErrInvalidAmount     = errorsmod.RegisterWithGRPCCode(ModuleName, 2, codes.InvalidArgument, "invalid amount")
	ErrInvalidDate       = errorsmod.RegisterWithGRPCCode(ModuleName, 3, codes.InvalidArgument, "invalid date")
	ErrInvalidParams     = errorsmod.RegisterWithGRPCCode(ModuleName, 4, codes.InvalidArgument, "invalid params")
	ErrInvalidCurve      = errorsmod.RegisterWithGRPCCode(ModuleName, 5, codes.InvalidArgument, "invalid curve")
	ErrInvalidFx         = errorsmod.RegisterWithGRPCCode(ModuleName, 6, codes.InvalidArgument, "invalid exchange rate")
	ErrInvalidHaircuts   = errorsmod.RegisterWithGRPCCode(ModuleName, 7, codes.InvalidArgument, "invalid haircut table")
	ErrInvalidTerms      = errorsmod.RegisterWithGRPCCode(ModuleName, 8, codes.InvalidArgument, "invalid market terms")
	ErrInvalidCollateral = errorsmod.RegisterWithGRPCCode(ModuleName, 9, codes.InvalidArgument, "invalid collateral")
	ErrInvalidAddress    = errorsmod.RegisterWithGRPCCode(ModuleName, 11, codes.InvalidArgument, "invalid address")
	ErrInvalidRisk       = errorsmod.RegisterWithGRPCCode(ModuleName, 12, codes.InvalidArgument, "invalid risk terms")
	ErrInvalidGenesis    = errorsmod.RegisterWithGRPCCode(ModuleName, 10, codes.InvalidArgument, "invalid genesis")
)

// Something is not there.
var (
	ErrCurrencyNotFound = errorsmod.RegisterWithGRPCCode(ModuleName, 20, codes.NotFound, "currency not found")
	ErrCurveNotFound    = errorsmod.RegisterWithGRPCCode(ModuleName, 21, codes.NotFound, "curve not found")
	ErrFxNotFound       = errorsmod.RegisterWithGRPCCode(ModuleName, 22, codes.NotFound, "exchange rate not found")
	ErrHaircutNotFound  = errorsmod.RegisterWithGRPCCode(ModuleName, 23, codes.NotFound, "haircut not found")
	ErrMarketNotFound   = errorsmod.RegisterWithGRPCCode(ModuleName, 24, codes.NotFound, "market not found")
	ErrPositionNotFound = errorsmod.RegisterWithGRPCCode(ModuleName, 25, codes.NotFound, "position not found")
	ErrRiskNotFound     = errorsmod.RegisterWithGRPCCode(ModuleName, 26, codes.NotFound, "risk terms not found")
	ErrMarkNotFound     = errorsmod.RegisterWithGRPCCode(ModuleName, 27, codes.NotFound, "mark not found")
)

// The state of things does not allow it.
var (
	ErrMarketExists    = errorsmod.RegisterWithGRPCCode(ModuleName, 30, codes.AlreadyExists, "market exists")
	ErrOutdated        = errorsmod.RegisterWithGRPCCode(ModuleName, 31, codes.FailedPrecondition, "older than what is published")
	ErrPaused          = errorsmod.RegisterWithGRPCCode(ModuleName, 32, codes.FailedPrecondition, "action is paused")
	ErrSupplyCap       = errorsmod.RegisterWithGRPCCode(ModuleName, 33, codes.FailedPrecondition, "supply cap exceeded")
	ErrBorrowCap       = errorsmod.RegisterWithGRPCCode(ModuleName, 34, codes.FailedPrecondition, "borrow cap exceeded")
	ErrBelowMinimum    = errorsmod.RegisterWithGRPCCode(ModuleName, 35, codes.FailedPrecondition, "debt below the minimum")
	ErrTooSmall        = errorsmod.RegisterWithGRPCCode(ModuleName, 36, codes.FailedPrecondition, "amount is less than one scaled unit")
	ErrTooManySeries   = errorsmod.RegisterWithGRPCCode(ModuleName, 37, codes.FailedPrecondition, "too many series in one position")
	ErrNoDebt          = errorsmod.RegisterWithGRPCCode(ModuleName, 38, codes.FailedPrecondition, "position has no debt")
	ErrUnhealthy       = errorsmod.RegisterWithGRPCCode(ModuleName, 39, codes.FailedPrecondition, "collateral does not cover the debt")
	ErrUnsupportedKind = errorsmod.RegisterWithGRPCCode(ModuleName, 40, codes.FailedPrecondition, "unpriceable: kind of bond is not supported")
	ErrNotLive         = errorsmod.RegisterWithGRPCCode(ModuleName, 41, codes.FailedPrecondition, "unpriceable: series is not live")
	ErrMatured         = errorsmod.RegisterWithGRPCCode(ModuleName, 42, codes.FailedPrecondition, "unpriceable: series has matured")
	ErrDefaulted       = errorsmod.RegisterWithGRPCCode(ModuleName, 43, codes.FailedPrecondition, "unpriceable: series is in default")
	ErrNoFixing        = errorsmod.RegisterWithGRPCCode(ModuleName, 90, codes.FailedPrecondition, "unpriceable: what its payments depend on is not published")
	ErrArrears         = errorsmod.RegisterWithGRPCCode(ModuleName, 91, codes.FailedPrecondition, "unpriceable: a payment of the series is missed")
	ErrNoCurve         = errorsmod.RegisterWithGRPCCode(ModuleName, 44, codes.FailedPrecondition, "unpriceable: currency has no curve")
	ErrStaleCurve      = errorsmod.RegisterWithGRPCCode(ModuleName, 45, codes.FailedPrecondition, "unpriceable: curve is too old")
	ErrBeyondCurve     = errorsmod.RegisterWithGRPCCode(ModuleName, 49, codes.FailedPrecondition, "unpriceable: maturity is beyond the curve")
	ErrNoHaircut       = errorsmod.RegisterWithGRPCCode(ModuleName, 46, codes.FailedPrecondition, "unpriceable: no haircut in effect")
	ErrNoFx            = errorsmod.RegisterWithGRPCCode(ModuleName, 47, codes.FailedPrecondition, "unpriceable: no exchange rate")
	ErrStaleFx         = errorsmod.RegisterWithGRPCCode(ModuleName, 48, codes.FailedPrecondition, "unpriceable: exchange rate is too old")
)

// The caller may not.
var (
	ErrOwnSeries           = errorsmod.RegisterWithGRPCCode(ModuleName, 50, codes.PermissionDenied, "an issuer may not borrow against its own series")
	ErrNotGuardian         = errorsmod.RegisterWithGRPCCode(ModuleName, 52, codes.PermissionDenied, "only the guardian and governance pause")
	ErrCurrencyNotAccepted = errorsmod.RegisterWithGRPCCode(ModuleName, 51, codes.PermissionDenied, "market does not accept bonds of this currency")
)

// The money or the bonds are not there.
var (
	ErrInsufficientLiquidity  = errorsmod.RegisterWithGRPCCode(ModuleName, 60, codes.FailedPrecondition, "the market's cash is lent out")
	ErrInsufficientClaims     = errorsmod.RegisterWithGRPCCode(ModuleName, 61, codes.FailedPrecondition, "not that much supplied")
	ErrInsufficientReserve    = errorsmod.RegisterWithGRPCCode(ModuleName, 63, codes.FailedPrecondition, "the reserve is smaller")
	ErrInsufficientCollateral = errorsmod.RegisterWithGRPCCode(ModuleName, 62, codes.FailedPrecondition, "not that much in the position")
)

// The state of a position, of its category or of what liquidation left does not allow it.
var (
	ErrPositionExists = errorsmod.RegisterWithGRPCCode(ModuleName, 80, codes.AlreadyExists, "position exists")
	ErrCategory       = errorsmod.RegisterWithGRPCCode(ModuleName, 81, codes.FailedPrecondition, "collateral of another category")
	ErrCategoryCap    = errorsmod.RegisterWithGRPCCode(ModuleName, 82, codes.FailedPrecondition, "borrow cap of the category exceeded")
	ErrSound          = errorsmod.RegisterWithGRPCCode(ModuleName, 83, codes.FailedPrecondition, "position is not in danger")
	ErrWorthless      = errorsmod.RegisterWithGRPCCode(ModuleName, 84, codes.FailedPrecondition, "claims on the market are worth nothing")
	ErrHasCollateral  = errorsmod.RegisterWithGRPCCode(ModuleName, 85, codes.FailedPrecondition, "position still has collateral")
)

// ErrBrokenLaw says that the module's own books are wrong. No request can cause it.
var ErrBrokenLaw = errorsmod.RegisterWithGRPCCode(ModuleName, 70, codes.Internal, "broken law")
