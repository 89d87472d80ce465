package keeper

import (
	"context"

	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// SetFirstRules sets the rules of a series that has none. The signer is the authority of its issuer.
func (k *Keeper) SetFirstRules(ctx context.Context, signer string, rules types.TransferRules) error {
	record, err := k.requireSeries(ctx, signer, rules.Isin)
	if err != nil {
		return err
	}
	if record.Rules != nil {
		return types.ErrRulesSet.Wrap(rules.Isin)
	}
	return k.setRules(ctx, record, rules)
}

// ReplaceRules replaces the rules of a series by order of both sides.
func (k *Keeper) ReplaceRules(ctx context.Context, rules types.TransferRules, order types.Order) error {
	if err := rules.Validate(); err != nil {
		return err
	}
	record, err := k.openSeries(ctx, rules.Isin)
	if err != nil {
		return err
	}
	if err := k.setRules(ctx, record, rules); err != nil {
		return err
	}
	return k.enterOrder(ctx, rules.Isin, types.ActionSetRules, order, "")
}

func (k *Keeper) setRules(ctx context.Context, record types.SeriesRecord, rules types.TransferRules) error {
	rules = rules.WithLimits()
	record.Rules = &rules
	if err := k.storeSeries(ctx, rules.Isin, record); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventTransferRulesSet{Rules: rules})
}

// storeSeries stores the record of a series, and has its holders counted from now on when a limit needs that.
func (k *Keeper) storeSeries(ctx context.Context, isin string, record types.SeriesRecord) error {
	if record.NeedsCensus() && record.Census == types.CensusNone {
		record.Census = types.CensusCounting
		if err := k.beginCensus(ctx, isin); err != nil {
			return err
		}
	}
	return k.series.Set(ctx, isin, record)
}

// requireSeries returns the record of a series, with the zone of its terms, when the signer is the issuer's authority.
func (k *Keeper) requireSeries(ctx context.Context, signer, isin string) (types.SeriesRecord, error) {
	record, err := k.openSeries(ctx, isin)
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
	return record, nil
}

// openSeries returns the record of a series that exists, with the zone of its terms.
func (k *Keeper) openSeries(ctx context.Context, isin string) (types.SeriesRecord, error) {
	series, err := k.bond.GetSeries(ctx, isin)
	if err != nil {
		return types.SeriesRecord{}, err
	}
	zone, err := types.ZoneOfCalendar(series.Terms.Calendar)
	if err != nil {
		return types.SeriesRecord{}, err
	}
	record, err := k.seriesRecord(ctx, isin)
	record.TimeZone = zone.String()
	return record, err
}
