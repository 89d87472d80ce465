package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// InitGenesis writes the state, and refuses one that the module account's cash or the pledges in x/custody do not bear out.
// x/bank, x/bond and x/custody must be initialised before.
func (k *Keeper) InitGenesis(ctx context.Context, gs types.GenesisState) error {
	if err := gs.Validate(); err != nil {
		return err
	}
	if err := k.params.Set(ctx, gs.Params); err != nil {
		return err
	}
	for _, write := range []func(context.Context, types.GenesisState) error{
		k.initPublished, k.initMarkets, k.initRisk, k.initSupplies, k.initPositions,
	} {
		if err := write(ctx, gs); err != nil {
			return err
		}
	}
	return k.Audit(ctx)
}

func (k *Keeper) initPublished(ctx context.Context, gs types.GenesisState) error {
	for _, curve := range gs.Curves {
		if err := k.curves.Set(ctx, curve.Currency, curve); err != nil {
			return err
		}
	}
	for _, fx := range gs.FxRates {
		if err := k.fxRates.Set(ctx, collections.Join(fx.Base, fx.Quote), fx); err != nil {
			return err
		}
	}
	for _, table := range gs.Haircuts {
		if err := k.haircuts.Set(ctx, table.EffectiveDate, table); err != nil {
			return err
		}
	}
	return nil
}

// initMarkets gives markets without books empty ones, and books without a time the present one.
func (k *Keeper) initMarkets(ctx context.Context, gs types.GenesisState) error {
	now := k.bonds.Now(ctx)
	for _, market := range gs.Markets {
		if err := k.markets.Set(ctx, market.Denom, market); err != nil {
			return err
		}
		if err := k.pools.Set(ctx, market.Denom, types.NewPool(market.Denom, now)); err != nil {
			return err
		}
	}
	for _, pool := range gs.Pools {
		if pool.AccruedAt.IsZero() {
			pool.AccruedAt = now
		}
		if err := k.pools.Set(ctx, pool.Denom, pool); err != nil {
			return err
		}
	}
	return nil
}

// initRisk writes what positions in danger are found by. Markets without risk terms get the default ones.
func (k *Keeper) initRisk(ctx context.Context, gs types.GenesisState) error {
	given := map[string]bool{}
	for _, risk := range gs.RiskTerms {
		given[risk.Denom] = true
		if err := k.risks.Set(ctx, collections.Join(risk.Denom, risk.Version), risk); err != nil {
			return err
		}
	}
	for _, market := range gs.Markets {
		if given[market.Denom] {
			continue
		}
		if err := k.addRiskTerms(ctx, market.Terms, types.DefaultRiskTerms(market.Denom, market.Terms)); err != nil {
			return err
		}
	}
	for _, mark := range gs.Marks {
		if err := k.marks.Set(ctx, collections.Join(mark.Denom, mark.Collateral), mark); err != nil {
			return err
		}
	}
	for _, stress := range gs.Stresses {
		if err := k.stresses.Set(ctx, stress.Denom, stress); err != nil {
			return err
		}
	}
	for _, debt := range gs.CategoryDebts {
		if err := k.categoryDebts.Set(ctx, collections.Join(debt.Denom, debt.Category), debt.ScaledDebt); err != nil {
			return err
		}
	}
	for _, kept := range gs.History {
		if err := k.history.Set(ctx, collections.Join(kept.Denom, kept.Date), kept); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initSupplies(ctx context.Context, gs types.GenesisState) error {
	for _, supply := range gs.Supplies {
		supplier, err := k.accounts.AddressCodec().StringToBytes(supply.Supplier)
		if err != nil {
			return err
		}
		if err := k.supplies.Set(ctx, collections.Join(sdk.AccAddress(supplier), supply.Denom), supply.Claims); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initPositions(ctx context.Context, gs types.GenesisState) error {
	a := k.newAssessor(ctx)
	for _, position := range gs.Positions {
		owner, err := k.accounts.AddressCodec().StringToBytes(position.Owner)
		if err != nil {
			return err
		}
		if err := k.initPosition(ctx, a, owner, position); err != nil {
			return err
		}
	}
	return nil
}

// initPosition writes a position as it is; one with debt that nothing says where it stands is settled now.
func (k *Keeper) initPosition(ctx context.Context, a *assessor, owner sdk.AccAddress, position types.Position) error {
	if position.HasDebt() && position.Watch.Stage == types.STAGE_UNSPECIFIED {
		return k.settlePosition(ctx, a, owner, position)
	}
	if position.Watch.IsIndexed() {
		if err := k.watches.Set(ctx, watchKeyOf(owner, position.Denom, position.Number, position.Watch)); err != nil {
			return err
		}
	}
	return k.positions.Set(ctx, collections.Join3(owner, position.Denom, position.Number), position)
}

// ExportGenesis returns the state, each list by key.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	params, err := k.params.Get(ctx)
	gs := types.GenesisState{Params: params}
	return &gs, errors.Join(err,
		row.Collect(ctx, k.curves, func(_ string, curve types.Curve) { gs.Curves = append(gs.Curves, curve) }),
		row.Collect(ctx, k.fxRates, func(_ collections.Pair[string, string], fx types.FxRate) { gs.FxRates = append(gs.FxRates, fx) }),
		row.Collect(ctx, k.haircuts, func(_ string, table types.HaircutTable) { gs.Haircuts = append(gs.Haircuts, table) }),
		row.Collect(ctx, k.markets, func(_ string, market types.Market) { gs.Markets = append(gs.Markets, market) }),
		row.Collect(ctx, k.pools, func(_ string, pool types.Pool) { gs.Pools = append(gs.Pools, pool) }),
		row.Collect(ctx, k.supplies, func(key supplyKey, claims math.Int) {
			supply := types.Supply{Denom: key.K2(), Supplier: key.K1().String(), Claims: claims}
			gs.Supplies = append(gs.Supplies, supply)
		}),
		row.Collect(ctx, k.positions, func(_ positionKey, position types.Position) { gs.Positions = append(gs.Positions, position) }),
		row.Collect(ctx, k.risks, func(_ riskKey, risk types.RiskTerms) { gs.RiskTerms = append(gs.RiskTerms, risk) }),
		row.Collect(ctx, k.categoryDebts, func(key categoryKey, scaled math.Int) {
			debt := types.CategoryDebt{Denom: key.K1(), Category: key.K2(), ScaledDebt: scaled}
			gs.CategoryDebts = append(gs.CategoryDebts, debt)
		}),
		row.Collect(ctx, k.marks, func(_ markKey, mark types.Mark) { gs.Marks = append(gs.Marks, mark) }),
		row.Collect(ctx, k.stresses, func(_ string, stress types.MarketStress) { gs.Stresses = append(gs.Stresses, stress) }),
		row.Collect(ctx, k.history, func(_ historyKey, day types.MarketDay) { gs.History = append(gs.History, day) }),
	)
}
