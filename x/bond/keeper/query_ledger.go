package keeper

import (
	"context"
	"encoding/binary"
	"errors"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/page"
)

// Payments returns a page of the payments of a series: from the store as far as they are recorded, from the terms beyond.
func (q queryServer) Payments(ctx context.Context, req *types.QueryPaymentsRequest) (*types.QueryPaymentsResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	request, err := page.Bound(req.Pagination)
	if err != nil {
		return nil, err
	}
	first, err := firstPayment(request)
	if err != nil {
		return nil, err
	}
	series, err := q.GetSeries(ctx, req.Isin)
	if err != nil {
		return nil, err
	}
	schedule, err := series.Schedule()
	if err != nil {
		return nil, err
	}
	response := &types.QueryPaymentsResponse{Pagination: &query.PageResponse{}}
	err = q.eachPayment(ctx, series, schedule, func(payment types.Payment) (stop bool) {
		switch {
		case payment.Number < first:
		case uint64(len(response.Payments)) == request.Limit:
			response.Pagination.NextKey = binary.BigEndian.AppendUint32(nil, payment.Number)
			return true
		default:
			response.Payments = append(response.Payments, payment)
		}
		return false
	})
	return response, err
}

// eachPayment goes over all payments of a series, which are at most four a year for a century, with C of each as far as it
// is known.
func (q queryServer) eachPayment(
	ctx context.Context, series types.Series, schedule types.Schedule, visit func(types.Payment) (stop bool),
) error {
	ledger, cumulative, known := q.ledgerOf(ctx, series, schedule), math.LegacyZeroDec(), true
	for number := uint32(1); number <= schedule.Principal(); number++ {
		payment, awaits, err := ledger.payment(number, cumulative)
		if err != nil {
			return err
		}
		cumulative, known = payment.Cumulative, known && awaits == ""
		if !known {
			payment.Cumulative = math.LegacyZeroDec()
		}
		if visit(payment) {
			return nil
		}
	}
	return nil
}

// seriesLedger reads the payments of one series: those recorded from the store, those to come from the terms.
type seriesLedger struct {
	keeper   *Keeper
	ctx      context.Context
	isin     string
	schedule types.Schedule
	fixings  types.Fixings
	now      time.Time
}

func (k *Keeper) ledgerOf(ctx context.Context, series types.Series, schedule types.Schedule) seriesLedger {
	return seriesLedger{
		keeper: k, ctx: ctx, isin: series.Terms.Isin, schedule: schedule, fixings: k.fixingsOf(ctx, series), now: k.Now(ctx),
	}
}

// payment returns a payment and what its amounts wait for, nothing when they are known. cumulative is C of the coupon
// before it.
func (l seriesLedger) payment(number uint32, cumulative math.LegacyDec) (payment types.Payment, awaits string, err error) {
	payment, err = l.keeper.getPayment(l.ctx, l.isin, number)
	if !errors.Is(err, collections.ErrNotFound) {
		return payment, "", err
	}
	payment, err = l.schedule.Payment(l.isin, number, cumulative, l.fixings)
	if !errors.Is(err, types.ErrAwaitsFixing) {
		return payment, "", err
	}
	if !l.now.Before(payment.RecordTime) {
		payment.Status = types.PAYMENT_STATUS_AWAITING_FIXING
	}
	return payment, err.Error(), nil
}

// firstPayment reads the number at which a page of payments begins.
func firstPayment(request *query.PageRequest) (uint32, error) {
	const numberBytes = 4
	switch {
	case request.Reverse:
		return 0, status.Error(codes.InvalidArgument, "payments are not served in reverse")
	case len(request.Key) == 0:
		return 1, nil
	case len(request.Key) != numberBytes:
		return 0, status.Error(codes.InvalidArgument, "pagination key is not one of this query")
	default:
		return max(binary.BigEndian.Uint32(request.Key), 1), nil
	}
}

// Fund returns what a series holds and owes.
func (q queryServer) Fund(ctx context.Context, req *types.QueryFundRequest) (*types.QueryFundResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	series, err := q.GetSeries(ctx, req.Isin)
	if err != nil {
		return nil, err
	}
	fund, owed, err := q.fundAndOwed(ctx, req.Isin)
	if err != nil {
		return nil, err
	}
	setAside, err := q.allSetAside(ctx, req.Isin)
	if err != nil {
		return nil, err
	}
	return &types.QueryFundResponse{
		Fund:         series.Cash(fund),
		Owed:         series.Cash(owed),
		Withdrawable: series.Cash(math.MaxInt(fund.Sub(owed), math.ZeroInt())),
		SetAside:     series.Cash(setAside),
	}, nil
}

// Holder returns what an account holds and is entitled to.
func (q queryServer) Holder(goCtx context.Context, req *types.QueryHolderRequest) (*types.QueryHolderResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	ctx := sdk.UnwrapSDKContext(goCtx)
	series, err := q.GetSeries(ctx, req.Isin)
	if err != nil {
		return nil, err
	}
	holder, err := q.address("address", req.Address)
	if err != nil {
		return nil, err
	}
	account, err := q.account(ctx, req.Isin, holder)
	if err != nil {
		return nil, err
	}
	claimable, err := q.claimable(ctx, account)
	if err != nil {
		return nil, err
	}
	units := q.bank.GetBalance(ctx, holder, series.Denom()).Amount
	return &types.QueryHolderResponse{
		Units: units, Settled: account.settled, Pending: account.all(),
		Claimable: series.Cash(claimable), Redeemable: q.redeemableUnits(ctx, req.Isin, holder, units),
	}, nil
}

func (q queryServer) claimable(ctx context.Context, account couponAccount) (math.Int, error) {
	sum := math.ZeroInt()
	series, err := q.GetSeries(ctx, account.isin)
	if err != nil {
		return sum, err
	}
	payable, _, err := q.newPayouts(series).split(ctx, account)
	if err != nil || len(payable) == 0 {
		return sum, err
	}
	if _, found, err := q.holdings.CouponPayee(ctx, account.isin, account.holder); err != nil || !found {
		return sum, err
	}
	for _, part := range payable {
		sum = sum.Add(part.Amount)
	}
	return sum, nil
}

func (q queryServer) redeemableUnits(ctx sdk.Context, isin string, holder sdk.AccAddress, units math.Int) math.Int {
	if _, _, err := q.redeemable(ctx, isin); err != nil || !q.holdings.CanRedeem(ctx, isin, holder) {
		return math.ZeroInt()
	}
	return units
}

// Holders returns a page of the register of a series, which is that of the bank.
func (q queryServer) Holders(ctx context.Context, req *types.QueryHoldersRequest) (*types.QueryHoldersResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	request, err := page.Bound(req.Pagination)
	if err != nil {
		return nil, err
	}
	series, err := q.GetSeries(ctx, req.Isin)
	if err != nil {
		return nil, err
	}
	owners, err := q.bank.DenomOwners(ctx, &banktypes.QueryDenomOwnersRequest{Denom: series.Denom(), Pagination: request})
	if err != nil {
		return nil, err
	}
	response := &types.QueryHoldersResponse{Pagination: owners.Pagination}
	for _, owner := range owners.DenomOwners {
		response.Holders = append(response.Holders, types.Holding{Holder: owner.Address, Units: owner.Balance.Amount})
	}
	return response, nil
}
