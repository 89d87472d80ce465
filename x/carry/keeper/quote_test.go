package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/kokusai-chain/kokusai/x/carry/types"
)

func (w *world) fillMsg(quote types.QuoteRef, pay sdk.Coin, least int64) *types.MsgFillQuote {
	return &types.MsgFillQuote{Taker: trader.String(), Quote: quote, Pay: pay, MinReceived: math.NewInt(least)}
}

func TestQuoteLife(t *testing.T) {
	w := newWorld(t)
	before := w.balance(dealer, dollar)
	quote := w.post(sdk.NewInt64Coin(dollar, 1_000), jpy, "150.001")
	require.EqualValues(t, 1, quote.Id)
	require.Equal(t, before.SubRaw(1_000), w.balance(dealer, dollar))
	require.Equal(t, math.NewInt(1_000), w.balance(module, dollar))
	w.audit()

	yenBefore := w.balance(dealer, jpy)
	filled := must(w, w.msgs.FillQuote, w.fillMsg(quote, sdk.NewInt64Coin(jpy, 60_100), 400))
	require.Equal(t, sdk.NewInt64Coin(dollar, 400), filled.Received, "60,100 / 150.001 rounded down")
	require.Equal(t, sdk.NewInt64Coin(jpy, 60_001), filled.Paid, "400 × 150.001 rounded up")
	require.Equal(t, yenBefore.AddRaw(60_001), w.balance(dealer, jpy))
	require.Equal(t, math.NewInt(400), w.balance(trader, dollar))
	left, err := w.queries.Quote(w.ctx, &types.QueryQuoteRequest{Dealer: dealer.String(), Id: 1})
	require.NoError(t, err)
	require.Equal(t, math.NewInt(600), left.Quote.Offer.Amount)
	w.audit()

	filled = must(w, w.msgs.FillQuote, w.fillMsg(quote, yen(1), 500))
	require.Equal(t, math.NewInt(600), filled.Received.Amount, "all that is left, and no more")
	_, err = w.keeper.GetQuote(w.ctx, dealer, 1)
	require.ErrorIs(t, err, types.ErrQuoteNotFound)
	w.audit()

	require.EqualValues(t, 2, w.post(dollars(1), jpy, "150").Id, "ids are not used again")
	returned := must(w, w.msgs.CancelQuote, &types.MsgCancelQuote{Dealer: dealer.String(), Id: 2})
	require.Equal(t, dollars(1), returned.Returned)
	refuses(w, types.ErrQuoteNotFound, w.msgs.CancelQuote, &types.MsgCancelQuote{Dealer: dealer.String(), Id: 2})
	require.True(t, w.bank.GetAllBalances(w.ctx, module).Empty())
	w.audit()
}

func TestFillRefusals(t *testing.T) {
	w := newWorld(t)
	quote := w.post(dollars(1_000), jpy, "150")
	refuses(w, types.ErrQuoteNotFound, w.msgs.FillQuote, w.fillMsg(types.QuoteRef{Dealer: dealer.String(), Id: 2}, yen(1), 1))
	refuses(w, types.ErrWrongDenom, w.msgs.FillQuote, w.fillMsg(quote, dollars(1), 1))
	refuses(w, types.ErrBelowMinimum, w.msgs.FillQuote, w.fillMsg(quote, sdk.NewInt64Coin(jpy, 149), 1))
	refuses(w, types.ErrBelowMinimum, w.msgs.FillQuote, w.fillMsg(quote, sdk.NewInt64Coin(jpy, 300), 3))
	refuses(w, types.ErrQuoteTooSmall, w.msgs.FillQuote, w.fillMsg(quote, yen(1_000_000), 1_000_000_001))
	own := w.fillMsg(quote, yen(1), 1)
	own.Taker = dealer.String()
	refuses(w, types.ErrOwnQuote, w.msgs.FillQuote, own)
	poor := w.fillMsg(quote, yen(1), 1)
	poor.Taker = stranger.String()
	_, err := do(w, w.msgs.FillQuote, poor)
	require.ErrorContains(t, err, "insufficient funds")
	w.custody.frozen[dealer.String()] = true
	refuses(w, errTold, w.msgs.FillQuote, w.fillMsg(quote, yen(1), 1))
	w.audit()
}

func TestMinFill(t *testing.T) {
	w := newWorld(t)
	posted := must(w, w.msgs.PostQuote, &types.MsgPostQuote{
		Dealer: dealer.String(), Offer: dollars(1_000), AskDenom: jpy, Price: dec("150"), MinFill: dollars(600).Amount,
		ExpiresAt: clock{}.Now(w.ctx).Add(hour),
	})
	quote := types.QuoteRef{Dealer: dealer.String(), Id: posted.Id}
	refuses(w, types.ErrBelowMinimum, w.msgs.FillQuote, w.fillMsg(quote, yen(75_000), 1))
	must(w, w.msgs.FillQuote, w.fillMsg(quote, yen(90_000), 1))
	refuses(w, types.ErrBelowMinimum, w.msgs.FillQuote, w.fillMsg(quote, yen(45_000), 1))
	must(w, w.msgs.FillQuote, w.fillMsg(quote, yen(60_000), 1))
	require.True(t, w.bank.GetAllBalances(w.ctx, module).Empty(), "the last may be smaller")
}

