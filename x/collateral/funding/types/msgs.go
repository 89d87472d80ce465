package types

import (
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/allotment"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
	"github.com/kokusai-chain/kokusai/x/internal/sealed"
)

// The checks of messages that need no state. Handlers repeat them, because a message that arrives inside another one is not
// checked on its way in.
var (
	_ sdk.HasValidateBasic = (*MsgUpdateParams)(nil)
	_ sdk.HasValidateBasic = (*MsgAnnounce)(nil)
	_ sdk.HasValidateBasic = (*MsgCommitBid)(nil)
	_ sdk.HasValidateBasic = (*MsgRevealBid)(nil)
)

// ValidateBasic checks the message by itself.
func (m *MsgUpdateParams) ValidateBasic() error { return m.Params.Validate() }

// ValidateBasic checks the message by itself.
func (m *MsgAnnounce) ValidateBasic() error { return m.Terms.Validate() }

// ValidateBasic checks the message by itself.
func (m *MsgCommitBid) ValidateBasic() error {
	if len(m.Seal) != sealed.SealBytes {
		return ErrInvalidSeal.Wrapf("a seal has %d bytes, not %d", sealed.SealBytes, len(m.Seal))
	}
	return nil
}

// ValidateBasic checks the message by itself: a salt, and the form of the bids, of which there is at least one.
func (m *MsgRevealBid) ValidateBasic() error {
	if len(m.Salt) != SaltBytes {
		return ErrInvalidSeal.Wrapf("a salt has %d bytes, not %d", SaltBytes, len(m.Salt))
	}
	if len(m.Bids) < 1 || len(m.Bids) > mostBids {
		return ErrInvalidBid.Wrapf("%d bids: 1 to %d", len(m.Bids), mostBids)
	}
	for _, bid := range m.Bids {
		if err := bid.validate(); err != nil {
			return err
		}
	}
	return nil
}

// validate checks what can be said of a bid without its operation.
func (b Bid) validate() error {
	if b.RatePct.IsNil() || b.RatePct.Abs().GT(math.LegacyNewDec(maxRatePct)) || !rounding.HasPlaces(b.RatePct, allotment.TickPlaces) {
		return ErrInvalidBid.Wrapf("rate: at most %d %% either way, with at most %d decimals", maxRatePct, allotment.TickPlaces)
	}
	if b.Amount.IsNil() || !b.Amount.IsPositive() || b.Amount.GTE(bondtypes.MaxAmount) {
		return ErrInvalidBid.Wrap("an amount is above 0 and below 2^100")
	}
	return nil
}
