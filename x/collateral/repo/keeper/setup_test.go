package keeper_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/testutil/desk"
	"github.com/kokusai-chain/kokusai/x/collateral/repo/keeper"
	"github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
)

const (
	number = 1
	cash   = 100 * desk.Million
	other  = "bond/" + testutil.OtherISIN
)

// counter is a desk at which the client gives 110 million of face for a week, and the dealer lends 100 million yen on it at 0.75 %.
type counter struct {
	*desk.Desk
	t    *testing.T
	msgs types.MsgServer
}

func newCounter(t *testing.T) *counter {
	d := desk.New(t)
	return &counter{Desk: d, t: t, msgs: keeper.NewMsgServer(d.Repo)}
}

func (c *counter) branch() *counter {
	d := c.Branch(c.t)
	return &counter{Desk: d, t: c.t, msgs: keeper.NewMsgServer(d.Repo)}
}

func dec(text string) math.LegacyDec { return math.LegacyMustNewDecFromStr(text) }

func (c *counter) terms(change ...func(*types.Terms)) types.Terms {
	terms := types.Terms{
		Giver: c.Client.String(), Taker: c.Dealer.String(), Form: types.FORM_PLEDGE, Cash: testutil.YenOf(cash), RatePct: dec("0.75"),
		HaircutPct: dec("2"), Bonds: sdk.NewCoins(testutil.Bonds(110_000_000)), StartDate: "2026-04-01", EndDate: "2026-04-08", DayBasis: 365,
	}
	for _, apply := range change {
		apply(&terms)
	}
	return terms
}

func title(terms *types.Terms) { terms.Form = types.FORM_TITLE }

func until(end string) func(*types.Terms) { return func(terms *types.Terms) { terms.EndDate = end } }

func open(terms *types.Terms) { terms.EndDate, terms.NoticeDays = "", 2 }

func basket(terms *types.Terms) { terms.Bonds, terms.BasketId = nil, desk.Basket }

// do runs a message as a transaction does: an error leaves nothing.
func do[M, R any](c *counter, handle func(context.Context, M) (R, error), msg M) error {
	return c.Atomically(func(ctx sdk.Context) error {
		_, err := handle(ctx, msg)
		return err
	})
}

func (c *counter) offer(terms types.Terms) error {
	return do(c, c.msgs.Offer, &types.MsgOffer{Offerer: c.Dealer.String(), Number: number, Terms: terms, ValidUntil: terms.StartDate})
}

func (c *counter) accept() error {
	return do(c, c.msgs.Accept, &types.MsgAccept{Accepter: c.Client.String(), Offerer: c.Dealer.String(), Number: number})
}

func (c *counter) agree(change ...func(*types.Terms)) {
	require.NoError(c.t, c.offer(c.terms(change...)))
	require.NoError(c.t, c.accept())
	c.Audited()
}

func (c *counter) substitute(give, back sdk.Coins) error {
	return do(c, c.msgs.Substitute, &types.MsgSubstitute{
		Giver: c.Client.String(), Offerer: c.Dealer.String(), Number: number, Give: give, TakeBack: back,
	})
}

func (c *counter) call() error {
	return do(c, c.msgs.CallMargin, &types.MsgCallMargin{Caller: c.Stranger.String(), Offerer: c.Dealer.String(), Number: number})
}

func (c *counter) pay(payer sdk.AccAddress, amount math.Int) error {
	return do(c, c.msgs.PayDown, &types.MsgPayDown{
		Payer: payer.String(), Offerer: c.Dealer.String(), Number: number, Amount: sdk.NewCoin(testutil.Yen, amount),
	})
}

func (c *counter) closeOut() error {
	return do(c, c.msgs.CloseOut, &types.MsgCloseOut{Giver: c.Client.String(), Offerer: c.Dealer.String(), Number: number})
}

func (c *counter) passIncome() error {
	return do(c, c.msgs.PassIncome, &types.MsgPassIncome{Caller: c.Stranger.String(), Offerer: c.Dealer.String(), Number: number})
}

func (c *counter) terminate(party sdk.AccAddress) error {
	return do(c, c.msgs.Terminate, &types.MsgTerminate{Party: party.String(), Offerer: c.Dealer.String(), Number: number})
}

func (c *counter) repo() types.Repo {
	c.t.Helper()
	repo, found := c.FindRepo(c.Dealer, number)
	require.True(c.t, found)
	return repo
}

func (c *counter) gone() {
	c.t.Helper()
	_, found := c.FindRepo(c.Dealer, number)
	require.False(c.t, found)
	c.Audited()
}

func (c *counter) pledged(denom string) int64 {
	return c.Keeper.Pledged(c.Ctx, c.Client, denom, types.ModuleName, types.PledgeRef(c.Dealer.String(), number)).Int64()
}

// spend has an account send all of its yen away.
func (c *counter) spend(who sdk.AccAddress) {
	c.t.Helper()
	require.NoError(c.t, c.Send(who, c.Stranger, testutil.YenOf(c.Yen(who))))
}

// worth is the market value of bonds.
func (c *counter) worth(bonds ...sdk.Coin) math.Int {
	c.t.Helper()
	value, err := c.Collateral.MarketValueDown(c.Ctx, testutil.Yen, sdk.NewCoins(bonds...))
	require.NoError(c.t, err)
	return value
}

// reborn has the module go on from an export of itself.
func (c *counter) reborn() { desk.Reborn(c.Desk, types.StoreKey, c.Repo) }
