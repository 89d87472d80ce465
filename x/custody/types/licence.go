package types

import (
	"strings"

	"cosmossdk.io/math"

	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
)

// cashExponent is the number of decimals of every cash token.
const cashExponent = 6

// Validate refuses a licence whose fields do not fit its kind. It does not read the holder's address.
func (l Licence) Validate() error {
	if err := validateName(l.Name); err != nil {
		return err
	}
	if err := ValidateLEI(l.Lei); err != nil {
		return err
	}
	if err := ValidateJurisdiction(l.Jurisdiction); err != nil {
		return err
	}
	if err := l.Status.Validate(); err != nil {
		return err
	}
	if l.Kind != LicenceKindCustodian && (l.Parent != "" || l.Successor != "") {
		return ErrInvalidLicence.Wrap("only a custodian has a parent or a successor")
	}
	switch l.Kind {
	case LicenceKindCustodian, LicenceKindCentralBook:
		if l.Denom != "" || !l.Cap.IsNil() && !l.Cap.IsZero() {
			return ErrInvalidLicence.Wrap("a licence to keep accounts has no denom and no cap")
		}
		if l.Holder != "" && (l.Parent == l.Holder || l.Successor == l.Holder) {
			return ErrInvalidLicence.Wrap("a custodian is neither its own parent nor its own successor")
		}
		return nil
	case LicenceKindCashIssuer:
		if err := ValidateCashDenom(l.Denom); err != nil {
			return err
		}
		return ValidateAmount(l.Cap)
	default:
		return ErrInvalidLicence.Wrapf("kind %d", l.Kind)
	}
}

// IsActive tells whether the licence works in full.
func (l Licence) IsActive() bool { return l.Status == LicenceStatusActive }

// IsCustodian tells whether the holder may register investors and keep their accounts now.
func (l Licence) IsCustodian() bool { return l.Kind == LicenceKindCustodian && l.IsActive() }

// WithCap returns the licence with a cap that is zero rather than absent.
func (l Licence) WithCap() Licence {
	if l.Cap.IsNil() {
		l.Cap = math.ZeroInt()
	}
	return l
}

// Validate refuses a status that is not one.
func (s LicenceStatus) Validate() error {
	if _, known := LicenceStatus_name[int32(s)]; !known || s == LicenceStatusUnspecified {
		return ErrInvalidLicence.Wrapf("status %d", s)
	}
	return nil
}

// CashMetadata describes a cash token to wallets: ujpy is a millionth of jpy.
func CashMetadata(denom string) banktypes.Metadata {
	currency := strings.TrimPrefix(denom, "u")
	symbol := strings.ToUpper(currency)
	return banktypes.Metadata{
		Description: symbol + " cash issued by licensed banks",
		DenomUnits:  []*banktypes.DenomUnit{{Denom: denom}, {Denom: currency, Exponent: cashExponent}},
		Base:        denom,
		Display:     currency,
		Name:        symbol + " cash",
		Symbol:      symbol,
	}
}
