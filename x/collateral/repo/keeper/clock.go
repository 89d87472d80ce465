package keeper

import (
	"context"
	"time"

	"github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	"github.com/kokusai-chain/kokusai/x/internal/calendar"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// market is when the market of a repo's cash is open, and what its clock says.
type market struct {
	days   calendar.Calendar
	zone   date.Zone
	now    time.Time
	today  date.Date
	params types.Params
}

func (k *Keeper) market(ctx context.Context, denom string) (market, error) {
	params, err := k.params.Get(ctx)
	if err != nil {
		return market{}, err
	}
	currency, err := k.prices.CurrencyOf(ctx, denom)
	if err != nil {
		return market{}, err
	}
	days, zone, err := currency.Market()
	if err != nil {
		return market{}, err
	}
	now := k.bonds.Now(ctx)
	return market{days: days, zone: zone, now: now, today: date.Of(now, zone), params: params}, nil
}

// cutOff is the moment of a day at which what is due on it is done.
func (m market) cutOff(day date.Date) time.Time { return day.Start(m.zone).Add(m.params.CutOff) }

// nextCutOff is the next one on a business day.
func (m market) nextCutOff() time.Time {
	day := m.days.Following(m.today)
	if next := m.cutOff(day); next.After(m.now) {
		return next
	}
	return m.cutOff(m.days.AddBusinessDays(day, 1))
}

// lastMoment is when the end leg of a day is in default.
func (m market) lastMoment(end date.Date) time.Time {
	return end.AddDays(1).Start(m.zone).Add(m.params.ReturnGrace)
}

// requireBusinessDay refuses a date on which the market is closed.
func (m market) requireBusinessDay(what, text string) (date.Date, error) {
	day, err := types.ParseDate(what, text)
	if err != nil {
		return 0, err
	}
	if !m.days.IsBusinessDay(day) {
		return 0, types.ErrInvalidDate.Wrapf("%s %s is no business day in %s", what, day, m.days.Name())
	}
	return day, nil
}
