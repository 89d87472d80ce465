package app_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/kokusai-chain/kokusai/testutil"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	repokeeper "github.com/kokusai-chain/kokusai/x/collateral/repo/keeper"
	repotypes "github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
)

func (d repoDesk) basket(change ...func(*repotypes.Basket)) repotypes.Basket {
	basket := repotypes.Basket{
		Id: "gc-10y", CashDenom: yen, IssuerIds: []string{"mof-japan"}, Kinds: []bondtypes.SeriesKind{bondtypes.SERIES_KIND_FIXED}, MaxResidualMonths: 120,
	}
	for _, apply := range change {
		apply(&basket)
	}
	return basket
}

// What governance may not set is refused, and nobody else may set anything.
func TestRepoGovernance(t *testing.T) {
	d := newRepoDesk(t)
	server := repokeeper.NewMsgServer(d.Kokusai.RepoKeeper)
	setParams := func(authority string, change func(*repotypes.Params)) error {
		params := repotypes.DefaultParams()
		change(&params)
		ctx, _ := d.Committed().CacheContext()
		_, err := server.UpdateParams(ctx, &repotypes.MsgUpdateParams{Authority: authority, Params: params})
		return err
	}
	for name, change := range map[string]func(*repotypes.Params){
		"call grace":   func(p *repotypes.Params) { p.CallGrace = 0 },
		"return grace": func(p *repotypes.Params) { p.ReturnGrace = -time.Second },
		"cut-off":      func(p *repotypes.Params) { p.CutOff = 24 * time.Hour },
		"due limit":    func(p *repotypes.Params) { p.DueLimit = 0 },
		"many due":     func(p *repotypes.Params) { p.DueLimit = 10_001 },
		"transfer": func(p *repotypes.Params) {
			p.MinimumTransfer = sdk.Coins{sdk.Coin{Denom: yen, Amount: math.NewInt(-1)}}
		},
		"start below":     func(p *repotypes.Params) { p.CloseOut.StartPct = testutil.Dec("99") },
		"no floor":        func(p *repotypes.Params) { p.CloseOut.FloorPct = math.LegacyZeroDec() },
		"floor above":     func(p *repotypes.Params) { p.CloseOut.FloorPct = testutil.Dec("100.1") },
		"default above":   func(p *repotypes.Params) { p.CloseOut.DefaultFloorPct = testutil.Dec("90.1") },
		"default at none": func(p *repotypes.Params) { p.CloseOut.DefaultFloorPct = math.LegacyZeroDec() },
		"no percentage":   func(p *repotypes.Params) { p.CloseOut.FloorPct = math.LegacyDec{} },
		"an instant sale": func(p *repotypes.Params) { p.CloseOut.Duration = time.Second },
	} {
		require.ErrorIs(t, setParams(testutil.Governance, change), repotypes.ErrInvalidParams, name)
	}
	require.ErrorIs(t, setParams(d.Dealer.String(), func(*repotypes.Params) {}), sdkerrors.ErrUnauthorized)
	require.NoError(t, setParams(testutil.Governance, func(*repotypes.Params) {}))

	setBasket := func(basket repotypes.Basket) error {
		ctx, _ := d.Committed().CacheContext()
		_, err := server.SetBasket(ctx, &repotypes.MsgSetBasket{Authority: testutil.Governance, Basket: basket})
		return err
	}
	for name, change := range map[string]func(*repotypes.Basket){
		"id":              func(b *repotypes.Basket) { b.Id = "GC" },
		"short id":        func(b *repotypes.Basket) { b.Id = "g" },
		"odd id":          func(b *repotypes.Basket) { b.Id = "gc_10" },
		"denom":           func(b *repotypes.Basket) { b.CashDenom = "!" },
		"no issuer":       func(b *repotypes.Basket) { b.IssuerIds = nil },
		"an issuer twice": func(b *repotypes.Basket) { b.IssuerIds = []string{"mof-japan", "mof-japan"} },
		"no kind":         func(b *repotypes.Basket) { b.Kinds = nil },
		"any kind":        func(b *repotypes.Basket) { b.Kinds = []bondtypes.SeriesKind{0} },
		"no maturity":     func(b *repotypes.Basket) { b.MaxResidualMonths = 0 },
	} {
		require.ErrorIs(t, setBasket(d.basket(change)), repotypes.ErrInvalidBasket, name)
	}
	require.ErrorIs(t, setBasket(d.basket(func(b *repotypes.Basket) { b.CashDenom = "ukoku" })), collateraltypes.ErrCurrencyNotFound)
	require.NoError(t, setBasket(d.basket()))
	d.Refused(repotypes.ErrInvalidBasket, &repotypes.MsgSetInventory{Giver: d.Client.String(), Isins: []string{"nonsense"}}, d.Client)
	d.Refused(repotypes.ErrInvalidBasket, &repotypes.MsgSetInventory{
		Giver: d.Client.String(), Isins: []string{testutil.JGB, testutil.JGB},
	}, d.Client)
}

