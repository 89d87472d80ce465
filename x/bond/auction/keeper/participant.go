package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// RegisterParticipant admits an account to the auctions of an issuer, or replaces its record. The caller has checked that
// the issuer's authority asks for it.
func (k *Keeper) RegisterParticipant(ctx context.Context, participant types.Participant) error {
	if err := participant.Validate(); err != nil {
		return err
	}
	account, err := k.address("account", participant.Account)
	if err != nil {
		return err
	}
	if participant.Account, err = k.addressText(account); err != nil { // one spelling of an address in state
		return err
	}
	before, known, err := row.Find(ctx, k.participants, collections.Join(participant.IssuerId, account))
	if err != nil {
		return err
	}
	register, err := k.countIn(ctx, participant, before, known)
	if err != nil {
		return err
	}
	if err := k.checkRoom(ctx, participant, before, known, register); err != nil {
		return err
	}
	if err := k.setParticipant(ctx, account, participant); err != nil {
		return err
	}
	if before.Dealer && !participant.Dealer {
		if err := k.forgetDuties(ctx, participant.IssuerId, account, ""); err != nil {
			return err
		}
	}
	return event.Emit(ctx, &types.EventParticipantRegistered{Participant: participant})
}

// countIn counts a record in, and the one that it replaces out, and returns the count.
func (k *Keeper) countIn(ctx context.Context, participant, before types.Participant, known bool) (types.Register, error) {
	register, _, err := row.Find(ctx, k.registers, participant.IssuerId)
	if err != nil {
		return register, err
	}
	if !known {
		register.Participants++
	}
	if before.Dealer {
		register.Dealers--
	}
	if participant.Dealer {
		register.Dealers++
	}
	return register, k.registers.Set(ctx, participant.IssuerId, register)
}

// checkRoom errors when a new participant or dealer is one too many. Those who are there stay when the limits fall.
func (k *Keeper) checkRoom(ctx context.Context, participant, before types.Participant, known bool, register types.Register) error {
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	added, promoted := !known, participant.Dealer && !before.Dealer
	if added && register.Participants > params.MaxParticipants || promoted && register.Dealers > params.MaxDealers {
		return types.ErrRegisterFull.Wrapf("%s has room for %d participants, %d of them dealers", participant.IssuerId, params.MaxParticipants, params.MaxDealers)
	}
	return nil
}

func (k *Keeper) setParticipant(ctx context.Context, account sdk.AccAddress, participant types.Participant) error {
	key := collections.Join(participant.IssuerId, account)
	if err := k.participants.Set(ctx, key, participant); err != nil {
		return err
	}
	if participant.Dealer {
		return k.dealers.Set(ctx, key)
	}
	return k.dealers.Remove(ctx, key)
}

// RemoveParticipant ends the admission of an account. What it has bid stands. Its record as a dealer ends with its being
// one: duties are those of dealers, and who comes back begins anew.
func (k *Keeper) RemoveParticipant(ctx context.Context, issuerID string, account sdk.AccAddress) error {
	participant, err := k.GetParticipant(ctx, issuerID, account)
	if err != nil {
		return err
	}
	register, err := k.registers.Get(ctx, issuerID)
	if err != nil {
		return err
	}
	register.Participants--
	if participant.Dealer {
		register.Dealers--
	}
	if err := k.registers.Set(ctx, issuerID, register); err != nil {
		return err
	}
	key := collections.Join(issuerID, account)
	if err := k.participants.Remove(ctx, key); err != nil {
		return err
	}
	if err := k.dealers.Remove(ctx, key); err != nil {
		return err
	}
	if err := k.forgetDuties(ctx, issuerID, account, ""); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventParticipantRemoved{IssuerId: issuerID, Account: participant.Account})
}

// GetParticipant returns a participant of an issuer.
func (k *Keeper) GetParticipant(ctx context.Context, issuerID string, account sdk.AccAddress) (types.Participant, error) {
	participant, found, err := row.Find(ctx, k.participants, collections.Join(issuerID, account))
	if err == nil && !found {
		err = types.ErrParticipantNotFound.Wrapf("%s with issuer %q", account, issuerID)
	}
	return participant, err
}

// admitted returns the record of a bidder that an auction admits.
func (k *Keeper) admitted(ctx context.Context, auction types.Auction, bidder sdk.AccAddress) (types.Participant, error) {
	participant, found, err := row.Find(ctx, k.participants, collections.Join(auction.Terms.IssuerId, bidder))
	switch {
	case err != nil:
		return participant, err
	case !found:
		return participant, types.ErrNotAdmitted.Wrapf("%s is no participant of %s", bidder, auction.Terms.IssuerId)
	case auction.Terms.DealersOnly && !participant.Dealer:
		return participant, types.ErrNotDealer.Wrapf("%s admits dealers only", auction.Terms.Id)
	}
	return participant, nil
}

// dealersOf lists the dealers of an issuer, whose number the register bounds.
func (k *Keeper) dealersOf(ctx context.Context, issuerID string) ([]sdk.AccAddress, error) {
	var dealers []sdk.AccAddress
	err := k.dealers.Walk(ctx, collections.NewPrefixedPairRange[string, sdk.AccAddress](issuerID), func(key accountKey) (bool, error) {
		dealers = append(dealers, key.K2())
		return false, nil
	})
	return dealers, err
}
