package keeper

import (
	"context"
	"math/big"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// valuation is what a position's collateral counts for in its market, item by item.
type valuation struct {
	lines []types.CollateralValue
	total math.Int
}

// err returns why the collateral cannot be valued: the first item without a value.
func (v valuation) err() error {
	for _, line := range v.lines {
		if err := line.State.Err(line.Collateral.Denom); err != nil {
			return err
		}
	}
	return nil
}

// requireHealthy refuses a position, as it would be after an exit, whose collateral cannot be valued or counts for less than
// the market's threshold asks for its debt.
func (k *Keeper) requireHealthy(ctx context.Context, b *books, position types.Position) error {
	v, err := k.value(ctx, position)
	if err != nil {
		return err
	}
	if err := v.err(); err != nil {
		return err
	}
	debt := b.pool.DebtValueUp(position.ScaledDebt)
	if required := b.terms.RequiredUp(debt); v.total.LT(required) {
		return types.ErrUnhealthy.Wrapf("collateral counts for %s, a debt of %s needs %s %s", v.total, debt, required, position.Denom)
	}
	return nil
}

// value sums what each bond and each cash denom of a position counts for: market value × haircut share, for another currency
// × exchange rate × (1 − haircut on it), computed exactly and rounded down once.
func (k *Keeper) value(ctx context.Context, position types.Position) (valuation, error) {
	p, err := k.newPricer(ctx)
	if err != nil {
		return valuation{}, err
	}
	return p.value(ctx, position)
}

func (p *pricer) value(ctx context.Context, position types.Position) (valuation, error) {
	v := valuation{total: math.ZeroInt()}
	market, err := p.params.CurrencyOf(position.Denom)
	if err != nil {
		return v, err
	}
	appraise := func(item func(context.Context, types.Currency, types.Position, sdk.Coin) (types.CollateralValue, error), coins sdk.Coins) error {
		for _, coin := range coins {
			line, err := item(ctx, market, position, coin)
			if err != nil {
				return err
			}
			v.lines = append(v.lines, line)
			v.total = v.total.Add(line.Value)
		}
		return nil
	}
	if err := appraise(p.valueBond, position.Bonds); err != nil {
		return v, err
	}
	return v, appraise(p.valueCash, position.Cash)
}

// valueBond values bond tokens of one series.
func (p *pricer) valueBond(ctx context.Context, market types.Currency, position types.Position, coin sdk.Coin) (types.CollateralValue, error) {
	isin, _ := bondtypes.ISINOf(coin.Denom)
	price, err := p.price(ctx, isin)
	if err != nil {
		return types.CollateralValue{}, err
	}
	line := noValue(coin, price.State)
	line.DirtyPrice = price.Dirty
	if line.State != types.PRICE_STATE_PRICED {
		return line, nil
	}
	inArrears, err := p.keeper.bonds.IsInArrears(ctx, isin)
	if err != nil {
		return types.CollateralValue{}, err
	}
	if inArrears {
		line.State = types.PRICE_STATE_ARREARS
		return line, nil
	}
	tables, err := p.tablesOn(ctx, price.Date)
	if err != nil {
		return types.CollateralValue{}, err
	}
	if tables == nil {
		line.State = types.PRICE_STATE_NO_HAIRCUT
		return line, nil
	}
	pledged, err := p.pledged(ctx, tables.inEffect, position, coin)
	if err != nil {
		return types.CollateralValue{}, err
	}
	pct, found, err := tables.prudentPct(price, pledged)
	if err != nil {
		return types.CollateralValue{}, err
	}
	if !found {
		line.State = types.PRICE_STATE_NO_HAIRCUT
		return line, nil
	}
	line.ValuePct = pct
	value := new(big.Rat).Mul(rounding.Rat(price.Dirty), rounding.Rat(pct))
	value.Mul(value, new(big.Rat).SetInt(coin.Amount.BigInt()))
	value.Mul(value, big.NewRat(bondtypes.MicroPerUnit, 100*100))
	return p.inCurrency(ctx, line, value, price.Currency, market, tables.inEffect)
}

// valueCash values cash that stays in the position, in full but for the haircut on its currency.
func (p *pricer) valueCash(ctx context.Context, market types.Currency, _ types.Position, coin sdk.Coin) (types.CollateralValue, error) {
	currency, err := p.params.CurrencyOf(coin.Denom)
	if err != nil {
		return types.CollateralValue{}, err
	}
	haircuts, found, err := p.keeper.FindHaircuts(ctx, p.keeper.today(ctx, currency))
	if err != nil {
		return types.CollateralValue{}, err
	}
	if !found {
		return noValue(coin, types.PRICE_STATE_NO_HAIRCUT), nil
	}
	line := noValue(coin, types.PRICE_STATE_PRICED)
	line.DirtyPrice, line.ValuePct = math.LegacyNewDec(100), math.LegacyNewDec(100)
	return p.inCurrency(ctx, line, new(big.Rat).SetInt(coin.Amount.BigInt()), currency, market, haircuts)
}

// inCurrency completes a line with its value in the market's currency, rounded down.
func (p *pricer) inCurrency(
	ctx context.Context, line types.CollateralValue, value *big.Rat, from, to types.Currency, haircuts types.HaircutTable,
) (types.CollateralValue, error) {
	if from.Code != to.Code {
		rate, widening, state, err := p.fx(ctx, from, to)
		if err != nil {
			return types.CollateralValue{}, err
		}
		if state != types.PRICE_STATE_PRICED {
			line.State = state
			return line, nil
		}
		haircut := math.LegacyMinDec(haircuts.FxHaircutPct.Add(widening), math.LegacyNewDec(100))
		share := new(big.Rat).Sub(big.NewRat(100, 1), rounding.Rat(haircut))
		value.Mul(value, rate).Mul(value, share).Mul(value, big.NewRat(1, 100))
	}
	line.Value = rounding.RatToIntDown(value)
	return line, nil
}

func noValue(coin sdk.Coin, state types.PriceState) types.CollateralValue {
	return types.CollateralValue{
		Collateral: coin, State: state,
		DirtyPrice: math.LegacyZeroDec(), ValuePct: math.LegacyZeroDec(), Value: math.ZeroInt(),
	}
}
