package keeper

import (
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// Redeem burns all units that a holder has of a matured and funded series and pays their principal to whoever is entitled
// to it. It returns the units and the cash.
func (k *Keeper) Redeem(ctx sdk.Context, isin string, holder sdk.AccAddress) (math.Int, sdk.Coin, error) {
	series, principal, err := k.redeemable(ctx, isin)
	if err != nil {
		return math.Int{}, sdk.Coin{}, err
	}
	units := k.bank.GetBalance(ctx, holder, series.Denom()).Amount
	if !units.IsPositive() {
		return math.Int{}, sdk.Coin{}, types.ErrNothingToRedeem.Wrap(isin)
	}
	if !k.holdings.CanRedeem(ctx, isin, holder) {
		return math.Int{}, sdk.Coin{}, types.ErrUnitsAbroad.Wrap(isin)
	}
	payees, err := k.holdings.BeforeRedeemed(ctx, isin, holder, units)
	if err != nil {
		return math.Int{}, sdk.Coin{}, err
	}
	if err := checkPayees(payees, units); err != nil {
		return math.Int{}, sdk.Coin{}, err
	}
	if err := k.burn(ctx, series, holder, units); err != nil {
		return math.Int{}, sdk.Coin{}, err
	}
	series, principal, cash, err := k.bookRedeemed(ctx, series, principal, payees)
	if err != nil {
		return math.Int{}, sdk.Coin{}, err
	}
	paid, err := k.payPrincipal(ctx, series, principal, holder, payees)
	if err != nil {
		return math.Int{}, sdk.Coin{}, err
	}
	if err := k.holdings.AfterRedeemed(ctx, isin, holder, paid); err != nil {
		return math.Int{}, sdk.Coin{}, err
	}
	if series.Outstanding().IsZero() {
		err = k.endSeries(ctx, series, principal)
	}
	return units, cash, err
}

// redeemable returns a series and its principal when the principal is payable.
func (k *Keeper) redeemable(ctx sdk.Context, isin string) (types.Series, types.Payment, error) {
	series, err := k.GetSeries(ctx, isin)
	if err != nil {
		return types.Series{}, types.Payment{}, err
	}
	switch series.Status {
	case types.SERIES_STATUS_MATURED:
	case types.SERIES_STATUS_REDEEMED:
		return types.Series{}, types.Payment{}, types.ErrSeriesEnded.Wrap(isin)
	default:
		return types.Series{}, types.Payment{}, types.ErrNotRedeemable.Wrapf("%s matures on %s", isin, series.Terms.MaturityDate)
	}
	schedule, err := series.Schedule()
	if err != nil {
		return types.Series{}, types.Payment{}, err
	}
	principal, err := k.getPayment(ctx, isin, schedule.Principal())
	if err != nil {
		return types.Series{}, types.Payment{}, err
	}
	if principal.Status != types.PAYMENT_STATUS_PAYABLE {
		return types.Series{}, types.Payment{}, types.ErrNotRedeemable.Wrapf("%s has matured and is not funded", isin)
	}
	return series, principal, nil
}

func checkPayees(payees []types.Payee, units math.Int) error {
	sum := math.ZeroInt()
	for _, payee := range payees {
		if payee.Account.Empty() || payee.Units.IsNil() || !payee.Units.IsPositive() {
			return types.ErrBrokenLaw.Wrapf("a payee of %s has no account or no units", units)
		}
		sum = sum.Add(payee.Units)
	}
	if !sum.Equal(units) {
		return types.ErrBrokenLaw.Wrapf("payees of %s units have %s", units, sum)
	}
	return nil
}

// burn takes the units out of the world. The holder's coupons are settled on the way, by the send restriction.
func (k *Keeper) burn(ctx sdk.Context, series types.Series, holder sdk.AccAddress, units math.Int) error {
	coins := series.Units(units)
	if err := k.bank.SendCoinsFromAccountToModule(ctx, holder, types.ModuleName, coins); err != nil {
		return err
	}
	return k.bank.BurnCoins(ctx, types.ModuleName, coins)
}

func (k *Keeper) payPrincipal(
	ctx sdk.Context, series types.Series, principal types.Payment, holder sdk.AccAddress, payees []types.Payee,
) ([]types.PaidOut, error) {
	holderText, err := k.addressText(holder)
	if err != nil {
		return nil, err
	}
	paid := make([]types.PaidOut, 0, len(payees))
	for _, payee := range payees {
		cash := series.Cash(principal.ShareDown(payee.Units))
		if err := k.bank.SendCoins(ctx, k.moduleAddress, payee.Account, sdk.NewCoins(cash)); err != nil {
			return nil, err
		}
		payeeText, err := k.addressText(payee.Account)
		if err != nil {
			return nil, err
		}
		err = event.Emit(ctx, &types.EventUnitsRedeemed{
			Isin: series.Terms.Isin, Holder: holderText, Payee: payeeText, Ref: payee.Ref, Units: payee.Units, Paid: cash,
		})
		if err != nil {
			return nil, err
		}
		paid = append(paid, types.PaidOut{Payee: payee, Cash: cash})
	}
	return paid, nil
}

// bookRedeemed counts units as redeemed and their principal as paid, floored for each payee, and returns the sum.
func (k *Keeper) bookRedeemed(
	ctx sdk.Context, series types.Series, principal types.Payment, payees []types.Payee,
) (types.Series, types.Payment, sdk.Coin, error) {
	sum := math.ZeroInt()
	for _, payee := range payees {
		sum = sum.Add(principal.ShareDown(payee.Units))
		series.Redeemed = series.Redeemed.Add(payee.Units)
	}
	principal, err := k.bookPaid(ctx, principal, sum)
	if err != nil {
		return series, principal, sdk.Coin{}, err
	}
	return series, principal, series.Cash(sum), k.series.Set(ctx, series.Terms.Isin, series)
}

// endSeries closes a matured series of which no unit is left.
func (k *Keeper) endSeries(ctx sdk.Context, series types.Series, principal types.Payment) error {
	series.Status = types.SERIES_STATUS_REDEEMED
	isin := series.Terms.Isin
	if err := k.series.Set(ctx, isin, series); err != nil {
		return err
	}
	if err := k.complete(ctx, series, principal); err != nil {
		return err
	}
	if err := event.Emit(ctx, &types.EventSeriesRedeemed{Isin: isin}); err != nil {
		return err
	}
	return k.notify(ctx, isin, "AfterSeriesRedeemed", types.Hooks.AfterSeriesRedeemed)
}
