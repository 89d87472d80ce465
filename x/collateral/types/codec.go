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
	legacy.RegisterAminoMsg(cdc, &MsgUpdateParams{}, "kokusai/collateral/MsgUpdateParams")
	legacy.RegisterAminoMsg(cdc, &MsgSetCurve{}, "kokusai/collateral/MsgSetCurve")
	legacy.RegisterAminoMsg(cdc, &MsgSetFx{}, "kokusai/collateral/MsgSetFx")
	legacy.RegisterAminoMsg(cdc, &MsgSetHaircuts{}, "kokusai/collateral/MsgSetHaircuts")
	legacy.RegisterAminoMsg(cdc, &MsgCreateMarket{}, "kokusai/collateral/MsgCreateMarket")
	legacy.RegisterAminoMsg(cdc, &MsgUpdateMarket{}, "kokusai/collateral/MsgUpdateMarket")
	legacy.RegisterAminoMsg(cdc, &MsgSupply{}, "kokusai/collateral/MsgSupply")
	legacy.RegisterAminoMsg(cdc, &MsgWithdraw{}, "kokusai/collateral/MsgWithdraw")
	legacy.RegisterAminoMsg(cdc, &MsgAddCollateral{}, "kokusai/collateral/MsgAddCollateral")
	legacy.RegisterAminoMsg(cdc, &MsgReleaseCollateral{}, "kokusai/collateral/MsgReleaseCollateral")
	legacy.RegisterAminoMsg(cdc, &MsgBorrow{}, "kokusai/collateral/MsgBorrow")
	legacy.RegisterAminoMsg(cdc, &MsgRepay{}, "kokusai/collateral/MsgRepay")
	legacy.RegisterAminoMsg(cdc, &MsgSetRiskTerms{}, "kokusai/collateral/MsgSetRiskTerms")
	legacy.RegisterAminoMsg(cdc, &MsgPayReserve{}, "kokusai/collateral/MsgPayReserve")
	legacy.RegisterAminoMsg(cdc, &MsgPause{}, "kokusai/collateral/MsgPause")
	legacy.RegisterAminoMsg(cdc, &MsgTransferPosition{}, "kokusai/collateral/MsgTransferPosition")
}

// RegisterInterfaces registers the messages and their service.
func RegisterInterfaces(registry cdctypes.InterfaceRegistry) {
	registry.RegisterImplementations((*sdk.Msg)(nil),
		&MsgUpdateParams{}, &MsgSetCurve{}, &MsgSetFx{}, &MsgSetHaircuts{}, &MsgCreateMarket{}, &MsgUpdateMarket{},
		&MsgSupply{}, &MsgWithdraw{}, &MsgAddCollateral{}, &MsgReleaseCollateral{}, &MsgBorrow{}, &MsgRepay{},
		&MsgSetRiskTerms{}, &MsgPayReserve{}, &MsgPause{}, &MsgTransferPosition{},
	)
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}
