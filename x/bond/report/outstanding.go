package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/page"
	"github.com/kokusai-chain/kokusai/x/internal/table"
)

// Outstanding is what one series, or all that mature in one year, have outstanding. Principal is in currency units.
type Outstanding struct {
	// MaturityYear is that of the maturity date.
	MaturityYear string `json:"maturity_year"`
	// MaturityDate, ISIN, Name, Kind and Status are those of a series, empty in a sum by year.
	MaturityDate string `json:"maturity_date"`
	ISIN         string `json:"isin"`
	Name         string `json:"name"`
	Kind         string `json:"kind"`
	Status       string `json:"status"`
	// Series is how many there are.
	Series string `json:"series"`
	// Currency is the ISO 4217 code.
	Currency string `json:"currency"`
	// Principal is what is left to be repaid, and CouponStrips what strips of coupons repay beside it.
	Principal    string `json:"principal"`
	CouponStrips string `json:"coupon_strips"`
}

const (
	flagBy   = "by"
	bySeries = "series"
	byYear   = "year"
)

func outstandingCmd() *cobra.Command {
	by := bySeries
	cmd := FileCmd(&cobra.Command{
		Use:     "outstanding-file [issuer-id]",
		Short:   "Write what is outstanding of an issuer's series by maturity, by series or by year, as CSV or JSON",
		Example: "kokusaid query bond outstanding-file mof --by year > outstanding.csv",
		Args:    cobra.ExactArgs(1),
	}, func(s Source, args []string) ([]Outstanding, error) { return s.Outstanding(args[0], by) })
	cmd.Flags().StringVar(&by, flagBy, bySeries, bySeries+" or "+byYear)
	return cmd
}

// Outstanding returns what is outstanding of an issuer's series, in order of maturity: by "series" or summed by "year".
func (s Source) Outstanding(issuer, by string) ([]Outstanding, error) {
	if by != bySeries && by != byYear {
		return nil, fmt.Errorf("--%s is %s or %s, not %q", flagBy, bySeries, byYear, by)
	}
	money, err := s.money()
	if err != nil {
		return nil, err
	}
	var series []types.OutstandingSeries
	var years []types.OutstandingYear
	err = page.All(func(request *query.PageRequest) (*query.PageResponse, error) {
		response, err := s.Bond.Outstanding(s.Ctx, &types.QueryOutstandingRequest{IssuerId: issuer, Pagination: request})
		if err != nil {
			return nil, err
		}
		series, years = append(series, response.Series...), addYears(years, response.Years)
		return response.Pagination, nil
	})
	if err != nil {
		return nil, err
	}
	if by == byYear {
		return rowsOf(years, money.year), nil
	}
	slices.SortStableFunc(series, func(a, b types.OutstandingSeries) int { return cmp.Compare(a.MaturityDate, b.MaturityDate) })
	return rowsOf(series, money.series), nil
}

// addYears adds the sums of a page to those before it.
func addYears(sums, page []types.OutstandingYear) []types.OutstandingYear {
	for _, year := range page {
		at, found := slices.BinarySearchFunc(sums, year, func(a, b types.OutstandingYear) int {
			return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Principal.Denom, b.Principal.Denom))
		})
		if !found {
			sums = slices.Insert(sums, at, year)
			continue
		}
		sums[at].Principal = sums[at].Principal.Add(year.Principal)
		sums[at].CouponStrips = sums[at].CouponStrips.Add(year.CouponStrips)
		sums[at].Series += year.Series
	}
	return sums
}

func rowsOf[T any](lines []T, row func(T) Outstanding) []Outstanding {
	rows := make([]Outstanding, len(lines))
	for i, line := range lines {
		rows[i] = row(line)
	}
	return rows
}

func (m money) year(sum types.OutstandingYear) Outstanding {
	return Outstanding{
		MaturityYear: strconv.FormatUint(uint64(sum.Year), 10), Series: strconv.FormatUint(uint64(sum.Series), 10),
		Currency: m.currency(sum.Principal.Denom), Principal: units(sum.Principal), CouponStrips: units(sum.CouponStrips),
	}
}

func (m money) series(line types.OutstandingSeries) Outstanding {
	principal, strips := line.Principal, sdk.NewInt64Coin(line.Principal.Denom, 0)
	if line.CouponStrip {
		principal, strips = strips, principal
	}
	year := line.MaturityDate[:len("2006")]
	return Outstanding{
		MaturityYear: year, MaturityDate: line.MaturityDate, ISIN: line.Isin, Name: line.Name,
		Kind: table.Word("SERIES_KIND_", line.Kind), Status: table.Word("SERIES_STATUS_", line.Status), Series: "1",
		Currency: m.currency(line.Principal.Denom), Principal: units(principal), CouponStrips: units(strips),
	}
}
