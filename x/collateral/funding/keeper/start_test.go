package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/testutil/desk"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/funding/types"
	repotypes "github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// won has the client win a hundred million, and the dealer another, and stops before the loans start.
func won(t *testing.T) *room {
	r := newRoom(t)
	r.bidding(r.opened(r.Client, "0.80", 100), r.opened(r.Dealer, "0.70", 100))
	r.Inventory(r.Client)
	r.Inventory(r.Dealer)
	r.Tick("2026-04-02 10:30")
	require.EqualValues(t, 2, r.operation().Bidders)
	return r
}

// Loans start at the cut-off, not a moment before, and end with a week's interest at the one rate.
func TestLoansStartAndEnd(t *testing.T) {
	r := won(t)
	before := r.balances(r.cast()...)
	r.Tick("2026-04-02 14:59")
	require.False(t, r.live(r.Client))
	require.Equal(t, before, r.balances(r.cast()...))
	r.reborn()
	r.Tick("2026-04-02 15:00")
	require.True(t, r.live(r.Client) && r.live(r.Dealer))
	operation := r.operation()
	require.Equal(t, types.STATUS_SETTLED, operation.Status)
	require.Equal(t, operation.Result.Accepted, operation.Result.Lent)
	require.Zero(t, r.held())
	require.Equal(t, 2, r.Emitted(&types.EventLent{}))
	require.Equal(t, 1, r.Emitted(&types.EventSettled{}))
	for _, bidder := range []sdk.AccAddress{r.Client, r.Dealer} {
		require.EqualValues(t, 100*desk.Million+deposit, r.Yen(bidder)-before[bidder.String()])
		repo, _ := r.FindRepo(bidder, 5)
		require.Equal(t, dec("0.70"), repo.Terms.RatePct)
		require.True(t, r.Keeper.Pledged(r.Ctx, bidder, testutil.Denom, repotypes.ModuleName, repotypes.PledgeRef(bidder.String(), 5)).IsPositive())
	}
	r.Audited()
	r.Tick("2026-04-09 15:00")
	const interest = 13_424_657_535 // 100 million × 0.70 % × 7/365 = 13,424.657534… yen, up
	require.EqualValues(t, before[r.Client.String()]+deposit-interest, r.Yen(r.Client))
	require.EqualValues(t, before[r.Lender.String()]+200*desk.Million+2*interest, r.Yen(r.Lender))
	r.Audited()
}

// What becomes of a winner between its bid and its loan is its own affair: the other's loan starts, and the deposit of one who
// has not put things right when the grace is over is the lender's, but for who could not: a frozen winner's waits with its suspense.
func TestWinnerCannotStart(t *testing.T) {
	for name, c := range map[string]struct {
		harm, cure func(*room)
		reason     error
	}{
		"frozen":             {func(r *room) { r.Freeze(r.Client) }, func(r *room) { r.Unfreeze(r.Client) }, custodytypes.ErrSenderFrozen},
		"sold its bonds":     {sell, buyBack, repotypes.ErrNothingAllocated},
		"names no inventory": {func(r *room) { noInventory(r) }, func(r *room) { r.Inventory(r.Client) }, repotypes.ErrInventoryNotFound},
		"used the number":    {useNumber, freeNumber, repotypes.ErrNumberUsed},
		"names bonds it has not": {
			func(r *room) { r.Inventory(r.Client, testutil.OtherISIN) }, func(r *room) { r.Inventory(r.Client) }, repotypes.ErrNothingAllocated,
		},
		"own issue": {
			func(r *room) { r.Bond.SetIssuer(r.Client) }, func(r *room) { r.Bond.SetIssuer(r.Ministry) }, repotypes.ErrNothingAllocated,
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := won(t)
			before := r.balances(r.Lender, r.Client)
			c.harm(r)
			r.Tick("2026-04-02 15:00")
			require.False(t, r.live(r.Client))
			require.True(t, r.live(r.Dealer), "nobody waits for another")
			require.EqualValues(t, 1, r.operation().Bidders)
			require.Equal(t, 1, r.Emitted(&types.EventItemQuarantined{}))
			r.Audited()
			r.reborn()
			r.Tick("2026-04-02 15:59")
			require.Equal(t, 1, r.Emitted(&types.EventItemQuarantined{}), "it is tried again after an hour")

			failed := r.branch(t)
			for _, hour := range []string{"16:00", "17:00", "18:00", "19:00"} {
				failed.Tick("2026-04-02 " + hour)
			}
			require.Equal(t, types.STATUS_ALLOTTED, failed.operation().Status)
			failed.Tick("2026-04-02 20:00")
			operation := failed.operation()
			require.Equal(t, types.STATUS_SETTLED, operation.Status)
			require.EqualValues(t, 100*desk.Million, operation.Result.Lent.Int64(), "the dealer's")
			forfeited := 1
			if name == "frozen" {
				forfeited = 0
				failed.Unfreeze(r.Client)
			}
			require.EqualValues(t, 100*desk.Million+forfeited*deposit, failed.balances(r.Lender)[r.Lender.String()]-before[r.Lender.String()])
			require.EqualValues(t, (1-forfeited)*deposit, failed.balances(r.Client)[r.Client.String()]-before[r.Client.String()])
			require.Equal(t, 1, failed.Emitted(&types.EventLoanFailed{}))
			require.Equal(t, forfeited, failed.Emitted(&types.EventDepositForfeited{}))
			require.Zero(t, failed.held())
			reason := loanFailed(t, failed)
			require.Contains(t, reason, c.reason.Error())
			failed.Audited()
			failed.reborn()

			c.cure(r)
			r.Tick("2026-04-02 16:00")
			require.True(t, r.live(r.Client), "whoever has put things right an hour later has its loan")
			require.Equal(t, types.STATUS_SETTLED, r.operation().Status)
			r.Audited()
		})
	}
}

