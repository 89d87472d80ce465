package keeper_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
)

// callable may be repaid early at 101 and at par, and extended by three quarters of its holders; a payment may be missed for
// ten days.
func callable() types.TermSheet {
	terms := jgb381()
	terms.MaturityDate, terms.GraceDays, terms.ExtensionPct = "2027-12-20", 10, 75
	terms.Call = &types.CallTerms{NoticeDays: 30, Options: []types.CallOption{
		{Date: "2026-12-20", PricePct: dec("101")}, {Date: "2027-06-20", PricePct: dec("100")},
	}}
	return terms
}

func (f *fixture) call(on, share string) error {
	_, err := tx(f, f.msgs.Call, &types.MsgCall{Authority: f.ministry.String(), Isin: isin, Date: on, SharePct: dec(share)})
	return err
}

func TestAPartialCallIsProRata(t *testing.T) {
	a, b := account("a"), account("b")
	f := newKind(t, a, 100_000, callable())
	f.fund(yen(200_000))
	f.block("2026-06-22", func() { f.send(a, b, 30_000) })
	f.drain(a, b)
	require.NoError(t, f.call("2026-12-20", "40"))
	require.Contains(t, f.hooks.news, "called")
	require.Equal(t, dec("0.6"), f.payment(2).Factor, "it is in the schedule")
	f.block("2026-12-21")
	require.Equal(t, "29015000000", f.cash(a).String(), "70,000 × (40 % at 101 + 1.05 %), and no holder was walked over for it")
	require.Equal(t, "12435000000", f.cash(b).String())
	require.Equal(t, "70000", f.units(a))
	f.drain(a, b)
	f.block("2027-06-21")
	require.Equal(t, "441000000", f.cash(a).String(), "the coupon is on what is left")
	quote, err := f.queries.Quote(f.ctx, &types.QueryQuoteRequest{Isin: isin, CleanPrice: "100", SettleDate: "2027-06-20"})
	require.NoError(t, err)
	require.Equal(t, "0.600000", quote.Factor)
	require.Equal(t, "2.1000000000", quote.CompoundYield, "at par it yields its coupon")
	f.drain(a, b)
	f.block("2027-12-20")
	require.Equal(t, types.SERIES_STATUS_REDEEMED, f.series().Status)
	require.Equal(t, yen(42_000+441).Amount, f.cash(a))
}

func TestAFullCallEndsTheSeries(t *testing.T) {
	a := account("a")
	f := newKind(t, a, 100_000, callable())
	f.fund(yen(200_000))
	require.NoError(t, f.call("2026-12-20", "0"))
	require.ErrorIs(t, f.call("2027-06-20", "10"), types.ErrNotCallable, "it is gone by then")
	f.block("2026-06-22")
	f.drain(a)
	quote, err := f.queries.Quote(f.ctx, &types.QueryQuoteRequest{Isin: isin, CompoundYield: "2.1"})
	require.NoError(t, err)
	price := dec(quote.CleanPrice)
	require.True(t, price.GT(dec("100.98")) && price.LT(dec("101")), "the 101 of the call, in half a year: %s", price)
	require.Empty(t, quote.SimpleYield)
	f.block("2026-12-21")
	require.Equal(t, types.SERIES_STATUS_REDEEMED, f.series().Status)
	require.Equal(t, yen(101_000+1_050).Amount, f.cash(a))
	require.ErrorIs(t, f.call("2027-06-20", "0"), types.ErrMatured)
}

func TestCallsThatAreRefused(t *testing.T) {
	f := newKind(t, account("a"), 100_000, callable())
	f.block("2026-11-21")
	for name, c := range map[string]struct {
		on, share string
		want      error
	}{
		"off the terms":     {"2027-12-20", "10", types.ErrNotCallable},
		"not a date":        {"soon", "10", types.ErrNotCallable},
		"without notice":    {"2026-12-20", "10", nil},
		"share of nothing":  {"2027-06-20", "-1", types.ErrInvalidTerms},
		"more than all":     {"2027-06-20", "100", types.ErrInvalidTerms},
		"too many decimals": {"2027-06-20", "0.00001", types.ErrInvalidTerms},
	} {
		t.Run(name, func(t *testing.T) {
			err := f.call(c.on, c.share)
			if c.want == nil { // 21 November is 30 days before Monday 21 December
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, c.want)
		})
	}
	f.block("2026-11-22")
	require.ErrorIs(t, f.call("2027-06-20", "90"), types.ErrNotCallable, "90 percent are not left, call all")
	_, err := tx(f, f.msgs.Call, &types.MsgCall{Authority: account("x").String(), Isin: isin, Date: "2027-06-20", SharePct: dec("1")})
	require.ErrorIs(t, err, types.ErrNotIssuerAuthority)
	f2 := newLive(t)
	require.ErrorIs(t, f2.call("2026-12-20", "0"), types.ErrNotCallable, "the terms give no right")
	late := newKind(t, account("a"), 100_000, callable())
	late.block("2026-11-22")
	require.ErrorIs(t, late.call("2026-12-20", "0"), types.ErrNotCallable, "29 days are no notice")
}

