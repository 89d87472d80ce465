package types

import (
	"time"

	"github.com/kokusai-chain/kokusai/x/internal/calendar"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/sealed"
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
	bidding, err := sealed.ReadTimes(zone, t.BidStart, t.CommitDeadline, t.RevealDeadline)
	if err != nil {
		return Timetable{}, ErrInvalidTerms.Wrap(err.Error())
	}
	times := Timetable{
		BidStart: bidding.BidStart, CommitDeadline: bidding.CommitDeadline, RevealDeadline: bidding.RevealDeadline,
		SecondStart: bidding.RevealDeadline, SecondEnd: bidding.RevealDeadline, Settlement: settle.Start(zone),
	}
	if err := t.readSecondRound(zone, &times); err != nil {
		return Timetable{}, err
	}
	if !market.IsBusinessDay(settle) {
		return Timetable{}, ErrInvalidTimes.Wrapf("settle_date %s is not a business day of %s", settle, calendarName)
	}
	if err := bidding.CheckOrder(); err != nil {
		return Timetable{}, ErrInvalidTimes.Wrap(err.Error())
	}
	switch {
	case times.SecondStart.Before(times.RevealDeadline):
		return Timetable{}, ErrInvalidTimes.Wrapf("second_start %s is before reveal_deadline %s", t.SecondStart, t.RevealDeadline)
	case t.HasSecondRound() && !times.SecondStart.Before(times.SecondEnd):
		return Timetable{}, ErrInvalidTimes.Wrapf("second_end %s is not after second_start %s", t.SecondEnd, t.SecondStart)
	case !times.SecondEnd.Before(times.Settlement):
		return Timetable{}, ErrInvalidTimes.Wrapf("settle_date %s does not begin after all bids", settle)
	}
	return times, nil
}

// readSecondRound reads the times of the second round, which are there when the round is.
func (t AuctionTerms) readSecondRound(zone date.Zone, times *Timetable) error {
	for _, entry := range []struct {
		name, text string
		at         *time.Time
	}{{"second_start", t.SecondStart, &times.SecondStart}, {"second_end", t.SecondEnd, &times.SecondEnd}} {
		if !t.HasSecondRound() {
			if entry.text != "" {
				return ErrInvalidTerms.Wrapf("%s is set and second_round_pct is not", entry.name)
			}
			continue
		}
		wall, err := date.ParseWall(entry.text)
		if err != nil {
			return ErrInvalidTerms.Wrapf("%s: %s", entry.name, err)
		}
		*entry.at = wall.In(zone)
	}
	return nil
}

// Settle returns the settlement date.
func (t AuctionTerms) Settle() (date.Date, error) {
	settle, err := date.Parse(t.SettleDate)
	if err != nil {
		return 0, ErrInvalidTerms.Wrapf("settle_date: %s", err)
	}
	return settle, nil
}

// outOfTime is with what this module refuses what comes at the wrong time.
var outOfTime = sealed.Refusals{TooEarly: ErrTooEarly, TooLate: ErrDeadlinePassed}

func (t Timetable) bidding() sealed.Times {
	return sealed.Times{BidStart: t.BidStart, CommitDeadline: t.CommitDeadline, RevealDeadline: t.RevealDeadline}
}

// CheckBidding errors unless sealed bids are taken at a time.
func (t Timetable) CheckBidding(now time.Time) error {
	return t.bidding().CheckCommitting(now, outOfTime)
}

// CheckRevealing errors unless sealed bids are opened at a time.
func (t Timetable) CheckRevealing(now time.Time) error {
	return t.bidding().CheckRevealing(now, outOfTime)
}

// CheckSecondRound errors unless non-price-competitive II is open at a time.
func (t Timetable) CheckSecondRound(now time.Time) error {
	return outOfTime.Check(now, t.SecondStart, t.SecondEnd, "the second round is open")
}
