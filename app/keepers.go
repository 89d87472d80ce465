package app

import (
	"github.com/spf13/cast"

	gmpkeeper "github.com/cosmos/ibc-go/v11/modules/apps/27-gmp/keeper"
	icacontrollerkeeper "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts/controller/keeper"
	icahostkeeper "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts/host/keeper"
	pfmkeeper "github.com/cosmos/ibc-go/v11/modules/apps/packet-forward-middleware/keeper"
	ratelimitkeeper "github.com/cosmos/ibc-go/v11/modules/apps/rate-limiting/keeper"
	transferkeeper "github.com/cosmos/ibc-go/v11/modules/apps/transfer/keeper"
	ibckeeper "github.com/cosmos/ibc-go/v11/modules/core/keeper"

	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/codec/address"
	"github.com/cosmos/cosmos-sdk/runtime"
	"github.com/cosmos/cosmos-sdk/server"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	authzkeeper "github.com/cosmos/cosmos-sdk/x/authz/keeper"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	consensuskeeper "github.com/cosmos/cosmos-sdk/x/consensus/keeper"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
	distrkeeper "github.com/cosmos/cosmos-sdk/x/distribution/keeper"
	distrtypes "github.com/cosmos/cosmos-sdk/x/distribution/types"
	evidencekeeper "github.com/cosmos/cosmos-sdk/x/evidence/keeper"
	evidencetypes "github.com/cosmos/cosmos-sdk/x/evidence/types"
	"github.com/cosmos/cosmos-sdk/x/feegrant"
	feegrantkeeper "github.com/cosmos/cosmos-sdk/x/feegrant/keeper"
	govkeeper "github.com/cosmos/cosmos-sdk/x/gov/keeper"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	govv1beta1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1beta1"
	mintkeeper "github.com/cosmos/cosmos-sdk/x/mint/keeper"
	minttypes "github.com/cosmos/cosmos-sdk/x/mint/types"
	slashingkeeper "github.com/cosmos/cosmos-sdk/x/slashing/keeper"
	slashingtypes "github.com/cosmos/cosmos-sdk/x/slashing/types"
	stakingkeeper "github.com/cosmos/cosmos-sdk/x/staking/keeper"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"
	upgradekeeper "github.com/cosmos/cosmos-sdk/x/upgrade/keeper"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	auctionkeeper "github.com/kokusai-chain/kokusai/x/bond/auction/keeper"
	bondkeeper "github.com/kokusai-chain/kokusai/x/bond/keeper"
	offeringkeeper "github.com/kokusai-chain/kokusai/x/bond/offering/keeper"
	carrykeeper "github.com/kokusai-chain/kokusai/x/carry/keeper"
	fundingkeeper "github.com/kokusai-chain/kokusai/x/collateral/funding/keeper"
	collateralkeeper "github.com/kokusai-chain/kokusai/x/collateral/keeper"
	liquidationkeeper "github.com/kokusai-chain/kokusai/x/collateral/liquidation/keeper"
	oraclekeeper "github.com/kokusai-chain/kokusai/x/collateral/oracle/keeper"
	repokeeper "github.com/kokusai-chain/kokusai/x/collateral/repo/keeper"
	"github.com/kokusai-chain/kokusai/x/custody/bankgate"
	controlkeeper "github.com/kokusai-chain/kokusai/x/custody/control/keeper"
	custodykeeper "github.com/kokusai-chain/kokusai/x/custody/keeper"
	omnibuskeeper "github.com/kokusai-chain/kokusai/x/custody/omnibus/keeper"
	reservekeeper "github.com/kokusai-chain/kokusai/x/custody/reserve/keeper"
	settlementkeeper "github.com/kokusai-chain/kokusai/x/custody/settlement/keeper"
)

// Keepers are the modules' gateways to state, in the order in which they are built.
type Keepers struct {
	ConsensusKeeper consensuskeeper.Keeper
	AccountKeeper   authkeeper.AccountKeeper
	BankKeeper      bankgate.Keeper
	StakingKeeper   *stakingkeeper.Keeper
	MintKeeper      mintkeeper.Keeper
	DistrKeeper     distrkeeper.Keeper
	SlashingKeeper  slashingkeeper.Keeper
	EvidenceKeeper  *evidencekeeper.Keeper
	AuthzKeeper     authzkeeper.Keeper
	FeeGrantKeeper  feegrantkeeper.Keeper
	UpgradeKeeper   *upgradekeeper.Keeper
	GovKeeper       *govkeeper.Keeper

	BondKeeper        *bondkeeper.Keeper
	AuctionKeeper     *auctionkeeper.Keeper
	OfferingKeeper    *offeringkeeper.Keeper
	CustodyKeeper     *custodykeeper.Keeper
	OmnibusKeeper     *omnibuskeeper.Keeper
	ControlKeeper     *controlkeeper.Keeper
	ReserveKeeper     *reservekeeper.Keeper
	SettlementKeeper  *settlementkeeper.Keeper
	CollateralKeeper  *collateralkeeper.Keeper
	OracleKeeper      *oraclekeeper.Keeper
	LiquidationKeeper *liquidationkeeper.Keeper
	RepoKeeper        *repokeeper.Keeper
	FundingKeeper     *fundingkeeper.Keeper
	CarryKeeper       *carrykeeper.Keeper

	IBCKeeper           *ibckeeper.Keeper
	TransferKeeper      *transferkeeper.Keeper
	ICAControllerKeeper *icacontrollerkeeper.Keeper
	ICAHostKeeper       *icahostkeeper.Keeper
	GMPKeeper           *gmpkeeper.Keeper
	PFMKeeper           *pfmkeeper.Keeper
	RateLimitKeeper     *ratelimitkeeper.Keeper
}