func TestDefaultAfterTheGraceAndItsEnd(t *testing.T) {
	a := account("a")
	f := newKind(t, a, 100_000, callable())
	f.block("2026-06-22")
	f.block("2026-07-01")
	require.False(t, f.series().IsInDefault(), "in its grace")
	f.block("2026-07-02")
	require.Equal(t, "2026-07-02", f.series().DefaultedOn)
	require.Equal(t, 1, f.emitted()["kokusai.bond.v1.EventSeriesDefaulted"])
	require.Contains(t, f.hooks.news, "defaulted")
	_, err := tx(f, f.msgs.PlaceDirect, f.placement(account("b"), 50_000, "100"))
	require.ErrorIs(t, err, types.ErrInDefault)
	next, err := f.reload(t, unchanged)
	require.NoError(t, err)
	require.NoError(t, next.keeper.Audit(next.ctx))

	f.drain(a)
	f.block("2026-12-21")
	f.block("2027-01-15", func() { f.fund(yen(1_050)) })
	require.True(t, f.series().IsInDefault(), "the second is still missed")
	require.Equal(t, yen(1_050).Amount, f.cash(a))
	f.block("2027-01-16", func() { f.fund(yen(1_050)) })
	require.False(t, f.series().IsInDefault())
	require.Equal(t, []string{"opened", "recorded", "missed", "defaulted", "recorded", "missed", "cured", "cured", "default ended"}, f.hooks.news)
}

// Terms without a grace give the issuer the payment date, as a grace of one day does: nothing stays missed for ever.
func TestAPrincipalThatStaysMissedIsADefault(t *testing.T) {
	for name, c := range map[string]struct {
		grace uint32
		from  string
	}{
		"no grace":   {0, "2026-12-22"},
		"one day":    {1, "2026-12-22"},
		"three days": {3, "2026-12-24"},
	} {
		t.Run(name, func(t *testing.T) {
			terms := short()
			terms.GraceDays = c.grace
			f := newKind(t, account("a"), 100_000, terms)
			f.fund(yen(2_100))
			f.block(maturity)
			require.Equal(t, types.SERIES_STATUS_MATURED, f.series().Status)
			require.False(t, f.series().IsInDefault(), "on the day itself")
			f.block(c.from)
			require.Equal(t, c.from, f.series().DefaultedOn)
			require.NoError(t, f.keeper.Audit(f.ctx))
			f.block("2027-01-04", func() { f.fund(yen(100_000)) })
			require.Equal(t, types.SERIES_STATUS_REDEEMED, f.series().Status)
			require.False(t, f.series().IsInDefault())
		})
	}
}

