package types

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// PledgeHooks is how pledgees hear of what happens to what is pledged to them.
type PledgeHooks interface {
	// AfterPledgeRedeemed says that pledged units of a matured series were redeemed: the pledge is gone and its principal
	// is in the account of the pledgee's module, which owes it to the debt first and the rest to the owner. Hooks ignore
	// pledgees other than their own.
	AfterPledgeRedeemed(ctx context.Context, owner sdk.AccAddress, pledgee, ref string, units, cash sdk.Coin) error
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
