package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/baseapp"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/kokusai-chain/kokusai/x/bond/auction/sealed"
	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
)

func (f *fixture) announcing(change func(*types.AuctionTerms)) error {
	terms := f.tenYearAuction()
	change(&terms)
	_, err := tx(f, f.msgs.Announce, &types.MsgAnnounce{Authority: f.ministry.String(), Terms: terms})
	return err
}

func TestAnnouncementsThatAreRefused(t *testing.T) {
	f := newMarket(t)
	other := tenYear()
	other.Isin, other.Currency, other.Calendar = isinOf(10, 382, 2026, 1), "uusd", "newyork"
	f.open(other)
	f.isin = tenYear().Isin
	several := func(terms *types.AuctionTerms, isins ...string) {
		terms.Method, terms.Tick, terms.DearestLevel = types.AUCTION_METHOD_YIELD_SPREAD, dec("0.001"), dec("-0.5")
		terms.NonCompetitivePct, terms.NonCompetitiveUnit, terms.NonCompetitiveLimit = dec("0"), math.ZeroInt(), math.ZeroInt()
		terms.FirstRoundPct, terms.SecondRoundPct, terms.SecondStart, terms.SecondEnd = dec("0"), dec("0"), "", ""
		terms.Series = nil
		for _, isin := range isins {
			terms.Series = append(terms.Series, types.AuctionSeries{Isin: isin})
		}
	}
	for name, c := range map[string]struct {
		change func(*types.AuctionTerms)
		want   error
	}{
		"id of another issuer":    {func(a *types.AuctionTerms) { a.Id = "other.auction" }, types.ErrInvalidTerms},
		"id in capitals":          {func(a *types.AuctionTerms) { a.Id = "mof.Auction" }, types.ErrInvalidTerms},
		"no method":               {func(a *types.AuctionTerms) { a.Method = 0 }, types.ErrInvalidTerms},
		"unknown method":          {func(a *types.AuctionTerms) { a.Method = 99 }, types.ErrInvalidTerms},
		"no series":               {func(a *types.AuctionTerms) { a.Series = nil }, types.ErrInvalidTerms},
		"bad ISIN":                {func(a *types.AuctionTerms) { a.Series[0].Isin = "JP1103811S14" }, types.ErrInvalidTerms},
		"unknown series":          {func(a *types.AuctionTerms) { a.Series[0].Isin = isinOf(10, 383, 2026, 1) }, bondtypes.ErrSeriesNotFound},
		"a reference at a price":  {func(a *types.AuctionTerms) { a.Series[0].Reference = "1" }, types.ErrInvalidTerms},
		"two series at a price":   {func(a *types.AuctionTerms) { a.Series = append(a.Series, types.AuctionSeries{Isin: other.Isin}) }, types.ErrInvalidTerms},
		"no offering":             {func(a *types.AuctionTerms) { a.Offering = math.ZeroInt() }, types.ErrInvalidTerms},
		"offering in pieces":      {func(a *types.AuctionTerms) { a.Offering = math.NewInt(unit + 1) }, types.ErrInvalidTerms},
		"unit below denomination": {func(a *types.AuctionTerms) { a.BidUnit = math.NewInt(10_000) }, types.ErrInvalidTerms},
		"tick too fine":           {func(a *types.AuctionTerms) { a.Tick = dec("0.00001") }, types.ErrInvalidTerms},
		"no tick":                 {func(a *types.AuctionTerms) { a.Tick = math.LegacyDec{} }, types.ErrInvalidTerms},
		"dearest off the tick":    {func(a *types.AuctionTerms) { a.DearestLevel = dec("105.005") }, types.ErrInvalidTerms},
		"dearest is no price":     {func(a *types.AuctionTerms) { a.DearestLevel = dec("-1") }, types.ErrInvalidTerms},
		"no deposit":              {func(a *types.AuctionTerms) { a.Deposit = math.ZeroInt() }, types.ErrInvalidTerms},
		"deposit too small":       {func(a *types.AuctionTerms) { a.Deposit = math.NewInt(499_999_999_999) }, types.ErrInvalidTerms},
		"non-competitive 11":      {func(a *types.AuctionTerms) { a.NonCompetitivePct = dec("11") }, types.ErrInvalidTerms},
		"first round 21":          {func(a *types.AuctionTerms) { a.FirstRoundPct = dec("21") }, types.ErrInvalidTerms},
		"second round 11":         {func(a *types.AuctionTerms) { a.SecondRoundPct = dec("11") }, types.ErrInvalidTerms},
		"small without a unit":    {func(a *types.AuctionTerms) { a.NonCompetitiveUnit = math.ZeroInt() }, types.ErrInvalidTerms},
		"small for dealers only":  {func(a *types.AuctionTerms) { a.DealersOnly = true }, types.ErrInvalidTerms},
		"small at a single price": {func(a *types.AuctionTerms) { a.Method = types.AUCTION_METHOD_SINGLE_PRICE }, types.ErrInvalidTerms},
		"nothing left for bids":   {func(a *types.AuctionTerms) { a.Offering, a.Deposit = math.NewInt(unit), math.NewInt(1e15) }, types.ErrInvalidTerms},
		"cap below a unit": {func(a *types.AuctionTerms) {
			a.Offering, a.FirstRoundPct, a.NonCompetitivePct = math.NewInt(unit), dec("0"), dec("0")
			a.NonCompetitiveUnit, a.NonCompetitiveLimit = math.ZeroInt(), math.ZeroInt()
		}, types.ErrInvalidTerms},
		"starts in the past":       {func(a *types.AuctionTerms) { a.BidStart = "2026-01-05T08:59" }, types.ErrInvalidTimes},
		"ends before it starts":    {func(a *types.AuctionTerms) { a.CommitDeadline = "2026-01-06T10:30" }, types.ErrInvalidTimes},
		"no time to reveal":        {func(a *types.AuctionTerms) { a.RevealDeadline = "2026-01-06T11:50" }, types.ErrInvalidTimes},
		"second before the close":  {func(a *types.AuctionTerms) { a.SecondStart = "2026-01-06T12:29" }, types.ErrInvalidTimes},
		"second ends at its start": {func(a *types.AuctionTerms) { a.SecondEnd = "2026-01-06T14:00" }, types.ErrInvalidTimes},
		"settles on the day":       {func(a *types.AuctionTerms) { a.SettleDate = "2026-01-06" }, types.ErrInvalidTimes},
		"settles on a Sunday":      {func(a *types.AuctionTerms) { a.SettleDate = "2026-01-11" }, types.ErrInvalidTimes},
		"settles on a holiday":     {func(a *types.AuctionTerms) { a.SettleDate = "2026-01-12" }, types.ErrInvalidTimes},
		"second without times":     {func(a *types.AuctionTerms) { a.SecondStart = "" }, types.ErrInvalidTerms},
		"times without a second":   {func(a *types.AuctionTerms) { a.SecondRoundPct = dec("0") }, types.ErrInvalidTerms},
		"no such time":             {func(a *types.AuctionTerms) { a.BidStart = "2026-01-06T25:00" }, types.ErrInvalidTerms},
		"half a second":            {func(a *types.AuctionTerms) { a.BidStart = "2026-01-06T10:30:00.5" }, types.ErrInvalidTerms},
		"no date":                  {func(a *types.AuctionTerms) { a.SettleDate = "tomorrow" }, types.ErrInvalidTerms},
		"above authorised": {func(a *types.AuctionTerms) {
			a.Offering = math.NewInt(10_000_000_000_000)
			a.Deposit = math.NewInt(1e18)
		}, types.ErrAboveAuthorised},
		"matured by then": {func(a *types.AuctionTerms) { a.SettleDate = "2036-01-07" }, bondtypes.ErrMatured},
		"spread of a fixed coupon": {func(a *types.AuctionTerms) {
			several(a, f.isin)
			a.Method = types.AUCTION_METHOD_SPREAD
		}, types.ErrNotOnOffer},
		"buy-back of what is not issued": {func(a *types.AuctionTerms) {
			several(a, f.isin)
			a.Method, a.DearestLevel = types.AUCTION_METHOD_BUY_BACK, dec("100")
		}, types.ErrNotOnOffer},
		"two currencies":        {func(a *types.AuctionTerms) { several(a, f.isin, other.Isin) }, types.ErrNotOnOffer},
		"one series twice":      {func(a *types.AuctionTerms) { several(a, f.isin, f.isin) }, types.ErrInvalidTerms},
		"unreadable reference":  {func(a *types.AuctionTerms) { several(a, f.isin); a.Series[0].Reference = "1e3" }, types.ErrInvalidTerms},
		"rounds of many series": {func(a *types.AuctionTerms) { several(a, f.isin); a.FirstRoundPct = dec("10") }, types.ErrInvalidTerms},
	} {
		require.ErrorIs(t, f.announcing(c.change), c.want, name)
	}
	_, err := tx(f, f.msgs.Announce, &types.MsgAnnounce{Authority: account("A").String(), Terms: f.tenYearAuction()})
	require.ErrorIs(t, err, types.ErrNotIssuerAuthority)
	f.announce(f.tenYearAuction())
	require.ErrorIs(t, f.announcing(func(*types.AuctionTerms) {}), types.ErrAuctionExists)
	require.ErrorIs(t, f.announcing(func(a *types.AuctionTerms) {
		a.Id, a.Offering = "mof.next", math.NewInt(9_990_000_000_000)
		a.Deposit = math.NewInt(1e18)
	}), types.ErrAboveAuthorised, "with what is on offer already")
}

