package keeper

import (
	"cmp"
	"context"
	"slices"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/page"
)

// Outstanding returns a page of what is outstanding of an issuer's series, and its sums by year of maturity.
func (q queryServer) Outstanding(ctx context.Context, req *types.QueryOutstandingRequest) (*types.QueryOutstandingResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	if _, err := q.GetIssuer(ctx, req.IssuerId); err != nil {
		return nil, err
	}
	response, years := &types.QueryOutstandingResponse{}, maturityYears{}
	var err error
	_, response.Pagination, err = page.Of(ctx, q.seriesByIssuer, req.Pagination,
		func(key collections.Pair[string, string], _ collections.NoValue) (none collections.NoValue, err error) {
			line, year, err := q.outstanding(ctx, key.K2())
			if err == nil && line.Units.IsPositive() {
				response.Series = append(response.Series, line)
				years.add(year, line)
			}
			return none, err
		}, collections.PairPrefix[string, string](req.IssuerId))
	response.Years = years.sorted()
	return response, err
}

// outstanding returns what is outstanding of a series, and the year in which it matures.
func (k *Keeper) outstanding(ctx context.Context, isin string) (line types.OutstandingSeries, year int, err error) {
	series, err := k.GetSeries(ctx, isin)
	if err != nil {
		return line, 0, err
	}
	schedule, err := series.Schedule()
	if err != nil {
		return line, 0, err
	}
	recorded, err := k.couponsRecorded(ctx, isin)
	return types.OutstandingSeries{
		Isin: isin, Name: series.Terms.Name, Kind: series.Terms.Kind, Status: series.Status,
		MaturityDate: schedule.Maturity().String(), Units: series.Outstanding(),
		Principal:   series.Cash(series.PrincipalLeft(schedule, recorded)),
		CouponStrip: series.Terms.IsCouponStrip(),
	}, schedule.Maturity().Year(), err
}

// maturityYears sums series by year and currency.
type maturityYears map[yearKey]types.OutstandingYear

type yearKey struct {
	year     int
	currency string
}

func (y maturityYears) add(year int, line types.OutstandingSeries) {
	key := yearKey{year, line.Principal.Denom}
	sum, found := y[key]
	if !found {
		zero := line.Principal
		zero.Amount = math.ZeroInt()
		sum = types.OutstandingYear{Year: uint32(year), Principal: zero, CouponStrips: zero}
	}
	if sum.Series++; line.CouponStrip {
		sum.CouponStrips = sum.CouponStrips.Add(line.Principal)
	} else {
		sum.Principal = sum.Principal.Add(line.Principal)
	}
	y[key] = sum
}

func (y maturityYears) sorted() []types.OutstandingYear {
	years := make([]types.OutstandingYear, 0, len(y))
	for _, sum := range y {
		years = append(years, sum)
	}
	slices.SortFunc(years, func(a, b types.OutstandingYear) int {
		return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Principal.Denom, b.Principal.Denom))
	})
	return years
}
