package types

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"cosmossdk.io/core/address"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

const (
	maxBookAccount = 35
	maxNameLength  = 100
	maxDelivery    = 70
	maxReason      = 200
)

var (
	reference = regexp.MustCompile(`^[0-9A-Za-z./_:-]{1,35}$`)
	sha256Hex = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// DecodeAddress reads an address, and names the field when it is wrong.
func DecodeAddress(codec address.Codec, field, text string) (sdk.AccAddress, error) {
	bz, err := codec.StringToBytes(text)
	if err != nil {
		return nil, ErrInvalidAddress.Wrapf("%s: %s", field, err)
	}
	return bz, nil
}

// ValidateDenom refuses denoms that are neither a bond with a good ISIN nor of the form of a cash token.
func ValidateDenom(denom string) error {
	if isin, isBond := bondtypes.ISINOf(denom); isBond {
		return custodytypes.ValidateISIN(isin)
	}
	if !custodytypes.IsCashDenomFormat(denom) {
		return ErrInvalidDenom.Wrapf("%q is neither a bond nor cash", denom)
	}
	return nil
}

// ValidateCoin refuses coins of other denoms, and amounts that are not positive or reach 2^100.
func ValidateCoin(coin sdk.Coin) error {
	if err := ValidateDenom(coin.Denom); err != nil {
		return err
	}
	return validateAmount("amount", coin.Amount)
}

func validateAmount(field string, amount math.Int) error {
	if err := custodytypes.ValidateAmount(amount); err != nil {
		return ErrInvalidAmount.Wrapf("%s: %s", field, err)
	}
	return nil
}

// validateQuantity allows zero.
func validateQuantity(field string, amount math.Int) error {
	if !amount.IsNil() && amount.IsZero() {
		return nil
	}
	return validateAmount(field, amount)
}

func validateReference(text string) error {
	if !reference.MatchString(text) {
		return ErrInvalidText.Wrapf("reference %q: 1 to 35 letters, digits and - . / _ :", text)
	}
	return nil
}

func validateText(field, text string, longest int) error {
	if strings.TrimSpace(text) == "" || utf8.RuneCountInString(text) > longest || !printable(text) {
		return ErrInvalidText.Wrapf("%s: 1 to %d printable characters", field, longest)
	}
	return nil
}

func printable(text string) bool {
	return utf8.ValidString(text) && strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) < 0
}
