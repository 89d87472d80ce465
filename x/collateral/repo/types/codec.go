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
	legacy.RegisterAminoMsg(cdc, &MsgUpdateParams{}, "kokusai/repo/MsgUpdateParams")
	legacy.RegisterAminoMsg(cdc, &MsgSetBasket{}, "kokusai/repo/MsgSetBasket")
	legacy.RegisterAminoMsg(cdc, &MsgSetInventory{}, "kokusai/repo/MsgSetInventory")
	legacy.RegisterAminoMsg(cdc, &MsgOffer{}, "kokusai/repo/MsgOffer")
	legacy.RegisterAminoMsg(cdc, &MsgWithdrawOffer{}, "kokusai/repo/MsgWithdrawOffer")
	legacy.RegisterAminoMsg(cdc, &MsgAccept{}, "kokusai/repo/MsgAccept")
	legacy.RegisterAminoMsg(cdc, &MsgSubstitute{}, "kokusai/repo/MsgSubstitute")
	legacy.RegisterAminoMsg(cdc, &MsgPayDown{}, "kokusai/repo/MsgPayDown")
	legacy.RegisterAminoMsg(cdc, &MsgCallMargin{}, "kokusai/repo/MsgCallMargin")
	legacy.RegisterAminoMsg(cdc, &MsgGiveNotice{}, "kokusai/repo/MsgGiveNotice")
	legacy.RegisterAminoMsg(cdc, &MsgTerminate{}, "kokusai/repo/MsgTerminate")
	legacy.RegisterAminoMsg(cdc, &MsgSettleEnd{}, "kokusai/repo/MsgSettleEnd")
	legacy.RegisterAminoMsg(cdc, &MsgPassIncome{}, "kokusai/repo/MsgPassIncome")
	legacy.RegisterAminoMsg(cdc, &MsgCloseOut{}, "kokusai/repo/MsgCloseOut")
	legacy.RegisterAminoMsg(cdc, &MsgBuy{}, "kokusai/repo/MsgBuy")
}

// RegisterInterfaces registers the messages and their service.
func RegisterInterfaces(registry cdctypes.InterfaceRegistry) {
	registry.RegisterImplementations((*sdk.Msg)(nil),
		&MsgUpdateParams{}, &MsgSetBasket{}, &MsgSetInventory{}, &MsgOffer{}, &MsgWithdrawOffer{},
		&MsgAccept{}, &MsgSubstitute{}, &MsgPayDown{}, &MsgCallMargin{}, &MsgGiveNotice{},
		&MsgTerminate{}, &MsgSettleEnd{}, &MsgPassIncome{}, &MsgCloseOut{}, &MsgBuy{},
	)
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}
