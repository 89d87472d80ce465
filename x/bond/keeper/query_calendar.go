package keeper

import (
	"context"
	"encoding/binary"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/page"
)

// CashFlowCalendar returns a page of what the series of an issuer pay in a range of dates. A page ends at its limit of
// payments or, so that series without any cannot make it long, of series.
func (q queryServer) CashFlowCalendar(ctx context.Context, req *types.QueryCashFlowCalendarRequest) (*types.QueryCashFlowCalendarResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	request, err := page.Bound(req.Pagination)
	if err != nil {
		return nil, err
	}
	dates, err := types.ParseDateRange(req.From, req.To)
	if err != nil {
		return nil, err
	}
	at, err := readPlace(request)
	if err != nil {
		return nil, err
	}
	isins, err := q.seriesFrom(ctx, req.IssuerId, at.isin)
	if err != nil {
		return nil, err
	}
	calendar := calendarPage{left: int(request.Limit)}
	for i, isin := range isins {
		if i == page.MaxLimit {
			calendar.next = place{isin: isin}
		} else if err := q.addFlows(ctx, &calendar, isin, dates, at); err != nil {
			return nil, err
		}
		if calendar.next.isin != "" {
			break
		}
	}
	return &types.QueryCashFlowCalendarResponse{
		Flows: calendar.flows, Pagination: &query.PageResponse{NextKey: calendar.next.key()},
	}, nil
}

// calendarPage is a page of the calendar that is being filled.
type calendarPage struct {
	flows []types.Flow
	left  int   // payments that it has room for
	next  place // where the next page begins, once this one is full
}

// addFlows adds what one series pays within the dates, from a place on if that is in it.
func (q queryServer) addFlows(ctx context.Context, calendar *calendarPage, isin string, dates types.DateRange, at place) error {
	series, err := q.GetSeries(ctx, isin)
	if err != nil {
		return err
	}
	schedule, err := series.Schedule()
	if err != nil {
		return err
	}
	first, behind := schedule.PaidWithin(dates)
	if isin == at.isin {
		first = max(first, at.number)
	}
	ledger := q.ledgerOf(ctx, series, schedule)
	for number := first; number < behind; number++ {
		if calendar.left == 0 {
			calendar.next = place{isin: isin, number: number}
			return nil
		}
		payment, awaits, err := ledger.payment(number, math.LegacyZeroDec())
		if err != nil {
			return err
		}
		if flows := series.Flows(schedule, payment, awaits); len(flows) > 0 {
			calendar.flows, calendar.left = append(calendar.flows, flows...), calendar.left-1
		}
	}
	return nil
}

// seriesFrom returns the ISINs of an issuer's series from one on, at most one more than the largest page has.
func (q queryServer) seriesFrom(ctx context.Context, issuer, isin string) (isins []string, err error) {
	if _, err := q.GetIssuer(ctx, issuer); err != nil {
		return nil, err
	}
	from := collections.NewPrefixedPairRange[string, string](issuer).StartInclusive(isin)
	err = q.seriesByIssuer.Walk(ctx, from, func(key collections.Pair[string, string]) (bool, error) {
		isins = append(isins, key.K2())
		return len(isins) > page.MaxLimit, nil
	})
	return isins, err
}

// place is where a page of the calendar begins: at a payment of a series.
type place struct {
	isin   string
	number uint32
}

func (p place) key() []byte {
	if p.isin == "" {
		return nil
	}
	return binary.BigEndian.AppendUint32([]byte(p.isin), p.number)
}

func readPlace(request *query.PageRequest) (place, error) {
	const numberBytes = 4
	text := len(request.Key) - numberBytes
	switch {
	case request.Reverse:
		return place{}, types.ErrInvalidQuery.Wrap("the calendar is not served backwards")
	case len(request.Key) == 0:
		return place{}, nil
	case text <= 0:
		return place{}, types.ErrInvalidQuery.Wrap("the key of the page is none of this list")
	}
	return place{isin: string(request.Key[:text]), number: binary.BigEndian.Uint32(request.Key[text:])}, nil
}
