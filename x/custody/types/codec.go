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
		&MsgUpdateParams{}, &MsgGrantLicence{}, &MsgSetLicenceStatus{},
		&MsgRegisterInvestor{}, &MsgUpdateInvestor{}, &MsgRemoveInvestor{}, &MsgFreezeAccount{}, &MsgUnfreezeAccount{},
		&MsgSetParent{}, &MsgAppointSuccessor{}, &MsgAcceptClients{}, &MsgSetPilot{},
		&MsgSetTransferRules{}, &MsgApproveChannel{}, &MsgRevokeChannel{}, &MsgFreezeSeries{}, &MsgUnfreezeSeries{},
		&MsgMintCash{}, &MsgBurnCash{}, &MsgSettleDirect{}, &MsgReleaseSuspense{},
	)
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}

// RegisterLegacyAminoCodec registers the names under which hardware wallets sign the messages.
func RegisterLegacyAminoCodec(amino *codec.LegacyAmino) {
	legacy.RegisterAminoMsg(amino, &MsgUpdateParams{}, "kokusai/custody/MsgUpdateParams")
	legacy.RegisterAminoMsg(amino, &MsgGrantLicence{}, "kokusai/custody/MsgGrantLicence")
	legacy.RegisterAminoMsg(amino, &MsgSetLicenceStatus{}, "kokusai/custody/MsgSetLicenceStatus")
	legacy.RegisterAminoMsg(amino, &MsgRegisterInvestor{}, "kokusai/custody/MsgRegisterInvestor")
	legacy.RegisterAminoMsg(amino, &MsgUpdateInvestor{}, "kokusai/custody/MsgUpdateInvestor")
	legacy.RegisterAminoMsg(amino, &MsgRemoveInvestor{}, "kokusai/custody/MsgRemoveInvestor")
	legacy.RegisterAminoMsg(amino, &MsgFreezeAccount{}, "kokusai/custody/MsgFreezeAccount")
	legacy.RegisterAminoMsg(amino, &MsgUnfreezeAccount{}, "kokusai/custody/MsgUnfreezeAccount")
	legacy.RegisterAminoMsg(amino, &MsgSetParent{}, "kokusai/custody/MsgSetParent")
	legacy.RegisterAminoMsg(amino, &MsgAppointSuccessor{}, "kokusai/custody/MsgAppointSuccessor")
	legacy.RegisterAminoMsg(amino, &MsgAcceptClients{}, "kokusai/custody/MsgAcceptClients")
	legacy.RegisterAminoMsg(amino, &MsgSetPilot{}, "kokusai/custody/MsgSetPilot")
	legacy.RegisterAminoMsg(amino, &MsgSetTransferRules{}, "kokusai/custody/MsgSetTransferRules")
	legacy.RegisterAminoMsg(amino, &MsgApproveChannel{}, "kokusai/custody/MsgApproveChannel")
	legacy.RegisterAminoMsg(amino, &MsgRevokeChannel{}, "kokusai/custody/MsgRevokeChannel")
	legacy.RegisterAminoMsg(amino, &MsgFreezeSeries{}, "kokusai/custody/MsgFreezeSeries")
	legacy.RegisterAminoMsg(amino, &MsgUnfreezeSeries{}, "kokusai/custody/MsgUnfreezeSeries")
	legacy.RegisterAminoMsg(amino, &MsgMintCash{}, "kokusai/custody/MsgMintCash")
	legacy.RegisterAminoMsg(amino, &MsgBurnCash{}, "kokusai/custody/MsgBurnCash")
	legacy.RegisterAminoMsg(amino, &MsgSettleDirect{}, "kokusai/custody/MsgSettleDirect")
	legacy.RegisterAminoMsg(amino, &MsgReleaseSuspense{}, "kokusai/custody/MsgReleaseSuspense")
}
