package app_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/testutil"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	repotypes "github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// repoDesk is a market in which the client gives bonds and the dealer lends a hundred million yen on them.
type repoDesk struct {
	*testutil.Market
}

func newRepoDesk(t *testing.T) repoDesk {
	return repoDesk{testutil.NewMarket(t, testutil.Day("2026-04-01"))}
}

// terms are a week at 0.75 % with a haircut of 2 %, on named bonds that are pledged.
func (d repoDesk) terms(change ...func(*repotypes.Terms)) repotypes.Terms {
	terms := repotypes.Terms{
		Giver: d.Client.String(), Taker: d.Dealer.String(), Form: repotypes.FORM_PLEDGE, Cash: testutil.Yen(100_000_000),
		RatePct: testutil.Dec("0.75"), HaircutPct: testutil.Dec("2"), Bonds: sdk.NewCoins(testutil.Bonds(110_000_000)),
		StartDate: "2026-04-01", EndDate: "2026-04-08", DayBasis: 365,
	}
	for _, apply := range change {
		apply(&terms)
	}
	return terms
}

func title(terms *repotypes.Terms) { terms.Form = repotypes.FORM_TITLE }

func open(terms *repotypes.Terms) { terms.EndDate, terms.NoticeDays = "", 2 }

// agree has the dealer offer and the client accept.
func (d repoDesk) agree(number uint64, terms repotypes.Terms) {
	d.TB.Helper()
	d.Must(&repotypes.MsgOffer{Offerer: d.Dealer.String(), Number: number, Terms: terms, ValidUntil: terms.StartDate}, d.Dealer)
	d.Must(&repotypes.MsgAccept{Accepter: d.Client.String(), Offerer: d.Dealer.String(), Number: number}, d.Client)
}

func (d repoDesk) repo(number uint64) repotypes.Repo {
	d.TB.Helper()
	repo, found := d.find(number)
	require.True(d.TB, found, "repo %d", number)
	return repo
}

func (d repoDesk) find(number uint64) (repotypes.Repo, bool) {
	exported, err := d.Kokusai.RepoKeeper.ExportGenesis(d.Committed())
	require.NoError(d.TB, err)
	for _, repo := range exported.Repos {
		if repo.Number == number {
			return repo, true
		}
	}
	return repotypes.Repo{}, false
}

func (d repoDesk) gone(number uint64) {
	d.TB.Helper()
	_, found := d.find(number)
	require.False(d.TB, found, "repo %d is settled and forgotten", number)
	d.Audited()
}

// pledged is what of the JGB the client has pledged to repos.
func (d repoDesk) pledged(number uint64) int64 {
	return d.Kokusai.CustodyKeeper.Pledged(d.Committed(), d.Client.Addr, bond, repotypes.ModuleName,
		repotypes.PledgeRef(d.Dealer.String(), number)).Int64()
}

// afternoon waits until after the cut-off of a day in Tokyo.
func (d repoDesk) afternoon(date string) {
	d.WaitUntil(testutil.Day(date).Add(30 * time.Minute)) // 15:30 in Tokyo
	d.Block()
}

// moveCurve publishes a flat curve.
func (d repoDesk) moveCurve(yield string) {
	d.TB.Helper()
	curve := collateraltypes.Curve{Currency: "JPY", AsOf: d.Today()}
	for _, months := range []uint32{12, 120, 360} {
		curve.Points = append(curve.Points, collateraltypes.CurvePoint{TenorMonths: months, ParYieldPct: testutil.Dec(yield)})
	}
	d.Govern(&collateraltypes.MsgSetCurve{Authority: testutil.Governance, Curve: curve})
}

func (d repoDesk) yen(who *testutil.Actor) int64 { return d.Balance(who.Addr, yen) }

const (
	hundredMillion = 100_000_000_000_000 // in ujpy
	// weekAt75 is a week of interest on it at 0.75 %, Act/365: 14,383.561643… yen, rounded up.
	weekAt75 = 14_383_561_644
)

