package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// payouts pays holders of one series together: each is settled and booked by itself, but the payments are read and written
// once, and the money leaves the module at once. Nothing is paid before send; a failure of any of them is one of all.
type payouts struct {
	*Keeper
	series   types.Series
	payments []types.Payment // read so far
	booked   bool            // some of them have changed
	outputs  []banktypes.Output
	sum      math.Int
}

func (k *Keeper) newPayouts(series types.Series) *payouts {
	return &payouts{Keeper: k, series: series, sum: math.ZeroInt()}
}

// payout is what came of one holder.
type payout struct {
	paid    math.Int
	noPayee bool // something is payable, and there is nobody to pay it to yet
}

// payment returns a payment as it stands with what has been booked so far. The pointer is good until the next call.
func (p *payouts) payment(ctx context.Context, number uint32) (*types.Payment, error) {
	for i := range p.payments {
		if p.payments[i].Number == number {
			return &p.payments[i], nil
		}
	}
	payment, err := p.getPayment(ctx, p.series.Terms.Isin, number)
	if err != nil {
		return nil, err
	}
	p.payments = append(p.payments, payment)
	return &p.payments[len(p.payments)-1], nil
}

// add settles a holder, books what is payable and keeps the rest pending.
func (p *payouts) add(ctx context.Context, account couponAccount) (payout, error) {
	nothing := payout{paid: math.ZeroInt()}
	payable, rest, err := p.split(ctx, account)
	if err != nil {
		return nothing, err
	}
	if len(payable) == 0 {
		return nothing, p.settle(ctx, account, account.earned)
	}
	payee, found, err := p.holdings.CouponPayee(ctx, account.isin, account.holder)
	if err != nil {
		return nothing, err
	}
	if !found {
		nothing.noPayee = true
		return nothing, p.settle(ctx, account, account.earned)
	}
	if err := p.settle(ctx, account, rest); err != nil {
		return nothing, err
	}
	paid, err := p.book(ctx, account, payee, payable)
	return payout{paid: paid}, err
}

// due is an entitlement whose payment is payable.
type due struct {
	types.Entitlement
	pending bool // stands in the store
}

// split divides what a holder is entitled to into what is payable, and the rest of what was just earned.
func (p *payouts) split(ctx context.Context, account couponAccount) (payable []due, rest []types.Entitlement, err error) {
	for i, entitlement := range account.all() {
		payment, err := p.payment(ctx, entitlement.Number)
		if err != nil {
			return nil, nil, err
		}
		pending := i < len(account.pending)
		switch {
		case payment.Status == types.PAYMENT_STATUS_PAYABLE:
			payable = append(payable, due{entitlement, pending})
		case !pending:
			rest = append(rest, entitlement)
		}
	}
	return payable, rest, nil
}

// book takes the payable entitlements out of what is set aside for them, and owes their sum to the payee, but for the parts of
// a holder's coupon that go to others.
func (p *payouts) book(ctx context.Context, account couponAccount, payee sdk.AccAddress, payable []due) (math.Int, error) {
	holderText, err := p.addressText(account.holder)
	if err != nil {
		return math.Int{}, err
	}
	direct, payeeText := payee.Equals(account.holder), holderText
	if !direct {
		if payeeText, err = p.addressText(payee); err != nil {
			return math.Int{}, err
		}
	}
	sum, rest := math.ZeroInt(), math.ZeroInt()
	for _, part := range payable {
		payment, err := p.payment(ctx, part.Number)
		if err != nil {
			return math.Int{}, err
		}
		if *payment, err = payment.BookPaid(part.Amount); err != nil {
			return math.Int{}, err
		}
		if part.pending {
			if err := p.clearEntry(ctx, account, part.Number); err != nil {
				return math.Int{}, err
			}
		}
		left := part.Amount
		if direct {
			if left, err = p.shareOut(ctx, account, *payment, part.Amount, holderText); err != nil {
				return math.Int{}, err
			}
		}
		if left.IsPositive() {
			if err := event.Emit(ctx, &types.EventCouponPaid{
				Isin: account.isin, Number: part.Number, Holder: holderText, Payee: payeeText, Amount: left,
			}); err != nil {
				return math.Int{}, err
			}
		}
		sum, rest = sum.Add(part.Amount), rest.Add(left)
	}
	p.booked, p.sum = true, p.sum.Add(sum)
	p.owe(payeeText, rest)
	return sum, nil
}

// shareOut owes the parts of a coupon that go to others than its holder, and returns what is left.
func (p *payouts) shareOut(
	ctx context.Context, account couponAccount, payment types.Payment, amount math.Int, holderText string,
) (math.Int, error) {
	parts, err := p.holdings.BeforeCouponPaid(ctx, account.isin, account.holder, p.series.Cash(amount), payment.ShareDown)
	if err != nil {
		return math.Int{}, err
	}
	left := amount
	for _, part := range parts {
		if part.Amount.GT(left) || !part.Amount.IsPositive() {
			return math.Int{}, types.ErrBrokenLaw.Wrapf("a part of %s of a coupon of %s, of which %s is left", part.Amount, amount, left)
		}
		left = left.Sub(part.Amount)
		text, err := p.addressText(part.Account)
		if err != nil {
			return math.Int{}, err
		}
		if err := event.Emit(ctx, &types.EventCouponPaid{
			Isin: account.isin, Number: payment.Number, Holder: holderText, Payee: text, Amount: part.Amount,
		}); err != nil {
			return math.Int{}, err
		}
		p.owe(text, part.Amount)
	}
	return left, nil
}

// owe has an amount paid with the others.
func (p *payouts) owe(payee string, amount math.Int) {
	if amount.IsPositive() {
		p.outputs = append(p.outputs, banktypes.Output{Address: payee, Coins: sdk.NewCoins(p.series.Cash(amount))})
	}
}

// send writes what was booked and pays it.
func (p *payouts) send(ctx context.Context) error {
	if !p.booked {
		return nil
	}
	for _, payment := range p.payments {
		if err := p.setPayment(ctx, payment); err != nil {
			return err
		}
	}
	module, err := p.addressText(p.moduleAddress)
	if err != nil {
		return err
	}
	input := banktypes.Input{Address: module, Coins: sdk.NewCoins(p.series.Cash(p.sum))}
	return p.bank.InputOutputCoins(ctx, input, p.outputs)
}

// bookPaid takes an amount out of what is set aside for a payment.
func (k *Keeper) bookPaid(ctx context.Context, payment types.Payment, amount math.Int) (types.Payment, error) {
	payment, err := payment.BookPaid(amount)
	if err != nil {
		return payment, err
	}
	return payment, k.setPayment(ctx, payment)
}
