package cli

import (
	"cmp"
	"fmt"

	"github.com/spf13/cobra"

	abci "github.com/cometbft/cometbft/abci/types"

	"github.com/cosmos/cosmos-sdk/client"

	"github.com/kokusai-chain/kokusai/x/bond/report"
	"github.com/kokusai-chain/kokusai/x/custody/wire/source"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

const (
	flagFromHeight = "from-height"
	flagFromDate   = "from-date"
	flagDate       = "date"
)

// maxBlocks is the most blocks that one statement goes over.
const maxBlocks = 100_000

func addHeightFlags(cmd *cobra.Command) {
	cmd.Flags().String(flagDate, "", "business date as of whose end it is, instead of --height")
	cmd.Flags().Int64(flagFromHeight, 0, "first height of a statement of transactions")
	cmd.Flags().String(flagFromDate, "", "first business date of a statement of transactions, instead of --from-height")
}

// accountAt is the account and the block that the flags name.
func accountAt(cmd *cobra.Command, ctx client.Context) (string, source.Block, error) {
	of, err := account(cmd)
	if err != nil {
		return "", source.Block{}, err
	}
	at, err := block(cmd, ctx)
	return of, at, err
}

// block reads the block that the flags name, the last one when they name none.
func block(cmd *cobra.Command, ctx client.Context) (source.Block, error) {
	height, err := dated(cmd, flagDate, func(node report.Source, day date.Date, calendar string) (int64, error) {
		node, err := node.OnDate(day, calendar)
		return node.Clock.Height, err
	})
	if err != nil {
		return source.Block{}, err
	}
	height = cmp.Or(height, ctx.Height)
	rpc, err := ctx.GetNode()
	if err != nil {
		return source.Block{}, err
	}
	at := &height
	if height == 0 {
		at = nil
	}
	header, err := rpc.Block(cmd.Context(), at)
	if err != nil {
		return source.Block{}, err
	}
	events, err := eventsAt(cmd, ctx, header.Block.Height)
	return source.Block{Height: header.Block.Height, Time: header.Block.Time, Events: events}, err
}

// eventsAt are the events of a block: of its transactions, and its own.
func eventsAt(cmd *cobra.Command, ctx client.Context, height int64) (events []abci.Event, err error) {
	rpc, err := ctx.GetNode()
	if err != nil {
		return nil, err
	}
	results, err := rpc.BlockResults(cmd.Context(), &height)
	if err != nil {
		return nil, err
	}
	for _, tx := range results.TxsResults {
		events = append(events, tx.Events...)
	}
	return append(events, results.FinalizeBlockEvents...), nil
}

// firstHeight is where a statement of transactions begins.
func firstHeight(cmd *cobra.Command, last int64) (int64, error) {
	first, err := cmd.Flags().GetInt64(flagFromHeight)
	if err != nil {
		return 0, err
	}
	ofDate, err := dated(cmd, flagFromDate, report.Source.FirstOn)
	if err != nil {
		return 0, err
	}
	first = cmp.Or(ofDate, first)
	if first < 1 || first > last || last-first >= maxBlocks {
		return 0, fmt.Errorf("--%s or --%s must lead to a height from 1 to %d, and at most %d blocks back", flagFromHeight, flagFromDate, last, maxBlocks)
	}
	return first, nil
}

// dated reads a flag that gives a business date and finds the height of a block by it, 0 without the flag.
func dated(
	cmd *cobra.Command, flag string, find func(node report.Source, day date.Date, calendar string) (int64, error),
) (int64, error) {
	iso, err := cmd.Flags().GetString(flag)
	if err != nil || iso == "" {
		return 0, err
	}
	day, err := date.Parse(iso)
	if err != nil {
		return 0, err
	}
	calendar, err := cmd.Flags().GetString(flagCalendar)
	if err != nil {
		return 0, err
	}
	node, err := report.NewSource(cmd)
	if err != nil {
		return 0, err
	}
	return find(node, day, calendar)
}
