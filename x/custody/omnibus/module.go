// Package omnibus keeps whose is what in accounts that many customers of a custodian share.
package omnibus

import (
	"context"

	gwruntime "github.com/grpc-ecosystem/grpc-gateway/runtime"

	"cosmossdk.io/core/address"
	"cosmossdk.io/core/appmodule"

	"github.com/cosmos/cosmos-sdk/client"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"

	"github.com/kokusai-chain/kokusai/x/custody/omnibus/keeper"
	"github.com/kokusai-chain/kokusai/x/custody/omnibus/types"
	"github.com/kokusai-chain/kokusai/x/internal/base"
)

var (
	_ module.HasServices  = AppModule{}
	_ appmodule.AppModule = AppModule{}
)

// AppModule is the module as the application sees it.
type AppModule struct {
	base.Module[*types.GenesisState]
	keeper *keeper.Keeper
}

// NewAppModule returns the module. For the commands, which have no state, the keeper may be nil.
func NewAppModule(addresses address.Codec, k *keeper.Keeper) AppModule {
	return AppModule{keeper: k, Module: base.New(base.Spec[*types.GenesisState]{
		Name:       types.ModuleName,
		Version:    1,
		Amino:      types.RegisterLegacyAminoCodec,
		Interfaces: types.RegisterInterfaces,
		Routes: func(ctx context.Context, mux *gwruntime.ServeMux, clientCtx client.Context) error {
			return types.RegisterQueryHandlerClient(ctx, mux, types.NewQueryClient(clientCtx))
		},
		Default:  types.DefaultGenesis,
		Validate: func(state *types.GenesisState) error { return state.Validate(addresses) },
		Init:     func(ctx sdk.Context, state *types.GenesisState) error { return k.InitGenesis(ctx, state) },
		Export:   func(ctx sdk.Context) (*types.GenesisState, error) { return k.ExportGenesis(ctx) },
	})}
}

// RegisterServices registers the handlers of messages and queries.
func (am AppModule) RegisterServices(cfg module.Configurator) {
	types.RegisterMsgServer(cfg.MsgServer(), keeper.NewMsgServer(am.keeper))
	types.RegisterQueryServer(cfg.QueryServer(), keeper.NewQueryServer(am.keeper))
}
