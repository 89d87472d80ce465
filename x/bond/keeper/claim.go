package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
)

// Claim pays a holder's payable coupons of a series and returns their sum.
func (k *Keeper) Claim(ctx context.Context, isin string, holder sdk.AccAddress) (sdk.Coin, error) {
	series, err := k.GetSeries(ctx, isin)
	if err != nil {
		return sdk.Coin{}, err
	}
	payout, err := k.payCoupons(ctx, series, holder)
	switch {
	case err != nil:
		return sdk.Coin{}, err
	case payout.noPayee:
		return sdk.Coin{}, types.ErrNoPayee.Wrap(isin)
	case payout.paid.IsZero():
		return sdk.Coin{}, types.ErrNothingToClaim.Wrap(isin)
	}
	return series.Cash(payout.paid), nil
}

// payout is what came of paying a holder's coupons.
type payout struct {
	paid    math.Int
	noPayee bool // something is payable, and there is nobody to pay it to yet
}

// payCoupons pays a holder whatever is payable and keeps the rest pending.
func (k *Keeper) payCoupons(ctx context.Context, series types.Series, holder sdk.AccAddress) (payout, error) {
	account, err := k.account(ctx, series.Terms.Isin, holder)
	if err != nil {
		return payout{}, err
	}
	payable, err := k.payablePart(ctx, series.Terms.Isin, account)
	if err != nil {
		return payout{}, err
	}
	nothing := payout{paid: math.ZeroInt()}
	if len(payable) == 0 {
		return nothing, k.keepPending(ctx, series.Terms.Isin, holder, account)
	}
	payee, found, err := k.holdings.CouponPayee(ctx, series.Terms.Isin, holder)
	if err != nil {
		return payout{}, err
	}
	if !found {
		nothing.noPayee = true
		return nothing, k.keepPending(ctx, series.Terms.Isin, holder, account)
	}
	paid, err := k.pay(ctx, series, holder, payee, account, payable)
	return payout{paid: paid}, err
}

// couponAccount is a holder's side of the coupon ledger as it would stand after settling.
type couponAccount struct {
	stored  []types.Entitlement // pending in the store
	earned  []types.Entitlement // follows from the units, not yet in the store
	current uint32
	behind  bool // the row has to move to current
}

// all returns everything the holder is entitled to, oldest first.
func (a couponAccount) all() []types.Entitlement {
	return append(a.stored[:len(a.stored):len(a.stored)], a.earned...)
}

func (k *Keeper) account(ctx context.Context, isin string, holder sdk.AccAddress) (account couponAccount, err error) {
	if account.current, err = k.couponsRecorded(ctx, isin); err != nil {
		return account, err
	}
	if account.stored, err = k.pendingOf(ctx, isin, holder); err != nil {
		return account, err
	}
	account.earned, account.behind, err = k.earned(ctx, isin, holder, account.current)
	return account, err
}

// keepPending settles the holder without paying.
func (k *Keeper) keepPending(ctx context.Context, isin string, holder sdk.AccAddress, account couponAccount) error {
	if !account.behind {
		return nil
	}
	for _, entitlement := range account.earned {
		if err := k.pending.Set(ctx, pendingAt(isin, holder, entitlement.Number), entitlement.Amount); err != nil {
			return err
		}
	}
	return k.closeRow(ctx, isin, holder, account.current, account.earned)
}

// due is an entitlement whose payment is payable.
type due struct {
	types.Entitlement
	payment types.Payment
}

func (k *Keeper) payablePart(ctx context.Context, isin string, account couponAccount) ([]due, error) {
	var payable []due
	for _, entitlement := range account.all() {
		payment, err := k.getPayment(ctx, isin, entitlement.Number)
		if err != nil {
			return nil, err
		}
		if payment.Status == types.PAYMENT_STATUS_PAYABLE {
			payable = append(payable, due{entitlement, payment})
		}
	}
	return payable, nil
}

// pay books the payable entitlements as paid, keeps the others, and sends the sum to the payee.
func (k *Keeper) pay(
	ctx context.Context, series types.Series, holder, payee sdk.AccAddress, account couponAccount, payable []due,
) (math.Int, error) {
	isin := series.Terms.Isin
	if err := k.keepPending(ctx, isin, holder, account); err != nil {
		return math.Int{}, err
	}
	holderText, err := k.addressText(holder)
	if err != nil {
		return math.Int{}, err
	}
	payeeText, err := k.addressText(payee)
	if err != nil {
		return math.Int{}, err
	}
	sum := math.ZeroInt()
	for _, entitlement := range payable {
		if _, err := k.bookPaid(ctx, entitlement.payment, entitlement.Amount); err != nil {
			return math.Int{}, err
		}
		if err := k.pending.Remove(ctx, pendingAt(isin, holder, entitlement.Number)); err != nil {
			return math.Int{}, err
		}
		emitFast(ctx, couponPaid(isin, entitlement.Number, holderText, payeeText, entitlement.Amount))
		sum = sum.Add(entitlement.Amount)
	}
	return sum, k.bank.SendCoins(ctx, k.moduleAddress, payee, sdk.NewCoins(series.Cash(sum)))
}

// bookPaid takes an amount out of what is set aside for a payment.
func (k *Keeper) bookPaid(ctx context.Context, payment types.Payment, amount math.Int) (types.Payment, error) {
	if amount.GT(payment.Left()) {
		return payment, types.ErrBrokenLaw.Wrapf("payment %d of %s has %s left of %s to pay", payment.Number, payment.Isin, payment.Left(), amount)
	}
	payment.Paid = payment.Paid.Add(amount)
	return payment, k.setPayment(ctx, payment)
}