// loanFailed is the reason that the last event of a failed loan gives.
func loanFailed(t *testing.T, r *room) (reason string) {
	t.Helper()
	for _, emitted := range r.Ctx.EventManager().ABCIEvents() {
		parsed, err := sdk.ParseTypedEvent(emitted)
		if err != nil {
			continue // of modules without typed events
		}
		if failed, is := parsed.(*types.EventLoanFailed); is {
			reason = failed.Reason
		}
	}
	return reason
}

func sell(r *room) {
	require.NoError(r.t, r.Send(r.Client, r.Abroad, testutil.Bonds(r.Balance(r.Client, testutil.Denom))))
}

func buyBack(r *room) { require.NoError(r.t, r.Send(r.Abroad, r.Client, testutil.Bonds(600_000_000))) }

func noInventory(r *room) { require.NoError(r.t, r.Repo.SetInventory(r.Ctx, r.Client, nil)) }

func useNumber(r *room) {
	require.NoError(r.t, r.Repo.Offer(r.Ctx, r.Client.String(), 5, repotypes.Terms{
		Giver: r.Client.String(), Taker: r.Dealer.String(), Form: repotypes.FORM_PLEDGE, Cash: testutil.YenOf(1), RatePct: dec("1"), HaircutPct: dec("2"),
		Bonds: sdk.NewCoins(testutil.Bonds(1)), StartDate: "2026-04-03", EndDate: "2026-04-08", DayBasis: 365,
	}, "2026-04-03"))
}

func freeNumber(r *room) { require.NoError(r.t, r.Repo.WithdrawOffer(r.Ctx, r.Client.String(), 5)) }

// A winner that is frozen or struck off between sealing and opening still opens its bids; what it may not do is pledge.
func TestStandingBetweenSealAndReveal(t *testing.T) {
	r := newRoom(t)
	opened := r.opened(r.Client, "0.80", 100)
	require.NoError(t, r.announce())
	r.At("2026-04-02 09:00")
	require.NoError(t, r.commit(opened))
	r.Freeze(r.Client)
	r.At("2026-04-02 10:00")
	require.NoError(t, r.reveal(opened))
	r.Tick("2026-04-02 10:30")
	require.EqualValues(t, 100, r.award(r.Client))
	r.Inventory(r.Client)
	r.Tick("2026-04-02 15:00")
	require.False(t, r.live(r.Client))
	r.Unfreeze(r.Client)
	r.Tick("2026-04-02 16:00")
	require.True(t, r.live(r.Client))
	r.Audited()
}

// The cash was paid in with the announcement: whatever becomes of the lender, winners have it. What comes back waits for a frozen one.
func TestLenderIsGone(t *testing.T) {
	r := won(t)
	require.NoError(t, r.Send(r.Lender, r.Stranger, testutil.YenOf(r.Yen(r.Lender))))
	r.Freeze(r.Lender)
	noInventory(r)
	r.Tick("2026-04-02 15:00")
	require.True(t, r.live(r.Dealer))
	r.Tick("2026-04-02 20:00")
	require.EqualValues(t, 100*desk.Million+deposit, r.Suspended(r.Lender, testutil.Yen))
	r.Tick("2026-04-09 15:00")
	require.Greater(t, r.Suspended(r.Lender, testutil.Yen), int64(200*desk.Million), "and so does what the dealer pays back")
	r.Audited()
}

