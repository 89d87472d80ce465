package types

import (
	"time"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// NewBallot returns an announced proposal.
func NewBallot(isin string, number uint32, maturity, record, end string) Ballot {
	return Ballot{
		Isin: isin, Number: number, MaturityDate: maturity, RecordDate: record, EndDate: end,
		Status: BALLOT_STATUS_ANNOUNCED, Units: math.ZeroInt(), Yes: math.ZeroInt(), No: math.ZeroInt(),
	}
}

// IsPending tells whether the proposal is still to be decided.
func (b Ballot) IsPending() bool {
	return b.Status == BALLOT_STATUS_ANNOUNCED || b.Status == BALLOT_STATUS_OPEN
}

// Counted returns the ballot with a vote.
func (b Ballot) Counted(choice VoteChoice, weight math.Int) Ballot {
	if choice == VOTE_CHOICE_YES {
		b.Yes = b.Yes.Add(weight)
	} else {
		b.No = b.No.Add(weight)
	}
	return b
}

// HasPassed tells whether at least a percentage of all units of the record date has voted for it.
func (b Ballot) HasPassed(pct uint32) bool {
	return b.Units.IsPositive() && b.Yes.MulRaw(100).GTE(b.Units.MulRaw(int64(pct)))
}

// moments returns when the ballot opens and closes, in a zone.
func (b Ballot) moments(zone date.Zone) (opens, closes time.Time, err error) {
	record, err := parseBallotDate("record_date", b.RecordDate)
	if err != nil {
		return opens, closes, err
	}
	end, err := parseBallotDate("end_date", b.EndDate)
	return record.Start(zone), end.Start(zone), err
}

// BallotMoments returns when a ballot of the series opens and closes.
func (s Schedule) BallotMoments(ballot Ballot) (opens, closes time.Time, err error) {
	return ballot.moments(s.zone)
}

func parseBallotDate(field, iso string) (date.Date, error) {
	parsed, err := date.Parse(iso)
	if err != nil {
		return 0, ErrInvalidBallot.Wrapf("%s: %s", field, err)
	}
	return parsed, nil
}

// Extended returns the terms with a later maturity, which must make sense with all the rest of them.
func (t TermSheet) Extended(maturity string) (TermSheet, error) {
	before, err := parseDate("maturity_date", t.MaturityDate)
	if err != nil {
		return t, err
	}
	after, err := parseBallotDate("maturity_date", maturity)
	if err != nil {
		return t, err
	}
	if after <= before {
		return t, ErrInvalidBallot.Wrapf("maturity_date %s is not after %s", maturity, t.MaturityDate)
	}
	t.MaturityDate = maturity
	return t, t.Validate()
}

// CheckExtension checks a proposal against the series and the dates: it must be possible by the terms, and decided before
// the principal is due.
func (s Series) CheckExtension(ballot Ballot, today date.Date) error {
	schedule, err := s.Schedule()
	if err != nil {
		return err
	}
	switch {
	case s.Terms.ExtensionPct == 0:
		return ErrNotExtendable.Wrapf("the terms of %s say so", s.Terms.Isin)
	case s.Terms.Kind == SERIES_KIND_STRIP || s.stripped().IsPositive():
		return ErrNotExtendable.Wrapf("%s is separated into strips", s.Terms.Isin)
	case len(s.Calls) > 0 && s.Calls[len(s.Calls)-1].Full:
		return ErrNotExtendable.Wrapf("%s is called", s.Terms.Isin)
	}
	record, err := parseBallotDate("record_date", ballot.RecordDate)
	if err != nil {
		return err
	}
	end, err := parseBallotDate("end_date", ballot.EndDate)
	if err != nil {
		return err
	}
	switch due := schedule.RecordDate(schedule.Principal()); {
	case record < today:
		return ErrInvalidBallot.Wrapf("record_date %s is before today, %s", record, today)
	case end <= record || end > record.AddDays(maxNoticeDays):
		return ErrInvalidBallot.Wrapf("end_date %s is not within %d days after record_date %s", end, maxNoticeDays, record)
	case end >= due:
		return ErrInvalidBallot.Wrapf("end_date %s is not before the principal is due on %s", end, due)
	}
	_, err = s.Terms.Extended(ballot.MaturityDate)
	return err
}
