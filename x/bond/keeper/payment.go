package keeper

import (
	"context"
	"slices"
	"time"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// getPayment returns a recorded payment.
func (k *Keeper) getPayment(ctx context.Context, isin string, number uint32) (types.Payment, error) {
	return k.payments.Get(ctx, collections.Join(isin, number))
}

func (k *Keeper) setPayment(ctx context.Context, payment types.Payment) error {
	return k.payments.Set(ctx, collections.Join(payment.Isin, payment.Number), payment)
}

// waiting returns the payments that are owed and whose money is not set aside, oldest first. They are the last ones,
// because money is set aside strictly in order.
func (k *Keeper) waiting(ctx context.Context, isin string) ([]types.Payment, error) {
	var payments []types.Payment
	newestFirst := collections.NewPrefixedPairRange[string, uint32](isin).Descending()
	err := k.payments.Walk(ctx, newestFirst, func(_ paymentKey, payment types.Payment) (stop bool, err error) {
		if !payment.IsWaiting() {
			return true, nil
		}
		payments = append(payments, payment)
		return false, nil
	})
	slices.Reverse(payments)
	return payments, err
}

// setAside takes the money of payments that are due out of the paying fund, in order and each in full. From the first that
// the fund does not cover, they are missed.
func (k *Keeper) setAside(ctx sdk.Context, series types.Series, schedule types.Schedule, now time.Time) error {
	isin := series.Terms.Isin
	waiting, err := k.waiting(ctx, isin)
	if err != nil {
		return err
	}
	fund, err := k.fund(ctx, isin)
	if err != nil {
		return err
	}
	short := false
	for _, payment := range waiting {
		if payment.Status == types.PAYMENT_STATUS_RECORDED && now.Before(schedule.PaymentTime(payment.Number)) {
			break
		}
		if short = short || fund.LT(payment.Owed); short {
			if err := k.miss(ctx, series, payment, fund); err != nil {
				return err
			}
			continue
		}
		fund = fund.Sub(payment.Owed)
		if err := k.setFund(ctx, isin, fund); err != nil {
			return err
		}
		if err := k.makePayable(ctx, series, payment, now); err != nil {
			return err
		}
		if err := k.cure(ctx, payment); err != nil {
			return err
		}
	}
	return k.endDefault(ctx, isin)
}

// cure says of a payment that was missed until now that its money has come.
func (k *Keeper) cure(ctx sdk.Context, payment types.Payment) error {
	if payment.Status != types.PAYMENT_STATUS_MISSED {
		return nil
	}
	if err := event.Emit(ctx, &types.EventPaymentCured{Isin: payment.Isin, Number: payment.Number}); err != nil {
		return err
	}
	return k.notifyPayment(ctx, payment, "AfterPaymentCured", types.Hooks.AfterPaymentCured)
}

// miss marks a payment whose date has come without its money. It stays due and is paid when the fund covers it.
func (k *Keeper) miss(ctx sdk.Context, series types.Series, payment types.Payment, fund math.Int) error {
	if payment.Status == types.PAYMENT_STATUS_MISSED {
		return nil
	}
	payment.Status = types.PAYMENT_STATUS_MISSED
	if err := k.setPayment(ctx, payment); err != nil {
		return err
	}
	err := event.Emit(ctx, &types.EventPaymentMissed{
		Isin: payment.Isin, Number: payment.Number, Owed: series.Cash(payment.Owed), Fund: series.Cash(fund),
	})
	if err != nil {
		return err
	}
	return k.notifyPayment(ctx, payment, "AfterPaymentMissed", types.Hooks.AfterPaymentMissed)
}

// makePayable opens a payment whose money has been set aside, and sends the sweep to its holders.
func (k *Keeper) makePayable(ctx sdk.Context, series types.Series, payment types.Payment, now time.Time) error {
	payment.Status = types.PAYMENT_STATUS_PAYABLE
	if err := k.setPayment(ctx, payment); err != nil {
		return err
	}
	err := event.Emit(ctx, &types.EventPaymentPayable{
		Isin: payment.Isin, Number: payment.Number, Owed: series.Cash(payment.Owed),
	})
	if err != nil {
		return err
	}
	if payment.Owed.IsPositive() {
		return k.startSweep(ctx, payment, now)
	}
	if payment.Kind == types.PAYMENT_KIND_PRINCIPAL {
		return k.endSeries(ctx, series, payment)
	}
	return k.complete(ctx, series, payment)
}

// complete closes a payment of which nobody has anything left to get; what flooring left over goes back to the fund.
func (k *Keeper) complete(ctx sdk.Context, series types.Series, payment types.Payment) error {
	dust := payment.Left()
	payment.Status = types.PAYMENT_STATUS_PAID
	if err := k.setPayment(ctx, payment); err != nil {
		return err
	}
	if dust.IsPositive() {
		fund, err := k.fund(ctx, payment.Isin)
		if err != nil {
			return err
		}
		if err := k.setFund(ctx, payment.Isin, fund.Add(dust)); err != nil {
			return err
		}
	}
	return event.Emit(ctx, &types.EventPaymentCompleted{
		Isin: payment.Isin, Number: payment.Number, Paid: series.Cash(payment.Paid), Dust: series.Cash(dust),
	})
}
