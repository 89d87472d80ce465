package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// SetReserves says who proves what cash is backed by. It is called once, while the application is built.
func (k *Keeper) SetReserves(reserves types.CashReserves) {
	if k.reserves != nil {
		panic("reserves of x/custody are set twice")
	}
	k.reserves = reserves
}

// HasActiveLicence tells whether an account is a licensed custodian or, with a denom, a licensed bank of that cash.
func (k *Keeper) HasActiveLicence(ctx context.Context, holder sdk.AccAddress, denom string) (bool, error) {
	licence, found, err := row.Find(ctx, k.licences, collections.Join(holder, denom))
	return found && licence.IsActive(), err
}

// CashOutstanding returns what a bank has issued of a cash denom and not burnt.
func (k *Keeper) CashOutstanding(ctx context.Context, denom string, bank sdk.AccAddress) (math.Int, error) {
	return k.outstanding(ctx, denom, bank)
}
