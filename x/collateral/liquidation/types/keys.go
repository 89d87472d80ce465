// Package types holds what liquidation keeps and says: margin calls, Dutch auctions, insurance and the backstop's deposits.
package types

import (
	"encoding/binary"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

const (
	// ModuleName names the module and its account.
	ModuleName = "liquidation"
	// StoreKey is the key of the module's store.
	StoreKey = ModuleName
)

// The prefixes of the store, dense from zero.
var (
	ParamsKey    = collections.NewPrefix(0)
	CallsKey     = collections.NewPrefix(1)
	AuctionsKey  = collections.NewPrefix(2)
	AgendaKey    = collections.NewPrefix(3)
	FundsKey     = collections.NewPrefix(4)
	DepositsKey  = collections.NewPrefix(5)
	InAuctionKey = collections.NewPrefix(6)
)

// ID names a position.
type ID struct {
	// Owner is the position's.
	Owner sdk.AccAddress
	// Denom is the market's.
	Denom string
	// Number is the position's among the owner's.
	Number uint64
}

// Bytes writes the position as the end of a key: number, owner and denom, each delimited.
func (id ID) Bytes() []byte {
	bz := binary.BigEndian.AppendUint64(make([]byte, 0, 9+len(id.Owner)+len(id.Denom)), id.Number)
	bz = append(append(bz, byte(len(id.Owner))), id.Owner...)
	return append(bz, id.Denom...)
}

// ParseID reads what Bytes wrote.
func ParseID(bz []byte) (ID, error) {
	if len(bz) < 9 || len(bz) < 9+int(bz[8]) {
		return ID{}, ErrBrokenLaw.Wrapf("%x names no position", bz)
	}
	end := 9 + int(bz[8])
	return ID{Owner: sdk.AccAddress(bz[9:end]), Denom: string(bz[end:]), Number: binary.BigEndian.Uint64(bz)}, nil
}
