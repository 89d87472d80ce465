package keeper

import (
	"context"
	"errors"
	"time"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// ProposeExtension puts a later maturity to the holders of a series. The caller has checked that the issuer's authority
// asks for it. proposal carries the dates; its number is given here and returned.
func (k *Keeper) ProposeExtension(ctx sdk.Context, series types.Series, proposal types.Ballot) (uint32, error) {
	isin := series.Terms.Isin
	if series.HasMatured() {
		return 0, types.ErrMatured.Wrap(isin)
	}
	last, found, err := k.findBallot(ctx, isin)
	if err != nil {
		return 0, err
	}
	if found && last.IsPending() {
		return 0, types.ErrBallotPending.Wrapf("ballot %d of %s ends on %s", last.Number, isin, last.EndDate)
	}
	schedule, err := series.Schedule()
	if err != nil {
		return 0, err
	}
	if err := series.CheckExtension(proposal, schedule.Today(k.Now(ctx))); err != nil {
		return 0, err
	}
	proposal.Number = last.Number + 1
	if err := k.ballots.Set(ctx, isin, proposal); err != nil {
		return 0, err
	}
	if err := event.Emit(ctx, &types.EventExtensionProposed{Ballot: proposal}); err != nil {
		return 0, err
	}
	return proposal.Number, k.scheduleNext(ctx, series, schedule)
}

func (k *Keeper) findBallot(ctx context.Context, isin string) (types.Ballot, bool, error) {
	ballot, err := k.ballots.Get(ctx, isin)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Ballot{}, false, nil
	}
	return ballot, err == nil, err
}

// requireNoBallot refuses what would change a series under a pending proposal.
func (k *Keeper) requireNoBallot(ctx context.Context, isin string) error {
	ballot, found, err := k.findBallot(ctx, isin)
	if err != nil {
		return err
	}
	if found && ballot.IsPending() {
		return types.ErrBallotPending.Wrapf("ballot %d of %s ends on %s", ballot.Number, isin, ballot.EndDate)
	}
	return nil
}

// ballotMoment returns when the ballot of a series opens or closes next.
func (k *Keeper) ballotMoment(ctx sdk.Context, isin string, schedule types.Schedule) (moment, bool, error) {
	ballot, found, err := k.findBallot(ctx, isin)
	if err != nil || !found || !ballot.IsPending() {
		return moment{}, false, err
	}
	opens, closes, err := schedule.BallotMoments(ballot)
	if ballot.Status == types.BALLOT_STATUS_OPEN {
		return moment{at: closes, take: k.closeBallot}, true, err
	}
	return moment{at: opens, take: k.openBallot}, true, err
}

// openBallot is the record moment of a ballot. From now on every holder's balance is kept before it changes for the first
// time.
func (k *Keeper) openBallot(ctx sdk.Context, series types.Series, _ types.Schedule, _ time.Time) error {
	isin := series.Terms.Isin
	ballot, err := k.ballots.Get(ctx, isin)
	if err != nil {
		return err
	}
	ballot.Status, ballot.Units = types.BALLOT_STATUS_OPEN, series.Outstanding()
	if err := k.ballots.Set(ctx, isin, ballot); err != nil {
		return err
	}
	if err := k.markBallot(ctx, isin, ballot.Number); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventBallotOpened{Isin: isin, Number: ballot.Number, Units: ballot.Units})
}

// closeBallot decides a ballot, and extends the series if it has passed.
func (k *Keeper) closeBallot(ctx sdk.Context, series types.Series, _ types.Schedule, _ time.Time) error {
	isin := series.Terms.Isin
	ballot, err := k.ballots.Get(ctx, isin)
	if err != nil {
		return err
	}
	ballot.Status = types.BALLOT_STATUS_REJECTED
	if ballot.HasPassed(series.Terms.ExtensionPct) {
		ballot.Status = types.BALLOT_STATUS_PASSED
	}
	if err := k.ballots.Set(ctx, isin, ballot); err != nil {
		return err
	}
	if err := k.markBallot(ctx, isin, 0); err != nil {
		return err
	}
	if err := k.closedBallots.Set(ctx, collections.Join(isin, ballot.Number)); err != nil {
		return err
	}
	if err := event.Emit(ctx, &types.EventBallotClosed{Ballot: ballot}); err != nil {
		return err
	}
	if ballot.Status != types.BALLOT_STATUS_PASSED {
		return nil
	}
	if series.Terms, err = series.Terms.Extended(ballot.MaturityDate); err != nil {
		return err
	}
	if err := k.series.Set(ctx, isin, series); err != nil {
		return err
	}
	return k.notify(ctx, isin, "AfterTermsExtended", types.Hooks.AfterTermsExtended)
}

