package types

import (
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

const (
	pricePlaces   = 4
	maxCleanPrice = 1000
)

// The checks of messages that need no state. Handlers repeat them, because a message that arrives inside another one is
// not checked on its way in.
var (
	_ sdk.HasValidateBasic = (*MsgUpdateParams)(nil)
	_ sdk.HasValidateBasic = (*MsgRegisterIssuer)(nil)
	_ sdk.HasValidateBasic = (*MsgUpdateIssuer)(nil)
	_ sdk.HasValidateBasic = (*MsgOpenSeries)(nil)
	_ sdk.HasValidateBasic = (*MsgSetReference)(nil)
	_ sdk.HasValidateBasic = (*MsgPublishFixing)(nil)
	_ sdk.HasValidateBasic = (*MsgCall)(nil)
	_ sdk.HasValidateBasic = (*MsgFreezeSeries)(nil)
	_ sdk.HasValidateBasic = (*MsgUnfreezeSeries)(nil)
	_ sdk.HasValidateBasic = (*MsgProposeExtension)(nil)
	_ sdk.HasValidateBasic = (*MsgVote)(nil)
	_ sdk.HasValidateBasic = (*MsgSeparate)(nil)
	_ sdk.HasValidateBasic = (*MsgRecombine)(nil)
	_ sdk.HasValidateBasic = (*MsgPlaceDirect)(nil)
	_ sdk.HasValidateBasic = (*MsgFundPayments)(nil)
	_ sdk.HasValidateBasic = (*MsgWithdrawUnusedFunds)(nil)
	_ sdk.HasValidateBasic = (*MsgClaim)(nil)
	_ sdk.HasValidateBasic = (*MsgRedeem)(nil)
)

// ValidateBasic checks the parameters.
func (m *MsgUpdateParams) ValidateBasic() error { return m.Params.Validate() }

// ValidateBasic checks the record.
func (m *MsgRegisterIssuer) ValidateBasic() error { return m.Issuer.Validate() }

// ValidateBasic checks the record.
func (m *MsgUpdateIssuer) ValidateBasic() error { return m.Issuer.Validate() }

// ValidateBasic checks the term sheet.
func (m *MsgOpenSeries) ValidateBasic() error { return m.Terms.Validate() }

// ValidateBasic checks the record.
func (m *MsgSetReference) ValidateBasic() error { return m.Reference.Validate() }

// ValidateBasic checks names, date and value as far as that is possible without knowing the kind of the reference.
func (m *MsgPublishFixing) ValidateBasic() error {
	if !shortName.MatchString(m.IssuerId) || !shortName.MatchString(m.ReferenceId) {
		return ErrInvalidFixing.Wrapf("%q of issuer %q is not the name of a reference", m.ReferenceId, m.IssuerId)
	}
	_, err := m.Fixing().validateForm()
	return err
}

// Fixing returns the value that the message publishes.
func (m *MsgPublishFixing) Fixing() Fixing {
	return Fixing{IssuerId: m.IssuerId, ReferenceId: m.ReferenceId, Date: m.Date, Value: m.Value}
}

// ValidateBasic checks ISIN and share.
func (m *MsgCall) ValidateBasic() error {
	if err := ValidateISIN(m.Isin); err != nil {
		return err
	}
	if m.SharePct.IsNil() || m.SharePct.IsZero() {
		return nil
	}
	_, err := shareOf(m.SharePct)
	return err
}

// ValidateBasic checks ISIN and reason.
func (m *MsgFreezeSeries) ValidateBasic() error {
	if err := ValidateISIN(m.Isin); err != nil {
		return err
	}
	return ValidateReason(m.Reason)
}

// ValidateBasic checks the ISIN.
func (m *MsgUnfreezeSeries) ValidateBasic() error { return ValidateISIN(m.Isin) }

// ValidateBasic checks the ISIN and that the dates are dates.
func (m *MsgProposeExtension) ValidateBasic() error {
	if err := ValidateISIN(m.Isin); err != nil {
		return err
	}
	if _, err := parseBallotDate("maturity_date", m.MaturityDate); err != nil {
		return err
	}
	_, _, err := m.Ballot().moments(date.UTC)
	return err
}

// Ballot returns the proposal, not numbered yet.
func (m *MsgProposeExtension) Ballot() Ballot {
	return NewBallot(m.Isin, 0, m.MaturityDate, m.RecordDate, m.EndDate)
}

// ValidateBasic checks ISIN and choice.
func (m *MsgVote) ValidateBasic() error {
	if err := ValidateISIN(m.Isin); err != nil {
		return err
	}
	if m.Choice != VOTE_CHOICE_YES && m.Choice != VOTE_CHOICE_NO {
		return ErrInvalidVote.Wrapf("choice %s", m.Choice)
	}
	return nil
}

// ValidateBasic checks ISIN and units.
func (m *MsgSeparate) ValidateBasic() error {
	if err := ValidateISIN(m.Isin); err != nil {
		return err
	}
	return ValidateAmount("units", m.Units)
}

// ValidateBasic checks ISIN and units.
func (m *MsgRecombine) ValidateBasic() error {
	if err := ValidateISIN(m.Isin); err != nil {
		return err
	}
	return ValidateAmount("units", m.Units)
}

// ValidateBasic checks ISIN, face and price.
func (m *MsgPlaceDirect) ValidateBasic() error {
	if err := ValidateISIN(m.Isin); err != nil {
		return err
	}
	if err := ValidateAmount("face", m.Face); err != nil {
		return err
	}
	return ValidateCleanPrice(m.CleanPrice)
}

// ValidateBasic checks ISIN and amount.
func (m *MsgFundPayments) ValidateBasic() error {
	if err := ValidateISIN(m.Isin); err != nil {
		return err
	}
	return ValidateCoin("amount", m.Amount)
}

// ValidateBasic checks ISIN and amount.
func (m *MsgWithdrawUnusedFunds) ValidateBasic() error {
	if err := ValidateISIN(m.Isin); err != nil {
		return err
	}
	return ValidateCoin("amount", m.Amount)
}

// ValidateBasic checks the ISIN.
func (m *MsgClaim) ValidateBasic() error { return ValidateISIN(m.Isin) }

// ValidateBasic checks the ISIN.
func (m *MsgRedeem) ValidateBasic() error { return ValidateISIN(m.Isin) }

// ValidateCleanPrice checks that a price per 100 face is positive, has at most 4 decimals and is at most 1,000.
func ValidateCleanPrice(price math.LegacyDec) error {
	switch {
	case price.IsNil():
		return ErrInvalidPrice.Wrap("clean_price is missing")
	case !price.IsPositive():
		return ErrInvalidPrice.Wrapf("clean_price must be positive, not %s", price)
	case price.GT(math.LegacyNewDec(maxCleanPrice)):
		return ErrInvalidPrice.Wrapf("clean_price must be at most %d per 100 face, not %s", maxCleanPrice, price)
	case !rounding.HasPlaces(price, pricePlaces):
		return ErrInvalidPrice.Wrapf("clean_price %s has more than %d decimals", price, pricePlaces)
	}
	return nil
}
