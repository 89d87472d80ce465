package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
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
	if err := event.Emit(ctx, &types.EventPaymentsFunded{Isin: isin, Funder: text, Amount: amount}); err != nil {
		return err
	}
	schedule, err := series.Schedule()
	if err != nil {
		return err
	}
	if err := k.setAside(ctx, series, schedule, k.Now(ctx)); err != nil {
		return err
	}
	if series, err = k.GetSeries(ctx, isin); err != nil {
		return err
	}
	if err := k.scheduleNext(ctx, series, schedule); err != nil {
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
	if err := event.Emit(ctx, &types.EventFundsWithdrawn{Isin: isin, Treasury: issuer.Treasury, Amount: amount}); err != nil {
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
	return row.Or(ctx, k.funds, isin, math.ZeroInt())
}

func (k *Keeper) setFund(ctx context.Context, isin string, amount math.Int) error {
	if amount.IsZero() {
		return k.funds.Remove(ctx, isin)
	}
	return k.funds.Set(ctx, isin, amount)
}
