package keeper

import (
	"context"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// SetPilot begins or raises the pilot of a series, or with no phase ends it.
func (k *Keeper) SetPilot(ctx context.Context, isin string, pilot *types.Pilot) error {
	record, err := k.openSeries(ctx, isin)
	if err != nil {
		return err
	}
	switch {
	case pilot == nil && record.Pilot == nil:
		return types.ErrInvalidPilot.Wrapf("%s is in none", isin)
	case pilot == nil:
		if err := k.pilotDays.Remove(ctx, isin); err != nil {
			return err
		}
	case record.Pilot != nil:
		if err := pilot.Follows(*record.Pilot); err != nil {
			return err
		}
	}
	record.Pilot = pilot
	if err := k.storeSeries(ctx, isin, record); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventPilotSet{Isin: isin, Pilot: pilot})
}

// pilotDay is the day of a series in a pilot with a transfer between accounts.
func (k *Keeper) pilotDay(ctx context.Context, isin, today string, units math.Int) (types.PilotDay, error) {
	day, _, err := row.Find(ctx, k.pilotDays, isin)
	return day.With(today, units), err
}
