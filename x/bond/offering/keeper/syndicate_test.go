package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/offering/types"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// 300 million at 100.25, with 18 days of interest on each share: ⌊face × 2.1 % × 18/365⌋.
func TestSyndicateIsPlaced(t *testing.T) {
	f := newFixture(t)
	f.form()
	require.Equal(t, 1, f.emitted("EventSyndicateFormed"))
	paid, err := f.payShare(f.seller, "")
	require.NoError(t, err)
	require.Equal(t, yen(200_500_000), paid.Principal)
	require.Equal(t, yen(207_123), paid.Accrued)
	_, err = f.payShare(f.buyer, f.buyer.String())
	require.NoError(t, err)
	require.Equal(t, 2, f.emitted("EventSharePaid"))
	require.EqualValues(t, 300_750_000+207_123+103_561, f.held().AmountOf("ujpy").Int64()/million)
	f.block("2026-01-06 23:59")
	require.Equal(t, types.SYNDICATE_STATUS_FORMED, f.syndicate().Status)

	f.custody.ineligible[f.buyer.String()] = true // too late to get out: the units wait in suspense
	f.block("2026-01-07")
	require.Equal(t, types.SYNDICATE_STATUS_PLACED, f.syndicate().Status)
	require.Equal(t, 1, f.emitted("EventSyndicateClosed"))
	require.EqualValues(t, 200*million, f.units(f.seller))
	require.EqualValues(t, 100*million, f.units(suspense(f.buyer)))
	require.EqualValues(t, 300_750_000+207_123+103_561, f.cash(f.treasury))
	require.Empty(t, f.held())
	_, err = f.payShare(f.buyer, "")
	require.ErrorIs(t, err, types.ErrOver)
	all, err := f.queries.Syndicates(f.ctx, &types.QuerySyndicatesRequest{})
	require.NoError(t, err)
	require.Len(t, all.Syndicates, 1)
}

func TestLeadTakesOver(t *testing.T) {
	f := newFixture(t)
	f.form()
	_, err := f.payShare(f.seller, f.buyer.String())
	require.NoError(t, err)
	_, err = f.payShare(f.seller, "")
	require.NoError(t, err)
	f.block("2026-01-07")
	require.EqualValues(t, 300*million, f.units(f.seller))
	require.Zero(t, f.units(f.buyer))
	require.EqualValues(t, 1_000*million, f.cash(f.buyer))
}

// One share is missing until the window is over: nobody gets anything, and everybody gets the money back.
func TestSyndicateFails(t *testing.T) {
	f := newFixture(t)
	f.form()
	_, err := f.payShare(f.seller, "")
	require.NoError(t, err)
	f.block("2026-01-07")
	require.Contains(t, f.syndicate().Reason, "share not paid")
	f.block("2026-01-07 17:59")
	require.Equal(t, types.SYNDICATE_STATUS_FORMED, f.syndicate().Status)
	f.block("2026-01-07 18:09")
	require.Equal(t, types.SYNDICATE_STATUS_FAILED, f.syndicate().Status)
	require.Equal(t, 1, f.emitted("EventSyndicateClosed"))
	require.EqualValues(t, 1_000*million, f.cash(f.seller))
	require.Zero(t, f.units(f.seller))
	require.Empty(t, f.held())
	series, err := f.bond.GetSeries(f.ctx, isin)
	require.NoError(t, err)
	require.Equal(t, bondtypes.SERIES_STATUS_ANNOUNCED, series.Status)
}

