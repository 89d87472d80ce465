package funding

import (
	"context"
	"fmt"
	"os"
	"strconv"

	"github.com/spf13/cobra"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/tx"

	"github.com/kokusai-chain/kokusai/x/collateral/funding/types"
	repotypes "github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	"github.com/kokusai-chain/kokusai/x/internal/sealed"
)

const (
	folder         = "sealed-funding"
	flagRepoNumber = "repo-number"

	// A hundred million yen and more at 0.5 % and more, a billion in all, for three months.
	termsExample = `{"cash": {"denom": "ujpy", "amount": "1000000000000000"}, "bid_unit": "100000000000000", "bidder_cap": "500000000000000",
 "tick_pct": "0.001", "min_rate_pct": "0.5", "deposit": "1000000000000", "basket_id": "gc-10y", "haircut_pct": "2",
 "start_date": "2026-04-02", "end_date": "2026-07-02", "day_basis": 365, "counterparties": [],
 "bid_start": "2026-04-01T09:00", "commit_deadline": "2026-04-01T10:00", "reveal_deadline": "2026-04-01T10:30"}`
)

// GetTxCmd returns the commands that need more than AutoCLI offers: terms carry decimals, which AutoCLI does not read as people write
// them inside JSON, and sealed bids are kept in files.
func (AppModule) GetTxCmd() *cobra.Command {
	cmd := &cobra.Command{Use: types.ModuleName, Short: "Auction cash for a term, or bid for it under seal", RunE: client.ValidateCmd}
	bid := &cobra.Command{
		Use:   "bid [lender] [number] [rate=cash]...",
		Short: "Seal bids for cash and put their seal on the chain; reveal them with one command later",
		Long: `Bid writes your bids and a secret salt to a file in the home folder, readable by you alone, and then sends their seal
to the chain with the deposit. After the commit deadline, and before the reveal deadline, "reveal" sends what is in the
file. Without the file you can't reveal, and lose the deposit. Cash is in base units: 1,000,000 for one yen. Bids that the
operation would refuse when they are opened are refused here, before they are sealed.`,
		Example: "kokusaid tx funding bid kokusai1… 7 0.751=300,000,000,000,000 0.74=200,000,000,000,000 --repo-number 12 --from dealer",
		Args:    cobra.MinimumNArgs(3),
		RunE:    bid,
	}
	bid.Flags().Uint64(flagRepoNumber, 0, "under which number of your own, not in use, a loan will be kept as a repo")
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
	number, err := parseNumber(args[1])
	if err != nil {
		return err
	}
	repoNumber, err := cmd.Flags().GetUint64(flagRepoNumber)
	if err != nil {
		return err
	}
	opened, commit, err := Seal(args[0], number, clientCtx.GetFromAddress().String(), args[2:], repoNumber)
	if err != nil {
		return err
	}
	if !clientCtx.Offline {
		if err := foresee(cmd.Context(), clientCtx, opened); err != nil {
			return fmt.Errorf("%w: %w", sealed.ErrDeclined, err)
		}
	}
	if err := sealed.Rehearse(clientCtx, cmd.Flags(), commit); err != nil {
		return err
	}
	return sealed.Commit(cmd, clientCtx, storeOf(clientCtx), opened, commit,
		"If that file is lost or not revealed in time, the deposit goes to the lender.")
}

// foresee asks the chain for what would keep bids from taking part when they are opened, or their loan from starting: it would cost the
// deposit, and nobody can see it once they are sealed.
func foresee(ctx context.Context, clientCtx client.Context, opened *types.MsgRevealBid) error {
	chain := types.NewQueryClient(clientCtx)
	found, err := chain.Operation(ctx, &types.QueryOperationRequest{Lender: opened.Lender, Number: opened.Number})
	if err != nil {
		return err
	}
	params, err := chain.Params(ctx, &types.QueryParamsRequest{})
	if err != nil {
		return err
	}
	terms := found.Operation.Terms
	if !terms.Admits(opened.Bidder) {
		return types.ErrNotAdmitted.Wrap(opened.Bidder)
	}
	if err := params.Params.CheckCount(opened.Bids); err != nil {
		return err
	}
	if err := terms.CheckBids(opened.Bids); err != nil {
		return err
	}
	_, err = repotypes.NewQueryClient(clientCtx).Repo(ctx, &repotypes.QueryRepoRequest{Offerer: opened.Bidder, Number: opened.RepoNumber})
	switch {
	case err == nil:
		return repotypes.ErrNumberUsed.Wrapf("%d: choose another with --%s", opened.RepoNumber, flagRepoNumber)
	case status.Code(err) == codes.NotFound:
		return nil
	default:
		return err
	}
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
	return sealed.Reveal(cmd, clientCtx, storeOf(clientCtx), types.Name(args[0], number), func(bidder string) ([]byte, error) {
		answer, err := types.NewQueryClient(clientCtx).Tender(cmd.Context(), &types.QueryTenderRequest{Lender: args[0], Number: number, Bidder: bidder})
		if err != nil {
			return nil, err
		}
		return answer.Tender.Seal, nil
	})
}

func storeOf(clientCtx client.Context) sealed.Store[*types.MsgRevealBid] {
	return sealed.NewStore(clientCtx.Codec, clientCtx.HomeDir, folder, clientCtx.ChainID,
		func() *types.MsgRevealBid { return new(types.MsgRevealBid) })
}

func parseNumber(text string) (uint64, error) {
	number, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("number: %w", err)
	}
	return number, nil
}
