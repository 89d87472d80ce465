package ibc

import (
	"cosmossdk.io/core/address"
	errorsmod "cosmossdk.io/errors"

	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// gate is what both stacks share: how a transfer is judged.
type gate struct {
	custody Custody
	codec   address.Codec
}

// judgeArrival judges a packet that brings home what this chain issued. Whatever else arrives becomes a voucher, which is
// not regulated here. The packet's sender and memo are the other chain's words and play no part.
func (g gate) judgeArrival(
	ctx sdk.Context, sourcePort, sourceChannel, channelID string, data transfertypes.InternalTransferRepresentation,
) (*types.Refusal, error) {
	if !data.Token.Denom.HasPrefix(sourcePort, sourceChannel) {
		return nil, nil
	}
	home := data.Token
	home.Denom = transfertypes.NewDenom(home.Denom.Base, home.Denom.Trace[1:]...)
	coin, err := readCoin(home)
	if err != nil {
		return nil, err
	}
	receiver, err := types.DecodeAddress(g.codec, "receiver", data.Receiver)
	if err != nil {
		return nil, err
	}
	refusal, err := g.custody.CheckReturn(ctx, channelID, receiver, coin)
	if err != nil || refusal == nil {
		return nil, err
	}
	return refusal, event.Emit(ctx, &types.EventReturnRefused{
		ChannelId: channelID, Receiver: data.Receiver, Amount: coin, Rule: refusal.Rule, Reason: refusal.Reason,
	})
}

// checkDeparture refuses a packet whose far receiver may not have what this chain issued.
func (g gate) checkDeparture(ctx sdk.Context, channelID string, data transfertypes.InternalTransferRepresentation) error {
	if !data.Token.Denom.IsNative() {
		return nil
	}
	coin, err := readCoin(data.Token)
	if err != nil {
		return err
	}
	refusal, err := g.custody.CheckDeparture(ctx, channelID, data.Receiver, data.Memo, coin)
	if err != nil || refusal == nil {
		return err
	}
	return refusal.Err()
}

// readCoin reads what a packet carries. Denoms that no coin can have, which would panic further down, are refused.
func readCoin(token transfertypes.Token) (sdk.Coin, error) {
	if err := token.Validate(); err != nil {
		return sdk.Coin{}, err
	}
	if err := sdk.ValidateDenom(token.Denom.IBCDenom()); err != nil {
		return sdk.Coin{}, errorsmod.Wrap(types.ErrInvalidDenom, err.Error())
	}
	return token.ToCoin()
}
