package source

import (
	"context"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/kokusai-chain/kokusai/x/custody/wire"
)

// CashNotice is what a block credited to an account and debited from it of one cash denom.
func (n Node) CashNotice(ctx context.Context, block Block, account, denom, calendar string) (wire.CashNotice, error) {
	notice := wire.CashNotice{Reference: place("C", block.Height, 0), Account: account, Created: block.Time.UTC().Truncate(time.Second)}
	booked, err := n.Today(ctx, calendar)
	if err != nil {
		return notice, err
	}
	for i, event := range block.Events {
		party, credit := "spender", false
		switch event.Type {
		case banktypes.EventTypeCoinReceived:
			party, credit = "receiver", true
		case banktypes.EventTypeCoinSpent:
		default:
			continue
		}
		if attribute(event, party) != account {
			continue
		}
		coins, err := sdk.ParseCoinsNormalized(attribute(event, sdk.AttributeKeyAmount))
		if err != nil {
			return notice, err
		}
		if amount := coins.AmountOf(denom); amount.IsPositive() {
			notice.Entries = append(notice.Entries, wire.Entry{
				Reference: place("E", block.Height, i), Credit: credit, Cash: moneyOf(sdk.NewCoin(denom, amount)), Booked: booked,
			})
		}
	}
	return notice, nil
}

func attribute(event abci.Event, key string) string {
	for _, attribute := range event.Attributes {
		if attribute.Key == key {
			return attribute.Value
		}
	}
	return ""
}
