// Package types holds the messages, state and pure rules of auctions: what may be announced and bid, what a bid may cost, how
// bids are sealed, and what a dealer owes its issuer.
package types

import "cosmossdk.io/collections"

const (
	// ModuleName is the name of the module, of its account and of its codespace.
	ModuleName = "auction"
	// StoreKey is the key of the module's store.
	StoreKey = ModuleName
)

// Prefixes of the module's collections.
var (
	ParamsKey          = collections.NewPrefix(0)
	ParticipantsPrefix = collections.NewPrefix(1)
	RegistersPrefix    = collections.NewPrefix(2)
	AuctionsPrefix     = collections.NewPrefix(3)
	ByStatusPrefix     = collections.NewPrefix(4)
	CalendarPrefix     = collections.NewPrefix(5)
	TendersPrefix      = collections.NewPrefix(6)
	ByBidderPrefix     = collections.NewPrefix(7)
	QuotasPrefix       = collections.NewPrefix(8)
	DutiesPrefix       = collections.NewPrefix(9)
	OnOfferPrefix      = collections.NewPrefix(10)
	SchedulePrefix     = collections.NewPrefix(11)
	ReleasesPrefix     = collections.NewPrefix(12)
	DealersPrefix      = collections.NewPrefix(13)
)
