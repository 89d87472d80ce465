package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
)

// RequireOmnibus errors unless an account is in the omnibus book of a custodian whose licence is active.
func (k *Keeper) RequireOmnibus(ctx context.Context, custodian, account sdk.AccAddress) error {
	record, err := k.requireClient(ctx, account, custodian)
	if err == nil && record.Registration.Book != types.BookOmnibus {
		err = types.ErrInvalidInvestor.Wrapf("the account is in %s", record.Registration.Book)
	}
	return err
}

// CheckClient errors when the rules of a series do not admit a client of an omnibus account, or the series does not move.
// Limits are those of the account.
func (k *Keeper) CheckClient(ctx context.Context, isin string, client types.Registration) error {
	series, err := k.standing(ctx, isin)
	if err != nil {
		return err
	}
	refusal := types.Decide(types.Transfer{
		Asset: types.AssetBond, ISIN: isin, Series: series, Amount: math.OneInt(), Today: k.today(ctx, series),
		From: types.Party{Kind: types.PartyModule}, To: types.Party{Registration: &client, CustodianActive: true},
	})
	if refusal == nil {
		return nil
	}
	return refusal.Err()
}
