package app

import (
	gmp "github.com/cosmos/ibc-go/v11/modules/apps/27-gmp"
	gmpkeeper "github.com/cosmos/ibc-go/v11/modules/apps/27-gmp/keeper"
	gmptypes "github.com/cosmos/ibc-go/v11/modules/apps/27-gmp/types"
	icacontroller "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts/controller"
	icacontrollerkeeper "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts/controller/keeper"
	icacontrollertypes "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts/controller/types"
	icahost "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts/host"
	icahostkeeper "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts/host/keeper"
	icahosttypes "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts/host/types"
	callbacks "github.com/cosmos/ibc-go/v11/modules/apps/callbacks"
	callbacksv2 "github.com/cosmos/ibc-go/v11/modules/apps/callbacks/v2"
	packetforward "github.com/cosmos/ibc-go/v11/modules/apps/packet-forward-middleware"
	pfmkeeper "github.com/cosmos/ibc-go/v11/modules/apps/packet-forward-middleware/keeper"
	pfmtypes "github.com/cosmos/ibc-go/v11/modules/apps/packet-forward-middleware/types"
	ratelimiting "github.com/cosmos/ibc-go/v11/modules/apps/rate-limiting"
	ratelimitkeeper "github.com/cosmos/ibc-go/v11/modules/apps/rate-limiting/keeper"
	ratelimittypes "github.com/cosmos/ibc-go/v11/modules/apps/rate-limiting/types"
	ratelimitingv2 "github.com/cosmos/ibc-go/v11/modules/apps/rate-limiting/v2"
	"github.com/cosmos/ibc-go/v11/modules/apps/transfer"
	transferkeeper "github.com/cosmos/ibc-go/v11/modules/apps/transfer/keeper"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"
	transferv2 "github.com/cosmos/ibc-go/v11/modules/apps/transfer/v2"
	porttypes "github.com/cosmos/ibc-go/v11/modules/core/05-port/types"
	ibcapi "github.com/cosmos/ibc-go/v11/modules/core/api"
	ibcexported "github.com/cosmos/ibc-go/v11/modules/core/exported"
	ibckeeper "github.com/cosmos/ibc-go/v11/modules/core/keeper"
	solomachine "github.com/cosmos/ibc-go/v11/modules/light-clients/06-solomachine"
	tendermint "github.com/cosmos/ibc-go/v11/modules/light-clients/07-tendermint"

	"github.com/cosmos/cosmos-sdk/runtime"
	"github.com/cosmos/cosmos-sdk/types/module"

	carryibc "github.com/kokusai-chain/kokusai/x/carry/ibc"
	carrykeeper "github.com/kokusai-chain/kokusai/x/carry/keeper"
	carrytypes "github.com/kokusai-chain/kokusai/x/carry/types"
	custodyibc "github.com/kokusai-chain/kokusai/x/custody/ibc"
)

