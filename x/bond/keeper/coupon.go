package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// Restrict is the send restriction of x/bond. It forbids nothing: before bond units change hands it settles the coupons
// of both sides, so that each keeps what its units have earned, and while a ballot is open what they may vote with. Once both are settled it only reads. The bank calls it
// before it deducts, once for each output of a send.
func (k *Keeper) Restrict(ctx context.Context, from, to sdk.AccAddress, amount sdk.Coins) (sdk.AccAddress, error) {
	for _, coin := range amount {
		isin, isBond := types.ISINOf(coin.Denom)
		if !isBond {
			continue
		}
		m, err := k.marksOf(ctx, isin)
		if err != nil {
			return nil, err
		}
		if m.isQuiet() {
			continue
		}
		payment := k.paymentsOf(ctx, isin)
		for _, holder := range []sdk.AccAddress{from, to} {
			if err := k.beforeBalanceChanges(ctx, isin, holder, m, payment); err != nil {
				return nil, err
			}
		}
	}
	return to, nil
}

// paymentsOf finds payments of a series, and reads one that it is asked for again only once.
func (k *Keeper) paymentsOf(ctx context.Context, isin string) func(number uint32) (types.Payment, error) {
	var last types.Payment
	return func(number uint32) (types.Payment, error) {
		if last.Number == number {
			return last, nil
		}
		payment, err := k.getPayment(ctx, isin, number)
		if err == nil {
			last = payment
		}
		return payment, err
	}
}

func (k *Keeper) beforeBalanceChanges(
	ctx context.Context, isin string, holder sdk.AccAddress, m marks, payment func(uint32) (types.Payment, error),
) error {
	if m.settled() < m.coupons() {
		account, err := k.unsettled(ctx, isin, holder, m, payment)
		if err != nil {
			return err
		}
		if err := k.settle(ctx, account, account.earned); err != nil {
			return err
		}
	}
	if m.ballot() > 0 {
		return k.keepWeight(ctx, isin, m.ballot(), holder)
	}
	return nil
}

// couponAccount is a holder's side of the coupon ledger.
type couponAccount struct {
	isin    string
	holder  sdk.AccAddress
	marks   marks
	settled uint32              // the number of the last coupon settled
	earned  []types.Entitlement // follows from the units since then
	// pending stands in the store; read only where it is needed, as that is a walk.
	pending []types.Entitlement
}

// all returns everything the holder is entitled to, oldest first.
func (a couponAccount) all() []types.Entitlement {
	return append(a.pending[:len(a.pending):len(a.pending)], a.earned...)
}

// account returns a holder's side of the ledger in full.
func (k *Keeper) account(ctx context.Context, isin string, holder sdk.AccAddress) (couponAccount, error) {
	m, err := k.marksOf(ctx, isin)
	if err != nil {
		return couponAccount{}, err
	}
	account, err := k.unsettled(ctx, isin, holder, m, k.paymentsOf(ctx, isin))
	if err != nil {
		return couponAccount{}, err
	}
	account.pending, err = k.pendingOf(ctx, isin, holder)
	return account, err
}

// unsettled returns a holder's side of the ledger without what is pending: what its units have earned up to the last coupon
// recorded since it was settled. Units in transit through the module account of x/bond earn nothing.
func (k *Keeper) unsettled(
	ctx context.Context, isin string, holder sdk.AccAddress, m marks, payment func(uint32) (types.Payment, error),
) (couponAccount, error) {
	account, err := k.openAccount(ctx, isin, holder, m)
	if err != nil || !account.behind() {
		return account, err
	}
	units := k.bank.GetBalance(ctx, holder, types.Denom(isin)).Amount
	err = account.earn(units, payment)
	return account, err
}

// openAccount returns a holder's side of the ledger with nothing in it but how far it is settled.
func (k *Keeper) openAccount(ctx context.Context, isin string, holder sdk.AccAddress, m marks) (account couponAccount, err error) {
	account = couponAccount{isin: isin, holder: holder, marks: m, settled: m.coupons()}
	if !holder.Equals(k.moduleAddress) {
		account.settled, err = k.settledTo(ctx, isin, holder, m)
	}
	return account, err
}

