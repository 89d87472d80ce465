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
		&MsgUpdateParams{}, &MsgRegisterIssuer{}, &MsgUpdateIssuer{}, &MsgOpenSeries{}, &MsgPlaceDirect{},
		&MsgSetReference{}, &MsgPublishFixing{}, &MsgCall{}, &MsgFreezeSeries{}, &MsgUnfreezeSeries{},
		&MsgProposeExtension{}, &MsgVote{}, &MsgSeparate{}, &MsgRecombine{},
		&MsgFundPayments{}, &MsgWithdrawUnusedFunds{}, &MsgClaim{}, &MsgRedeem{},
	)
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}

// RegisterLegacyAminoCodec registers the module's messages under the names that amino signing uses.
func RegisterLegacyAminoCodec(cdc *codec.LegacyAmino) {
	cdc.RegisterConcrete(Params{}, "kokusai/bond/Params", nil)
	legacy.RegisterAminoMsg(cdc, &MsgUpdateParams{}, "kokusai/bond/MsgUpdateParams")
	legacy.RegisterAminoMsg(cdc, &MsgRegisterIssuer{}, "kokusai/bond/MsgRegisterIssuer")
	legacy.RegisterAminoMsg(cdc, &MsgUpdateIssuer{}, "kokusai/bond/MsgUpdateIssuer")
	legacy.RegisterAminoMsg(cdc, &MsgOpenSeries{}, "kokusai/bond/MsgOpenSeries")
	legacy.RegisterAminoMsg(cdc, &MsgSetReference{}, "kokusai/bond/MsgSetReference")
	legacy.RegisterAminoMsg(cdc, &MsgPublishFixing{}, "kokusai/bond/MsgPublishFixing")
	legacy.RegisterAminoMsg(cdc, &MsgCall{}, "kokusai/bond/MsgCall")
	legacy.RegisterAminoMsg(cdc, &MsgFreezeSeries{}, "kokusai/bond/MsgFreezeSeries")
	legacy.RegisterAminoMsg(cdc, &MsgUnfreezeSeries{}, "kokusai/bond/MsgUnfreezeSeries")
	legacy.RegisterAminoMsg(cdc, &MsgProposeExtension{}, "kokusai/bond/MsgProposeExtension")
	legacy.RegisterAminoMsg(cdc, &MsgVote{}, "kokusai/bond/MsgVote")
	legacy.RegisterAminoMsg(cdc, &MsgSeparate{}, "kokusai/bond/MsgSeparate")
	legacy.RegisterAminoMsg(cdc, &MsgRecombine{}, "kokusai/bond/MsgRecombine")
	legacy.RegisterAminoMsg(cdc, &MsgPlaceDirect{}, "kokusai/bond/MsgPlaceDirect")
	legacy.RegisterAminoMsg(cdc, &MsgFundPayments{}, "kokusai/bond/MsgFundPayments")
	legacy.RegisterAminoMsg(cdc, &MsgWithdrawUnusedFunds{}, "kokusai/bond/MsgWithdrawUnusedFunds")
	legacy.RegisterAminoMsg(cdc, &MsgClaim{}, "kokusai/bond/MsgClaim")
	legacy.RegisterAminoMsg(cdc, &MsgRedeem{}, "kokusai/bond/MsgRedeem")
}
