// Package stock is the chain that Kokusai is measured against: the SDK's own modules that every public chain runs, wired as
// its documentation does and with its standard checks on transactions. Nothing here is tuned.
package stock

import (
	"encoding/json"
	"fmt"

	abci "github.com/cometbft/cometbft/abci/types"
	dbm "github.com/cosmos/cosmos-db"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/baseapp/blockexec"
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/codec/address"
	"github.com/cosmos/cosmos-sdk/runtime"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"
	"github.com/cosmos/cosmos-sdk/x/auth"
	"github.com/cosmos/cosmos-sdk/x/auth/ante"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authsims "github.com/cosmos/cosmos-sdk/x/auth/simulation"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/cosmos-sdk/x/bank"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/cosmos/cosmos-sdk/x/consensus"
	consensuskeeper "github.com/cosmos/cosmos-sdk/x/consensus/keeper"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
	"github.com/cosmos/cosmos-sdk/x/distribution"
	distrkeeper "github.com/cosmos/cosmos-sdk/x/distribution/keeper"
	distrtypes "github.com/cosmos/cosmos-sdk/x/distribution/types"
	"github.com/cosmos/cosmos-sdk/x/gov"
	govkeeper "github.com/cosmos/cosmos-sdk/x/gov/keeper"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	"github.com/cosmos/cosmos-sdk/x/staking"
	stakingkeeper "github.com/cosmos/cosmos-sdk/x/staking/keeper"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"

	"github.com/kokusai-chain/kokusai/app"
)

// App is a chain of auth, bank, staking, distribution, gov and consensus. It shares Kokusai's codecs and address prefix, so
// that both chains run the same bytes.
type App struct {
	*baseapp.BaseApp

	accounts authkeeper.AccountKeeper
	modules  *module.Manager
	basics   module.BasicManager
	encoding app.EncodingConfig
}

var moduleAccounts = map[string][]string{
	authtypes.FeeCollectorName:     nil,
	distrtypes.ModuleName:          nil,
	stakingtypes.BondedPoolName:    {authtypes.Burner, authtypes.Staking},
	stakingtypes.NotBondedPoolName: {authtypes.Burner, authtypes.Staking},
	govtypes.ModuleName:            {authtypes.Burner},
}