// node answers queries as a node does.
func (f *fixture) node() types.QueryClient {
	registry := codectypes.NewInterfaceRegistry()
	helper := baseapp.NewQueryServerTestHelper(f.ctx, registry)
	types.RegisterQueryServer(helper, f.queries)
	return types.NewQueryClient(helper)
}

// Each message at the wrong time, by the wrong account, or with the wrong content has an error of its own and changes
// nothing.
func TestBidsThatAreRefused(t *testing.T) {
	f := newMarket(t)
	f.announce(f.tenYearAuction())
	commit := func(b bids) error { _, err := tx(f, f.msgs.CommitBid, b.commitment()); return err }
	reveal := func(b bids) error { _, err := tx(f, f.msgs.RevealBid, b.revelation()); return err }
	withdraw := func(name string) error {
		_, err := tx(f, f.msgs.WithdrawBid, &types.MsgWithdrawBid{Bidder: account(name).String(), AuctionId: id})
		return err
	}
	good := of("A", bid("100.10", 40))
	f.give(account("A"), yen(1_000_000))
	require.ErrorIs(t, commit(good), types.ErrTooEarly)
	require.ErrorIs(t, reveal(good), types.ErrTooEarly)
	require.ErrorIs(t, commit(good.in("mof.none")), types.ErrAuctionNotFound)

	bad := map[string]struct {
		bids
		want error
	}{
		"off the tick":      {of("b1", bid("100.105", 1)), types.ErrOffTick},
		"below the unit":    {of("b2", types.Bid{Level: dec("100"), Amount: math.NewInt(unit - 50_000)}), types.ErrBelowUnit},
		"pieces of a unit":  {of("b3", types.Bid{Level: dec("100"), Amount: math.NewInt(unit + 50_000)}), types.ErrBelowUnit},
		"above the cap":     {of("b4", bid("100", 30), bid("99", 21)), types.ErrOverCap},
		"too dear":          {of("b5", bid("105.01", 1)), types.ErrBeyondLevel},
		"a series":          {of("b6", types.Bid{Isin: tenYear().Isin, Level: dec("100"), Amount: math.NewInt(unit)}), types.ErrInvalidBid},
		"both sorts":        {of("b7", bid("100", 1)).without(1_000_000), types.ErrMixedBids},
		"small too large":   {of("b8").without(501_000_000), types.ErrOverCap},
		"small in pieces":   {of("b9").without(1_500_000), types.ErrBelowUnit},
		"no share":          {of("D").without(unit), types.ErrOverCap},
		"too many":          {of("b10", make21()...), types.ErrInvalidBid},
		"nothing":           {of("b11"), types.ErrInvalidBid},
		"negative":          {of("b12", types.Bid{Level: dec("100"), Amount: math.NewInt(-unit)}), types.ErrInvalidAmount},
		"no price":          {of("b13", bid("0", 1)), types.ErrBeyondLevel},
		"price too precise": {of("b14", bid("100.00001", 1)), types.ErrInvalidBid},
	}
	node := f.node()
	for name, c := range bad {
		f.register(c.name, c.name == "D")
		if name == "too many" || name == "nothing" || name == "negative" || name == "price too precise" {
			continue // not even a message
		}
		_, err := sealed.CheckRevealable(f.ctx, node, c.revelation())
		require.ErrorContains(t, err, c.want.Error(), "%s is refused before it is sealed", name)
	}
	for _, b := range []bids{good, of("S").without(3_000_000), of("S", bid("99.95", 50))} {
		terms, err := sealed.CheckRevealable(f.ctx, node, b.revelation())
		require.NoError(t, err)
		require.Equal(t, id, terms.Terms.Id)
	}
	_, err := sealed.CheckRevealable(f.ctx, node, good.in("mof.none").revelation())
	require.ErrorContains(t, err, types.ErrAuctionNotFound.Error())
	f.register("poor", false)
	poor := of("poor", bid("100", 1))
	f.at(bidding, func() {
		require.ErrorIs(t, commit(of("stranger", bid("100", 1))), types.ErrNotAdmitted)
		require.ErrorIs(t, commit(of("B", bid("100", 1))), types.ErrInsufficientCash)
		short := good.commitment()
		short.Seal = short.Seal[1:]
		_, err := tx(f, f.msgs.CommitBid, short)
		require.ErrorIs(t, err, types.ErrInvalidSeal)
		require.ErrorIs(t, withdraw("A"), types.ErrTenderNotFound)
		require.NoError(t, commit(good))
		require.ErrorIs(t, commit(good), types.ErrAlreadyCommitted)
		require.ErrorIs(t, reveal(good), types.ErrTooEarly)
		for _, c := range bad {
			f.commit(c.bids)()
		}
		f.commit(poor)()
	})
	f.at(revealing, func() {
		require.ErrorIs(t, commit(of("B", bid("100", 1))), types.ErrDeadlinePassed)
		require.ErrorIs(t, withdraw("A"), types.ErrDeadlinePassed)
		for name, c := range bad {
			f.give(account(c.name), yen(purse))
			require.ErrorIs(t, reveal(c.bids), c.want, name)
		}
		require.ErrorIs(t, reveal(of("A", bid("100.11", 40))), types.ErrSealMismatch, "other bids")
		require.ErrorIs(t, reveal(of("A", bid("100.10", 40)).without(1)), types.ErrSealMismatch)
		require.ErrorIs(t, reveal(of("B", bid("100.10", 40))), types.ErrTenderNotFound)
		salted := good.revelation()
		salted.Salt[31]++
		_, err := tx(f, f.msgs.RevealBid, salted)
		require.ErrorIs(t, err, types.ErrSealMismatch)
		salted.Salt = nil
		_, err = tx(f, f.msgs.RevealBid, salted)
		require.ErrorIs(t, err, types.ErrInvalidSeal)
		require.ErrorIs(t, reveal(poor), types.ErrInsufficientCash)
		f.reveal(good)()
		require.ErrorIs(t, reveal(good), types.ErrAlreadyRevealed)
		_, err = tx(f, f.msgs.BidSecondRound, &types.MsgBidSecondRound{Bidder: account("A").String(), AuctionId: id, Amount: math.NewInt(unit)})
		require.ErrorIs(t, err, types.ErrWrongPhase)
	})
	f.at(closing, func() { require.ErrorIs(t, reveal(poor), types.ErrDeadlinePassed) })
	require.ErrorIs(t, commit(good), types.ErrWrongPhase)

	secondRound := func(name string, face int64) error {
		_, err := tx(f, f.msgs.BidSecondRound, &types.MsgBidSecondRound{Bidder: account(name).String(), AuctionId: id, Amount: math.NewInt(face)})
		return err
	}
	require.ErrorIs(t, secondRound("A", unit), types.ErrTooEarly)
	f.at(second, func() {
		require.ErrorIs(t, secondRound("A", 5*unit), types.ErrOverCap, "a tenth of 40")
		require.ErrorIs(t, secondRound("A", unit/2), types.ErrBelowUnit)
		require.ErrorIs(t, secondRound("A", 0), types.ErrInvalidAmount)
		require.ErrorIs(t, secondRound("S", unit), types.ErrNotDealer)
		require.ErrorIs(t, secondRound("stranger", unit), types.ErrNotAdmitted)
		require.ErrorIs(t, secondRound("B", unit), types.ErrTenderNotFound)
		require.NoError(t, secondRound("A", unit))
		require.ErrorIs(t, secondRound("A", unit), types.ErrAlreadyCommitted)
	})
	f.at("2026-01-06 14:30", func() { require.ErrorIs(t, secondRound("A", unit), types.ErrDeadlinePassed) })
}

