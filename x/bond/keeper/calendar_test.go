package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/page"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

func (f *fixture) flows(from, to string) []types.Flow {
	response, err := f.queries.CashFlowCalendar(f.ctx, &types.QueryCashFlowCalendarRequest{IssuerId: "mof", From: from, To: to})
	require.NoError(f, err)
	require.Empty(f, response.Pagination.NextKey)
	return response.Flows
}

// show writes flows as lines: payment date, kind, amount in yen or "?", status.
func show(flows []types.Flow) (lines []string) {
	for _, flow := range flows {
		amount := "?"
		if flow.Amount != nil {
			amount = rounding.Text(math.LegacyNewDecFromIntWithPrec(flow.Amount.Amount, 6), 6)
		}
		lines = append(lines, fmt.Sprint(flow.PaymentDate, " ", flow.Kind.String()[len("FLOW_KIND_"):], " ", amount, " ", flow.Status.String()[len("PAYMENT_STATUS_"):]))
	}
	return lines
}

func TestCashFlowCalendar(t *testing.T) {
	a := account("a")
	f := newKind(t, a, 100_000, short())
	require.Equal(t, []string{
		"2026-06-22 COUPON 1050.000000 SCHEDULED", "2026-12-21 COUPON 1050.000000 SCHEDULED", "2026-12-21 REDEMPTION 100000.000000 SCHEDULED",
	}, show(f.flows("2026-01-01", "2026-12-31")), "1.05 percent each half year")
	require.Len(t, f.flows("2026-06-22", "2026-06-22"), 1, "the day of payment, a Monday")
	require.Empty(t, f.flows("2026-06-20", "2026-06-21"), "not the Saturday of the terms")
	require.Equal(t, "2026-06-20", f.flows("2026-06-22", "2026-06-22")[0].DueDate)
	require.Empty(t, f.flows("2027-01-01", "2099-12-31"))

	f.block("2026-06-22")
	f.place(account("b"), 50_000)
	require.Equal(t, []string{
		"2026-06-22 COUPON 1050.000000 MISSED", "2026-12-21 COUPON 1575.000000 SCHEDULED", "2026-12-21 REDEMPTION 150000.000000 SCHEDULED",
	}, show(f.flows("2026-06-22", "2026-12-21")), "what was recorded stays, what is to come is on the face outstanding now")
	f.fund(yen(200_000))
	f.block("2026-12-21")
	require.Equal(t, types.SERIES_STATUS_REDEEMED, f.series().Status)
	require.Equal(t, "2026-06-22 COUPON 1050.000000 PAID", show(f.flows("2026-06-22", "2026-12-21"))[0], "history stays")
}

func TestCashFlowCalendarSaysWhatIsNotKnown(t *testing.T) {
	f := newKind(t, account("a"), 100_000, floater())
	flows := f.flows("2026-01-01", "2026-12-31")
	require.Equal(t, []string{
		"2026-06-22 COUPON 625.000000 SCHEDULED", "2026-12-21 COUPON ? SCHEDULED", "2026-12-21 REDEMPTION 100000.000000 SCHEDULED",
	}, show(flows), "the rate of 20 June is not published")
	require.Contains(t, flows[1].Awaits, "ten-year of 2026-06-20")
	require.Empty(t, flows[0].Awaits)
	require.Equal(t, "ujpy", flows[1].Currency)

	f = newKind(t, account("a"), 100_000, linker())
	flows = f.flows("2026-01-01", "2026-12-31")
	require.Equal(t, []string{"2026-06-10 COUPON ? SCHEDULED", "2026-12-10 COUPON ? SCHEDULED", "2026-12-10 REDEMPTION ? SCHEDULED"}, show(flows))
	require.Contains(t, flows[2].Awaits, "cpi of 2026-09-01", "the principal is indexed too")
	f.block("2026-06-10")
	require.Equal(t, "2026-06-10 COUPON ? AWAITING_FIXING", show(f.flows("2026-01-01", "2026-12-31"))[0])
}

