package keeper

import (
	"context"
	"errors"
	"math/big"
	"time"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/curve"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// Pricing is computation that the store does not meter, so it is charged here, deterministically.
const (
	gasPerCurve = 50_000
	gasPerFlow  = 1_000
)

// pricer prices series at one moment. It lives for one action; each curve and discount factor that it needs is computed
// once.
type pricer struct {
	keeper   *Keeper
	params   types.Params
	now      time.Time
	scenario types.Scenario
	curves   map[curveDay]discounting
	tables   map[date.Date]*tables
}

// curveDay is a currency and the day of pricing: two series of one currency may live in two zones.
type curveDay struct {
	currency string
	day      date.Date
}

type discounting struct {
	factors  *curve.Valuation
	asOf     string
	widening math.LegacyDec
	state    types.PriceState
}

func (k *Keeper) newPricer(ctx context.Context) (*pricer, error) {
	params, err := k.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	return &pricer{
		keeper: k, params: params, now: k.bonds.Now(ctx), curves: map[curveDay]discounting{}, tables: map[date.Date]*tables{},
	}, nil
}

// PriceOf returns what a series is worth now. That it cannot be priced is a state of the result, not an error.
func (k *Keeper) PriceOf(ctx context.Context, isin string) (types.SeriesPrice, error) {
	p, err := k.newPricer(ctx)
	if err != nil {
		return types.SeriesPrice{}, err
	}
	return p.price(ctx, isin)
}

func (p *pricer) price(ctx context.Context, isin string) (types.SeriesPrice, error) {
	series, err := p.keeper.bonds.GetSeries(ctx, isin)
	if err != nil {
		return types.SeriesPrice{}, err
	}
	price := types.SeriesPrice{
		State: types.StateOf(series), Terms: series.Terms, Dirty: math.LegacyZeroDec(), Outstanding: series.Outstanding(),
		Date: date.Of(p.now, types.ZoneOf(series.Terms.Calendar)),
	}
	if price.State != types.PRICE_STATE_PRICED {
		return price, nil
	}
	if price.Currency, err = p.params.CurrencyOf(series.Terms.Currency); err != nil {
		price.State = types.PRICE_STATE_NO_CURVE
		return price, nil
	}
	discounting, err := p.discounting(ctx, price.Currency, price.Date)
	if err != nil {
		return types.SeriesPrice{}, err
	}
	price.State, price.CurveAsOf, price.Widening, price.Factors = discounting.state, discounting.asOf, discounting.widening, discounting.factors
	if price.State != types.PRICE_STATE_PRICED {
		return price, nil
	}
	flows, err := p.keeper.bonds.CashFlows(ctx, series, price.Date)
	if errors.Is(err, bondtypes.ErrAwaitsFixing) {
		price.State = types.PRICE_STATE_NO_FIXING
		return price, nil
	}
	if err != nil {
		return types.SeriesPrice{}, err
	}
	if price.Spread, err = p.keeper.oracle.SpreadPct(ctx, isin); err != nil {
		return types.SeriesPrice{}, err
	}
	if series.Terms.Call != nil {
		return p.priceToWorst(ctx, price, series, flows)
	}
	return p.presentValue(ctx, price, flows)
}

// presentValue discounts each payment from the day it is paid on, which is never before its date in the terms. Principal
// that is repaid while the units live on goes to their owner and secures nothing, so it does not count.
func (p *pricer) presentValue(
	ctx context.Context, price types.SeriesPrice, flows []bondtypes.CashFlow,
) (types.SeriesPrice, error) {
	sdk.UnwrapSDKContext(ctx).GasMeter().ConsumeGas(uint64(len(flows))*gasPerFlow, "price of a series")
	if len(flows) == 0 {
		price.State = types.PRICE_STATE_MATURED
		return price, nil
	}
	price.Flows = per100(flows)
	dirty, err := price.Factors.PriceOver(price.Flows, price.Spread)
	if errors.Is(err, curve.ErrBeyond) {
		price.State = types.PRICE_STATE_BEYOND_CURVE
		return price, nil
	}
	if err != nil {
		return types.SeriesPrice{}, err
	}
	price.Dirty = rounding.DecDown(dirty, types.PricePlaces)
	return price, nil
}

// per100 returns what is discounted of payments, for 100 face. Coupons in a row that are the same number stay one.
func per100(flows []bondtypes.CashFlow) []curve.Flow {
	payments := make([]curve.Flow, len(flows))
	for i, flow := range flows {
		payments[i].Date = flow.PaymentDate
		if i > 0 && flow.Amount == flows[i-1].Amount && flow.Repaid == flows[i-1].Repaid {
			payments[i].Amount = payments[i-1].Amount
			continue
		}
		payments[i].Amount = flow.Amount.Sub(flow.Repaid).MulInt64(100)
	}
	return payments
}

// discounting returns the discount factors of a currency on a day, or why there are none.
func (p *pricer) discounting(ctx context.Context, currency types.Currency, day date.Date) (discounting, error) {
	key := curveDay{currency.Code, day}
	if known, found := p.curves[key]; found {
		return known, nil
	}
	loaded, err := p.loadDiscounting(ctx, currency, day)
	if err != nil {
		return discounting{}, err
	}
	p.curves[key] = loaded
	return loaded, nil
}

func (p *pricer) loadDiscounting(ctx context.Context, currency types.Currency, day date.Date) (discounting, error) {
	published, err := p.keeper.curves.Get(ctx, currency.Code)
	if errors.Is(err, collections.ErrNotFound) {
		return discounting{state: types.PRICE_STATE_NO_CURVE}, nil
	}
	if err != nil {
		return discounting{}, err
	}
	stale, err := p.isStale(currency, published.AsOf, p.params.MaxCurveAgeDays)
	if err != nil {
		return discounting{}, err
	}
	if stale {
		return discounting{asOf: published.AsOf, state: types.PRICE_STATE_STALE_CURVE}, nil
	}
	widening, err := p.keeper.oracle.CurveWideningPct(ctx, published)
	if err != nil {
		return discounting{}, err
	}
	sdk.UnwrapSDKContext(ctx).GasMeter().ConsumeGas(gasPerCurve, "discount factors of a curve")
	factors, err := p.scenario.Curve(published).On(day)
	if err != nil {
		return discounting{}, err
	}
	return discounting{factors: factors, asOf: published.AsOf, widening: widening, state: types.PRICE_STATE_PRICED}, nil
}

// fx returns the exact value of one unit of a currency in another, and what is taken off what it counts for when risk is added;
// or why there is none.
func (p *pricer) fx(ctx context.Context, from, to types.Currency) (*big.Rat, math.LegacyDec, types.PriceState, error) {
	none := math.LegacyZeroDec()
	if from.Code == to.Code {
		return big.NewRat(1, 1), none, types.PRICE_STATE_PRICED, nil
	}
	quote, inverted := to, false
	fx, err := p.keeper.fxRates.Get(ctx, collections.Join(from.Code, to.Code))
	if errors.Is(err, collections.ErrNotFound) {
		quote, inverted = from, true
		fx, err = p.keeper.fxRates.Get(ctx, collections.Join(to.Code, from.Code))
	}
	if errors.Is(err, collections.ErrNotFound) {
		return nil, none, types.PRICE_STATE_NO_FX, nil
	}
	if err != nil {
		return nil, none, types.PRICE_STATE_UNSPECIFIED, err
	}
	stale, err := p.isStale(quote, fx.AsOf, p.params.MaxFxAgeDays)
	if err != nil {
		return nil, none, types.PRICE_STATE_UNSPECIFIED, err
	}
	if stale {
		return nil, none, types.PRICE_STATE_STALE_FX, nil
	}
	widening, err := p.keeper.oracle.FxWideningPct(ctx, fx)
	if err != nil {
		return nil, none, types.PRICE_STATE_UNSPECIFIED, err
	}
	rate := rounding.Rat(p.scenario.Fx(fx).Rate)
	if inverted {
		rate.Inv(rate)
	}
	return rate, widening, types.PRICE_STATE_PRICED, nil
}

// isStale judges the age of a publication by the business days of a currency's market.
func (p *pricer) isStale(currency types.Currency, asOf string, maxAge uint32) (bool, error) {
	days, zone, err := currency.Market()
	if err != nil {
		return false, err
	}
	return types.IsStale(asOf, date.Of(p.now, zone), maxAge, days)
}