// Whoever puts in the seal of another has nothing by it: what the other reveals opens it for the other alone, and in that auction
// alone.
func TestACopiedSealCannotBeRevealed(t *testing.T) {
	f := newMarket(t)
	f.announce(f.tenYearAuction())
	again := f.tenYearAuction()
	again.Id = "mof.again"
	f.announce(again)
	a := of("A", bid("100.10", 40))
	copied, repeated := a.commitment(), a.commitment()
	copied.Bidder, repeated.AuctionId = account("B").String(), again.Id
	f.at(bidding, f.commit(a), func() {
		f.give(account("A"), yen(1_000_000))
		f.give(account("B"), yen(1_000_000))
		must(f, f.msgs.CommitBid, copied)
		must(f, f.msgs.CommitBid, repeated)
	})
	f.at(revealing, func() {
		f.give(account("B"), yen(purse))
		f.reveal(a)()
		for _, change := range []func(*types.MsgRevealBid){
			func(m *types.MsgRevealBid) { m.Bidder = account("B").String() },
			func(m *types.MsgRevealBid) { m.AuctionId = again.Id },
		} {
			opened := a.revelation()
			change(opened)
			_, err := tx(f, f.msgs.RevealBid, opened)
			require.ErrorIs(t, err, types.ErrSealMismatch)
		}
	})
	f.at(closing)
	require.Equal(t, yen(2_000_000).Amount, f.cash("treasury"), "the deposits of both")
}

