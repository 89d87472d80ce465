package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// DepositBackstop takes cash with which the depositor buys while it is the backstop.
func (k *Keeper) DepositBackstop(ctx context.Context, depositor sdk.AccAddress, amount sdk.Coin) error {
	if _, err := k.collateral.GetMarket(ctx, amount.Denom); err != nil {
		return err
	}
	if err := k.shiftDeposit(ctx, depositor, amount.Denom, amount.Amount); err != nil {
		return err
	}
	if err := event.Emit(ctx, &types.EventBackstopDeposited{Depositor: depositor.String(), Amount: amount}); err != nil {
		return err
	}
	return k.bank.SendCoins(ctx, depositor, k.address(), sdk.NewCoins(amount))
}

// WithdrawBackstop gives deposited cash back. It cannot be paused.
func (k *Keeper) WithdrawBackstop(ctx context.Context, depositor sdk.AccAddress, amount sdk.Coin) error {
	if err := k.shiftDeposit(ctx, depositor, amount.Denom, amount.Amount.Neg()); err != nil {
		return err
	}
	if err := event.Emit(ctx, &types.EventBackstopWithdrawn{Depositor: depositor.String(), Amount: amount}); err != nil {
		return err
	}
	return k.bank.SendCoins(ctx, k.address(), depositor, sdk.NewCoins(amount))
}

func (k *Keeper) shiftDeposit(ctx context.Context, depositor sdk.AccAddress, denom string, change math.Int) error {
	key := collections.Join(depositor, denom)
	deposit, err := orZero(ctx, k.deposits, key)
	if err != nil {
		return err
	}
	switch deposit = deposit.Add(change); {
	case deposit.IsNegative():
		return types.ErrInsufficientDeposit.Wrapf("%s is %s short", denom, deposit.Neg())
	case deposit.IsZero():
		return k.deposits.Remove(ctx, key)
	}
	return k.deposits.Set(ctx, key, deposit)
}

// buyAsBackstop has the backstop buy at the floor what it can pay for of one denom of a sale. It is tried by itself: that the
// backstop may not hold a bond leaves everything as it was.
func (k *Keeper) buyAsBackstop(ctx sdk.Context, id types.ID, denom string) error {
	s, err := k.openSale(ctx, id)
	if err != nil || s.params.Backstop == "" {
		return err
	}
	backstop, err := k.accounts.AddressCodec().StringToBytes(s.params.Backstop)
	if err != nil {
		return err
	}
	o, err := s.offerAt(denom, s.Risk.Round())
	if err != nil {
		return err
	}
	deposit, err := orZero(ctx, k.deposits, collections.Join(sdk.AccAddress(backstop), id.Denom))
	if err != nil {
		return err
	}
	units := math.MinInt(o.units, rounding.RatToIntDown(o.unitsFor(deposit)))
	if !units.IsPositive() {
		return types.ErrInsufficientDeposit.Wrap(id.Denom)
	}
	payment := sdk.NewCoin(id.Denom, o.costUp(units))
	if err := k.WithdrawBackstop(ctx, backstop, payment); err != nil {
		return err
	}
	return k.sell(ctx, id, s, o, sdk.NewCoin(denom, units), payment, backstop)
}
