package types

import (
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/codec/legacy"
	cdctypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/msgservice"
)

// RegisterInterfaces registers the messages for use in transactions.
func RegisterInterfaces(registry cdctypes.InterfaceRegistry) {
	registry.RegisterImplementations((*sdk.Msg)(nil),
		&MsgUpdateParams{}, &MsgInstruct{}, &MsgSettleBatch{}, &MsgPropose{}, &MsgAffirm{}, &MsgCancel{}, &MsgHold{}, &MsgRelease{},
		&MsgBuyIn{}, &MsgCloseFail{},
	)
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}

// RegisterLegacyAminoCodec registers the names under which hardware wallets sign the messages.
func RegisterLegacyAminoCodec(amino *codec.LegacyAmino) {
	legacy.RegisterAminoMsg(amino, &MsgUpdateParams{}, "kokusai/settlement/MsgUpdateParams")
	legacy.RegisterAminoMsg(amino, &MsgInstruct{}, "kokusai/settlement/MsgInstruct")
	legacy.RegisterAminoMsg(amino, &MsgSettleBatch{}, "kokusai/settlement/MsgSettleBatch")
	legacy.RegisterAminoMsg(amino, &MsgPropose{}, "kokusai/settlement/MsgPropose")
	legacy.RegisterAminoMsg(amino, &MsgAffirm{}, "kokusai/settlement/MsgAffirm")
	legacy.RegisterAminoMsg(amino, &MsgCancel{}, "kokusai/settlement/MsgCancel")
	legacy.RegisterAminoMsg(amino, &MsgHold{}, "kokusai/settlement/MsgHold")
	legacy.RegisterAminoMsg(amino, &MsgRelease{}, "kokusai/settlement/MsgRelease")
	legacy.RegisterAminoMsg(amino, &MsgBuyIn{}, "kokusai/settlement/MsgBuyIn")
	legacy.RegisterAminoMsg(amino, &MsgCloseFail{}, "kokusai/settlement/MsgCloseFail")
}
