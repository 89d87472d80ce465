package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// Supply takes cash into the market of its denom and returns the claims it minted, rounded down.
func (k *Keeper) Supply(ctx context.Context, supplier sdk.AccAddress, amount sdk.Coin) (math.Int, error) {
	none := math.ZeroInt()
	if err := types.ValidateAmount("amount", amount.Amount); err != nil {
		return none, err
	}
	b, err := k.openBooks(ctx, amount.Denom)
	if err != nil {
		return none, err
	}
	if b.terms.Pauses.Supply {
		return none, types.ErrPaused.Wrapf("supply to %s", amount.Denom)
	}
	if b.pool.IsWorthless() {
		return none, types.ErrWorthless.Wrap(amount.Denom)
	}
	claims := b.pool.ClaimsDown(amount.Amount)
	if !claims.IsPositive() {
		return none, types.ErrTooSmall.Wrapf("%s buys no claim at %s", amount, b.pool.SupplyIndex)
	}
	b.pool.Cash = b.pool.Cash.Add(amount.Amount)
	b.pool.ScaledSupply = b.pool.ScaledSupply.Add(claims)
	if total := b.pool.TotalSupply(); total.GT(b.terms.SupplyCap) {
		return none, types.ErrSupplyCap.Wrapf("%s would be supplied, the cap is %s", total, b.terms.SupplyCap)
	}
	held, err := k.Claims(ctx, supplier, amount.Denom)
	if err != nil {
		return none, err
	}
	if err := k.supplies.Set(ctx, collections.Join(supplier, amount.Denom), held.Add(claims)); err != nil {
		return none, err
	}
	if err := k.saveBooks(ctx, b); err != nil {
		return none, err
	}
	news := types.EventSupplied{Supplier: supplier.String(), Amount: amount, Claims: claims}
	if err := event.Emit(ctx, &news); err != nil {
		return none, err
	}
	return claims, k.bank.SendCoins(ctx, supplier, k.address(), sdk.NewCoins(amount))
}

// Withdraw burns claims and pays cash, in full or not at all. It cannot be paused; it fails when the cash is lent out.
func (k *Keeper) Withdraw(
	ctx context.Context, supplier sdk.AccAddress, denom string, how types.Withdrawal,
) (amount, burnt math.Int, err error) {
	none := math.ZeroInt()
	if err := how.Validate(); err != nil {
		return none, none, err
	}
	b, err := k.openBooks(ctx, denom)
	if err != nil {
		return none, none, err
	}
	held, err := k.Claims(ctx, supplier, denom)
	if err != nil {
		return none, none, err
	}
	if b.pool.IsWorthless() && !how.All {
		return none, none, types.ErrWorthless.Wrapf("%s: give up all claims or none", denom)
	}
	amount, burnt = how.Of(b.pool, held)
	switch {
	case held.IsZero(), burnt.GT(held):
		return none, none, types.ErrInsufficientClaims.Wrapf("%s claims to burn, %s held", burnt, held)
	case amount.GT(b.pool.Cash):
		return none, none, types.ErrInsufficientLiquidity.Wrapf("%s asked, %s there", amount, b.pool.Cash)
	}
	b.pool.Cash = b.pool.Cash.Sub(amount)
	b.pool.ScaledSupply = b.pool.ScaledSupply.Sub(burnt)
	if err := k.setClaims(ctx, supplier, denom, held.Sub(burnt)); err != nil {
		return none, none, err
	}
	if err := k.saveBooks(ctx, b); err != nil {
		return none, none, err
	}
	paid := sdk.NewCoin(denom, amount)
	news := types.EventWithdrawn{Supplier: supplier.String(), Amount: paid, ClaimsBurnt: burnt}
	if err := event.Emit(ctx, &news); err != nil {
		return none, none, err
	}
	return amount, burnt, k.bank.SendCoins(ctx, k.address(), supplier, sdk.NewCoins(paid))
}

// Claims returns the claims an account has on a market, zero for none.
func (k *Keeper) Claims(ctx context.Context, supplier sdk.AccAddress, denom string) (math.Int, error) {
	claims, err := k.supplies.Get(ctx, collections.Join(supplier, denom))
	if errors.Is(err, collections.ErrNotFound) {
		return math.ZeroInt(), nil
	}
	return claims, err
}

func (k *Keeper) setClaims(ctx context.Context, supplier sdk.AccAddress, denom string, claims math.Int) error {
	key := collections.Join(supplier, denom)
	if claims.IsZero() {
		return k.supplies.Remove(ctx, key)
	}
	return k.supplies.Set(ctx, key, claims)
}
