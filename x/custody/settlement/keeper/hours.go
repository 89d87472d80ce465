package keeper

import (
	"context"
	"time"

	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	"github.com/kokusai-chain/kokusai/x/internal/calendar"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// hours are a market's day at one instant.
type hours struct {
	calendar calendar.Calendar
	zone     date.Zone
	today    date.Date
	// beforeCutOff is true until the minute from which nothing settles.
	beforeCutOff bool
}

// open tells whether the market settles now: on a business day, before its cut-off.
func (h hours) open() bool { return h.beforeCutOff && h.calendar.IsBusinessDay(h.today) }

// startOf is the business time at which a date begins, as it stands on the agenda.
func (h hours) startOf(d date.Date) int64 { return d.Start(h.zone).Unix() }

func (k *Keeper) hours(ctx context.Context, params types.Params, name string) (hours, error) {
	return hoursAt(k.bond.Now(ctx), params, name)
}

func hoursAt(now time.Time, params types.Params, name string) (h hours, err error) {
	if h.calendar, err = calendar.ByName(name); err != nil {
		return h, types.ErrInvalidCalendar.Wrap(err.Error())
	}
	if h.zone, err = custodytypes.ZoneOfCalendar(name); err != nil {
		return h, types.ErrInvalidCalendar.Wrap(err.Error())
	}
	h.today = date.Of(now, h.zone)
	cutOff := h.today.Start(h.zone).Add(time.Duration(params.CutOffMinute(name)) * time.Minute)
	h.beforeCutOff = now.Before(cutOff)
	return h, nil
}

// checkIntended refuses a settlement date on which nothing can settle: past, today after the cut-off, no business day, or
// further ahead than is allowed.
func (h hours) checkIntended(params types.Params, iso string) error {
	intended, err := date.Parse(iso)
	if err != nil {
		return types.ErrInvalidDate.Wrap(err.Error())
	}
	switch {
	case intended < h.today:
		return types.ErrDatePast.Wrapf("%s, today is %s", intended, h.today)
	case !h.calendar.IsBusinessDay(intended):
		return types.ErrHoliday.Wrapf("%s in %s", intended, h.calendar.Name())
	case intended == h.today && !h.beforeCutOff:
		return types.ErrCutOff.Wrapf("%s in %s", intended, h.calendar.Name())
	case intended > h.today.AddDays(int(params.MaxDaysAhead)):
		return types.ErrDateFar.Wrapf("%s, at most %d days", intended, params.MaxDaysAhead)
	}
	return nil
}

// attention is when a settlement's date is looked at next: when it lapses, when it falls due, or tomorrow.
func (h hours) attention(params types.Params, s types.Settlement) (int64, error) {
	if s.Status == types.StatusPending {
		return h.startOf(h.today + 1), nil
	}
	intended, err := date.Parse(s.SettlementDate)
	if err != nil {
		return 0, types.ErrInvalidDate.Wrap(err.Error())
	}
	if s.Status == types.StatusAlleged {
		intended = intended.AddDays(int(params.UnmatchedDays) + 1)
	}
	return h.startOf(intended), nil
}

// isDue tells whether the settlement date has come.
func (h hours) isDue(s types.Settlement) bool {
	intended, err := date.Parse(s.SettlementDate)
	return err == nil && intended <= h.today
}