func TestRepoLife(t *testing.T) {
	d := newRepoDesk(t)
	giver, taker := d.yen(d.Client), d.yen(d.Dealer)
	d.agree(1, d.terms())
	require.EqualValues(t, hundredMillion, d.yen(d.Client)-giver)
	require.EqualValues(t, hundredMillion, taker-d.yen(d.Dealer))
	require.EqualValues(t, 110_000_000, d.pledged(1))
	d.Refused(custodytypes.ErrInsufficientFree, send(d.Client, d.Dealer, testutil.Bonds(600_000_000)), d.Client)
	d.Audited()

	d.afternoon("2026-04-07")
	require.Equal(t, repotypes.STATUS_LIVE, d.repo(1).Status)
	d.Refused(repotypes.ErrNotEnded, &repotypes.MsgSettleEnd{Giver: d.Client.String(), Offerer: d.Dealer.String(), Number: 1}, d.Client)
	d.afternoon("2026-04-08")
	d.gone(1)
	require.EqualValues(t, weekAt75, giver-d.yen(d.Client))
	require.EqualValues(t, weekAt75, d.yen(d.Dealer)-taker)
	require.Zero(t, d.pledged(1))
}

// A title transfer gives the bonds away, and their coupon comes back to whom they will return.
func TestRepoTitleTransferPassesTheCoupon(t *testing.T) {
	d := newRepoDesk(t)
	d.agree(1, d.terms(title, func(terms *repotypes.Terms) { terms.EndDate = "2026-07-01" }))
	require.EqualValues(t, 600_000_000-110_000_000, d.Balance(d.Client.Addr, bond))
	require.EqualValues(t, 400_000_000+110_000_000, d.Balance(d.Dealer.Addr, bond))

	d.Fund(testutil.Yen(10_500_000)) // 2.1 % for half a year on a billion
	giver, taker := d.yen(d.Client), d.yen(d.Dealer)
	d.afternoon("2026-06-22")
	d.afternoon("2026-06-23")
	require.EqualValues(t, 490_000_000*105/10_000+110_000_000*105/10_000, (d.yen(d.Client)-giver)/1_000_000, "on all 600 million")
	require.EqualValues(t, 400_000_000*105/10_000, (d.yen(d.Dealer)-taker)/1_000_000, "on its own 400 million")
	d.Audited()

	d.afternoon("2026-07-01")
	d.gone(1)
	require.EqualValues(t, 600_000_000, d.Balance(d.Client.Addr, bond))
}

// A taker who has spent the coupon owes it, and it is set against the debt.
func TestRepoIncomeIsNeverLost(t *testing.T) {
	d := newRepoDesk(t)
	d.agree(1, d.terms(title, func(terms *repotypes.Terms) { terms.EndDate = "2026-07-01" }))
	d.Must(send(d.Dealer, d.Lender, sdk.NewInt64Coin(yen, d.yen(d.Dealer))), d.Dealer)
	d.Fund(testutil.Yen(10_500_000))
	d.WaitForDate("2026-06-22")
	d.Block()
	d.Must(send(d.Dealer, d.Lender, sdk.NewInt64Coin(yen, d.yen(d.Dealer))), d.Dealer)
	d.afternoon("2026-06-23")
	require.EqualValues(t, 110_000_000*105/10_000, d.repo(1).IncomeOwed.Int64()/1_000_000)
	giver := d.yen(d.Client)
	d.afternoon("2026-07-01")
	d.gone(1)
	interest := int64(186_986_301_370) // 91 days at 0.75 %: 186,986.301369… yen
	require.EqualValues(t, hundredMillion+interest-110_000_000*105/10_000*1_000_000, giver-d.yen(d.Client))
}

