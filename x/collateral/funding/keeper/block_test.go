package keeper_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/kokusai-chain/kokusai/testutil/desk"
	"github.com/kokusai-chain/kokusai/x/collateral/funding/types"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// A block works over no more rows than the params say, however many wait, and none is forgotten.
func TestWorkOfABlock(t *testing.T) {
	const bidders = 9
	for _, limit := range []uint32{1, 3, 200} {
		t.Run(fmt.Sprint(limit), func(t *testing.T) {
			r := newRoom(t)
			r.params(func(p *types.Params) { p.WorkLimit = limit })
			all := make([]*types.MsgRevealBid, bidders)
			for i := range all {
				who := testutil.Address(fmt.Sprintf("bidder %d", i))
				r.MintYen(who, deposit)
				all[i] = r.opened(who, "0.50", 100)
			}
			// Two win, and none of them can pledge; the others are outbid.
			all[0].Bids[0].RatePct, all[1].Bids[0].RatePct, all[2].Bids[0].RatePct = dec("0.80"), dec("0.80"), dec("0.80")
			r.bidding(all...)
			r.At("2026-04-02 10:30")
			blocks, done := 0, 0
			for r.operation().Bidders > 3 || r.operation().Status == types.STATUS_OPEN {
				before := r.Emitted(&types.EventDepositReleased{})
				r.Block()
				r.Audited()
				r.reborn()
				worked := r.Emitted(&types.EventDepositReleased{}) - before
				require.LessOrEqual(t, worked, int(limit))
				done += worked
				blocks++
				require.Less(t, blocks, 3*bidders)
			}
			require.Equal(t, bidders-3, done)
			require.Equal(t, limit < 200, blocks > 2, "%d blocks", blocks)
			for range 2 * bidders {
				r.Block() // the walk comes to its end
			}
			for _, minute := range []string{"15:00", "20:00"} {
				for range 3 {
					before := r.Emitted(&types.EventItemQuarantined{}) + r.Emitted(&types.EventLoanFailed{})
					r.Tick("2026-04-02 " + minute)
					require.LessOrEqual(t, r.Emitted(&types.EventItemQuarantined{})+r.Emitted(&types.EventLoanFailed{})-before, int(limit))
				}
				for range bidders {
					r.Block()
				}
			}
			require.Equal(t, 3, r.Emitted(&types.EventLoanFailed{}))
			require.Equal(t, types.STATUS_SETTLED, r.operation().Status)
			require.Zero(t, r.held())
			r.Audited()
		})
	}
}

// drain takes cash out of the module account, as no message can, and returns what puts it back.
func (r *room) drain(amount int64) (restore func()) {
	require.NoError(r.t, r.FromModule(types.ModuleName, r.Stranger, testutil.YenOf(amount)))
	return func() {
		require.NoError(r.t, r.Bank.SendCoins(r.Ctx, r.Stranger, r.Accounts.GetModuleAddress(types.ModuleName), sdk.NewCoins(testutil.YenOf(amount))))
	}
}

// A failure that nobody foresaw undoes the step, is said, and is tried again; it stops neither the block nor other operations.
func TestQuarantine(t *testing.T) {
	r := newRoom(t)
	r.bidding(r.opened(r.Client, "0.80", 100))
	restore := r.drain(offered)
	require.ErrorIs(t, r.Funding.Audit(r.Ctx), types.ErrBrokenLaw)
	before := r.operation()
	r.Tick("2026-04-02 10:30")
	after := r.operation()
	require.Equal(t, types.STATUS_OPEN, after.Status, "undone whole")
	require.Equal(t, before.Held, after.Held)
	require.Equal(t, 1, r.Emitted(&types.EventItemQuarantined{}))
	require.Zero(t, r.Emitted(&types.EventAllotted{}))
	r.Tick("2026-04-02 11:29")
	require.Equal(t, 1, r.Emitted(&types.EventItemQuarantined{}))
	restore()
	r.Tick("2026-04-02 11:30")
	require.Equal(t, types.STATUS_ALLOTTED, r.operation().Status)
	r.Audited()

	// One row of several: the others are dealt with.
	r = newRoom(t)
	require.NoError(t, r.announce())
	r.At("2026-04-02 09:00")
	for _, bidder := range []sdk.AccAddress{r.Client, r.Dealer, r.Abroad} {
		require.NoError(t, r.commit(r.opened(bidder, "0.80", 1)))
	}
	require.NoError(t, r.cancel())
	restore = r.drain(deposit)
	r.Block()
	require.EqualValues(t, 1, r.operation().Bidders)
	require.Equal(t, 1, r.Emitted(&types.EventItemQuarantined{}))
	restore()
	r.Tick("2026-04-02 10:00")
	require.True(t, r.operation().IsOver())
	r.Audited()
}

