package keeper

import (
	"context"
	"errors"
	"math/big"
	"time"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// assessor looks at positions at the marks of the last block. It lives for one action or one block's end, and reads each
// market, mark and table that it needs once.
type assessor struct {
	keeper   *Keeper
	now      time.Time
	indices  map[string]math.LegacyDec // borrow index of each market, now
	marks    map[markKey]types.Mark
	risks    map[riskKey]types.RiskTerms
	latest   map[string]binding // what binds whoever takes on risk in a market now
	tables   map[string]types.HaircutTable
	stresses map[string]types.MarketStress
	stressed *pricer // values instead of the marks, for a scenario; none
}

func (k *Keeper) newAssessor(ctx context.Context) *assessor {
	return &assessor{
		keeper: k, now: k.bonds.Now(ctx),
		indices: map[string]math.LegacyDec{}, marks: map[markKey]types.Mark{}, risks: map[riskKey]types.RiskTerms{},
		latest: map[string]binding{}, tables: map[string]types.HaircutTable{}, stresses: map[string]types.MarketStress{},
	}
}

// Assess returns a position as liquidation sees it.
func (k *Keeper) Assess(ctx context.Context, owner sdk.AccAddress, denom string, number uint64) (types.Assessment, error) {
	position, err := k.GetPosition(ctx, owner, denom, number)
	if err != nil {
		return types.Assessment{}, err
	}
	return k.newAssessor(ctx).assess(ctx, position)
}

// assess values a position at the marks and under the terms that bind it; one without debt, under the latest.
func (a *assessor) assess(ctx context.Context, position types.Position) (types.Assessment, error) {
	version, table := position.RiskVersion, position.HaircutsDate
	if version == 0 {
		latest, err := a.latestOf(ctx, position.Denom)
		if err != nil {
			return types.Assessment{}, err
		}
		version, table = latest.risk, latest.haircuts
	}
	return a.assessUnder(ctx, position, version, table)
}

// binding names the risk terms, by version, and the haircut table, by date, that bind a position.
type binding struct {
	risk     uint64
	haircuts string
}

// latestOf returns what binds whoever takes on risk in a market now.
func (a *assessor) latestOf(ctx context.Context, denom string) (binding, error) {
	if known, found := a.latest[denom]; found {
		return known, nil
	}
	risk, err := a.keeper.latestRisk(ctx, denom)
	if err != nil {
		return binding{}, err
	}
	table, err := a.keeper.haircutsDate(ctx, denom)
	if err != nil {
		return binding{}, err
	}
	a.latest[denom] = binding{risk.Version, table}
	return a.latest[denom], nil
}

func (a *assessor) assessUnder(ctx context.Context, position types.Position, version uint64, table string) (types.Assessment, error) {
	assessment := types.Assessment{Position: position, Value: math.ZeroInt()}
	index, err := a.index(ctx, position.Denom)
	if err != nil {
		return assessment, err
	}
	assessment.Debt = rounding.MulDecUp(position.ScaledDebt, index)
	if assessment.Risk, err = a.risk(ctx, position.Denom, version); err != nil {
		return assessment, err
	}
	haircuts, err := a.table(ctx, table)
	if err != nil {
		return assessment, err
	}
	for _, coins := range []sdk.Coins{position.Bonds, position.Cash} {
		for _, coin := range coins {
			mark, err := a.mark(ctx, position.Denom, coin.Denom)
			if err != nil {
				return assessment, err
			}
			share, err := a.share(mark, haircuts)
			if err != nil {
				return assessment, err
			}
			item := types.AssessedItem{Coin: coin, Mark: mark, Share: share}
			assessment.Items = append(assessment.Items, item)
			assessment.Value = assessment.Value.Add(item.CountsDown(coin.Amount))
			assessment.Class = max(assessment.Class, mark.Class)
		}
	}
	return assessment, nil
}

// share returns the part of a mark that counts under a table: a bond without a row counts for nothing. It never falls while
// time passes, as shares do not rise with residual maturity.
func (a *assessor) share(mark types.Mark, haircuts types.HaircutTable) (*big.Rat, error) {
	share := big.NewRat(1, 1)
	if mark.MaturityDate != "" {
		maturity, err := date.Parse(mark.MaturityDate)
		if err != nil {
			return nil, types.ErrBrokenLaw.Wrapf("mark of %s: %s", mark.Collateral, err)
		}
		pct, found := haircuts.FindValuePct(mark.Kind, mark.Callable, date.Of(a.now, types.ZoneOf(mark.Calendar)), maturity)
		if !found {
			return new(big.Rat), nil
		}
		share.Mul(rounding.Rat(pct), big.NewRat(1, 100))
	}
	if mark.Foreign {
		kept := new(big.Rat).Sub(big.NewRat(100, 1), rounding.Rat(haircuts.FxHaircutPct))
		share.Mul(share, kept).Mul(share, big.NewRat(1, 100))
	}
	return share, nil
}

// index returns the borrow index of a market, interest up to now included.
func (a *assessor) index(ctx context.Context, denom string) (math.LegacyDec, error) {
	if known, found := a.indices[denom]; found {
		return known, nil
	}
	index, err := a.keeper.BorrowIndex(ctx, denom)
	if err == nil {
		a.indices[denom] = index
	}
	return index, err
}

func (a *assessor) risk(ctx context.Context, denom string, version uint64) (types.RiskTerms, error) {
	return remember(a.risks, collections.Join(denom, version), func(key riskKey) (types.RiskTerms, error) {
		risk, err := a.keeper.risks.Get(ctx, key)
		if errors.Is(err, collections.ErrNotFound) {
			return risk, types.ErrRiskNotFound.Wrapf("version %d of %s", version, denom)
		}
		return risk, err
	})
}

// table returns the haircut table of a date; without one, nothing counts.
func (a *assessor) table(ctx context.Context, effective string) (types.HaircutTable, error) {
	return remember(a.tables, effective, func(effective string) (types.HaircutTable, error) {
		table, err := a.keeper.haircuts.Get(ctx, effective)
		if errors.Is(err, collections.ErrNotFound) {
			return types.HaircutTable{FxHaircutPct: math.LegacyZeroDec()}, nil
		}
		return table, err
	})
}

func (a *assessor) mark(ctx context.Context, denom, collateral string) (types.Mark, error) {
	return remember(a.marks, collections.Join(denom, collateral), func(key markKey) (types.Mark, error) {
		if a.stressed != nil {
			return a.stressed.newMark(ctx, denom, collateral)
		}
		mark, err := a.keeper.marks.Get(ctx, key)
		if errors.Is(err, collections.ErrNotFound) {
			return mark, types.ErrMarkNotFound.Wrapf("%s in %s", collateral, denom)
		}
		return mark, err
	})
}

func (a *assessor) stress(ctx context.Context, denom string) (types.MarketStress, error) {
	return remember(a.stresses, denom, func(denom string) (types.MarketStress, error) {
		return a.keeper.getStress(ctx, denom)
	})
}

// remember returns what is known under a key, or reads it and remembers it.
func remember[K comparable, V any](known map[K]V, key K, read func(K) (V, error)) (V, error) {
	if value, found := known[key]; found {
		return value, nil
	}
	value, err := read(key)
	if err == nil {
		known[key] = value
	}
	return value, err
}