func TestRepoMarginCall(t *testing.T) {
	d := newRepoDesk(t)
	d.agree(1, d.terms(func(terms *repotypes.Terms) { terms.EndDate = "2026-06-01" }))
	call := &repotypes.MsgCallMargin{Caller: d.Stranger.String(), Offerer: d.Dealer.String(), Number: 1}
	d.Must(call, d.Stranger)
	require.Nil(t, d.repo(1).Call, "covered")

	d.moveCurve("3.5")
	d.Must(call, d.Stranger)
	require.NotNil(t, d.repo(1).Call)
	shortfall := d.repo(1).Call.Shortfall
	require.True(t, shortfall.IsPositive())
	d.Must(&repotypes.MsgPayDown{
		Payer: d.Client.String(), Offerer: d.Dealer.String(), Number: 1, Amount: sdk.NewCoin(yen, shortfall.QuoRaw(2)),
	}, d.Client)
	require.NotNil(t, d.repo(1).Call, "half is not enough")
	d.Must(&repotypes.MsgSubstitute{
		Giver: d.Client.String(), Offerer: d.Dealer.String(), Number: 1, Give: sdk.NewCoins(testutil.Bonds(10_000_000)),
	}, d.Client)
	require.Nil(t, d.repo(1).Call, "cash and bonds together are")
	d.Audited()

	d.moveCurve("2.1")
	take := &repotypes.MsgSubstitute{
		Giver: d.Client.String(), Offerer: d.Dealer.String(), Number: 1, TakeBack: sdk.NewCoins(testutil.Bonds(10_000_000)),
	}
	d.Must(take, d.Client)
	take.TakeBack = sdk.NewCoins(testutil.Bonds(100_000_000))
	d.Refused(repotypes.ErrUncovered, take, d.Client)
	d.Audited()
}

// A giver who does not meet a call is in default: the bonds are sold at a falling price, never more than the claim needs, and
// the rest goes back; nobody's standing stops it.
func TestRepoDefaultIsSold(t *testing.T) {
	d := newRepoDesk(t)
	d.agree(1, d.terms(func(terms *repotypes.Terms) { terms.EndDate = "2026-06-01" }))
	d.moveCurve("3.2")
	d.Must(&repotypes.MsgCallMargin{Caller: d.Dealer.String(), Offerer: d.Dealer.String(), Number: 1}, d.Dealer)
	buy := &repotypes.MsgBuy{
		Buyer: d.Lender.String(), Offerer: d.Dealer.String(), Number: 1, Bonds: testutil.Bonds(10_000_000), MaxCash: testutil.Yen(400_000_000),
	}
	d.Refused(repotypes.ErrStatus, buy, d.Lender)
	d.Freeze(d.Client)
	d.Freeze(d.Dealer)
	d.Wait(2*time.Hour + time.Minute)
	repo := d.repo(1)
	require.Equal(t, repotypes.STATUS_DEFAULTED, repo.Status)
	require.True(t, repo.Claim().GTE(math.NewInt(hundredMillion)))
	d.Audited()

	d.Refused(custodytypes.ErrNotRegistered, buy, d.Lender)
	d.Must(d.Registration(d.Lender, custodytypes.ClassInstitutional), d.Custodian)
	buy.MaxCash = testutil.Yen(1)
	d.Refused(repotypes.ErrPriceExceeded, buy, d.Lender)
	buy.MaxCash = testutil.Yen(400_000_000)
	first := d.price(1, 10_000_000)
	d.Wait(30 * time.Minute)
	require.Less(t, d.price(1, 10_000_000), first, "the price falls")
	d.Must(buy, d.Lender)
	require.EqualValues(t, 10_000_000, d.Balance(d.Lender.Addr, bond))
	require.Positive(t, d.Suspended(d.Dealer, yen), "a frozen taker's money waits for it")
	d.Audited()

	buy.Bonds = testutil.Bonds(100_000_000)
	d.Must(buy, d.Lender)
	if _, left := d.find(1); !left {
		require.Less(t, d.Balance(d.Lender.Addr, bond), int64(110_000_000), "no more than the claim needs")
	}
	d.Audited()
}

func (d repoDesk) price(number uint64, face int64) int64 {
	price, err := d.Kokusai.RepoKeeper.PriceUp(d.Committed(), d.repo(number), testutil.Bonds(face))
	require.NoError(d.TB, err)
	return price.Int64()
}

