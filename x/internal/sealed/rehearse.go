package sealed

import (
	"errors"
	"fmt"

	"github.com/spf13/pflag"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/tx"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

var errGas = errors.New("too little gas")

// Rehearse has the node say what would come of a message now. A transaction that is refused in its block costs its fee, and
// whoever sent it is told nothing: a seal that never was, or a reveal that failed, would be noticed when it is too late. Nothing is
// asked where no node is to be, nor where the transaction is not to be sent from here.
func Rehearse(clientCtx client.Context, flagSet *pflag.FlagSet, msg sdk.Msg) error {
	if clientCtx.Offline || clientCtx.GenerateOnly || clientCtx.IsAux {
		return nil
	}
	factory, err := tx.NewFactoryCLI(clientCtx, flagSet)
	if err != nil {
		return err
	}
	if factory, err = factory.Prepare(clientCtx); err != nil {
		return err
	}
	answer, _, err := tx.CalculateGas(clientCtx, factory, msg)
	if err != nil {
		return err
	}
	if used := answer.GasInfo.GasUsed; !factory.SimulateAndExecute() && used > factory.Gas() {
		return fmt.Errorf("%w: %d is used, and --gas is %d", errGas, used, factory.Gas())
	}
	return nil
}
