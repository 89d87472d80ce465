// Package calendar knows the business days of the two markets: Tokyo (bank holidays) and New York (settlement
// holidays of government securities). Every rule is code, so that all nodes agree on any date, past or future; what a law has changed
// once is listed by date. Future one-off changes come with an upgrade.
package calendar

import (
	"errors"
	"fmt"
	"time"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// Calendar is a market's set of business days; its zero value is not a calendar, get one from ByName.
type Calendar struct {
	name      string
	isHoliday func(date.Date) bool
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
	weekday := d.Weekday()
	return weekday != time.Saturday && weekday != time.Sunday && !c.isHoliday(d)
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
