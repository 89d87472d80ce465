package types

import (
	"time"

	"github.com/kokusai-chain/kokusai/x/internal/calendar"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// zones are where the markets of the calendars are.
var zones = map[string]date.Zone{calendar.TokyoName: date.Tokyo, calendar.NewYorkName: date.NewYork}

// HasSecondRound tells whether dealers may bid after the result.
func (t AuctionTerms) HasSecondRound() bool { return t.SecondRoundPct.IsPositive() }

// Timetable returns the times of the terms as instants, by the zone of a calendar. It refuses times out of order: bids,
// reveals and the second round come one after the other, and all of them before the settlement date.
func (t AuctionTerms) Timetable(calendarName string) (Timetable, error) {
	market, err := calendar.ByName(calendarName)
	if err != nil {
		return Timetable{}, ErrInvalidTerms.Wrap(err.Error())
	}
	zone := zones[calendarName]
	settle, err := t.Settle()
	if err != nil {
		return Timetable{}, err
	}
	var times Timetable
	for _, entry := range []struct {
		name, text string
		at         *time.Time
		skip       bool
	}{
		{"bid_start", t.BidStart, &times.BidStart, false}, {"commit_deadline", t.CommitDeadline, &times.CommitDeadline, false},
		{"reveal_deadline", t.RevealDeadline, &times.RevealDeadline, false},
		{"second_start", t.SecondStart, &times.SecondStart, !t.HasSecondRound()}, {"second_end", t.SecondEnd, &times.SecondEnd, !t.HasSecondRound()},
	} {
		if entry.skip {
			if entry.text != "" {
				return Timetable{}, ErrInvalidTerms.Wrapf("%s is set and second_round_pct is not", entry.name)
			}
			continue
		}
		wall, err := date.ParseWall(entry.text)
		if err != nil {
			return Timetable{}, ErrInvalidTerms.Wrapf("%s: %s", entry.name, err)
		}
		*entry.at = wall.In(zone)
	}
	if !t.HasSecondRound() {
		times.SecondStart, times.SecondEnd = times.RevealDeadline, times.RevealDeadline
	}
	times.Settlement = settle.Start(zone)
	if !market.IsBusinessDay(settle) {
		return Timetable{}, ErrInvalidTimes.Wrapf("settle_date %s is not a business day of %s", settle, calendarName)
	}
	switch {
	case !times.BidStart.Before(times.CommitDeadline):
		return Timetable{}, ErrInvalidTimes.Wrapf("commit_deadline %s is not after bid_start %s", t.CommitDeadline, t.BidStart)
	case !times.CommitDeadline.Before(times.RevealDeadline):
		return Timetable{}, ErrInvalidTimes.Wrapf("reveal_deadline %s is not after commit_deadline %s", t.RevealDeadline, t.CommitDeadline)
	case times.SecondStart.Before(times.RevealDeadline):
		return Timetable{}, ErrInvalidTimes.Wrapf("second_start %s is before reveal_deadline %s", t.SecondStart, t.RevealDeadline)
	case t.HasSecondRound() && !times.SecondStart.Before(times.SecondEnd):
		return Timetable{}, ErrInvalidTimes.Wrapf("second_end %s is not after second_start %s", t.SecondEnd, t.SecondStart)
	case !times.SecondEnd.Before(times.Settlement):
		return Timetable{}, ErrInvalidTimes.Wrapf("settle_date %s does not begin after all bids", settle)
	}
	return times, nil
}

// Settle returns the settlement date.
func (t AuctionTerms) Settle() (date.Date, error) {
	settle, err := date.Parse(t.SettleDate)
	if err != nil {
		return 0, ErrInvalidTerms.Wrapf("settle_date: %s", err)
	}
	return settle, nil
}

// CheckBidding errors unless sealed bids are taken at a time.
func (t Timetable) CheckBidding(now time.Time) error {
	return window(now, t.BidStart, t.CommitDeadline, "sealed bids are taken")
}

// CheckRevealing errors unless sealed bids are opened at a time.
func (t Timetable) CheckRevealing(now time.Time) error {
	return window(now, t.CommitDeadline, t.RevealDeadline, "bids are revealed")
}

// CheckSecondRound errors unless non-price-competitive II is open at a time.
func (t Timetable) CheckSecondRound(now time.Time) error {
	return window(now, t.SecondStart, t.SecondEnd, "the second round is open")
}

func window(now, from, until time.Time, what string) error {
	switch {
	case now.Before(from):
		return ErrTooEarly.Wrapf("%s from %s", what, from.Format(time.RFC3339))
	case !now.Before(until):
		return ErrDeadlinePassed.Wrapf("%s until %s", what, until.Format(time.RFC3339))
	}
	return nil
}
