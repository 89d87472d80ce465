package types

import (
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// The checks of messages that need no state. Handlers repeat them, because a message that arrives inside another one is
// not checked on its way in.
var (
	_ sdk.HasValidateBasic = (*MsgUpdateParams)(nil)
	_ sdk.HasValidateBasic = (*MsgSetCurve)(nil)
	_ sdk.HasValidateBasic = (*MsgSetFx)(nil)
	_ sdk.HasValidateBasic = (*MsgSetHaircuts)(nil)
	_ sdk.HasValidateBasic = (*MsgCreateMarket)(nil)
	_ sdk.HasValidateBasic = (*MsgUpdateMarket)(nil)
	_ sdk.HasValidateBasic = (*MsgSupply)(nil)
	_ sdk.HasValidateBasic = (*MsgWithdraw)(nil)
	_ sdk.HasValidateBasic = (*MsgAddCollateral)(nil)
	_ sdk.HasValidateBasic = (*MsgReleaseCollateral)(nil)
	_ sdk.HasValidateBasic = (*MsgBorrow)(nil)
	_ sdk.HasValidateBasic = (*MsgRepay)(nil)
	_ sdk.HasValidateBasic = (*MsgSetRiskTerms)(nil)
	_ sdk.HasValidateBasic = (*MsgPayReserve)(nil)
	_ sdk.HasValidateBasic = (*MsgPause)(nil)
	_ sdk.HasValidateBasic = (*MsgTransferPosition)(nil)
)

// ValidateBasic checks the message by itself.
func (m *MsgUpdateParams) ValidateBasic() error { return m.Params.Validate() }

// ValidateBasic checks the message by itself.
func (m *MsgSetCurve) ValidateBasic() error { return m.Curve.Validate() }

// ValidateBasic checks the message by itself.
func (m *MsgSetFx) ValidateBasic() error { return m.Fx.Validate() }

// ValidateBasic checks the message by itself.
func (m *MsgSetHaircuts) ValidateBasic() error { return m.Table.Validate() }

// ValidateBasic checks the message by itself.
func (m *MsgCreateMarket) ValidateBasic() error {
	return Market{Denom: m.Denom, Terms: m.Terms}.Validate()
}

// ValidateBasic checks the message by itself.
func (m *MsgUpdateMarket) ValidateBasic() error {
	return Market{Denom: m.Denom, Terms: m.Terms}.Validate()
}

// ValidateBasic checks the message by itself.
func (m *MsgSupply) ValidateBasic() error { return validateCash(m.Amount) }

// ValidateBasic checks the message by itself: exactly one of amount, claims and all.
func (m *MsgWithdraw) ValidateBasic() error {
	if err := sdk.ValidateDenom(m.Denom); err != nil {
		return ErrInvalidAmount.Wrapf("denom: %s", err)
	}
	return m.Withdrawal().Validate()
}

// Withdrawal returns how much the message asks for.
func (m *MsgWithdraw) Withdrawal() Withdrawal {
	return Withdrawal{Amount: m.Amount, Claims: m.Claims, All: m.All}
}

// ValidateBasic checks the message by itself.
func (m *MsgAddCollateral) ValidateBasic() error { return ValidateBonds(m.Bonds) }

// ValidateBasic checks the message by itself.
func (m *MsgReleaseCollateral) ValidateBasic() error { return ValidateCoins(m.Collateral) }

// ValidateBasic checks the message by itself.
func (m *MsgBorrow) ValidateBasic() error { return validateCash(m.Amount) }

// ValidateBasic checks the message by itself.
func (m *MsgRepay) ValidateBasic() error { return validateCash(m.Amount) }

// ValidateBasic checks the message by itself: the chain numbers the versions.
func (m *MsgSetRiskTerms) ValidateBasic() error {
	if m.Risk.Version != 0 {
		return ErrInvalidRisk.Wrap("the version is not for the sender to set")
	}
	return m.Risk.Validate()
}

// ValidateBasic checks the message by itself.
func (m *MsgPayReserve) ValidateBasic() error { return validateCash(m.Amount) }

// ValidateBasic refuses a pause of nothing.
func (m *MsgPause) ValidateBasic() error {
	if m.Pauses == (Pauses{}) {
		return ErrInvalidTerms.Wrap("nothing to pause")
	}
	return nil
}

// ValidateBasic refuses a transfer to oneself.
func (m *MsgTransferPosition) ValidateBasic() error {
	if m.Owner == m.Recipient {
		return ErrInvalidAddress.Wrap("owner and recipient are the same")
	}
	return nil
}

func validateCash(coin sdk.Coin) error {
	if err := sdk.ValidateDenom(coin.Denom); err != nil {
		return ErrInvalidAmount.Wrapf("denom: %s", err)
	}
	return ValidateAmount("amount", coin.Amount)
}