func TestFrozenSeries(t *testing.T) {
	a := account("a")
	f := newKind(t, a, 100_000, short())
	f.drain(a)
	freeze := func(by sdk.AccAddress, reason string) error {
		_, err := tx(f, f.msgs.FreezeSeries, &types.MsgFreezeSeries{Authority: by.String(), Isin: isin, Reason: reason})
		return err
	}
	unfreeze := func() error {
		_, err := tx(f, f.msgs.UnfreezeSeries, &types.MsgUnfreezeSeries{Authority: f.ministry.String(), Isin: isin})
		return err
	}
	require.ErrorIs(t, freeze(a, "because"), types.ErrNotIssuerAuthority)
	require.ErrorIs(t, freeze(f.ministry, " "), types.ErrInvalidReason)
	require.ErrorIs(t, unfreeze(), types.ErrNotFrozen)
	require.NoError(t, freeze(f.ministry, "order of a court"))
	require.ErrorIs(t, freeze(f.ministry, "again"), types.ErrFrozen)
	require.Equal(t, "2026-01-07", f.series().Freeze.Since)
	_, err := tx(f, f.msgs.PlaceDirect, f.placement(account("b"), 50_000, "100"))
	require.ErrorIs(t, err, types.ErrFrozen)
	next, err := f.reload(t, unchanged)
	require.NoError(t, err)
	require.True(t, next.series().IsFrozen())

	f.block("2026-06-22", func() { f.fund(yen(110_000)) })
	f.block(maturity)
	require.Equal(t, yen(102_100).Amount, f.cash(a), "what is owed is paid all the same")
	require.ErrorIs(t, freeze(f.ministry, "late"), types.ErrFrozen)
	require.NoError(t, unfreeze())
	require.ErrorIs(t, freeze(f.ministry, "late"), types.ErrSeriesEnded)
	require.Subset(t, f.hooks.news, []string{"frozen", "unfrozen"})
}

func (f *fixture) propose(maturity, record, end string) error {
	_, err := tx(f, f.msgs.ProposeExtension, &types.MsgProposeExtension{
		Authority: f.ministry.String(), Isin: isin, MaturityDate: maturity, RecordDate: record, EndDate: end,
	})
	return err
}

func (f *fixture) vote(voter sdk.AccAddress, choice types.VoteChoice) (math.Int, error) {
	response, err := tx(f, f.msgs.Vote, &types.MsgVote{Voter: voter.String(), Isin: isin, Choice: choice})
	if err != nil {
		return math.Int{}, err
	}
	return response.Weight, nil
}

func TestAnExtensionByVote(t *testing.T) {
	a, b, c := account("a"), account("b"), account("c")
	f := newKind(t, a, 100_000, callable())
	f.fund(yen(300_000))
	f.block("2026-02-01", func() {
		f.send(a, b, 20_000)
		require.NoError(t, f.propose("2029-12-20", "2026-02-10", "2026-03-01"))
	})
	_, err := f.vote(a, types.VOTE_CHOICE_YES)
	require.ErrorIs(t, err, types.ErrNoBallot, "not open yet")
	require.ErrorIs(t, f.propose("2028-12-20", "2026-02-10", "2026-03-01"), types.ErrBallotPending)
	require.ErrorIs(t, f.call("2026-12-20", "0"), types.ErrBallotPending)
	f.block("2026-02-10")

	f.send(a, c, 80_000)
	_, err = f.vote(c, types.VOTE_CHOICE_YES)
	require.ErrorIs(t, err, types.ErrNoVote, "bought after the record date")
	weight, err := f.vote(a, types.VOTE_CHOICE_YES)
	require.NoError(t, err)
	require.Equal(t, "80000", weight.String(), "what it held, though it has sold")
	_, err = f.vote(a, types.VOTE_CHOICE_NO)
	require.ErrorIs(t, err, types.ErrHasVoted)
	weight, err = f.vote(b, types.VOTE_CHOICE_NO)
	require.NoError(t, err)
	require.Equal(t, "20000", weight.String())
	f.send(c, b, 80_000)
	_, err = f.vote(b, types.VOTE_CHOICE_YES)
	require.ErrorIs(t, err, types.ErrHasVoted, "the same units again")
	answer, err := f.queries.Ballot(f.ctx, &types.QueryBallotRequest{Isin: isin, Holder: c.String()})
	require.NoError(t, err)
	require.Equal(t, "0", answer.Row.Weight.String())
	next, err := f.reload(t, unchanged)
	require.NoError(t, err)
	require.NoError(t, next.keeper.Audit(next.ctx))
	_, err = next.vote(a, types.VOTE_CHOICE_YES)
	require.ErrorIs(t, err, types.ErrHasVoted, "also on a new chain")

	f.block("2026-03-01")
	require.Equal(t, "2029-12-20", f.series().Terms.MaturityDate)
	require.Contains(t, f.hooks.news, "extended")
	answer, err = f.queries.Ballot(f.ctx, &types.QueryBallotRequest{Isin: isin})
	require.NoError(t, err)
	require.Equal(t, types.BALLOT_STATUS_PASSED, answer.Ballot.Status)
	require.NoError(t, f.propose("2030-12-20", "2026-03-02", "2026-03-03"), "a next proposal")
	f.drain(a, b)
	f.block("2027-12-20")
	require.Equal(t, types.SERIES_STATUS_LIVE, f.series().Status, "it lives on")
	f.block("2029-12-20")
	require.Equal(t, types.SERIES_STATUS_REDEEMED, f.series().Status)
	require.Equal(t, yen(100_000+8*1_050).Amount, f.cash(b))
}

