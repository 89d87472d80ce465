package app

import (
	"errors"
	"fmt"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Audit checks the laws of every module of ours against the state in ctx and returns all that are broken. It walks all
// holders and positions: it is for tests and for `kokusaid audit`, never for a block.
func (app *App) Audit(ctx sdk.Context) error {
	var broken []error
	for _, module := range []struct {
		name  string
		audit func() error
	}{
		{"bond", func() error { return app.BondKeeper.Audit(ctx) }},
		{"bond/auction", func() error { return app.AuctionKeeper.Audit(ctx) }},
		{"bond/offering", func() error { return app.OfferingKeeper.Audit(ctx) }},
		{"custody", func() error { return app.CustodyKeeper.Audit(ctx) }},
		{"custody/settlement", func() error { return app.SettlementKeeper.Audit(ctx) }},
		{"custody/omnibus", func() error { return app.OmnibusKeeper.Audit(ctx) }},
		{"custody/control", func() error { return app.ControlKeeper.Audit(ctx) }},
		{"custody/reserve", func() error { return app.ReserveKeeper.Audit(ctx) }},
		{"collateral", func() error { return app.CollateralKeeper.Audit(ctx) }},
		{"collateral/oracle", func() error { return app.OracleKeeper.Audit(ctx) }},
		{"collateral/repo", func() error { return app.RepoKeeper.Audit(ctx) }},
		{"collateral/funding", func() error { return app.FundingKeeper.Audit(ctx) }},
		{"collateral/liquidation", func() error { return app.LiquidationKeeper.Audit(ctx) }},
		{"carry", func() error { return app.CarryKeeper.Audit(ctx) }},
	} {
		if err := module.audit(); err != nil {
			broken = append(broken, fmt.Errorf("x/%s: %w", module.name, err))
		}
	}
	return errors.Join(broken...)
}
