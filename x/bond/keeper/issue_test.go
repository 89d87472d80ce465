package keeper_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

func (f *fixture) issue(settle string, allotments ...types.Allotment) error {
	cached, write := f.ctx.CacheContext()
	err := f.keeper.Issue(cached, isin, date.MustParse(settle), allotments)
	if err == nil {
		write()
	}
	return err
}

func allotment(name string, face int64) types.Allotment {
	return types.Allotment{Holder: account(name), Face: math.NewInt(face)}
}

func TestIssueMintsForAllOrForNone(t *testing.T) {
	f := newLive(t)
	f.gate.ineligible[account("barred").String()] = true
	require.NoError(t, f.issue("2026-01-07", allotment("alice", 150_000), allotment("barred", 50_000)))
	require.Equal(t, "150000", f.units(account("alice")))
	require.Equal(t, "50000", f.units(suspense(account("barred"))), "in suspense")
	require.Equal(t, types.SERIES_STATUS_LIVE, f.series().Status)
	require.Equal(t, "200000", f.series().Issued.String())
	require.Equal(t, 2, f.emitted()["kokusai.bond.v1.EventUnitsIssued"])
	require.NoError(t, f.keeper.Audit(f.ctx))

	for name, c := range map[string]struct {
		settle     string
		want       error
		allotments []types.Allotment
	}{
		"nothing":          {"2026-01-07", types.ErrInvalidAmount, nil},
		"tomorrow":         {"2026-01-08", types.ErrBeforeIssueDate, []types.Allotment{allotment("alice", 50_000)}},
		"before the issue": {"2026-01-06", types.ErrBeforeIssueDate, []types.Allotment{allotment("alice", 50_000)}},
		"no face":          {"2026-01-07", types.ErrInvalidAmount, []types.Allotment{allotment("alice", 50_000), allotment("bob", 0)}},
		"below a piece":    {"2026-01-07", types.ErrInvalidAmount, []types.Allotment{allotment("alice", 50_000), allotment("bob", 1)}},
		"above authorised": {"2026-01-07", types.ErrAboveAuthorised, []types.Allotment{allotment("alice", 100_000_000)}},
	} {
		require.ErrorIs(t, f.issue(c.settle, c.allotments...), c.want, name)
	}
	require.Equal(t, "200000", f.series().Issued.String())
}

type promise struct{ face int64 }

func (p *promise) Promised(context.Context, string) (math.Int, error) {
	return math.NewInt(p.face), nil
}

// What sub-modules have promised of a series is for nobody else.
func TestWhatIsPromisedIsNotIssuedToOthers(t *testing.T) {
	f := newLive(t)
	promised := &promise{99_900_000}
	f.keeper.SetOffers(types.MultiOffers{promised})
	require.Panics(t, func() { f.keeper.SetOffers(types.MultiOffers{promised}) })
	room, err := f.keeper.Room(f.ctx, isin)
	require.NoError(t, err)
	require.Equal(t, f.series().Terms.Authorised.Sub(f.series().Issued).SubRaw(99_900_000), room)
	require.ErrorIs(t, f.issue("2026-01-07", allotment("alice", room.Int64()+50_000)), types.ErrAboveAuthorised)
	require.NoError(t, f.issue("2026-01-07", allotment("alice", room.Int64())))
	require.NoError(t, f.keeper.Audit(f.ctx))
	promised.face += 50_000
	require.ErrorIs(t, f.keeper.Audit(f.ctx), types.ErrBrokenLaw)
}

// What was agreed for a date is not issued once a coupon has been recorded: the buyer would lose or win it.
func TestIssueAfterACoupon(t *testing.T) {
	f := newLive(t)
	require.NoError(t, f.issue("2026-01-07", allotment("alice", 50_000)))
	f.block("2026-06-19")
	require.NoError(t, f.issue("2026-01-07", allotment("alice", 50_000)), "late, and still with the coupon")
	f.block("2026-06-22")
	require.ErrorIs(t, f.issue("2026-06-19", allotment("alice", 50_000)), types.ErrExCoupon)
	require.NoError(t, f.issue("2026-06-22", allotment("alice", 50_000)))
}

func TestIssueOfWhatHasEnded(t *testing.T) {
	f := newLive(t)
	require.ErrorIs(t, f.keeper.Issue(f.ctx, "JP1103821S29", date.MustParse("2026-01-07"), nil), types.ErrSeriesNotFound)
	series := f.series()
	series.Status = types.SERIES_STATUS_MATURED
	require.NoError(t, f.keeper.BreakSeries(f.ctx, series))
	require.ErrorIs(t, f.issue("2026-01-07", allotment("alice", 50_000)), types.ErrNotIssuable)
}

// The basis says before the date what the placement will charge on it.
func TestIssueBasisAgreesWithPlacements(t *testing.T) {
	for _, day := range []string{"2026-01-07", "2026-03-03", "2026-06-19", "2026-06-22", "2026-12-18", "2026-12-21", "2035-12-18"} {
		f := newLive(t)
		basis, err := f.keeper.IssueBasis(f.ctx, isin, date.MustParse(day))
		require.NoError(t, err)
		accrued, err := basis.AccruedDown(math.NewInt(12_350_000))
		require.NoError(t, err)

		f.give(f.treasury, yen(3_000_000_000))
		must(f, f.msgs.FundPayments, &types.MsgFundPayments{Funder: f.treasury.String(), Isin: isin, Amount: yen(3_000_000_000)})
		f.block(day)
		f.give(account("alice"), yen(100_000_000))
		placed := must(f, f.msgs.PlaceDirect, f.placement(account("alice"), 12_350_000, "100"))
		require.Equal(t, placed.Accrued, sdk.NewCoin("ujpy", accrued), day)
	}
}

func TestIssueBasisRefusals(t *testing.T) {
	f := newLive(t)
	terms := jgb381()
	terms.RecordBusinessDays = 2
	for name, c := range map[string]struct {
		series types.Series
		day    string
		want   error
	}{
		"before issue":      {types.NewSeries(jgb381()), "2026-01-06", types.ErrBeforeIssueDate},
		"at maturity":       {types.NewSeries(jgb381()), "2035-12-20", types.ErrMatured},
		"without coupon":    {types.NewSeries(terms), "2026-06-19", types.ErrExCoupon},
		"on the record day": {types.NewSeries(terms), "2026-06-18", types.ErrExCoupon},
	} {
		_, err := c.series.IssueBasis(date.MustParse(c.day), 0, types.NoFixings{})
		require.ErrorIs(t, err, c.want, name)
	}
	_, err := f.keeper.IssueBasis(f.ctx, "JP1103821S29", date.MustParse("2026-01-07"))
	require.ErrorIs(t, err, types.ErrSeriesNotFound)
}
