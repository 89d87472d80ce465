package types

import (
	"math/big"
	"regexp"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
)

// maxAmountBits bounds every amount so that no later product leaves 256 bits.
const maxAmountBits = 100

// maxAmount is the bound itself, exclusive.
var maxAmount = math.NewIntFromBigInt(new(big.Int).Lsh(big.NewInt(1), maxAmountBits))

// cashDenom is what a cash token is called: micro-units of an ISO 4217 currency.
var cashDenom = regexp.MustCompile(`^u[a-z]{3}$`)

// Asset says under which rules a denom moves.
type Asset int

const (
	// AssetUnregulated moves as on any public chain.
	AssetUnregulated Asset = iota
	// AssetBond is held by those whom the issuer's transfer rules admit.
	AssetBond
	// AssetCash is held by any account that is not frozen.
	AssetCash
)

// ValidateAmount refuses amounts that are absent, not positive, or 2^100 and more.
func ValidateAmount(amount math.Int) error {
	switch {
	case amount.IsNil() || !amount.IsPositive():
		return ErrInvalidAmount.Wrap("must be positive")
	case amount.GTE(maxAmount):
		return ErrInvalidAmount.Wrapf("must be below 2^%d", maxAmountBits)
	}
	return nil
}

// ValidateCash refuses coins that are not a positive amount of what can be a cash token.
func ValidateCash(coin sdk.Coin) error {
	if err := ValidateCashDenom(coin.Denom); err != nil {
		return err
	}
	return ValidateAmount(coin.Amount)
}

// ValidateCashDenom refuses denoms that are not u and three lower-case letters.
func ValidateCashDenom(denom string) error {
	if !IsCashDenomFormat(denom) {
		return ErrInvalidDenom.Wrapf("%q is not a cash denom: u and a currency, for example ujpy", denom)
	}
	return nil
}

// IsCashDenomFormat tells whether a denom could be a cash token, without a regular expression on the hot path.
func IsCashDenomFormat(denom string) bool {
	return len(denom) == 4 && cashDenom.MatchString(denom)
}

// ValidateRegulatedCoin refuses coins that are neither a bond nor what can be a cash token, or not a positive amount.
func ValidateRegulatedCoin(coin sdk.Coin) error {
	if _, isBond := bondtypes.ISINOf(coin.Denom); !isBond && !IsCashDenomFormat(coin.Denom) {
		return ErrInvalidDenom.Wrapf("%q is neither a bond nor cash", coin.Denom)
	}
	return ValidateAmount(coin.Amount)
}
