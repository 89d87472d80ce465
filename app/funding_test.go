package app_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/testutil"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	fundingtypes "github.com/kokusai-chain/kokusai/x/collateral/funding/types"
	repotypes "github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// fundingDesk is a market in which the lender auctions three hundred million yen for a week against ten-year bonds.
type fundingDesk struct {
	repoDesk
}

const fundingDeposit = 100_000_000_000 // 100,000 yen

func newFundingDesk(t *testing.T) fundingDesk {
	d := fundingDesk{newRepoDesk(t)}
	d.Mint(d.Lender, testutil.Yen(1_000_000_000))
	d.Govern(fundingBasket())
	return d
}

func fundingBasket() *repotypes.MsgSetBasket {
	return &repotypes.MsgSetBasket{Authority: testutil.Governance, Basket: repotypes.Basket{
		Id: "gc-10y", CashDenom: yen, IssuerIds: []string{"mof-japan"}, Kinds: []bondtypes.SeriesKind{bondtypes.SERIES_KIND_FIXED}, MaxResidualMonths: 120,
	}}
}

func (d fundingDesk) offer(change ...func(*fundingtypes.Terms)) *fundingtypes.MsgAnnounce {
	terms := fundingtypes.Terms{
		Cash: testutil.Yen(300_000_000), BidUnit: testutil.Yen(1_000_000).Amount, BidderCap: testutil.Yen(200_000_000).Amount,
		TickPct: testutil.Dec("0.01"), MinRatePct: testutil.Dec("0.5"), Deposit: math.NewInt(fundingDeposit), BasketId: "gc-10y",
		HaircutPct: testutil.Dec("2"), StartDate: "2026-04-02", EndDate: "2026-04-09", DayBasis: 365,
		BidStart: "2026-04-02T09:00", CommitDeadline: "2026-04-02T10:00", RevealDeadline: "2026-04-02T10:30",
	}
	for _, apply := range change {
		apply(&terms)
	}
	return &fundingtypes.MsgAnnounce{Lender: d.Lender.String(), Number: 7, Terms: terms}
}

// at waits for a time of day in Tokyo.
func (d fundingDesk) at(date, clock string) {
	d.TB.Helper()
	when, err := time.ParseInLocation("2006-01-02 15:04", date+" "+clock, time.FixedZone("JST", 9*60*60))
	require.NoError(d.TB, err)
	d.WaitUntil(when.UTC())
	d.Block()
}

func lendAt(rate string, millions int64) fundingtypes.Bid {
	return fundingtypes.Bid{RatePct: testutil.Dec(rate), Amount: testutil.Yen(millions * 1_000_000).Amount}
}

func (d fundingDesk) opened(who *testutil.Actor, repo uint64, bids ...fundingtypes.Bid) *fundingtypes.MsgRevealBid {
	salt := make([]byte, fundingtypes.SaltBytes)
	copy(salt, who.Name)
	return &fundingtypes.MsgRevealBid{
		Bidder: who.String(), Lender: d.Lender.String(), Number: 7, Bids: bids, RepoNumber: repo, Salt: salt,
	}
}

func (d fundingDesk) commit(who *testutil.Actor, opened *fundingtypes.MsgRevealBid) *fundingtypes.MsgCommitBid {
	return &fundingtypes.MsgCommitBid{
		Bidder: who.String(), Lender: d.Lender.String(), Number: 7, Seal: opened.Seal(),
	}
}

func (d fundingDesk) operation() fundingtypes.Operation {
	d.TB.Helper()
	exported, err := d.Kokusai.FundingKeeper.ExportGenesis(d.Committed())
	require.NoError(d.TB, err)
	require.Len(d.TB, exported.Operations, 1)
	return exported.Operations[0]
}

func (d fundingDesk) tenders() int {
	d.TB.Helper()
	exported, err := d.Kokusai.FundingKeeper.ExportGenesis(d.Committed())
	require.NoError(d.TB, err)
	return len(exported.Tenders)
}