// settledTo returns the number of the last coupon to which a holder is settled: that to which all are, or that of its last entry.
func (k *Keeper) settledTo(ctx context.Context, isin string, holder sdk.AccAddress, m marks) (uint32, error) {
	if m.settled() == m.coupons() {
		return m.coupons(), nil
	}
	found, err := k.entries.Has(ctx, entryAt(isin, holder, m.coupons()))
	if err != nil || found {
		return m.coupons(), err
	}
	settled := m.settled()
	if settled+1 == m.coupons() {
		return settled, nil
	}
	err = k.entries.Walk(ctx, entriesOf(isin, holder).Descending(), func(key entryKey, _ math.Int) (bool, error) {
		settled = max(settled, key.K2().K2())
		return true, nil
	})
	return settled, err
}

// behind tells whether coupons have been recorded since the holder was settled.
func (a *couponAccount) behind() bool { return a.settled < a.marks.coupons() }

// earn adds what units have earned since the holder was settled.
func (a *couponAccount) earn(units math.Int, payment func(number uint32) (types.Payment, error)) error {
	if !units.IsPositive() {
		return nil
	}
	for number := a.settled + 1; number <= a.marks.coupons(); number++ {
		recorded, err := payment(number)
		if err != nil {
			return err
		}
		if amount := recorded.ShareDown(units); amount.IsPositive() {
			a.earned = append(a.earned, types.Entitlement{Number: number, Amount: amount})
		}
	}
	return nil
}

// settle moves a holder to the last coupon recorded and makes pending what it keeps of what it earned on the way: all of it, or
// what is not paid out at once. Its last entry, empty if need be, says how far it is settled.
func (k *Keeper) settle(ctx context.Context, account couponAccount, kept []types.Entitlement) error {
	if !account.behind() {
		return nil
	}
	if n := len(kept); n == 0 || kept[n-1].Number < account.marks.coupons() {
		kept = append(kept[:n:n], types.Entitlement{Number: account.marks.coupons(), Amount: math.ZeroInt()})
	}
	for _, entitlement := range kept {
		if err := k.entries.Set(ctx, entryAt(account.isin, account.holder, entitlement.Number), entitlement.Amount); err != nil {
			return err
		}
	}
	if len(account.earned) == 0 {
		return nil
	}
	text, err := k.addressText(account.holder)
	if err != nil {
		return err
	}
	for _, entitlement := range account.earned {
		if err := event.Emit(ctx, &types.EventCouponEarned{
			Isin: account.isin, Number: entitlement.Number, Holder: text, Amount: entitlement.Amount,
		}); err != nil {
			return err
		}
	}
	return nil
}

// pendingOf returns what stands pending for a holder, oldest first.
func (k *Keeper) pendingOf(ctx context.Context, isin string, holder sdk.AccAddress) ([]types.Entitlement, error) {
	var entitlements []types.Entitlement
	err := k.entries.Walk(ctx, entriesOf(isin, holder), func(key entryKey, amount math.Int) (bool, error) {
		if amount.IsPositive() {
			entitlements = append(entitlements, types.Entitlement{Number: key.K2().K2(), Amount: amount})
		}
		return false, nil
	})
	return entitlements, err
}

// clearEntry takes away what is pending of a payment. Beyond what all are settled to an empty entry stays.
func (k *Keeper) clearEntry(ctx context.Context, account couponAccount, number uint32) error {
	key := entryAt(account.isin, account.holder, number)
	if number > account.marks.settled() {
		return k.entries.Set(ctx, key, math.ZeroInt())
	}
	return k.entries.Remove(ctx, key)
}

func entryAt(isin string, holder sdk.AccAddress, number uint32) entryKey {
	return collections.Join(isin, collections.Join(holder, number))
}

// entriesOf is the range of a holder's entries.
func entriesOf(isin string, holder sdk.AccAddress) *collections.PairRange[string, holderEntry] {
	return collections.NewPrefixedPairRange[string, holderEntry](isin).
		StartInclusive(collections.Join(holder, uint32(0))).
		EndInclusive(collections.Join(holder, ^uint32(0)))
}