func TestAnExtensionThatFails(t *testing.T) {
	a, b := account("a"), account("b")
	f := newKind(t, a, 100_000, callable())
	f.block("2026-02-01", func() {
		f.send(a, b, 26_000)
		require.NoError(t, f.propose("2029-12-20", "2026-02-01", "2026-02-02"))
	})
	f.block("2026-02-01 00:01", func() {
		_, err := f.vote(a, types.VOTE_CHOICE_YES)
		require.NoError(t, err)
	})
	f.block("2026-02-02")
	require.Equal(t, "2027-12-20", f.series().Terms.MaturityDate, "74 of 75 percent")
	for name, c := range map[string]struct {
		maturity, record, end string
		want                  error
	}{
		"earlier":         {"2027-06-20", "2026-02-03", "2026-02-04", types.ErrInvalidBallot},
		"off schedule":    {"2028-12-21", "2026-02-03", "2026-02-04", types.ErrInvalidTerms},
		"past record":     {"2028-12-20", "2026-02-01", "2026-02-04", types.ErrInvalidBallot},
		"ends at once":    {"2028-12-20", "2026-02-03", "2026-02-03", types.ErrInvalidBallot},
		"takes too long":  {"2028-12-20", "2026-02-03", "2027-02-05", types.ErrInvalidBallot},
		"after maturity":  {"2028-12-20", "2027-12-01", "2027-12-20", types.ErrInvalidBallot},
		"not a date":      {"later", "2026-02-03", "2026-02-04", types.ErrInvalidBallot},
		"a century later": {"2126-12-20", "2026-02-03", "2026-02-04", types.ErrInvalidTerms},
	} {
		t.Run(name, func(t *testing.T) { require.ErrorIs(t, f.propose(c.maturity, c.record, c.end), c.want) })
	}
	_, err := f.vote(a, 0)
	require.ErrorIs(t, err, types.ErrInvalidVote)
	require.NoError(t, f.call("2026-12-20", "0"))
	require.ErrorIs(t, f.propose("2028-12-20", "2026-02-03", "2026-02-04"), types.ErrNotExtendable, "called")
	fixed := newLive(t)
	require.ErrorIs(t, fixed.propose("2036-12-20", "2026-02-03", "2026-02-04"), types.ErrNotExtendable, "by its terms")
}

// However units move while a ballot is open, each counts once, for who held it at the record moment. The law is audited
// after every block too.
func TestNoUnitVotesTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		holders := people()
		f := newKind(t, holders[0], 100_000, callable())
		held := map[string]int64{holders[0].String(): 100_000}
		move := func() {
			from := rapid.SampledFrom(holders).Draw(t, "from")
			to := rapid.SampledFrom(holders).Draw(t, "to")
			if held[from.String()] == 0 {
				return
			}
			units := rapid.Int64Range(1, held[from.String()]).Draw(t, "units")
			f.send(from, to, units)
			held[from.String()] -= units
			held[to.String()] += units
		}
		f.block("2026-02-01", func() {
			for range rapid.IntRange(0, 6).Draw(t, "before") {
				move()
			}
			require.NoError(t, f.propose("2029-12-20", "2026-02-10", "2026-03-01"))
		})
		f.block("2026-02-10")
		atRecord := map[string]int64{}
		for holder, units := range held {
			atRecord[holder] = units
		}
		yes, voted := int64(0), map[string]bool{}
		for i := range rapid.IntRange(1, 5).Draw(t, "blocks") {
			f.blockAt(tokyo("2026-02-11").Add(time.Duration(i)*time.Hour), func() {
				for range rapid.IntRange(0, 4).Draw(t, "acts") {
					if rapid.Bool().Draw(t, "move") {
						move()
						continue
					}
					voter := rapid.SampledFrom(holders).Draw(t, "voter")
					weight, err := f.vote(voter, types.VOTE_CHOICE_YES)
					if atRecord[voter.String()] == 0 || voted[voter.String()] {
						require.Error(t, err)
						continue
					}
					require.NoError(t, err)
					require.Equal(t, fmt.Sprint(atRecord[voter.String()]), weight.String())
					yes, voted[voter.String()] = yes+weight.Int64(), true
				}
			})
		}
		f.block("2026-03-01")
		require.Equal(t, yes >= 75_000, f.series().Terms.MaturityDate == "2029-12-20")
	})
}

