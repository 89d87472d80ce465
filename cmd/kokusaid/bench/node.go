package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/spf13/viper"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/server"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	"github.com/cosmos/cosmos-sdk/store/v2"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"

	"github.com/kokusai-chain/kokusai/app"
	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/chain"
	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/stock"
)

// Node is what the bench needs to know of kokusaid: the settings that `init` writes.
type Node struct {
	// AppConfig returns the template and the values of app.toml after edit has changed the SDK's part of them.
	AppConfig func(edit func(*serverconfig.Config)) (template string, values any)
}

// plain builds the application of a chain in its default settings.
func (n Node) plain(name, dir string) (chain.Application, error) {
	if name == KokusaiChain {
		app.TuneCollector()
	}
	return n.open(Contestant{Chain: name, Executor: "sequential"}, dir)
}

// open builds a contestant's application on an empty database in dir, configured by an app.toml as a node would be.
func (n Node) open(contestant Contestant, dir string) (chain.Application, error) {
	template, values := serverconfig.DefaultConfigTemplate, any(*serverconfig.DefaultConfig())
	if contestant.Chain == KokusaiChain {
		template, values = n.AppConfig(func(*serverconfig.Config) {})
	}
	options, err := settings(dir, template, values)
	if err != nil {
		return nil, err
	}
	options.Set(server.FlagBlockExecutor, contestant.Executor)
	options.Set(server.FlagBlockSTMWorkers, contestant.Workers)
	for _, name := range contestant.Without {
		lever, ok := levers[name]
		if !ok {
			return nil, fmt.Errorf("unknown lever %q: one of %v", name, Levers())
		}
		if lever.off != nil {
			lever.off(options)
		}
	}
	open := app.OpenDatabase
	if contestant.Chain == StockChain || slices.Contains(contestant.Without, databaseLever) {
		open = func(home string, backend dbm.BackendType) (dbm.DB, error) {
			return dbm.NewDB("application", backend, filepath.Join(home, "data"))
		}
	}
	db, err := open(dir, dbm.GoLevelDBBackend)
	if err != nil {
		return nil, err
	}
	switch contestant.Chain {
	case StockChain:
		return stock.New(log.NewNopLogger(), db, options, server.DefaultBaseappOptions(options)...), nil
	case KokusaiChain:
		kokusai := app.New(log.NewNopLogger(), db, false, options, server.DefaultBaseappOptions(options)...)
		if slices.Contains(contestant.Without, writesLever) {
			kokusai.CommitMultiStore().SetInterBlockCache(store.NewCommitKVStoreCacheManager())
		}
		return kokusaiNode{kokusai}, kokusai.LoadLatestVersion()
	default:
		return nil, fmt.Errorf("unknown chain %q", contestant.Chain)
	}
}

// kokusaiNode shows its keeper of x/auth as every application here does.
type kokusaiNode struct{ *app.App }

func (n kokusaiNode) AccountKeeper() authkeeper.AccountKeeper { return n.App.AccountKeeper }

// settings writes an app.toml and reads it back, so that defaults arrive as they do in a node.
func settings(dir, template string, values any) (*viper.Viper, error) {
	if err := os.MkdirAll(filepath.Join(dir, "data"), 0o755); err != nil {
		return nil, err
	}
	file := filepath.Join(dir, "app.toml")
	serverconfig.SetConfigTemplate(template)
	serverconfig.WriteConfigFile(file, values)
	options := viper.New()
	options.SetConfigFile(file)
	if err := options.ReadInConfig(); err != nil {
		return nil, err
	}
	options.Set(flags.FlagHome, dir)
	options.Set(flags.FlagChainID, chain.ID)
	options.Set(server.FlagMinGasPrices, "0"+app.StakeDenom)
	return options, nil
}
