package types

import (
	"cosmossdk.io/core/address"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkaddress "github.com/cosmos/cosmos-sdk/types/address"
)

// Holds says which regulated assets the account of a module may hold.
type Holds int

const (
	// HoldsNothing is for the fee collector, staking pools and the like.
	HoldsNothing Holds = iota
	// HoldsCash is for pools of cash.
	HoldsCash
	// HoldsAll is for modules that bonds pass through.
	HoldsAll
)

// Admits tells whether an asset may be held.
func (h Holds) Admits(asset Asset) bool {
	return h == HoldsAll || h == HoldsCash && asset == AssetCash || asset == AssetUnregulated
}

// SuspenseAddress is the account that holds what an owner is owed and may not receive. Nobody has its key.
func SuspenseAddress(owner sdk.AccAddress) sdk.AccAddress {
	return sdkaddress.Module(ModuleName, []byte("suspense"), owner)
}

// DecodeAddress reads an address, and names the field when it is wrong.
func DecodeAddress(codec address.Codec, field, text string) (sdk.AccAddress, error) {
	bz, err := codec.StringToBytes(text)
	if err != nil {
		return nil, ErrInvalidAddress.Wrapf("%s: %s", field, err)
	}
	return bz, nil
}
