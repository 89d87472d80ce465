package report

import (
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	bondreport "github.com/kokusai-chain/kokusai/x/bond/report"
	"github.com/kokusai-chain/kokusai/x/internal/page"
)

// Commands are the commands that write files about auctions.
func Commands() []*cobra.Command { return []*cobra.Command{resultCmd(), calendarCmd()} }

func resultCmd() *cobra.Command {
	return bondreport.FileCmd(&cobra.Command{
		Use:     "result-file [auction-id]...",
		Short:   "Write the results of auctions as the ministry publishes them, as CSV or JSON",
		Example: "kokusaid query auction result-file mof.10y-381-january mof.5y-180-january --format csv > results.csv",
		Args:    cobra.MinimumNArgs(1),
	}, func(s bondreport.Source, ids []string) ([]Result, error) {
		var results []Result
		for _, id := range ids {
			response, err := types.NewQueryClient(s.Client).Result(s.Ctx, &types.QueryResultRequest{AuctionId: id})
			if err != nil {
				return nil, err
			}
			results = append(results, New(response))
		}
		return results, nil
	})
}

func calendarCmd() *cobra.Command {
	return bondreport.FileCmd(&cobra.Command{
		Use:     "calendar-file [from] [to]",
		Short:   "Write the auctions that settle in a range of dates, as CSV or JSON",
		Example: "kokusaid query auction calendar-file 2026-04-01 2027-03-31 > auctions.csv",
		Args:    cobra.ExactArgs(2),
	}, func(s bondreport.Source, dates []string) (entries []Entry, err error) {
		err = page.All(func(request *query.PageRequest) (*query.PageResponse, error) {
			response, err := types.NewQueryClient(s.Client).Calendar(s.Ctx, &types.QueryCalendarRequest{
				From: dates[0], To: dates[1], Pagination: request,
			})
			if err != nil {
				return nil, err
			}
			for _, entry := range response.Entries {
				entries = append(entries, NewEntry(entry))
			}
			return response.Pagination, nil
		})
		return entries, err
	})
}
