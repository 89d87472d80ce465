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
		&MsgUpdateParams{}, &MsgSetReserve{}, &MsgRemoveReserve{}, &MsgAttest{}, &MsgMint{}, &MsgChallengeMint{}, &MsgBurn{},
		&MsgRequestRedemption{}, &MsgConfirmRedemption{}, &MsgDeclineRedemption{},
	)
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}

// RegisterLegacyAminoCodec registers the names under which hardware wallets sign the messages.
func RegisterLegacyAminoCodec(amino *codec.LegacyAmino) {
	legacy.RegisterAminoMsg(amino, &MsgUpdateParams{}, "kokusai/reserve/MsgUpdateParams")
	legacy.RegisterAminoMsg(amino, &MsgSetReserve{}, "kokusai/reserve/MsgSetReserve")
	legacy.RegisterAminoMsg(amino, &MsgRemoveReserve{}, "kokusai/reserve/MsgRemoveReserve")
	legacy.RegisterAminoMsg(amino, &MsgAttest{}, "kokusai/reserve/MsgAttest")
	legacy.RegisterAminoMsg(amino, &MsgMint{}, "kokusai/reserve/MsgMint")
	legacy.RegisterAminoMsg(amino, &MsgChallengeMint{}, "kokusai/reserve/MsgChallengeMint")
	legacy.RegisterAminoMsg(amino, &MsgBurn{}, "kokusai/reserve/MsgBurn")
	legacy.RegisterAminoMsg(amino, &MsgRequestRedemption{}, "kokusai/reserve/MsgRequestRedemption")
	legacy.RegisterAminoMsg(amino, &MsgConfirmRedemption{}, "kokusai/reserve/MsgConfirmRedemption")
	legacy.RegisterAminoMsg(amino, &MsgDeclineRedemption{}, "kokusai/reserve/MsgDeclineRedemption")
}
