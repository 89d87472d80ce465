package keeper

import (
	"context"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
)

// IsFrozen tells whether a freeze, by whomever, stops an account now from paying or from setting aside any of the denoms: a freeze
// of the account, or of a series among them.
func (k *Keeper) IsFrozen(ctx context.Context, account sdk.AccAddress, denoms ...string) (bool, error) {
	record, err := k.record(ctx, account)
	if err != nil {
		return false, err
	}
	if record.FrozenAt(func() time.Time { return k.bond.Now(ctx) }) {
		return true, nil
	}
	for _, denom := range denoms {
		isin, isBond := bondtypes.ISINOf(denom)
		if !isBond {
			continue
		}
		series, err := k.standing(ctx, isin)
		if err != nil || series.Frozen {
			return series.Frozen, err
		}
	}
	return false, nil
}