func TestCashFlowCalendarPartsPrincipalFromInterest(t *testing.T) {
	f := newKind(t, account("a"), 100_000, sinking())
	require.Equal(t, []string{
		"2026-06-22 COUPON 1050.000000 SCHEDULED", "2026-06-22 INSTALMENT 25000.000000 SCHEDULED",
		"2026-12-21 COUPON 787.500000 SCHEDULED", "2026-12-21 INSTALMENT 33333.300000 SCHEDULED",
		"2027-06-21 COUPON 437.500350 SCHEDULED", "2027-06-21 REDEMPTION 41666.700000 SCHEDULED",
	}, show(f.flows("2026-01-01", "2027-12-31")))

	f = newKind(t, account("a"), 100_000, callable())
	f.block("2026-06-01")
	require.NoError(t, f.call("2026-12-20", "40"))
	require.Equal(t, []string{
		"2026-12-21 COUPON 1050.000000 SCHEDULED", "2026-12-21 CALL 40400.000000 SCHEDULED", "2027-06-21 COUPON 630.000000 SCHEDULED",
	}, show(f.flows("2026-07-01", "2027-06-30")), "at 101, and then on what is left")
	require.NoError(t, f.call("2027-06-20", "0"))
	require.Equal(t, []string{
		"2027-06-21 COUPON 630.000000 SCHEDULED", "2027-06-21 CALL 60000.000000 SCHEDULED",
	}, show(f.flows("2027-01-01", "2028-12-31")), "a full call ends it")
}

// Every payment of the ledger is in the calendar once, page by page, and its flows sum to what it owes.
func TestCashFlowCalendarIsTheLedger(t *testing.T) {
	f := midLife(t)
	var flows []types.Flow
	pages := 0
	for request := (&query.PageRequest{Limit: 3}); request != nil; pages++ {
		response, err := f.queries.CashFlowCalendar(f.ctx, &types.QueryCashFlowCalendarRequest{
			IssuerId: "mof", From: "2000-01-01", To: "2099-12-31", Pagination: request,
		})
		require.NoError(t, err)
		flows, request = append(flows, response.Flows...), nil
		if next := response.Pagination.NextKey; len(next) > 0 {
			request = &query.PageRequest{Limit: 3, Key: next}
		}
	}
	require.Equal(t, 8, pages, "21 payments, and an empty page of the bill that was never issued")
	require.Equal(t, f.flows("2000-01-01", "2099-12-31"), flows)
	sums := map[uint32]math.Int{}
	for _, flow := range flows {
		require.Equal(t, isin, flow.Isin)
		if _, found := sums[flow.Number]; !found {
			sums[flow.Number] = math.ZeroInt()
		}
		sums[flow.Number] = sums[flow.Number].Add(flow.Amount.Amount)
	}
	for number := uint32(1); number <= 21; number++ {
		payment := f.payment(number)
		if payment.Owed.IsZero() {
			payment = payment.Recorded(f.series().Outstanding())
		}
		require.Equal(t, payment.Owed, sums[number], number)
	}
}

func TestCashFlowCalendarRefuses(t *testing.T) {
	f := midLife(t)
	_, err := f.queries.CashFlowCalendar(f.ctx, nil)
	require.Equal(t, codes.InvalidArgument, status.Code(err))
	good := types.QueryCashFlowCalendarRequest{IssuerId: "mof", From: "2026-01-01", To: "2026-12-31"}
	for name, c := range map[string]struct {
		change func(*types.QueryCashFlowCalendarRequest)
		want   error
	}{
		"issuer":   {func(r *types.QueryCashFlowCalendarRequest) { r.IssuerId = "nobody" }, types.ErrIssuerNotFound},
		"from":     {func(r *types.QueryCashFlowCalendarRequest) { r.From = "" }, types.ErrInvalidQuery},
		"to":       {func(r *types.QueryCashFlowCalendarRequest) { r.To = "2026-02-30" }, types.ErrInvalidQuery},
		"order":    {func(r *types.QueryCashFlowCalendarRequest) { r.To = "2025-12-31" }, types.ErrInvalidQuery},
		"reverse":  {func(r *types.QueryCashFlowCalendarRequest) { r.Pagination = &query.PageRequest{Reverse: true} }, types.ErrInvalidQuery},
		"page key": {func(r *types.QueryCashFlowCalendarRequest) { r.Pagination = &query.PageRequest{Key: []byte("abcd")} }, types.ErrInvalidQuery},
	} {
		request := good
		c.change(&request)
		_, err := f.queries.CashFlowCalendar(f.ctx, &request)
		require.ErrorIs(t, err, c.want, name)
	}
	good.Pagination = &query.PageRequest{Offset: 1}
	_, err = f.queries.CashFlowCalendar(f.ctx, &good)
	require.Equal(t, codes.InvalidArgument, status.Code(err))
}