// Bonds that nobody buys are the taker's at the lowest price.
func TestRepoDefaultNobodyBuys(t *testing.T) {
	d := newRepoDesk(t)
	d.agree(1, d.terms())
	d.Must(send(d.Client, d.Lender, sdk.NewInt64Coin(yen, d.yen(d.Client))), d.Client)
	d.afternoon("2026-04-08")
	require.Equal(t, repotypes.STATUS_LIVE, d.repo(1).Status, "the grace runs")
	d.afternoon("2026-04-10")
	require.Equal(t, repotypes.STATUS_DEFAULTED, d.repo(1).Status)
	d.Audited()
	taker := d.Balance(d.Dealer.Addr, bond)
	d.Wait(2 * time.Hour)
	repo, left := d.find(1)
	if left {
		require.Equal(t, repotypes.STATUS_CLOSED, repo.Status)
		require.EqualValues(t, 110_000_000, d.Balance(d.Dealer.Addr, bond)-taker)
		paid := &repotypes.MsgPayDown{Payer: d.Lender.String(), Offerer: d.Dealer.String(), Number: 1, Amount: testutil.Yen(100_000_000)}
		d.Must(paid, d.Lender)
	}
	d.gone(1)
}

// A taker who no longer has the bonds is given the grace, then the giver sets them off.
func TestRepoTakerFailsToReturn(t *testing.T) {
	d := newRepoDesk(t)
	d.Must(d.Registration(d.Lender, custodytypes.ClassInstitutional), d.Custodian)
	d.agree(1, d.terms(title))
	d.Must(send(d.Dealer, d.Lender, testutil.Bonds(510_000_000)), d.Dealer)
	closeOut := &repotypes.MsgCloseOut{Giver: d.Client.String(), Offerer: d.Dealer.String(), Number: 1}
	d.afternoon("2026-04-08")
	d.Refused(repotypes.ErrStatus, closeOut, d.Client)
	d.afternoon("2026-04-10")
	require.Equal(t, repotypes.STATUS_RETURN_FAILED, d.repo(1).Status)
	d.Audited()
	d.Must(closeOut, d.Client)
	claim := d.repo(1).Claim()
	require.True(t, claim.IsNegative(), "the bonds are worth more than the debt")
	giver := d.yen(d.Client)
	d.Must(&repotypes.MsgPayDown{
		Payer: d.Dealer.String(), Offerer: d.Dealer.String(), Number: 1, Amount: sdk.NewCoin(yen, claim.Neg().AddRaw(1)),
	}, d.Dealer)
	require.EqualValues(t, claim.Neg().Int64(), d.yen(d.Client)-giver, "no more than the claim")
	d.gone(1)
}

// Bonds that a taker failed to return are set off in cash once they are redeemed.
func TestRepoOfBondsThatAreRedeemed(t *testing.T) {
	d := newRepoDesk(t)
	terms := d.Series().Terms
	terms.Isin, terms.Name, terms.CouponPct = twoYear, "JGB 2-year No. 484", testutil.Dec("2")
	terms.DatedDate, terms.IssueDate, terms.FirstCouponDate, terms.MaturityDate = "2025-10-20", "2026-04-01", "2026-04-20", "2026-04-20"
	rules := d.Rules()
	rules.Isin = twoYear
	d.MustAll([]sdk.Msg{
		&bondtypes.MsgOpenSeries{Authority: d.Ministry.String(), Terms: terms},
		&custodytypes.MsgSetTransferRules{Authority: d.Ministry.String(), Rules: rules},
	}, d.Ministry)
	d.Must(&bondtypes.MsgPlaceDirect{
		Authority: d.Ministry.String(), Buyer: d.Client.String(), Isin: twoYear, Face: math.NewInt(110_000_000), CleanPrice: testutil.Dec("100"),
	}, d.Ministry, d.Client)
	d.Must(d.Registration(d.Lender, custodytypes.ClassInstitutional), d.Custodian)
	d.agree(1, d.terms(title, func(terms *repotypes.Terms) { terms.Bonds = sdk.NewCoins(twoYears(110_000_000)) }))
	d.Must(send(d.Dealer, d.Lender, twoYears(110_000_000)), d.Dealer)
	d.afternoon("2026-04-10")
	require.Equal(t, repotypes.STATUS_RETURN_FAILED, d.repo(1).Status)

	d.Must(&bondtypes.MsgFundPayments{Funder: d.Treasury.String(), Isin: twoYear, Amount: testutil.Yen(111_100_000)}, d.Treasury)
	giver, lender := d.yen(d.Client), d.yen(d.Lender)
	d.afternoon("2026-04-20")
	d.afternoon("2026-04-21")
	require.EqualValues(t, 111_100_000, (d.yen(d.Lender)-lender)/million, "whoever holds them is paid")
	d.gone(1)
	const interest = 39_041 // 19 days
	require.InDelta(t, 111_100_000-100_000_000-interest, (d.yen(d.Client)-giver)/million, 1)
}

