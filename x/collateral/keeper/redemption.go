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
	repaid, kept, err := k.applyPrincipal(ctx, b, &position, principal)
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

// applyPrincipal books principal against the position's debt, or into the position if it is of another denom.
func (k *Keeper) applyPrincipal(
	ctx context.Context, b *books, position *types.Position, principal sdk.Coin,
) (repaid, kept math.Int, err error) {
	repaid, kept = math.ZeroInt(), math.ZeroInt()
	switch {
	case !position.HasDebt() || principal.IsZero():
	case principal.Denom == position.Denom:
		var cleared math.Int
		repaid, cleared = b.repay(position, principal.Amount)
		err = k.emitRepaid(ctx, b, k.address(), *position, repaid, cleared)
	default:
		kept = principal.Amount
		position.Cash = position.Cash.Add(principal)
	}
	return repaid, kept, err
}
