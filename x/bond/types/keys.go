package types

import (
	"cosmossdk.io/collections"
)

const (
	// ModuleName names the module, its module account and its error codespace.
	ModuleName = "bond"
	// StoreKey names the module's store.
	StoreKey = ModuleName
)

// Prefixes of the module's store.
var (
	ClockKey             = collections.NewPrefix(0)
	ParamsKey            = collections.NewPrefix(1)
	IssuersPrefix        = collections.NewPrefix(2)
	SeriesPrefix         = collections.NewPrefix(3)
	SeriesByIssuerPrefix = collections.NewPrefix(4)
	MarksPrefix          = collections.NewPrefix(5)
	PaymentsPrefix       = collections.NewPrefix(6)
	EntriesPrefix        = collections.NewPrefix(7)
	FundsPrefix          = collections.NewPrefix(8)
	SchedulePrefix       = collections.NewPrefix(9)
	SweepsPrefix         = collections.NewPrefix(10)
	ReferencesPrefix     = collections.NewPrefix(11)
	FixingsPrefix        = collections.NewPrefix(12)
	ScheduledPrefix      = collections.NewPrefix(13)
	BallotsPrefix        = collections.NewPrefix(14)
	BallotRowsPrefix     = collections.NewPrefix(15)
	ClosedBallotsPrefix  = collections.NewPrefix(16)
	StripsPrefix         = collections.NewPrefix(17)
	TransactionsKey      = collections.NewPrefix(18)
)
