package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

var _ bondtypes.Holdings = (*Keeper)(nil)

// CouponPayee returns who receives a coupon that a holder earned: the holder or, for what is abroad over a channel, the
// paying agent of the channel, also after its revocation.
func (k *Keeper) CouponPayee(ctx context.Context, isin string, holder sdk.AccAddress) (sdk.AccAddress, bool, error) {
	channelID, abroad, err := k.IsEscrow(ctx, holder)
	if err != nil || !abroad {
		return holder, true, err
	}
	approval, found, err := row.Find(ctx, k.approvals, collections.Join(isin, channelID))
	if err != nil || !found {
		return nil, false, err
	}
	agent, err := types.DecodeAddress(k.accounts.AddressCodec(), "paying agent", approval.PayingAgent)
	return agent, err == nil, err
}

// BeforeCouponPaid asks the pledgees of a holding what their debts take of a coupon on it. What is pledged now counts, each
// pledge for its units, the first in order first: a coupon may have been earned with fewer.
func (k *Keeper) BeforeCouponPaid(
	ctx context.Context, isin string, holder sdk.AccAddress, coupon sdk.Coin, of func(units math.Int) math.Int,
) ([]bondtypes.CouponPart, error) {
	denom := bondtypes.Denom(isin)
	encumbrance, err := k.encumbrance(ctx, holder, denom)
	if err != nil || !encumbrance.Pledged.IsPositive() || k.hooks == nil {
		return nil, err
	}
	pledges, err := claimsOn(ctx, k.pledgeBook(), holder, denom, maxRows)
	if err != nil {
		return nil, err
	}
	var parts []bondtypes.CouponPart
	left := coupon.Amount
	for _, pledge := range pledges {
		earned := math.MinInt(of(pledge.Value), left)
		if !earned.IsPositive() {
			continue
		}
		pledgee, ref := pledge.Key.K3(), pledge.Key.K4()
		taken, err := k.hooks.TakePledgeCoupon(ctx, holder, pledgee, ref, sdk.NewCoin(coupon.Denom, earned))
		if err != nil {
			return nil, err
		}
		if taken.GT(earned) || taken.IsNegative() {
			return nil, types.ErrBrokenLaw.Wrapf("%s/%s takes %s of a coupon of %s", pledgee, ref, taken, earned)
		}
		if taken.IsZero() {
			continue
		}
		parts = append(parts, bondtypes.CouponPart{Account: authtypes.NewModuleAddress(pledgee), Amount: taken})
		left = left.Sub(taken)
	}
	return parts, nil
}

// CanRedeem is false for escrows: their units stand for units abroad, which must come home first.
func (k *Keeper) CanRedeem(ctx context.Context, _ string, holder sdk.AccAddress) bool {
	_, abroad, err := k.IsEscrow(ctx, holder)
	return err == nil && !abroad
}

// BeforeRedeemed lifts every claim on a holder's units of a matured series. Principal of what was pledged goes to the
// account of the pledgee's module, the rest to the holder.
func (k *Keeper) BeforeRedeemed(ctx context.Context, isin string, holder sdk.AccAddress, units math.Int) ([]bondtypes.Payee, error) {
	denom := bondtypes.Denom(isin)
	encumbrance, err := k.encumbrance(ctx, holder, denom)
	if err != nil || encumbrance.IsZero() {
		return []bondtypes.Payee{{Account: holder, Units: units}}, err
	}
	if encumbrance.Total().GT(units) {
		return nil, types.ErrBrokenLaw.Wrapf("%s%s is claimed of a holding of %s", encumbrance.Total(), denom, units)
	}
	pledges, err := k.liftClaims(ctx, k.pledgeBook(), holder, denom, k.emitReleased)
	if err != nil {
		return nil, err
	}
	if _, err := k.liftClaims(ctx, k.reservationBook(), holder, denom, k.emitUnreserved); err != nil {
		return nil, err
	}
	var payees []bondtypes.Payee
	for _, pledge := range pledges {
		pledgee, ref := pledge.Key.K3(), pledge.Key.K4()
		payees = append(payees, bondtypes.Payee{
			Account: authtypes.NewModuleAddress(pledgee), Units: pledge.Value, Ref: types.PledgeRef(pledgee, ref),
		})
	}
	if free := units.Sub(encumbrance.Pledged); free.IsPositive() {
		payees = append(payees, bondtypes.Payee{Account: holder, Units: free})
	}
	return payees, nil
}

// liftClaims ends all claims of a book on one holding and returns what they were.
func (k *Keeper) liftClaims(
	ctx context.Context, book claimBook, owner sdk.AccAddress, denom string,
	emit func(context.Context, sdk.AccAddress, sdk.Coin, string, string) error,
) ([]claimRow, error) {
	lifted, err := claimsOn(ctx, book, owner, denom, maxRows)
	if err != nil {
		return nil, err
	}
	for _, row := range lifted {
		coin := sdk.NewCoin(denom, row.Value)
		if err := k.unclaim(ctx, book, owner, coin, row.Key.K3(), row.Key.K4()); err != nil {
			return nil, err
		}
		if err := emit(ctx, owner, coin, row.Key.K3(), row.Key.K4()); err != nil {
			return nil, err
		}
	}
	return lifted, nil
}

// AfterRedeemed tells the pledgees what was paid to them.
func (k *Keeper) AfterRedeemed(ctx context.Context, isin string, holder sdk.AccAddress, paid []bondtypes.PaidOut) error {
	if k.hooks == nil {
		return nil
	}
	for _, out := range paid {
		if out.Ref == "" {
			continue
		}
		pledgee, ref, ok := types.SplitPledgeRef(out.Ref)
		if !ok {
			return types.ErrBrokenLaw.Wrapf("%q names no pledge", out.Ref)
		}
		units := sdk.NewCoin(bondtypes.Denom(isin), out.Units)
		if err := k.hooks.AfterPledgeRedeemed(ctx, holder, pledgee, ref, units, out.Cash); err != nil {
			return err
		}
	}
	return nil
}
