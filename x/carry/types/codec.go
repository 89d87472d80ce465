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
		&MsgUpdateParams{}, &MsgPostQuote{}, &MsgCancelQuote{}, &MsgFillQuote{},
		&MsgRegisterVenue{}, &MsgUpdateVenue{}, &MsgSetVenueStatus{}, &MsgReopenVenue{}, &MsgRefreshVenue{},
		&MsgOpen{}, &MsgClose{}, &MsgConvertBack{}, &MsgSettle{}, &MsgRetry{}, &MsgWriteOff{}, &MsgSweep{}, &MsgResolve{},
	)
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}

// RegisterLegacyAminoCodec registers the module's messages under the names that amino signing uses.
func RegisterLegacyAminoCodec(cdc *codec.LegacyAmino) {
	cdc.RegisterConcrete(Params{}, "kokusai/carry/Params", nil)
	legacy.RegisterAminoMsg(cdc, &MsgUpdateParams{}, "kokusai/carry/MsgUpdateParams")
	legacy.RegisterAminoMsg(cdc, &MsgPostQuote{}, "kokusai/carry/MsgPostQuote")
	legacy.RegisterAminoMsg(cdc, &MsgCancelQuote{}, "kokusai/carry/MsgCancelQuote")
	legacy.RegisterAminoMsg(cdc, &MsgFillQuote{}, "kokusai/carry/MsgFillQuote")
	legacy.RegisterAminoMsg(cdc, &MsgRegisterVenue{}, "kokusai/carry/MsgRegisterVenue")
	legacy.RegisterAminoMsg(cdc, &MsgUpdateVenue{}, "kokusai/carry/MsgUpdateVenue")
	legacy.RegisterAminoMsg(cdc, &MsgSetVenueStatus{}, "kokusai/carry/MsgSetVenueStatus")
	legacy.RegisterAminoMsg(cdc, &MsgReopenVenue{}, "kokusai/carry/MsgReopenVenue")
	legacy.RegisterAminoMsg(cdc, &MsgRefreshVenue{}, "kokusai/carry/MsgRefreshVenue")
	legacy.RegisterAminoMsg(cdc, &MsgOpen{}, "kokusai/carry/MsgOpen")
	legacy.RegisterAminoMsg(cdc, &MsgClose{}, "kokusai/carry/MsgClose")
	legacy.RegisterAminoMsg(cdc, &MsgConvertBack{}, "kokusai/carry/MsgConvertBack")
	legacy.RegisterAminoMsg(cdc, &MsgSettle{}, "kokusai/carry/MsgSettle")
	legacy.RegisterAminoMsg(cdc, &MsgRetry{}, "kokusai/carry/MsgRetry")
	legacy.RegisterAminoMsg(cdc, &MsgWriteOff{}, "kokusai/carry/MsgWriteOff")
	legacy.RegisterAminoMsg(cdc, &MsgSweep{}, "kokusai/carry/MsgSweep")
	legacy.RegisterAminoMsg(cdc, &MsgResolve{}, "kokusai/carry/MsgResolve")
}
