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

// News returns what x/custody does when a series is frozen or released by its issuer: transfers stop here too, for as long
// as an issuer may stop them alone, and go on, with an entry in the register.
func (k *Keeper) News() bondtypes.Hooks { return news{keeper: k} }

// AfterSeriesFrozen stops the transfers of a series, unless they are stopped already.
func (n news) AfterSeriesFrozen(ctx context.Context, isin string) error {
	record, err := n.keeper.standing(ctx, isin)
	if err != nil || record.Frozen {
		return err
	}
	series, err := n.keeper.bond.GetSeries(ctx, isin)
	if err != nil {
		return err
	}
	issuer, err := n.keeper.bond.IssuerOf(ctx, isin)
	if err != nil {
		return err
	}
	reason := Reason{Code: types.ReasonIssuerEvent, Note: series.Freeze.GetReason()}
	return n.keeper.FreezeSeries(ctx, issuer.Authority, isin, reason)
}

// AfterSeriesUnfrozen lets the transfers of a series go on, if the issuer has stopped them.
func (n news) AfterSeriesUnfrozen(ctx context.Context, isin string) error {
	record, err := n.keeper.seriesRecord(ctx, isin)
	if err != nil || !record.Frozen {
		return err
	}
	issuer, err := n.keeper.bond.IssuerOf(ctx, isin)
	if err != nil {
		return err
	}
	return n.keeper.UnfreezeSeries(ctx, issuer.Authority, isin, Reason{Code: types.ReasonResolved})
}