// Bonds whose issuer is in default count for nothing: margin is called, and they are sold at a price that falls from their principal,
// so that the sale finds what they are worth. While a payment is only missed nothing happens by itself.
func TestRepoOfBondsInDefault(t *testing.T) {
	d := newRepoDesk(t)
	d.Must(d.Registration(d.Lender, custodytypes.ClassInstitutional), d.Custodian)
	d.agree(1, d.terms(func(terms *repotypes.Terms) { terms.EndDate = "2026-07-01" }))
	d.afternoon("2026-06-22")
	require.Nil(t, d.repo(1).Call, "missed")
	more := &repotypes.MsgSubstitute{
		Giver: d.Client.String(), Offerer: d.Dealer.String(), Number: 1, Give: sdk.NewCoins(testutil.Bonds(1_000_000)),
	}
	d.Refused(repotypes.ErrNotEligible, more, d.Client)
	d.afternoon("2026-06-23")
	require.NotNil(t, d.repo(1).Call, "in default")
	d.Wait(2 * time.Hour)
	require.Equal(t, repotypes.STATUS_DEFAULTED, d.repo(1).Status)
	require.InDelta(t, 10_200_000, d.price(1, 10_000_000)/million, 50_000)
	d.Wait(30 * time.Minute)
	require.InDelta(t, 6_100_000, d.price(1, 10_000_000)/million, 50_000)
	d.Must(&repotypes.MsgBuy{
		Buyer: d.Lender.String(), Offerer: d.Dealer.String(), Number: 1, Bonds: testutil.Bonds(10_000_000), MaxCash: testutil.Yen(6_200_000),
	}, d.Lender)
	d.Audited()
	d.Wait(time.Hour)
	repo := d.repo(1)
	require.Equal(t, repotypes.STATUS_CLOSED, repo.Status)
	require.EqualValues(t, 500_000_000, d.Balance(d.Dealer.Addr, bond), "the taker has the rest")
	// A hundred million with interest, less six for what was bought and twenty for what was taken at a fifth.
	require.InDelta(t, 100_170_000-6_100_000-20_000_000, repo.Claim().Int64()/million, 100_000)
	d.Fund(testutil.Yen(10_500_000))
	d.Must(&repotypes.MsgPayDown{Payer: d.Client.String(), Offerer: d.Dealer.String(), Number: 1, Amount: testutil.Yen(80_000_000)}, d.Client)
	d.gone(1)
}

func TestRepoOpenTerm(t *testing.T) {
	d := newRepoDesk(t)
	d.agree(1, d.terms(open))
	notice := &repotypes.MsgGiveNotice{Party: d.Client.String(), Offerer: d.Dealer.String(), Number: 1}
	d.Refused(repotypes.ErrNotParty, &repotypes.MsgGiveNotice{Party: d.Lender.String(), Offerer: d.Dealer.String(), Number: 1}, d.Lender)
	d.afternoon("2026-04-30")
	require.Equal(t, repotypes.STATUS_LIVE, d.repo(1).Status)
	d.Must(notice, d.Client)
	require.Equal(t, "2026-05-07", d.repo(1).EndDate, "over Golden Week")
	d.Refused(repotypes.ErrTermFixed, notice, d.Client)
	d.afternoon("2026-05-07")
	d.gone(1)

	d.agree(2, d.terms(open, func(terms *repotypes.Terms) { terms.StartDate = "2026-05-07" }))
	end := func(who *testutil.Actor) *repotypes.MsgTerminate {
		return &repotypes.MsgTerminate{Party: who.String(), Offerer: d.Dealer.String(), Number: 2}
	}
	d.Must(end(d.Dealer), d.Dealer)
	d.Must(end(d.Dealer), d.Dealer)
	require.Equal(t, repotypes.STATUS_LIVE, d.repo(2).Status, "one side alone, said twice")
	d.WaitForDate("2026-05-08")
	d.Must(end(d.Client), d.Client)
	require.Equal(t, repotypes.STATUS_LIVE, d.repo(2).Status, "what was said yesterday is over")
	d.Must(end(d.Dealer), d.Dealer)
	d.gone(2)
}

