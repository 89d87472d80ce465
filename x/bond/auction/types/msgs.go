package types

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/sealed"
)

// The checks of messages that need no state. Handlers repeat them, because a message that arrives inside another one is
// not checked on its way in.
var (
	_ sdk.HasValidateBasic = (*MsgUpdateParams)(nil)
	_ sdk.HasValidateBasic = (*MsgRegisterParticipant)(nil)
	_ sdk.HasValidateBasic = (*MsgAnnounce)(nil)
	_ sdk.HasValidateBasic = (*MsgSetReferences)(nil)
	_ sdk.HasValidateBasic = (*MsgFund)(nil)
	_ sdk.HasValidateBasic = (*MsgCancel)(nil)
	_ sdk.HasValidateBasic = (*MsgReject)(nil)
	_ sdk.HasValidateBasic = (*MsgCommitBid)(nil)
	_ sdk.HasValidateBasic = (*MsgWithdrawBid)(nil)
	_ sdk.HasValidateBasic = (*MsgRevealBid)(nil)
	_ sdk.HasValidateBasic = (*MsgBidSecondRound)(nil)
)

// ValidateBasic checks the parameters.
func (m *MsgUpdateParams) ValidateBasic() error { return m.Params.Validate() }

// ValidateBasic checks the record.
func (m *MsgRegisterParticipant) ValidateBasic() error { return m.Participant.Validate() }

// ValidateBasic checks the terms.
func (m *MsgAnnounce) ValidateBasic() error { return m.Terms.Validate() }

// ValidateBasic checks the id and how many series there are.
func (m *MsgSetReferences) ValidateBasic() error {
	if len(m.Series) == 0 || len(m.Series) > maxTermSeries {
		return ErrInvalidTerms.Wrapf("%d series, want 1 to %d", len(m.Series), maxTermSeries)
	}
	return ValidateID(m.AuctionId)
}

// ValidateBasic checks id and amount.
func (m *MsgFund) ValidateBasic() error {
	if err := ValidateID(m.AuctionId); err != nil {
		return err
	}
	if err := bondtypes.ValidateCoin("amount", m.Amount); err != nil {
		return ErrInvalidAmount.Wrap(err.Error())
	}
	return nil
}

// ValidateBasic checks the id.
func (m *MsgCancel) ValidateBasic() error { return ValidateID(m.AuctionId) }

// ValidateBasic checks the id.
func (m *MsgReject) ValidateBasic() error { return ValidateID(m.AuctionId) }

// ValidateBasic checks id and seal.
func (m *MsgCommitBid) ValidateBasic() error {
	if len(m.Seal) != sealed.SealBytes {
		return ErrInvalidSeal.Wrapf("a seal has %d bytes, not %d", sealed.SealBytes, len(m.Seal))
	}
	return ValidateID(m.AuctionId)
}

// ValidateBasic checks the id.
func (m *MsgWithdrawBid) ValidateBasic() error { return ValidateID(m.AuctionId) }

// ValidateBasic checks the id, the salt, and the form of the bids, of which there is at least one.
func (m *MsgRevealBid) ValidateBasic() error {
	if err := ValidateID(m.AuctionId); err != nil {
		return err
	}
	if len(m.Salt) != SaltBytes {
		return ErrInvalidSeal.Wrapf("a salt has %d bytes, not %d", SaltBytes, len(m.Salt))
	}
	if len(m.Bids) > mostBids {
		return ErrInvalidBid.Wrapf("%d bids, at most %d", len(m.Bids), mostBids)
	}
	for _, bid := range m.Bids {
		if err := bid.validate(); err != nil {
			return err
		}
	}
	if err := validateOptional("non_price", m.NonPrice); err != nil {
		return err
	}
	if len(m.Bids) == 0 && m.NonPrice.IsZero() {
		return ErrInvalidBid.Wrap("nothing is bid for")
	}
	return nil
}

// ValidateBasic checks id and amount.
func (m *MsgBidSecondRound) ValidateBasic() error {
	if err := ValidateID(m.AuctionId); err != nil {
		return err
	}
	return ValidateAmount("amount", m.Amount)
}