func (d fundingDesk) inventory(who *testutil.Actor) {
	d.TB.Helper()
	d.Must(&repotypes.MsgSetInventory{Giver: who.String(), Isins: []string{testutil.JGB}}, who)
}

func (d fundingDesk) held() int64 {
	return d.Balance(d.Kokusai.AccountKeeper.GetModuleAddress(fundingtypes.ModuleName), yen)
}

// bidding has the client and the dealer bid for four hundred million, the stranger for too little a rate, and the retail client
// seal a bid that it will not reveal; then the operation is decided.
func (d fundingDesk) bidding() {
	d.TB.Helper()
	client := d.opened(d.Client, 5, lendAt("0.80", 100), lendAt("0.70", 100))
	dealer := d.opened(d.Dealer, 9, lendAt("0.75", 100), lendAt("0.70", 100))
	stranger := d.opened(d.Stranger, 1, lendAt("0.60", 50))
	d.at("2026-04-02", "09:00")
	d.Must(d.commit(d.Client, client), d.Client)
	require.ErrorIs(d.TB, d.Kokusai.FundingKeeper.BeforeAccountRecovered(d.Committed(), d.Client.Addr, d.Lender.Addr), custodytypes.ErrRecovery)
	require.NoError(d.TB, d.Kokusai.FundingKeeper.BeforeAccountRecovered(d.Committed(), d.Dealer.Addr, d.Lender.Addr))
	d.Must(d.commit(d.Dealer, dealer), d.Dealer)
	d.Must(d.commit(d.Stranger, stranger), d.Stranger)
	d.Must(d.commit(d.Retail, d.opened(d.Retail, 1, lendAt("2", 1))), d.Retail)
	d.Audited()
	d.at("2026-04-02", "10:00")
	d.Must(client, d.Client)
	d.Must(dealer, d.Dealer)
	d.Must(stranger, d.Stranger)
	d.Audited()
	d.at("2026-04-02", "10:30")
	d.Block()
	d.Audited()
}

// 300 million for a week: 100 at 0.80, 100 at 0.75, and half of 200 at 0.70, which all pay.
func TestFundingLife(t *testing.T) {
	d := newFundingDesk(t)
	before := map[*testutil.Actor]int64{}
	for _, who := range []*testutil.Actor{d.Lender, d.Client, d.Dealer, d.Stranger, d.Retail} {
		before[who] = d.yen(who)
	}
	d.inventory(d.Client)
	d.inventory(d.Dealer)
	d.Must(d.offer(), d.Lender)
	require.EqualValues(t, 300_000_000_000_000, d.held())
	d.Refused(fundingtypes.ErrNumberUsed, d.offer(), d.Lender)

	d.bidding()
	operation := d.operation()
	require.Equal(t, fundingtypes.STATUS_ALLOTTED, operation.Status)
	require.Equal(t, testutil.Dec("0.70"), operation.Result.RatePct)
	require.Equal(t, testutil.Dec("50"), operation.Result.AllotmentPct)
	require.Equal(t, testutil.Yen(450_000_000).Amount, operation.Result.Bids)
	require.Equal(t, testutil.Yen(300_000_000).Amount, operation.Result.Accepted)
	require.EqualValues(t, 2, operation.Bidders, "winners wait for the cut-off")
	require.Equal(t, before[d.Stranger], d.yen(d.Stranger), "who lost has its deposit back")
	require.EqualValues(t, before[d.Retail]-fundingDeposit, d.yen(d.Retail), "who did not reveal has lost it")
	require.EqualValues(t, before[d.Lender]-300_000_000_000_000+fundingDeposit, d.yen(d.Lender))

	d.afternoon("2026-04-02")
	operation = d.operation()
	require.Equal(t, fundingtypes.STATUS_SETTLED, operation.Status)
	require.Equal(t, operation.Result.Accepted, operation.Result.Lent)
	require.Zero(t, d.held())
	require.Zero(t, d.tenders())
	for who, number := range map[*testutil.Actor]uint64{d.Client: 5, d.Dealer: 9} {
		repo := d.repo(number)
		require.Equal(t, repotypes.STATUS_LIVE, repo.Status)
		require.Equal(t, who.String(), repo.Terms.Giver)
		require.Equal(t, d.Lender.String(), repo.Terms.Taker)
		require.Equal(t, testutil.Yen(150_000_000), repo.Terms.Cash)
		require.EqualValues(t, before[who]+150_000_000_000_000, d.yen(who), "all of the award, and the deposit back")
		require.True(t, d.Kokusai.CustodyKeeper.Pledged(d.Committed(), who.Addr, bond, repotypes.ModuleName,
			repotypes.PledgeRef(who.String(), number)).IsPositive())
	}
	d.Audited()

	d.afternoon("2026-04-09")
	d.gone(5)
	d.gone(9)
	const interest = 20_136_986_302 // 150 million × 0.70 % × 7/365 = 20,136.986301… yen, up
	require.EqualValues(t, before[d.Client]-interest, d.yen(d.Client))
	require.EqualValues(t, before[d.Dealer]-interest, d.yen(d.Dealer))
	require.EqualValues(t, before[d.Lender]+2*interest+fundingDeposit, d.yen(d.Lender))
}

