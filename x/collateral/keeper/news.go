package keeper

import (
	"context"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
)

// news is what x/collateral hears of x/bond.
type news struct {
	bondtypes.NoHooks
	keeper *Keeper
}

// News returns what x/collateral does when something about a series changes that its price comes from: all is marked anew at
// the end of the block, so that positions in danger are found then and not with the next curve.
func (k *Keeper) News() bondtypes.Hooks { return news{keeper: k} }

// AfterPaymentMissed has the series marked anew.
func (n news) AfterPaymentMissed(ctx context.Context, isin string, _ uint32) error {
	return n.keeper.AfterSeriesChanged(ctx, isin)
}

// AfterPaymentRecorded has the series marked anew: from now on it trades without the payment.
func (n news) AfterPaymentRecorded(ctx context.Context, isin string, _ uint32) error {
	return n.keeper.AfterSeriesChanged(ctx, isin)
}

// AfterSeriesDefaulted has the series marked anew.
func (n news) AfterSeriesDefaulted(ctx context.Context, isin string) error {
	return n.keeper.AfterSeriesChanged(ctx, isin)
}

// AfterDefaultEnded has the series marked anew.
func (n news) AfterDefaultEnded(ctx context.Context, isin string) error {
	return n.keeper.AfterSeriesChanged(ctx, isin)
}

// AfterSeriesFrozen has the series marked anew.
func (n news) AfterSeriesFrozen(ctx context.Context, isin string) error {
	return n.keeper.AfterSeriesChanged(ctx, isin)
}

// AfterSeriesUnfrozen has the series marked anew.
func (n news) AfterSeriesUnfrozen(ctx context.Context, isin string) error {
	return n.keeper.AfterSeriesChanged(ctx, isin)
}

// AfterCallAnnounced has the series marked anew: it ends earlier, or less of it is left.
func (n news) AfterCallAnnounced(ctx context.Context, isin string, _ uint32) error {
	return n.keeper.AfterSeriesChanged(ctx, isin)
}

// AfterTermsExtended has the series marked anew.
func (n news) AfterTermsExtended(ctx context.Context, isin string) error {
	return n.keeper.AfterSeriesChanged(ctx, isin)
}
