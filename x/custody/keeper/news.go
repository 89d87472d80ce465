package keeper

import (
	"context"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/types"
)

// news is what x/custody hears of x/bond.
type news struct {
	bondtypes.NoHooks
	keeper *Keeper
}

// News returns what x/custody does when a series is frozen or released by its issuer: transfers stop or go on here too, with
// an entry in the register.
func (k *Keeper) News() bondtypes.Hooks { return news{keeper: k} }

// AfterSeriesFrozen stops the transfers of a series.
func (n news) AfterSeriesFrozen(ctx context.Context, isin string) error {
	series, err := n.keeper.bond.GetSeries(ctx, isin)
	if err != nil {
		return err
	}
	reason := Reason{Code: types.ReasonIssuerEvent, Note: series.Freeze.GetReason()}
	return n.setFrozen(ctx, isin, true, reason)
}

// AfterSeriesUnfrozen lets the transfers of a series go on.
func (n news) AfterSeriesUnfrozen(ctx context.Context, isin string) error {
	return n.setFrozen(ctx, isin, false, Reason{Code: types.ReasonResolved})
}

// setFrozen does nothing where the issuer has said the same here already.
func (n news) setFrozen(ctx context.Context, isin string, frozen bool, reason Reason) error {
	record, err := n.keeper.seriesRecord(ctx, isin)
	if err != nil || record.Frozen == frozen {
		return err
	}
	issuer, err := n.keeper.bond.IssuerOf(ctx, isin)
	if err != nil {
		return err
	}
	return n.keeper.SetSeriesFrozen(ctx, issuer.Authority, isin, frozen, reason)
}
