package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
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
		if m == 0 {
			continue
		}
		for _, holder := range []sdk.AccAddress{from, to} {
			if err := k.beforeBalanceChanges(ctx, isin, holder, m); err != nil {
				return nil, err
			}
		}
	}
	return to, nil
}

func (k *Keeper) beforeBalanceChanges(ctx context.Context, isin string, holder sdk.AccAddress, m marks) error {
	if m.coupons() > 0 {
		account, err := k.unsettled(ctx, isin, holder, m.coupons())
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
	isin   string
	holder sdk.AccAddress
	behind bool                // the row has to move to current
	earned []types.Entitlement // follows from the units since the row was settled
	// pending stands in the store; read only where it is needed, as that is a walk.
	pending []types.Entitlement
	current uint32
}

// all returns everything the holder is entitled to, oldest first.
func (a couponAccount) all() []types.Entitlement {
	return append(a.pending[:len(a.pending):len(a.pending)], a.earned...)
}

// account returns a holder's side of the ledger in full.
func (k *Keeper) account(ctx context.Context, isin string, holder sdk.AccAddress) (couponAccount, error) {
	current, err := k.couponsRecorded(ctx, isin)
	if err != nil {
		return couponAccount{}, err
	}
	account, err := k.unsettled(ctx, isin, holder, current)
	if err != nil {
		return couponAccount{}, err
	}
	account.pending, err = k.pendingOf(ctx, isin, holder)
	return account, err
}

// unsettled returns a holder's side of the ledger without what is pending: what its units have earned up to coupon
// current since its row was settled. Units in transit through the module account of x/bond earn nothing.
func (k *Keeper) unsettled(ctx context.Context, isin string, holder sdk.AccAddress, current uint32) (couponAccount, error) {
	account := couponAccount{isin: isin, holder: holder, current: current}
	if holder.Equals(k.moduleAddress) {
		return account, nil
	}
	settled, err := row.Or(ctx, k.rows, collections.Join(isin, holder), 0)
	if err != nil || settled >= current {
		return account, err
	}
	account.behind = true
	units := k.bank.GetBalance(ctx, holder, types.Denom(isin)).Amount
	err = account.earn(units, settled, func(number uint32) (types.Payment, error) { return k.getPayment(ctx, isin, number) })
	return account, err
}

// earn adds what units have earned since a coupon.
func (a *couponAccount) earn(units math.Int, settled uint32, payment func(number uint32) (types.Payment, error)) error {
	if !units.IsPositive() {
		return nil
	}
	for number := settled + 1; number <= a.current; number++ {
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

// settle moves a holder's row to current and makes pending what it keeps of what it earned on the way: all of it, or
// what is not paid out at once.
func (k *Keeper) settle(ctx context.Context, account couponAccount, kept []types.Entitlement) error {
	if !account.behind {
		return nil
	}
	if err := k.rows.Set(ctx, collections.Join(account.isin, account.holder), account.current); err != nil {
		return err
	}
	for _, entitlement := range kept {
		if err := k.pending.Set(ctx, pendingAt(account.isin, account.holder, entitlement.Number), entitlement.Amount); err != nil {
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
	of := collections.NewPrefixedPairRange[string, entryKey](isin).
		StartInclusive(collections.Join(holder, uint32(0))).
		EndInclusive(collections.Join(holder, ^uint32(0)))
	err := k.pending.Walk(ctx, of, func(key pendingKey, amount math.Int) (bool, error) {
		entitlements = append(entitlements, types.Entitlement{Number: key.K2().K2(), Amount: amount})
		return false, nil
	})
	return entitlements, err
}

func pendingAt(isin string, holder sdk.AccAddress, number uint32) pendingKey {
	return collections.Join(isin, collections.Join(holder, number))
}
