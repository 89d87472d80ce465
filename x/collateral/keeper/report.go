package keeper

import (
	"context"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// report returns a market with its rates and totals, accrued to now.
func (k *Keeper) report(ctx context.Context, denom string) (types.MarketReport, error) {
	b, err := k.openBooks(ctx, denom)
	if err != nil {
		return types.MarketReport{}, err
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return types.MarketReport{}, err
	}
	currency, err := params.CurrencyOf(denom)
	if err != nil {
		return types.MarketReport{}, err
	}
	utilisation := b.pool.UtilisationPct()
	return types.MarketReport{
		Market:         types.Market{Denom: denom, Terms: b.terms},
		Pool:           b.pool,
		Currency:       currency.Code,
		TotalSupply:    b.pool.TotalSupply(),
		TotalDebt:      b.pool.TotalDebt(),
		Reserve:        b.pool.Reserve(),
		UtilisationPct: utilisation,
		BorrowRatePct:  b.terms.BorrowRatePct(utilisation),
		SupplyRatePct:  b.terms.SupplyRatePct(utilisation),
	}, nil
}

// appraise returns a position with its debt, the value of its collateral and what follows from them now.
func (k *Keeper) appraise(ctx context.Context, position types.Position) (*types.QueryPositionResponse, error) {
	b, err := k.openBooks(ctx, position.Denom)
	if err != nil {
		return nil, err
	}
	return k.appraiseIn(ctx, b, position)
}

// appraiseIn appraises a position in a market as opened.
func (k *Keeper) appraiseIn(ctx context.Context, b *books, position types.Position) (*types.QueryPositionResponse, error) {
	v, err := k.value(ctx, position)
	if err != nil {
		return nil, err
	}
	debt := b.pool.DebtValueUp(position.ScaledDebt)
	response := types.QueryPositionResponse{
		Position: position, Debt: debt, Collateral: v.lines, Priced: v.err() == nil, CollateralValue: v.total,
		HealthPct: math.LegacyZeroDec(), Healthy: debt.IsZero(), MaxBorrow: math.ZeroInt(),
	}
	if response.Priced {
		response.Healthy = v.total.GTE(b.terms.RequiredUp(debt))
		response.MaxBorrow = b.maxBorrow(position, v.total)
	}
	if debt.IsPositive() {
		response.HealthPct = types.HealthPctDown(v.total, debt)
	}
	return &response, nil
}

// maxBorrow returns the largest amount that health, the cap and the cash of the market allow; zero while borrowing is paused
// or when even that stays below the minimum.
func (b *books) maxBorrow(position types.Position, value math.Int) math.Int {
	carried := b.pool.ScaledDebtDown(b.terms.CarriedDown(value)).Sub(position.ScaledDebt)
	capped := b.pool.ScaledDebtDown(b.terms.BorrowCap).Sub(b.pool.ScaledDebt)
	scaled := math.MinInt(carried, capped)
	if b.terms.Pauses.Borrow || !scaled.IsPositive() {
		return math.ZeroInt()
	}
	amount := math.MinInt(rounding.MulDecDown(scaled, b.pool.BorrowIndex), b.pool.Cash)
	debt := b.pool.DebtValueUp(position.ScaledDebt.Add(b.pool.ScaledDebtUp(amount)))
	if debt.LT(b.terms.MinBorrow) {
		return math.ZeroInt()
	}
	return amount
}

// Report returns a market with its rates and totals now.
func (k *Keeper) Report(ctx context.Context, denom string) (types.MarketReport, error) {
	return k.report(ctx, denom)
}
