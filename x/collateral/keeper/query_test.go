package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
)

func TestQueries(t *testing.T) {
	w := midLife(t)
	params, err := w.queries.Params(w.ctx, &types.QueryParamsRequest{})
	require.NoError(t, err)
	require.Equal(t, desk.String(), params.Params.CurveAuthority)

	curves, err := w.queries.Curves(w.ctx, &types.QueryCurvesRequest{})
	require.NoError(t, err)
	require.Len(t, curves.Curves, 2)
	_, err = w.queries.Curve(w.ctx, &types.QueryCurveRequest{Currency: "EUR"})
	require.ErrorIs(t, err, types.ErrCurveNotFound)

	fx, err := w.queries.Fx(w.ctx, &types.QueryFxRequest{Base: "USD", Quote: "JPY"})
	require.NoError(t, err)
	require.Equal(t, dec("150"), fx.Fx.Rate)
	_, err = w.queries.Fx(w.ctx, &types.QueryFxRequest{Base: "JPY", Quote: "USD"})
	require.ErrorIs(t, err, types.ErrFxNotFound)
	rates, err := w.queries.FxRates(w.ctx, &types.QueryFxRatesRequest{})
	require.NoError(t, err)
	require.Len(t, rates.FxRates, 1)

	markets, err := w.queries.Markets(w.ctx, &types.QueryMarketsRequest{})
	require.NoError(t, err)
	require.Len(t, markets.Reports, 2)
	require.Equal(t, w.market(), markets.Reports[0])
	require.Equal(t, "JPY", markets.Reports[0].Currency)
	require.Equal(t, "USD", markets.Reports[1].Currency)
	_, err = w.queries.Market(w.ctx, &types.QueryMarketRequest{Denom: "ueur"})
	require.ErrorIs(t, err, types.ErrMarketNotFound)

	none, err := w.queries.Supply(w.ctx, &types.QuerySupplyRequest{Supplier: desk.String(), Denom: jpy})
	require.NoError(t, err)
	require.True(t, none.Claims.IsZero() && none.Value.IsZero())
	_, err = w.queries.Supply(w.ctx, &types.QuerySupplyRequest{Supplier: "nobody", Denom: jpy})
	require.Equal(t, codes.InvalidArgument, status.Code(err))

	_, err = w.queries.Position(w.ctx, &types.QueryPositionRequest{Owner: borrower.String(), Denom: jpy, Number: 9})
	require.ErrorIs(t, err, types.ErrPositionNotFound)
	require.Equal(t, codes.NotFound, status.Code(err))
}

func TestPositionReport(t *testing.T) {
	w := newWorld(t).supplied().pledged()
	free := w.position(1)
	require.True(t, free.Healthy, "nothing is owed")
	require.True(t, free.HealthPct.IsZero())
	w.borrowed()
	state := w.position(1)
	line := state.Collateral[0]
	require.Equal(t, dec("98"), line.ValuePct)
	want := line.DirtyPrice.Mul(dec("98")).MulInt64(100_000 * 100).TruncateInt() // ÷ 100 ÷ 100 × 10^6
	require.Equal(t, want, line.Value)
	require.Equal(t, want, state.CollateralValue)
	require.Equal(t, want.MulRaw(1_000_000).Quo(yen(50_000)), state.HealthPct.MulInt64(10_000).TruncateInt())
	require.True(t, state.Priced && state.Healthy)

	// At a curve of 20 % the bonds are worth less than a third.
	crash := flatCurve("JPY", "20")
	crash.AsOf = firstDate
	require.NoError(t, w.keeper.SetCurve(w.ctx, crash))
	state = w.position(1)
	require.True(t, state.Priced)
	require.False(t, state.Healthy)
	require.True(t, state.MaxBorrow.IsZero())
}

func TestPagesAreBounded(t *testing.T) {
	w := midLife(t)
	positions := func(page *query.PageRequest) (*types.QueryPositionsResponse, error) {
		return w.queries.Positions(w.ctx, &types.QueryPositionsRequest{Owner: borrower.String(), Pagination: page})
	}
	first, err := positions(&query.PageRequest{Limit: 2})
	require.NoError(t, err)
	require.Len(t, first.Positions, 2)
	rest, err := positions(&query.PageRequest{Key: first.Pagination.NextKey})
	require.NoError(t, err)
	require.Len(t, rest.Positions, 1)
	require.Equal(t, uint64(3), rest.Positions[0].Number)
	require.Empty(t, rest.Pagination.NextKey)
	for _, page := range []*query.PageRequest{{Offset: 1}, {CountTotal: true}} {
		_, err = positions(page)
		require.Equal(t, codes.InvalidArgument, status.Code(err))
		_, err = w.queries.Markets(w.ctx, &types.QueryMarketsRequest{Pagination: page})
		require.Equal(t, codes.InvalidArgument, status.Code(err))
	}
	nobody, err := w.queries.Positions(w.ctx, &types.QueryPositionsRequest{Owner: desk.String()})
	require.NoError(t, err)
	require.Empty(t, nobody.Positions)
}
