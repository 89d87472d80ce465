package keeper

import (
	"context"
	"strings"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/page"
)

// Calendar returns a page of the auctions that settle in a range of dates.
func (q queryServer) Calendar(ctx context.Context, req *types.QueryCalendarRequest) (*types.QueryCalendarResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	request, err := page.Bound(req.Pagination)
	if err != nil {
		return nil, err
	}
	if request.Reverse {
		return nil, types.ErrInvalidQuery.Wrap("the calendar is not served backwards")
	}
	dates, err := calendarRange(req, request.Key)
	if err != nil {
		return nil, err
	}
	var keys []calendarKey
	err = q.calendar.Walk(ctx, dates, func(key calendarKey) (bool, error) {
		keys = append(keys, key)
		return uint64(len(keys)) > request.Limit, nil
	})
	if err != nil {
		return nil, err
	}
	response := &types.QueryCalendarResponse{Pagination: &query.PageResponse{}}
	for i, key := range keys {
		if uint64(i) == request.Limit {
			response.Pagination.NextKey = []byte(key.K1() + keySeparator + key.K2())
			break
		}
		auction, err := q.GetAuction(ctx, key.K2())
		if err != nil {
			return nil, err
		}
		response.Entries = append(response.Entries, types.CalendarEntry{SettleDate: key.K1(), Auction: auction})
	}
	return response, nil
}

const keySeparator = " "

// calendarRange returns the keys from a date or the key of a page on, until a date.
func calendarRange(req *types.QueryCalendarRequest, pageKey []byte) (*collections.Range[calendarKey], error) {
	for _, text := range []string{req.From, req.To} {
		if _, err := date.Parse(text); text != "" && err != nil {
			return nil, types.ErrInvalidQuery.Wrap(err.Error())
		}
	}
	dates := new(collections.Range[calendarKey])
	if req.To != "" {
		dates = dates.EndExclusive(collections.Join(req.To+keySeparator, "")) // after every auction of the date
	}
	if len(pageKey) > 0 {
		day, id, found := strings.Cut(string(pageKey), keySeparator)
		if !found || day < req.From {
			return nil, types.ErrInvalidQuery.Wrap("the key of the page is none of this list")
		}
		return dates.StartInclusive(collections.Join(day, id)), nil
	}
	return dates.StartInclusive(collections.Join(req.From, "")), nil
}
