package types

import (
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
)

// MaxSeries is how many series one position may have pledged: each exit prices all of them.
const MaxSeries = 20

// MaxRecovered is how many positions of an account follow its holdings when its key is lost, in one step.
const MaxRecovered = 64

// NewPosition returns a position without collateral or debt.
func NewPosition(owner sdk.AccAddress, denom string, number uint64) Position {
	return Position{Owner: owner.String(), Denom: denom, Number: number, ScaledDebt: math.ZeroInt()}
}

// HasDebt tells whether anything is owed.
func (p Position) HasDebt() bool { return p.ScaledDebt.IsPositive() }

// InDanger tells whether the position is called, due or in auction.
func (p Position) InDanger() bool { return p.Watch.Stage == STAGE_CALLED || p.Watch.Stage == STAGE_DUE }

// IsEmpty tells whether nothing is left that needs a row.
func (p Position) IsEmpty() bool { return !p.HasDebt() && p.Bonds.Empty() && p.Cash.Empty() }

// PledgeRef is the reference of the position's pledges in x/custody.
func (p Position) PledgeRef() string { return PledgeRef(p.Denom, p.Number) }

// Validate checks the row by itself.
func (p Position) Validate() error {
	if _, err := sdk.AccAddressFromBech32(p.Owner); err != nil {
		return ErrInvalidGenesis.Wrapf("position owner: %s", err)
	}
	if p.ScaledDebt.IsNil() || p.ScaledDebt.IsNegative() {
		return ErrInvalidGenesis.Wrapf("position %s of %s: scaled debt must not be negative", p.PledgeRef(), p.Owner)
	}
	if p.IsEmpty() {
		return ErrInvalidGenesis.Wrapf("position %s of %s: has neither debt nor collateral", p.PledgeRef(), p.Owner)
	}
	if !p.Bonds.Empty() {
		if err := ValidateBonds(p.Bonds); err != nil {
			return err
		}
	}
	if err := p.Cash.Validate(); err != nil {
		return ErrInvalidGenesis.Wrapf("position %s of %s: cash: %s", p.PledgeRef(), p.Owner, err)
	}
	return nil
}

// ValidateBonds refuses coins that are not 1 to MaxSeries bond tokens, sorted, positive and bounded.
func ValidateBonds(bonds sdk.Coins) error {
	if err := ValidateCoins(bonds); err != nil {
		return err
	}
	for _, coin := range bonds {
		if _, isBond := bondtypes.ISINOf(coin.Denom); !isBond {
			return ErrInvalidCollateral.Wrapf("%q is not a bond", coin.Denom)
		}
	}
	return nil
}

// ValidateCoins refuses coins that are none, more than a position can have, unsorted, not positive or too large.
func ValidateCoins(coins sdk.Coins) error {
	if coins.Empty() {
		return ErrInvalidCollateral.Wrap("none given")
	}
	if len(coins) > MaxSeries+maxAccepted {
		return ErrInvalidCollateral.Wrapf("more denoms than a position can have: %d", len(coins))
	}
	for _, coin := range coins {
		if err := ValidateAmount(coin.Denom, coin.Amount); err != nil {
			return err
		}
	}
	if err := coins.Validate(); err != nil {
		return ErrInvalidCollateral.Wrap(err.Error())
	}
	return nil
}