func TestQuotesExpire(t *testing.T) {
	w := newWorld(t)
	for range 3 {
		w.sellDollars("150")
	}
	params := types.DefaultParams()
	params.SweepLimit = 2
	must(w, w.msgs.UpdateParams, &types.MsgUpdateParams{Authority: gov.String(), Params: params})
	w.pass(30 * 24 * hour)
	refuses(w, types.ErrQuoteExpired, w.msgs.FillQuote, w.fillMsg(types.QuoteRef{Dealer: dealer.String(), Id: 1}, yen(150), 1))
	w.pass(time.Second)
	require.Equal(t, dollars(1_000_000).Amount, w.balance(module, dollar), "two a block")
	w.pass(time.Second)
	require.True(t, w.balance(module, dollar).IsZero())
	require.Equal(t, dollars(10_000_000).Amount, w.balance(dealer, dollar))
	w.audit()
}

// TestExpiredQuoteOfAFrozenDealer is tried once; the others behind it are not held up, and the dealer can cancel later.
func TestExpiredQuoteOfAFrozenDealer(t *testing.T) {
	w := newWorld(t)
	w.sellDollars("150")
	w.give(rival, dollars(1))
	w.far.escrow, w.far.pool = w.far.escrow.Add(dollars(1).Amount), w.far.pool.Sub(dollars(1).Amount)
	must(w, w.msgs.PostQuote, &types.MsgPostQuote{
		Dealer: rival.String(), Offer: dollars(1), AskDenom: jpy, Price: dec("150"), MinFill: math.OneInt(),
		ExpiresAt: clock{}.Now(w.ctx).Add(31 * 24 * hour),
	})
	params := types.DefaultParams()
	params.SweepLimit = 1
	must(w, w.msgs.UpdateParams, &types.MsgUpdateParams{Authority: gov.String(), Params: params})
	w.custody.frozen[dealer.String()] = true
	w.pass(32 * 24 * hour)
	w.pass(time.Second)
	w.pass(time.Second)
	require.Equal(t, dollars(1).Amount, w.balance(rival, dollar))
	require.Equal(t, dollars(1_000_000).Amount, w.balance(module, dollar))
	w.audit()
	delete(w.custody.frozen, dealer.String())
	must(w, w.msgs.CancelQuote, &types.MsgCancelQuote{Dealer: dealer.String(), Id: 1})
	w.audit()
}

func TestQuoteQueries(t *testing.T) {
	w := newWorld(t)
	for range 3 {
		w.sellDollars("150")
	}
	w.sellYen("150")
	list := func(request *types.QueryQuotesRequest) []types.Quote {
		response, err := w.queries.Quotes(w.ctx, request)
		require.NoError(t, err)
		return response.Quotes
	}
	require.Len(t, list(&types.QueryQuotesRequest{}), 4)
	require.Len(t, list(&types.QueryQuotesRequest{Dealer: dealer.String()}), 4)
	require.Empty(t, list(&types.QueryQuotesRequest{Dealer: trader.String()}))
	require.Len(t, list(&types.QueryQuotesRequest{OfferDenom: dollar, AskDenom: jpy}), 3)
	require.Len(t, list(&types.QueryQuotesRequest{OfferDenom: jpy, AskDenom: dollar}), 1)
	require.Empty(t, list(&types.QueryQuotesRequest{OfferDenom: jpy, AskDenom: usd}))

	first, err := w.queries.Quotes(w.ctx, &types.QueryQuotesRequest{OfferDenom: dollar, AskDenom: jpy, Pagination: &query.PageRequest{Limit: 2}})
	require.NoError(t, err)
	require.Len(t, first.Quotes, 2)
	require.Len(t, list(&types.QueryQuotesRequest{
		OfferDenom: dollar, AskDenom: jpy, Pagination: &query.PageRequest{Key: first.Pagination.NextKey},
	}), 1)
	for _, request := range []*types.QueryQuotesRequest{
		{OfferDenom: dollar},
		{Dealer: dealer.String(), OfferDenom: dollar, AskDenom: jpy},
		{Dealer: "kokusai1nobody"},
		{Pagination: &query.PageRequest{Offset: 1}},
		{Pagination: &query.PageRequest{CountTotal: true}},
		nil,
	} {
		_, err := w.queries.Quotes(w.ctx, request)
		require.Error(t, err)
	}
}