// Where nothing has a price no loan starts, and nobody is to blame; a curve that comes within the grace is in time.
func TestStaleCurve(t *testing.T) {
	r := newRoom(t)
	r.CurvesAge(3)
	before := r.balances(r.cast()...)
	require.NoError(t, r.announce(func(t *types.Terms) { t.StartDate, t.EndDate = "2026-04-10", "2026-04-17" }))
	r.At("2026-04-02 09:00")
	opened := r.opened(r.Client, "0.80", 100)
	require.NoError(t, r.commit(opened))
	r.At("2026-04-02 10:00")
	require.NoError(t, r.reveal(opened))
	r.Inventory(r.Client)
	r.Tick("2026-04-02 10:30")
	r.Tick("2026-04-10 15:00")
	require.False(t, r.live(r.Client))

	late := r.branch(t)
	late.Yield("2")
	late.Tick("2026-04-10 16:00")
	require.True(t, late.live(r.Client))
	late.Audited()

	r.Tick("2026-04-10 20:00")
	require.Equal(t, types.STATUS_SETTLED, r.operation().Status)
	require.True(t, r.operation().Result.Lent.IsZero())
	require.Equal(t, before, r.balances(r.cast()...))
	require.Contains(t, loanFailed(t, r), repotypes.ErrUnpriced.Error())
	r.Audited()
}

// A chain that stands still over the whole time in which a loan could have started blames nobody. One that has run does, even where
// the grace is longer than the loan.
func TestEndDateComesFirst(t *testing.T) {
	r := won(t)
	before := r.balances(r.cast()...)
	r.Tick("2026-04-09 09:00")
	require.Equal(t, types.STATUS_SETTLED, r.operation().Status)
	after := r.balances(r.cast()...)
	require.EqualValues(t, 200*desk.Million, after[r.Lender.String()]-before[r.Lender.String()])
	require.EqualValues(t, deposit, after[r.Client.String()]-before[r.Client.String()])
	r.Audited()

	r = won(t)
	noInventory(r)
	r.params(func(p *types.Params) { p.StartGrace = 20 * 24 * time.Hour })
	before = r.balances(r.cast()...)
	r.Tick("2026-04-02 15:00")
	r.Tick("2026-04-08 23:00")
	require.Equal(t, types.STATUS_ALLOTTED, r.operation().Status)
	r.Tick("2026-04-09 00:00")
	require.Equal(t, types.STATUS_SETTLED, r.operation().Status, "it can't start any more: the cash does not wait for the grace")
	after = r.balances(r.cast()...)
	require.EqualValues(t, 100*desk.Million+deposit, after[r.Lender.String()]-before[r.Lender.String()])
	require.Equal(t, before[r.Client.String()], after[r.Client.String()])
	r.Audited()
}

// Funding lends one lender's own cash: that the market of x/collateral is paused does not touch it.
func TestPausedMarket(t *testing.T) {
	r := newRoom(t)
	terms := collateraltypes.DefaultMarketTerms("JPY", dec("0.5"), math.NewInt(1_000*desk.Million))
	require.NoError(t, r.Collateral.CreateMarket(r.Ctx, testutil.Yen, terms))
	require.NoError(t, r.Collateral.Pause(r.Ctx, r.Governance.String(), testutil.Yen, collateraltypes.Pauses{
		Supply: true, Borrow: true, Release: true, Transfer: true, Liquidation: true,
	}))
	r.Inventory(r.Client)
	r.bidding(r.opened(r.Client, "0.80", 100))
	r.Tick("2026-04-02 10:30")
	r.Tick("2026-04-02 15:00")
	require.True(t, r.live(r.Client))
	r.Tick("2026-04-09 15:00")
	require.False(t, r.live(r.Client))
	r.Audited()
}

// A series that stops trading is not allocated; the next of the inventory is.
func TestNextSeriesOfTheInventory(t *testing.T) {
	r := won(t)
	other := sdk.NewInt64Coin("bond/"+testutil.OtherISIN, 600_000_000)
	r.IssueCoin(r.Client, other)
	r.Inventory(r.Client, testutil.ISIN, testutil.OtherISIN)
	r.Bond.SetStatus(testutil.ISIN, bondtypes.SERIES_STATUS_MATURED)
	r.Tick("2026-04-02 15:00")
	repo, found := r.FindRepo(r.Client, 5)
	require.True(t, found)
	require.True(t, repo.Held(testutil.Denom).IsZero())
	require.True(t, repo.Held(other.Denom).IsPositive())
	require.False(t, r.live(r.Dealer), "who has no other bonds")
	r.Audited()
}
