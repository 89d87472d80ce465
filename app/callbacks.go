package app

import (
	errorsmod "cosmossdk.io/errors"

	clienttypes "github.com/cosmos/ibc-go/v11/modules/core/02-client/types"
	channeltypes "github.com/cosmos/ibc-go/v11/modules/core/04-channel/types"
	ibcexported "github.com/cosmos/ibc-go/v11/modules/core/exported"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
)

// maxCallbackGas bounds what a callback of a packet may use.
const maxCallbackGas = 1_000_000

// noContracts answers the callbacks that a packet's memo asks for. Accounts of this chain are keys and modules, none of
// which takes calls, so a packet that counts on one is refused instead of going through without it. A machine for
// contracts would be plugged in here.
type noContracts struct{}

func noContract(address string) error {
	return errorsmod.Wrapf(sdkerrors.ErrNotSupported, "no contract takes callbacks at %q", address)
}

// IBCSendPacketCallback refuses to send a packet with a callback.
func (noContracts) IBCSendPacketCallback(_ sdk.Context, _, _ string, _ clienttypes.Height, _ uint64, _ []byte, contract, _, _ string) error {
	return noContract(contract)
}

// IBCOnAcknowledgementPacketCallback has nobody to tell.
func (noContracts) IBCOnAcknowledgementPacketCallback(_ sdk.Context, _ channeltypes.Packet, _ []byte, _ sdk.AccAddress, contract, _, _ string) error {
	return noContract(contract)
}

// IBCOnTimeoutPacketCallback has nobody to tell.
func (noContracts) IBCOnTimeoutPacketCallback(_ sdk.Context, _ channeltypes.Packet, _ sdk.AccAddress, contract, _, _ string) error {
	return noContract(contract)
}

// IBCReceivePacketCallback refuses a packet with a callback, which is refunded where it came from.
func (noContracts) IBCReceivePacketCallback(_ sdk.Context, _ ibcexported.PacketI, _ ibcexported.Acknowledgement, contract, _ string) error {
	return noContract(contract)
}
