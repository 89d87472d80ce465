// Package report writes the register of holders of a series as a file, as of any business date that a node keeps.
package report

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/types/query"

	bondreport "github.com/kokusai-chain/kokusai/x/bond/report"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/page"
	"github.com/kokusai-chain/kokusai/x/internal/table"
)

// Holder is a line of the register.
type Holder struct {
	// Date and Height say as of when: business date in the zone of the series, and block.
	Date   string `json:"date"`
	Height string `json:"height"`
	// ISIN and Account say who holds what; Kind says for whom: own, customer, omnibus, issuer, module, escrow, suspense,
	// unregistered.
	ISIN    string `json:"isin"`
	Account string `json:"account"`
	Kind    string `json:"kind"`
	// Units is the face held, Pledged the part of it that is pledged.
	Units   string `json:"units"`
	Pledged string `json:"pledged"`
	// Custodian, Class and Jurisdiction are those of a registered account.
	Custodian    string `json:"custodian"`
	Class        string `json:"class"`
	Jurisdiction string `json:"jurisdiction"`
	// Channel is that of an escrow, Owner for whom a suspense account holds.
	Channel string `json:"channel"`
	Owner   string `json:"owner"`
}

const flagDate = "date"

// NewCmd returns the command that writes the register.
func NewCmd() *cobra.Command {
	on := ""
	cmd := bondreport.FileCmd(&cobra.Command{
		Use:   "register-file [isin]",
		Short: "Write who holds a series, and for whom, as CSV or JSON; with --date as of the end of a business date",
		Example: `kokusaid query custody register-file JP1103811S13 --date 2026-06-19 > holders.csv
The holders of a record moment, which is the start of a day, are those of the end of the day before.`,
		Args: cobra.ExactArgs(1),
	}, func(s bondreport.Source, args []string) ([]Holder, error) { return Holders(s, args[0], on) })
	cmd.Flags().StringVar(&on, flagDate, "", "business date in the zone of the series, 2026-06-19; the last block if empty")
	return cmd
}

// Holders returns the register of a series as of the end of a business date, or of the source's block if that is empty. It
// fails if the register does not sum to what is outstanding.
func Holders(s bondreport.Source, isin, on string) ([]Holder, error) {
	series, err := s.Bond.Series(s.Ctx, &bondtypes.QuerySeriesRequest{Isin: isin})
	if err != nil {
		return nil, err
	}
	calendar := series.Series.Terms.Calendar
	if on != "" {
		day, err := date.Parse(on)
		if err != nil {
			return nil, err
		}
		if s, err = s.OnDate(day, calendar); err != nil {
			return nil, err
		}
	}
	zone, err := types.ZoneOfCalendar(calendar)
	if err != nil {
		return nil, err
	}
	day, height := date.Of(s.Clock.BusinessTime, zone).String(), strconv.FormatInt(s.Clock.Height, 10)
	var holders []Holder
	sum, outstanding := math.ZeroInt(), math.ZeroInt()
	client := types.NewQueryClient(s.Client)
	err = page.All(func(request *query.PageRequest) (*query.PageResponse, error) {
		response, err := client.HolderRegister(s.Ctx, &types.QueryHolderRegisterRequest{Isin: isin, Pagination: request})
		if err != nil {
			return nil, err
		}
		for _, line := range response.Lines {
			holders, sum = append(holders, newHolder(day, height, isin, line)), sum.Add(line.Units)
		}
		outstanding = response.Outstanding
		return response.Pagination, nil
	})
	if err == nil && !sum.Equal(outstanding) {
		err = fmt.Errorf("the register of %s sums to %s, and %s are outstanding", isin, sum, outstanding)
	}
	return holders, err
}

func newHolder(day, height, isin string, line types.RegisterLine) Holder {
	holder := Holder{
		Date: day, Height: height, ISIN: isin, Account: line.Account, Kind: table.Word("HOLDER_KIND_", line.Kind),
		Units: line.Units.String(), Pledged: line.Pledged.String(), Custodian: line.Custodian, Jurisdiction: line.Jurisdiction,
		Channel: line.ChannelId, Owner: line.Owner,
	}
	if line.InvestorClass != types.ClassUnspecified {
		holder.Class = table.Word("INVESTOR_CLASS_", line.InvestorClass)
	}
	return holder
}
