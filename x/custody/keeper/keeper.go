// Package keeper keeps who may hold what, what of it is free, and settles trades.
package keeper

import (
	"fmt"

	"cosmossdk.io/collections"
	collcodec "cosmossdk.io/collections/codec"
	"cosmossdk.io/core/store"
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/types"
)

// Keeper is the gateway to the module's state. It holds nothing that a block could change.
type Keeper struct {
	accounts  types.AccountKeeper
	bank      types.BankKeeper
	bond      types.BondKeeper
	channels  types.Channels
	hooks     types.PledgeHooks
	recovery  types.RecoveryHooks
	freed     types.HoldingHooks
	reserves  types.CashReserves
	authority string

	// modules says what the account of each module may hold, by address; names are the modules that may hold claims.
	modules map[string]types.Holds
	names   map[string]bool
	bondAcc sdk.AccAddress
	ownAcc  sdk.AccAddress

	schema          collections.Schema
	params          collections.Item[types.Params]
	records         collections.Map[sdk.AccAddress, types.AccountRecord]
	series          collections.Map[string, types.SeriesRecord]
	encumbrances    collections.Map[collections.Pair[sdk.AccAddress, string], types.Encumbrance]
	licences        collections.Map[licenceKey, types.Licence]
	licencesByLEI   collections.Map[collections.Pair[string, string], sdk.AccAddress]
	cashDenoms      collections.KeySet[string]
	cashIssued      collections.Map[collections.Pair[string, sdk.AccAddress], math.Int]
	custodyAccounts collections.KeySet[collections.Pair[sdk.AccAddress, sdk.AccAddress]]
	remoteAccounts  collections.Map[collections.Pair[string, string], sdk.AccAddress]
	approvals       collections.Map[collections.Pair[string, string], types.ChannelApproval]
	pledges         claims
	reservations    claims
	suspense        collections.KeySet[collections.Pair[sdk.AccAddress, string]]
	overrides       collections.Map[collections.Pair[string, uint64], types.Override]
	tradeReferences collections.Map[collections.Triple[sdk.AccAddress, sdk.AccAddress, string], int64]
	censusRows      collections.Map[collections.Pair[sdk.AccAddress, string], types.CensusRow]
	censusTotals    collections.Map[censusKey, types.CensusTotal]
	countings       collections.Map[string, []byte]
	recounts        collections.KeySet[sdk.AccAddress]
	pilotDays       collections.Map[string, types.PilotDay]
	subCustodians   collections.KeySet[collections.Pair[sdk.AccAddress, sdk.AccAddress]]
	overrideCounts  collections.Map[int32, uint64]
}

