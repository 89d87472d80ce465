package app

import (
	"context"

	abci "github.com/cometbft/cometbft/abci/types"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
)

// decoding decodes what is in a block before it is executed, so that an entry that is no transaction, such as the validators' votes, has
// the same result whichever way a node executes blocks. Left to itself the parallel executor reports gas for it that the sequential one
// does not, and nodes would disagree about the hash of the results.
type decoding struct {
	sdk.TxRunner
	decode sdk.TxDecoder
}

// Run executes the transactions of a block.
func (d decoding) Run(ctx context.Context, stores storetypes.MultiStore, txs [][]byte, deliver sdk.DeliverTxFunc) ([]*abci.ExecTxResult, error) {
	return d.TxRunner.Run(ctx, stores, txs,
		func(raw []byte, tx sdk.Tx, store storetypes.MultiStore, index int, memory map[string]any) *abci.ExecTxResult {
			if tx == nil {
				var err error
				if tx, err = d.decode(raw); err != nil {
					return sdkerrors.ResponseExecTxResultWithEvents(sdkerrors.ErrTxDecode, 0, 0, nil, false)
				}
			}
			return deliver(raw, tx, store, index, memory)
		})
}

// Unwrap returns the executor.
func (d decoding) Unwrap() sdk.TxRunner { return d.TxRunner }
