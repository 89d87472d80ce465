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
	legacy.RegisterAminoMsg(cdc, &MsgUpdateParams{}, "kokusai/liquidation/MsgUpdateParams")
	legacy.RegisterAminoMsg(cdc, &MsgBid{}, "kokusai/liquidation/MsgBid")
	legacy.RegisterAminoMsg(cdc, &MsgFundInsurance{}, "kokusai/liquidation/MsgFundInsurance")
	legacy.RegisterAminoMsg(cdc, &MsgDepositBackstop{}, "kokusai/liquidation/MsgDepositBackstop")
	legacy.RegisterAminoMsg(cdc, &MsgWithdrawBackstop{}, "kokusai/liquidation/MsgWithdrawBackstop")
}

// RegisterInterfaces registers the messages and their service.
func RegisterInterfaces(registry cdctypes.InterfaceRegistry) {
	registry.RegisterImplementations((*sdk.Msg)(nil),
		&MsgUpdateParams{}, &MsgBid{}, &MsgFundInsurance{}, &MsgDepositBackstop{}, &MsgWithdrawBackstop{},
	)
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}