func TestRepoLiveRefusals(t *testing.T) {
	d := newRepoDesk(t)
	d.agree(1, d.terms())
	of, giver := d.Dealer.String(), d.Client.String()
	d.Refused(repotypes.ErrStatus, &repotypes.MsgWithdrawOffer{Offerer: of, Number: 1}, d.Dealer)
	d.Refused(repotypes.ErrStatus, &repotypes.MsgAccept{Accepter: giver, Offerer: of, Number: 1}, d.Client)
	substitute := func(who *testutil.Actor, give, back sdk.Coins) *repotypes.MsgSubstitute {
		return &repotypes.MsgSubstitute{Giver: who.String(), Offerer: of, Number: 1, Give: give, TakeBack: back}
	}
	some := sdk.NewCoins(testutil.Bonds(1_000_000))
	d.Refused(repotypes.ErrNotParty, substitute(d.Dealer, some, nil), d.Dealer)
	d.Refused(repotypes.ErrInvalidAmount, substitute(d.Client, nil, nil), d.Client)
	d.Refused(repotypes.ErrInvalidAmount, substitute(d.Client, some, some), d.Client)
	d.Refused(repotypes.ErrInvalidAmount, substitute(d.Client, nil, sdk.NewCoins(testutil.Yen(1))), d.Client)
	d.Refused(repotypes.ErrInsufficientBonds, substitute(d.Client, nil, sdk.NewCoins(testutil.Bonds(110_050_000))), d.Client)
	d.Refused(repotypes.ErrNotParty, &repotypes.MsgTerminate{Party: d.Lender.String(), Offerer: of, Number: 1}, d.Lender)
	d.Refused(repotypes.ErrNotParty, &repotypes.MsgSettleEnd{Giver: of, Offerer: of, Number: 1}, d.Dealer)
	d.Refused(repotypes.ErrNotParty, &repotypes.MsgCloseOut{Giver: of, Offerer: of, Number: 1}, d.Dealer)
	d.Refused(repotypes.ErrStatus, &repotypes.MsgCloseOut{Giver: giver, Offerer: of, Number: 1}, d.Client)
	d.Refused(repotypes.ErrRepoNotFound, &repotypes.MsgPassIncome{Caller: giver, Offerer: of, Number: 2}, d.Client)
	pay := func(cash sdk.Coin) *repotypes.MsgPayDown {
		return &repotypes.MsgPayDown{Payer: giver, Offerer: of, Number: 1, Amount: cash}
	}
	d.Refused(repotypes.ErrInvalidAmount, pay(testutil.Dollars(1)), d.Client)
	d.Refused(repotypes.ErrInvalidAmount, pay(sdk.NewInt64Coin(yen, 0)), d.Client)
	d.Must(pay(testutil.Yen(200_000_000)), d.Client)
	d.Refused(repotypes.ErrNoDebt, pay(testutil.Yen(1)), d.Client)
	d.Must(substitute(d.Client, nil, sdk.NewCoins(testutil.Bonds(110_000_000))), d.Client)
	d.Audited()
	d.afternoon("2026-04-08")
	d.gone(1)
}

// A sale is of what is there, to others than the giver; and the giver may still pay the claim, which ends it.
func TestRepoSaleRefusals(t *testing.T) {
	d := newRepoDesk(t)
	d.agree(1, d.terms(func(terms *repotypes.Terms) { terms.EndDate = "2026-06-01" }))
	d.moveCurve("3.2")
	d.Must(&repotypes.MsgCallMargin{Caller: d.Dealer.String(), Offerer: d.Dealer.String(), Number: 1}, d.Dealer)
	d.Wait(2*time.Hour + time.Minute)
	require.Equal(t, repotypes.STATUS_DEFAULTED, d.repo(1).Status)
	buy := func(who *testutil.Actor, face int64) *repotypes.MsgBuy {
		return &repotypes.MsgBuy{
			Buyer: who.String(), Offerer: d.Dealer.String(), Number: 1, Bonds: testutil.Bonds(face), MaxCash: testutil.Yen(400_000_000),
		}
	}
	d.Refused(repotypes.ErrNotParty, buy(d.Client, 1_000_000), d.Client)
	d.Refused(repotypes.ErrInsufficientBonds, buy(d.Dealer, 110_050_000), d.Dealer)
	wrong := buy(d.Dealer, 1_000_000)
	wrong.MaxCash = testutil.Dollars(1_000_000_000)
	d.Refused(repotypes.ErrPriceExceeded, wrong, d.Dealer)
	d.Refused(repotypes.ErrStatus, &repotypes.MsgSubstitute{
		Giver: d.Client.String(), Offerer: d.Dealer.String(), Number: 1, Give: sdk.NewCoins(testutil.Bonds(1_000_000)),
	}, d.Client)
	claim := d.repo(1).Claim()
	bonds := d.Balance(d.Client.Addr, bond)
	d.Must(&repotypes.MsgPayDown{
		Payer: d.Client.String(), Offerer: d.Dealer.String(), Number: 1, Amount: sdk.NewCoin(yen, claim.AddRaw(1)),
	}, d.Client)
	d.gone(1)
	require.Equal(t, bonds, d.Balance(d.Client.Addr, bond))
	require.Zero(t, d.pledged(1))
}

