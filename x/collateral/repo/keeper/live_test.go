package keeper_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/testutil/desk"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
)

// A repo holds twenty series and no more, in its offer, in what is added, and in an inventory; at twenty one may still be changed for
// another.
func TestTooManySeries(t *testing.T) {
	d := newCounter(t)
	isins := d.Bond.OpenMany(types.MaxSeries + 1)
	bonds := sdk.NewCoins()
	for _, isin := range isins {
		rules := d.Rules()
		rules.Isin = isin
		d.SetRules(rules)
		coin := sdk.NewInt64Coin("bond/"+isin, 6_000_000)
		d.IssueCoin(d.Client, coin)
		bonds = bonds.Add(coin)
	}
	all := d.terms(func(terms *types.Terms) { terms.Bonds = bonds })
	require.ErrorIs(t, d.offer(all), types.ErrTooManySeries)
	require.ErrorIs(t, do(d, d.msgs.SetInventory, &types.MsgSetInventory{Giver: d.Client.String(), Isins: isins}), types.ErrInvalidBasket)
	last := sdk.NewCoins(bonds[types.MaxSeries])
	d.agree(func(terms *types.Terms) { terms.Bonds = slices.Clone(bonds[:types.MaxSeries]) })
	require.ErrorIs(t, d.substitute(last, nil), types.ErrTooManySeries)
	require.ErrorIs(t, d.substitute(bonds, nil), types.ErrTooManySeries)
	require.Len(t, d.repo().Holdings, types.MaxSeries)
	require.NoError(t, d.substitute(last, sdk.NewCoins(bonds[0])))
	require.Len(t, d.repo().Holdings, types.MaxSeries)
	require.Zero(t, d.pledged(bonds[0].Denom))
	d.Audited()
	d.reborn()
}

// While bonds fall short, more may be given and none taken back, not even for others that do not make up for it.
func TestSubstitutionUnderADeficit(t *testing.T) {
	d := newCounter(t)
	d.IssueCoin(d.Client, sdk.NewInt64Coin(other, 600_000_000))
	d.agree(until("2026-06-01"))
	d.Yield("4")
	require.NoError(t, d.call())
	shortfall := d.repo().Call.Shortfall
	require.True(t, shortfall.IsPositive())
	given := func(units int64) sdk.Coins { return sdk.NewCoins(sdk.NewInt64Coin(other, units)) }
	back := sdk.NewCoins(testutil.Bonds(1_000_000))
	require.ErrorIs(t, d.substitute(nil, back), types.ErrUncovered)
	require.ErrorIs(t, d.substitute(given(1_500_000), back), types.ErrUncovered, "better than before is not enough to take bonds back")
	require.ErrorIs(t, d.substitute(nil, sdk.NewCoins(testutil.Bonds(110_000_001))), types.ErrInsufficientBonds)
	require.NoError(t, d.substitute(given(1_500_000), nil))
	require.NotNil(t, d.repo().Call, "not enough")
	require.Zero(t, d.Emitted(&types.EventMarginMet{}))
	d.Audited()

	// A swap of all that was given for enough of another series meets the call, and so frees the old ones.
	enough := d.branch()
	require.NoError(t, enough.substitute(given(150_000_000), sdk.NewCoins(testutil.Bonds(110_000_000))))
	require.Nil(t, enough.repo().Call)
	require.Equal(t, 1, enough.Emitted(&types.EventMarginMet{}))
	require.Zero(t, enough.pledged(testutil.Denom))
	require.EqualValues(t, 151_500_000, enough.pledged(other))
	enough.Audited()

	// What is only given needs no price; what is taken back does.
	d.CurvesAge(1)
	d.At("2026-04-01 10:30")
	require.NoError(t, d.substitute(given(1_000_000), nil))
	stale := d.branch()
	stale.At("2026-04-03 10:30")
	require.NoError(t, stale.substitute(given(50_000_000), nil))
	require.NotNil(t, stale.repo().Call, "nobody's call ends on a dead feed")
	require.Error(t, stale.substitute(nil, back))
	stale.Block()
	require.Equal(t, types.STATUS_LIVE, stale.repo().Status, "and nobody defaults on it")
	stale.Audited()
}

