package types

import (
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// The checks of messages that need no state. Handlers repeat them, because a message that arrives inside another one is
// not checked on its way in.
var (
	_ sdk.HasValidateBasic = (*MsgUpdateParams)(nil)
	_ sdk.HasValidateBasic = (*MsgAgreeTrade)(nil)
	_ sdk.HasValidateBasic = (*MsgCancelTrade)(nil)
	_ sdk.HasValidateBasic = (*MsgFormSyndicate)(nil)
	_ sdk.HasValidateBasic = (*MsgPayShare)(nil)
	_ sdk.HasValidateBasic = (*MsgDissolveSyndicate)(nil)
)

// ValidateBasic checks the parameters.
func (m *MsgUpdateParams) ValidateBasic() error { return m.Params.Validate() }

// ValidateBasic checks parties, ISIN, face, reference, and that one of price and yield is given.
func (m *MsgAgreeTrade) ValidateBasic() error {
	if err := differ(m.Seller, m.Buyer); err != nil {
		return err
	}
	if err := bondtypes.ValidateISIN(m.Isin); err != nil {
		return err
	}
	if err := bondtypes.ValidateAmount("face", m.Face); err != nil {
		return err
	}
	if err := validateReference(m.Reference); err != nil {
		return err
	}
	if (m.CleanPrice == "") == (m.SimpleYield == "") {
		return ErrInvalidTrade.Wrap("give one of clean_price and simple_yield")
	}
	if m.CleanPrice == "" {
		return nil // the yield is read where the terms are known
	}
	_, err := ParsePrice(m.CleanPrice)
	return err
}

// ParsePrice reads a clean price per 100 of face.
func ParsePrice(text string) (math.LegacyDec, error) {
	price, err := rounding.ParseDec(text, PricePlaces)
	if err != nil {
		return math.LegacyDec{}, ErrInvalidTrade.Wrapf("clean_price: %s", err)
	}
	return price, bondtypes.ValidateCleanPrice(price)
}

// ValidateBasic checks parties, ISIN and reference.
func (m *MsgCancelTrade) ValidateBasic() error {
	if err := differ(m.Seller, m.Buyer); err != nil {
		return err
	}
	if err := bondtypes.ValidateISIN(m.Isin); err != nil {
		return err
	}
	return validateReference(m.Reference)
}

// ValidateBasic checks the terms.
func (m *MsgFormSyndicate) ValidateBasic() error { return m.Terms.Validate() }

// ValidateBasic checks the id.
func (m *MsgPayShare) ValidateBasic() error { return validateSyndicateID(m.SyndicateId) }

// ValidateBasic checks the id.
func (m *MsgDissolveSyndicate) ValidateBasic() error { return validateSyndicateID(m.SyndicateId) }

func validateSyndicateID(id string) error {
	if _, ok := IssuerID(id); !ok {
		return ErrInvalidSyndicate.Wrapf("id %q has not the form of one", id)
	}
	return nil
}
