package types

import (
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// The checks of messages that need no state. Handlers repeat them, because a message that arrives inside another one is not
// checked on its way in.
var (
	_ sdk.HasValidateBasic = (*MsgUpdateParams)(nil)
	_ sdk.HasValidateBasic = (*MsgSetBasket)(nil)
	_ sdk.HasValidateBasic = (*MsgSetInventory)(nil)
	_ sdk.HasValidateBasic = (*MsgOffer)(nil)
	_ sdk.HasValidateBasic = (*MsgSubstitute)(nil)
	_ sdk.HasValidateBasic = (*MsgPayDown)(nil)
	_ sdk.HasValidateBasic = (*MsgBuy)(nil)
)

// ValidateBasic checks the message by itself.
func (m *MsgUpdateParams) ValidateBasic() error { return m.Params.Validate() }

// ValidateBasic checks the message by itself.
func (m *MsgSetBasket) ValidateBasic() error { return m.Basket.Validate() }

// ValidateBasic checks the message by itself.
func (m *MsgSetInventory) ValidateBasic() error { return ValidateInventory(m.Isins) }

// ValidateBasic checks the message by itself: the offerer is a side, the offer lapses by the start date.
func (m *MsgOffer) ValidateBasic() error {
	if err := m.Terms.Validate(); err != nil {
		return err
	}
	if _, found := m.Terms.Other(m.Offerer); !found {
		return ErrNotParty.Wrap("who offers is giver or taker")
	}
	until, err := ParseDate("valid until", m.ValidUntil)
	if err != nil {
		return err
	}
	start, err := ParseDate("start date", m.Terms.StartDate)
	if err != nil {
		return err
	}
	if until > start {
		return ErrInvalidDate.Wrapf("valid until %s, after the start date %s", until, start)
	}
	return nil
}

// ValidateBasic checks the message by itself: something is given or taken back, and no series both ways.
func (m *MsgSubstitute) ValidateBasic() error {
	if len(m.Give) == 0 && len(m.TakeBack) == 0 {
		return ErrInvalidAmount.Wrap("nothing to give or to take back")
	}
	for _, bonds := range []sdk.Coins{m.Give, m.TakeBack} {
		if len(bonds) == 0 {
			continue
		}
		if err := ValidateBonds(bonds); err != nil {
			return err
		}
	}
	for _, bond := range m.Give {
		if m.TakeBack.AmountOf(bond.Denom).IsPositive() {
			return ErrInvalidAmount.Wrapf("%s both given and taken back", bond.Denom)
		}
	}
	return nil
}

// ValidateBasic checks the message by itself.
func (m *MsgPayDown) ValidateBasic() error { return ValidateCoin(m.Amount) }

// ValidateBasic checks the message by itself.
func (m *MsgBuy) ValidateBasic() error {
	if err := ValidateBonds(sdk.Coins{m.Bonds}); err != nil {
		return err
	}
	return ValidateCoin(m.MaxCash)
}