// The laws notice an operation that has fallen out of the queue, one that is in it twice, and cash that is not there.
func TestAudit(t *testing.T) {
	r := newRoom(t)
	r.bidding(r.opened(r.Client, "0.80", 100))
	queue := func(r *room) (key, value []byte) {
		store := r.Services(types.StoreKey).OpenKVStore(r.Ctx)
		rows, err := store.Iterator([]byte{3}, []byte{4})
		require.NoError(t, err)
		defer func() { require.NoError(t, rows.Close()) }()
		require.True(t, rows.Valid())
		return bytes.Clone(rows.Key()), bytes.Clone(rows.Value())
	}
	lost := r.branch(t)
	key, value := queue(lost)
	require.NoError(t, lost.Services(types.StoreKey).OpenKVStore(lost.Ctx).Delete(key))
	require.ErrorIs(t, lost.Funding.Audit(lost.Ctx), types.ErrBrokenLaw)
	twice := r.branch(t)
	key[8]++ // of its time
	require.NoError(t, twice.Services(types.StoreKey).OpenKVStore(twice.Ctx).Set(key, value))
	require.ErrorIs(t, twice.Funding.Audit(twice.Ctx), types.ErrBrokenLaw)
	poor := r.branch(t)
	poor.drain(1)
	require.ErrorIs(t, poor.Funding.Audit(poor.Ctx), types.ErrBrokenLaw)
	r.Audited()
}

// A genesis is refused where the bank does not have what it says the module holds.
func TestGenesisWithoutTheCash(t *testing.T) {
	r := newRoom(t)
	r.bidding(r.opened(r.Client, "0.80", 100))
	exported, err := r.Funding.ExportGenesis(r.Ctx)
	require.NoError(t, err)
	other := newRoom(t)
	require.ErrorIs(t, other.Funding.InitGenesis(other.Ctx, *exported), types.ErrBrokenLaw)
	exported.Operations[0].Bidders = 2
	require.ErrorIs(t, other.Funding.InitGenesis(other.Ctx, *exported), types.ErrInvalidGenesis)
}

func TestParamsAreGovernances(t *testing.T) {
	r := newRoom(t)
	msg := &types.MsgUpdateParams{Authority: r.Client.String(), Params: types.DefaultParams()}
	require.Error(t, do(r, r.msgs.UpdateParams, msg))
	msg.Authority, msg.Params.MaxBids = r.Governance.String(), 0
	require.ErrorIs(t, do(r, r.msgs.UpdateParams, msg), types.ErrInvalidParams)
	msg.Params.MaxBids = 3
	require.NoError(t, do(r, r.msgs.UpdateParams, msg))
	response, err := r.queries.Params(r.Ctx, &types.QueryParamsRequest{})
	require.NoError(t, err)
	require.EqualValues(t, 3, response.Params.MaxBids)
	require.Equal(t, 1, r.Emitted(&types.EventParamsUpdated{}))
}

