package types

import (
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// DefaultGenesis has the default params and nothing else.
func DefaultGenesis() *GenesisState { return &GenesisState{Params: DefaultParams()} }

// Validate refuses rows that are wrong by themselves, twice there, without what they refer to, or that do not add up.
func (gs GenesisState) Validate() error {
	if err := gs.Params.Validate(); err != nil {
		return err
	}
	for _, check := range []func() error{gs.validatePublished, gs.validateMarkets, gs.validateRisk, gs.validateSupplies, gs.validatePositions} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (gs GenesisState) validatePublished() error {
	seen := newSet()
	for _, curve := range gs.Curves {
		if err := curve.Validate(); err != nil {
			return err
		}
		if _, err := gs.Params.Currency(curve.Currency); err != nil {
			return err
		}
		if err := seen.add("curve", curve.Currency); err != nil {
			return err
		}
	}
	for _, fx := range gs.FxRates {
		if err := fx.Validate(); err != nil {
			return err
		}
		if err := gs.Params.HasCurrencies(fx.Base, fx.Quote); err != nil {
			return err
		}
		if err := seen.add("exchange rate", min(fx.Base+fx.Quote, fx.Quote+fx.Base)); err != nil {
			return err
		}
	}
	for _, table := range gs.Haircuts {
		if err := table.Validate(); err != nil {
			return err
		}
		if err := seen.add("haircut table", table.EffectiveDate); err != nil {
			return err
		}
	}
	return nil
}

func (gs GenesisState) validateMarkets() error {
	seen := newSet()
	for _, market := range gs.Markets {
		if err := market.Validate(); err != nil {
			return err
		}
		if _, err := gs.Params.CurrencyOf(market.Denom); err != nil {
			return err
		}
		if err := gs.Params.HasCurrencies(market.Terms.AcceptedCurrencies...); err != nil {
			return err
		}
		if err := seen.add("market", market.Denom); err != nil {
			return err
		}
	}
	for _, pool := range gs.Pools {
		if err := pool.Validate(); err != nil {
			return err
		}
		if !seen.has("market", pool.Denom) {
			return ErrInvalidGenesis.Wrapf("pool %s has no market", pool.Denom)
		}
		if err := seen.add("pool", pool.Denom); err != nil {
			return err
		}
	}
	return nil
}

func (gs GenesisState) validateSupplies() error {
	seen, sums := newSet(), map[string]math.Int{}
	for _, supply := range gs.Supplies {
		if err := supply.Validate(); err != nil {
			return err
		}
		if err := seen.add("supply", supply.Supplier+"/"+supply.Denom); err != nil {
			return err
		}
		addTo(sums, supply.Denom, supply.Claims)
	}
	return gs.matchPools("claims", sums, func(p Pool) math.Int { return p.ScaledSupply })
}

func (gs GenesisState) validatePositions() error {
	seen, sums := newSet(), map[string]math.Int{}
	for _, position := range gs.Positions {
		if err := position.Validate(); err != nil {
			return err
		}
		if err := seen.add("position", position.Owner+" "+position.PledgeRef()); err != nil {
			return err
		}
		for _, coin := range position.Cash {
			if _, err := gs.Params.CurrencyOf(coin.Denom); err != nil {
				return err
			}
		}
		addTo(sums, position.Denom, position.ScaledDebt)
	}
	return gs.matchPools("debt", sums, func(p Pool) math.Int { return p.ScaledDebt })
}

// matchPools refuses rows of a market without a pool, and pools whose total is not the sum of their rows.
func (gs GenesisState) matchPools(what string, sums map[string]math.Int, total func(Pool) math.Int) error {
	matched := 0
	for _, pool := range gs.Pools {
		sum, found := sums[pool.Denom]
		if !found {
			sum = math.ZeroInt()
		} else {
			matched++
		}
		if !sum.Equal(total(pool)) {
			return ErrInvalidGenesis.Wrapf("pool %s: scaled %s is %s, its rows sum to %s", pool.Denom, what, total(pool), sum)
		}
	}
	if matched != len(sums) {
		return ErrInvalidGenesis.Wrapf("there is %s in a market without a pool", what)
	}
	return nil
}

// OwnCash returns what the module account must hold: the cash of all pools and positions.
func (gs GenesisState) OwnCash() sdk.Coins {
	cash := sdk.NewCoins()
	for _, pool := range gs.Pools {
		cash = cash.Add(sdk.NewCoin(pool.Denom, pool.Cash))
	}
	for _, position := range gs.Positions {
		cash = cash.Add(position.Cash...)
	}
	return cash
}

func addTo(sums map[string]math.Int, key string, n math.Int) {
	if sum, found := sums[key]; found {
		n = n.Add(sum)
	}
	sums[key] = n
}

type set map[[2]string]struct{}

func newSet() set { return set{} }

func (s set) has(kind, key string) bool {
	_, found := s[[2]string{kind, key}]
	return found
}

func (s set) add(kind, key string) error {
	if s.has(kind, key) {
		return ErrInvalidGenesis.Wrapf("%s %s is there twice", kind, key)
	}
	s[[2]string{kind, key}] = struct{}{}
	return nil
}
