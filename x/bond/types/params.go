package types

import (
	"regexp"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

const (
	maxCashDenoms      = 32
	maxAccruedDecimals = 6
	maxBlockLimit      = 100_000
	maxRetryInterval   = 30 * 24 * time.Hour
)

var currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)

// DefaultParams returns the parameters of a new chain: yen and dollar series, a thousand due items and two hundred
// swept holders per block, one hour between retries.
func DefaultParams() Params {
	return Params{
		CashDenoms: []CashDenom{
			{Denom: "ujpy", Currency: "JPY", AccruedDecimals: 0},
			{Denom: "uusd", Currency: "USD", AccruedDecimals: 2},
		},
		DueLimit:      1000,
		SweepLimit:    200,
		RetryInterval: time.Hour,
	}
}

// Validate checks every parameter.
func (p Params) Validate() error {
	if len(p.CashDenoms) > maxCashDenoms {
		return ErrInvalidParams.Wrapf("%d cash denoms, at most %d", len(p.CashDenoms), maxCashDenoms)
	}
	seen := make(map[string]bool, len(p.CashDenoms))
	for _, cash := range p.CashDenoms {
		if err := cash.validate(); err != nil {
			return err
		}
		if seen[cash.Denom] {
			return ErrInvalidParams.Wrapf("duplicate cash denom %s", cash.Denom)
		}
		seen[cash.Denom] = true
	}
	if p.DueLimit < 1 || p.DueLimit > maxBlockLimit {
		return ErrInvalidParams.Wrapf("due_limit must be 1 to %d, not %d", maxBlockLimit, p.DueLimit)
	}
	if p.SweepLimit < 1 || p.SweepLimit > maxBlockLimit {
		return ErrInvalidParams.Wrapf("sweep_limit must be 1 to %d, not %d", maxBlockLimit, p.SweepLimit)
	}
	if p.RetryInterval < time.Second || p.RetryInterval > maxRetryInterval {
		return ErrInvalidParams.Wrapf("retry_interval must be 1s to %s, not %s", maxRetryInterval, p.RetryInterval)
	}
	return nil
}

func (c CashDenom) validate() error {
	if err := sdk.ValidateDenom(c.Denom); err != nil {
		return ErrInvalidParams.Wrapf("cash denom: %s", err)
	}
	if _, isBond := ISINOf(c.Denom); isBond {
		return ErrInvalidParams.Wrapf("cash denom %s is a bond", c.Denom)
	}
	if !currencyCode.MatchString(c.Currency) {
		return ErrInvalidParams.Wrapf("currency %q of %s must be three capital letters", c.Currency, c.Denom)
	}
	if c.AccruedDecimals > maxAccruedDecimals {
		return ErrInvalidParams.Wrapf("accrued_decimals of %s must be at most %d, not %d", c.Denom, maxAccruedDecimals, c.AccruedDecimals)
	}
	return nil
}

// FindCash returns the cash denom of that name, and whether there is one.
func (p Params) FindCash(denom string) (CashDenom, bool) {
	for _, cash := range p.CashDenoms {
		if cash.Denom == denom {
			return cash, true
		}
	}
	return CashDenom{}, false
}
