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
		&MsgUpdateParams{}, &MsgPropose{}, &MsgApprove{}, &MsgWithdraw{}, &MsgExecute{},
	)
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}

// RegisterLegacyAminoCodec registers the names under which hardware wallets sign the messages.
func RegisterLegacyAminoCodec(amino *codec.LegacyAmino) {
	legacy.RegisterAminoMsg(amino, &MsgUpdateParams{}, "kokusai/control/MsgUpdateParams")
	legacy.RegisterAminoMsg(amino, &MsgPropose{}, "kokusai/control/MsgPropose")
	legacy.RegisterAminoMsg(amino, &MsgApprove{}, "kokusai/control/MsgApprove")
	legacy.RegisterAminoMsg(amino, &MsgWithdraw{}, "kokusai/control/MsgWithdraw")
	legacy.RegisterAminoMsg(amino, &MsgExecute{}, "kokusai/control/MsgExecute")
}