// addIBC builds IBC's keepers and stacks and returns the light clients as modules.
//
// A packet goes down a stack when it is sent and up when it arrives:
//
//	transfer ← custody's gate ← carry's ear ← callbacks ← packet forwarding ← rate limits ← channel
//	interchain accounts (controller) ← carry's ear ← channel
//	interchain accounts (host) ← channel
func (app *App) addIBC() []module.AppModule {
	cdc := app.encoding.Codec
	keys := app.stores.persistent
	gov := authority()

	app.IBCKeeper = ibckeeper.NewKeeper(cdc, runtime.NewKVStoreService(keys[ibcexported.StoreKey]), app.UpgradeKeeper, gov)
	channels := app.IBCKeeper.ChannelKeeper
	app.TransferKeeper = transferkeeper.NewKeeper(cdc, app.AccountKeeper.AddressCodec(), runtime.NewKVStoreService(keys[transfertypes.StoreKey]),
		channels, app.MsgServiceRouter(), app.AccountKeeper, app.BankKeeper, gov)
	app.RateLimitKeeper = ratelimitkeeper.NewKeeper(cdc, app.AccountKeeper.AddressCodec(), runtime.NewKVStoreService(keys[ratelimittypes.StoreKey]),
		channels, app.IBCKeeper.ClientKeeper, app.BankKeeper, gov)
	app.PFMKeeper = pfmkeeper.NewKeeper(cdc, app.AccountKeeper.AddressCodec(), runtime.NewKVStoreService(keys[pfmtypes.StoreKey]),
		app.TransferKeeper, channels, app.BankKeeper, gov)
	app.ICAControllerKeeper = icacontrollerkeeper.NewKeeper(cdc, runtime.NewKVStoreService(keys[icacontrollertypes.StoreKey]),
		channels, app.MsgServiceRouter(), gov)
	app.ICAHostKeeper = icahostkeeper.NewKeeper(cdc, runtime.NewKVStoreService(keys[icahosttypes.StoreKey]),
		channels, app.AccountKeeper, app.MsgServiceRouter(), app.GRPCQueryRouter(), gov)
	app.GMPKeeper = gmpkeeper.NewKeeper(cdc, runtime.NewKVStoreService(keys[gmptypes.StoreKey]), app.AccountKeeper, app.MsgServiceRouter(), gov)

	app.CustodyKeeper.SetChannels(transferRoutes{app.IBCKeeper})
	app.CarryKeeper = carrykeeper.NewKeeper(cdc, runtime.NewKVStoreService(keys[carrytypes.StoreKey]), app.AccountKeeper, app.BankKeeper,
		app.BondKeeper, app.CustodyKeeper, app.CollateralKeeper, app.TransferKeeper, icacontrollerkeeper.NewMsgServerImpl(app.ICAControllerKeeper),
		channels, gov)

	transferStack := porttypes.NewIBCStackBuilder(channels).
		Base(transfer.NewIBCModule(app.TransferKeeper)).
		Next(custodyibc.NewMiddleware(app.CustodyKeeper, app.AccountKeeper.AddressCodec())).
		Next(carryibc.NewTransfers(app.CarryKeeper, app.AccountKeeper.AddressCodec())).
		Next(callbacks.NewIBCMiddleware(noContracts{}, maxCallbackGas)).
		Next(packetforward.NewIBCMiddleware(app.PFMKeeper, 0, pfmkeeper.DefaultForwardTransferPacketTimeoutTimestamp)).
		Next(ratelimiting.NewIBCMiddleware(app.RateLimitKeeper)).
		Build()
	accountStack := porttypes.NewIBCStackBuilder(channels).
		Base(icacontroller.NewIBCMiddleware(app.ICAControllerKeeper)).
		Next(carryibc.NewAccounts(app.CarryKeeper)).
		Build()
	app.IBCKeeper.SetRouter(porttypes.NewRouter().
		AddRoute(transfertypes.ModuleName, transferStack).
		AddRoute(icacontrollertypes.SubModuleName, accountStack).
		AddRoute(icahosttypes.SubModuleName, icahost.NewIBCModule(app.ICAHostKeeper)))

	channelsV2 := app.IBCKeeper.ChannelKeeperV2
	transferV2 := callbacksv2.NewIBCMiddleware(
		custodyibc.NewMiddlewareV2(app.CustodyKeeper, app.AccountKeeper.AddressCodec(), transferv2.NewIBCModule(app.TransferKeeper)),
		channelsV2, noContracts{}, channelsV2, maxCallbackGas)
	app.IBCKeeper.SetRouterV2(ibcapi.NewRouter().
		AddRoute(transfertypes.PortID, ratelimitingv2.NewIBCMiddleware(*app.RateLimitKeeper, transferV2, channelsV2, channelsV2)).
		AddRoute(gmptypes.PortID, gmp.NewIBCModule(app.GMPKeeper)))

	clients := app.IBCKeeper.ClientKeeper
	tendermintClient := tendermint.NewLightClientModule(cdc, clients.GetStoreProvider())
	clients.AddRoute(tendermint.ModuleName, &tendermintClient)
	solomachineClient := solomachine.NewLightClientModule(cdc, clients.GetStoreProvider())
	clients.AddRoute(solomachine.ModuleName, &solomachineClient)
	return []module.AppModule{tendermint.NewAppModule(tendermintClient), solomachine.NewAppModule(solomachineClient)}
}
