package source

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/types/query"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/custody/wire"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// Notices are the notices of a payment of a series: of its interest, and of the principal that is repaid with it or alone.
// With an account they are to that holder. A payment that is not known yet has none.
func (n Node) Notices(ctx context.Context, height int64, isin string, number uint32, account string) ([]wire.Event, error) {
	series, err := n.series(ctx, isin)
	if err != nil {
		return nil, err
	}
	payment, err := n.payment(ctx, isin, number)
	if err != nil {
		return nil, err
	}
	zone, err := custodytypes.ZoneOfCalendar(series.Terms.Calendar)
	if err != nil {
		return nil, err
	}
	notice := wire.Event{ISIN: isin, Account: account, Record: date.Of(payment.RecordTime.Add(-time.Nanosecond), zone)}
	if notice.Payment, err = date.Parse(payment.PaymentDate); err != nil {
		return nil, err
	}
	if account != "" {
		holder, err := n.Bond.Holder(ctx, &bondtypes.QueryHolderRequest{Isin: isin, Address: account})
		if err != nil {
			return nil, err
		}
		notice.Balance = holder.Units
	}
	var notices []wire.Event
	for _, part := range partsOf(series, payment) {
		notice.Reference, notice.ID, notice.Kind, notice.RatePct = place("N", height, len(notices)), part.id, part.kind, percent(part.perUnit)
		notices = append(notices, notice)
	}
	if len(notices) == 0 {
		return nil, fmt.Errorf("what payment %d of %s pays is not known yet, or nothing", number, isin)
	}
	return notices, nil
}

// paidPart is interest or principal of one payment.
type paidPart struct {
	kind    wire.EventKind
	id      string
	perUnit math.LegacyDec
}

func partsOf(series bondtypes.Series, payment bondtypes.Payment) (parts []paidPart) {
	name := fmt.Sprintf("%s-%d", payment.Isin, payment.Number)
	if payment.Kind == bondtypes.PAYMENT_KIND_PRINCIPAL {
		if !payment.PerUnit.IsPositive() {
			return nil
		}
		return []paidPart{{redemptionOf(series), redemptionID(payment.Isin), payment.PerUnit}}
	}
	if interest := payment.PerUnit.Sub(payment.PrincipalPerUnit); interest.IsPositive() {
		parts = append(parts, paidPart{wire.Interest, name, interest})
	}
	if payment.PrincipalPerUnit.IsPositive() {
		parts = append(parts, paidPart{wire.Repayment, strings.Replace(name, "-", "R", 1), payment.PrincipalPerUnit})
	}
	return parts
}

func redemptionOf(series bondtypes.Series) wire.EventKind {
	if slices.ContainsFunc(series.Calls, func(c bondtypes.Call) bool { return c.Full }) {
		return wire.Call
	}
	return wire.Redemption
}

// redemptionID names the last principal of a series, of which there is one.
func redemptionID(isin string) string { return isin + "-P" }

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
		var made []wire.Movement
		var err error
		switch said := typed(event).(type) {
		case *bondtypes.EventCouponPaid:
			if said.Payee == account {
				made, err = n.couponPaid(ctx, said)
			}
		case *bondtypes.EventUnitsRedeemed:
			if said.Payee == account {
				made, err = n.redeemed(ctx, said)
			}
		}
		if err != nil {
			return nil, err
		}
		for j, movement := range made {
			movement.Reference, movement.Account = placeOf("P", block.Height, i, j, len(made)), account
			if movement.Posted, err = n.todayOf(ctx, movement.ISIN); err != nil {
				return nil, err
			}
			movements = append(movements, movement)
		}
	}
	return movements, nil
}

// couponPaid tells interest from principal, and adds the face that the amount was paid for: floored amounts leave it the
// least that earns them. Principal is rounded down, and interest is the rest.
func (n Node) couponPaid(ctx context.Context, said *bondtypes.EventCouponPaid) ([]wire.Movement, error) {
	series, err := n.series(ctx, said.Isin)
	if err != nil {
		return nil, err
	}
	payment, err := n.payment(ctx, said.Isin, said.Number)
	if err != nil {
		return nil, err
	}
	units := math.LegacyNewDecFromInt(said.Amount).Quo(payment.PerUnit).Ceil().TruncateInt()
	var movements []wire.Movement
	left := said.Amount
	parts := partsOf(series, payment)
	for _, part := range slices.Backward(parts) {
		amount := left
		if part.kind == wire.Repayment && len(parts) > 1 {
			amount = math.MinInt(part.perUnit.MulInt(units).TruncateInt(), left)
		}
		if left = left.Sub(amount); amount.IsPositive() {
			movements = append(movements, wire.Movement{
				ID: part.id, Kind: part.kind, ISIN: said.Isin, Balance: units, Cash: moneyOf(series.Cash(amount)),
			})
		}
	}
	return movements, nil
}

func (n Node) redeemed(ctx context.Context, said *bondtypes.EventUnitsRedeemed) ([]wire.Movement, error) {
	series, err := n.series(ctx, said.Isin)
	return []wire.Movement{{
		ID: redemptionID(said.Isin), Kind: redemptionOf(series), ISIN: said.Isin, Balance: said.Units, Cash: moneyOf(said.Paid),
	}}, err
}
