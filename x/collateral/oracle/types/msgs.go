package types

import (
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/internal/identifier"
)

// The checks of messages that need no state. Handlers repeat them, because a message that arrives inside another one is
// not checked on its way in.
var (
	_ sdk.HasValidateBasic = (*MsgUpdateParams)(nil)
	_ sdk.HasValidateBasic = (*MsgSetSpread)(nil)
)

// ValidateBasic checks the message by itself.
func (m *MsgUpdateParams) ValidateBasic() error { return m.Params.Validate() }

// ValidateBasic checks the message by itself. A spread of zero removes the one there is.
func (m *MsgSetSpread) ValidateBasic() error {
	if !m.SpreadPct.IsNil() && m.SpreadPct.IsZero() {
		return validateISIN(m.Isin)
	}
	return Spread{Isin: m.Isin, SpreadPct: m.SpreadPct}.Validate()
}

var minSpread, maxSpread = math.LegacyNewDec(-5), math.LegacyNewDec(50)

// Validate checks the spread by itself.
func (s Spread) Validate() error {
	if err := validateISIN(s.Isin); err != nil {
		return err
	}
	if err := checkDec("spread", s.SpreadPct, minSpread, maxSpread, 4); err != nil {
		return ErrInvalidSpread.Wrap(err.Error())
	}
	if s.SpreadPct.IsZero() {
		return ErrInvalidSpread.Wrap("a spread of zero is none")
	}
	return nil
}

func validateISIN(isin string) error {
	if err := identifier.ValidateISIN(isin); err != nil {
		return ErrInvalidSpread.Wrap(err.Error())
	}
	return nil
}
