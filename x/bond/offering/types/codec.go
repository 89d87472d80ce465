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
		&MsgUpdateParams{}, &MsgAgreeTrade{}, &MsgCancelTrade{}, &MsgFormSyndicate{}, &MsgPayShare{}, &MsgDissolveSyndicate{},
	)
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}

// RegisterLegacyAminoCodec registers the module's messages under the names that amino signing uses.
func RegisterLegacyAminoCodec(cdc *codec.LegacyAmino) {
	cdc.RegisterConcrete(Params{}, "kokusai/offering/Params", nil)
	legacy.RegisterAminoMsg(cdc, &MsgUpdateParams{}, "kokusai/offering/MsgUpdateParams")
	legacy.RegisterAminoMsg(cdc, &MsgAgreeTrade{}, "kokusai/offering/MsgAgreeTrade")
	legacy.RegisterAminoMsg(cdc, &MsgCancelTrade{}, "kokusai/offering/MsgCancelTrade")
	legacy.RegisterAminoMsg(cdc, &MsgFormSyndicate{}, "kokusai/offering/MsgFormSyndicate")
	legacy.RegisterAminoMsg(cdc, &MsgPayShare{}, "kokusai/offering/MsgPayShare")
	legacy.RegisterAminoMsg(cdc, &MsgDissolveSyndicate{}, "kokusai/offering/MsgDissolveSyndicate")
}
