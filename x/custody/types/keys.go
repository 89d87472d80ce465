package types

import "cosmossdk.io/collections"

const (
	// ModuleName is the name of the module, of its account and of its codespace.
	ModuleName = "custody"
	// StoreKey is the key of the module's store.
	StoreKey = ModuleName
	// maxTiers is how many custodians may stand one above the other.
	maxTiers = 3
)

// Prefixes of the module's collections.
var (
	ParamsKey             = collections.NewPrefix(0)
	AccountsPrefix        = collections.NewPrefix(1)
	SeriesPrefix          = collections.NewPrefix(2)
	EncumbrancesPrefix    = collections.NewPrefix(3)
	LicencesPrefix        = collections.NewPrefix(4)
	LicencesByLEIPrefix   = collections.NewPrefix(5)
	CashDenomsPrefix      = collections.NewPrefix(6)
	CashIssuedPrefix      = collections.NewPrefix(7)
	CustodyAccountsPrefix = collections.NewPrefix(8)
	RemoteAccountsPrefix  = collections.NewPrefix(9)
	ApprovalsPrefix       = collections.NewPrefix(10)
	PledgesPrefix         = collections.NewPrefix(11)
	ReservationsPrefix    = collections.NewPrefix(12)
	SuspensePrefix        = collections.NewPrefix(13)
	OverridesPrefix       = collections.NewPrefix(14)
	TradeReferencesPrefix = collections.NewPrefix(15)
	CensusRowsPrefix      = collections.NewPrefix(16)
	CensusTotalsPrefix    = collections.NewPrefix(17)
	CountingsPrefix       = collections.NewPrefix(18)
	RecountsPrefix        = collections.NewPrefix(19)
	PilotDaysPrefix       = collections.NewPrefix(20)
	SubCustodiansPrefix   = collections.NewPrefix(21)
	OverrideCountsPrefix  = collections.NewPrefix(22)
)
