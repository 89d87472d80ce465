package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// SetHaircuts sets the table of its effective date. What has been in effect stays as it was: the date must not be past
// anywhere, that is, by UTC.
func (k *Keeper) SetHaircuts(ctx context.Context, table types.HaircutTable) error {
	if err := table.Validate(); err != nil {
		return err
	}
	if today := date.Of(k.bonds.Now(ctx), date.UTC).String(); table.EffectiveDate < today {
		return types.ErrInvalidDate.Wrapf("effective date %s is before today, %s", table.EffectiveDate, today)
	}
	if err := k.haircuts.Set(ctx, table.EffectiveDate, table); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventHaircutsSet{Table: table})
}

// FindHaircuts returns the table in effect on a day: the one of the latest effective date up to it.
func (k *Keeper) FindHaircuts(ctx context.Context, day date.Date) (types.HaircutTable, bool, error) {
	latest := new(collections.Range[string]).EndInclusive(day.String()).Descending()
	tables, err := k.haircuts.Iterate(ctx, latest)
	if err != nil {
		return types.HaircutTable{}, false, err
	}
	defer tables.Close()
	if !tables.Valid() {
		return types.HaircutTable{}, false, nil
	}
	table, err := tables.Value()
	return table, err == nil, err
}