// Bonds of a basket are named when the start leg settles; without them there is no repo.
func TestRepoBasketRefusals(t *testing.T) {
	d := newRepoDesk(t)
	d.Govern(&repotypes.MsgSetBasket{Authority: testutil.Governance, Basket: d.basket()})
	terms := d.terms(func(terms *repotypes.Terms) {
		terms.Bonds, terms.BasketId, terms.Cash = nil, "gc-10y", testutil.Yen(600_000_000)
	})
	d.Mint(d.Dealer, testutil.Yen(1_000_000_000))
	d.Must(&repotypes.MsgOffer{Offerer: d.Dealer.String(), Number: 1, Terms: terms, ValidUntil: "2026-04-01"}, d.Dealer)
	accept := &repotypes.MsgAccept{Accepter: d.Client.String(), Offerer: d.Dealer.String(), Number: 1}
	d.Refused(repotypes.ErrInventoryNotFound, accept, d.Client)
	d.Must(&repotypes.MsgSetInventory{Giver: d.Client.String(), Isins: []string{testutil.JGB}}, d.Client)
	d.Refused(repotypes.ErrNothingAllocated, accept, d.Client)
	params := collateraltypes.DefaultParams()
	params.MaxCurveAgeDays = 1
	d.Govern(&collateraltypes.MsgUpdateParams{Authority: testutil.Governance, Params: params})
	d.Must(&repotypes.MsgOffer{Offerer: d.Dealer.String(), Number: 2, ValidUntil: "2026-04-08", Terms: d.terms(func(terms *repotypes.Terms) {
		terms.Bonds, terms.BasketId, terms.StartDate, terms.EndDate = nil, "gc-10y", "2026-04-08", "2026-04-15"
	})}, d.Dealer)
	d.afternoon("2026-04-08")
	accept.Number = 2
	d.Refused(repotypes.ErrUnpriced, accept, d.Client)
}

// An offer that is over is not accepted, though nobody has come to remove it.
func TestRepoLapsedOffer(t *testing.T) {
	d := newRepoDesk(t)
	params := repotypes.DefaultParams()
	params.DueLimit = 1
	d.Govern(&repotypes.MsgUpdateParams{Authority: testutil.Governance, Params: params})
	terms := d.terms(func(terms *repotypes.Terms) { terms.StartDate = "2026-04-02" })
	const offers = 4
	for number := range uint64(offers) {
		d.Must(&repotypes.MsgOffer{Offerer: d.Dealer.String(), Number: number, Terms: terms, ValidUntil: "2026-04-01"}, d.Dealer)
	}
	d.WaitForDate("2026-04-02")
	d.Refused(repotypes.ErrOfferLapsed, &repotypes.MsgAccept{Accepter: d.Client.String(), Offerer: d.Dealer.String(), Number: offers - 1}, d.Client)
	for range offers {
		d.Block()
	}
	d.gone(offers - 1)
}

// Whoever wants to close out a taker waits for as long as the rules of the day say.
func TestRepoCloseOutWaits(t *testing.T) {
	d := newRepoDesk(t)
	d.agree(1, d.terms(title))
	d.Must(send(d.Dealer, d.Client, testutil.Bonds(510_000_000)), d.Dealer)
	d.afternoon("2026-04-08")
	d.afternoon("2026-04-10")
	require.Equal(t, repotypes.STATUS_RETURN_FAILED, d.repo(1).Status)
	params := repotypes.DefaultParams()
	params.ReturnGrace = 10 * 24 * time.Hour
	d.Govern(&repotypes.MsgUpdateParams{Authority: testutil.Governance, Params: params})
	closeOut := &repotypes.MsgCloseOut{Giver: d.Client.String(), Offerer: d.Dealer.String(), Number: 1}
	d.Refused(repotypes.ErrGrace, closeOut, d.Client)
	d.Must(send(d.Client, d.Dealer, testutil.Bonds(110_000_000)), d.Client)
	d.Must(&repotypes.MsgSettleEnd{Giver: d.Client.String(), Offerer: d.Dealer.String(), Number: 1}, d.Client)
	d.gone(1)
}

// A repo made elsewhere is refused like any other, and undone whole.
func TestRepoTrade(t *testing.T) {
	d := newRepoDesk(t)
	d.agree(1, d.terms())
	trade := func(number uint64, terms repotypes.Terms) error {
		ctx, _ := d.Committed().CacheContext()
		return d.Kokusai.RepoKeeper.Trade(context.Context(ctx), d.Dealer.String(), number, terms, d.Dealer.Addr)
	}
	require.ErrorIs(t, trade(1, d.terms()), repotypes.ErrNumberUsed)
	require.ErrorIs(t, trade(2, d.terms(func(terms *repotypes.Terms) { terms.Taker = terms.Giver })), repotypes.ErrInvalidTerms)
	require.ErrorIs(t, trade(2, d.terms(func(terms *repotypes.Terms) {
		terms.StartDate, terms.EndDate = "2026-03-25", "2026-04-01"
	})), repotypes.ErrInvalidDate)
	require.NoError(t, trade(2, d.terms()))
}