// New returns the application on top of db. It panics on wiring mistakes and unreadable state, as nothing can run then.
func New(logger log.Logger, db dbm.DB, appOpts servertypes.AppOptions, baseAppOptions ...func(*baseapp.BaseApp)) *App {
	encoding := app.MakeEncodingConfig()
	base := baseapp.NewBaseApp("stock", logger, db, encoding.TxConfig.TxDecoder(), baseAppOptions...)
	base.SetInterfaceRegistry(encoding.InterfaceRegistry)
	base.SetTxEncoder(encoding.TxConfig.TxEncoder())
	keys := storetypes.NewKVStoreKeys(authtypes.StoreKey, banktypes.StoreKey, stakingtypes.StoreKey, distrtypes.StoreKey,
		govtypes.StoreKey, consensustypes.StoreKey)
	service := func(name string) *storetypes.KVStoreKey { return keys[name] }

	cdc := encoding.Codec
	authority := authtypes.NewModuleAddress(govtypes.ModuleName).String()
	prefix := sdk.GetConfig().GetBech32AccountAddrPrefix()
	params := consensuskeeper.NewKeeper(cdc, runtime.NewKVStoreService(service(consensustypes.StoreKey)), authority, runtime.EventService{})
	base.SetParamStore(params.ParamsStore)
	accounts := authkeeper.NewAccountKeeper(cdc, runtime.NewKVStoreService(service(authtypes.StoreKey)), authtypes.ProtoBaseAccount,
		moduleAccounts, address.NewBech32Codec(prefix), prefix, authority)
	balances := bankkeeper.NewBaseKeeper(cdc, runtime.NewKVStoreService(service(banktypes.StoreKey)), accounts, blocked(), authority, logger)
	stakes := stakingkeeper.NewKeeper(cdc, runtime.NewKVStoreService(service(stakingtypes.StoreKey)), accounts, balances, authority,
		address.NewBech32Codec(sdk.GetConfig().GetBech32ValidatorAddrPrefix()), address.NewBech32Codec(sdk.GetConfig().GetBech32ConsensusAddrPrefix()))
	rewards := distrkeeper.NewKeeper(cdc, runtime.NewKVStoreService(service(distrtypes.StoreKey)), accounts, balances, stakes,
		authtypes.FeeCollectorName, authority)
	stakes.SetHooks(rewards.Hooks())
	proposals := govkeeper.NewKeeper(cdc, runtime.NewKVStoreService(service(govtypes.StoreKey)), accounts, balances, rewards,
		base.MsgServiceRouter(), govtypes.DefaultConfig(), authority, govkeeper.NewDefaultCalculateVoteResultsAndVotingPower(stakes))

	stock := &App{BaseApp: base, accounts: accounts, encoding: encoding}
	stock.modules = module.NewManager(
		auth.NewAppModule(cdc, accounts, authsims.RandomGenesisAccounts, nil),
		bank.NewAppModule(cdc, balances, accounts, nil),
		staking.NewAppModule(cdc, stakes, accounts, balances, nil),
		distribution.NewAppModule(cdc, rewards, accounts, balances, stakes, nil),
		gov.NewAppModule(cdc, proposals, accounts, balances, nil),
		consensus.NewAppModule(cdc, params),
	)
	stock.basics = module.NewBasicManagerFromManager(stock.modules, nil)
	stock.modules.SetOrderPreBlockers(authtypes.ModuleName)
	stock.modules.SetOrderBeginBlockers(distrtypes.ModuleName, stakingtypes.ModuleName)
	stock.modules.SetOrderEndBlockers(banktypes.ModuleName, govtypes.ModuleName, stakingtypes.ModuleName)
	stock.modules.SetOrderInitGenesis(authtypes.ModuleName, banktypes.ModuleName, distrtypes.ModuleName, stakingtypes.ModuleName,
		govtypes.ModuleName, consensustypes.ModuleName)
	if err := stock.modules.RegisterServices(module.NewConfigurator(cdc, base.MsgServiceRouter(), base.GRPCQueryRouter())); err != nil {
		panic(fmt.Errorf("register services: %w", err))
	}

	base.MountKVStores(keys)
	base.SetInitChainer(stock.initChainer)
	base.SetPreBlocker(func(ctx sdk.Context, _ *abci.RequestFinalizeBlock) (*sdk.ResponsePreBlock, error) {
		return stock.modules.PreBlock(ctx)
	})
	base.SetBeginBlocker(stock.modules.BeginBlock)
	base.SetEndBlocker(stock.modules.EndBlock)
	checks, err := ante.NewAnteHandler(ante.HandlerOptions{
		AccountKeeper:   accounts,
		BankKeeper:      balances,
		SignModeHandler: encoding.TxConfig.SignModeHandler(),
		SigGasConsumer:  ante.DefaultSigVerificationGasConsumer,
	})
	if err != nil {
		panic(err)
	}
	base.SetAnteHandler(checks)
	stores := make([]storetypes.StoreKey, 0, len(keys))
	for _, key := range keys {
		stores = append(stores, key)
	}
	blockexec.Apply(base, appOpts, stores, encoding.TxConfig.TxDecoder(), func(storetypes.MultiStore) string { return sdk.DefaultBondDenom })
	if err := base.LoadLatestVersion(); err != nil {
		panic(fmt.Errorf("load state: %w", err))
	}
	return stock
}

// DefaultGenesis returns every module's default genesis state by module name.
func (a *App) DefaultGenesis() map[string]json.RawMessage {
	return a.basics.DefaultGenesis(a.encoding.Codec)
}

// AccountKeeper returns the keeper of x/auth.
func (a *App) AccountKeeper() authkeeper.AccountKeeper { return a.accounts }

// AppCodec returns the protobuf codec.
func (a *App) AppCodec() codec.Codec { return a.encoding.Codec }

func (a *App) initChainer(ctx sdk.Context, req *abci.RequestInitChain) (*abci.ResponseInitChain, error) {
	var genesis map[string]json.RawMessage
	if err := json.Unmarshal(req.AppStateBytes, &genesis); err != nil {
		return nil, fmt.Errorf("read app state of genesis: %w", err)
	}
	return a.modules.InitGenesis(ctx, a.encoding.Codec, genesis)
}

func blocked() map[string]bool {
	addresses := make(map[string]bool, len(moduleAccounts))
	for name := range moduleAccounts {
		addresses[authtypes.NewModuleAddress(name).String()] = name != govtypes.ModuleName
	}
	return addresses
}
