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
		&MsgOpenClient{}, &MsgUpdateClient{}, &MsgCloseClient{}, &MsgCredit{}, &MsgDebit{}, &MsgBookTransfer{},
		&MsgPassDown{}, &MsgMoveClients{},
	)
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}

// RegisterLegacyAminoCodec registers the names under which hardware wallets sign the messages.
func RegisterLegacyAminoCodec(amino *codec.LegacyAmino) {
	legacy.RegisterAminoMsg(amino, &MsgOpenClient{}, "kokusai/omnibus/MsgOpenClient")
	legacy.RegisterAminoMsg(amino, &MsgUpdateClient{}, "kokusai/omnibus/MsgUpdateClient")
	legacy.RegisterAminoMsg(amino, &MsgCloseClient{}, "kokusai/omnibus/MsgCloseClient")
	legacy.RegisterAminoMsg(amino, &MsgCredit{}, "kokusai/omnibus/MsgCredit")
	legacy.RegisterAminoMsg(amino, &MsgDebit{}, "kokusai/omnibus/MsgDebit")
	legacy.RegisterAminoMsg(amino, &MsgBookTransfer{}, "kokusai/omnibus/MsgBookTransfer")
	legacy.RegisterAminoMsg(amino, &MsgPassDown{}, "kokusai/omnibus/MsgPassDown")
	legacy.RegisterAminoMsg(amino, &MsgMoveClients{}, "kokusai/omnibus/MsgMoveClients")
}
