// Package keeper runs the credit markets: it publishes curves, prices bonds, lends a pool's cash against pledges, and checks
// health wherever value could leave a position.
package keeper

import (
	"cosmossdk.io/collections"
	"cosmossdk.io/core/store"
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
)

// Keeper holds the state of x/collateral. It keeps nothing in memory between calls.
type Keeper struct {
	accounts  types.AccountKeeper
	bank      types.BankKeeper
	bonds     types.BondKeeper
	custody   types.CustodyKeeper
	oracle    types.Oracle
	authority string
	hooks     types.RiskHooks // nil until set

	schema    collections.Schema
	params    collections.Item[types.Params]
	curves    collections.Map[string, types.Curve]                            // by currency
	fxRates   collections.Map[collections.Pair[string, string], types.FxRate] // by base, quote
	haircuts  collections.Map[string, types.HaircutTable]                     // by effective date
	markets   collections.Map[string, types.Market]                           // by denom
	pools     collections.Map[string, types.Pool]                             // by denom
	supplies  collections.Map[supplyKey, math.Int]
	positions collections.Map[positionKey, types.Position]

	risks         collections.Map[riskKey, types.RiskTerms]
	categoryDebts collections.Map[categoryKey, math.Int] // scaled
	marks         collections.Map[markKey, types.Mark]
	stresses      collections.Map[string, types.MarketStress] // by denom
	watches       collections.KeySet[watchKey]                // the positions to look at, by sum of falls
	history       collections.Map[historyKey, types.MarketDay]
}

type (
	// supplyKey is supplier, denom.
	supplyKey = collections.Pair[sdk.AccAddress, string]
	// positionKey is owner, denom, number.
	positionKey = collections.Triple[sdk.AccAddress, string, uint64]
	// riskKey is denom, version.
	riskKey = collections.Pair[string, uint64]
	// categoryKey is denom, category.
	categoryKey = collections.Pair[string, string]
	// markKey is denom of the market, denom of the collateral.
	markKey = collections.Pair[string, string]
	// historyKey is denom, date.
	historyKey = collections.Pair[string, string]
)

// New returns the keeper. The authority is governance; the module account "collateral" must exist in x/auth's permissions.
func New(
	cdc codec.BinaryCodec, storeService store.KVStoreService,
	accounts types.AccountKeeper, bank types.BankKeeper, bonds types.BondKeeper, custody types.CustodyKeeper,
	authority string,
) *Keeper {
	if accounts.GetModuleAddress(types.ModuleName) == nil {
		panic("the module account of x/collateral is not set")
	}
	sb := collections.NewSchemaBuilder(storeService)
	k := &Keeper{
		accounts: accounts, bank: bank, bonds: bonds, custody: custody, authority: authority,
		params: collections.NewItem(sb, types.ParamsKey, "params", codec.CollValue[types.Params](cdc)),
		curves: collections.NewMap(sb, types.CurvesKey, "curves", collections.StringKey, codec.CollValue[types.Curve](cdc)),
		fxRates: collections.NewMap(sb, types.FxRatesKey, "fx_rates",
			collections.PairKeyCodec(collections.StringKey, collections.StringKey), codec.CollValue[types.FxRate](cdc)),
		haircuts: collections.NewMap(sb, types.HaircutsKey, "haircuts", collections.StringKey,
			codec.CollValue[types.HaircutTable](cdc)),
		markets: collections.NewMap(sb, types.MarketsKey, "markets", collections.StringKey, codec.CollValue[types.Market](cdc)),
		pools:   collections.NewMap(sb, types.PoolsKey, "pools", collections.StringKey, codec.CollValue[types.Pool](cdc)),
		supplies: collections.NewMap(sb, types.SuppliesKey, "supplies",
			collections.PairKeyCodec(sdk.AccAddressKey, collections.StringKey), sdk.IntValue),
		positions: collections.NewMap(sb, types.PositionsKey, "positions",
			collections.TripleKeyCodec(sdk.AccAddressKey, collections.StringKey, collections.Uint64Key),
			codec.CollValue[types.Position](cdc)),
		risks: collections.NewMap(sb, types.RiskTermsKey, "risk_terms",
			collections.PairKeyCodec(collections.StringKey, collections.Uint64Key), codec.CollValue[types.RiskTerms](cdc)),
		categoryDebts: collections.NewMap(sb, types.CategoryDebtsKey, "category_debts",
			collections.PairKeyCodec(collections.StringKey, collections.StringKey), sdk.IntValue),
		marks: collections.NewMap(sb, types.MarksKey, "marks",
			collections.PairKeyCodec(collections.StringKey, collections.StringKey), codec.CollValue[types.Mark](cdc)),
		stresses: collections.NewMap(sb, types.StressesKey, "stresses", collections.StringKey,
			codec.CollValue[types.MarketStress](cdc)),
		watches: collections.NewKeySet(sb, types.WatchesKey, "watches", collections.QuadKeyCodec(
			collections.StringKey, collections.Uint64Key, collections.Uint64Key, collections.BytesKey)),
		history: collections.NewMap(sb, types.HistoryKey, "history",
			collections.PairKeyCodec(collections.StringKey, collections.StringKey), codec.CollValue[types.MarketDay](cdc)),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(err)
	}
	k.schema = schema
	return k
}

// SetOracle hangs in the sub-module that publishes curves and exchange rates. It must be called before the first block.
func (k *Keeper) SetOracle(oracle types.Oracle) { k.oracle = oracle }

// SetRiskHooks says who hears of positions in danger. It is called once, while the application is built.
func (k *Keeper) SetRiskHooks(hooks types.RiskHooks) {
	if k.hooks != nil {
		panic("the risk hooks of x/collateral are set already")
	}
	k.hooks = hooks
}

// Authority returns the account that governs the module.
func (k *Keeper) Authority() string { return k.authority }

// address is where the module keeps cash.
func (k *Keeper) address() sdk.AccAddress { return k.accounts.GetModuleAddress(types.ModuleName) }
