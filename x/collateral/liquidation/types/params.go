package types

import (
	"slices"
	"time"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

const (
	maxDealers = 64
	maxItems   = 100_000
)

// DefaultParams know no dealers and no backstop, and work off five thousand items a block.
func DefaultParams() Params { return Params{MaxItems: 5_000} }

// Validate checks the params by themselves.
func (p Params) Validate() error {
	if len(p.Dealers) > maxDealers {
		return ErrInvalidParams.Wrapf("more than %d dealers", maxDealers)
	}
	for i, dealer := range p.Dealers {
		if _, err := sdk.AccAddressFromBech32(dealer); err != nil {
			return ErrInvalidParams.Wrapf("dealer: %s", err)
		}
		if slices.Contains(p.Dealers[:i], dealer) {
			return ErrInvalidParams.Wrapf("dealer %s is there twice", dealer)
		}
	}
	if p.Backstop != "" {
		if _, err := sdk.AccAddressFromBech32(p.Backstop); err != nil {
			return ErrInvalidParams.Wrapf("backstop: %s", err)
		}
	}
	if p.MaxItems == 0 || p.MaxItems > maxItems {
		return ErrInvalidParams.Wrapf("want 1 to %d items a block", maxItems)
	}
	return nil
}

// AdmitsAt tells whether an account may bid in an auction of some age: dealers from the start, others after the dealers' time.
func (p Params) AdmitsAt(bidder string, age, window time.Duration) bool {
	return len(p.Dealers) == 0 || age >= window || slices.Contains(p.Dealers, bidder)
}

func validateCash(coin sdk.Coin) error {
	if err := sdk.ValidateDenom(coin.Denom); err != nil {
		return ErrInvalidAmount.Wrapf("denom: %s", err)
	}
	return collateraltypes.ValidateAmount("amount", coin.Amount)
}

// ValidateBasic checks the message by itself.
func (m *MsgUpdateParams) ValidateBasic() error { return m.Params.Validate() }

// ValidateBasic checks the message by itself: what is paid is cash of the market.
func (m *MsgBid) ValidateBasic() error {
	if m.MaxPayment.Denom != m.Denom {
		return ErrInvalidAmount.Wrapf("the market's denom is %q, the payment's %q", m.Denom, m.MaxPayment.Denom)
	}
	if err := validateCash(m.Lot); err != nil {
		return err
	}
	if _, err := m.HighestPct(); err != nil {
		return err
	}
	return validateCash(m.MaxPayment)
}

const pricePlaces = 4

// AnyPrice is above every price of an auction, in percent of the market price: none starts above 150.
func AnyPrice() math.LegacyDec { return math.LegacyNewDec(1_000) }

// PriceText writes a highest price as MsgBid has it.
func PriceText(pct math.LegacyDec) string { return rounding.Plain(pct) }

// HighestPct returns the highest price of the auction to buy at, in percent of the market price.
func (m *MsgBid) HighestPct() (math.LegacyDec, error) {
	if m.MaxPricePct == "" {
		return AnyPrice(), nil
	}
	highest, err := rounding.ParseDec(m.MaxPricePct, pricePlaces)
	if err != nil || !highest.IsPositive() || highest.GT(AnyPrice()) {
		return highest, ErrInvalidAmount.Wrapf("highest price of %q is not above 0 and up to %s, of %d decimals",
			m.MaxPricePct, AnyPrice().TruncateInt(), pricePlaces)
	}
	return highest, nil
}

// ValidateBasic checks the message by itself.
func (m *MsgFundInsurance) ValidateBasic() error { return validateCash(m.Amount) }

// ValidateBasic checks the message by itself.
func (m *MsgDepositBackstop) ValidateBasic() error { return validateCash(m.Amount) }

// ValidateBasic checks the message by itself.
func (m *MsgWithdrawBackstop) ValidateBasic() error { return validateCash(m.Amount) }

// NewFund returns the fund of a market that has none yet.
func NewFund(denom string) Fund {
	return Fund{Denom: denom, Insurance: math.ZeroInt(), BadDebt: math.ZeroInt()}
}
