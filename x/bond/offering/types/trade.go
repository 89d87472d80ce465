package types

import (
	"regexp"

	"cosmossdk.io/core/address"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// PricePlaces is how many decimals a clean price has at most.
const PricePlaces = 4

var reference = regexp.MustCompile(`^[A-Za-z0-9-]{1,35}$`)

// MarginUp returns what each side of a trade puts down, in the currency's denom: a share of face, rounded up.
func (p Params) MarginUp(face math.Int) math.Int {
	return rounding.MulDecUp(face, p.MarginPct.MulInt64(bondtypes.MicroPerUnit).QuoInt64(100)) // exact: at most four decimals
}

// IsOver tells whether the trade has come to its end, whichever.
func (t Trade) IsOver() bool { return t.Status != TRADE_STATUS_AGREED }

// Item names the trade in events.
func (t Trade) Item() string { return "trade " + t.Isin + " " + t.Seller + " " + t.Reference }

// Validate checks the record against itself.
func (t Trade) Validate(codec address.Codec) error {
	if err := bondtypes.ValidateISIN(t.Isin); err != nil {
		return err
	}
	if err := validateParties(codec, t.Seller, t.Buyer); err != nil {
		return err
	}
	if err := validateReference(t.Reference); err != nil {
		return err
	}
	if err := bondtypes.ValidateAmount("face", t.Face); err != nil {
		return err
	}
	if err := bondtypes.ValidateCleanPrice(t.CleanPrice); err != nil {
		return err
	}
	if _, err := date.Parse(t.SettleDate); err != nil {
		return ErrInvalidTrade.Wrapf("settle_date: %s", err)
	}
	switch {
	case t.Status <= TRADE_STATUS_UNSPECIFIED || t.Status > TRADE_STATUS_BARRED:
		return ErrInvalidTrade.Wrapf("status %s", t.Status)
	case !validCoins(t.Margin, t.Principal, t.Accrued):
		return ErrInvalidTrade.Wrap("margin, principal and accrued must be amounts of one denom")
	case t.Status != TRADE_STATUS_SETTLED && !(t.Principal.IsZero() && t.Accrued.IsZero()):
		return ErrInvalidTrade.Wrapf("%s, but paid", t.Status)
	}
	return nil
}

// validCoins tells whether coins are amounts of zero or more of one denom.
func validCoins(coins ...sdk.Coin) bool {
	for _, coin := range coins {
		if coin.Amount.IsNil() || coin.Validate() != nil || coin.Denom != coins[0].Denom || coin.Amount.GTE(bondtypes.MaxAmount) {
			return false
		}
	}
	return true
}

func validateParties(codec address.Codec, seller, buyer string) error {
	for _, party := range []string{seller, buyer} {
		if _, err := codec.StringToBytes(party); err != nil {
			return ErrInvalidAddress.Wrapf("party %q: %s", party, err)
		}
	}
	return differ(seller, buyer)
}

func differ(seller, buyer string) error {
	if seller == buyer {
		return ErrInvalidTrade.Wrap("seller and buyer are one")
	}
	return nil
}

func validateReference(text string) error {
	if !reference.MatchString(text) {
		return ErrInvalidTrade.Wrapf("reference %q must be 1 to 35 letters, digits and hyphens", text)
	}
	return nil
}
