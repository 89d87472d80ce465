package types

import (
	"google.golang.org/grpc/codes"

	errorsmod "cosmossdk.io/errors"
)

// The request is wrong.
var (
	ErrInvalidAmount  = errorsmod.RegisterWithGRPCCode(ModuleName, 2, codes.InvalidArgument, "invalid amount")
	ErrInvalidParams  = errorsmod.RegisterWithGRPCCode(ModuleName, 3, codes.InvalidArgument, "invalid params")
	ErrInvalidAddress = errorsmod.RegisterWithGRPCCode(ModuleName, 4, codes.InvalidArgument, "invalid address")
	ErrInvalidGenesis = errorsmod.RegisterWithGRPCCode(ModuleName, 5, codes.InvalidArgument, "invalid genesis")
)

// Something is not there.
var (
	ErrCallNotFound    = errorsmod.RegisterWithGRPCCode(ModuleName, 20, codes.NotFound, "no margin call")
	ErrAuctionNotFound = errorsmod.RegisterWithGRPCCode(ModuleName, 21, codes.NotFound, "no auction")
	ErrLotNotFound     = errorsmod.RegisterWithGRPCCode(ModuleName, 22, codes.NotFound, "not in the auction")
)

// The state of things does not allow it.
var (
	ErrGrace      = errorsmod.RegisterWithGRPCCode(ModuleName, 30, codes.FailedPrecondition, "nobody is liquidated for now")
	ErrPaused     = errorsmod.RegisterWithGRPCCode(ModuleName, 31, codes.FailedPrecondition, "liquidation is paused")
	ErrSound      = errorsmod.RegisterWithGRPCCode(ModuleName, 32, codes.FailedPrecondition, "position is not in danger any more")
	ErrUnpriced   = errorsmod.RegisterWithGRPCCode(ModuleName, 33, codes.FailedPrecondition, "lot has no price now")
	ErrPrice      = errorsmod.RegisterWithGRPCCode(ModuleName, 34, codes.FailedPrecondition, "costs more than the most to pay")
	ErrDust       = errorsmod.RegisterWithGRPCCode(ModuleName, 35, codes.FailedPrecondition, "would leave a debt below the minimum")
	ErrAuctionCap = errorsmod.RegisterWithGRPCCode(ModuleName, 36, codes.FailedPrecondition, "too much debt in auction at once")
)

// The caller may not.
var (
	ErrDealersOnly = errorsmod.RegisterWithGRPCCode(ModuleName, 50, codes.PermissionDenied, "only dealers may bid yet")
	ErrOwnAuction  = errorsmod.RegisterWithGRPCCode(ModuleName, 51, codes.PermissionDenied, "owners repay instead of bidding")
)

// ErrInsufficientDeposit says that less is deposited.
var ErrInsufficientDeposit = errorsmod.RegisterWithGRPCCode(ModuleName, 60, codes.FailedPrecondition, "not that much deposited")

// ErrBrokenLaw says that the module's own books are wrong. No request can cause it.
var ErrBrokenLaw = errorsmod.RegisterWithGRPCCode(ModuleName, 70, codes.Internal, "broken law")
