package types

import (
	"slices"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// validateRisk checks the terms, marks, sums and debts that positions in danger are found by.
func (gs GenesisState) validateRisk() error {
	markets, versions := map[string]MarketTerms{}, map[string]uint64{}
	for _, market := range gs.Markets {
		markets[market.Denom] = market.Terms
	}
	for _, risk := range gs.RiskTerms {
		if err := risk.Validate(); err != nil {
			return err
		}
		if _, found := markets[risk.Denom]; !found {
			return ErrInvalidGenesis.Wrapf("risk terms of %s have no market", risk.Denom)
		}
		if versions[risk.Denom]++; risk.Version != versions[risk.Denom] {
			return ErrInvalidGenesis.Wrapf("risk terms of %s: version %d is out of order", risk.Denom, risk.Version)
		}
	}
	seen := newSet()
	for _, mark := range gs.Marks {
		if err := mark.validate(); err != nil {
			return err
		}
		if _, found := markets[mark.Denom]; !found {
			return ErrInvalidGenesis.Wrapf("mark of %s has no market %s", mark.Collateral, mark.Denom)
		}
		if err := seen.add("mark", mark.Denom+" "+mark.Collateral); err != nil {
			return err
		}
	}
	for _, stress := range gs.Stresses {
		if _, found := markets[stress.Denom]; !found || len(stress.Sums) != Classes() || !slices.IsSorted(stress.Sums) {
			return ErrInvalidGenesis.Wrapf("sums of falls of %s: no such market, or not %d rising sums", stress.Denom, Classes())
		}
		if err := seen.add("sums of falls", stress.Denom); err != nil {
			return err
		}
	}
	for _, day := range gs.History {
		if _, err := date.Parse(day.Date); err != nil {
			return ErrInvalidGenesis.Wrapf("history of %s: %s", day.Denom, err)
		}
		if _, found := markets[day.Denom]; !found {
			return ErrInvalidGenesis.Wrapf("history of %s has no market", day.Denom)
		}
		if err := seen.add("day", day.Denom+" "+day.Date); err != nil {
			return err
		}
	}
	return gs.validateStanding(versions)
}

func (m Mark) validate() error {
	if m.UnitValue.IsNil() || m.UnitValue.IsNegative() || m.Class > ForeignClass {
		return ErrInvalidGenesis.Wrapf("mark of %s: no value, a negative one, or no such class", m.Collateral)
	}
	if _, known := PriceState_name[int32(m.State)]; !known || m.State == PRICE_STATE_UNSPECIFIED {
		return ErrInvalidGenesis.Wrapf("mark of %s: no such price state", m.Collateral)
	}
	if m.MaturityDate != "" {
		if _, err := date.Parse(m.MaturityDate); err != nil {
			return ErrInvalidGenesis.Wrapf("mark of %s: %s", m.Collateral, err)
		}
	}
	return nil
}

// validateStanding checks what positions say of their liquidation, and that debts by category are the sums of theirs.
func (gs GenesisState) validateStanding(versions map[string]uint64) error {
	sums := map[string]math.Int{}
	for _, p := range gs.Positions {
		if p.Category != "" {
			addTo(sums, p.Denom+" "+p.Category, p.ScaledDebt)
		}
		settled := p.Watch.Stage != STAGE_UNSPECIFIED
		_, known := Stage_name[int32(p.Watch.Stage)]
		switch {
		case !known, p.Watch.Class > ForeignClass:
			return ErrInvalidGenesis.Wrapf("position %s of %s: no such stage or class", p.PledgeRef(), p.Owner)
		case settled != (p.RiskVersion != 0), settled && !p.HasDebt():
			return ErrInvalidGenesis.Wrapf("position %s of %s: bound without debt, or to half of its terms", p.PledgeRef(), p.Owner)
		case p.RiskVersion > versions[p.Denom]:
			return ErrInvalidGenesis.Wrapf("position %s of %s: no version %d of risk terms", p.PledgeRef(), p.Owner, p.RiskVersion)
		}
	}
	for _, debt := range gs.CategoryDebts {
		sum, found := sums[debt.Denom+" "+debt.Category]
		if debt.ScaledDebt.IsNil() || !found || !sum.Equal(debt.ScaledDebt) {
			return ErrInvalidGenesis.Wrapf("debt of category %s of %s is not the sum of its positions", debt.Category, debt.Denom)
		}
		delete(sums, debt.Denom+" "+debt.Category)
	}
	if len(sums) != 0 {
		return ErrInvalidGenesis.Wrap("positions have debt against a category without a sum")
	}
	return nil
}
