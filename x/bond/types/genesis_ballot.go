package types

import (
	"cosmossdk.io/math"
)

// ballotCheck is an open ballot of a genesis and what its rows add up to.
type ballotCheck struct {
	ballot       Ballot
	sum, yes, no math.Int
	holders      map[string]bool
}

func (c genesisCheck) checkBallots(g GenesisState) error {
	ballots := map[string]*ballotCheck{}
	for _, ballot := range g.Ballots {
		of, err := c.find(ballot.Isin, "ballot")
		if err != nil {
			return err
		}
		if ballots[ballot.Isin] != nil {
			return ErrInvalidGenesis.Wrapf("duplicate ballot of series %s", ballot.Isin)
		}
		if err := ballot.validate(of.series); err != nil {
			return err
		}
		ballots[ballot.Isin] = &ballotCheck{
			ballot: ballot, sum: math.ZeroInt(), yes: math.ZeroInt(), no: math.ZeroInt(), holders: map[string]bool{},
		}
	}
	for _, row := range g.BallotRows {
		if err := c.checkBallotRow(ballots[row.Isin], row); err != nil {
			return err
		}
	}
	for _, ballot := range g.Ballots {
		of := ballots[ballot.Isin]
		if ballot.Status == BALLOT_STATUS_OPEN && (!of.yes.Equal(ballot.Yes) || !of.no.Equal(ballot.No) || of.sum.GT(ballot.Units)) {
			return ErrInvalidGenesis.Wrapf("series %s: the rows of its ballot do not add up", ballot.Isin)
		}
	}
	return nil
}

func (b Ballot) validate(series Series) error {
	fail := func(what string) error {
		return ErrInvalidGenesis.Wrapf("series %s: ballot %d: %s", b.Isin, b.Number, what)
	}
	if _, known := BallotStatus_name[int32(b.Status)]; !known || b.Status == BALLOT_STATUS_UNSPECIFIED {
		return fail("status " + b.Status.String())
	}
	if b.Number < 1 || b.Units.IsNil() || b.Yes.IsNil() || b.No.IsNil() ||
		b.Yes.IsNegative() || b.No.IsNegative() || b.Yes.Add(b.No).GT(b.Units) || b.Units.GTE(MaxAmount) {
		return fail("votes do not add up")
	}
	schedule, err := series.Schedule()
	if err != nil {
		return err
	}
	opens, closes, err := schedule.BallotMoments(b)
	if err != nil {
		return err
	}
	if !opens.Before(closes) {
		return fail("it ends before it opens")
	}
	if _, err := parseDate("maturity_date", b.MaturityDate); err != nil {
		return err
	}
	if b.IsPending() && (series.HasMatured() || series.Terms.ExtensionPct == 0 || !closes.Before(schedule.RecordTime(schedule.Principal()))) {
		return fail("it is pending on a series that cannot be extended any more")
	}
	if !b.IsPending() {
		return nil
	}
	_, err = series.Terms.Extended(b.MaturityDate)
	return err
}

func (c genesisCheck) checkBallotRow(of *ballotCheck, row GenesisBallotRow) error {
	if of == nil || of.ballot.Status != BALLOT_STATUS_OPEN {
		return ErrInvalidGenesis.Wrapf("ballot row of series %q, which has no open ballot", row.Isin)
	}
	holder, err := c.codec.StringToBytes(row.Holder)
	if err != nil {
		return ErrInvalidGenesis.Wrapf("series %s: ballot row of %q: %s", row.Isin, row.Holder, err)
	}
	weight := row.Row.Weight
	if of.holders[string(holder)] || weight.IsNil() || weight.IsNegative() || weight.GTE(MaxAmount) {
		return ErrInvalidGenesis.Wrapf("series %s: ballot row of %s is a duplicate or has no weight", row.Isin, row.Holder)
	}
	of.holders[string(holder)] = true
	of.sum = of.sum.Add(weight)
	switch row.Row.Choice {
	case VOTE_CHOICE_UNSPECIFIED:
	case VOTE_CHOICE_YES:
		of.yes = of.yes.Add(weight)
	case VOTE_CHOICE_NO:
		of.no = of.no.Add(weight)
	default:
		return ErrInvalidGenesis.Wrapf("series %s: %s has voted %s", row.Isin, row.Holder, row.Row.Choice)
	}
	return nil
}
