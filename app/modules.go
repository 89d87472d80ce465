package app

import (
	"encoding/json"
	"fmt"

	abci "github.com/cometbft/cometbft/abci/types"

	gmp "github.com/cosmos/ibc-go/v11/modules/apps/27-gmp"
	gmptypes "github.com/cosmos/ibc-go/v11/modules/apps/27-gmp/types"
	ica "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts"
	icatypes "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts/types"
	packetforward "github.com/cosmos/ibc-go/v11/modules/apps/packet-forward-middleware"
	pfmtypes "github.com/cosmos/ibc-go/v11/modules/apps/packet-forward-middleware/types"
	ratelimiting "github.com/cosmos/ibc-go/v11/modules/apps/rate-limiting"
	ratelimittypes "github.com/cosmos/ibc-go/v11/modules/apps/rate-limiting/types"
	"github.com/cosmos/ibc-go/v11/modules/apps/transfer"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"
	ibc "github.com/cosmos/ibc-go/v11/modules/core"
	ibcexported "github.com/cosmos/ibc-go/v11/modules/core/exported"
	solomachine "github.com/cosmos/ibc-go/v11/modules/light-clients/06-solomachine"
	tendermint "github.com/cosmos/ibc-go/v11/modules/light-clients/07-tendermint"

	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/codec/address"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"
	"github.com/cosmos/cosmos-sdk/x/auth"
	authsims "github.com/cosmos/cosmos-sdk/x/auth/simulation"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/cosmos-sdk/x/auth/vesting"
	vestingtypes "github.com/cosmos/cosmos-sdk/x/auth/vesting/types"
	"github.com/cosmos/cosmos-sdk/x/authz"
	authzmodule "github.com/cosmos/cosmos-sdk/x/authz/module"
	"github.com/cosmos/cosmos-sdk/x/bank"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/cosmos/cosmos-sdk/x/consensus"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
	"github.com/cosmos/cosmos-sdk/x/distribution"
	distrtypes "github.com/cosmos/cosmos-sdk/x/distribution/types"
	"github.com/cosmos/cosmos-sdk/x/evidence"
	evidencetypes "github.com/cosmos/cosmos-sdk/x/evidence/types"
	"github.com/cosmos/cosmos-sdk/x/feegrant"
	feegrantmodule "github.com/cosmos/cosmos-sdk/x/feegrant/module"
	"github.com/cosmos/cosmos-sdk/x/genutil"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
	"github.com/cosmos/cosmos-sdk/x/gov"
	govclient "github.com/cosmos/cosmos-sdk/x/gov/client"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	"github.com/cosmos/cosmos-sdk/x/mint"
	minttypes "github.com/cosmos/cosmos-sdk/x/mint/types"
	"github.com/cosmos/cosmos-sdk/x/slashing"
	slashingtypes "github.com/cosmos/cosmos-sdk/x/slashing/types"
	"github.com/cosmos/cosmos-sdk/x/staking"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"
	"github.com/cosmos/cosmos-sdk/x/upgrade"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/kokusai-chain/kokusai/x/bond"
	"github.com/kokusai-chain/kokusai/x/bond/auction"
	auctiontypes "github.com/kokusai-chain/kokusai/x/bond/auction/types"
	"github.com/kokusai-chain/kokusai/x/bond/offering"
	offeringtypes "github.com/kokusai-chain/kokusai/x/bond/offering/types"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/carry"
	carrytypes "github.com/kokusai-chain/kokusai/x/carry/types"
	"github.com/kokusai-chain/kokusai/x/collateral"
	"github.com/kokusai-chain/kokusai/x/collateral/funding"
	fundingtypes "github.com/kokusai-chain/kokusai/x/collateral/funding/types"
	"github.com/kokusai-chain/kokusai/x/collateral/liquidation"
	liquidationtypes "github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
	"github.com/kokusai-chain/kokusai/x/collateral/oracle"
	oracletypes "github.com/kokusai-chain/kokusai/x/collateral/oracle/types"
	"github.com/kokusai-chain/kokusai/x/collateral/repo"
	repotypes "github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/custody"
	"github.com/kokusai-chain/kokusai/x/custody/bankgate"
	"github.com/kokusai-chain/kokusai/x/custody/control"
	controltypes "github.com/kokusai-chain/kokusai/x/custody/control/types"
	"github.com/kokusai-chain/kokusai/x/custody/omnibus"
	omnibustypes "github.com/kokusai-chain/kokusai/x/custody/omnibus/types"
	"github.com/kokusai-chain/kokusai/x/custody/reserve"
	reservetypes "github.com/kokusai-chain/kokusai/x/custody/reserve/types"
	"github.com/kokusai-chain/kokusai/x/custody/settlement"
	settlementtypes "github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// moduleBasics are the modules without their keepers: what commands need of them.
func moduleBasics() module.BasicManager {
	addresses := address.NewBech32Codec(sdk.GetConfig().GetBech32AccountAddrPrefix())
	return module.NewBasicManager(
		auth.AppModuleBasic{}, bank.AppModuleBasic{}, staking.AppModuleBasic{}, mint.AppModuleBasic{},
		distribution.AppModuleBasic{}, slashing.AppModuleBasic{}, evidence.AppModuleBasic{}, upgrade.AppModuleBasic{},
		authzmodule.AppModuleBasic{}, feegrantmodule.AppModuleBasic{}, vesting.AppModuleBasic{}, consensus.AppModuleBasic{},
		gov.NewAppModuleBasic([]govclient.ProposalHandler{}),
		genutil.NewAppModuleBasic(genutiltypes.DefaultMessageValidator),
		ibc.AppModuleBasic{}, transfer.AppModuleBasic{}, ica.AppModuleBasic{}, gmp.AppModule{},
		packetforward.AppModuleBasic{}, ratelimiting.AppModuleBasic{},
		tendermint.AppModuleBasic{}, solomachine.AppModuleBasic{},
		bond.NewAppModule(addresses, nil),
		auction.NewAppModule(addresses, nil),
		offering.NewAppModule(addresses, nil),
		custody.NewAppModule(addresses, nil),
		omnibus.NewAppModule(addresses, nil),
		control.NewAppModule(addresses, nil),
		reserve.NewAppModule(addresses, nil),
		settlement.NewAppModule(addresses, nil),
		collateral.NewAppModule(nil),
		liquidation.NewAppModule(nil),
		oracle.NewAppModule(nil),
		repo.NewAppModule(nil),
		funding.NewAppModule(nil),
		carry.NewAppModule(nil),
	)
}

// addModules builds the module manager and sets in which order modules act at genesis and in a block.
func (app *App) addModules(lightClients []module.AppModule) {
	cdc := app.encoding.Codec
	modules := []module.AppModule{
		genutil.NewAppModule(app.AccountKeeper, app.StakingKeeper, app, app.encoding.TxConfig),
		auth.NewAppModule(cdc, app.AccountKeeper, authsims.RandomGenesisAccounts, nil),
		vesting.NewAppModule(app.AccountKeeper, app.BankKeeper),
		bankgate.NewAppModule(cdc, app.BankKeeper, app.AccountKeeper),
		staking.NewAppModule(cdc, app.StakingKeeper, app.AccountKeeper, app.BankKeeper, nil),
		mint.NewAppModule(cdc, app.MintKeeper, app.AccountKeeper, nil, nil),
		distribution.NewAppModule(cdc, app.DistrKeeper, app.AccountKeeper, app.BankKeeper, app.StakingKeeper, nil),
		slashing.NewAppModule(cdc, app.SlashingKeeper, app.AccountKeeper, app.BankKeeper, app.StakingKeeper, nil, app.encoding.InterfaceRegistry),
		evidence.NewAppModule(*app.EvidenceKeeper),
		gov.NewAppModule(cdc, app.GovKeeper, app.AccountKeeper, app.BankKeeper, nil),
		upgrade.NewAppModule(app.UpgradeKeeper, app.AccountKeeper.AddressCodec()),
		authzmodule.NewAppModule(cdc, app.AuthzKeeper, app.AccountKeeper, app.BankKeeper, app.encoding.InterfaceRegistry),
		feegrantmodule.NewAppModule(cdc, app.AccountKeeper, app.BankKeeper, app.FeeGrantKeeper, app.encoding.InterfaceRegistry),
		consensus.NewAppModule(cdc, app.ConsensusKeeper),
		ibc.NewAppModule(app.IBCKeeper),
		transfer.NewAppModule(app.TransferKeeper),
		ica.NewAppModule(app.ICAControllerKeeper, app.ICAHostKeeper),
		gmp.NewAppModule(app.GMPKeeper),
		packetforward.NewAppModule(app.PFMKeeper),
		ratelimiting.NewAppModule(app.RateLimitKeeper),
		bond.NewAppModule(app.AccountKeeper.AddressCodec(), app.BondKeeper),
		auction.NewAppModule(app.AccountKeeper.AddressCodec(), app.AuctionKeeper),
		offering.NewAppModule(app.AccountKeeper.AddressCodec(), app.OfferingKeeper),
		custody.NewAppModule(app.AccountKeeper.AddressCodec(), app.CustodyKeeper),
		settlement.NewAppModule(app.AccountKeeper.AddressCodec(), app.SettlementKeeper),
		omnibus.NewAppModule(app.AccountKeeper.AddressCodec(), app.OmnibusKeeper),
		control.NewAppModule(app.AccountKeeper.AddressCodec(), app.ControlKeeper),
		reserve.NewAppModule(app.AccountKeeper.AddressCodec(), app.ReserveKeeper),
		collateral.NewAppModule(app.CollateralKeeper),
		liquidation.NewAppModule(app.LiquidationKeeper),
		oracle.NewAppModule(app.OracleKeeper),
		repo.NewAppModule(app.RepoKeeper),
		funding.NewAppModule(app.FundingKeeper),
		carry.NewAppModule(app.CarryKeeper),
	}
	app.ModuleManager = module.NewManager(append(modules, lightClients...)...)
	app.basics = moduleBasics()
	app.basics.RegisterLegacyAminoCodec(app.encoding.Amino)
	app.basics.RegisterInterfaces(app.encoding.InterfaceRegistry)

	app.ModuleManager.SetOrderPreBlockers(upgradetypes.ModuleName, authtypes.ModuleName)
	// Fees of the last block are handed out before slashing can touch a validator's share of them.
	app.ModuleManager.SetOrderBeginBlockers(
		minttypes.ModuleName, distrtypes.ModuleName, slashingtypes.ModuleName, evidencetypes.ModuleName, stakingtypes.ModuleName,
		ibcexported.ModuleName, transfertypes.ModuleName, icatypes.ModuleName, gmptypes.ModuleName, pfmtypes.ModuleName, ratelimittypes.ModuleName,
		genutiltypes.ModuleName, authz.ModuleName,
		bondtypes.ModuleName,
		repotypes.ModuleName,
		fundingtypes.ModuleName,
	)
	// x/bank credits the fees gathered in the block before anyone else looks at balances.
	app.ModuleManager.SetOrderEndBlockers(
		banktypes.ModuleName, govtypes.ModuleName, stakingtypes.ModuleName, feegrant.ModuleName,
		ibcexported.ModuleName, transfertypes.ModuleName, icatypes.ModuleName, gmptypes.ModuleName, pfmtypes.ModuleName, ratelimittypes.ModuleName,
		genutiltypes.ModuleName,
		bondtypes.ModuleName,
		custodytypes.ModuleName,
		controltypes.ModuleName,
		reservetypes.ModuleName,
		auctiontypes.ModuleName,
		offeringtypes.ModuleName,
		collateraltypes.ModuleName,
		liquidationtypes.ModuleName,
		carrytypes.ModuleName,
		// After everything that pays: what has arrived by then settles what waits for it.
		settlementtypes.ModuleName,
	)
	// Genesis transactions need accounts, balances and validators' stakes, so genutil comes after staking; our own modules come
	// from the lowest up, after the balances and channels that they speak of.
	genesis := []string{
		authtypes.ModuleName, banktypes.ModuleName, distrtypes.ModuleName, stakingtypes.ModuleName, slashingtypes.ModuleName,
		govtypes.ModuleName, minttypes.ModuleName, ibcexported.ModuleName, transfertypes.ModuleName, icatypes.ModuleName,
		gmptypes.ModuleName, pfmtypes.ModuleName, ratelimittypes.ModuleName,
		bondtypes.ModuleName,
		offeringtypes.ModuleName,
		custodytypes.ModuleName,
		omnibustypes.ModuleName,
		controltypes.ModuleName,
		auctiontypes.ModuleName,
		reservetypes.ModuleName,
		settlementtypes.ModuleName,
		collateraltypes.ModuleName,
		liquidationtypes.ModuleName,
		oracletypes.ModuleName,
		repotypes.ModuleName,
		fundingtypes.ModuleName,
		carrytypes.ModuleName,
		genutiltypes.ModuleName, evidencetypes.ModuleName, authz.ModuleName, feegrant.ModuleName,
		upgradetypes.ModuleName, vestingtypes.ModuleName, consensustypes.ModuleName,
	}
	app.ModuleManager.SetOrderInitGenesis(genesis...)
	app.ModuleManager.SetOrderExportGenesis(genesis...)

	app.configurator = module.NewConfigurator(cdc, app.MsgServiceRouter(), app.GRPCQueryRouter())
	if err := app.ModuleManager.RegisterServices(app.configurator); err != nil {
		panic(fmt.Errorf("register services: %w", err))
	}
}

// DefaultGenesis returns every module's default genesis state by module name.
func DefaultGenesis(cdc codec.JSONCodec) map[string]json.RawMessage {
	return moduleBasics().DefaultGenesis(cdc)
}

// DefaultGenesis returns every module's default genesis state by module name.
func (app *App) DefaultGenesis() map[string]json.RawMessage {
	return DefaultGenesis(app.encoding.Codec)
}

func (app *App) initChainer(ctx sdk.Context, req *abci.RequestInitChain) (*abci.ResponseInitChain, error) {
	var genesis map[string]json.RawMessage
	if err := json.Unmarshal(req.AppStateBytes, &genesis); err != nil {
		return nil, fmt.Errorf("read app state of genesis: %w", err)
	}
	if err := app.UpgradeKeeper.SetModuleVersionMap(ctx, app.ModuleManager.GetVersionMap()); err != nil {
		return nil, fmt.Errorf("store module versions: %w", err)
	}
	return app.ModuleManager.InitGenesis(ctx, app.encoding.Codec, genesis)
}

// Basics returns the modules without their keepers.
func (app *App) Basics() module.BasicManager { return app.basics }
