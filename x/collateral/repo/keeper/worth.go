package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// marketValue is what the bonds of a repo are worth in the market, rounded down. Bonds in default count for nothing: that nobody
// prices them is not for want of a feed.
func (k *Keeper) marketValue(ctx context.Context, repo types.Repo) (math.Int, error) {
	return k.valueWithout(ctx, repo, func(isin string) (bool, error) {
		series, err := k.bonds.GetSeries(ctx, isin)
		return series.IsInDefault(), err
	})
}

// prudentValue is the market value of what secures a repo when risk is added: bonds of which a payment is missed count for nothing,
// in default or still within their grace.
func (k *Keeper) prudentValue(ctx context.Context, repo types.Repo) (math.Int, error) {
	return k.valueWithout(ctx, repo, func(isin string) (bool, error) { return k.bonds.IsInArrears(ctx, isin) })
}

func (k *Keeper) valueWithout(ctx context.Context, repo types.Repo, excluded func(isin string) (bool, error)) (math.Int, error) {
	var counted sdk.Coins
	for _, coin := range repo.Bonds() {
		isin, _ := bondtypes.ISINOf(coin.Denom)
		out, err := excluded(isin)
		if err != nil {
			return math.Int{}, err
		}
		if !out {
			counted = append(counted, coin)
		}
	}
	return k.prices.MarketValueDown(ctx, repo.Terms.Cash.Denom, counted)
}

// basis is what the percentages of a close-out are taken of, rounded down: the market value of bonds or, of bonds in default,
// which have none, what is left of their principal.
func (k *Keeper) basis(ctx context.Context, m market, denom string, bonds sdk.Coin) (basis math.Int, inDefault bool, err error) {
	isin, _ := bondtypes.ISINOf(bonds.Denom)
	series, err := k.bonds.GetSeries(ctx, isin)
	if err != nil {
		return basis, false, err
	}
	if !series.IsInDefault() {
		basis, err = k.prices.MarketValueDown(ctx, denom, sdk.NewCoins(bonds))
		return basis, false, err
	}
	schedule, err := series.Schedule()
	if err != nil {
		return basis, true, err
	}
	left := schedule.FactorOn(date.Of(m.now, m.zone)).MulInt64(bondtypes.MicroPerUnit)
	return rounding.MulDecDown(bonds.Amount, left), true, nil
}
