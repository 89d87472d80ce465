package keeper_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
)

func TestWhoMaySignWhat(t *testing.T) {
	curve, fx := flatCurve("JPY", "1"), types.FxRate{Base: "USD", Quote: "JPY", Rate: dec("151"), AsOf: firstDate}
	curve.AsOf = firstDate
	table := boj()
	table.EffectiveDate = "2027-01-01"
	for name, test := range map[string]struct {
		send func(w *world, signer string) error
		desk bool // the curve authority may, too
	}{
		"params": {func(w *world, signer string) error {
			_, err := w.msgs.UpdateParams(w.ctx, &types.MsgUpdateParams{Authority: signer, Params: types.DefaultParams()})
			return err
		}, false},
		"curve": {func(w *world, signer string) error {
			_, err := w.msgs.SetCurve(w.ctx, &types.MsgSetCurve{Authority: signer, Curve: curve})
			return err
		}, true},
		"fx": {func(w *world, signer string) error {
			_, err := w.msgs.SetFx(w.ctx, &types.MsgSetFx{Authority: signer, Fx: fx})
			return err
		}, true},
		"haircuts": {func(w *world, signer string) error {
			_, err := w.msgs.SetHaircuts(w.ctx, &types.MsgSetHaircuts{Authority: signer, Table: table})
			return err
		}, false},
		"create": {func(w *world, signer string) error {
			_, err := w.msgs.CreateMarket(w.ctx, &types.MsgCreateMarket{Authority: signer, Denom: usd, Terms: yenTerms()})
			return err
		}, false},
		"update": {func(w *world, signer string) error {
			_, err := w.msgs.UpdateMarket(w.ctx, &types.MsgUpdateMarket{Authority: signer, Denom: jpy, Terms: yenTerms()})
			return err
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, test.send(newWorld(t), gov.String()))
			require.ErrorIs(t, test.send(newWorld(t), borrower.String()), sdkerrors.ErrUnauthorized)
			require.ErrorIs(t, test.send(newWorld(t), ""), sdkerrors.ErrUnauthorized)
			err := test.send(newWorld(t), desk.String())
			if test.desk {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, sdkerrors.ErrUnauthorized)
			}
		})
	}
}

func TestNobodyIsNotTheCurveAuthority(t *testing.T) {
	w := newWorld(t)
	require.NoError(t, w.keeper.UpdateParams(w.ctx, types.DefaultParams())) // without a curve authority
	_, err := w.msgs.SetCurve(w.ctx, &types.MsgSetCurve{Authority: "", Curve: flatCurve("JPY", "1")})
	require.ErrorIs(t, err, sdkerrors.ErrUnauthorized)
	_, err = w.msgs.SetCurve(w.ctx, &types.MsgSetCurve{Authority: desk.String(), Curve: flatCurve("JPY", "1")})
	require.ErrorIs(t, err, sdkerrors.ErrUnauthorized)
}

func TestUsersSignForThemselves(t *testing.T) {
	w := newWorld(t)
	for _, address := range []string{"", "kokusai1nobody", "cosmos1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqnrql8a"} {
		_, err := w.msgs.Supply(w.ctx, &types.MsgSupply{Supplier: address, Amount: cash(1)})
		require.ErrorIs(t, err, types.ErrInvalidAddress)
		_, err = w.msgs.Withdraw(w.ctx, &types.MsgWithdraw{Supplier: address, Denom: jpy, All: true})
		require.ErrorIs(t, err, types.ErrInvalidAddress)
		_, err = w.msgs.AddCollateral(w.ctx, &types.MsgAddCollateral{Owner: address, Denom: jpy, Bonds: units(1)})
		require.ErrorIs(t, err, types.ErrInvalidAddress)
		_, err = w.msgs.ReleaseCollateral(w.ctx, &types.MsgReleaseCollateral{Owner: address, Denom: jpy, Collateral: units(1)})
		require.ErrorIs(t, err, types.ErrInvalidAddress)
		_, err = w.msgs.Borrow(w.ctx, &types.MsgBorrow{Owner: address, Amount: cash(1)})
		require.ErrorIs(t, err, types.ErrInvalidAddress)
		_, err = w.msgs.Repay(w.ctx, &types.MsgRepay{Payer: address, Owner: borrower.String(), Amount: cash(1)})
		require.ErrorIs(t, err, types.ErrInvalidAddress)
		_, err = w.msgs.Repay(w.ctx, &types.MsgRepay{Payer: borrower.String(), Owner: address, Amount: cash(1)})
		require.ErrorIs(t, err, types.ErrInvalidAddress)
	}
}