// A winner whose bonds do not cover the cash at the cut-off has until the grace is over; then the lender has the cash back and the
// deposit. Another winner's loan does not wait for it.
func TestFundingWinnerFails(t *testing.T) {
	d := newFundingDesk(t)
	lender, dealer := d.yen(d.Lender), d.yen(d.Dealer)
	d.Must(d.offer(), d.Lender)
	d.bidding()
	d.afternoon("2026-04-02")
	require.EqualValues(t, 2, d.operation().Bidders, "neither has said what may be allocated")
	d.Audited()
	d.inventory(d.Client)
	d.at("2026-04-02", "17:00")
	require.Equal(t, repotypes.STATUS_LIVE, d.repo(5).Status)
	require.EqualValues(t, 1, d.operation().Bidders)
	d.Reborn()
	require.Equal(t, fundingtypes.STATUS_ALLOTTED, d.operation().Status)
	d.at("2026-04-02", "21:30")
	d.Block()
	operation := d.operation()
	require.Equal(t, fundingtypes.STATUS_SETTLED, operation.Status)
	require.Equal(t, testutil.Yen(150_000_000).Amount, operation.Result.Lent)
	require.EqualValues(t, dealer-fundingDeposit, d.yen(d.Dealer))
	require.EqualValues(t, lender-150_000_000_000_000+2*fundingDeposit, d.yen(d.Lender), "with that of the retail client")
	require.Zero(t, d.held())
	d.Audited()
}

// Where nothing has a price no loan starts, and nobody is to blame.
func TestFundingWithoutACurve(t *testing.T) {
	d := newFundingDesk(t)
	client, lender := d.yen(d.Client), d.yen(d.Lender)
	d.inventory(d.Client)
	d.inventory(d.Dealer)
	params := collateraltypes.DefaultParams()
	params.MaxCurveAgeDays = 3
	d.Govern(&collateraltypes.MsgUpdateParams{Authority: testutil.Governance, Params: params})
	d.Must(d.offer(func(terms *fundingtypes.Terms) { terms.StartDate, terms.EndDate = "2026-04-10", "2026-04-17" }), d.Lender)
	d.bidding()
	d.afternoon("2026-04-10")
	require.EqualValues(t, 2, d.operation().Bidders)
	d.at("2026-04-10", "21:30")
	d.Block()
	require.Equal(t, fundingtypes.STATUS_SETTLED, d.operation().Status)
	require.True(t, d.operation().Result.Lent.IsZero())
	require.Equal(t, client, d.yen(d.Client))
	require.Equal(t, lender+fundingDeposit, d.yen(d.Lender))
	d.Audited()
}

