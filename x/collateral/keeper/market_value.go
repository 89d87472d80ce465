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

// MarketValueDown returns what bonds that pay in a cash denom are worth in it, without any haircut, rounded down. It errors when
// one of them has no price, or pays in another denom.
func (k *Keeper) MarketValueDown(ctx context.Context, denom string, bonds sdk.Coins) (math.Int, error) {
	p, err := k.newPricer(ctx)
	if err != nil {
		return math.Int{}, err
	}
	total := new(big.Rat)
	for _, coin := range bonds {
		isin, _ := bondtypes.ISINOf(coin.Denom)
		price, err := p.price(ctx, isin)
		if err != nil {
			return math.Int{}, err
		}
		if err := price.State.Err(coin.Denom); err != nil {
			return math.Int{}, err
		}
		if price.Terms.Currency != denom {
			return math.Int{}, types.ErrCurrencyNotAccepted.Wrapf("%s pays in %s", coin.Denom, price.Terms.Currency)
		}
		value := new(big.Rat).Mul(rounding.Rat(price.Dirty), new(big.Rat).SetInt(coin.Amount.BigInt()))
		total.Add(total, value.Mul(value, big.NewRat(bondtypes.MicroPerUnit, 100)))
	}
	return rounding.RatToIntDown(total), nil
}

// CurrencyOf returns the currency that a cash denom stands for.
func (k *Keeper) CurrencyOf(ctx context.Context, denom string) (types.Currency, error) {
	params, err := k.params.Get(ctx)
	if err != nil {
		return types.Currency{}, err
	}
	return params.CurrencyOf(denom)
}