func TestBallotRowsAreRemovedInTheBackground(t *testing.T) {
	a := account("a")
	f := newKind(t, a, 100_000, callable())
	params := types.DefaultParams()
	params.SweepLimit = 2
	require.NoError(t, f.keeper.UpdateParams(f.ctx, params))
	f.block("2026-02-01", func() { require.NoError(t, f.propose("2029-12-20", "2026-02-01", "2026-02-02")) })
	f.block("2026-02-01 00:01", func() {
		for i := range 5 {
			f.send(a, account(fmt.Sprint("buyer ", i)), 100)
		}
	})
	require.Equal(t, 6, f.keeper.BallotRows(f.ctx))
	f.block("2026-02-02")
	require.Equal(t, 4, f.keeper.BallotRows(f.ctx))
	f.block("2026-02-02 00:01")
	f.block("2026-02-02 00:02")
	f.block("2026-02-02 00:03")
	require.Zero(t, f.keeper.BallotRows(f.ctx))
}

func TestBallotsOfGenesisThatAreRefused(t *testing.T) {
	a := account("a")
	f := newKind(t, a, 100_000, callable())
	f.block("2026-02-01", func() { require.NoError(t, f.propose("2029-12-20", "2026-02-01", "2026-03-02")) })
	f.block("2026-02-02", func() {
		f.send(a, account("b"), 1_000)
		_, err := f.vote(a, types.VOTE_CHOICE_YES)
		require.NoError(t, err)
	})
	for name, c := range map[string]struct {
		change func(*types.GenesisState)
		want   error
	}{
		"twice":         {func(g *types.GenesisState) { g.Ballots = append(g.Ballots, g.Ballots[0]) }, types.ErrInvalidGenesis},
		"of nothing":    {func(g *types.GenesisState) { g.Ballots[0].Isin = "JP1103821S29" }, types.ErrInvalidGenesis},
		"no status":     {func(g *types.GenesisState) { g.Ballots[0].Status = 0 }, types.ErrInvalidGenesis},
		"over-voted":    {func(g *types.GenesisState) { g.Ballots[0].No = math.NewInt(1) }, types.ErrInvalidGenesis},
		"uncounted":     {func(g *types.GenesisState) { g.Ballots[0].Yes = math.NewInt(99_999) }, types.ErrInvalidGenesis},
		"row twice":     {func(g *types.GenesisState) { g.BallotRows = append(g.BallotRows, g.BallotRows[0]) }, types.ErrInvalidGenesis},
		"row lost":      {func(g *types.GenesisState) { g.BallotRows = g.BallotRows[:1]; g.Ballots[0].Yes = math.ZeroInt() }, types.ErrInvalidGenesis},
		"row of nobody": {func(g *types.GenesisState) { g.BallotRows[0].Holder = "x" }, types.ErrInvalidGenesis},
		"closed":        {func(g *types.GenesisState) { g.Ballots[0].Status = types.BALLOT_STATUS_REJECTED }, types.ErrInvalidGenesis},
		"too late":      {func(g *types.GenesisState) { g.Ballots[0].EndDate = "2028-01-01" }, types.ErrInvalidGenesis},
		"no later":      {func(g *types.GenesisState) { g.Ballots[0].MaturityDate = "2027-12-20" }, types.ErrInvalidBallot},
		"weights": {func(g *types.GenesisState) {
			g.BallotRows[0].Row.Weight, g.BallotRows[1].Row.Weight = math.ZeroInt(), math.ZeroInt()
			g.Ballots[0].Yes = math.ZeroInt()
		}, types.ErrBrokenLaw},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := f.reload(t, func(g *types.GenesisState, _ *banktypes.GenesisState) { c.change(g) })
			require.ErrorIs(t, err, c.want)
		})
	}
	_, err := f.reload(t, unchanged)
	require.NoError(t, err)
}
