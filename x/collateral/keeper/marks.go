package keeper

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"math/big"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// ensureMarks makes marks of the collateral of a position that has none yet in its market.
func (k *Keeper) ensureMarks(ctx context.Context, position types.Position) error {
	var p *pricer
	for _, coins := range []sdk.Coins{position.Bonds, position.Cash} {
		for _, coin := range coins {
			key := collections.Join(position.Denom, coin.Denom)
			found, err := k.marks.Has(ctx, key)
			if err != nil {
				return err
			}
			if found {
				continue
			}
			if p == nil {
				if p, err = k.newPricer(ctx); err != nil {
					return err
				}
			}
			mark, err := p.newMark(ctx, position.Denom, coin.Denom)
			if err != nil {
				return err
			}
			if err := k.marks.Set(ctx, key, mark); err != nil {
				return err
			}
		}
	}
	return nil
}

// remark makes the marks of a market anew when what prices come from has changed, and adds the worst fall of each class to
// the market's sums. Marks and sums change nowhere else and together, so that a position valued at the marks is bounded by
// the sums whatever happened within a block. Marks of series that are gone, or that nobody pledges any more, are dropped.
func (k *Keeper) remark(ctx context.Context, p *pricer, denom string, seen []byte) error {
	stress, err := k.getStress(ctx, denom)
	if err != nil {
		return err
	}
	if bytes.Equal(stress.Seen, seen) {
		return nil
	}
	var old []types.Mark
	prefix := collections.NewPrefixedPairRange[string, string](denom)
	if err := k.marks.Walk(ctx, prefix, func(_ markKey, mark types.Mark) (bool, error) {
		old = append(old, mark)
		return false, nil
	}); err != nil {
		return err
	}
	falls := make([]uint64, types.Classes())
	for _, before := range old {
		after, err := p.newMark(ctx, denom, before.Collateral)
		if err != nil {
			return err
		}
		fall, err := k.replaceMark(ctx, before, after)
		if err != nil {
			return err
		}
		for class := before.Class; int(class) < len(falls); class++ {
			falls[class] = max(falls[class], fall)
		}
	}
	for class, fall := range falls {
		stress.Sums[class] = types.AddStress(stress.Sums[class], fall)
	}
	stress.Seen = seen
	return k.stresses.Set(ctx, denom, stress)
}

// replaceMark keeps the class of a mark, and its value while there is no new one, and returns its fall. What is redeemed is in
// no position any more.
func (k *Keeper) replaceMark(ctx context.Context, before, after types.Mark) (fall uint64, err error) {
	key := collections.Join(before.Denom, before.Collateral)
	if isin, isBond := bondtypes.ISINOf(before.Collateral); isBond && after.State == types.PRICE_STATE_MATURED {
		series, err := k.bonds.GetSeries(ctx, isin)
		if err != nil {
			return 0, err
		}
		if series.Status == bondtypes.SERIES_STATUS_REDEEMED {
			return 0, k.marks.Remove(ctx, key)
		}
	}
	after.Class = before.Class
	if after.State != types.PRICE_STATE_PRICED {
		after.UnitValue = before.UnitValue
	}
	fall = types.FallUp(before.CountedValue(), after.CountedValue())
	if after.MaturityDate > before.MaturityDate {
		fall = types.EndlessStress // a longer bond may count for less: everybody is looked at again
	}
	return fall, k.marks.Set(ctx, key, after)
}

