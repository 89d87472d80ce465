package funding

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/input"
	"github.com/cosmos/cosmos-sdk/client/tx"

	"github.com/kokusai-chain/kokusai/x/collateral/funding/types"
	"github.com/kokusai-chain/kokusai/x/internal/allotment"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
	"github.com/kokusai-chain/kokusai/x/internal/sealed"
)

const (
	folder         = "sealed-funding"
	flagRepoNumber = "repo-number"

	termsExample = `{"cash": {"denom": "ujpy", "amount": "1000000000000000"}, "bid_unit": "100000000000000", "bidder_cap": "500000000000000",
 "tick_pct": "0.001", "min_rate_pct": "0.5", "deposit": "1000000000000", "basket_id": "gc-10y", "haircut_pct": "2",
 "start_date": "2026-04-02", "end_date": "2026-07-02", "day_basis": 365, "counterparties": [],
 "bid_start": "2026-04-01T09:00", "commit_deadline": "2026-04-01T10:00", "reveal_deadline": "2026-04-01T10:30"}`
)

var errRefused = errors.New("not sealed: nothing was written or sent")

// GetTxCmd returns the commands that need more than AutoCLI offers: terms carry decimals, which AutoCLI does not read as people write
// them inside JSON, and sealed bids are kept in files.
func (AppModule) GetTxCmd() *cobra.Command {
	cmd := &cobra.Command{Use: types.ModuleName, Short: "Auction cash for a term, or bid for it under seal", RunE: client.ValidateCmd}
	bid := &cobra.Command{
		Use:   "bid [lender] [number] [rate=cash]...",
		Short: "Seal bids for cash and put their seal on the chain; reveal them with one command later",
		Long: `Bid writes your bids and a secret salt to a file in the home folder, readable by you alone, and then sends their seal
to the chain with the deposit. After the commit deadline, and before the reveal deadline, "reveal" sends what is in the
file. Without the file you can't reveal, and lose the deposit.`,
		Example: "kokusaid tx funding bid kokusai1… 7 0.751=300,000,000,000,000 0.74=200,000,000,000,000 --repo-number 12 --from dealer",
		Args:    cobra.MinimumNArgs(3),
		RunE:    bid,
	}
	bid.Flags().Uint64(flagRepoNumber, 0, "under which number of your own, not used before, a loan will be kept as a repo")
	cmd.AddCommand(
		withFlags(&cobra.Command{
			Use:     "announce [number] [terms.json]",
			Short:   "Offer cash for a term by auction, and pay it in",
			Example: "kokusaid tx funding announce 7 terms.json --from bank, with a file such as\n" + termsExample,
			Args:    cobra.ExactArgs(2),
			RunE:    announce,
		}),
		withFlags(bid),
		withFlags(&cobra.Command{
			Use: "reveal [lender] [number]", Short: "Reveal the bids that were sealed on this machine", Args: cobra.ExactArgs(2), RunE: reveal,
		}),
	)
	return cmd
}

func withFlags(cmd *cobra.Command) *cobra.Command {
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}

func announce(cmd *cobra.Command, args []string) error {
	clientCtx, err := client.GetClientTxContext(cmd)
	if err != nil {
		return err
	}
	number, err := parseNumber(args[0])
	if err != nil {
		return err
	}
	msg := types.MsgAnnounce{Lender: clientCtx.GetFromAddress().String(), Number: number}
	file, err := os.ReadFile(args[1])
	if err != nil {
		return err
	}
	if err := clientCtx.Codec.UnmarshalJSON(file, &msg.Terms); err != nil {
		return fmt.Errorf("%s: %w", args[1], err)
	}
	if err := msg.ValidateBasic(); err != nil {
		return err
	}
	return tx.GenerateOrBroadcastTxCLI(clientCtx, cmd.Flags(), &msg)
}