// An account with a bid in an operation that is under way is not recovered; afterwards, and for the lender, nothing stands in the way.
func TestRecovery(t *testing.T) {
	r := newRoom(t)
	fresh := testutil.Address("fresh")
	recoverable := func(who sdk.AccAddress) error { return r.Funding.BeforeAccountRecovered(r.Ctx, who, fresh) }
	r.bidding(r.opened(r.Client, "0.80", 100))
	require.ErrorIs(t, recoverable(r.Client), custodytypes.ErrRecovery)
	require.NoError(t, recoverable(r.Lender))
	require.NoError(t, recoverable(r.Dealer))
	r.Inventory(r.Client)
	r.Tick("2026-04-02 10:30")
	require.ErrorIs(t, recoverable(r.Client), custodytypes.ErrRecovery)
	r.Tick("2026-04-02 15:00")
	require.NoError(t, recoverable(r.Client))
	require.NoError(t, r.Funding.AfterClaimsMoved(r.Ctx, r.Client, fresh))
}

func TestQueries(t *testing.T) {
	r := newRoom(t)
	require.NoError(t, r.announce())
	r.MintYen(r.Client, 100*desk.Million)
	for _, n := range []uint64{1, 2} {
		require.NoError(t, do(r, r.msgs.Announce, &types.MsgAnnounce{Lender: r.Client.String(), Number: n, Terms: r.terms(func(t *types.Terms) {
			t.Cash, t.BidderCap = testutil.YenOf(50*desk.Million), t.BidUnit
		})}))
	}
	r.At("2026-04-02 09:00")
	require.NoError(t, r.commit(r.opened(r.Dealer, "0.80", 1)))
	require.NoError(t, r.commit(r.opened(r.Abroad, "0.80", 1)))

	operations := func(lender string, page *query.PageRequest) (*types.QueryOperationsResponse, error) {
		return r.queries.Operations(r.Ctx, &types.QueryOperationsRequest{Lender: lender, Pagination: page})
	}
	first, err := operations(r.Client.String(), &query.PageRequest{Limit: 1})
	require.NoError(t, err)
	require.Len(t, first.Operations, 1)
	require.EqualValues(t, 1, first.Operations[0].Number)
	second, err := operations(r.Client.String(), &query.PageRequest{Limit: 1, Key: first.Pagination.NextKey})
	require.NoError(t, err)
	require.EqualValues(t, 2, second.Operations[0].Number)
	require.Empty(t, second.Pagination.NextKey, "the next lender's are not shown")
	none, err := operations(r.Dealer.String(), nil)
	require.NoError(t, err)
	require.Empty(t, none.Operations)
	_, err = operations("nobody", nil)
	require.ErrorIs(t, err, types.ErrInvalidAddress)
	_, err = operations(r.Client.String(), &query.PageRequest{Offset: 1})
	require.Error(t, err)

	require.NoError(t, r.cancel())
	r.Block()
	pending, err := r.queries.Pending(r.Ctx, &types.QueryPendingRequest{})
	require.NoError(t, err)
	require.Len(t, pending.Operations, 2, "what is over is not pending")
	_, err = r.tender(r.Dealer)
	require.ErrorIs(t, err, types.ErrTenderNotFound)
	_, err = r.queries.Operation(r.Ctx, &types.QueryOperationRequest{Lender: r.Client.String(), Number: 3})
	require.ErrorIs(t, err, types.ErrOperationNotFound)
	opened := r.opened(r.Dealer, "0.80", 1)
	opened.Lender, opened.Number = r.Client.String(), 1
	require.NoError(t, r.commit(opened))
	tenders, err := r.queries.Tenders(r.Ctx, &types.QueryTendersRequest{Lender: r.Client.String(), Number: 1})
	require.NoError(t, err)
	require.Len(t, tenders.Tenders, 1)
	require.Empty(t, tenders.Tenders[0].Bids, "what is sealed is nobody's to see")
	tenders, err = r.queries.Tenders(r.Ctx, &types.QueryTendersRequest{Lender: r.Client.String(), Number: 2})
	require.NoError(t, err)
	require.Empty(t, tenders.Tenders)
}
