// Package sealed has the commands of a bidder in an auction: to seal bids, to reveal them, and to list what is sealed.
package sealed

import (
	"bufio"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/input"
	"github.com/cosmos/cosmos-sdk/client/tx"
	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	"github.com/kokusai-chain/kokusai/x/internal/sealed"
)

const (
	flagNonPrice = "non-price"
	folder       = "sealed-bids"
)

type store = sealed.Store[*types.MsgRevealBid]

func newStore(cdc codec.JSONCodec, home, chainID string) store {
	return sealed.NewStore(cdc, home, folder, chainID, func() *types.MsgRevealBid { return new(types.MsgRevealBid) })
}

// errRefused is returned when the user does not want what was explained.
var errRefused = errors.New("not sealed: nothing was written or sent")

// Commands are the commands of a bidder: to seal, to reveal, and to list what is sealed on this machine.
func Commands() []*cobra.Command { return []*cobra.Command{bidCmd(), revealCmd(), listCmd()} }

func bidCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "bid [auction-id] [level=face]...",
		Short: "Seal bids in an auction and put their seal on the chain; reveal them with one command later",
		Long: `Bid writes your bids and a secret salt to a file in the home folder, readable by you alone, and then sends their seal
to the chain with the deposit. Nobody can tell your bids from the seal. After the commit deadline, and before the
reveal deadline, "reveal" sends what is in the file. Without the file you can't reveal, and lose the deposit.`,
		Example: "kokusaid tx bond bid mof.10y-381-january 100.61=300,000,000 100.60=200,000,000 --from dealer\n" +
			"kokusaid tx bond bid mof.liquidity-7 JP1103811S13@-0.005=100,000,000 --from dealer",
		Args: cobra.MinimumNArgs(1),
		RunE: bid,
	}
	cmd.Flags().String(flagNonPrice, "0", "face bid for without a price: non-price-competitive I of a dealer, non-competitive of anyone else")
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}

func bid(cmd *cobra.Command, args []string) error {
	clientCtx, err := client.GetClientTxContext(cmd)
	if err != nil {
		return err
	}
	nonPrice, err := cmd.Flags().GetString(flagNonPrice)
	if err != nil {
		return err
	}
	opened, commit, err := Seal(args[0], clientCtx.GetFromAddress().String(), args[1:], nonPrice)
	if err != nil {
		return err
	}
	store := newStore(clientCtx.Codec, clientCtx.HomeDir, clientCtx.ChainID)
	if err := explain(cmd, clientCtx, store.Path(opened.AuctionId, opened.Bidder), args[0]); err != nil {
		return err
	}
	// The file comes first: a seal on the chain without its file would cost the deposit.
	path, err := store.Save(opened)
	if err != nil {
		return err
	}
	cmd.PrintErrf("sealed in %s; keep a copy\n", path)
	return tx.GenerateOrBroadcastTxCLI(clientCtx, cmd.Flags(), commit)
}

// explain says what losing the file costs before there is one, and asks whether to go on.
func explain(cmd *cobra.Command, clientCtx client.Context, path, auctionID string) error {
	cost := "the deposit"
	if !clientCtx.Offline {
		answer, err := types.NewQueryClient(clientCtx).Auction(cmd.Context(), &types.QueryAuctionRequest{AuctionId: auctionID})
		if err != nil {
			return err
		}
		terms := answer.Auction.Terms
		cost = fmt.Sprintf("the deposit of %s%s", terms.Deposit, answer.Auction.Currency)
		cmd.PrintErrf("%s takes seals from %s to %s and reveals until %s.\n", terms.Id, terms.BidStart, terms.CommitDeadline, terms.RevealDeadline)
	}
	cmd.PrintErrf("Your bids and their secret will be in %s and nowhere else.\n"+
		"If that file is lost or not revealed in time, nobody can reveal your bids: they do not take part, and %s goes to the issuer.\n", path, cost)
	if clientCtx.SkipConfirm {
		return nil
	}
	confirmed, err := input.GetConfirmation("Seal these bids?", bufio.NewReader(cmd.InOrStdin()), cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	if !confirmed {
		return errRefused
	}
	return nil
}

func revealCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "reveal [auction-id]",
		Short: "Reveal the bids that were sealed on this machine, and pay in what they may cost",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, err := client.GetClientTxContext(cmd)
			if err != nil {
				return err
			}
			opened, err := newStore(clientCtx.Codec, clientCtx.HomeDir, clientCtx.ChainID).Load(args[0], clientCtx.GetFromAddress().String())
			if err != nil {
				return err
			}
			return tx.GenerateOrBroadcastTxCLI(clientCtx, cmd.Flags(), opened)
		},
	}
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}

func listCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "sealed",
		Short: "List the bids that were sealed on this machine for the chain of --chain-id",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			clientCtx, err := client.GetClientTxContext(cmd)
			if err != nil {
				return err
			}
			all, err := newStore(clientCtx.Codec, clientCtx.HomeDir, clientCtx.ChainID).List()
			if err != nil {
				return err
			}
			for _, opened := range all {
				cmd.Printf("%s by %s, seal %s\n", opened.AuctionId, opened.Bidder,
					hex.EncodeToString(types.Seal(opened.AuctionId, opened.Bidder, opened.Salt, opened.Bids, opened.NonPrice)))
				for _, one := range opened.Bids {
					cmd.Printf("  %s %s for %s\n", one.Isin, one.Level, one.Amount)
				}
				cmd.Printf("  without a price: %s\n", opened.NonPrice)
			}
			return nil
		},
	}
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}
