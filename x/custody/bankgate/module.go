package bankgate

import (
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/types/module"
	"github.com/cosmos/cosmos-sdk/x/bank"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
)

// AppModule is the SDK's bank module with its messages behind the gate.
type AppModule struct {
	bank.AppModule
	keeper Keeper
}

var _ module.HasServices = AppModule{}

// NewAppModule returns the module.
func NewAppModule(cdc codec.Codec, k Keeper, accounts banktypes.AccountKeeper) AppModule {
	return AppModule{AppModule: bank.NewAppModule(cdc, k.BaseKeeper, accounts, nil), keeper: k}
}

// RegisterServices registers the gated messages and the SDK's queries. It registers no migrations: the chain was born
// with the newest layout of the bank's state.
func (am AppModule) RegisterServices(cfg module.Configurator) {
	banktypes.RegisterMsgServer(cfg.MsgServer(), NewMsgServer(am.keeper))
	banktypes.RegisterQueryServer(cfg.QueryServer(), am.keeper)
}