// Nobody's standing stops anybody else: a frozen lender's cash is lent as promised, what comes back to the frozen waits for them.
func TestFundingOfTheFrozen(t *testing.T) {
	d := newFundingDesk(t)
	d.inventory(d.Client)
	d.inventory(d.Dealer)
	d.Must(d.offer(), d.Lender)
	client := d.opened(d.Client, 5, lendAt("0.80", 100))
	stranger := d.opened(d.Stranger, 1, lendAt("0.50", 200))
	dealer := d.opened(d.Dealer, 1, lendAt("0.80", 200))
	d.at("2026-04-02", "09:00")
	d.Must(d.commit(d.Client, client), d.Client)
	d.Must(d.commit(d.Stranger, stranger), d.Stranger)
	d.Must(d.commit(d.Dealer, dealer), d.Dealer)
	d.at("2026-04-02", "10:00")
	d.Must(client, d.Client)
	d.Must(stranger, d.Stranger)
	d.Must(dealer, d.Dealer)
	d.Freeze(d.Lender)
	d.Freeze(d.Stranger)
	d.Freeze(d.Dealer)
	d.at("2026-04-02", "10:30")
	d.Block()
	require.EqualValues(t, fundingDeposit, d.Suspended(d.Stranger, yen))
	d.afternoon("2026-04-02")
	require.Equal(t, repotypes.STATUS_LIVE, d.repo(5).Status)
	d.at("2026-04-02", "21:30")
	d.Block()
	require.Equal(t, fundingtypes.STATUS_SETTLED, d.operation().Status)
	require.EqualValues(t, 200_000_000_000_000, d.Suspended(d.Lender, yen), "a frozen winner can't pledge")
	require.EqualValues(t, fundingDeposit, d.Suspended(d.Dealer, yen), "and that costs no deposit")
	d.Audited()
}

func TestFundingCancelled(t *testing.T) {
	d := newFundingDesk(t)
	lender, client := d.yen(d.Lender), d.yen(d.Client)
	cancel := &fundingtypes.MsgCancel{Lender: d.Lender.String(), Number: 7}
	d.Refused(fundingtypes.ErrOperationNotFound, cancel, d.Lender)
	d.Must(d.offer(), d.Lender)
	d.at("2026-04-02", "09:00")
	opened := d.opened(d.Client, 5, lendAt("0.80", 100))
	d.Must(d.commit(d.Client, opened), d.Client)
	d.Must(cancel, d.Lender)
	require.Equal(t, lender, d.yen(d.Lender))
	d.Block()
	require.Equal(t, client, d.yen(d.Client))
	require.True(t, d.operation().IsOver())
	d.Refused(fundingtypes.ErrStatus, cancel, d.Lender)
	d.Refused(fundingtypes.ErrStatus, d.commit(d.Client, opened), d.Client)
	d.Audited()
	d.Reborn()

	offer := d.offer(func(terms *fundingtypes.Terms) {
		terms.BidStart, terms.CommitDeadline, terms.RevealDeadline = "2026-04-03T09:00", "2026-04-03T10:00", "2026-04-03T11:00"
		terms.StartDate = "2026-04-03"
	})
	offer.Number = 8
	d.Must(offer, d.Lender)
	d.at("2026-04-03", "10:00")
	cancel.Number = 8
	d.Refused(fundingtypes.ErrDeadlinePassed, cancel, d.Lender)
	d.at("2026-04-03", "11:00")
	d.Block()
	require.Equal(t, lender, d.yen(d.Lender), "nobody bid")
	d.Audited()
}

