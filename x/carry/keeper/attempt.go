package keeper

import (
	"errors"

	errorsmod "cosmossdk.io/errors"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

// noteOf is the part of an error that is the same on every machine: the text its kind was registered with.
func noteOf(err error) string {
	var registered *errorsmod.Error
	switch {
	case errors.As(err, &registered):
		return types.Note(registered.Codespace() + ": " + registered.Error())
	case errors.Is(err, safely.ErrPanicked):
		return "panicked"
	default:
		return "failed"
	}
}

// attempt runs fn by itself, so that its failure is only its own. Running out of gas is not its own: whoever pays for the
// gas must bring more, else a relayer could choose what fails. The meter would stop whatever follows anyway; here it stops
// at once.
func attempt(ctx sdk.Context, fn func(sdk.Context) error) error {
	err := safely.Run(ctx, fn)
	if errors.Is(err, safely.ErrOutOfGas) {
		panic(storetypes.ErrorOutOfGas{Descriptor: types.ModuleName})
	}
	return err
}
