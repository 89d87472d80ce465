package types

import (
	"fmt"
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/calendar"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

const (
	maxAgeDays       = 366
	maxCurrencies    = 32
	maxDenomsPerCode = 8
	maxAssessments   = 100_000
)

// DefaultParams know the yen and the dollar, let curves and exchange rates age for three business days, and leave
// publishing to governance. There is no guardian, and a block looks at five thousand positions at most.
func DefaultParams() Params {
	return Params{
		MaxCurveAgeDays: 3,
		MaxFxAgeDays:    3,
		MaxAssessments:  5_000,
		Currencies: []Currency{
			{Code: "JPY", Calendar: calendar.TokyoName, Denoms: []string{"ujpy"}},
			{Code: "USD", Calendar: calendar.NewYorkName, Denoms: []string{"uusd"}},
		},
	}
}

// Validate checks the params by themselves.
func (p Params) Validate() error {
	if p.CurveAuthority != "" {
		if _, err := sdk.AccAddressFromBech32(p.CurveAuthority); err != nil {
			return ErrInvalidParams.Wrapf("curve authority: %s", err)
		}
	}
	if p.Guardian != "" {
		if _, err := sdk.AccAddressFromBech32(p.Guardian); err != nil {
			return ErrInvalidParams.Wrapf("guardian: %s", err)
		}
	}
	if p.MaxAssessments == 0 || p.MaxAssessments > maxAssessments {
		return ErrInvalidParams.Wrapf("want 1 to %d assessments a block", maxAssessments)
	}
	if p.MaxCurveAgeDays > maxAgeDays || p.MaxFxAgeDays > maxAgeDays {
		return ErrInvalidParams.Wrapf("an age limit is above %d days", maxAgeDays)
	}
	if len(p.Currencies) > maxCurrencies {
		return ErrInvalidParams.Wrapf("more than %d currencies", maxCurrencies)
	}
	denoms := map[string]string{}
	for i, c := range p.Currencies {
		if i > 0 && p.Currencies[i-1].Code >= c.Code {
			return ErrInvalidParams.Wrapf("currency %q is out of order or twice", c.Code)
		}
		if err := c.validate(); err != nil {
			return ErrInvalidParams.Wrap(err.Error())
		}
		for _, denom := range c.Denoms {
			if other, taken := denoms[denom]; taken {
				return ErrInvalidParams.Wrapf("denom %q stands for %s and for %s", denom, other, c.Code)
			}
			denoms[denom] = c.Code
		}
	}
	return nil
}

func (c Currency) validate() error {
	if !isCurrencyCode(c.Code) {
		return fmt.Errorf("currency code %q is not three capital letters", c.Code)
	}
	if _, err := calendar.ByName(c.Calendar); err != nil {
		return fmt.Errorf("currency %s: %w", c.Code, err)
	}
	if len(c.Denoms) > maxDenomsPerCode {
		return fmt.Errorf("currency %s has more than %d denoms", c.Code, maxDenomsPerCode)
	}
	for _, denom := range c.Denoms {
		if err := sdk.ValidateDenom(denom); err != nil {
			return fmt.Errorf("currency %s: %w", c.Code, err)
		}
		if _, isBond := bondtypes.ISINOf(denom); isBond {
			return fmt.Errorf("currency %s: %s is a bond", c.Code, denom)
		}
	}
	return nil
}

// ValidateChange refuses new params that drop or change a currency or denom that books may refer to.
func (p Params) ValidateChange(next Params) error {
	for _, old := range p.Currencies {
		c, err := next.Currency(old.Code)
		if err != nil || c.Calendar != old.Calendar {
			return ErrInvalidParams.Wrapf("currency %s must stay as it is", old.Code)
		}
		for _, denom := range old.Denoms {
			if !slices.Contains(c.Denoms, denom) {
				return ErrInvalidParams.Wrapf("denom %s must stay with %s", denom, old.Code)
			}
		}
	}
	return nil
}

// Currency returns the currency of a code.
func (p Params) Currency(code string) (Currency, error) {
	for _, c := range p.Currencies {
		if c.Code == code {
			return c, nil
		}
	}
	return Currency{}, ErrCurrencyNotFound.Wrapf("%q", code)
}

// HasCurrencies refuses codes that are not known.
func (p Params) HasCurrencies(codes ...string) error {
	for _, code := range codes {
		if _, err := p.Currency(code); err != nil {
			return err
		}
	}
	return nil
}

// CurrencyOf returns the currency that a cash denom stands for.
func (p Params) CurrencyOf(denom string) (Currency, error) {
	for _, c := range p.Currencies {
		if slices.Contains(c.Denoms, denom) {
			return c, nil
		}
	}
	return Currency{}, ErrCurrencyNotFound.Wrapf("denom %q stands for no known currency", denom)
}

// Market returns the calendar of the currency and the zone it is read in.
func (c Currency) Market() (calendar.Calendar, date.Zone, error) {
	days, err := calendar.ByName(c.Calendar)
	return days, ZoneOf(c.Calendar), err
}

// ZoneOf returns the time zone of a calendar's market.
func ZoneOf(name string) date.Zone {
	switch name {
	case calendar.TokyoName:
		return date.Tokyo
	case calendar.NewYorkName:
		return date.NewYork
	default:
		return date.UTC
	}
}

func isCurrencyCode(code string) bool {
	if len(code) != 3 {
		return false
	}
	for i := range len(code) {
		if code[i] < 'A' || code[i] > 'Z' {
			return false
		}
	}
	return true
}
