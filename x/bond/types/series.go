package types

import (
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
)

// NewSeries returns an announced series.
func NewSeries(terms TermSheet) Series {
	return Series{
		Terms: terms, Status: SERIES_STATUS_ANNOUNCED,
		Issued: math.ZeroInt(), Redeemed: math.ZeroInt(), Stripped: math.ZeroInt(), BoughtBack: math.ZeroInt(),
	}
}

// Denom returns the bank denom of the units.
func (s Series) Denom() string { return Denom(s.Terms.Isin) }

// Outstanding returns the face issued and neither redeemed, separated into strips nor bought back, which is the supply of
// the denom.
func (s Series) Outstanding() math.Int { return s.left().Sub(s.Redeemed) }

// left returns the face that is redeemed in the end: what was issued and neither separated into strips nor bought back.
func (s Series) left() math.Int { return s.Issued.Sub(s.stripped()).Sub(s.boughtBack()) }

// boughtBack returns the face bought back; a record without the field has none.
func (s Series) boughtBack() math.Int {
	if s.BoughtBack.IsNil() {
		return math.ZeroInt()
	}
	return s.BoughtBack
}

// StrippedFace returns the face separated into strips and not recombined.
func (s Series) StrippedFace() math.Int { return s.stripped() }

// stripped returns the face separated into strips; a record without the field has none.
func (s Series) stripped() math.Int {
	if s.Stripped.IsNil() {
		return math.ZeroInt()
	}
	return s.Stripped
}

// Units returns a number of units as coins.
func (s Series) Units(n math.Int) sdk.Coins { return sdk.NewCoins(sdk.NewCoin(s.Denom(), n)) }

// Cash returns an amount of the currency of the series.
func (s Series) Cash(amount math.Int) sdk.Coin { return sdk.NewCoin(s.Terms.Currency, amount) }

// HasMatured tells whether the payment date of the principal has come.
func (s Series) HasMatured() bool {
	return s.Status == SERIES_STATUS_MATURED || s.Status == SERIES_STATUS_REDEEMED
}

// Metadata returns what wallets show of the denom. The unit has no decimals: one base unit is one currency unit of face.
func (t TermSheet) Metadata() banktypes.Metadata {
	denom := Denom(t.Isin)
	return banktypes.Metadata{
		Description: "Face of " + t.Name + ", in units of its currency",
		DenomUnits:  []*banktypes.DenomUnit{{Denom: denom, Exponent: 0}},
		Base:        denom,
		Display:     denom,
		Name:        t.Name,
		Symbol:      t.Isin,
	}
}

// Validate checks the record against itself.
func (s Series) Validate() error {
	if err := s.Terms.Validate(); err != nil {
		return err
	}
	for _, check := range []func() error{s.validateCalls, s.validateStanding} {
		if err := check(); err != nil {
			return err
		}
	}
	switch s.Status {
	case SERIES_STATUS_ANNOUNCED, SERIES_STATUS_LIVE, SERIES_STATUS_MATURED, SERIES_STATUS_REDEEMED:
	default:
		return ErrInvalidGenesis.Wrapf("series %s: status %s", s.Terms.Isin, s.Status)
	}
	switch {
	case s.Issued.IsNil() || s.Redeemed.IsNil() || s.Redeemed.IsNegative() || s.stripped().IsNegative() || s.boughtBack().IsNegative() || s.Outstanding().IsNegative():
		return ErrInvalidGenesis.Wrapf("series %s: redeemed, stripped and bought_back must be between 0 and issued", s.Terms.Isin)
	case s.Issued.GT(s.Terms.Authorised):
		return ErrInvalidGenesis.Wrapf("series %s: issued %s is above authorised %s", s.Terms.Isin, s.Issued, s.Terms.Authorised)
	case !s.Issued.Mod(s.Terms.Denomination).IsZero():
		return ErrInvalidGenesis.Wrapf("series %s: issued %s is not a multiple of the denomination", s.Terms.Isin, s.Issued)
	case s.Status == SERIES_STATUS_ANNOUNCED && !s.Issued.IsZero():
		return ErrInvalidGenesis.Wrapf("series %s: announced, but %s issued", s.Terms.Isin, s.Issued)
	case s.Status != SERIES_STATUS_MATURED && s.Status != SERIES_STATUS_REDEEMED && !s.Redeemed.IsZero():
		return ErrInvalidGenesis.Wrapf("series %s: not matured, but %s redeemed", s.Terms.Isin, s.Redeemed)
	case s.Status == SERIES_STATUS_REDEEMED && !s.Outstanding().IsZero():
		return ErrInvalidGenesis.Wrapf("series %s: redeemed, but %s outstanding", s.Terms.Isin, s.Outstanding())
	}
	return nil
}
