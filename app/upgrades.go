package app

import (
	"context"
	"fmt"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/types/module"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"
)

// inPlaceUpgrade is one in-place upgrade of a running chain: the name its governance plan carries and the stores it adds or
// drops. The modules' own migrations do the rest.
type inPlaceUpgrade struct {
	name   string
	stores storetypes.StoreUpgrades
}

// upgrades lists every upgrade this binary can carry out, oldest first.
var upgrades []inPlaceUpgrade

// registerUpgrades says how to carry out each upgrade, and prepares the stores for one that the node in home has stopped for. An
// application without a home, as in tests, has no node that could have stopped.
func (app *App) registerUpgrades(home string) {
	for _, u := range upgrades {
		app.UpgradeKeeper.SetUpgradeHandler(u.name, func(ctx context.Context, _ upgradetypes.Plan, from module.VersionMap) (module.VersionMap, error) {
			return app.ModuleManager.RunMigrations(ctx, app.configurator, from)
		})
	}

	if home == "" {
		return
	}
	plan, err := app.UpgradeKeeper.ReadUpgradeInfoFromDisk()
	if err != nil {
		panic(fmt.Errorf("read upgrade info: %w", err))
	}
	for _, u := range upgrades {
		if plan.Name == u.name && !app.UpgradeKeeper.IsSkipHeight(plan.Height) {
			app.SetStoreLoader(upgradetypes.UpgradeStoreLoader(plan.Height, &u.stores))
		}
	}
}
