package types

import (
	"strings"

	"cosmossdk.io/core/address"

	sdk "github.com/cosmos/cosmos-sdk/types"

	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// DecodeAddress reads an address and names the field when it is wrong. Capital letters are refused: each account has one
// name, by which parties are told apart.
func DecodeAddress(codec address.Codec, field, text string) (sdk.AccAddress, error) {
	if text != strings.ToLower(text) {
		return nil, custodytypes.ErrInvalidAddress.Wrapf("%s: in lower case", field)
	}
	return custodytypes.DecodeAddress(codec, field, text)
}
