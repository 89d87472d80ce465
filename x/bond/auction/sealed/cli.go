// Package sealed has the commands of a bidder in an auction: to seal bids, to reveal them, and to list what is sealed.
package sealed

import (
	"context"
	"encoding/hex"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
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

func openStore(clientCtx client.Context) store {
	return newStore(clientCtx.Codec, clientCtx.HomeDir, clientCtx.ChainID)
}

// Commands are the commands of a bidder: to seal, to reveal, and to list what is sealed on this machine.
func Commands() []*cobra.Command { return []*cobra.Command{bidCmd(), revealCmd(), listCmd()} }

func bidCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "bid [auction-id] [level=face]...",
		Short: "Seal bids in an auction and put their seal on the chain; reveal them with one command later",
		Long: `Bid writes your bids and a secret salt to a file in the home folder, readable by you alone, and then sends their seal
to the chain with the deposit. Nobody can tell your bids from the seal. After the commit deadline, and before the
reveal deadline, "reveal" sends what is in the file. Without the file you can't reveal, and lose the deposit.

Until the commit deadline "kokusaid tx auction withdraw-bid" takes seal and deposit back, and you may seal other bids. Leave the
files where they are: "reveal" finds the one whose seal is on the chain.`,
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
	cost := "the deposit"
	if !clientCtx.Offline {
		auction, err := CheckRevealable(cmd.Context(), types.NewQueryClient(clientCtx), opened)
		if err != nil {
			return err
		}
		if err := sealed.Rehearse(clientCtx, cmd.Flags(), commit); err != nil {
			return err
		}
		terms := auction.Terms
		cost = "the deposit of " + auction.Cash(terms.Deposit).String()
		cmd.PrintErrf("%s takes seals from %s to %s and reveals until %s.\n", terms.Id, terms.BidStart, terms.CommitDeadline, terms.RevealDeadline)
	}
	return sealed.Commit(cmd, clientCtx, openStore(clientCtx), opened, commit, warning(cost))
}

// warning says what losing the file costs, and what revealing takes.
func warning(cost string) string {
	return "If that file is lost or not revealed in time, nobody can reveal your bids: they do not take part, and " + cost + " goes to the issuer.\n" +
		"To reveal takes all the cash that they may cost, or in a buy-back the units that they offer: have that in the account then."
}

// CheckRevealable returns the auction of bids. It errors when they could never be revealed by its terms: who seals them would lose
// the deposit.
func CheckRevealable(ctx context.Context, node types.QueryClient, opened *types.MsgRevealBid) (types.Auction, error) {
	answer, err := node.Auction(ctx, &types.QueryAuctionRequest{AuctionId: opened.AuctionId})
	if err != nil {
		return types.Auction{}, err
	}
	if err := answer.Auction.CheckBids(opened.Bids); err != nil || opened.NonPrice.IsZero() {
		return answer.Auction, err
	}
	most, err := node.NonPriceLimit(ctx, &types.QueryNonPriceLimitRequest{AuctionId: opened.AuctionId, Bidder: opened.Bidder})
	if err != nil {
		return types.Auction{}, err
	}
	tender := types.Tender{Bids: opened.Bids, NonPrice: opened.NonPrice, NonPriceRound: most.Round}
	return answer.Auction, answer.Auction.CheckNonPrice(tender, most.Limit)
}

func revealCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "reveal [auction-id]",
		Short: "Reveal the bids that were sealed on this machine, and pay in what they may cost",
		Args:  cobra.ExactArgs(1),
		RunE:  reveal,
	}
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}

func reveal(cmd *cobra.Command, args []string) error {
	clientCtx, err := client.GetClientTxContext(cmd)
	if err != nil {
		return err
	}
	return sealed.Reveal(cmd, clientCtx, openStore(clientCtx), args[0], func(bidder string) ([]byte, error) {
		answer, err := types.NewQueryClient(clientCtx).Tender(cmd.Context(), &types.QueryTenderRequest{AuctionId: args[0], Bidder: bidder})
		if err != nil {
			return nil, err
		}
		return answer.Tender.Seal, nil
	})
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
			all, err := openStore(clientCtx).List()
			if err != nil {
				return err
			}
			for _, opened := range all {
				cmd.Printf("%s by %s, seal %s\n", opened.AuctionId, opened.Bidder,
					hex.EncodeToString(opened.Seal()))
				for _, one := range opened.Bids {
					cmd.Printf("  %s for %s %s\n", rounding.Plain(one.Level), one.Amount, one.Isin)
				}
				cmd.Printf("  without a price: %s\n", opened.NonPrice)
			}
			return nil
		},
	}
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}
