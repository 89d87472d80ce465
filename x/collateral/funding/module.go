// Package funding lets a lender auction cash for a term: borrowers bid rates under seal, all winners pay one rate, and their loans are
// repos against a basket.
package funding

import (
	"context"

	gwruntime "github.com/grpc-ecosystem/grpc-gateway/runtime"

	"cosmossdk.io/core/appmodule"

	"github.com/cosmos/cosmos-sdk/client"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"

	"github.com/kokusai-chain/kokusai/x/collateral/funding/keeper"
	"github.com/kokusai-chain/kokusai/x/collateral/funding/types"
	"github.com/kokusai-chain/kokusai/x/internal/base"
)

var (
	_ module.HasServices        = AppModule{}
	_ appmodule.AppModule       = AppModule{}
	_ appmodule.HasBeginBlocker = AppModule{}
)

// AppModule is the module as the application sees it.
type AppModule struct {
	base.Module[*types.GenesisState]
	keeper *keeper.Keeper
}

// NewAppModule returns the module. For the commands, which have no state, the keeper may be nil.
func NewAppModule(k *keeper.Keeper) AppModule {
	return AppModule{keeper: k, Module: base.New(base.Spec[*types.GenesisState]{
		Name:       types.ModuleName,
		Version:    1,
		Amino:      types.RegisterLegacyAminoCodec,
		Interfaces: types.RegisterInterfaces,
		Routes: func(ctx context.Context, mux *gwruntime.ServeMux, clientCtx client.Context) error {
			return types.RegisterQueryHandlerClient(ctx, mux, types.NewQueryClient(clientCtx))
		},
		Default:  types.DefaultGenesis,
		Validate: (*types.GenesisState).Validate,
		Init:     func(ctx sdk.Context, state *types.GenesisState) error { return k.InitGenesis(ctx, *state) },
		Export:   func(ctx sdk.Context) (*types.GenesisState, error) { return k.ExportGenesis(ctx) },
	})}
}

// RegisterServices registers the handlers of messages and queries.
func (am AppModule) RegisterServices(cfg module.Configurator) {
	types.RegisterMsgServer(cfg.MsgServer(), keeper.NewMsgServer(am.keeper))
	types.RegisterQueryServer(cfg.QueryServer(), keeper.NewQueryServer(am.keeper))
}

// BeginBlock does what has become due.
func (am AppModule) BeginBlock(ctx context.Context) error {
	am.keeper.BeginBlock(sdk.UnwrapSDKContext(ctx))
	return nil
}