// A basket is traded first; which bonds, follows from the giver's inventory at the cut-off, every day anew.
func TestRepoBasket(t *testing.T) {
	d := newRepoDesk(t)
	d.Govern(&repotypes.MsgSetBasket{Authority: testutil.Governance, Basket: repotypes.Basket{
		Id: "gc-10y", CashDenom: yen, IssuerIds: []string{"mof-japan"}, Kinds: []bondtypes.SeriesKind{bondtypes.SERIES_KIND_FIXED}, MaxResidualMonths: 120,
	}})
	basket := func(terms *repotypes.Terms) { terms.Bonds, terms.BasketId = nil, "gc-10y" }
	offer := d.terms(basket, func(terms *repotypes.Terms) { terms.StartDate = "2026-04-02" })
	d.agree(1, offer)
	require.Equal(t, repotypes.STATUS_AGREED, d.repo(1).Status)
	d.Must(&repotypes.MsgSetInventory{Giver: d.Client.String(), Isins: []string{testutil.JGB}}, d.Client)
	d.afternoon("2026-04-02")
	require.Equal(t, repotypes.STATUS_LIVE, d.repo(1).Status)
	allocated := d.pledged(1)
	require.Positive(t, allocated)
	require.Less(t, allocated, int64(110_000_000), "as many as it takes")
	d.moveCurve("2.6")
	d.afternoon("2026-04-03")
	require.Greater(t, d.pledged(1), allocated, "the next day it takes more")
	require.Nil(t, d.repo(1).Call)
	d.Audited()
	d.afternoon("2026-04-08")
	d.gone(1)

	// Without an inventory that covers it, the start leg fails and nobody owes anything.
	d.Must(&repotypes.MsgSetInventory{Giver: d.Client.String()}, d.Client)
	d.agree(2, d.terms(basket, func(terms *repotypes.Terms) { terms.StartDate, terms.EndDate = "2026-04-09", "2026-04-10" }))
	d.afternoon("2026-04-09")
	d.gone(2)
}

// A repo goes on after a restart from an export, with its call, its queue and its pledges.
func TestRepoReborn(t *testing.T) {
	d := newRepoDesk(t)
	d.agree(1, d.terms())
	d.agree(2, d.terms(title))
	d.Must(&repotypes.MsgOffer{Offerer: d.Client.String(), Number: 1, Terms: d.terms(open), ValidUntil: "2026-04-01"}, d.Client)
	d.moveCurve("3.2")
	d.Must(&repotypes.MsgCallMargin{Caller: d.Stranger.String(), Offerer: d.Dealer.String(), Number: 1}, d.Stranger)
	before, err := d.Kokusai.RepoKeeper.ExportGenesis(d.Committed())
	require.NoError(t, err)
	d.Reborn()
	after, err := d.Kokusai.RepoKeeper.ExportGenesis(d.Committed())
	require.NoError(t, err)
	require.Equal(t, before, after)
	d.Audited()
}

