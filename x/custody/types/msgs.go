package types

// Validate refuses what is wrong whatever the state. Addresses are read by the handlers, which have the codec.
func (m *MsgUpdateParams) Validate() error { return m.Params.Validate() }

// Validate refuses a licence whose fields do not fit its kind, or that is not to be active.
func (m *MsgGrantLicence) Validate() error {
	if err := m.Licence.Validate(); err != nil {
		return err
	}
	if !m.Licence.IsActive() {
		return ErrInvalidLicence.Wrapf("a licence is granted %s", LicenceStatusActive)
	}
	return nil
}

// Validate refuses a status that is not one and a denom that no licence has.
func (m *MsgSetLicenceStatus) Validate() error {
	if m.Denom != "" {
		if err := ValidateCashDenom(m.Denom); err != nil {
			return err
		}
	}
	return m.Status.Validate()
}

// Registration is what the message registers, without the custodian.
func (m *MsgRegisterInvestor) Registration() Registration {
	return Registration{
		Book: m.Book, InvestorClass: m.InvestorClass, Jurisdiction: m.Jurisdiction, TaxClass: m.TaxClass,
		Expiry: m.Expiry, ReferenceHash: m.ReferenceHash, RemoteAccounts: m.RemoteAccounts,
	}
}

// Validate refuses a registration that is wrong on any day.
func (m *MsgRegisterInvestor) Validate() error { return m.Registration().Validate() }

// Registration is what the message registers, without the custodian. The book is that of the existing registration.
func (m *MsgUpdateInvestor) Registration(book Book) Registration {
	return Registration{
		Book: book, InvestorClass: m.InvestorClass, Jurisdiction: m.Jurisdiction, TaxClass: m.TaxClass,
		Expiry: m.Expiry, ReferenceHash: m.ReferenceHash, RemoteAccounts: m.RemoteAccounts,
	}
}

// Validate refuses a registration that is wrong on any day.
func (m *MsgUpdateInvestor) Validate() error { return m.Registration(BookCustomer).Validate() }

// Validate refuses a missing reason.
func (m *MsgFreezeAccount) Validate() error { return ValidateReason(m.Reason, m.Note) }

// Validate refuses a missing reason.
func (m *MsgUnfreezeAccount) Validate() error { return ValidateReason(m.Reason, m.Note) }

// Validate refuses notes that are too long or not printable.
func (m *MsgAppointSuccessor) Validate() error { return ValidateReason(ReasonWindDown, m.Note) }

// Validate refuses what is not a series, and a phase without limits.
func (m *MsgSetPilot) Validate() error {
	if err := ValidateISIN(m.Isin); err != nil || m.Pilot == nil {
		return err
	}
	return m.Pilot.Validate()
}

// Validate refuses rules that contradict themselves.
func (m *MsgSetTransferRules) Validate() error { return m.Rules.Validate() }

// Validate refuses what is neither a series nor a channel.
func (m *MsgApproveChannel) Validate() error { return validateRoute(m.Isin, m.ChannelId) }

// Validate refuses what is neither a series nor a channel.
func (m *MsgRevokeChannel) Validate() error { return validateRoute(m.Isin, m.ChannelId) }

func validateRoute(isin, channelID string) error {
	if err := ValidateISIN(isin); err != nil {
		return err
	}
	return ValidateChannelID(channelID)
}

// Validate refuses what is not a series, and a missing reason.
func (m *MsgFreezeSeries) Validate() error { return validateSeriesReason(m.Isin, m.Reason, m.Note) }

// Validate refuses what is not a series, and a missing reason.
func (m *MsgUnfreezeSeries) Validate() error { return validateSeriesReason(m.Isin, m.Reason, m.Note) }

func validateSeriesReason(isin string, reason ReasonCode, note string) error {
	if err := ValidateISIN(isin); err != nil {
		return err
	}
	return ValidateReason(reason, note)
}

// Validate refuses what is not a positive amount of cash.
func (m *MsgMintCash) Validate() error { return ValidateCash(m.Amount) }

// Validate refuses what is not a positive amount of cash.
func (m *MsgBurnCash) Validate() error { return ValidateCash(m.Amount) }

// Validate refuses amounts, identifiers and dates that are wrong on any day, and self-settlement.
func (m *MsgSettleDirect) Validate() error {
	if m.Deliverer == m.Receiver {
		return ErrSelfSettlement
	}
	if err := ValidateISIN(m.Isin); err != nil {
		return err
	}
	if err := ValidateAmount(m.Face); err != nil {
		return err
	}
	if err := ValidateCash(m.Cash); err != nil {
		return err
	}
	if err := ValidateTradeReference(m.TradeReference); err != nil {
		return err
	}
	if m.SettlementDate != "" {
		return ValidateDate(m.SettlementDate)
	}
	return nil
}
