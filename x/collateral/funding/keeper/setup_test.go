package keeper_test

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/testutil/desk"
	"github.com/kokusai-chain/kokusai/x/collateral/funding/keeper"
	"github.com/kokusai-chain/kokusai/x/collateral/funding/types"
	repotypes "github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
)

const (
	number  = 7
	deposit = 100_000_000_000 // 100,000 yen
	offered = 300 * desk.Million
)

// room is a desk on which the lender auctions three hundred million yen for a week.
type room struct {
	*desk.Desk
	t       require.TestingT
	msgs    types.MsgServer
	queries types.QueryServer
}

func newRoom(t require.TestingT) *room { return onDesk(desk.New(t), t) }

func onDesk(d *desk.Desk, t require.TestingT) *room {
	return &room{Desk: d, t: t, msgs: keeper.NewMsgServer(d.Funding), queries: keeper.NewQueryServer(d.Funding)}
}

func (r *room) branch(t require.TestingT) *room { return onDesk(r.Branch(t), t) }

func dec(text string) math.LegacyDec { return math.LegacyMustNewDecFromStr(text) }

func (r *room) terms(change ...func(*types.Terms)) types.Terms {
	terms := types.Terms{
		Cash: testutil.YenOf(offered), BidUnit: math.NewInt(desk.Million), BidderCap: math.NewInt(200 * desk.Million), TickPct: dec("0.01"),
		MinRatePct: dec("0.5"), Deposit: math.NewInt(deposit), BasketId: desk.Basket, HaircutPct: dec("2"), StartDate: "2026-04-02",
		EndDate: "2026-04-09", DayBasis: 365, BidStart: "2026-04-02T09:00", CommitDeadline: "2026-04-02T10:00", RevealDeadline: "2026-04-02T10:30",
	}
	for _, apply := range change {
		apply(&terms)
	}
	return terms
}

// do runs a message as a transaction does: an error leaves nothing.
func do[M, R any](r *room, handle func(context.Context, M) (R, error), msg M) error {
	return r.Atomically(func(ctx sdk.Context) error {
		_, err := handle(ctx, msg)
		return err
	})
}

func (r *room) announce(change ...func(*types.Terms)) error {
	return do(r, r.msgs.Announce, &types.MsgAnnounce{Lender: r.Lender.String(), Number: number, Terms: r.terms(change...)})
}

// bids reads pairs of a rate and millions.
func bids(t require.TestingT, pairs ...any) (list []types.Bid) {
	for pair := range slices.Chunk(pairs, 2) {
		list = append(list, types.Bid{RatePct: dec(pair[0].(string)), Amount: math.NewInt(int64(pair[1].(int)) * desk.Million)})
	}
	require.NotEmpty(t, list)
	return list
}

// opened are bids of an account, whose loan would have the number 5 among its repos.
func (r *room) opened(who sdk.AccAddress, pairs ...any) *types.MsgRevealBid {
	salt := make([]byte, types.SaltBytes)
	copy(salt, who)
	return &types.MsgRevealBid{
		Bidder: who.String(), Lender: r.Lender.String(), Number: number, Bids: bids(r.t, pairs...), RepoNumber: 5, Salt: salt,
	}
}

func (r *room) commit(opened *types.MsgRevealBid) error {
	return do(r, r.msgs.CommitBid, &types.MsgCommitBid{
		Bidder: opened.Bidder, Lender: opened.Lender, Number: opened.Number, Seal: opened.Seal(),
	})
}

func (r *room) withdraw(who sdk.AccAddress) error {
	return do(r, r.msgs.WithdrawBid, &types.MsgWithdrawBid{Bidder: who.String(), Lender: r.Lender.String(), Number: number})
}

func (r *room) reveal(opened *types.MsgRevealBid) error { return do(r, r.msgs.RevealBid, opened) }

func (r *room) cancel() error {
	return do(r, r.msgs.Cancel, &types.MsgCancel{Lender: r.Lender.String(), Number: number})
}

// bidding announces, has all bids sealed and opened, and stops before the operation is decided.
func (r *room) bidding(all ...*types.MsgRevealBid) {
	require.NoError(r.t, r.announce())
	r.At("2026-04-02 09:00")
	for _, opened := range all {
		require.NoError(r.t, r.commit(opened))
	}
	r.Tick("2026-04-02 10:00")
	for _, opened := range all {
		require.NoError(r.t, r.reveal(opened))
	}
	r.Audited()
}

func (r *room) operation() types.Operation {
	response, err := r.queries.Operation(r.Ctx, &types.QueryOperationRequest{Lender: r.Lender.String(), Number: number})
	require.NoError(r.t, err)
	return response.Operation
}

func (r *room) tender(who sdk.AccAddress) (types.Tender, error) {
	response, err := r.queries.Tender(r.Ctx, &types.QueryTenderRequest{Lender: r.Lender.String(), Number: number, Bidder: who.String()})
	if err != nil {
		return types.Tender{}, err
	}
	return response.Tender, nil
}

func (r *room) award(who sdk.AccAddress) int64 {
	tender, err := r.tender(who)
	require.NoError(r.t, err)
	return tender.Award.QuoRaw(desk.Million).Int64()
}

func (r *room) held() int64 {
	return r.Yen(r.Accounts.GetModuleAddress(types.ModuleName))
}

func (r *room) params(change func(*types.Params)) {
	params := types.DefaultParams()
	change(&params)
	require.NoError(r.t, do(r, r.msgs.UpdateParams, &types.MsgUpdateParams{Authority: r.Governance.String(), Params: params}))
}

// live tells whether the loan of a bidder has started.
func (r *room) live(who sdk.AccAddress) bool {
	repo, found := r.FindRepo(who, 5)
	return found && repo.Status == repotypes.STATUS_LIVE
}

// balances are what accounts have of yen, suspense included.
func (r *room) balances(of ...sdk.AccAddress) map[string]int64 {
	all := map[string]int64{}
	for _, account := range of {
		all[account.String()] = r.Yen(account) + r.Suspended(account, testutil.Yen)
	}
	return all
}

func (r *room) cast() []sdk.AccAddress {
	return []sdk.AccAddress{r.Lender, r.Dealer, r.Client, r.Abroad, r.Retail, r.Stranger}
}

// reborn has the module go on from an export of itself.
func (r *room) reborn() { desk.Reborn(r.Desk, types.StoreKey, r.Funding) }

// gone tells that a bidder has no row any more.
func (r *room) gone(t *testing.T, who sdk.AccAddress) {
	t.Helper()
	_, err := r.tender(who)
	require.ErrorIs(t, err, types.ErrTenderNotFound)
}