// Vote counts all that a holder had at the record moment, once, and returns it.
func (k *Keeper) Vote(ctx sdk.Context, isin string, holder sdk.AccAddress, choice types.VoteChoice) (math.Int, error) {
	if _, err := k.GetSeries(ctx, isin); err != nil {
		return math.Int{}, err
	}
	ballot, found, err := k.findBallot(ctx, isin)
	if err != nil {
		return math.Int{}, err
	}
	if !found || ballot.Status != types.BALLOT_STATUS_OPEN {
		return math.Int{}, types.ErrNoBallot.Wrap(isin)
	}
	row, _, err := k.ballotRow(ctx, isin, ballot.Number, holder)
	if err != nil {
		return math.Int{}, err
	}
	text, err := k.addressText(holder)
	if err != nil {
		return math.Int{}, err
	}
	switch {
	case row.Choice != types.VOTE_CHOICE_UNSPECIFIED:
		return math.Int{}, types.ErrHasVoted.Wrapf("%s on ballot %d of %s", text, ballot.Number, isin)
	case !row.Weight.IsPositive():
		return math.Int{}, types.ErrNoVote.Wrapf("%s on ballot %d of %s", text, ballot.Number, isin)
	}
	row.Choice = choice
	if err := k.ballotRows.Set(ctx, collections.Join3(isin, ballot.Number, holder), row); err != nil {
		return math.Int{}, err
	}
	if err := k.ballots.Set(ctx, isin, ballot.Counted(choice, row.Weight)); err != nil {
		return math.Int{}, err
	}
	return row.Weight, event.Emit(ctx, &types.EventVoteCast{
		Isin: isin, Number: ballot.Number, Holder: text, Choice: choice, Weight: row.Weight,
	})
}

// ballotRow returns what a holder may vote with: its row or, as long as its balance has not changed since the record
// moment, its balance. kept tells whether there is a row.
func (k *Keeper) ballotRow(
	ctx context.Context, isin string, number uint32, holder sdk.AccAddress,
) (row types.BallotRow, kept bool, err error) {
	row, err = k.ballotRows.Get(ctx, collections.Join3(isin, number, holder))
	if errors.Is(err, collections.ErrNotFound) {
		return types.BallotRow{Weight: k.bank.GetBalance(ctx, holder, types.Denom(isin)).Amount}, false, nil
	}
	return row, err == nil, err
}

// keepWeight writes down what a holder may vote with before its balance changes.
func (k *Keeper) keepWeight(ctx context.Context, isin string, number uint32, holder sdk.AccAddress) error {
	if holder.Equals(k.moduleAddress) {
		return nil
	}
	row, kept, err := k.ballotRow(ctx, isin, number, holder)
	if err != nil || kept {
		return err
	}
	return k.ballotRows.Set(ctx, collections.Join3(isin, number, holder), row)
}

// clearBallots removes the rows of closed ballots, at most so many, and returns how many.
func (k *Keeper) clearBallots(ctx sdk.Context, budget int) (int, error) {
	var oldest closedKey
	found := false
	err := k.closedBallots.Walk(ctx, nil, func(key closedKey) (bool, error) {
		oldest, found = key, true
		return true, nil
	})
	if err != nil || !found {
		return 0, err
	}
	var rows []ballotKey
	of := collections.NewSuperPrefixedTripleRange[string, uint32, sdk.AccAddress](oldest.K1(), oldest.K2())
	err = k.ballotRows.Walk(ctx, of, func(key ballotKey, _ types.BallotRow) (bool, error) {
		rows = append(rows, key)
		return len(rows) == budget, nil
	})
	if err != nil {
		return 0, err
	}
	for _, row := range rows {
		if err := k.ballotRows.Remove(ctx, row); err != nil {
			return 0, err
		}
	}
	if len(rows) == budget {
		return budget, nil
	}
	return len(rows) + 1, k.closedBallots.Remove(ctx, oldest)
}
