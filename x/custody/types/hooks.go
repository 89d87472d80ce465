package types

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// PledgeHooks is how pledgees hear of what happens to what is pledged to them.
type PledgeHooks interface {
	// AfterPledgeRedeemed says that pledged units of a matured series were redeemed: the pledge is gone and its principal
	// is in the account of the pledgee's module, which owes it to the debt first and the rest to the owner. Hooks ignore
	// pledgees other than their own.
	AfterPledgeRedeemed(ctx context.Context, owner sdk.AccAddress, pledgee, ref string, units, cash sdk.Coin) error
	// TakePledgeCoupon says how much of a coupon that pledged units have earned the debt takes; the rest is the owner's. It is
	// booked when this returns, and the cash follows at once into the account of the pledgee's module, or all is undone. Hooks
	// take nothing for pledgees other than their own.
	TakePledgeCoupon(ctx context.Context, owner sdk.AccAddress, pledgee, ref string, coupon sdk.Coin) (math.Int, error)
}

// HoldingHooks is how modules hear that something of a holding is free that was claimed, though nothing has moved.
type HoldingHooks interface {
	// AfterFreed says that less of a holding is pledged or reserved. It is called in the middle of other work, and only notes.
	AfterFreed(ctx context.Context, owner sdk.AccAddress, denom string) error
}

// RecoveryHooks is how modules above take part in the recovery of an account whose key is lost.
type RecoveryHooks interface {
	// BeforeAccountRecovered refuses a recovery that the module could not follow now; the error names the way out.
	BeforeAccountRecovered(ctx context.Context, from, to sdk.AccAddress) error
	// AfterClaimsMoved moves what the module keeps under the owner of pledges and reservations. They stand under the new owner,
	// with the same references.
	AfterClaimsMoved(ctx context.Context, from, to sdk.AccAddress) error
}

// MultiRecoveryHooks calls several hooks in order and stops at the first error.
type MultiRecoveryHooks []RecoveryHooks

// BeforeAccountRecovered implements RecoveryHooks.
func (h MultiRecoveryHooks) BeforeAccountRecovered(ctx context.Context, from, to sdk.AccAddress) error {
	for _, hook := range h {
		if err := hook.BeforeAccountRecovered(ctx, from, to); err != nil {
			return err
		}
	}
	return nil
}

// AfterClaimsMoved implements RecoveryHooks.
func (h MultiRecoveryHooks) AfterClaimsMoved(ctx context.Context, from, to sdk.AccAddress) error {
	for _, hook := range h {
		if err := hook.AfterClaimsMoved(ctx, from, to); err != nil {
			return err
		}
	}
	return nil
}

// MultiPledgeHooks calls several hooks in order and stops at the first error.
type MultiPledgeHooks []PledgeHooks

var _ PledgeHooks = MultiPledgeHooks{}

// AfterPledgeRedeemed implements PledgeHooks.
func (h MultiPledgeHooks) AfterPledgeRedeemed(ctx context.Context, owner sdk.AccAddress, pledgee, ref string, units, cash sdk.Coin) error {
	for _, hook := range h {
		if err := hook.AfterPledgeRedeemed(ctx, owner, pledgee, ref, units, cash); err != nil {
			return err
		}
	}
	return nil
}

// TakePledgeCoupon implements PledgeHooks. A pledge has one pledgee, so at most one hook takes something.
func (h MultiPledgeHooks) TakePledgeCoupon(
	ctx context.Context, owner sdk.AccAddress, pledgee, ref string, coupon sdk.Coin,
) (math.Int, error) {
	sum := math.ZeroInt()
	for _, hook := range h {
		taken, err := hook.TakePledgeCoupon(ctx, owner, pledgee, ref, coupon)
		if err != nil {
			return sum, err
		}
		sum = sum.Add(taken)
	}
	return sum, nil
}
