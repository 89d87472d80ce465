package types

import (
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/codec/legacy"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/msgservice"
)

// RegisterInterfaces registers the module's messages.
func RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	registry.RegisterImplementations((*sdk.Msg)(nil),
		&MsgUpdateParams{}, &MsgRegisterParticipant{}, &MsgRemoveParticipant{}, &MsgAnnounce{}, &MsgSetReferences{}, &MsgFund{},
		&MsgCancel{}, &MsgReject{}, &MsgCommitBid{}, &MsgWithdrawBid{}, &MsgRevealBid{}, &MsgBidSecondRound{},
	)
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}

// RegisterLegacyAminoCodec registers the module's messages under the names that amino signing uses.
func RegisterLegacyAminoCodec(cdc *codec.LegacyAmino) {
	legacy.RegisterAminoMsg(cdc, &MsgUpdateParams{}, "kokusai/auction/MsgUpdateParams")
	legacy.RegisterAminoMsg(cdc, &MsgRegisterParticipant{}, "kokusai/auction/MsgRegisterParticipant")
	legacy.RegisterAminoMsg(cdc, &MsgRemoveParticipant{}, "kokusai/auction/MsgRemoveParticipant")
	legacy.RegisterAminoMsg(cdc, &MsgAnnounce{}, "kokusai/auction/MsgAnnounce")
	legacy.RegisterAminoMsg(cdc, &MsgSetReferences{}, "kokusai/auction/MsgSetReferences")
	legacy.RegisterAminoMsg(cdc, &MsgFund{}, "kokusai/auction/MsgFund")
	legacy.RegisterAminoMsg(cdc, &MsgCancel{}, "kokusai/auction/MsgCancel")
	legacy.RegisterAminoMsg(cdc, &MsgReject{}, "kokusai/auction/MsgReject")
	legacy.RegisterAminoMsg(cdc, &MsgCommitBid{}, "kokusai/auction/MsgCommitBid")
	legacy.RegisterAminoMsg(cdc, &MsgWithdrawBid{}, "kokusai/auction/MsgWithdrawBid")
	legacy.RegisterAminoMsg(cdc, &MsgRevealBid{}, "kokusai/auction/MsgRevealBid")
	legacy.RegisterAminoMsg(cdc, &MsgBidSecondRound{}, "kokusai/auction/MsgBidSecondRound")
}
