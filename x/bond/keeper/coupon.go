package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
)

// Restrict is the send restriction of x/bond. It forbids nothing: before bond units change hands it settles the coupons
// of both sides, so that each keeps what its units have earned. Once both are settled it only reads. The bank calls it
// before it deducts, once for each output of a send.
func (k *Keeper) Restrict(ctx context.Context, from, to sdk.AccAddress, amount sdk.Coins) (sdk.AccAddress, error) {
	for _, coin := range amount {
		isin, isBond := types.ISINOf(coin.Denom)
		if !isBond {
			continue
		}
		current, err := k.couponsRecorded(ctx, isin)
		if err != nil {
			return nil, err
		}
		if current == 0 {
			continue
		}
		for _, holder := range []sdk.AccAddress{from, to} {
			if err := k.settle(ctx, isin, holder, current); err != nil {
				return nil, err
			}
		}
	}
	return to, nil
}

// settle fixes what a holder has earned up to coupon current, and moves its row there.
func (k *Keeper) settle(ctx context.Context, isin string, holder sdk.AccAddress, current uint32) error {
	earned, behind, err := k.earned(ctx, isin, holder, current)
	if err != nil || !behind {
		return err
	}
	for _, entitlement := range earned {
		if err := k.pending.Set(ctx, pendingAt(isin, holder, entitlement.Number), entitlement.Amount); err != nil {
			return err
		}
	}
	return k.closeRow(ctx, isin, holder, current, earned)
}

// closeRow moves a holder's row to coupon current and reports what was earned on the way.
func (k *Keeper) closeRow(ctx context.Context, isin string, holder sdk.AccAddress, current uint32, earned []types.Entitlement) error {
	if err := k.rows.Set(ctx, collections.Join(isin, holder), current); err != nil {
		return err
	}
	if len(earned) == 0 {
		return nil
	}
	text, err := k.addressText(holder)
	if err != nil {
		return err
	}
	for _, entitlement := range earned {
		emitFast(ctx, couponEarned(isin, entitlement.Number, text, entitlement.Amount))
	}
	return nil
}

// earned returns what a holder's units have earned since its row was settled, and whether the row is behind at all. The
// units in transit through the module account of x/bond earn nothing.
func (k *Keeper) earned(
	ctx context.Context, isin string, holder sdk.AccAddress, current uint32,
) (entitlements []types.Entitlement, behind bool, err error) {
	if holder.Equals(k.moduleAddress) {
		return nil, false, nil
	}
	settled, err := getOr(ctx, k.rows, collections.Join(isin, holder), 0)
	if err != nil || settled >= current {
		return nil, false, err
	}
	units := k.bank.GetBalance(ctx, holder, types.Denom(isin)).Amount
	if !units.IsPositive() {
		return nil, true, nil
	}
	for number := settled + 1; number <= current; number++ {
		payment, err := k.getPayment(ctx, isin, number)
		if err != nil {
			return nil, false, err
		}
		if amount := payment.ShareDown(units); amount.IsPositive() {
			entitlements = append(entitlements, types.Entitlement{Number: number, Amount: amount})
		}
	}
	return entitlements, true, nil
}

// pendingOf returns what stands pending for a holder, oldest first.
func (k *Keeper) pendingOf(ctx context.Context, isin string, holder sdk.AccAddress) ([]types.Entitlement, error) {
	var entitlements []types.Entitlement
	of := collections.NewPrefixedPairRange[string, collections.Pair[sdk.AccAddress, uint32]](isin).
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