// newMark values one unit of collateral in a market's currency.
func (p *pricer) newMark(ctx context.Context, denom, collateral string) (types.Mark, error) {
	mark := types.Mark{Denom: denom, Collateral: collateral, UnitValue: math.LegacyZeroDec()}
	market, err := p.params.CurrencyOf(denom)
	if err != nil {
		return mark, err
	}
	isin, isBond := bondtypes.ISINOf(collateral)
	if !isBond {
		currency, err := p.params.CurrencyOf(collateral)
		if err != nil {
			return mark, err
		}
		mark.Calendar, mark.Class = currency.Calendar, types.ForeignClass
		return p.markIn(ctx, mark, big.NewRat(1, 1), currency, market)
	}
	price, err := p.price(ctx, isin)
	if err != nil {
		return mark, err
	}
	maturity, err := date.Parse(price.Terms.MaturityDate)
	if err != nil {
		return mark, err
	}
	mark.Kind, mark.MaturityDate, mark.Calendar = price.Terms.Kind, maturity.String(), price.Terms.Calendar
	mark.Callable = price.Terms.Call != nil
	mark.State, mark.Class = price.State, types.ClassOf(price.Date, maturity)
	currency, err := p.params.CurrencyOf(price.Terms.Currency)
	if err != nil {
		return mark, err
	}
	if currency.Code != market.Code {
		mark.Foreign, mark.Class = true, types.ForeignClass
	}
	if mark.State != types.PRICE_STATE_PRICED {
		return mark, nil
	}
	unit := new(big.Rat).Mul(rounding.Rat(price.Dirty), big.NewRat(bondtypes.MicroPerUnit, 100))
	return p.markIn(ctx, mark, unit, currency, market)
}

// markIn completes a mark with its value in the market's currency, without haircut, rounded down.
func (p *pricer) markIn(ctx context.Context, mark types.Mark, value *big.Rat, from, to types.Currency) (types.Mark, error) {
	rate, _, state, err := p.fx(ctx, from, to)
	if err != nil {
		return mark, err
	}
	mark.State, mark.Foreign = state, from.Code != to.Code
	if state == types.PRICE_STATE_PRICED {
		mark.UnitValue = rounding.RatDown(value.Mul(value, rate), rounding.DecPlaces)
	}
	return mark, nil
}

// seen identifies everything that marks are made from: the published curves and exchange rates and the days of the currencies.
func (k *Keeper) seen(ctx context.Context, p *pricer) ([]byte, error) {
	hash := sha256.New()
	for _, currency := range p.params.Currencies {
		hash.Write([]byte(currency.Code + k.today(ctx, currency).String()))
	}
	hash.Write([]byte(date.Of(p.now, date.UTC).String()))
	write := func(row interface{ Marshal() ([]byte, error) }) (bool, error) {
		bz, err := row.Marshal()
		hash.Write(bz)
		return false, err
	}
	if err := k.curves.Walk(ctx, nil, func(_ string, curve types.Curve) (bool, error) { return write(&curve) }); err != nil {
		return nil, err
	}
	err := k.fxRates.Walk(ctx, nil, func(_ collections.Pair[string, string], fx types.FxRate) (bool, error) { return write(&fx) })
	return hash.Sum(nil), err
}

// forgetSeen has all marks made anew at the end of the block: something that prices come from has changed.
func (k *Keeper) forgetSeen(ctx context.Context) error {
	var stresses []types.MarketStress
	if err := k.stresses.Walk(ctx, nil, func(_ string, stress types.MarketStress) (bool, error) {
		stresses = append(stresses, stress)
		return false, nil
	}); err != nil {
		return err
	}
	for _, stress := range stresses {
		stress.Seen = nil
		if err := k.stresses.Set(ctx, stress.Denom, stress); err != nil {
			return err
		}
	}
	return nil
}

// getStress returns a market's sums of falls, zero before the first.
func (k *Keeper) getStress(ctx context.Context, denom string) (types.MarketStress, error) {
	stress, err := k.stresses.Get(ctx, denom)
	if errors.Is(err, collections.ErrNotFound) {
		return types.MarketStress{Denom: denom, Sums: make([]uint64, types.Classes())}, nil
	}
	return stress, err
}

// AfterSeriesChanged hears that something about a series changed that its price comes from, other than curves, rates and days:
// its status or its terms. All is marked anew at the end of the block.
func (k *Keeper) AfterSeriesChanged(ctx context.Context, _ string) error { return k.forgetSeen(ctx) }
