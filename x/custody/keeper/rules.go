package keeper

import (
	"context"

	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// SetTransferRules replaces the rules of a series. The signer is the authority of its issuer.
func (k *Keeper) SetTransferRules(ctx context.Context, signer string, rules types.TransferRules) error {
	record, err := k.requireSeries(ctx, signer, rules.Isin)
	if err != nil {
		return err
	}
	rules = rules.WithMaxHolding()
	record.Rules = &rules
	if err := k.series.Set(ctx, rules.Isin, record); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventTransferRulesSet{Rules: rules})
}

// requireSeries returns the record of a series, with the zone of its terms, when the signer is the issuer's authority.
func (k *Keeper) requireSeries(ctx context.Context, signer, isin string) (types.SeriesRecord, error) {
	series, err := k.bond.GetSeries(ctx, isin)
	if err != nil {
		return types.SeriesRecord{}, err
	}
	issuer, err := k.bond.IssuerOf(ctx, isin)
	if err != nil {
		return types.SeriesRecord{}, err
	}
	if signer != issuer.Authority {
		return types.SeriesRecord{}, types.ErrUnauthorized.Wrapf("only the authority of %s acts for %s", issuer.Id, isin)
	}
	zone, err := types.ZoneOfCalendar(series.Terms.Calendar)
	if err != nil {
		return types.SeriesRecord{}, err
	}
	record, err := k.seriesRecord(ctx, isin)
	record.TimeZone = zone.String()
	return record, err
}