// An open term runs until a side gives notice, by as many business days as were agreed; or until its first bond is about to mature.
func TestOpenTerm(t *testing.T) {
	d := newCounter(t)
	d.agree(open)
	notice := func(party sdk.AccAddress) error {
		return do(d, d.msgs.GiveNotice, &types.MsgGiveNotice{Party: party.String(), Offerer: d.Dealer.String(), Number: number})
	}
	require.ErrorIs(t, notice(d.Stranger), types.ErrNotParty)
	d.Tick("2026-04-24 15:00")
	require.Empty(t, d.repo().EndDate)
	d.At("2026-04-28 16:00") // the day before a holiday
	byTaker := d.branch()
	require.NoError(t, do(byTaker, byTaker.msgs.GiveNotice, &types.MsgGiveNotice{Party: d.Dealer.String(), Offerer: d.Dealer.String(), Number: number}))
	require.NoError(t, notice(d.Client))
	require.Equal(t, "2026-05-01", d.repo().EndDate)
	require.ErrorIs(t, notice(d.Dealer), types.ErrTermFixed)
	d.reborn()
	d.MintYen(d.Client, desk.Million)
	d.Tick("2026-04-30 15:00")
	require.Equal(t, types.STATUS_LIVE, d.repo().Status)
	d.Tick("2026-05-01 15:00")
	d.gone()

	short := newCounter(t)
	terms := testutil.TenYear()
	terms.MaturityDate = "2026-06-20" // a Saturday
	terms.FirstCouponDate = terms.MaturityDate
	short.Bond.SetTerms(testutil.ISIN, terms)
	short.Bond.Trade(testutil.ISIN)
	require.ErrorIs(t, short.offer(short.terms(until("2026-06-22"))), types.ErrNotEligible)
	short.agree(open)
	short.MintYen(short.Client, desk.Million)
	short.Tick("2026-06-15 15:00")
	require.Empty(t, short.repo().EndDate)
	short.Tick("2026-06-16 15:00")
	require.Equal(t, "2026-06-19", short.repo().EndDate, "the last business day before the bond matures")
	require.Equal(t, 1, short.Emitted(&types.EventNoticeGiven{}))
	short.Tick("2026-06-19 15:00")
	short.gone()
}

// A repo ends early when both sides say so on one day, with the interest of the days that have gone by.
func TestEarlyTermination(t *testing.T) {
	d := newCounter(t)
	d.agree(title)
	giver := d.Yen(d.Client)
	require.ErrorIs(t, d.terminate(d.Stranger), types.ErrNotParty)
	require.NoError(t, d.terminate(d.Dealer))
	require.NoError(t, d.terminate(d.Dealer))
	require.Equal(t, types.STATUS_LIVE, d.repo().Status, "one side, said twice")
	d.reborn()
	d.Tick("2026-04-03 10:00")
	require.NoError(t, d.terminate(d.Client))
	require.Equal(t, types.STATUS_LIVE, d.repo().Status, "what was said the day before yesterday is over")
	// A taker without the bonds can't end it, and then nothing has happened.
	away := d.branch()
	require.NoError(t, away.Send(away.Dealer, away.Abroad, testutil.Bonds(away.Balance(away.Dealer, testutil.Denom))))
	require.Error(t, away.terminate(d.Dealer))
	require.Equal(t, d.Yen(d.Client), away.Yen(d.Client))
	require.NoError(t, d.terminate(d.Dealer))
	d.gone()
	const interest = 4_109_589_042 // two days: 4,109.589041… yen, up
	require.EqualValues(t, cash+interest, giver-d.Yen(d.Client))
	require.ErrorIs(t, d.terminate(d.Client), types.ErrRepoNotFound)
}

