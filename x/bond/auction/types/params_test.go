package types_test

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

func dec(text string) math.LegacyDec { return math.LegacyMustNewDecFromStr(text) }

func TestParams(t *testing.T) {
	require.NoError(t, types.DefaultParams().Validate())
	for name, change := range map[string]func(*types.Params){
		"no participants":   func(p *types.Params) { p.MaxParticipants = 0 },
		"many participants": func(p *types.Params) { p.MaxParticipants = 10_001 },
		"many dealers":      func(p *types.Params) { p.MaxDealers = 201 },
		"only dealers":      func(p *types.Params) { p.MaxParticipants, p.MaxDealers = 10, 11 },
		"no bids":           func(p *types.Params) { p.MaxBids = 0 },
		"many series":       func(p *types.Params) { p.MaxSeries = 201 },
		"no work":           func(p *types.Params) { p.WorkLimit = 0 },
		"no retry":          func(p *types.Params) { p.RetryInterval = 0 },
		"no grace":          func(p *types.Params) { p.SettlementGrace = time.Minute },
		"long grace":        func(p *types.Params) { p.SettlementGrace = 31 * 24 * time.Hour },
		"short memory":      func(p *types.Params) { p.Retention = time.Hour },
		"no cap":            func(p *types.Params) { p.BidderCapPct = dec("0") },
		"cap above all":     func(p *types.Params) { p.BidderCapPct = dec("100.1") },
		"missing":           func(p *types.Params) { p.MinDepositPct = math.LegacyDec{} },
		"negative":          func(p *types.Params) { p.ShortDutyPct = dec("-1") },
		"too precise":       func(p *types.Params) { p.OtherDutyPct = dec("0.00001") },
		"too much for free": func(p *types.Params) { p.MaxFirstRoundPct = dec("41") },
		"no short term":     func(p *types.Params) { p.ShortTermMonths = 0 },
	} {
		params := types.DefaultParams()
		change(&params)
		require.ErrorIs(t, params.Validate(), types.ErrInvalidParams, name)
	}
}

// The sealed text is written here by hand: anybody can make a seal.
func TestSeal(t *testing.T) {
	salt := make([]byte, types.SaltBytes)
	salt[0] = 0xab
	bids := []types.Bid{
		{Level: dec("100.6"), Amount: math.NewInt(300_000_000)},
		{Isin: "JP1103811S13", Level: dec("-0.001"), Amount: math.NewInt(100_000_000)},
	}
	text := "kokusai auction bids 1\nmof.a\nkokusai1x\n" + hex.EncodeToString(salt) +
		"\n- 100.6000 300000000\nJP1103811S13 -0.0010 100000000\nnon-price 5\n"
	require.Equal(t, text, types.SealedText("mof.a", "kokusai1x", salt, bids, math.NewInt(5)))
	sum := sha256.Sum256([]byte(text))
	seal := types.Seal("mof.a", "kokusai1x", salt, bids, math.NewInt(5))
	require.Equal(t, sum[:], seal)
	for name, other := range map[string][]byte{
		"auction": types.Seal("mof.b", "kokusai1x", salt, bids, math.NewInt(5)),
		"bidder":  types.Seal("mof.a", "kokusai1y", salt, bids, math.NewInt(5)),
		"order":   types.Seal("mof.a", "kokusai1x", salt, []types.Bid{bids[1], bids[0]}, math.NewInt(5)),
		"fewer":   types.Seal("mof.a", "kokusai1x", salt, bids[:1], math.NewInt(5)),
		"rest":    types.Seal("mof.a", "kokusai1x", salt, bids, math.NewInt(0)),
		"salt":    types.Seal("mof.a", "kokusai1x", make([]byte, types.SaltBytes), bids, math.NewInt(5)),
	} {
		require.NotEqual(t, seal, other, name)
	}
}

func TestQuarters(t *testing.T) {
	for day, quarter := range map[string]string{
		"2026-01-01": "2026Q1", "2026-03-31": "2026Q1", "2026-04-01": "2026Q2", "2026-09-30": "2026Q3", "2026-12-31": "2026Q4",
	} {
		require.Equal(t, quarter, types.QuarterOf(date.MustParse(day)))
	}
	require.Equal(t, "2026Q1", types.QuarterBefore("2026Q1", 0))
	require.Equal(t, "2025Q4", types.QuarterBefore("2026Q1", 1))
	require.Equal(t, "2025Q2", types.QuarterBefore("2026Q2", 4))
	for _, bad := range []string{"", "2026", "2026Q5", "2026Q0", "26Q1", "2026q1", "2026Q1 "} {
		require.ErrorIs(t, types.ValidateQuarter(bad), types.ErrInvalidQuery, bad)
	}
}

// New York's auctions are at New York's hours, in summer and winter.
func TestTimesAreThoseOfTheMarket(t *testing.T) {
	terms := types.AuctionTerms{
		SecondRoundPct: dec("0"), BidStart: "2026-07-06T09:00", CommitDeadline: "2026-07-06T13:00", RevealDeadline: "2026-07-06T13:30", SettleDate: "2026-07-07",
	}
	times, err := terms.Timetable("newyork")
	require.NoError(t, err)
	require.Equal(t, "2026-07-06T17:00:00Z", times.CommitDeadline.Format(time.RFC3339))
	require.Equal(t, "2026-07-07T04:00:00Z", times.Settlement.Format(time.RFC3339))
	require.Equal(t, times.RevealDeadline, times.SecondEnd)
	require.ErrorIs(t, times.CheckBidding(times.BidStart.Add(-1)), types.ErrTooEarly)
	require.NoError(t, times.CheckBidding(times.BidStart))
	require.ErrorIs(t, times.CheckBidding(times.CommitDeadline), types.ErrDeadlinePassed)
	require.NoError(t, times.CheckRevealing(times.CommitDeadline))
	require.ErrorIs(t, times.CheckSecondRound(times.SecondStart), types.ErrDeadlinePassed)
	_, err = terms.Timetable("paris")
	require.ErrorIs(t, err, types.ErrInvalidTerms)
}
