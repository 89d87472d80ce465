package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// Claim pays a holder's payable coupons of a series and returns their sum.
func (k *Keeper) Claim(ctx context.Context, isin string, holder sdk.AccAddress) (sdk.Coin, error) {
	series, err := k.GetSeries(ctx, isin)
	if err != nil {
		return sdk.Coin{}, err
	}
	account, err := k.account(ctx, isin, holder)
	if err != nil {
		return sdk.Coin{}, err
	}
	payout, err := k.payCoupons(ctx, series, account)
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

// payCoupons settles a holder, pays what is payable and keeps the rest pending.
func (k *Keeper) payCoupons(ctx context.Context, series types.Series, account couponAccount) (payout, error) {
	nothing := payout{paid: math.ZeroInt()}
	payable, rest, err := k.split(ctx, account)
	if err != nil {
		return nothing, err
	}
	if len(payable) == 0 {
		return nothing, k.settle(ctx, account, account.earned)
	}
	payee, found, err := k.holdings.CouponPayee(ctx, account.isin, account.holder)
	if err != nil {
		return nothing, err
	}
	if !found {
		nothing.noPayee = true
		return nothing, k.settle(ctx, account, account.earned)
	}
	if err := k.settle(ctx, account, rest); err != nil {
		return nothing, err
	}
	paid, err := k.pay(ctx, series, account, payee, payable)
	return payout{paid: paid}, err
}

// due is an entitlement whose payment is payable.
type due struct {
	types.Entitlement
	payment types.Payment
	pending bool // stands in the store
}

// split divides what a holder is entitled to into what is payable, and the rest of what was just earned.
func (k *Keeper) split(ctx context.Context, account couponAccount) (payable []due, rest []types.Entitlement, err error) {
	for i, entitlement := range account.all() {
		payment, err := k.getPayment(ctx, account.isin, entitlement.Number)
		if err != nil {
			return nil, nil, err
		}
		pending := i < len(account.pending)
		switch {
		case payment.Status == types.PAYMENT_STATUS_PAYABLE:
			payable = append(payable, due{entitlement, payment, pending})
		case !pending:
			rest = append(rest, entitlement)
		}
	}
	return payable, rest, nil
}

// pay books the payable entitlements as paid and sends their sum to the payee.
func (k *Keeper) pay(
	ctx context.Context, series types.Series, account couponAccount, payee sdk.AccAddress, payable []due,
) (math.Int, error) {
	holderText, err := k.addressText(account.holder)
	if err != nil {
		return math.Int{}, err
	}
	payeeText, err := k.addressText(payee)
	if err != nil {
		return math.Int{}, err
	}
	sum := math.ZeroInt()
	for _, part := range payable {
		if _, err := k.bookPaid(ctx, part.payment, part.Amount); err != nil {
			return math.Int{}, err
		}
		if part.pending {
			if err := k.pending.Remove(ctx, pendingAt(account.isin, account.holder, part.Number)); err != nil {
				return math.Int{}, err
			}
		}
		if err := event.Emit(ctx, &types.EventCouponPaid{
			Isin: account.isin, Number: part.Number, Holder: holderText, Payee: payeeText, Amount: part.Amount,
		}); err != nil {
			return math.Int{}, err
		}
		sum = sum.Add(part.Amount)
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
