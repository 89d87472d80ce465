package report

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"
	"google.golang.org/grpc/metadata"

	"github.com/cosmos/cosmos-sdk/client/flags"
	grpctypes "github.com/cosmos/cosmos-sdk/types/grpc"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/calendar"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

const flagCalendar = "calendar"

var errBegan = errors.New("the chain began later")

// at makes queries answer as of a block.
func at(ctx context.Context, height int64) context.Context {
	return metadata.NewOutgoingContext(ctx, metadata.Pairs(grpctypes.GRPCBlockHeightHeader, strconv.FormatInt(height, 10)))
}

// OnDate returns the source as of the last block of a civil date in the zone of a market's calendar.
func (s Source) OnDate(on date.Date, calendarName string) (Source, error) {
	zone, err := types.ZoneOf(calendarName)
	if err != nil {
		return s, err
	}
	ask := func(height int64) (*types.QueryClockResponse, error) {
		return s.Bond.Clock(at(s.Ctx, height), &types.QueryClockRequest{})
	}
	if s.Clock, err = lastOf(on, zone, s.Clock, ask); err != nil {
		return s, err
	}
	s.Ctx = at(s.Ctx, s.Clock.Height)
	return s, nil
}

// FirstOn returns the height of the first block of a civil date, or of the first one after it.
func (s Source) FirstOn(on date.Date, calendarName string) (int64, error) {
	before, err := s.OnDate(on.AddDays(-1), calendarName)
	if errors.Is(err, errBegan) {
		return 1, nil
	}
	if err != nil {
		return 0, err
	}
	return before.Clock.Height + 1, nil
}

// lastOf finds the clock of the last block of a date, by halving: business time never goes back. For the date of the
// latest block that is the latest block itself. A block that cannot be read may be one that the node no longer keeps; the
// search goes on above it, and fails unless it ends at a block that was read and whose next one is of a later date.
func lastOf(
	on date.Date, zone date.Zone, latest *types.QueryClockResponse, ask func(height int64) (*types.QueryClockResponse, error),
) (*types.QueryClockResponse, error) {
	switch today := date.Of(latest.BusinessTime, zone); {
	case today < on:
		return nil, fmt.Errorf("%s lies ahead: block %d is of %s", on, latest.Height, today)
	case today == on:
		return latest, nil
	}
	low, high := int64(0), latest.Height
	var found *types.QueryClockResponse
	why := errBegan
	for high-low > 1 {
		middle := low + (high-low)/2
		clock, err := ask(middle)
		switch {
		case err != nil:
			low, found, why = middle, nil, err
		case date.Of(clock.BusinessTime, zone) > on:
			high = middle
		default:
			low, found = middle, clock
		}
	}
	if found == nil {
		return nil, fmt.Errorf("this node keeps no block of %s or before: %w", on, why)
	}
	return found, nil
}

// heightCmd says which block ended a business date, for the flag --height of every other query.
func heightCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "height [date]",
		Short:   "Show the height of the last block of a business date, for --height of any other query",
		Example: "kokusaid query custody statement ACCOUNT --height $(kokusaid query bond height 2026-06-30)",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			name, err := cmd.Flags().GetString(flagCalendar)
			if err != nil {
				return err
			}
			source, err := NewSource(cmd)
			if err != nil {
				return err
			}
			on, err := date.Parse(args[0])
			if err != nil {
				return err
			}
			if source, err = source.OnDate(on, name); err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), source.Clock.Height)
			return err
		},
	}
	cmd.Flags().String(flagCalendar, calendar.TokyoName, "the market whose dates are meant")
	flags.AddQueryFlagsToCmd(cmd)
	return cmd
}
