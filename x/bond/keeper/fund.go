package keeper

import (
	"context"
	"slices"
	"time"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
)

// FundPayments adds cash to the paying fund of a series and sets aside what it now covers.
func (k *Keeper) FundPayments(ctx sdk.Context, funder sdk.AccAddress, isin string, amount sdk.Coin) error {
	series, err := k.GetSeries(ctx, isin)
	if err != nil {
		return err
	}
	if err := requireCurrency(series, amount); err != nil {
		return err
	}
	if series.Status == types.SERIES_STATUS_REDEEMED {
		return types.ErrSeriesEnded.Wrap(isin)
	}
	fund, err := k.fund(ctx, isin)
	if err != nil {
		return err
	}
	if err := k.setFund(ctx, isin, fund.Add(amount.Amount)); err != nil {
		return err
	}
	text, err := k.addressText(funder)
	if err != nil {
		return err
	}
	if err := emit(ctx, &types.EventPaymentsFunded{Isin: isin, Funder: text, Amount: amount}); err != nil {
		return err
	}
	schedule, err := series.Terms.Schedule()
	if err != nil {
		return err
	}
	if err := k.setAside(ctx, series, schedule, k.Now(ctx)); err != nil {
		return err
	}
	return k.bank.SendCoinsFromAccountToModule(ctx, funder, types.ModuleName, sdk.NewCoins(amount))
}

// WithdrawUnusedFunds returns cash that is not owed to the treasury. The caller has checked that the issuer's authority
// asks for it.
func (k *Keeper) WithdrawUnusedFunds(ctx sdk.Context, series types.Series, issuer types.Issuer, amount sdk.Coin) error {
	if err := requireCurrency(series, amount); err != nil {
		return err
	}
	isin := series.Terms.Isin
	fund, owed, err := k.fundAndOwed(ctx, isin)
	if err != nil {
		return err
	}
	if fund.Sub(owed).LT(amount.Amount) {
		return types.ErrFundsOwed.Wrapf("%s asked for, the fund of %s holds %s and %s is owed", amount, isin, fund, owed)
	}
	treasury, err := k.address("treasury", issuer.Treasury)
	if err != nil {
		return err
	}
	if err := k.setFund(ctx, isin, fund.Sub(amount.Amount)); err != nil {
		return err
	}
	if err := emit(ctx, &types.EventFundsWithdrawn{Isin: isin, Treasury: issuer.Treasury, Amount: amount}); err != nil {
		return err
	}
	return k.bank.SendCoins(ctx, k.moduleAddress, treasury, sdk.NewCoins(amount))
}

func requireCurrency(series types.Series, amount sdk.Coin) error {
	if amount.Denom != series.Terms.Currency {
		return types.ErrWrongCurrency.Wrapf("%s pays in %s, not %s", series.Terms.Isin, series.Terms.Currency, amount.Denom)
	}
	return nil
}

// fundAndOwed returns the paying fund and what payments that wait for it will take.
func (k *Keeper) fundAndOwed(ctx context.Context, isin string) (fund, owed math.Int, err error) {
	if fund, err = k.fund(ctx, isin); err != nil {
		return fund, owed, err
	}
	waiting, err := k.waiting(ctx, isin)
	if err != nil {
		return fund, owed, err
	}
	owed = math.ZeroInt()
	for _, payment := range waiting {
		owed = owed.Add(payment.Owed)
	}
	return fund, owed, nil
}

func (k *Keeper) fund(ctx context.Context, isin string) (math.Int, error) {
	return getOr(ctx, k.funds, isin, math.ZeroInt())
}

func (k *Keeper) setFund(ctx context.Context, isin string, amount math.Int) error {
	if amount.IsZero() {
		return k.funds.Remove(ctx, isin)
	}
	return k.funds.Set(ctx, isin, amount)
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
			return nil
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
	}
	return nil
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
	err := emit(ctx, &types.EventPaymentMissed{
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
	err := emit(ctx, &types.EventPaymentPayable{
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
	return emit(ctx, &types.EventPaymentCompleted{
		Isin: payment.Isin, Number: payment.Number, Paid: series.Cash(payment.Paid), Dust: series.Cash(dust),
	})
}
