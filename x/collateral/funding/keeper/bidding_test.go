package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/kokusai-chain/kokusai/testutil/desk"
	"github.com/kokusai-chain/kokusai/x/collateral/funding/types"
	repotypes "github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// An announcement takes the cash; one that could not become a loan takes nothing.
func TestAnnounce(t *testing.T) {
	r := newRoom(t)
	before := r.Yen(r.Lender)
	for name, c := range map[string]struct {
		want   error
		change func(*types.Terms)
	}{
		"no cash":           {types.ErrInvalidTerms, func(t *types.Terms) { t.Cash.Amount = math.Int{} }},
		"no basket":         {types.ErrInvalidTerms, func(t *types.Terms) { t.BasketId = "" }},
		"unknown basket":    {repotypes.ErrBasketNotFound, func(t *types.Terms) { t.BasketId = "gc-20y" }},
		"unknown cash":      {collateraltypes.ErrCurrencyNotFound, func(t *types.Terms) { t.Cash.Denom = "ukoku" }},
		"dollars":           {repotypes.ErrInvalidTerms, func(t *types.Terms) { t.Cash.Denom = "uusd" }},
		"bids too small":    {types.ErrInvalidTerms, func(t *types.Terms) { t.BidUnit = math.NewInt(7) }},
		"no cap":            {types.ErrInvalidTerms, func(t *types.Terms) { t.BidderCap = math.Int{} }},
		"no deposit":        {types.ErrInvalidTerms, func(t *types.Terms) { t.Deposit = math.ZeroInt() }},
		"deposit too large": {types.ErrInvalidTerms, func(t *types.Terms) { t.Deposit = t.Cash.Amount.AddRaw(1) }},
		"rate off the tick": {types.ErrInvalidTerms, func(t *types.Terms) { t.MinRatePct = dec("0.505") }},
		"started":           {types.ErrInvalidTerms, func(t *types.Terms) { t.BidStart = "2026-04-01T08:59" }},
		"no time to bid":    {types.ErrInvalidTerms, func(t *types.Terms) { t.CommitDeadline = t.BidStart }},
		"no time to reveal": {types.ErrInvalidTerms, func(t *types.Terms) { t.RevealDeadline = t.CommitDeadline }},
		"no time":           {types.ErrInvalidTerms, func(t *types.Terms) { t.RevealDeadline = "noon" }},
		"after the cut-off": {types.ErrInvalidTerms, func(t *types.Terms) { t.RevealDeadline = "2026-04-02T15:01" }},
		"the day after":     {types.ErrInvalidTerms, func(t *types.Terms) { t.RevealDeadline = "2026-04-03T00:01" }},
		"on a Saturday":     {repotypes.ErrInvalidDate, func(t *types.Terms) { t.StartDate = "2026-04-04" }},
		"ends on a holiday": {repotypes.ErrInvalidDate, func(t *types.Terms) { t.EndDate = "2026-05-05" }},
		"nobody may bid":    {types.ErrInvalidAddress, func(t *types.Terms) { t.Counterparties = []string{"nobody"} }},
		"one of them twice": {types.ErrInvalidTerms, func(t *types.Terms) { t.Counterparties = []string{r.Client.String(), r.Client.String()} }},
		"more than it has":  {sdkerrors.ErrInsufficientFunds, func(t *types.Terms) { t.Cash = testutil.YenOf(501 * desk.Million) }},
	} {
		require.ErrorIs(t, r.announce(c.change), c.want, name)
	}
	many := make([]string, 201)
	for i := range many {
		many[i] = sdk.AccAddress{byte(i), 1}.String()
	}
	require.ErrorIs(t, r.announce(func(t *types.Terms) { t.Counterparties = many }), types.ErrInvalidTerms)
	require.ErrorIs(t, do(r, r.msgs.Announce, &types.MsgAnnounce{Lender: "nobody", Number: 1, Terms: r.terms()}), types.ErrInvalidAddress)
	r.Freeze(r.Lender)
	require.ErrorIs(t, r.announce(), custodytypes.ErrSenderFrozen)
	r.Unfreeze(r.Lender)
	require.Equal(t, before, r.Yen(r.Lender))

	require.NoError(t, r.announce(func(t *types.Terms) { t.RevealDeadline = "2026-04-02T15:00" }))
	require.EqualValues(t, offered, before-r.Yen(r.Lender))
	require.EqualValues(t, offered, r.held())
	require.ErrorIs(t, r.announce(), types.ErrNumberUsed)
	require.Equal(t, 1, r.Emitted(&types.EventAnnounced{}))
	require.Equal(t, types.STATUS_OPEN, r.operation().Status)
	r.Audited()
}

