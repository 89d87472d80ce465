package types

import (
	"time"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// StartOf returns the instant at which a date begins in the zone of the series.
func (s Schedule) StartOf(d date.Date) time.Time { return d.Start(s.zone) }

// IsBusinessDay tells whether the calendar of the series has a date as a business day.
func (s Schedule) IsBusinessDay(d date.Date) bool { return s.calendar.IsBusinessDay(d) }
