// Package source makes messages of what a node knows: statements, notices and statuses by its queries, confirmations by the
// events of its blocks; and of an instruction the message of a transaction.
package source

import (
	"context"
	"fmt"
	"strings"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	settlementtypes "github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/custody/wire"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// Node is what is asked. All of it answers for one height.
type Node struct {
	Bank       banktypes.QueryClient
	Bond       bondtypes.QueryClient
	Custody    custodytypes.QueryClient
	Settlement settlementtypes.QueryClient
}

// Block is what happened at a height.
type Block struct {
	Height int64
	Time   time.Time
	Events []abci.Event
}

const pageSize = 1000

// Today is the business date in the zone of a calendar.
func (n Node) Today(ctx context.Context, calendar string) (date.Date, error) {
	zone, err := custodytypes.ZoneOfCalendar(calendar)
	if err != nil {
		return 0, err
	}
	clock, err := n.Bond.Clock(ctx, &bondtypes.QueryClockRequest{})
	if err != nil {
		return 0, err
	}
	return date.Of(clock.BusinessTime, zone), nil
}

func (n Node) series(ctx context.Context, isin string) (bondtypes.Series, error) {
	found, err := n.Bond.Series(ctx, &bondtypes.QuerySeriesRequest{Isin: isin})
	if err != nil {
		return bondtypes.Series{}, err
	}
	return found.Series, nil
}

func (n Node) todayOf(ctx context.Context, isin string) (date.Date, error) {
	series, err := n.series(ctx, isin)
	if err != nil {
		return 0, err
	}
	return n.Today(ctx, series.Terms.Calendar)
}

func moneyOf(coin sdk.Coin) wire.Money {
	return wire.Money{Currency: strings.ToUpper(strings.TrimPrefix(coin.Denom, "u")), Micro: coin.Amount}
}

func coinOf(money wire.Money) sdk.Coin {
	return sdk.Coin{Denom: "u" + strings.ToLower(money.Currency), Amount: money.Micro}
}

// place names an event by its block and place there, the same on every node.
func place(kind string, height int64, index int) string {
	return fmt.Sprintf("%s%d-%d", kind, height, index)
}

// placeOf names one of several messages of an event.
func placeOf(kind string, height int64, index, number, of int) string {
	if of == 1 {
		return place(kind, height, index)
	}
	return fmt.Sprintf("%s-%d", place(kind, height, index), number)
}

// typed reads an event of this chain's modules, nil for others. What the block adds to an event, such as its mode, is not a
// field of the message.
func typed(event abci.Event) any {
	if !strings.HasPrefix(event.Type, "kokusai.") {
		return nil
	}
	plain := abci.Event{Type: event.Type}
	for _, attribute := range event.Attributes {
		if attribute.Key != "mode" && attribute.Key != "msg_index" {
			plain.Attributes = append(plain.Attributes, attribute)
		}
	}
	message, err := sdk.ParseTypedEvent(plain)
	if err != nil {
		return nil
	}
	return message
}

func next(page *query.PageResponse) *query.PageRequest {
	if page == nil || len(page.NextKey) == 0 {
		return nil
	}
	return &query.PageRequest{Key: page.NextKey, Limit: pageSize}
}
