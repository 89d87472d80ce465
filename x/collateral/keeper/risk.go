package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// SetRiskTerms adds a version of a market's risk terms and returns its number. Positions come under it when they take on risk,
// or when it is better for them.
func (k *Keeper) SetRiskTerms(ctx context.Context, risk types.RiskTerms) (uint64, error) {
	market, err := k.GetMarket(ctx, risk.Denom)
	if err != nil {
		return 0, err
	}
	latest, err := k.latestRisk(ctx, risk.Denom)
	if err != nil {
		return 0, err
	}
	risk.Version = latest.Version + 1
	return risk.Version, k.addRiskTerms(ctx, market.Terms, risk)
}

func (k *Keeper) addRiskTerms(ctx context.Context, terms types.MarketTerms, risk types.RiskTerms) error {
	if err := risk.Validate(); err != nil {
		return err
	}
	if err := checkThresholds(terms, risk); err != nil {
		return err
	}
	if err := k.risks.Set(ctx, collections.Join(risk.Denom, risk.Version), risk); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventRiskTermsSet{Risk: risk})
}

// checkThresholds refuses a market that lends to positions which are in danger at once.
func checkThresholds(terms types.MarketTerms, risk types.RiskTerms) error {
	if risk.MaintenancePct.GT(terms.HealthThresholdPct) {
		return types.ErrInvalidRisk.Wrapf("maintenance is %s, above the health threshold, %s",
			risk.MaintenancePct, terms.HealthThresholdPct)
	}
	return nil
}

// latestRisk returns the last version of a market's risk terms.
func (k *Keeper) latestRisk(ctx context.Context, denom string) (types.RiskTerms, error) {
	versions, err := k.risks.Iterate(ctx, collections.NewPrefixedPairRange[string, uint64](denom).Descending())
	if err != nil {
		return types.RiskTerms{}, err
	}
	defer versions.Close()
	if !versions.Valid() {
		return types.RiskTerms{}, types.ErrRiskNotFound.Wrapf("%q", denom)
	}
	return versions.Value()
}

// haircutsDate returns the effective date of the haircut table in effect in a market, empty if there is none.
func (k *Keeper) haircutsDate(ctx context.Context, denom string) (string, error) {
	params, err := k.params.Get(ctx)
	if err != nil {
		return "", err
	}
	currency, err := params.CurrencyOf(denom)
	if err != nil {
		return "", err
	}
	table, _, err := k.FindHaircuts(ctx, k.today(ctx, currency))
	return table.EffectiveDate, err
}

// rebind brings a position that takes on risk under the latest terms.
func rebind(position *types.Position) { position.RiskVersion, position.HaircutsDate = 0, "" }

// Pause stops actions of a market in addition to those that are stopped. Only UpdateMarket, by governance, starts them again.
func (k *Keeper) Pause(ctx context.Context, by, denom string, pauses types.Pauses) error {
	market, err := k.GetMarket(ctx, denom)
	if err != nil {
		return err
	}
	now := &market.Terms.Pauses
	now.Supply = now.Supply || pauses.Supply
	now.Borrow = now.Borrow || pauses.Borrow
	now.Release = now.Release || pauses.Release
	now.Transfer = now.Transfer || pauses.Transfer
	now.Liquidation = now.Liquidation || pauses.Liquidation
	if err := k.markets.Set(ctx, denom, market); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventMarketPaused{Denom: denom, Pauses: *now, By: by})
}

// PayReserve pays cash that belongs to a market itself to a recipient.
func (k *Keeper) PayReserve(ctx context.Context, recipient sdk.AccAddress, amount sdk.Coin) error {
	if err := types.ValidateAmount("amount", amount.Amount); err != nil {
		return err
	}
	b, err := k.openBooks(ctx, amount.Denom)
	if err != nil {
		return err
	}
	if free := math.MinInt(b.pool.Reserve(), b.pool.Cash); amount.Amount.GT(free) {
		return types.ErrInsufficientReserve.Wrapf("%s asked, %s there", amount.Amount, free)
	}
	if err := k.custody.CanTransfer(ctx, k.address(), recipient, amount); err != nil {
		return err
	}
	b.pool.Cash = b.pool.Cash.Sub(amount.Amount)
	if err := k.saveBooks(ctx, b); err != nil {
		return err
	}
	if err := event.Emit(ctx, &types.EventReservePaid{Recipient: recipient.String(), Amount: amount}); err != nil {
		return err
	}
	return k.bank.SendCoins(ctx, k.address(), recipient, sdk.NewCoins(amount))
}
