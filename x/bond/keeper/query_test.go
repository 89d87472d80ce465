package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

func TestQueriesOfIssuersAndSeries(t *testing.T) {
	f := midLife(t)
	issuer, err := f.queries.Issuer(f.ctx, &types.QueryIssuerRequest{Id: "mof"})
	require.NoError(t, err)
	require.Equal(t, f.issuer(), issuer.Issuer)
	_, err = f.queries.Issuer(f.ctx, &types.QueryIssuerRequest{Id: "nobody"})
	require.ErrorIs(t, err, types.ErrIssuerNotFound)
	require.Equal(t, codes.NotFound, status.Code(err))
	issuers, err := f.queries.Issuers(f.ctx, &types.QueryIssuersRequest{})
	require.NoError(t, err)
	require.Len(t, issuers.Issuers, 1)

	series, err := f.queries.Series(f.ctx, &types.QuerySeriesRequest{Isin: isin})
	require.NoError(t, err)
	require.Equal(t, "bond/JP1103811S13", series.Denom)
	require.Equal(t, "150000", series.Outstanding.String())
	require.EqualValues(t, 2, series.CouponsRecorded)
	_, err = f.queries.Series(f.ctx, &types.QuerySeriesRequest{Isin: "x"})
	require.ErrorIs(t, err, types.ErrSeriesNotFound)

	for issuer, want := range map[string]int{"": 2, "mof": 2, "ust": 0} {
		list, err := f.queries.SeriesList(f.ctx, &types.QuerySeriesListRequest{IssuerId: issuer})
		require.NoError(t, err)
		require.Len(t, list.Series, want, issuer)
	}
	first, err := f.queries.SeriesList(f.ctx, &types.QuerySeriesListRequest{IssuerId: "mof", Pagination: &query.PageRequest{Limit: 1}})
	require.NoError(t, err)
	second, err := f.queries.SeriesList(f.ctx, &types.QuerySeriesListRequest{IssuerId: "mof", Pagination: &query.PageRequest{Key: first.Pagination.NextKey}})
	require.NoError(t, err)
	require.Len(t, second.Series, 1)
	require.NotEqual(t, first.Series[0].Terms.Isin, second.Series[0].Terms.Isin)
}

func TestQueryPayments(t *testing.T) {
	f := midLife(t)
	all, err := f.queries.Payments(f.ctx, &types.QueryPaymentsRequest{Isin: isin})
	require.NoError(t, err)
	require.Len(t, all.Payments, 21)
	require.Empty(t, all.Pagination.NextKey)
	require.Equal(t, types.PAYMENT_STATUS_PAYABLE, all.Payments[0].Status)
	require.Equal(t, types.PAYMENT_STATUS_MISSED, all.Payments[1].Status)
	require.Equal(t, types.PAYMENT_STATUS_SCHEDULED, all.Payments[2].Status)
	require.Equal(t, "2027-06-21", all.Payments[2].PaymentDate)
	require.Equal(t, types.PAYMENT_KIND_PRINCIPAL, all.Payments[20].Kind)

	var paged []types.Payment
	page := &query.PageRequest{Limit: 8}
	for page != nil {
		response, err := f.queries.Payments(f.ctx, &types.QueryPaymentsRequest{Isin: isin, Pagination: page})
		require.NoError(t, err)
		paged = append(paged, response.Payments...)
		page = nil
		if next := response.Pagination.NextKey; len(next) > 0 {
			page = &query.PageRequest{Key: next, Limit: 8}
		}
	}
	require.Equal(t, all.Payments, paged)
	for name, page := range map[string]*query.PageRequest{
		"offset": {Offset: 1}, "count": {CountTotal: true}, "reverse": {Reverse: true}, "key": {Key: []byte("key of another")},
	} {
		_, err := f.queries.Payments(f.ctx, &types.QueryPaymentsRequest{Isin: isin, Pagination: page})
		require.Equal(t, codes.InvalidArgument, status.Code(err), name)
	}
}

func TestQueryHolders(t *testing.T) {
	f := midLife(t)
	response, err := f.queries.Holders(f.ctx, &types.QueryHoldersRequest{Isin: isin})
	require.NoError(t, err)
	sum := math.ZeroInt()
	for _, holding := range response.Holders {
		sum = sum.Add(holding.Units)
	}
	require.Len(t, response.Holders, 3, "a has sold all")
	require.Equal(t, "150000", sum.String())
	_, err = f.queries.Holders(f.ctx, &types.QueryHoldersRequest{Isin: isin, Pagination: &query.PageRequest{Offset: 1}})
	require.Equal(t, codes.InvalidArgument, status.Code(err))
	_, err = f.queries.Holder(f.ctx, &types.QueryHolderRequest{Isin: isin, Address: "x"})
	require.ErrorIs(t, err, types.ErrInvalidAddress)
	holder := f.holder(account("c"))
	require.Equal(t, "100000", holder.Units.String())
	require.EqualValues(t, 2, holder.Settled, "the sweep of the first coupon settled it")
	require.Len(t, holder.Pending, 1)
	require.EqualValues(t, 2, holder.Pending[0].Number)
	require.True(t, holder.Claimable.IsZero(), "which was missed")
}

