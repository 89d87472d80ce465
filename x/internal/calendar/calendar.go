// Package calendar knows the business days of the two markets: Tokyo (bank holidays) and New York (settlement
// holidays of government securities). Every rule is code, so that all nodes agree on any date, past or future; what a law has changed
// once is listed by date. Future one-off changes come with an upgrade.
package calendar

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// Calendar is a market's set of business days; its zero value is not a calendar, get one from ByName.
type Calendar struct {
	name      string
	isHoliday func(date.Date) bool
	closed    func() []uint64
}

// The names of the calendars.
const (
	TokyoName   = "tokyo"
	NewYorkName = "newyork"
)

// ErrUnknown is returned, wrapped, for a calendar name that has no rules here.
var ErrUnknown = errors.New("unknown calendar")

// ByName returns the calendar "tokyo" or "newyork".
func ByName(name string) (Calendar, error) {
	switch name {
	case TokyoName:
		return Tokyo(), nil
	case NewYorkName:
		return NewYork(), nil
	default:
		return Calendar{}, fmt.Errorf("%w: %q, want %s or %s", ErrUnknown, name, TokyoName, NewYorkName)
	}
}

// Name returns the name ByName knows the calendar by.
func (c Calendar) Name() string { return c.name }

// IsHoliday tells whether the market is closed on the date for a reason other than the weekend rule; a holiday may
// itself fall on a Saturday or Sunday.
func (c Calendar) IsHoliday(d date.Date) bool { return c.isHoliday(d) }

// IsBusinessDay tells whether payments are made on the date: neither a weekend nor a holiday.
func (c Calendar) IsBusinessDay(d date.Date) bool {
	if d < firstDay || d > lastDay {
		return !isClosed(d, c.isHoliday)
	}
	day := d - firstDay
	return c.closed()[day/64]&(1<<(day%64)) == 0
}

func isClosed(d date.Date, isHoliday func(date.Date) bool) bool {
	weekday := d.Weekday()
	return weekday == time.Saturday || weekday == time.Sunday || isHoliday(d)
}

// The days of which it is remembered whether a market is closed: those of all years that dates may have.
var (
	firstDay = date.New(date.MinYear, time.January, 1)
	lastDay  = date.New(date.MaxYear, time.December, 31)
)

// closings works out once on which days a market is closed: a bit for each, some 14 kilobytes. The payments of every bond are
// rolled by it whenever it is priced.
func closings(isHoliday func(date.Date) bool) func() []uint64 {
	return sync.OnceValue(func() []uint64 {
		closed := make([]uint64, (lastDay-firstDay)/64+1)
		for d := firstDay; d <= lastDay; d++ {
			if isClosed(d, isHoliday) {
				closed[(d-firstDay)/64] |= 1 << ((d - firstDay) % 64)
			}
		}
		return closed
	})
}

// Following returns the date itself when it is a business day, else the next one: the roll rule of payment dates.
func (c Calendar) Following(d date.Date) date.Date {
	for !c.IsBusinessDay(d) {
		d++
	}
	return d
}

// Preceding returns the date itself when it is a business day, else the last one before it.
func (c Calendar) Preceding(d date.Date) date.Date {
	for !c.IsBusinessDay(d) {
		d--
	}
	return d
}

// AddBusinessDays returns the n-th business day after the date, or before it when n is negative; for n = 0 it rolls
// the date with Following. The date itself need not be a business day and is never counted.
func (c Calendar) AddBusinessDays(d date.Date, n int) date.Date {
	for ; n > 0; n-- {
		d = c.Following(d + 1)
	}
	for ; n < 0; n++ {
		d = c.Preceding(d - 1)
	}
	return c.Following(d)
}
