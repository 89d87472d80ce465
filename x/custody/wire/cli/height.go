package cli

import (
	"fmt"
	"sort"
	"time"

	"github.com/spf13/cobra"

	abci "github.com/cometbft/cometbft/abci/types"

	"github.com/cosmos/cosmos-sdk/client"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
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
	height := ctx.Height
	iso, err := cmd.Flags().GetString(flagDate)
	if err != nil {
		return source.Block{}, err
	}
	if iso != "" {
		day, err := date.Parse(iso)
		if err != nil {
			return source.Block{}, err
		}
		if height, err = heightOf(cmd, ctx, day, lastOf); err != nil {
			return source.Block{}, err
		}
	}
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
func firstHeight(cmd *cobra.Command, ctx client.Context, last int64) (first int64, err error) {
	if first, err = cmd.Flags().GetInt64(flagFromHeight); err != nil {
		return 0, err
	}
	iso, err := cmd.Flags().GetString(flagFromDate)
	if err != nil {
		return 0, err
	}
	if iso != "" {
		day, err := date.Parse(iso)
		if err != nil {
			return 0, err
		}
		if first, err = heightOf(cmd, ctx, day, firstOf); err != nil {
			return 0, err
		}
	}
	if first < 1 || first > last || last-first >= maxBlocks {
		return 0, fmt.Errorf("--%s or --%s must lead to a height from 1 to %d, and at most %d blocks back", flagFromHeight, flagFromDate, last, maxBlocks)
	}
	return first, nil
}

// dates tells the business date of a height.
type dates func(height int64) (date.Date, error)

// heightOf finds a block of a business date by its header.
func heightOf(
	cmd *cobra.Command, ctx client.Context, day date.Date, find func(day date.Date, earliest, latest int64, dateOf dates) (int64, error),
) (int64, error) {
	rpc, err := ctx.GetNode()
	if err != nil {
		return 0, err
	}
	status, err := rpc.Status(cmd.Context())
	if err != nil {
		return 0, err
	}
	dateOf, err := businessDates(cmd, ctx)
	if err != nil {
		return 0, err
	}
	return find(day, status.SyncInfo.EarliestBlockHeight, status.SyncInfo.LatestBlockHeight, func(height int64) (date.Date, error) {
		header, err := rpc.Block(cmd.Context(), &height)
		if err != nil {
			return 0, err
		}
		return dateOf(header.Block.Time), nil
	})
}

// lastOf is the last height of a date, or of the last one before it that has a block.
func lastOf(day date.Date, earliest, latest int64, dateOf dates) (int64, error) {
	after, err := firstAfter(day, earliest, latest, dateOf)
	if err == nil && after == earliest {
		err = fmt.Errorf("the node has no block of %s or before", day)
	}
	return after - 1, err
}

// firstOf is the first height of a date, or of the first one after it that has a block. It is not known when the node has pruned
// what could be earlier.
func firstOf(day date.Date, earliest, latest int64, dateOf dates) (int64, error) {
	first, err := firstAfter(day.AddDays(-1), earliest, latest, dateOf)
	if err == nil && first == earliest && earliest > 1 {
		err = fmt.Errorf("the node has no block before %s: what is earlier than height %d is pruned", day, earliest)
	}
	return first, err
}

// firstAfter is the first height whose date is after a day, or the one after the latest. Dates never go back.
func firstAfter(day date.Date, earliest, latest int64, dateOf dates) (height int64, err error) {
	found := sort.Search(int(latest-earliest+1), func(i int) bool {
		of, failed := dateOf(earliest + int64(i))
		if failed != nil {
			err = failed
		}
		return failed != nil || of > day
	})
	return earliest + int64(found), err
}

// businessDates tells the business date of a block's time by the clock as it runs now.
func businessDates(cmd *cobra.Command, ctx client.Context) (func(time.Time) date.Date, error) {
	calendar, err := cmd.Flags().GetString(flagCalendar)
	if err != nil {
		return nil, err
	}
	zone, err := custodytypes.ZoneOfCalendar(calendar)
	if err != nil {
		return nil, err
	}
	clock, err := bondtypes.NewQueryClient(ctx.WithHeight(0)).Clock(cmd.Context(), &bondtypes.QueryClockRequest{})
	if err != nil {
		return nil, err
	}
	return func(at time.Time) date.Date {
		return date.Of(clock.BusinessTime.Add(at.Sub(clock.BlockTime)*time.Duration(clock.Speed)), zone)
	}, nil
}
