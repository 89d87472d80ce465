package types

import (
	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/address"
)

const (
	// ModuleName names the module, its module account and its error codespace.
	ModuleName = "carry"
	// StoreKey names the module's store.
	StoreKey = ModuleName
)

// Prefixes of the module's store.
var (
	ParamsKey               = collections.NewPrefix(0)
	QuotesPrefix            = collections.NewPrefix(1)
	QuotesByPairPrefix      = collections.NewPrefix(2)
	QuotesByExpiryPrefix    = collections.NewPrefix(3)
	DealerSequencesPrefix   = collections.NewPrefix(4)
	VenuesPrefix            = collections.NewPrefix(5)
	VenuesByPortPrefix      = collections.NewPrefix(6)
	LedgersPrefix           = collections.NewPrefix(7)
	PositionsPrefix         = collections.NewPrefix(8)
	PositionsByAcctPrefix   = collections.NewPrefix(9)
	PositionsByDuePrefix    = collections.NewPrefix(10)
	PacketsPrefix           = collections.NewPrefix(11)
	HandshakeRequestsPrefix = collections.NewPrefix(12)
)

// PositionAccount is a position's own account on this chain: it borrows, converts, sends, receives refunds and what comes
// home. It has no key.
func PositionAccount(owner sdk.AccAddress, number uint64) sdk.AccAddress {
	return address.Module(ModuleName, owner, sdk.Uint64ToBigEndian(number))
}

// VenueController is the account that owns a venue's interchain account. It has no key, so nobody can order anything of
// the interchain account by transaction. The height at which the venue is registered is part of it, so that nobody can
// open channels in its name beforehand.
func VenueController(venueID string, height int64) sdk.AccAddress {
	return address.Module(ModuleName, []byte("venue"), []byte(venueID), sdk.Uint64ToBigEndian(uint64(height)))
}