func TestFundingRefusals(t *testing.T) {
	d := newFundingDesk(t)
	for name, c := range map[string]struct {
		want   error
		change func(*fundingtypes.Terms)
	}{
		"no basket":        {fundingtypes.ErrInvalidTerms, func(terms *fundingtypes.Terms) { terms.BasketId = "" }},
		"unknown basket":   {repotypes.ErrBasketNotFound, func(terms *fundingtypes.Terms) { terms.BasketId = "gc" }},
		"open term":        {fundingtypes.ErrInvalidTerms, func(terms *fundingtypes.Terms) { terms.EndDate = "" }},
		"no cash":          {fundingtypes.ErrInvalidTerms, func(terms *fundingtypes.Terms) { terms.Cash.Amount = math.ZeroInt() }},
		"unknown cash":     {collateraltypes.ErrCurrencyNotFound, func(terms *fundingtypes.Terms) { terms.Cash.Denom = "ukoku" }},
		"broken units":     {fundingtypes.ErrInvalidTerms, func(terms *fundingtypes.Terms) { terms.BidUnit = math.NewInt(7) }},
		"no cap":           {fundingtypes.ErrInvalidTerms, func(terms *fundingtypes.Terms) { terms.BidderCap = math.ZeroInt() }},
		"cap above":        {fundingtypes.ErrInvalidTerms, func(terms *fundingtypes.Terms) { terms.BidderCap = testutil.Yen(301_000_000).Amount }},
		"off the tick":     {fundingtypes.ErrInvalidTerms, func(terms *fundingtypes.Terms) { terms.MinRatePct = testutil.Dec("0.505") }},
		"no tick":          {fundingtypes.ErrInvalidTerms, func(terms *fundingtypes.Terms) { terms.TickPct = testutil.Dec("0") }},
		"no deposit":       {fundingtypes.ErrInvalidTerms, func(terms *fundingtypes.Terms) { terms.Deposit = math.ZeroInt() }},
		"haircut":          {fundingtypes.ErrInvalidTerms, func(terms *fundingtypes.Terms) { terms.HaircutPct = testutil.Dec("100") }},
		"no time":          {fundingtypes.ErrInvalidTerms, func(terms *fundingtypes.Terms) { terms.BidStart = "09:00" }},
		"times swapped":    {fundingtypes.ErrInvalidTerms, func(terms *fundingtypes.Terms) { terms.CommitDeadline = "2026-04-02T11:00" }},
		"revealed late":    {fundingtypes.ErrInvalidTerms, func(terms *fundingtypes.Terms) { terms.RevealDeadline = "2026-04-03T00:01" }},
		"begun":            {fundingtypes.ErrInvalidTerms, func(terms *fundingtypes.Terms) { terms.BidStart = "2026-04-01T14:00" }},
		"start on Sunday":  {repotypes.ErrInvalidDate, func(terms *fundingtypes.Terms) { terms.StartDate = "2026-04-05" }},
		"end on a holiday": {repotypes.ErrInvalidDate, func(terms *fundingtypes.Terms) { terms.EndDate = "2026-05-05" }},
		"nobody":           {fundingtypes.ErrInvalidAddress, func(terms *fundingtypes.Terms) { terms.Counterparties = []string{"nobody"} }},
		"one twice": {fundingtypes.ErrInvalidTerms, func(terms *fundingtypes.Terms) {
			terms.Counterparties = []string{d.Client.String(), d.Client.String()}
		}},
	} {
		t.Run(name, func(t *testing.T) { d.Refused(c.want, d.offer(c.change), d.Lender) })
	}
	d.Must(d.offer(func(terms *fundingtypes.Terms) { terms.Counterparties = []string{d.Client.String(), d.Dealer.String()} }), d.Lender)

	opened := d.opened(d.Client, 5, lendAt("0.80", 100))
	commit := d.commit(d.Client, opened)
	withdraw := &fundingtypes.MsgWithdrawBid{Bidder: d.Client.String(), Lender: d.Lender.String(), Number: 7}
	d.Refused(fundingtypes.ErrTooEarly, commit, d.Client)
	d.at("2026-04-02", "09:00")
	d.Refused(fundingtypes.ErrTenderNotFound, withdraw, d.Client)
	d.Refused(fundingtypes.ErrNotAdmitted, d.commit(d.Stranger, d.opened(d.Stranger, 1, lendAt("1", 1))), d.Stranger)
	d.Refused(fundingtypes.ErrNotAdmitted, d.commit(d.Lender, d.opened(d.Lender, 1, lendAt("1", 1))), d.Lender)
	d.Refused(fundingtypes.ErrInvalidSeal, &fundingtypes.MsgCommitBid{Bidder: d.Client.String(), Lender: d.Lender.String(), Number: 7, Seal: []byte{1}}, d.Client)
	before := d.yen(d.Client)
	d.Must(commit, d.Client)
	d.Refused(fundingtypes.ErrAlreadyCommitted, commit, d.Client)
	d.Must(withdraw, d.Client)
	require.Equal(t, before, d.yen(d.Client))
	d.Must(commit, d.Client)
	d.Govern(&fundingtypes.MsgUpdateParams{Authority: testutil.Governance, Params: func() fundingtypes.Params {
		params := fundingtypes.DefaultParams()
		params.MaxBidders, params.MaxBids = 1, 1
		return params
	}()})
	full := d.opened(d.Dealer, 5, lendAt("0.80", 100))
	d.Refused(fundingtypes.ErrFull, d.commit(d.Dealer, full), d.Dealer)
	d.Refused(fundingtypes.ErrTooEarly, opened, d.Client)
	d.at("2026-04-02", "10:00")
	d.Refused(fundingtypes.ErrDeadlinePassed, withdraw, d.Client)
	d.Refused(fundingtypes.ErrDeadlinePassed, commit, d.Client)
	d.Refused(fundingtypes.ErrTenderNotFound, full, d.Dealer)
	d.Refused(fundingtypes.ErrSealMismatch, d.opened(d.Client, 6, lendAt("0.80", 100)), d.Client)
	d.Refused(fundingtypes.ErrInvalidBid, d.opened(d.Client, 5), d.Client)
	d.Must(opened, d.Client)
	d.Refused(fundingtypes.ErrAlreadyRevealed, opened, d.Client)
	d.at("2026-04-02", "10:30")
	d.Refused(fundingtypes.ErrStatus, opened, d.Client)
	d.Audited()
}