// NewKeeper builds the keeper. modules lists every module account of the binary by name with what it may hold; x/bond and
// x/custody hold everything whatever the list says. A module that is not listed would be taken for an ordinary account.
func NewKeeper(
	cdc codec.BinaryCodec, storeService store.KVStoreService,
	accounts types.AccountKeeper, bank types.BankKeeper, bond types.BondKeeper,
	modules map[string]types.Holds, authority string,
) *Keeper {
	if _, err := accounts.AddressCodec().StringToBytes(authority); err != nil {
		panic(fmt.Errorf("authority of x/custody: %w", err))
	}
	sb := collections.NewSchemaBuilder(storeService)
	k := &Keeper{
		accounts: accounts, bank: bank, bond: bond, authority: authority,
		modules: make(map[string]types.Holds, len(modules)+2), names: make(map[string]bool, len(modules)),
		bondAcc: authtypes.NewModuleAddress(bondtypes.ModuleName),
		ownAcc:  authtypes.NewModuleAddress(types.ModuleName),

		params:  collections.NewItem(sb, types.ParamsKey, "params", codec.CollValue[types.Params](cdc)),
		records: collections.NewMap(sb, types.AccountsPrefix, "accounts", sdk.AccAddressKey, codec.CollValue[types.AccountRecord](cdc)),
		series:  collections.NewMap(sb, types.SeriesPrefix, "series", collections.StringKey, codec.CollValue[types.SeriesRecord](cdc)),
		encumbrances: collections.NewMap(sb, types.EncumbrancesPrefix, "encumbrances",
			collections.PairKeyCodec(sdk.AccAddressKey, collections.StringKey), codec.CollValue[types.Encumbrance](cdc)),
		licences: collections.NewMap(sb, types.LicencesPrefix, "licences",
			collections.PairKeyCodec(sdk.AccAddressKey, collections.StringKey), codec.CollValue[types.Licence](cdc)),
		licencesByLEI: collections.NewMap(sb, types.LicencesByLEIPrefix, "licences_by_lei",
			collections.PairKeyCodec(collections.StringKey, collections.StringKey), collcodec.KeyToValueCodec(sdk.AccAddressKey)),
		cashDenoms: collections.NewKeySet(sb, types.CashDenomsPrefix, "cash_denoms", collections.StringKey),
		cashIssued: collections.NewMap(sb, types.CashIssuedPrefix, "cash_issued",
			collections.PairKeyCodec(collections.StringKey, sdk.AccAddressKey), sdk.IntValue),
		custodyAccounts: collections.NewKeySet(sb, types.CustodyAccountsPrefix, "custody_accounts",
			collections.PairKeyCodec(sdk.AccAddressKey, sdk.AccAddressKey)),
		remoteAccounts: collections.NewMap(sb, types.RemoteAccountsPrefix, "remote_accounts",
			collections.PairKeyCodec(collections.StringKey, collections.StringKey), collcodec.KeyToValueCodec(sdk.AccAddressKey)),
		approvals: collections.NewMap(sb, types.ApprovalsPrefix, "approvals",
			collections.PairKeyCodec(collections.StringKey, collections.StringKey), codec.CollValue[types.ChannelApproval](cdc)),
		pledges:      collections.NewMap(sb, types.PledgesPrefix, "pledges", claimKeyCodec, sdk.IntValue),
		reservations: collections.NewMap(sb, types.ReservationsPrefix, "reservations", claimKeyCodec, sdk.IntValue),
		suspense: collections.NewKeySet(sb, types.SuspensePrefix, "suspense",
			collections.PairKeyCodec(sdk.AccAddressKey, collections.StringKey)),
		overrides: collections.NewMap(sb, types.OverridesPrefix, "overrides",
			collections.PairKeyCodec(collections.StringKey, collections.Uint64Key), codec.CollValue[types.Override](cdc)),
		tradeReferences: collections.NewMap(sb, types.TradeReferencesPrefix, "trade_references",
			collections.TripleKeyCodec(sdk.AccAddressKey, sdk.AccAddressKey, collections.StringKey), collections.Int64Value),
		censusRows: collections.NewMap(sb, types.CensusRowsPrefix, "census_rows",
			collections.PairKeyCodec(sdk.AccAddressKey, collections.StringKey), codec.CollValue[types.CensusRow](cdc)),
		censusTotals: collections.NewMap(sb, types.CensusTotalsPrefix, "census_totals",
			collections.TripleKeyCodec(collections.StringKey, collections.Int32Key, collections.StringKey), codec.CollValue[types.CensusTotal](cdc)),
		countings: collections.NewMap(sb, types.CountingsPrefix, "countings", collections.StringKey, collections.BytesValue),
		recounts:  collections.NewKeySet(sb, types.RecountsPrefix, "recounts", sdk.AccAddressKey),
		pilotDays: collections.NewMap(sb, types.PilotDaysPrefix, "pilot_days", collections.StringKey, codec.CollValue[types.PilotDay](cdc)),
		subCustodians: collections.NewKeySet(sb, types.SubCustodiansPrefix, "sub_custodians",
			collections.PairKeyCodec(sdk.AccAddressKey, sdk.AccAddressKey)),
		overrideCounts: collections.NewMap(sb, types.OverrideCountsPrefix, "override_counts", collections.Int32Key, collections.Uint64Value),
	}
	for name, holds := range modules {
		k.modules[string(authtypes.NewModuleAddress(name))] = holds
		k.names[name] = true
	}
	k.modules[string(k.bondAcc)], k.modules[string(k.ownAcc)] = types.HoldsAll, types.HoldsAll

	schema, err := sb.Build()
	if err != nil {
		panic(fmt.Errorf("schema of x/custody: %w", err))
	}
	k.schema = schema
	return k
}

// SetHooks says who hears of redeemed pledges. It is called once, while the application is built.
func (k *Keeper) SetHooks(hooks types.PledgeHooks) {
	if k.hooks != nil {
		panic("hooks of x/custody are set twice")
	}
	k.hooks = hooks
}

// SetHoldingHooks says who hears of claims that end. It is called once, while the application is built.
func (k *Keeper) SetHoldingHooks(hooks types.HoldingHooks) {
	if k.freed != nil {
		panic("holding hooks of x/custody are set twice")
	}
	k.freed = hooks
}

// SetRecoveryHooks says who takes part in recoveries. It is called once, while the application is built.
func (k *Keeper) SetRecoveryHooks(hooks types.RecoveryHooks) {
	if k.recovery != nil {
		panic("recovery hooks of x/custody are set twice")
	}
	k.recovery = hooks
}

// SetChannels gives access to IBC's channels. It is called once, while the application is built: IBC's keepers come later.
func (k *Keeper) SetChannels(channels types.Channels) {
	if k.channels != nil {
		panic("channels of x/custody are set twice")
	}
	k.channels = channels
}

// Authority is the account that governance acts as.
func (k *Keeper) Authority() string { return k.authority }

// text returns an address as people write it; addresses in state were valid when they were stored.
func (k *Keeper) text(addr sdk.AccAddress) (string, error) {
	return k.accounts.AddressCodec().BytesToString(addr)
}