// TestHandlersCheckTheirMessages, because a message inside another one is not checked on its way in.
func TestHandlersCheckTheirMessages(t *testing.T) {
	w := newWorld(t)
	who, nothing := borrower.String(), sdk.Coin{Denom: jpy}
	_, err := w.msgs.Supply(w.ctx, &types.MsgSupply{Supplier: who, Amount: nothing})
	require.ErrorIs(t, err, types.ErrInvalidAmount)
	_, err = w.msgs.Withdraw(w.ctx, &types.MsgWithdraw{Supplier: who, Denom: jpy})
	require.ErrorIs(t, err, types.ErrInvalidAmount)
	_, err = w.msgs.AddCollateral(w.ctx, &types.MsgAddCollateral{Owner: who, Denom: jpy})
	require.ErrorIs(t, err, types.ErrInvalidCollateral)
	_, err = w.msgs.ReleaseCollateral(w.ctx, &types.MsgReleaseCollateral{Owner: who, Denom: jpy})
	require.ErrorIs(t, err, types.ErrInvalidCollateral)
	_, err = w.msgs.Borrow(w.ctx, &types.MsgBorrow{Owner: who, Amount: nothing})
	require.ErrorIs(t, err, types.ErrInvalidAmount)
	_, err = w.msgs.Repay(w.ctx, &types.MsgRepay{Payer: who, Owner: who, Amount: nothing})
	require.ErrorIs(t, err, types.ErrInvalidAmount)
	_, err = w.msgs.SetCurve(w.ctx, &types.MsgSetCurve{Authority: gov.String()})
	require.ErrorIs(t, err, types.ErrInvalidCurve)
	_, err = w.msgs.CreateMarket(w.ctx, &types.MsgCreateMarket{Authority: gov.String(), Denom: usd})
	require.ErrorIs(t, err, types.ErrInvalidTerms)
}

func TestCurvesOnlyGoForward(t *testing.T) {
	w := newWorld(t)
	set := func(currency, asOf string) func(context.Context) error {
		curve := flatCurve(currency, "1")
		curve.AsOf = asOf
		return func(ctx context.Context) error { return w.keeper.SetCurve(ctx, curve) }
	}
	w.refuses(types.ErrInvalidDate, set("JPY", "2026-01-08"))
	w.refuses(types.ErrInvalidDate, set("USD", firstDate)) // not yet in New York
	w.refuses(types.ErrOutdated, set("JPY", "2026-01-05"))
	w.refuses(types.ErrCurrencyNotFound, set("EUR", "2026-01-05"))
	require.NoError(t, set("JPY", "2026-01-06")(w.ctx), "a correction")
	require.NoError(t, set("JPY", firstDate)(w.ctx))
	response, err := w.queries.Curve(w.ctx, &types.QueryCurveRequest{Currency: "JPY"})
	require.NoError(t, err)
	require.Equal(t, firstDate, response.Curve.AsOf)
	require.False(t, response.Stale)
}

func TestFxOnlyGoesForward(t *testing.T) {
	w := newWorld(t)
	set := func(base, quote, asOf string) func(context.Context) error {
		fx := types.FxRate{Base: base, Quote: quote, Rate: dec("150"), AsOf: asOf}
		return func(ctx context.Context) error { return w.keeper.SetFx(ctx, fx) }
	}
	w.refuses(types.ErrInvalidFx, set("JPY", "USD", "2026-01-06")) // kept the other way round
	w.refuses(types.ErrInvalidDate, set("USD", "JPY", "2026-01-08"))
	w.refuses(types.ErrOutdated, set("USD", "JPY", "2026-01-05"))
	w.refuses(types.ErrCurrencyNotFound, set("EUR", "JPY", "2026-01-06"))
	w.refuses(types.ErrCurrencyNotFound, set("JPY", "EUR", "2026-01-06"))
	require.NoError(t, set("USD", "JPY", firstDate)(w.ctx))
}

