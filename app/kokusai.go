package app

import (
	"context"

	"cosmossdk.io/core/store"

	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"
	channeltypes "github.com/cosmos/ibc-go/v11/modules/core/04-channel/types"
	ibcexported "github.com/cosmos/ibc-go/v11/modules/core/exported"
	ibckeeper "github.com/cosmos/ibc-go/v11/modules/core/keeper"

	"github.com/cosmos/cosmos-sdk/runtime"
	sdk "github.com/cosmos/cosmos-sdk/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"

	auctionkeeper "github.com/kokusai-chain/kokusai/x/bond/auction/keeper"
	auctiontypes "github.com/kokusai-chain/kokusai/x/bond/auction/types"
	bondkeeper "github.com/kokusai-chain/kokusai/x/bond/keeper"
	offeringkeeper "github.com/kokusai-chain/kokusai/x/bond/offering/keeper"
	offeringtypes "github.com/kokusai-chain/kokusai/x/bond/offering/types"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	carrytypes "github.com/kokusai-chain/kokusai/x/carry/types"
	fundingkeeper "github.com/kokusai-chain/kokusai/x/collateral/funding/keeper"
	fundingtypes "github.com/kokusai-chain/kokusai/x/collateral/funding/types"
	collateralkeeper "github.com/kokusai-chain/kokusai/x/collateral/keeper"
	liquidationkeeper "github.com/kokusai-chain/kokusai/x/collateral/liquidation/keeper"
	liquidationtypes "github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
	oraclekeeper "github.com/kokusai-chain/kokusai/x/collateral/oracle/keeper"
	oracletypes "github.com/kokusai-chain/kokusai/x/collateral/oracle/types"
	repokeeper "github.com/kokusai-chain/kokusai/x/collateral/repo/keeper"
	repotypes "github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	controlkeeper "github.com/kokusai-chain/kokusai/x/custody/control/keeper"
	controltypes "github.com/kokusai-chain/kokusai/x/custody/control/types"
	custodykeeper "github.com/kokusai-chain/kokusai/x/custody/keeper"
	omnibuskeeper "github.com/kokusai-chain/kokusai/x/custody/omnibus/keeper"
	omnibustypes "github.com/kokusai-chain/kokusai/x/custody/omnibus/types"
	reservekeeper "github.com/kokusai-chain/kokusai/x/custody/reserve/keeper"
	reservetypes "github.com/kokusai-chain/kokusai/x/custody/reserve/types"
	settlementkeeper "github.com/kokusai-chain/kokusai/x/custody/settlement/keeper"
	settlementtypes "github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// addKokusai builds the keepers of our own modules, from the lowest up, and hangs them together: what a lower module asks
// of a higher one or tells it goes through interfaces that the lower one declares.
func (app *App) addKokusai() {
	cdc := app.encoding.Codec
	keys := app.stores.persistent
	gov := authority()

	service := func(key string) store.KVStoreService { return runtime.NewKVStoreService(keys[key]) }
	app.BondKeeper = bondkeeper.NewKeeper(cdc, service(bondtypes.StoreKey), app.AccountKeeper, app.BankKeeper, gov)
	app.CustodyKeeper = custodykeeper.NewKeeper(cdc, service(custodytypes.StoreKey),
		app.AccountKeeper, app.BankKeeper, app.BondKeeper, regulatedHolders(), gov)
	app.CollateralKeeper = collateralkeeper.New(cdc, service(collateraltypes.StoreKey),
		app.AccountKeeper, app.BankKeeper, app.BondKeeper, app.CustodyKeeper, gov)

	app.AuctionKeeper = auctionkeeper.NewKeeper(cdc, service(auctiontypes.StoreKey),
		app.AccountKeeper, app.BankKeeper, app.BondKeeper, app.CustodyKeeper, gov)
	app.OfferingKeeper = offeringkeeper.NewKeeper(cdc, service(offeringtypes.StoreKey),
		app.AccountKeeper, app.BankKeeper, app.BondKeeper, app.CustodyKeeper, gov)
	app.OmnibusKeeper = omnibuskeeper.NewKeeper(cdc, service(omnibustypes.StoreKey),
		app.AccountKeeper, app.BankKeeper, app.BondKeeper, app.CustodyKeeper)
	app.ControlKeeper = controlkeeper.NewKeeper(cdc, service(controltypes.StoreKey),
		app.AccountKeeper, app.BankKeeper, app.BondKeeper, app.CustodyKeeper, gov)
	app.ReserveKeeper = reservekeeper.NewKeeper(cdc, service(reservetypes.StoreKey),
		app.AccountKeeper, app.BankKeeper, app.BondKeeper, app.CustodyKeeper, gov)
	app.SettlementKeeper = settlementkeeper.NewKeeper(cdc, service(settlementtypes.StoreKey),
		app.AccountKeeper, app.BankKeeper, app.BondKeeper, app.CustodyKeeper, gov)
	app.OracleKeeper = oraclekeeper.New(cdc, service(oracletypes.StoreKey), app.BondKeeper, app.CollateralKeeper, gov)
	app.LiquidationKeeper = liquidationkeeper.New(cdc, service(liquidationtypes.StoreKey),
		app.AccountKeeper, app.BankKeeper, app.BondKeeper, app.CollateralKeeper, gov)
	app.RepoKeeper = repokeeper.New(cdc, service(repotypes.StoreKey),
		app.AccountKeeper, app.BankKeeper, app.BondKeeper, app.CustodyKeeper, app.CollateralKeeper, gov)
	app.FundingKeeper = fundingkeeper.New(cdc, service(fundingtypes.StoreKey),
		app.AccountKeeper, app.BankKeeper, app.BondKeeper, app.CollateralKeeper, app.RepoKeeper, gov)

	app.BondKeeper.SetHoldings(app.CustodyKeeper)
	app.BondKeeper.SetOffers(bondtypes.MultiOffers{app.AuctionKeeper, app.OfferingKeeper})
	app.BondKeeper.SetHooks(bondtypes.MultiHooks{app.CustodyKeeper.News(), app.CollateralKeeper.News()})
	app.CustodyKeeper.SetHooks(custodytypes.MultiPledgeHooks{app.CollateralKeeper, app.RepoKeeper})
	app.CustodyKeeper.SetHoldingHooks(app.SettlementKeeper)
	app.CustodyKeeper.SetReserves(app.ReserveKeeper)
	app.CollateralKeeper.SetOracle(app.OracleKeeper)
	app.CollateralKeeper.SetRiskHooks(app.LiquidationKeeper)
	app.LiquidationKeeper.SetFeed(app.OracleKeeper)

	app.BankKeeper.SetGate(app.CustodyKeeper)
	// Rules first: they may redirect a payment to suspense, and coupons are settled for whoever receives in the end.
	app.BankKeeper.AppendSendRestriction(app.CustodyKeeper.Restrict)
	app.BankKeeper.AppendSendRestriction(app.BondKeeper.Restrict)
	// Last, when it is certain who receives: settlements that wait for it hear of it.
	app.BankKeeper.AppendSendRestriction(app.SettlementKeeper.Restrict)
}

// addRecovery says who follows when the holdings of an account whose key is lost move to the same investor's new account. Who
// refuses comes before who moves.
func (app *App) addRecovery() {
	app.CustodyKeeper.SetRecoveryHooks(custodytypes.MultiRecoveryHooks{
		app.AuctionKeeper, app.OfferingKeeper, app.SettlementKeeper, app.FundingKeeper, app.ReserveKeeper,
		app.CollateralKeeper, app.LiquidationKeeper, app.RepoKeeper, app.CarryKeeper,
	})
}

// regulatedHolders says what each module's account may hold of bonds and cash tokens. What is not named holds neither:
// the fee collector and the staking pools never see a bond.
func regulatedHolders() map[string]custodytypes.Holds {
	holders := make(map[string]custodytypes.Holds, len(moduleAccounts))
	for name := range moduleAccounts {
		holders[name] = custodytypes.HoldsNothing
	}
	for _, name := range []string{
		bondtypes.ModuleName,
		custodytypes.ModuleName,
	} {
		holders[name] = custodytypes.HoldsAll
	}
	for _, name := range []string{
		auctiontypes.ModuleName,
		offeringtypes.ModuleName,
		collateraltypes.ModuleName,
		liquidationtypes.ModuleName,
		repotypes.ModuleName,
		fundingtypes.ModuleName,
		carrytypes.ModuleName,
		govtypes.ModuleName,
	} {
		holders[name] = custodytypes.HoldsCash
	}
	return holders
}

// transferRoutes tells x/custody which ways to other chains are open.
type transferRoutes struct{ ibc *ibckeeper.Keeper }

// IsOpen reports whether a transfer channel, or the client of an IBC v2 connection, can carry packets.
func (r transferRoutes) IsOpen(ctx context.Context, id string) bool {
	sdkCtx := sdk.UnwrapSDKContext(ctx)
	if channel, found := r.ibc.ChannelKeeper.GetChannel(sdkCtx, transfertypes.PortID, id); found {
		return channel.State == channeltypes.OPEN
	}
	if _, found := r.ibc.ClientV2Keeper.GetClientCounterparty(sdkCtx, id); !found {
		return false
	}
	return r.ibc.ClientKeeper.GetClientStatus(sdkCtx, id) == ibcexported.Active
}