// General collateral is named at the cut-off from the giver's inventory, in its order, as much as it takes, and every day anew, so
// that the giver may use other bonds tomorrow.
func TestGeneralCollateral(t *testing.T) {
	d := newCounter(t)
	d.IssueCoin(d.Client, sdk.NewInt64Coin(other, 600_000_000))
	d.Inventory(d.Client, testutil.ISIN, testutil.OtherISIN)
	// All but 40 million of the first series are spoken for.
	require.NoError(t, d.Keeper.Pledge(d.Ctx, d.Client, testutil.Bonds(d.Balance(d.Client, testutil.Denom)-40_000_000), testutil.Pledgee, "loan"))
	d.agree(basket)
	require.Equal(t, types.STATUS_AGREED, d.repo().Status, "no bonds are named before the cut-off")
	require.Zero(t, d.pledged(testutil.Denom))
	d.Tick("2026-04-01 15:00")
	require.EqualValues(t, 40_000_000, d.pledged(testutil.Denom), "all of the first")
	rest := d.pledged(other)
	require.Positive(t, rest)
	counts := d.repo().CutValueDown(d.worth(testutil.Bonds(40_000_000), sdk.NewInt64Coin(other, rest)))
	require.True(t, counts.GTE(testutil.Units(cash)))
	require.True(t, d.repo().CutValueDown(d.worth(testutil.Bonds(40_000_000), sdk.NewInt64Coin(other, rest-1))).LT(testutil.Units(cash)), "and no unit more of the second")
	d.Audited()

	d.Inventory(d.Client, testutil.OtherISIN, testutil.ISIN)
	d.Block()
	require.EqualValues(t, 40_000_000, d.pledged(testutil.Denom), "not before the next cut-off")
	d.Tick("2026-04-02 15:00")
	require.Zero(t, d.pledged(testutil.Denom))
	require.Greater(t, d.pledged(other), rest)
	require.NoError(t, d.Send(d.Client, d.Abroad, testutil.Bonds(40_000_000)), "what was exchanged is free")
	d.Audited()
	d.reborn()

	// An inventory that does not cover the debt changes nothing, and neither does one without a price or out of the basket.
	held := d.pledged(other)
	for day, change := range []func(){
		func() { d.Inventory(d.Client, testutil.ISIN) },
		func() { require.NoError(t, d.Repo.SetInventory(d.Ctx, d.Client, nil)) },
		func() {
			d.Inventory(d.Client, testutil.OtherISIN)
			d.Bond.SetStatus(testutil.OtherISIN, bondtypes.SERIES_STATUS_MATURED)
		},
	} {
		change()
		d.Tick([]string{"2026-04-03 15:00", "2026-04-06 15:00", "2026-04-07 15:00"}[day])
		require.Equal(t, held, d.pledged(other))
		d.Audited()
	}
	d.Tick("2026-04-08 15:00")
	d.gone()
	require.Zero(t, d.pledged(other))
}

// No more items are tended in a block than the params say, and all in the end.
func TestDueLimit(t *testing.T) {
	d := newCounter(t)
	params := types.DefaultParams()
	params.DueLimit = 2
	require.NoError(t, d.Repo.UpdateParams(d.Ctx, params))
	const offers = 5
	for n := range uint64(offers) {
		terms := d.terms()
		require.NoError(t, do(d, d.msgs.Offer, &types.MsgOffer{Offerer: d.Dealer.String(), Number: n, Terms: terms, ValidUntil: terms.StartDate}))
	}
	d.At("2026-04-02 00:00")
	for _, lapsed := range []int{2, 4, 5, 5} {
		d.Block()
		require.Equal(t, lapsed, d.Emitted(&types.EventOfferLapsed{}))
		d.Audited()
	}
}
