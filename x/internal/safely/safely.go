// Package safely runs one scheduled item so that its failure stays its own: nothing that goes wrong in a block's begin or
// end may stop the chain, and FinalizeBlock recovers no panics.
package safely

import (
	"errors"
	"fmt"
	"runtime/debug"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// ErrPanicked is the error of an item that panicked. Its text is the same on every machine; the panic value, which may
// not be, goes to the log.
var ErrPanicked = errors.New("panicked")

// ErrOutOfGas is the error of an item that ran out of gas: a panic too, but one with an ordinary cause.
var ErrOutOfGas = fmt.Errorf("%w: out of gas", ErrPanicked)

// Run calls fn on a cached context. Its writes and events are kept when it returns nil, and dropped when it returns an
// error or panics, which becomes an error wrapping ErrPanicked. Gas it used stays used.
func Run(ctx sdk.Context, fn func(sdk.Context) error) (err error) {
	cached, write := ctx.CacheContext()
	defer func() {
		if cause := recover(); cause != nil {
			ctx.Logger().Error("scheduled item panicked", "cause", cause, "stack", string(debug.Stack()))
			err = panicError(cause)
		}
	}()
	if err := fn(cached); err != nil {
		return err
	}
	write()
	return nil
}

func panicError(cause any) error {
	switch cause.(type) {
	case storetypes.ErrorOutOfGas, storetypes.ErrorGasOverflow, storetypes.ErrorNegativeGasConsumed:
		return ErrOutOfGas
	default:
		return ErrPanicked
	}
}
