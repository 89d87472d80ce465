// Package app assembles the Kokusai chain: stores, keepers, modules, the IBC stacks and the checks on transactions.
// Wiring is written out by hand, in the order in which things depend on each other.
package app

import (
	"fmt"
	"sync"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/gogoproto/proto"
	"github.com/spf13/cast"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/baseapp/blockexec"
	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"
	"github.com/cosmos/cosmos-sdk/types/msgservice"
	"github.com/cosmos/cosmos-sdk/version"

	ibckeeper "github.com/cosmos/ibc-go/v11/modules/core/keeper"

	oracleabci "github.com/kokusai-chain/kokusai/x/collateral/oracle/abci"
)

// App is the Kokusai chain's state machine.
type App struct {
	*baseapp.BaseApp
	Keepers

	ModuleManager *module.Manager

	basics       module.BasicManager
	encoding     EncodingConfig
	stores       stores
	configurator module.Configurator
	oracle       oracleabci.Handlers
	closing      sync.Once
}

var _ servertypes.Application = (*App)(nil)

// New returns the application on top of db. It panics on wiring mistakes and unreadable state, as nothing can run then.
func New(logger log.Logger, db dbm.DB, loadLatest bool, appOpts servertypes.AppOptions, baseAppOptions ...func(*baseapp.BaseApp)) *App {
	encoding := newEncodingConfig()
	base := baseapp.NewBaseApp(Name, logger, db, encoding.TxConfig.TxDecoder(), baseAppOptions...)
	base.SetVersion(version.Version)
	base.SetInterfaceRegistry(encoding.InterfaceRegistry)
	base.SetTxEncoder(encoding.TxConfig.TxEncoder())
	base.CommitMultiStore().SetInterBlockCache(newStateCache(appOpts))

	app := &App{BaseApp: base, encoding: encoding, stores: newStores()}
	if err := base.RegisterStreamingServices(appOpts, app.stores.persistent); err != nil {
		panic(fmt.Errorf("register streaming services: %w", err))
	}

	app.addKeepers(appOpts)
	app.addKokusai()
	lightClients := app.addIBC()
	app.addRecovery()
	app.addModules(lightClients)

	app.MountKVStores(app.stores.persistent)
	app.MountObjectStores(app.stores.object)
	app.SetInitChainer(app.initChainer)
	app.SetPreBlocker(app.preBlocker)
	app.SetBeginBlocker(app.ModuleManager.BeginBlock)
	app.SetEndBlocker(app.ModuleManager.EndBlock)
	app.SetAnteHandler(app.newAnteHandler(appOpts))
	app.addVoteExtensions(appOpts)
	blockexec.Apply(base, appOpts, app.stores.all(), encoding.TxConfig.TxDecoder(), func(storetypes.MultiStore) string { return StakeDenom },
		blockexec.WithRunnerWrap(func(runner sdk.TxRunner) sdk.TxRunner { return decoding{runner, encoding.TxConfig.TxDecoder()} }))

	files, err := proto.MergedRegistry()
	if err != nil {
		panic(fmt.Errorf("merge proto files: %w", err))
	}
	if err := msgservice.ValidateProtoAnnotations(files); err != nil {
		panic(fmt.Errorf("proto annotations: %w", err))
	}

	if loadLatest {
		app.registerUpgrades(cast.ToString(appOpts.Get(flags.FlagHome)))
		if err := app.LoadLatestVersion(); err != nil {
			panic(fmt.Errorf("load state: %w", err))
		}
	}
	return app
}

// Close closes the databases. The server calls it more than once when a node stops; the first call counts.
func (app *App) Close() (err error) {
	app.closing.Do(func() { err = app.BaseApp.Close() })
	return err
}

// AppCodec returns the protobuf codec with every module's types.
func (app *App) AppCodec() codec.Codec { return app.encoding.Codec }

// InterfaceRegistry returns the registry of message and account types.
func (app *App) InterfaceRegistry() codectypes.InterfaceRegistry {
	return app.encoding.InterfaceRegistry
}

// TxConfig returns how transactions are encoded and signed.
func (app *App) TxConfig() client.TxConfig { return app.encoding.TxConfig }

// GetKey returns the key of the persistent store called name.
func (app *App) GetKey(name string) *storetypes.KVStoreKey { return app.stores.persistent[name] }

// GetBaseApp, GetIBCKeeper and GetTxConfig are what ibc-go's two-chain harness asks of an application.
func (app *App) GetBaseApp() *baseapp.BaseApp { return app.BaseApp }

// GetIBCKeeper returns the keeper of IBC's core.
func (app *App) GetIBCKeeper() *ibckeeper.Keeper { return app.IBCKeeper }

// GetTxConfig returns how transactions are encoded and signed.
func (app *App) GetTxConfig() client.TxConfig { return app.encoding.TxConfig }