// A page looks at no more series than it may have payments, however many pay nothing.
func TestCashFlowCalendarBoundsItsWork(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.keeper.InitGenesis(f.ctx, types.DefaultGenesis()))
	f.registerIssuer()
	for i := range page.MaxLimit + 1 {
		terms := short()
		terms.Isin = benchISIN(i)
		f.open(terms)
	}
	ask := &types.QueryCashFlowCalendarRequest{IssuerId: "mof", From: "2026-01-01", To: "2026-12-31"}
	first, err := f.queries.CashFlowCalendar(f.ctx, ask)
	require.NoError(t, err)
	require.Empty(t, first.Flows)
	require.NotEmpty(t, first.Pagination.NextKey)
	ask.Pagination = &query.PageRequest{Key: first.Pagination.NextKey}
	second, err := f.queries.CashFlowCalendar(f.ctx, ask)
	require.NoError(t, err)
	require.Empty(t, second.Pagination.NextKey)
}

func TestOutstanding(t *testing.T) {
	a := account("a")
	f := newStrips(t, a)
	_, err := f.separate(a, isin, 400_000)
	require.NoError(t, err)
	ask := func(request *query.PageRequest) *types.QueryOutstandingResponse {
		response, err := f.queries.Outstanding(f.ctx, &types.QueryOutstandingRequest{IssuerId: "mof", Pagination: request})
		require.NoError(t, err)
		return response
	}
	all := ask(nil)
	lines := map[string]string{}
	for _, line := range all.Series {
		lines[line.Isin] = fmt.Sprint(line.Units, " ", line.Principal, " ", line.MaturityDate, " ", line.CouponStrip)
	}
	require.Equal(t, map[string]string{
		isin:         "600000 600000000000ujpy 2026-12-20 false",
		sister:       "1000000 1000000000000ujpy 2026-12-20 false",
		benchISIN(1): "4200 4200000000ujpy 2026-06-20 true",
		benchISIN(2): "4200 4200000000ujpy 2026-12-20 true",
		benchISIN(3): "400000 400000000000ujpy 2026-12-20 false",
	}, lines, "the strip of the sister's principal has nothing outstanding")
	require.Equal(t, []types.OutstandingYear{
		{Year: 2026, Principal: yen(2_000_000), CouponStrips: yen(8_400), Series: 5},
	}, all.Years, "what is separated is still owed")
	first := ask(&query.PageRequest{Limit: 2})
	second := ask(&query.PageRequest{Key: first.Pagination.NextKey})
	require.Equal(t, all.Series, append(first.Series, second.Series...))
	require.Equal(t, all.Years[0].Principal, first.Years[0].Principal.Add(second.Years[0].Principal))

	f = newKind(t, a, 100_000, sinking())
	require.Equal(t, yen(100_000), ask(nil).Years[0].Principal)
	f.fund(yen(100_000))
	f.block("2026-06-22")
	require.Equal(t, []types.OutstandingYear{{Year: 2027, Principal: yen(75_000), CouponStrips: yen(0), Series: 1}}, ask(nil).Years)
	require.Equal(t, "100000", ask(nil).Series[0].Units.String(), "units stay")

	f = newKind(t, a, 100_000, callable())
	require.EqualValues(t, 2027, ask(nil).Years[0].Year)
	require.NoError(t, f.call("2026-12-20", "0"))
	require.EqualValues(t, 2026, ask(nil).Years[0].Year, "a full call brings maturity forward")

	_, err = f.queries.Outstanding(f.ctx, nil)
	require.Equal(t, codes.InvalidArgument, status.Code(err))
	_, err = f.queries.Outstanding(f.ctx, &types.QueryOutstandingRequest{IssuerId: "nobody"})
	require.ErrorIs(t, err, types.ErrIssuerNotFound)
}
