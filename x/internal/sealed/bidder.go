package sealed

import (
	"bufio"
	"errors"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/input"
	"github.com/cosmos/cosmos-sdk/client/tx"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// ErrDeclined is returned when a bidder does not want what was explained, or would lose by it.
var ErrDeclined = errors.New("not sealed: nothing was written or sent")

// Commit explains what sealing costs, keeps bids in their file, and sends the message that puts their seal on the chain.
func Commit[B Bids](cmd *cobra.Command, clientCtx client.Context, store Store[B], bids B, commit sdk.Msg, warning string) error {
	if err := Explain(cmd, clientCtx, store.Path(bids), warning); err != nil {
		return err
	}
	// The file comes first: a seal on the chain without its file would cost the deposit.
	path, err := store.Save(bids)
	if err != nil {
		return err
	}
	cmd.PrintErrf("sealed in %s; keep a copy\n", path)
	return tx.GenerateOrBroadcastTxCLI(clientCtx.WithSkipConfirmation(true), cmd.Flags(), commit)
}

// Explain says where bids will be and, by the warning, what losing them costs, before there is a file, and asks whether to go on.
func Explain(cmd *cobra.Command, clientCtx client.Context, path, warning string) error {
	cmd.PrintErrf("Your bids and their secret will be in %s and nowhere else.\n%s\n", path, warning)
	if clientCtx.SkipConfirm {
		return nil
	}
	confirmed, err := input.GetConfirmation("Seal these bids?", bufio.NewReader(cmd.InOrStdin()), cmd.ErrOrStderr())
	if err == nil && !confirmed {
		err = ErrDeclined
	}
	return err
}

// Reveal sends the bids that the sender sealed on this machine. Where a node can be asked, their seal on the chain tells which file
// it is, and the node rehearses it.
func Reveal[B Bids](cmd *cobra.Command, clientCtx client.Context, store Store[B], of string, onChain func(bidder string) (seal []byte, err error)) error {
	bidder := clientCtx.GetFromAddress().String()
	var seal []byte
	if !clientCtx.Offline {
		var err error
		if seal, err = onChain(bidder); err != nil {
			return err
		}
	}
	opened, err := store.Load(of, bidder, seal)
	if err != nil {
		return err
	}
	if err := Rehearse(clientCtx, cmd.Flags(), opened); err != nil {
		return err
	}
	return tx.GenerateOrBroadcastTxCLI(clientCtx, cmd.Flags(), opened)
}
