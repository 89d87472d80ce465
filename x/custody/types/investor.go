package types

import (
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"cosmossdk.io/core/address"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

const (
	maxRegistrationYears = 30
	maxRemoteAddress     = 128
	// maxRemoteAccounts is the bound whatever the params say.
	maxRemoteAccounts = maxLimit
)

// Validate refuses a registration that is wrong on any day.
func (r Registration) Validate() error {
	if _, known := Book_name[int32(r.Book)]; !known || r.Book == BookUnspecified {
		return ErrInvalidInvestor.Wrapf("book %d", r.Book)
	}
	if err := r.InvestorClass.Validate(); err != nil {
		return err
	}
	if _, known := TaxClass_name[int32(r.TaxClass)]; !known || r.TaxClass == TaxClassUnspecified {
		return ErrInvalidInvestor.Wrapf("tax class %d", r.TaxClass)
	}
	if err := ValidateJurisdiction(r.Jurisdiction); err != nil {
		return err
	}
	if err := ValidateDate(r.Expiry); err != nil {
		return err
	}
	if r.ReferenceHash != "" && !sha256Hex.MatchString(r.ReferenceHash) {
		return ErrInvalidInvestor.Wrap("reference hash is not 64 lower-case hexadecimal digits")
	}
	return validateRemoteAccounts(r.RemoteAccounts)
}

// ValidateTerm refuses a registration that has expired or lasts longer than 30 years from today.
func (r Registration) ValidateTerm(today date.Date) error {
	expiry, err := ParseDate(r.Expiry)
	switch {
	case err != nil:
		return err
	case expiry < today:
		return ErrInvalidDate.Wrapf("expiry %s is past: today is %s", expiry, today)
	case expiry > today.AddMonths(12*maxRegistrationYears):
		return ErrInvalidDate.Wrapf("expiry %s is more than %d years ahead", expiry, maxRegistrationYears)
	}
	return nil
}

// Validate refuses a class that is not one.
func (c InvestorClass) Validate() error {
	if _, known := InvestorClass_name[int32(c)]; !known || c == ClassUnspecified {
		return ErrInvalidInvestor.Wrapf("investor class %d", c)
	}
	return nil
}

func validateRemoteAccounts(accounts []RemoteAccount) error {
	if len(accounts) > maxRemoteAccounts {
		return ErrInvalidInvestor.Wrapf("%d accounts abroad, at most %d", len(accounts), maxRemoteAccounts)
	}
	seen := make(map[RemoteAccount]bool, len(accounts))
	for _, account := range accounts {
		if err := ValidateChannelID(account.ChannelId); err != nil {
			return err
		}
		if !isRemoteAddress(account.Address) {
			return ErrInvalidInvestor.Wrapf("account abroad %q: 1 to %d printable ASCII characters without spaces", account.Address, maxRemoteAddress)
		}
		if seen[account] {
			return ErrInvalidInvestor.Wrapf("account abroad %s on %s is named twice", account.Address, account.ChannelId)
		}
		seen[account] = true
	}
	return nil
}

func isRemoteAddress(text string) bool {
	if text == "" || len(text) > maxRemoteAddress {
		return false
	}
	for i := range len(text) {
		if text[i] <= ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}

// FrozenAt tells whether the account may neither send nor receive at a business time. A custodian's own freeze lapses; now is
// asked only where that matters.
func (r AccountRecord) FrozenAt(now func() time.Time) bool {
	return r.FrozenByAuthority || r.FrozenByOrder ||
		r.FrozenByCustodian && r.FreezeLapsesAt != nil && now().Before(*r.FreezeLapsesAt)
}

// hasFreeze tells whether a freeze is set, or a custodian once set one.
func (r AccountRecord) hasFreeze() bool {
	return r.FrozenByAuthority || r.FrozenByOrder || r.FrozenByCustodian || r.FreezeLapsesAt != nil
}

// Freezes are those of the account for a genesis, and whether there is any.
func (r AccountRecord) Freezes(account string) (FrozenAccount, bool) {
	return FrozenAccount{
		Account: account, ByCustodian: r.FrozenByCustodian, ByAuthority: r.FrozenByAuthority,
		ByOrder: r.FrozenByOrder, LapsesAt: r.FreezeLapsesAt,
	}, r.hasFreeze()
}

// WithFreezes is the record with freezes of a genesis.
func (r AccountRecord) WithFreezes(f FrozenAccount) AccountRecord {
	r.FrozenByCustodian, r.FrozenByAuthority, r.FrozenByOrder, r.FreezeLapsesAt = f.ByCustodian, f.ByAuthority, f.ByOrder, f.LapsesAt
	return r
}

// IsEmpty tells whether there is nothing to store.
func (r AccountRecord) IsEmpty() bool {
	return r.Registration == nil && !r.hasFreeze() && r.EscrowChannel == "" && len(r.SuspenseOwner) == 0
}

// Investor returns the registration with addresses as people write them.
func (r Registration) Investor(codec address.Codec, account sdk.AccAddress) (Investor, error) {
	accountText, err := codec.BytesToString(account)
	if err != nil {
		return Investor{}, err
	}
	custodianText, err := codec.BytesToString(r.Custodian)
	if err != nil {
		return Investor{}, err
	}
	return Investor{
		Account: accountText, Custodian: custodianText, Book: r.Book, InvestorClass: r.InvestorClass,
		Jurisdiction: r.Jurisdiction, TaxClass: r.TaxClass, Expiry: r.Expiry, ReferenceHash: r.ReferenceHash,
		RemoteAccounts: r.RemoteAccounts,
	}, nil
}

// Registration returns the investor as it is stored under its account.
func (i Investor) Registration(custodian sdk.AccAddress) Registration {
	return Registration{
		Custodian: custodian, Book: i.Book, InvestorClass: i.InvestorClass, Jurisdiction: i.Jurisdiction,
		TaxClass: i.TaxClass, Expiry: i.Expiry, ReferenceHash: i.ReferenceHash, RemoteAccounts: i.RemoteAccounts,
	}
}
