package types

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// Client is what the message declares.
func (m *MsgOpenClient) Client() Client {
	return Client{m.Account, m.Reference, m.InvestorClass, m.Jurisdiction, m.TaxClass, m.Expiry}
}

// Client is what the message declares.
func (m *MsgUpdateClient) Client() Client {
	return Client{m.Account, m.Reference, m.InvestorClass, m.Jurisdiction, m.TaxClass, m.Expiry}
}

// Validate refuses a client that is wrong on any day.
func (m *MsgOpenClient) Validate() error { return m.Client().Validate() }

// Validate refuses a client that is wrong on any day.
func (m *MsgUpdateClient) Validate() error { return m.Client().Validate() }

// Validate refuses what is not a reference.
func (m *MsgCloseClient) Validate() error { return ValidateReference(m.Reference) }

// Validate refuses what is not a reference, and amounts of what is not regulated.
func (m *MsgCredit) Validate() error { return validateBooking(m.Amount, m.Reference) }

// Validate refuses what is not a reference, and amounts of what is not regulated.
func (m *MsgDebit) Validate() error { return validateBooking(m.Amount, m.Reference) }

// Validate refuses what is not a reference, amounts of what is not regulated, and one client on both sides.
func (m *MsgBookTransfer) Validate() error {
	if m.Reference == m.To {
		return ErrSameClient
	}
	return validateBooking(m.Amount, m.Reference, m.To)
}

func validateBooking(amount sdk.Coin, references ...string) error {
	for _, text := range references {
		if err := ValidateReference(text); err != nil {
			return err
		}
	}
	return custodytypes.ValidateRegulatedCoin(amount)
}

// Validate refuses what is not a series.
func (m *MsgPassDown) Validate() error { return custodytypes.ValidateISIN(m.Isin) }

// Validate refuses one account on both sides.
func (m *MsgMoveClients) Validate() error {
	if m.Account == m.To {
		return ErrSameClient.Wrap("account and to are the same")
	}
	return sdk.ValidateDenom(m.Denom)
}