func TestHaircutsTakeEffectOnTheirDate(t *testing.T) {
	w := newWorld(t)
	inEffect := func(on string) string {
		response, err := w.queries.Haircuts(w.ctx, &types.QueryHaircutsRequest{Date: on})
		require.NoError(t, err)
		return response.Table.EffectiveDate
	}
	past := boj()
	past.EffectiveDate = "2026-01-06"
	w.refuses(types.ErrInvalidDate, func(ctx context.Context) error { return w.keeper.SetHaircuts(ctx, past) })
	next := boj()
	next.EffectiveDate = "2026-11-27"
	require.NoError(t, w.keeper.SetHaircuts(w.ctx, next))
	require.Equal(t, "2024-10-11", inEffect(""))
	require.Equal(t, "2024-10-11", inEffect("2026-11-26"))
	require.Equal(t, "2026-11-27", inEffect("2026-11-27"))
	w.pass(365 * day)
	require.Equal(t, "2026-11-27", inEffect(""))
	_, err := w.queries.Haircuts(w.ctx, &types.QueryHaircutsRequest{Date: "2024-10-10"})
	require.ErrorIs(t, err, types.ErrHaircutNotFound)
	_, err = w.queries.Haircuts(w.ctx, &types.QueryHaircutsRequest{Date: "soon"})
	require.ErrorIs(t, err, types.ErrInvalidDate)
}

func TestMarkets(t *testing.T) {
	w := newWorld(t).supplied().pledged().borrowed()
	w.refuses(types.ErrMarketExists, func(ctx context.Context) error { return w.keeper.CreateMarket(ctx, jpy, yenTerms()) })
	w.refuses(types.ErrCurrencyNotFound, func(ctx context.Context) error { return w.keeper.CreateMarket(ctx, "ueur", yenTerms()) })
	w.refuses(types.ErrMarketNotFound, func(ctx context.Context) error { return w.keeper.UpdateMarket(ctx, usd, yenTerms()) })
	foreign := yenTerms()
	foreign.AcceptedCurrencies = []string{"EUR"}
	w.refuses(types.ErrCurrencyNotFound, func(ctx context.Context) error { return w.keeper.UpdateMarket(ctx, jpy, foreign) })

	// Interest up to a change accrues at the old terms.
	w.pass(365 * day)
	before := w.debt(1)
	w.setTerms(func(terms *types.MarketTerms) { terms.PolicyRatePct = dec("50") })
	require.Equal(t, before, w.debt(1))
	w.pass(365 * day)
	require.True(t, w.debt(1).GT(before.MulRaw(3).QuoRaw(2)))
	w.audit()
}

func TestParamsKeepTheirCurrencies(t *testing.T) {
	w := newWorld(t)
	params := types.DefaultParams()
	params.Currencies = params.Currencies[:1]
	w.refuses(types.ErrInvalidParams, func(ctx context.Context) error { return w.keeper.UpdateParams(ctx, params) })
	w.refuses(types.ErrInvalidParams, func(ctx context.Context) error {
		return w.keeper.UpdateParams(ctx, types.Params{MaxFxAgeDays: 1_000})
	})
}

// TestMarketsAreIndependent: what happens in one leaves the other as it was.
func TestMarketsAreIndependent(t *testing.T) {
	w := newWorld(t)
	require.NoError(t, w.keeper.CreateMarket(w.ctx, usd, yenTerms()))
	dollars := func() types.Pool {
		response, err := w.queries.Market(w.ctx, &types.QueryMarketRequest{Denom: usd})
		require.NoError(t, err)
		return response.Report.Pool
	}
	w.give(other, sdk.NewInt64Coin(usd, 1_000))
	_, err := w.keeper.Supply(w.ctx, other, sdk.NewInt64Coin(usd, 1_000))
	require.NoError(t, err)
	before := dollars()
	w.supplied().pledged().borrowed()
	require.Equal(t, before, dollars())
	w.audit()
}