func make21() (list []types.Bid) {
	for range 21 {
		list = append(list, bid("100", 1))
	}
	return list
}

func TestAnAuctionForDealersOnly(t *testing.T) {
	f := newMarket(t)
	terms := f.tenYearAuction()
	terms.DealersOnly, terms.NonCompetitivePct = true, math.LegacyZeroDec()
	terms.NonCompetitiveUnit, terms.NonCompetitiveLimit = math.ZeroInt(), math.ZeroInt()
	f.announce(terms)
	f.at(bidding, func() {
		for _, name := range []string{"S", "A"} {
			f.give(account(name), yen(1_000_000))
		}
		_, err := tx(f, f.msgs.CommitBid, of("S", bid("100", 1)).commitment())
		require.ErrorIs(t, err, types.ErrNotDealer)
		must(f, f.msgs.CommitBid, of("A", bid("100", 1)).commitment())
	})
}

func TestWhoMayDoWhat(t *testing.T) {
	f := newMarket(t)
	f.announce(f.tenYearAuction())
	stranger := account("stranger").String()
	for name, err := range map[string]error{
		"register": second2(tx(f, f.msgs.RegisterParticipant, &types.MsgRegisterParticipant{Authority: stranger, Participant: types.Participant{IssuerId: "mof", Account: stranger, Name: "x"}})),
		"remove":   second2(tx(f, f.msgs.RemoveParticipant, &types.MsgRemoveParticipant{Authority: stranger, IssuerId: "mof", Account: account("A").String()})),
		"cancel":   second2(tx(f, f.msgs.Cancel, &types.MsgCancel{Authority: stranger, AuctionId: id})),
		"reject":   second2(tx(f, f.msgs.Reject, &types.MsgReject{Authority: stranger, AuctionId: id})),
		"refer":    second2(tx(f, f.msgs.SetReferences, &types.MsgSetReferences{Authority: stranger, AuctionId: id, Series: []types.AuctionSeries{{}}})),
	} {
		require.ErrorIs(t, err, types.ErrNotIssuerAuthority, name)
	}
	_, err := tx(f, f.msgs.UpdateParams, &types.MsgUpdateParams{Authority: f.ministry.String(), Params: types.DefaultParams()})
	require.ErrorIs(t, err, sdkerrors.ErrUnauthorized)
	params := types.DefaultParams()
	params.MaxParticipants, params.MaxDealers = 5, 3
	must(f, f.msgs.UpdateParams, &types.MsgUpdateParams{Authority: f.gov.String(), Params: params})
	enroll := func(name string, dealer bool) error {
		_, err := tx(f, f.msgs.RegisterParticipant, &types.MsgRegisterParticipant{Authority: f.ministry.String(), Participant: types.Participant{
			IssuerId: "mof", Account: account(name).String(), Name: name, Dealer: dealer,
		}})
		return err
	}
	require.ErrorIs(t, enroll("D", true), types.ErrRegisterFull)
	require.NoError(t, enroll("D", false))
	require.ErrorIs(t, enroll("E", false), types.ErrRegisterFull)
	require.ErrorIs(t, enroll("", false), types.ErrInvalidParticipant)
	require.NoError(t, enroll("A", false), "a dealer no more")
	require.NoError(t, enroll("D", true))
	must(f, f.msgs.RemoveParticipant, &types.MsgRemoveParticipant{Authority: f.ministry.String(), IssuerId: "mof", Account: account("D").String()})
	require.NoError(t, f.keeper.Audit(f.ctx))
	_, err = tx(f, f.msgs.RemoveParticipant, &types.MsgRemoveParticipant{Authority: f.ministry.String(), IssuerId: "mof", Account: account("D").String()})
	require.ErrorIs(t, err, types.ErrParticipantNotFound)
	_, err = tx(f, f.msgs.Fund, &types.MsgFund{Funder: stranger, AuctionId: id, Amount: sdk.NewInt64Coin("ujpy", 1)})
	require.ErrorIs(t, err, types.ErrWrongPhase, "no buy-back")
	_, err = tx(f, f.msgs.Reject, &types.MsgReject{Authority: f.ministry.String(), AuctionId: id})
	require.ErrorIs(t, err, types.ErrWrongPhase, "still open")
}

func second2[R any](_ R, err error) error { return err }