func bid(cmd *cobra.Command, args []string) error {
	clientCtx, err := client.GetClientTxContext(cmd)
	if err != nil {
		return err
	}
	opened, err := readBids(args, clientCtx.GetFromAddress().String())
	if err != nil {
		return err
	}
	if opened.RepoNumber, err = cmd.Flags().GetUint64(flagRepoNumber); err != nil {
		return err
	}
	commit := &types.MsgCommitBid{Bidder: opened.Bidder, Lender: opened.Lender, Number: opened.Number, Seal: opened.Seal()}
	if err := sealed.Rehearse(clientCtx, cmd.Flags(), commit); err != nil {
		return err
	}
	store := storeOf(clientCtx)
	cmd.PrintErrf("Your bids and their secret will be in %s and nowhere else.\nIf that file is lost or not revealed in time, the deposit goes to the lender.\n",
		store.Path(opened))
	if !clientCtx.SkipConfirm {
		confirmed, err := input.GetConfirmation("Seal these bids?", bufio.NewReader(cmd.InOrStdin()), cmd.ErrOrStderr())
		if err != nil {
			return err
		}
		if !confirmed {
			return errRefused
		}
	}
	// The file comes first: a seal on the chain without its file would cost the deposit.
	if _, err := store.Save(opened); err != nil {
		return err
	}
	return tx.GenerateOrBroadcastTxCLI(clientCtx.WithSkipConfirmation(true), cmd.Flags(), commit)
}

func reveal(cmd *cobra.Command, args []string) error {
	clientCtx, err := client.GetClientTxContext(cmd)
	if err != nil {
		return err
	}
	number, err := parseNumber(args[1])
	if err != nil {
		return err
	}
	bidder := clientCtx.GetFromAddress().String()
	var seal []byte // that on the chain tells which file it is, where there are several
	if !clientCtx.Offline {
		answer, err := types.NewQueryClient(clientCtx).Tender(cmd.Context(), &types.QueryTenderRequest{Lender: args[0], Number: number, Bidder: bidder})
		if err != nil {
			return err
		}
		seal = answer.Tender.Seal
	}
	opened, err := storeOf(clientCtx).Load(types.Name(args[0], number), bidder, seal)
	if err != nil {
		return err
	}
	if err := sealed.Rehearse(clientCtx, cmd.Flags(), opened); err != nil {
		return err
	}
	return tx.GenerateOrBroadcastTxCLI(clientCtx, cmd.Flags(), opened)
}

func storeOf(clientCtx client.Context) sealed.Store[*types.MsgRevealBid] {
	return sealed.NewStore(clientCtx.Codec, clientCtx.HomeDir, folder, clientCtx.ChainID,
		func() *types.MsgRevealBid { return new(types.MsgRevealBid) })
}

// readBids reads a lender, a number and bids such as 0.75=300,000,000, and draws a salt.
func readBids(args []string, bidder string) (*types.MsgRevealBid, error) {
	number, err := parseNumber(args[1])
	if err != nil {
		return nil, err
	}
	opened := &types.MsgRevealBid{Bidder: bidder, Lender: args[0], Number: number, Salt: make([]byte, types.SaltBytes)}
	for _, text := range args[2:] {
		rate, cash, found := strings.Cut(text, "=")
		if !found {
			return nil, fmt.Errorf("a bid is RATE=CASH, such as 0.75=300000000, not %q", text)
		}
		ratePct, err := rounding.ParseDec(rate, allotment.TickPlaces)
		if err != nil {
			return nil, fmt.Errorf("rate of %q: %w", text, err)
		}
		amount, ok := math.NewIntFromString(strings.ReplaceAll(cash, ",", ""))
		if !ok {
			return nil, fmt.Errorf("%q is no amount of cash", cash)
		}
		opened.Bids = append(opened.Bids, types.Bid{RatePct: ratePct, Amount: amount})
	}
	if _, err := rand.Read(opened.Salt); err != nil {
		return nil, err
	}
	return opened, opened.ValidateBasic()
}

func parseNumber(text string) (uint64, error) {
	number, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("number: %w", err)
	}
	return number, nil
}