func TestRepoOfferRefused(t *testing.T) {
	d := newRepoDesk(t)
	offer := func(change ...func(*repotypes.Terms)) *repotypes.MsgOffer {
		terms := d.terms(change...)
		return &repotypes.MsgOffer{Offerer: d.Dealer.String(), Number: 9, Terms: terms, ValidUntil: terms.StartDate}
	}
	for name, c := range map[string]struct {
		want   error
		change func(*repotypes.Terms)
	}{
		"oneself":            {repotypes.ErrInvalidTerms, func(terms *repotypes.Terms) { terms.Taker = terms.Giver }},
		"not a side":         {repotypes.ErrNotParty, func(terms *repotypes.Terms) { terms.Taker = d.Lender.String() }},
		"no form":            {repotypes.ErrInvalidTerms, func(terms *repotypes.Terms) { terms.Form = 0 }},
		"no cash":            {repotypes.ErrInvalidAmount, func(terms *repotypes.Terms) { terms.Cash.Amount = math.ZeroInt() }},
		"too much cash":      {repotypes.ErrInvalidAmount, func(terms *repotypes.Terms) { terms.Cash.Amount = math.NewIntWithDecimal(1, 40) }},
		"cash is bonds":      {repotypes.ErrInvalidTerms, func(terms *repotypes.Terms) { terms.Cash = testutil.Bonds(5) }},
		"unknown cash":       {collateraltypes.ErrCurrencyNotFound, func(terms *repotypes.Terms) { terms.Cash.Denom = "ukoku" }},
		"rate too low":       {repotypes.ErrInvalidTerms, func(terms *repotypes.Terms) { terms.RatePct = testutil.Dec("-10.0001") }},
		"rate too fine":      {repotypes.ErrInvalidTerms, func(terms *repotypes.Terms) { terms.RatePct = testutil.Dec("0.00001") }},
		"all is haircut":     {repotypes.ErrInvalidTerms, func(terms *repotypes.Terms) { terms.HaircutPct = testutil.Dec("100") }},
		"no day basis":       {repotypes.ErrInvalidTerms, func(terms *repotypes.Terms) { terms.DayBasis = 364 }},
		"no bonds":           {repotypes.ErrInvalidTerms, func(terms *repotypes.Terms) { terms.Bonds = nil }},
		"bonds are cash":     {repotypes.ErrInvalidAmount, func(terms *repotypes.Terms) { terms.Bonds = sdk.NewCoins(testutil.Yen(5)) }},
		"unknown bonds":      {bondtypes.ErrSeriesNotFound, func(terms *repotypes.Terms) { terms.Bonds = sdk.NewCoins(sdk.NewInt64Coin("bond/JP1103801S97", 5)) }},
		"bonds and a basket": {repotypes.ErrInvalidTerms, func(terms *repotypes.Terms) { terms.BasketId = "gc" }},
		"unknown basket":     {repotypes.ErrBasketNotFound, func(terms *repotypes.Terms) { terms.Bonds, terms.BasketId = nil, "gc" }},
		"start is past":      {repotypes.ErrInvalidDate, func(terms *repotypes.Terms) { terms.StartDate = "2026-03-31" }},
		"start on Saturday":  {repotypes.ErrInvalidDate, func(terms *repotypes.Terms) { terms.StartDate = "2026-04-04" }},
		"end on a holiday":   {repotypes.ErrInvalidDate, func(terms *repotypes.Terms) { terms.EndDate = "2026-05-05" }},
		"end before start":   {repotypes.ErrInvalidTerms, func(terms *repotypes.Terms) { terms.EndDate = "2026-04-01" }},
		"a century":          {repotypes.ErrInvalidTerms, func(terms *repotypes.Terms) { terms.EndDate = "2126-04-01" }},
		"no notice":          {repotypes.ErrInvalidTerms, func(terms *repotypes.Terms) { terms.EndDate = "" }},
		"no date":            {repotypes.ErrInvalidDate, func(terms *repotypes.Terms) { terms.EndDate = "tomorrow" }},
		"outlives its bonds": {repotypes.ErrNotEligible, func(terms *repotypes.Terms) { terms.EndDate = "2035-12-20" }},
	} {
		t.Run(name, func(t *testing.T) { d.Refused(c.want, offer(c.change), d.Dealer) })
	}
	d.Must(offer(), d.Dealer)
	d.Refused(repotypes.ErrNumberUsed, offer(), d.Dealer)
	accept := &repotypes.MsgAccept{Accepter: d.Client.String(), Offerer: d.Dealer.String(), Number: 9}
	d.Refused(repotypes.ErrNotParty, &repotypes.MsgAccept{Accepter: d.Dealer.String(), Offerer: d.Dealer.String(), Number: 9}, d.Dealer)
	d.Must(&repotypes.MsgWithdrawOffer{Offerer: d.Dealer.String(), Number: 9}, d.Dealer)
	d.Refused(repotypes.ErrRepoNotFound, accept, d.Client)

	short := offer(func(terms *repotypes.Terms) { terms.Bonds = sdk.NewCoins(testutil.Bonds(90_000_000)) })
	d.Must(short, d.Dealer)
	d.Refused(repotypes.ErrUncovered, accept, d.Client)
	d.WaitForDate("2026-04-02")
	d.Block()
	d.gone(9)
}