// authority is the account that governance acts as; it alone may change parameters and grant licences.
func authority() string { return authtypes.NewModuleAddress(govtypes.ModuleName).String() }

// addKeepers builds the keepers of the SDK's modules. SDK keepers are handed around by value or pointer as the SDK does.
func (app *App) addKeepers(appOpts servertypes.AppOptions) {
	cdc := app.encoding.Codec
	keys := app.stores.persistent
	gov := authority()
	accounts := address.NewBech32Codec(sdk.GetConfig().GetBech32AccountAddrPrefix())
	validators := address.NewBech32Codec(sdk.GetConfig().GetBech32ValidatorAddrPrefix())
	consensus := address.NewBech32Codec(sdk.GetConfig().GetBech32ConsensusAddrPrefix())

	app.ConsensusKeeper = consensuskeeper.NewKeeper(cdc, runtime.NewKVStoreService(keys[consensustypes.StoreKey]), gov, runtime.EventService{})
	app.SetParamStore(app.ConsensusKeeper.ParamsStore)

	app.AccountKeeper = authkeeper.NewAccountKeeper(cdc, runtime.NewKVStoreService(keys[authtypes.StoreKey]),
		authtypes.ProtoBaseAccount, moduleAccounts, accounts, Bech32Prefix, gov,
		authkeeper.WithUnorderedTransactions(true))
	app.BankKeeper = bankgate.NewKeeper(bankkeeper.NewBaseKeeper(cdc, runtime.NewKVStoreService(keys[banktypes.StoreKey]),
		app.AccountKeeper, blockedAddresses(), gov, app.Logger()).
		WithObjStoreKey(app.stores.object[banktypes.ObjectStoreKey]))

	app.StakingKeeper = stakingkeeper.NewKeeper(cdc, runtime.NewKVStoreService(keys[stakingtypes.StoreKey]),
		app.AccountKeeper, app.BankKeeper, gov, validators, consensus)
	app.MintKeeper = mintkeeper.NewKeeper(cdc, runtime.NewKVStoreService(keys[minttypes.StoreKey]),
		app.StakingKeeper, app.AccountKeeper, app.BankKeeper, authtypes.FeeCollectorName, gov)
	app.DistrKeeper = distrkeeper.NewKeeper(cdc, runtime.NewKVStoreService(keys[distrtypes.StoreKey]),
		app.AccountKeeper, app.BankKeeper, app.StakingKeeper, authtypes.FeeCollectorName, gov)
	app.SlashingKeeper = slashingkeeper.NewKeeper(cdc, app.encoding.Amino, runtime.NewKVStoreService(keys[slashingtypes.StoreKey]),
		app.StakingKeeper, gov)
	app.StakingKeeper.SetHooks(stakingtypes.NewMultiStakingHooks(app.DistrKeeper.Hooks(), app.SlashingKeeper.Hooks()))
	app.EvidenceKeeper = evidencekeeper.NewKeeper(cdc, runtime.NewKVStoreService(keys[evidencetypes.StoreKey]),
		app.StakingKeeper, app.SlashingKeeper, accounts, runtime.ProvideCometInfoService())

	app.AuthzKeeper = authzkeeper.NewKeeper(runtime.NewKVStoreService(keys[authzkeeper.StoreKey]), cdc, app.MsgServiceRouter(), app.AccountKeeper)
	app.FeeGrantKeeper = feegrantkeeper.NewKeeper(cdc, runtime.NewKVStoreService(keys[feegrant.StoreKey]), app.AccountKeeper)

	skipped := map[int64]bool{}
	for _, height := range cast.ToIntSlice(appOpts.Get(server.FlagUnsafeSkipUpgrades)) {
		skipped[int64(height)] = true
	}
	app.UpgradeKeeper = upgradekeeper.NewKeeper(skipped, runtime.NewKVStoreService(keys[upgradetypes.StoreKey]), cdc,
		cast.ToString(appOpts.Get(flags.FlagHome)), app.BaseApp, gov)
	app.GovKeeper = govkeeper.NewKeeper(cdc, runtime.NewKVStoreService(keys[govtypes.StoreKey]),
		app.AccountKeeper, app.BankKeeper, app.DistrKeeper, app.MsgServiceRouter(), govtypes.DefaultConfig(), gov,
		govkeeper.NewDefaultCalculateVoteResultsAndVotingPower(app.StakingKeeper))
	app.GovKeeper.SetLegacyRouter(govv1beta1.NewRouter()) // no route: without a router such a proposal is a panic
}