func TestCommitAndWithdraw(t *testing.T) {
	r := newRoom(t)
	sealed := r.opened(r.Client, "0.80", 100)
	require.ErrorIs(t, r.commit(sealed), types.ErrOperationNotFound)
	require.NoError(t, r.announce(func(t *types.Terms) {
		t.Counterparties = []string{r.Client.String(), r.Dealer.String(), r.Retail.String(), r.Lender.String()}
	}))
	require.ErrorIs(t, r.commit(sealed), types.ErrTooEarly)
	require.ErrorIs(t, r.withdraw(r.Client), types.ErrTooEarly)
	r.At("2026-04-02 09:00")
	before := r.Yen(r.Client)
	require.ErrorIs(t, r.withdraw(r.Client), types.ErrTenderNotFound)
	require.ErrorIs(t, r.commit(r.opened(r.Stranger, "0.80", 1)), types.ErrNotAdmitted)
	require.ErrorIs(t, r.commit(r.opened(r.Lender, "0.80", 1)), types.ErrNotAdmitted, "a lender is no counterparty of its own")
	nobody := r.opened(r.Client, "0.80", 1)
	nobody.Bidder = "nobody"
	require.ErrorIs(t, r.commit(nobody), types.ErrInvalidAddress)
	require.ErrorIs(t, do(r, r.msgs.CommitBid, &types.MsgCommitBid{
		Bidder: r.Client.String(), Lender: r.Lender.String(), Number: number, Seal: make([]byte, 31),
	}), types.ErrInvalidSeal)
	poor := r.Yen(r.Retail)
	require.NoError(t, r.Send(r.Retail, r.Client, testutil.YenOf(poor-deposit+1)))
	require.ErrorIs(t, r.commit(r.opened(r.Retail, "0.80", 1)), sdkerrors.ErrInsufficientFunds)
	r.Freeze(r.Dealer)
	require.ErrorIs(t, r.commit(r.opened(r.Dealer, "0.80", 1)), custodytypes.ErrSenderFrozen)
	r.Unfreeze(r.Dealer)
	require.NoError(t, r.Send(r.Client, r.Retail, testutil.YenOf(poor-deposit+1)))

	require.NoError(t, r.commit(sealed))
	require.EqualValues(t, deposit, before-r.Yen(r.Client))
	require.ErrorIs(t, r.commit(sealed), types.ErrAlreadyCommitted)
	r.Audited()
	require.NoError(t, r.withdraw(r.Client))
	require.Equal(t, before, r.Yen(r.Client))
	require.Zero(t, r.operation().Bidders)
	r.params(func(p *types.Params) { p.MaxBidders = 1 })
	require.NoError(t, r.commit(sealed), "one who withdrew may come again")
	require.ErrorIs(t, r.commit(r.opened(r.Dealer, "0.80", 1)), types.ErrFull)
	r.Freeze(r.Client)
	require.NoError(t, r.withdraw(r.Client), "what goes back to the frozen waits for them")
	require.EqualValues(t, deposit, r.Suspended(r.Client, testutil.Yen))
	r.Unfreeze(r.Client)
	require.NoError(t, r.commit(r.opened(r.Dealer, "0.80", 1)))
	r.At("2026-04-02 10:00")
	require.ErrorIs(t, r.commit(sealed), types.ErrDeadlinePassed)
	require.ErrorIs(t, r.withdraw(r.Dealer), types.ErrDeadlinePassed)
	require.Equal(t, 3, r.Emitted(&types.EventBidCommitted{}))
	require.Equal(t, 2, r.Emitted(&types.EventBidWithdrawn{}))
	r.Audited()
}

