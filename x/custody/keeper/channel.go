package keeper

import (
	"context"

	"cosmossdk.io/collections"

	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// ApproveChannel lets a series leave over an open channel. Approving again replaces the agent and lifts a revocation.
func (k *Keeper) ApproveChannel(ctx context.Context, signer string, agent sdk.AccAddress, approval types.ChannelApproval) error {
	if _, err := k.requireSeries(ctx, signer, approval.Isin); err != nil {
		return err
	}
	if err := k.refuseSystemAccount(ctx, agent); err != nil {
		return err
	}
	if !k.channels.IsOpen(ctx, approval.ChannelId) {
		return types.ErrChannelNotOpen.Wrap(approval.ChannelId)
	}
	if err := k.OpenEscrow(ctx, approval.ChannelId); err != nil {
		return err
	}
	agentText, err := k.text(agent)
	if err != nil {
		return err
	}
	approval.PayingAgent = agentText
	if err := k.approvals.Set(ctx, collections.Join(approval.Isin, approval.ChannelId), approval); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventChannelApproved{Approval: approval})
}

// RevokeChannel stops departures. What is abroad may come home, and its coupons still go to the agent.
func (k *Keeper) RevokeChannel(ctx context.Context, signer, isin, channelID string) error {
	if _, err := k.requireSeries(ctx, signer, isin); err != nil {
		return err
	}
	key := collections.Join(isin, channelID)
	approval, found, err := row.Find(ctx, k.approvals, key)
	switch {
	case err != nil:
		return err
	case !found:
		return types.ErrApprovalNotFound.Wrapf("%s for %s", channelID, isin)
	case approval.Revoked:
		return types.ErrChannelRevoked.Wrapf("%s for %s", channelID, isin)
	}
	approval.Revoked = true
	if err := k.approvals.Set(ctx, key, approval); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventChannelRevoked{Isin: isin, ChannelId: channelID})
}

// OpenEscrow remembers the escrow account of a transfer channel or client, so that a refusal can name the channel and a
// refund from it cannot fail. It is called when a channel opens, and before a client's first packet leaves.
func (k *Keeper) OpenEscrow(ctx context.Context, channelID string) error {
	if err := types.ValidateChannelID(channelID); err != nil {
		return err
	}
	escrow := transfertypes.GetEscrowAddress(transfertypes.PortID, channelID)
	record, err := k.record(ctx, escrow)
	if err != nil || record.EscrowChannel == channelID {
		return err
	}
	record.EscrowChannel = channelID
	return k.setRecord(ctx, escrow, record)
}

// IsEscrow returns the channel or client whose transfers an account holds in escrow, and whether there is one.
func (k *Keeper) IsEscrow(ctx context.Context, account sdk.AccAddress) (channelID string, found bool, err error) {
	record, err := k.record(ctx, account)
	return record.EscrowChannel, record.EscrowChannel != "", err
}

// CheckDeparture judges the far side of a transfer abroad: for a channel with registered receivers only, the receiver must
// be a registered account abroad of an investor who may hold the series, and a memo, which could send it further, is
// refused. The holder limit does not count what is abroad. The near side is judged by the send restriction.
func (k *Keeper) CheckDeparture(ctx context.Context, channelID, receiver, memo string, coin sdk.Coin) (*types.Refusal, error) {
	asset, isin, err := k.assetOf(ctx, coin.Denom)
	if err != nil || asset != types.AssetBond {
		return nil, err
	}
	approval, found, err := row.Find(ctx, k.approvals, collections.Join(isin, channelID))
	switch {
	case err != nil:
		return nil, err
	case !found || approval.Revoked:
		return types.Refuse(types.RuleChannel, "%s is not approved for %s", channelID, isin), nil
	case !approval.RegisteredReceiversOnly:
		return nil, nil
	case memo != "":
		return types.Refuse(types.RuleRemoteReceiver, "%s over %s takes no memo", isin, channelID), nil
	}
	investor, found, err := row.Find(ctx, k.remoteAccounts, collections.Join(channelID, receiver))
	if err != nil {
		return nil, err
	}
	if !found {
		return types.Refuse(types.RuleRemoteReceiver, "no investor has registered the receiver for %s", channelID), nil
	}
	q, err := k.askReturn(ctx, channelID, investor)
	if err != nil {
		return nil, err
	}
	q.uncapped = true
	return k.decide(ctx, q, coin)
}

// CheckReturn judges a coin that a packet would bring home to a receiver from the escrow of a channel. Only accounts that
// someone holds receive this way.
func (k *Keeper) CheckReturn(ctx context.Context, channelID string, receiver sdk.AccAddress, coin sdk.Coin) (*types.Refusal, error) {
	q, err := k.askReturn(ctx, channelID, receiver)
	if err != nil {
		return nil, err
	}
	if regulated, err := k.IsRegulated(ctx, coin.Denom); err != nil || !regulated {
		return nil, err
	}
	if q.toParty.IsSystem() {
		return types.Refuse(types.RuleModuleAccount, "the receiver belongs to a module"), nil
	}
	return k.decide(ctx, q, coin)
}

// askReturn asks as the escrow of a channel, known to this chain or not.
func (k *Keeper) askReturn(ctx context.Context, channelID string, receiver sdk.AccAddress) (question, error) {
	party, err := k.party(ctx, receiver)
	return question{
		from:      transfertypes.GetEscrowAddress(transfertypes.PortID, channelID),
		fromParty: types.Party{Kind: types.PartyEscrow, Channel: channelID},
		to:        receiver, toParty: party,
	}, err
}

// CheckDirectEntry refuses to send regulated coins into an escrow account other than by an IBC transfer: what is there
// stands for what is abroad, and nobody could ever bring the excess home.
func (k *Keeper) CheckDirectEntry(ctx context.Context, to sdk.AccAddress, coins sdk.Coins) error {
	regulated, err := k.regulatedOf(ctx, coins)
	if err != nil || regulated.Empty() {
		return err
	}
	channelID, isEscrow, err := k.IsEscrow(ctx, to)
	if err == nil && isEscrow {
		err = types.ErrDirectEscrowEntry.Wrap(channelID)
	}
	return err
}