// What a syndicate may take up is out of reach of others until it is placed or called off; no syndicate is named for more
// than there is room for.
func TestAPromisedAmountIsKept(t *testing.T) {
	f := newFixture(t)
	f.form()
	room := func() int64 {
		room, err := f.bond.Room(f.ctx, isin)
		require.NoError(t, err)
		return room.Int64()
	}
	face := f.syndicate().Face().Int64()
	require.Equal(t, 1_000*million-face, room())
	second := f.terms()
	second.Id, second.Shares[0].Face = "mof.second", math.NewInt(room()) // with the other share it is more
	_, err := tx(f, f.msgs.FormSyndicate, &types.MsgFormSyndicate{Authority: f.ministry.String(), Terms: second})
	require.ErrorIs(t, err, types.ErrAboveAuthorised)

	f.ctx = f.ctx.WithBlockTime(tokyo("2026-01-07"))
	issue := func(face int64) error {
		cached, write := f.ctx.CacheContext()
		err := f.bond.Issue(cached, isin, date.MustParse("2026-01-07"), []bondtypes.Allotment{{Holder: account("other"), Face: math.NewInt(face)}})
		if err == nil {
			write()
		}
		return err
	}
	require.ErrorIs(t, issue(room()+50_000), bondtypes.ErrAboveAuthorised)
	require.NoError(t, issue(room()))
	for _, member := range []sdk.AccAddress{f.seller, f.buyer} {
		_, err := f.payShare(member, "")
		require.NoError(t, err)
	}
	f.block("2026-01-07")
	require.Equal(t, types.SYNDICATE_STATUS_PLACED, f.syndicate().Status)
	require.Zero(t, room())

	f = newFixture(t)
	f.form()
	must(f, f.msgs.DissolveSyndicate, &types.MsgDissolveSyndicate{Authority: f.ministry.String(), SyndicateId: id})
	require.EqualValues(t, 1_000*million, room())
	require.NoError(t, f.keeper.Audit(f.ctx))
}

func TestDissolveSyndicate(t *testing.T) {
	f := newFixture(t)
	f.form()
	_, err := f.payShare(f.buyer, "")
	require.NoError(t, err)
	dissolve := &types.MsgDissolveSyndicate{Authority: f.seller.String(), SyndicateId: id}
	_, err = tx(f, f.msgs.DissolveSyndicate, dissolve)
	require.ErrorIs(t, err, types.ErrNotIssuerAuthority)
	dissolve.Authority = f.ministry.String()
	must(f, f.msgs.DissolveSyndicate, dissolve)
	require.Equal(t, types.SYNDICATE_STATUS_DISSOLVED, f.syndicate().Status)
	require.EqualValues(t, 1_000*million, f.cash(f.buyer))
	_, err = tx(f, f.msgs.DissolveSyndicate, dissolve)
	require.ErrorIs(t, err, types.ErrOver)
	dissolve.SyndicateId = "mof.other"
	_, err = tx(f, f.msgs.DissolveSyndicate, dissolve)
	require.ErrorIs(t, err, types.ErrSyndicateNotFound)
	f.block("2026-01-07")
	require.Zero(t, f.emitted("EventSyndicateClosed"))
}

func TestFormSyndicateRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		change func(f *fixture, msg *types.MsgFormSyndicate)
		want   error
	}{
		"not the issuer":        {func(f *fixture, m *types.MsgFormSyndicate) { m.Authority = f.seller.String() }, types.ErrNotIssuerAuthority},
		"an id without issuer":  {func(f *fixture, m *types.MsgFormSyndicate) { m.Terms.Id = "first" }, types.ErrInvalidSyndicate},
		"an id of another":      {func(f *fixture, m *types.MsgFormSyndicate) { m.Terms.Id = "boj.first" }, bondtypes.ErrIssuerNotFound},
		"an id in use":          {func(f *fixture, m *types.MsgFormSyndicate) { f.form() }, types.ErrSyndicateExists},
		"a bad ISIN":            {func(f *fixture, m *types.MsgFormSyndicate) { m.Terms.Isin = "JP" }, bondtypes.ErrInvalidISIN},
		"an unknown series":     {func(f *fixture, m *types.MsgFormSyndicate) { m.Terms.Isin = "JP1103821S45" }, bondtypes.ErrSeriesNotFound},
		"no price":              {func(f *fixture, m *types.MsgFormSyndicate) { m.Terms.CleanPrice = math.LegacyDec{} }, bondtypes.ErrInvalidPrice},
		"no date":               {func(f *fixture, m *types.MsgFormSyndicate) { m.Terms.SettleDate = "soon" }, types.ErrInvalidSyndicate},
		"before the issue date": {func(f *fixture, m *types.MsgFormSyndicate) { m.Terms.SettleDate = "2026-01-06" }, bondtypes.ErrBeforeIssueDate},
		"on a Sunday":           {func(f *fixture, m *types.MsgFormSyndicate) { m.Terms.SettleDate = "2026-01-11" }, types.ErrInvalidSyndicate},
		"on the day itself": {func(f *fixture, m *types.MsgFormSyndicate) {
			f.ctx = f.ctx.WithBlockTime(tokyo("2026-01-07"))
		}, types.ErrDatePassed},
		"nobody":       {func(f *fixture, m *types.MsgFormSyndicate) { m.Terms.Shares = nil }, types.ErrInvalidSyndicate},
		"a lead apart": {func(f *fixture, m *types.MsgFormSyndicate) { m.Terms.Lead = f.treasury.String() }, types.ErrInvalidSyndicate},
		"one twice":    {func(f *fixture, m *types.MsgFormSyndicate) { m.Terms.Shares[1] = m.Terms.Shares[0] }, types.ErrInvalidSyndicate},
		"a member of no address": {func(f *fixture, m *types.MsgFormSyndicate) {
			m.Terms.Shares[1].Account = "x"
		}, types.ErrInvalidAddress},
		"a share of nothing":      {func(f *fixture, m *types.MsgFormSyndicate) { m.Terms.Shares[1].Face = math.ZeroInt() }, bondtypes.ErrInvalidAmount},
		"a share below a piece":   {func(f *fixture, m *types.MsgFormSyndicate) { m.Terms.Shares[1].Face = math.OneInt() }, types.ErrInvalidSyndicate},
		"more than is authorised": {func(f *fixture, m *types.MsgFormSyndicate) { m.Terms.Shares[1].Face = math.NewInt(800_050_000) }, types.ErrAboveAuthorised},
		"more members than params": {func(f *fixture, m *types.MsgFormSyndicate) {
			params := types.DefaultParams()
			params.MaxMembers = 1
			must(f, f.msgs.UpdateParams, &types.MsgUpdateParams{Authority: f.gov.String(), Params: params})
		}, types.ErrInvalidSyndicate},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			msg := &types.MsgFormSyndicate{Authority: f.ministry.String(), Terms: f.terms()}
			c.change(f, msg)
			_, err := tx(f, f.msgs.FormSyndicate, msg)
			require.ErrorIs(t, err, c.want)
		})
	}
}

func TestPayShareRefusals(t *testing.T) {
	f := newFixture(t)
	_, err := f.payShare(f.buyer, "")
	require.ErrorIs(t, err, types.ErrSyndicateNotFound)
	f.form()
	_, err = f.payShare(f.treasury, "")
	require.ErrorIs(t, err, types.ErrNotMember)
	_, err = f.payShare(f.buyer, f.seller.String())
	require.ErrorIs(t, err, types.ErrNotLead)
	_, err = f.payShare(f.buyer, "")
	require.NoError(t, err)
	_, err = f.payShare(f.seller, f.buyer.String())
	require.ErrorIs(t, err, types.ErrSharePaid)
	_, err = tx(f, f.msgs.PayShare, &types.MsgPayShare{Payer: "x", SyndicateId: id})
	require.ErrorIs(t, err, types.ErrInvalidAddress)
	_, err = tx(f, f.msgs.PayShare, &types.MsgPayShare{Payer: f.buyer.String(), SyndicateId: "x"})
	require.ErrorIs(t, err, types.ErrInvalidSyndicate)
}
