package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

var _ custodytypes.PledgeHooks = (*Keeper)(nil)

// AfterPledgeRedeemed applies the principal of redeemed bonds, which has arrived in the module account: debt of the
// position in the same denom is repaid first, and the owner is paid the rest. Principal in another denom stays in the position
// as cash while there is debt. Pledges to other modules are none of ours.
func (k *Keeper) AfterPledgeRedeemed(
	ctx context.Context, owner sdk.AccAddress, pledgee, ref string, units, principal sdk.Coin,
) error {
	if pledgee != types.ModuleName {
		return nil
	}
	denom, number, err := types.ParsePledgeRef(ref)
	if err != nil {
		return err
	}
	b, err := k.openBooks(ctx, denom)
	if err != nil {
		return err
	}
	position, err := k.GetPosition(ctx, owner, denom, number)
	if err != nil {
		return err
	}
	left, short := position.Bonds.SafeSub(units)
	if short {
		return types.ErrBrokenLaw.Wrapf("%s redeemed, position %s has %s", units, ref, position.Bonds)
	}
	position.Bonds = left
	repaid, kept, err := k.applyProceeds(ctx, b, &position, principal)
	if err != nil {
		return err
	}
	if err := k.saveDebt(ctx, b, owner, position); err != nil {
		return err
	}
	paid := principal.SubAmount(repaid).SubAmount(kept)
	news := types.EventCollateralRedeemed{
		Owner: position.Owner, Denom: denom, Number: number, Bonds: units, Principal: principal,
		Repaid: sdk.NewCoin(principal.Denom, repaid), Paid: paid, Kept: sdk.NewCoin(principal.Denom, kept),
	}
	if err := event.Emit(ctx, &news); err != nil {
		return err
	}
	if paid.IsZero() {
		return nil
	}
	return k.bank.SendCoins(ctx, k.address(), owner, sdk.NewCoins(paid))
}

// TakePledgeCoupon takes the coupon of bonds of a position in danger: debt in the same denom is repaid first, and a coupon in
// another denom stays in the position as cash. Every other coupon is the owner's.
func (k *Keeper) TakePledgeCoupon(
	ctx context.Context, owner sdk.AccAddress, pledgee, ref string, coupon sdk.Coin,
) (taken math.Int, err error) {
	none := math.ZeroInt()
	if pledgee != types.ModuleName {
		return none, nil
	}
	denom, number, err := types.ParsePledgeRef(ref)
	if err != nil {
		return none, err
	}
	position, err := k.GetPosition(ctx, owner, denom, number)
	if err != nil || !position.InDanger() {
		return none, err
	}
	b, err := k.openBooks(ctx, denom)
	if err != nil {
		return none, err
	}
	repaid, kept, err := k.applyProceeds(ctx, b, &position, coupon)
	if err != nil {
		return none, err
	}
	if err := k.saveDebt(ctx, b, owner, position); err != nil {
		return none, err
	}
	return repaid.Add(kept), event.Emit(ctx, &types.EventCouponTaken{
		Owner: position.Owner, Denom: denom, Number: number, Coupon: coupon,
		Repaid: sdk.NewCoin(coupon.Denom, repaid), Kept: sdk.NewCoin(coupon.Denom, kept),
	})
}

// applyProceeds books what bonds of a position have paid against its debt, or into the position if it is of another denom.
func (k *Keeper) applyProceeds(
	ctx context.Context, b *books, position *types.Position, proceeds sdk.Coin,
) (repaid, kept math.Int, err error) {
	repaid, kept = math.ZeroInt(), math.ZeroInt()
	switch {
	case !position.HasDebt() || proceeds.IsZero():
	case proceeds.Denom == position.Denom:
		var cleared math.Int
		repaid, cleared = b.repay(position, proceeds.Amount)
		err = k.emitRepaid(ctx, b, k.address(), *position, repaid, cleared)
	default:
		kept = proceeds.Amount
		position.Cash = position.Cash.Add(proceeds)
	}
	return repaid, kept, err
}
