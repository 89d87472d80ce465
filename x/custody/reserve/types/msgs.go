package types

import "cosmossdk.io/core/address"

// Attestation is what the message says.
func (m *MsgAttest) Attestation() Attestation {
	return Attestation{Attester: m.Attester, Quantity: m.Quantity, AsOf: m.AsOf, DocumentHash: m.DocumentHash}
}

// Validate refuses a statement that is wrong on any day.
func (m *MsgAttest) Validate(codec address.Codec) error {
	if err := ValidateDenom(m.Denom); err != nil {
		return err
	}
	return m.Attestation().Validate(codec)
}

// Validate refuses amounts and denoms that are never minted.
func (m *MsgMint) Validate() error { return ValidateCoin(m.Amount) }

// Validate refuses a denom without reserves and a challenge without a reason.
func (m *MsgChallengeMint) Validate() error {
	if err := ValidateDenom(m.Denom); err != nil {
		return err
	}
	return validateText("reason", m.Reason, maxReason)
}

// Validate refuses amounts and denoms that are never burnt.
func (m *MsgBurn) Validate() error { return ValidateCoin(m.Amount) }

// Validate refuses amounts, references and accounts that are wrong in any state.
func (m *MsgRequestRedemption) Validate() error {
	if err := ValidateCoin(m.Amount); err != nil {
		return err
	}
	if err := validateReference(m.Reference); err != nil {
		return err
	}
	return validateText("deliver_to", m.DeliverTo, maxDelivery)
}

// Validate refuses a confirmation that names no request or no delivery.
func (m *MsgConfirmRedemption) Validate() error {
	if err := validateRequest(m.Denom, m.Reference); err != nil {
		return err
	}
	return validateText("delivery", m.Delivery, maxDelivery)
}

// Validate refuses a refusal that names no request or no reason.
func (m *MsgDeclineRedemption) Validate() error {
	if err := validateRequest(m.Denom, m.Reference); err != nil {
		return err
	}
	return validateText("reason", m.Reason, maxReason)
}

func validateRequest(denom, reference string) error {
	if err := ValidateDenom(denom); err != nil {
		return err
	}
	return validateReference(reference)
}
