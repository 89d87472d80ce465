package app

import "maps"

// What tests from outside look at inside.
var (
	ModuleAccounts   = maps.Clone(moduleAccounts)
	BlockedAddresses = blockedAddresses
	RegulatedHolders = regulatedHolders
)

// StoreNames are the names of the persistent stores that have a key.
func (app *App) StoreNames() []string {
	names := make([]string, 0, len(app.stores.persistent))
	for name := range app.stores.persistent {
		names = append(names, name)
	}
	return names
}