func TestReveal(t *testing.T) {
	r := newRoom(t)
	require.ErrorIs(t, r.reveal(r.opened(r.Client, "0.80", 1)), types.ErrOperationNotFound)
	require.NoError(t, r.announce())
	bad := map[string]struct {
		who    sdk.AccAddress
		opened *types.MsgRevealBid
	}{
		"below the lowest":     {r.Retail, r.opened(r.Retail, "0.49", 1)},
		"off the tick":         {r.Stranger, r.opened(r.Stranger, "0.505", 1)},
		"together too much":    {r.Abroad, r.opened(r.Abroad, "0.60", 100, "0.70", 101)},
		"off the unit":         {r.Custodian, r.opened(r.Custodian, "0.60", 1)},
		"above a hundred":      {r.Treasury, r.opened(r.Treasury, "100.01", 1)},
		"more bids than rules": {r.Ministry, r.opened(r.Ministry, "0.60", 1, "0.61", 1, "0.62", 1)},
	}
	bad["off the unit"].opened.Bids[0].Amount = math.NewInt(desk.Million + 1)
	good := r.opened(r.Client, "0.80", 100)
	r.At("2026-04-02 09:00")
	for name, c := range bad {
		r.MintYen(c.who, deposit)
		require.NoError(t, r.commit(c.opened), name)
	}
	require.NoError(t, r.commit(good))
	require.ErrorIs(t, r.reveal(good), types.ErrTooEarly)
	r.params(func(p *types.Params) { p.MaxBids = 2 })
	r.At("2026-04-02 10:00")
	for name, c := range bad {
		require.ErrorIs(t, r.reveal(c.opened), types.ErrInvalidBid, name)
	}
	require.ErrorIs(t, r.reveal(r.opened(r.Dealer, "0.80", 100)), types.ErrTenderNotFound)
	for name, change := range map[string]func(*types.MsgRevealBid){
		"another rate":  func(m *types.MsgRevealBid) { m.Bids[0].RatePct = dec("0.81") },
		"another repo":  func(m *types.MsgRevealBid) { m.RepoNumber = 6 },
		"another salt":  func(m *types.MsgRevealBid) { m.Salt = append([]byte{1}, m.Salt[1:]...) },
		"a second bid":  func(m *types.MsgRevealBid) { m.Bids = append(m.Bids, m.Bids[0]) },
		"a smaller bid": func(m *types.MsgRevealBid) { m.Bids[0].Amount = math.NewInt(desk.Million) },
	} {
		other := r.opened(r.Client, "0.80", 100)
		change(other)
		require.ErrorIs(t, r.reveal(other), types.ErrSealMismatch, name)
	}
	short := r.opened(r.Client, "0.80", 100)
	short.Salt = short.Salt[1:]
	require.ErrorIs(t, r.reveal(short), types.ErrInvalidSeal)
	none := r.opened(r.Client, "0.80", 100)
	none.Bids = nil
	require.ErrorIs(t, r.reveal(none), types.ErrInvalidBid)

	require.NoError(t, r.reveal(good))
	require.ErrorIs(t, r.reveal(good), types.ErrAlreadyRevealed)
	r.Audited()
	lender := r.Yen(r.Lender)
	r.At("2026-04-02 10:30")
	require.ErrorIs(t, r.reveal(good), types.ErrDeadlinePassed, "though nothing is decided yet")
	r.Block()
	require.ErrorIs(t, r.reveal(good), types.ErrStatus)
	require.EqualValues(t, 200*desk.Million+6*deposit, r.Yen(r.Lender)-lender, "what nobody got, and the deposits of six bad bids")
	require.Equal(t, len(bad), r.Emitted(&types.EventDepositForfeited{}))
	require.EqualValues(t, 1, r.operation().Bidders)
	r.Audited()
}

// The lender may call an operation off until bids can be opened, and everybody has everything back; a frozen one through its suspense.
func TestCancel(t *testing.T) {
	r := newRoom(t)
	require.ErrorIs(t, r.cancel(), types.ErrOperationNotFound)
	before := r.balances(r.cast()...)
	require.NoError(t, r.announce())
	require.NoError(t, r.branch(t).cancel(), "before anybody has bid")
	r.At("2026-04-02 09:00")
	for _, bidder := range []sdk.AccAddress{r.Client, r.Dealer, r.Stranger} {
		require.NoError(t, r.commit(r.opened(bidder, "0.80", 1)))
	}
	late := r.branch(t)
	late.At("2026-04-02 10:00")
	require.ErrorIs(t, late.cancel(), types.ErrDeadlinePassed)
	r.At("2026-04-02 09:59")
	r.Freeze(r.Dealer)
	require.NoError(t, r.cancel())
	require.ErrorIs(t, r.cancel(), types.ErrStatus)
	require.ErrorIs(t, r.commit(r.opened(r.Abroad, "0.80", 1)), types.ErrStatus)
	require.ErrorIs(t, r.withdraw(r.Client), types.ErrStatus)
	require.False(t, r.operation().IsOver(), "deposits are still to go back")
	r.Audited()
	r.reborn()
	r.Block()
	require.True(t, r.operation().IsOver())
	require.Equal(t, before, r.balances(r.cast()...))
	require.EqualValues(t, deposit, r.Suspended(r.Dealer, testutil.Yen))
	require.Zero(t, r.held())
	require.Equal(t, 1, r.Emitted(&types.EventCancelled{}))
	require.Equal(t, 3, r.Emitted(&types.EventDepositReleased{}))
	require.ErrorIs(t, r.announce(), types.ErrNumberUsed, "a number is used once")
	r.Audited()
	r.reborn()
}

// An operation that nobody bids in gives all of its cash back; so does one whose bidders all stay silent, with their deposits.
func TestNothingIsLent(t *testing.T) {
	r := newRoom(t)
	before := r.balances(r.cast()...)
	r.bidding()
	r.Tick("2026-04-02 10:30")
	require.Equal(t, types.STATUS_SETTLED, r.operation().Status)
	require.Equal(t, before, r.balances(r.cast()...))
	require.True(t, r.operation().Result.RatePct.IsZero())
	r.Audited()
	r.reborn()

	silent := newRoom(t)
	lender := silent.Yen(silent.Lender)
	require.NoError(t, silent.announce())
	silent.At("2026-04-02 09:00")
	require.NoError(t, silent.commit(silent.opened(silent.Client, "0.80", 1)))
	require.NoError(t, silent.commit(silent.opened(silent.Dealer, "0.80", 1)))
	silent.Tick("2026-04-02 10:30")
	require.Equal(t, types.STATUS_SETTLED, silent.operation().Status)
	require.EqualValues(t, 2*deposit, silent.Yen(silent.Lender)-lender)
	silent.Audited()
}
