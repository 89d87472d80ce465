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
	RowsPrefix           = collections.NewPrefix(7)
	PendingPrefix        = collections.NewPrefix(8)
	FundsPrefix          = collections.NewPrefix(9)
	SchedulePrefix       = collections.NewPrefix(10)
	SweepsPrefix         = collections.NewPrefix(11)
	ReferencesPrefix     = collections.NewPrefix(12)
	FixingsPrefix        = collections.NewPrefix(13)
	ScheduledPrefix      = collections.NewPrefix(14)
	BallotsPrefix        = collections.NewPrefix(15)
	BallotRowsPrefix     = collections.NewPrefix(16)
	ClosedBallotsPrefix  = collections.NewPrefix(17)
	StripsPrefix         = collections.NewPrefix(18)
)
