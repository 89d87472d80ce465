package types

import (
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// The checks of messages that need no state. Handlers repeat them, because a message that arrives inside another one is
// not checked on its way in. Signers are checked where addresses are decoded.
var (
	_ sdk.HasValidateBasic = (*MsgUpdateParams)(nil)
	_ sdk.HasValidateBasic = (*MsgPostQuote)(nil)
	_ sdk.HasValidateBasic = (*MsgCancelQuote)(nil)
	_ sdk.HasValidateBasic = (*MsgFillQuote)(nil)
	_ sdk.HasValidateBasic = (*MsgRegisterVenue)(nil)
	_ sdk.HasValidateBasic = (*MsgUpdateVenue)(nil)
	_ sdk.HasValidateBasic = (*MsgSetVenueStatus)(nil)
	_ sdk.HasValidateBasic = (*MsgReopenVenue)(nil)
	_ sdk.HasValidateBasic = (*MsgRefreshVenue)(nil)
	_ sdk.HasValidateBasic = (*MsgOpen)(nil)
	_ sdk.HasValidateBasic = (*MsgClose)(nil)
	_ sdk.HasValidateBasic = (*MsgConvertBack)(nil)
	_ sdk.HasValidateBasic = (*MsgSettle)(nil)
	_ sdk.HasValidateBasic = (*MsgRetry)(nil)
	_ sdk.HasValidateBasic = (*MsgWriteOff)(nil)
	_ sdk.HasValidateBasic = (*MsgSweep)(nil)
	_ sdk.HasValidateBasic = (*MsgResolve)(nil)
)

// ValidateBasic checks the params.
func (m *MsgUpdateParams) ValidateBasic() error {
	if err := validateAddress("authority", m.Authority); err != nil {
		return err
	}
	return m.Params.Validate()
}

// ValidateBasic checks the offer.
func (m *MsgPostQuote) ValidateBasic() error {
	quote := Quote{
		Dealer: m.Dealer, Id: 1, Offer: m.Offer, AskDenom: m.AskDenom, Price: m.Price, MinFill: m.MinFill, ExpiresAt: m.ExpiresAt,
	}
	if err := quote.Validate(); err != nil {
		return err
	}
	if m.MinFill.GT(m.Offer.Amount) {
		return ErrInvalidAmount.Wrapf("min_fill %s is above the offer of %s", m.MinFill, m.Offer.Amount)
	}
	return nil
}

// ValidateBasic checks which quote.
func (m *MsgCancelQuote) ValidateBasic() error {
	return QuoteRef{Dealer: m.Dealer, Id: m.Id}.Validate()
}

// ValidateBasic checks taker, quote and amounts.
func (m *MsgFillQuote) ValidateBasic() error {
	if err := validateAddress("taker", m.Taker); err != nil {
		return err
	}
	if err := m.Quote.Validate(); err != nil {
		return err
	}
	if err := ValidateCoin("pay", m.Pay); err != nil {
		return err
	}
	return ValidateAmount("min_received", m.MinReceived)
}

// ValidateBasic checks where the venue is and its terms.
func (m *MsgRegisterVenue) ValidateBasic() error {
	if err := validateAddress("authority", m.Authority); err != nil {
		return err
	}
	if err := m.Venue().validateRoute(); err != nil {
		return err
	}
	return m.Terms.Validate()
}

// Venue is the venue that the message describes.
func (m *MsgRegisterVenue) Venue() Venue {
	return Venue{
		Id: m.Id, ConnectionId: m.ConnectionId, ChannelId: m.ChannelId, CounterpartyChannelId: m.CounterpartyChannelId,
		CashDenom: m.CashDenom, Denom: m.Denom, DenomPath: m.DenomPath, Terms: m.Terms,
		Status: VenueStatus_VENUE_STATUS_OPENING,
	}
}

// ValidateBasic checks the terms.
func (m *MsgUpdateVenue) ValidateBasic() error {
	if err := validateAddress("authority", m.Authority); err != nil {
		return err
	}
	if err := ValidateVenueID(m.Id); err != nil {
		return err
	}
	return m.Terms.Validate()
}

// ValidateBasic checks the status.
func (m *MsgSetVenueStatus) ValidateBasic() error {
	if err := validateAddress("authority", m.Authority); err != nil {
		return err
	}
	switch m.Status {
	case VenueStatus_VENUE_STATUS_ACTIVE, VenueStatus_VENUE_STATUS_PAUSED, VenueStatus_VENUE_STATUS_CLOSED:
		return ValidateVenueID(m.Id)
	default:
		return ErrInvalidVenue.Wrapf("status must be active, paused or closed, not %s", m.Status)
	}
}

// ValidateBasic checks which venue.
func (m *MsgReopenVenue) ValidateBasic() error {
	if err := validateAddress("sender", m.Sender); err != nil {
		return err
	}
	return ValidateVenueID(m.Id)
}

// ValidateBasic checks which venue.
func (m *MsgRefreshVenue) ValidateBasic() error {
	if err := validateAddress("sender", m.Sender); err != nil {
		return err
	}
	return ValidateVenueID(m.Id)
}

// ValidateBasic checks what to pledge, borrow and buy.
func (m *MsgOpen) ValidateBasic() error {
	if err := validateAddress("owner", m.Owner); err != nil {
		return err
	}
	if err := ValidateVenueID(m.VenueId); err != nil {
		return err
	}
	if err := ValidateCoin("borrow", m.Borrow); err != nil {
		return err
	}
	if err := ValidateBonds(m.Bonds); err != nil {
		return err
	}
	if err := m.Quote.Validate(); err != nil {
		return err
	}
	return ValidateAmount("min_received", m.MinReceived)
}

// ValidateBasic checks the way back, if one is named.
func (m *MsgClose) ValidateBasic() error {
	if err := validateAddress("owner", m.Owner); err != nil {
		return err
	}
	if err := ValidateOptional("top_up", m.TopUp); err != nil {
		return err
	}
	if m.Quote != nil {
		if err := m.Quote.Validate(); err != nil {
			return err
		}
		return ValidateAmount("min_received", m.MinReceived)
	}
	if OrZero(m.MinReceived).IsZero() {
		return nil
	}
	return ErrInvalidAmount.Wrap("min_received without a quote")
}

// ValidateBasic checks the way back.
func (m *MsgConvertBack) ValidateBasic() error {
	if err := validateAddress("owner", m.Owner); err != nil {
		return err
	}
	if err := m.Quote.Validate(); err != nil {
		return err
	}
	if err := ValidateAmount("min_received", m.MinReceived); err != nil {
		return err
	}
	return ValidateOptional("top_up", m.TopUp)
}

// ValidateBasic checks owner and cash.
func (m *MsgSettle) ValidateBasic() error {
	if err := validateAddress("owner", m.Owner); err != nil {
		return err
	}
	return ValidateOptional("top_up", m.TopUp)
}

// ValidateBasic checks the accounts.
func (m *MsgRetry) ValidateBasic() error {
	if err := validateAddress("sender", m.Sender); err != nil {
		return err
	}
	return validateAddress("owner", m.Owner)
}

// ValidateBasic checks the owner.
func (m *MsgWriteOff) ValidateBasic() error { return validateAddress("owner", m.Owner) }

// ValidateBasic checks accounts and denom.
func (m *MsgSweep) ValidateBasic() error {
	if err := validateAddress("sender", m.Sender); err != nil {
		return err
	}
	if err := validateAddress("owner", m.Owner); err != nil {
		return err
	}
	return validateDenom("denom", m.Denom)
}

// ValidateBasic checks that there is a value exactly when it succeeded.
func (m *MsgResolve) ValidateBasic() error {
	if err := validateAddress("authority", m.Authority); err != nil {
		return err
	}
	if err := validateAddress("owner", m.Owner); err != nil {
		return err
	}
	value := OrZero(m.Value)
	switch {
	case value.IsNegative() || value.GTE(MaxClaims):
		return ErrInvalidAmount.Wrapf("value must be from 0 to below 2^%d: %s", maxClaimsBits, value)
	case !m.Succeeded && !value.Equal(math.ZeroInt()):
		return ErrInvalidAmount.Wrap("a value without success")
	}
	return nil
}
