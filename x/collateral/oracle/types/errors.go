package types

import (
	"google.golang.org/grpc/codes"

	errorsmod "cosmossdk.io/errors"
)

// The request is wrong.
var (
	ErrInvalidParams      = errorsmod.RegisterWithGRPCCode(ModuleName, 2, codes.InvalidArgument, "invalid params")
	ErrInvalidSpread      = errorsmod.RegisterWithGRPCCode(ModuleName, 3, codes.InvalidArgument, "invalid spread")
	ErrInvalidObservation = errorsmod.RegisterWithGRPCCode(ModuleName, 4, codes.InvalidArgument, "invalid observation")
	ErrInvalidGenesis     = errorsmod.RegisterWithGRPCCode(ModuleName, 5, codes.InvalidArgument, "invalid genesis")
)

// The figure is not fit to be published.
var (
	ErrOutOfLimits = errorsmod.RegisterWithGRPCCode(ModuleName, 30, codes.FailedPrecondition, "figure is below the floor or above the cap")
)