// Bids that were sealed and can't take part are refused when they are opened, and their deposit is lost in the end.
func TestFundingBadBids(t *testing.T) {
	d := newFundingDesk(t)
	d.Must(d.offer(), d.Lender)
	d.at("2026-04-02", "09:00")
	bad := map[*testutil.Actor]fundingtypes.Bid{
		d.Client: lendAt("0.49", 1), d.Dealer: lendAt("0.505", 1), d.Stranger: lendAt("1", 201),
		d.Retail: {RatePct: testutil.Dec("1"), Amount: math.NewInt(999)},
	}
	for who, bid := range bad {
		d.Must(d.commit(who, d.opened(who, 1, bid)), who)
	}
	d.at("2026-04-02", "10:00")
	for who, bid := range bad {
		d.Refused(fundingtypes.ErrInvalidBid, d.opened(who, 1, bid), who)
	}
	lender := d.yen(d.Lender)
	d.at("2026-04-02", "10:30")
	d.Block()
	require.EqualValues(t, lender+300_000_000_000_000+4*fundingDeposit, d.yen(d.Lender))
	require.True(t, d.operation().IsOver())
	d.Audited()
}

// Rows are worked over a few in a block, and all of them in the end.
func TestFundingInSmallBlocks(t *testing.T) {
	d := newFundingDesk(t)
	params := fundingtypes.DefaultParams()
	params.WorkLimit = 1
	d.Govern(&fundingtypes.MsgUpdateParams{Authority: testutil.Governance, Params: params})
	d.inventory(d.Client)
	d.inventory(d.Dealer)
	d.Must(d.offer(), d.Lender)
	d.bidding()
	for range 6 {
		d.Block()
		d.Audited()
	}
	require.EqualValues(t, 2, d.operation().Bidders)
	d.afternoon("2026-04-02")
	d.Reborn()
	for range 6 {
		d.Block()
		d.Audited()
	}
	require.Equal(t, fundingtypes.STATUS_SETTLED, d.operation().Status)
	require.Equal(t, sdk.NewInt64Coin(yen, 0).Amount.Int64(), d.held())
}
