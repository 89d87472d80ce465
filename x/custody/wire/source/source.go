// Package source makes messages of what a node knows: statements and notices by its queries, confirmations by the events of
// its blocks.
package source

import (
	"context"
	"fmt"
	"strings"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/custody/wire"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// Node is what is asked. All of it answers for one height.
type Node struct {
	Bank    banktypes.QueryClient
	Bond    bondtypes.QueryClient
	Custody custodytypes.QueryClient
}

// Block is what happened at a height.
type Block struct {
	Height int64
	Time   time.Time
	Events []abci.Event
}

const pageSize = 1000

// Holdings is the statement of an account's bonds at the node's height.
func (n Node) Holdings(ctx context.Context, reference, account, calendar string) (wire.Holdings, error) {
	statement := wire.Holdings{Reference: reference, Account: account}
	var err error
	if statement.AsOf, err = n.Today(ctx, calendar); err != nil {
		return statement, err
	}
	for page := (&query.PageRequest{Limit: pageSize}); page != nil; {
		balances, err := n.Bank.AllBalances(ctx, &banktypes.QueryAllBalancesRequest{Address: account, Pagination: page})
		if err != nil {
			return statement, err
		}
		for _, coin := range balances.Balances {
			isin, isBond := bondtypes.ISINOf(coin.Denom)
			if !isBond {
				continue
			}
			held, err := n.Custody.Holding(ctx, &custodytypes.QueryHoldingRequest{Owner: account, Denom: coin.Denom})
			if err != nil {
				return statement, err
			}
			statement.Lines = append(statement.Lines, wire.Holding{
				ISIN: isin, Balance: held.Balance, Available: held.Free, Pledged: held.Pledged, Reserved: held.Reserved,
			})
		}
		page = next(balances.Pagination)
	}
	return statement, nil
}

// Event is the notice of a payment of a series. With an account it is a notice to that holder.
func (n Node) Event(ctx context.Context, reference, isin string, number uint32, account string) (wire.Event, error) {
	notice := wire.Event{Reference: reference, ID: eventID(isin, number), ISIN: isin, Account: account}
	payment, err := n.payment(ctx, isin, number)
	if err != nil {
		return notice, err
	}
	series, err := n.Bond.Series(ctx, &bondtypes.QuerySeriesRequest{Isin: isin})
	if err != nil {
		return notice, err
	}
	zone, err := custodytypes.ZoneOfCalendar(series.Series.Terms.Calendar)
	if err != nil {
		return notice, err
	}
	notice.Redemption = payment.Kind == bondtypes.PAYMENT_KIND_PRINCIPAL
	notice.Record = date.Of(payment.RecordTime.Add(-time.Nanosecond), zone)
	if notice.Payment, err = date.Parse(payment.PaymentDate); err != nil {
		return notice, err
	}
	notice.RatePct = percent(payment.PerUnit)
	if account == "" {
		return notice, nil
	}
	holder, err := n.Bond.Holder(ctx, &bondtypes.QueryHolderRequest{Isin: isin, Address: account})
	if err == nil {
		notice.Balance = holder.Units
	}
	return notice, err
}

// percent is an amount per unit as percent of face, exactly.
func percent(perUnit math.LegacyDec) string {
	text := perUnit.MulInt64(100).QuoInt64(bondtypes.MicroPerUnit).String()
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

func (n Node) payment(ctx context.Context, isin string, number uint32) (bondtypes.Payment, error) {
	for page := (&query.PageRequest{Limit: pageSize}); page != nil; {
		payments, err := n.Bond.Payments(ctx, &bondtypes.QueryPaymentsRequest{Isin: isin, Pagination: page})
		if err != nil {
			return bondtypes.Payment{}, err
		}
		for _, payment := range payments.Payments {
			if payment.Number == number {
				return payment, nil
			}
		}
		page = next(payments.Pagination)
	}
	return bondtypes.Payment{}, fmt.Errorf("%s has no payment %d", isin, number)
}

// Movements are the payments of series that a block made to an account. The node answers for that block.
func (n Node) Movements(ctx context.Context, block Block, account string) ([]wire.Movement, error) {
	var movements []wire.Movement
	for i, event := range block.Events {
		movement := wire.Movement{Reference: place("P", block.Height, i), Account: account}
		switch said := typed(event).(type) {
		case *bondtypes.EventCouponPaid:
			if said.Payee != account {
				continue
			}
			paid, err := n.couponPaid(ctx, movement, said)
			if err != nil {
				return nil, err
			}
			movement = paid
		case *bondtypes.EventUnitsRedeemed:
			if said.Payee != account {
				continue
			}
			movement.Redemption, movement.ISIN, movement.Balance = true, said.Isin, said.Units
			movement.ID, movement.Cash = said.Isin+"-P", moneyOf(said.Paid)
		default:
			continue
		}
		posted, err := n.todayOf(ctx, movement.ISIN)
		if err != nil {
			return nil, err
		}
		movement.Posted = posted
		movements = append(movements, movement)
	}
	return movements, nil
}

// couponPaid adds the face that the amount was paid for: floored amounts leave it the least that earns them.
func (n Node) couponPaid(ctx context.Context, movement wire.Movement, said *bondtypes.EventCouponPaid) (wire.Movement, error) {
	payment, err := n.payment(ctx, said.Isin, said.Number)
	if err != nil {
		return movement, err
	}
	series, err := n.Bond.Series(ctx, &bondtypes.QuerySeriesRequest{Isin: said.Isin})
	if err != nil {
		return movement, err
	}
	movement.ID, movement.ISIN = eventID(said.Isin, said.Number), said.Isin
	movement.Cash = moneyOf(series.Series.Cash(said.Amount))
	movement.Balance = math.LegacyNewDecFromInt(said.Amount).Quo(payment.PerUnit).Ceil().TruncateInt()
	return movement, nil
}

// Confirmations are the trades of an account that a block settled.
func (n Node) Confirmations(block Block, account string) ([]wire.Confirmation, error) {
	var confirmations []wire.Confirmation
	for i, event := range block.Events {
		said, settled := typed(event).(*custodytypes.EventTradeSettled)
		if !settled || said.Deliverer != account && said.Receiver != account {
			continue
		}
		day, err := date.Parse(said.SettlementDate)
		if err != nil {
			return nil, err
		}
		cash := moneyOf(said.Cash)
		own, other := said.Receiver, said.Deliverer
		if said.Deliverer == account {
			own, other = other, own
		}
		confirmations = append(confirmations, wire.Confirmation{
			Reference: place("S", block.Height, i), Settled: day,
			Instruction: wire.Instruction{
				Reference: said.TradeReference, Common: said.TradeReference, Deliver: said.Deliverer == account, TradeDate: day, SettlementDate: day,
				ISIN: said.Isin, Face: said.Face, Cash: &cash, Own: wire.Party{Account: own}, Counterparty: wire.Party{Account: other},
			},
		})
	}
	return confirmations, nil
}

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

// Settle is the transaction message of an instruction: both parties sign it, and it settles at once or not at all. What it
// cannot carry out is refused.
func Settle(i wire.Instruction) (*custodytypes.MsgSettleDirect, error) {
	if err := i.Validate(); err != nil {
		return nil, err
	}
	if i.Cash == nil || i.Partial {
		return nil, wire.Refuse("a direct settlement is against payment and in one piece")
	}
	deliverer, receiver := i.Counterparty.Account, i.Own.Account
	if i.Deliver {
		deliverer, receiver = receiver, deliverer
	}
	msg := &custodytypes.MsgSettleDirect{
		Deliverer: deliverer, Receiver: receiver, Isin: i.ISIN, Face: i.Face, Cash: coinOf(*i.Cash), TradeReference: i.Common,
		SettlementDate: i.SettlementDate.String(),
	}
	return msg, msg.Validate()
}

func moneyOf(coin sdk.Coin) wire.Money {
	return wire.Money{Currency: strings.ToUpper(strings.TrimPrefix(coin.Denom, "u")), Micro: coin.Amount}
}

func coinOf(money wire.Money) sdk.Coin {
	return sdk.Coin{Denom: "u" + strings.ToLower(money.Currency), Amount: money.Micro}
}

func eventID(isin string, number uint32) string { return fmt.Sprintf("%s-%d", isin, number) }

// place names an event by its block and place there, the same on every node.
func place(kind string, height int64, index int) string {
	return fmt.Sprintf("%s%d-%d", kind, height, index)
}

func attribute(event abci.Event, key string) string {
	for _, attribute := range event.Attributes {
		if attribute.Key == key {
			return attribute.Value
		}
	}
	return ""
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

func (n Node) todayOf(ctx context.Context, isin string) (date.Date, error) {
	series, err := n.Bond.Series(ctx, &bondtypes.QuerySeriesRequest{Isin: isin})
	if err != nil {
		return 0, err
	}
	return n.Today(ctx, series.Series.Terms.Calendar)
}

func next(page *query.PageResponse) *query.PageRequest {
	if page == nil || len(page.NextKey) == 0 {
		return nil
	}
	return &query.PageRequest{Key: page.NextKey, Limit: pageSize}
}