func TestQueriesRefuseNothingAsked(t *testing.T) {
	f := newLive(t)
	for name, ask := range map[string]func() error{
		"issuer":   func() error { _, err := f.queries.Issuer(f.ctx, nil); return err },
		"issuers":  func() error { _, err := f.queries.Issuers(f.ctx, nil); return err },
		"series":   func() error { _, err := f.queries.Series(f.ctx, nil); return err },
		"list":     func() error { _, err := f.queries.SeriesList(f.ctx, nil); return err },
		"payments": func() error { _, err := f.queries.Payments(f.ctx, nil); return err },
		"fund":     func() error { _, err := f.queries.Fund(f.ctx, nil); return err },
		"holder":   func() error { _, err := f.queries.Holder(f.ctx, nil); return err },
		"holders":  func() error { _, err := f.queries.Holders(f.ctx, nil); return err },
		"quote":    func() error { _, err := f.queries.Quote(f.ctx, nil); return err },
	} {
		require.Equal(t, codes.InvalidArgument, status.Code(ask()), name)
	}
	params, err := f.queries.Params(f.ctx, nil)
	require.NoError(t, err)
	require.Equal(t, types.DefaultParams(), params.Params)
}

func TestCashFlowsOfASeries(t *testing.T) {
	f := newLive(t)
	flows, err := f.keeper.CashFlows(f.ctx, f.series(), date.MustParse("2026-06-21"))
	require.NoError(t, err)
	require.Len(t, flows, 21)
	issuer, err := f.keeper.IssuerOf(f.ctx, isin)
	require.NoError(t, err)
	require.Equal(t, f.issuer(), issuer)
	_, err = f.keeper.IssuerOf(f.ctx, "x")
	require.ErrorIs(t, err, types.ErrSeriesNotFound)
}

// The price and yields of the February 2026 auction of No. 381.
func TestQuote(t *testing.T) {
	f := newLive(t)
	quote := func(req types.QueryQuoteRequest) (*types.QueryQuoteResponse, error) {
		req.Isin = isin
		return f.queries.Quote(f.ctx, &req)
	}
	byPrice, err := quote(types.QueryQuoteRequest{SettleDate: "2026-02-04", CleanPrice: "98.79"})
	require.NoError(t, err)
	require.Equal(t, "98.79000000", byPrice.CleanPrice)
	require.Equal(t, "0.26465750", byPrice.Accrued, "46 days")
	require.Equal(t, "99.05465750", byPrice.DirtyPrice)
	require.Equal(t, "2.249", byPrice.SimpleYield)
	require.Equal(t, "2.2371376027", byPrice.CompoundYield)

	bySimple, err := quote(types.QueryQuoteRequest{SettleDate: "2026-02-04", SimpleYield: "2.2498"})
	require.NoError(t, err)
	require.InDelta(t, 98.79, math.LegacyMustNewDecFromStr(bySimple.CleanPrice).MustFloat64(), 0.01)
	byCompound, err := quote(types.QueryQuoteRequest{SettleDate: "2026-02-04", CompoundYield: "2.2371376027"})
	require.NoError(t, err)
	require.InDelta(t, 98.79, math.LegacyMustNewDecFromStr(byCompound.CleanPrice).MustFloat64(), 1e-7)
	require.Equal(t, byPrice.ModifiedDuration[:8], byCompound.ModifiedDuration[:8])

	today, err := quote(types.QueryQuoteRequest{CleanPrice: "100"})
	require.NoError(t, err)
	require.Equal(t, "2026-01-07", today.SettleDate)

	for name, req := range map[string]types.QueryQuoteRequest{
		"nothing":       {},
		"two figures":   {CleanPrice: "100", SimpleYield: "2"},
		"not a number":  {CleanPrice: "1e3"},
		"decimals":      {CleanPrice: "98.12345"},
		"negative":      {CleanPrice: "-1"},
		"absurd yield":  {CompoundYield: "5000"},
		"bad yield":     {CompoundYield: "?"},
		"bad simple":    {SimpleYield: "?"},
		"no date":       {CleanPrice: "100", SettleDate: "tomorrow"},
		"before issue":  {CleanPrice: "100", SettleDate: "2025-12-19"},
		"at maturity":   {CleanPrice: "100", SettleDate: "2035-12-20"},
		"below nothing": {SimpleYield: "-20"},
	} {
		_, err := quote(req)
		require.ErrorIs(t, err, types.ErrInvalidQuote, name)
	}
	_, err = f.queries.Quote(f.ctx, &types.QueryQuoteRequest{Isin: "x", CleanPrice: "100"})
	require.ErrorIs(t, err, types.ErrSeriesNotFound)
}
