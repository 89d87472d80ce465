package types

import (
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/codec/legacy"
	cdctypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/msgservice"
)

// RegisterLegacyAminoCodec registers the messages under the names that hardware wallets show.
func RegisterLegacyAminoCodec(cdc *codec.LegacyAmino) {
	legacy.RegisterAminoMsg(cdc, &MsgUpdateParams{}, "kokusai/funding/MsgUpdateParams")
	legacy.RegisterAminoMsg(cdc, &MsgAnnounce{}, "kokusai/funding/MsgAnnounce")
	legacy.RegisterAminoMsg(cdc, &MsgCancel{}, "kokusai/funding/MsgCancel")
	legacy.RegisterAminoMsg(cdc, &MsgCommitBid{}, "kokusai/funding/MsgCommitBid")
	legacy.RegisterAminoMsg(cdc, &MsgWithdrawBid{}, "kokusai/funding/MsgWithdrawBid")
	legacy.RegisterAminoMsg(cdc, &MsgRevealBid{}, "kokusai/funding/MsgRevealBid")
}

// RegisterInterfaces registers the messages and their service.
func RegisterInterfaces(registry cdctypes.InterfaceRegistry) {
	registry.RegisterImplementations((*sdk.Msg)(nil),
		&MsgUpdateParams{}, &MsgAnnounce{}, &MsgCancel{}, &MsgCommitBid{}, &MsgWithdrawBid{}, &MsgRevealBid{},
	)
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}
