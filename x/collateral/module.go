// Package collateral lends cash against pledged sovereign bonds: one pooled market per cash denom, bonds priced from a published
// par curve, haircuts by kind and residual maturity, and health checked wherever value could leave a position.
package collateral

import (
	"context"

	gwruntime "github.com/grpc-ecosystem/grpc-gateway/runtime"

	"cosmossdk.io/core/appmodule"

	"github.com/cosmos/cosmos-sdk/client"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"

	"github.com/kokusai-chain/kokusai/x/collateral/keeper"
	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/base"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

var (
	_ module.HasServices      = AppModule{}
	_ appmodule.AppModule     = AppModule{}
	_ appmodule.HasEndBlocker = AppModule{}
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

// EndBlock marks collateral and looks at the positions that may be in danger. No failure of it is one of the block.
func (am AppModule) EndBlock(goCtx context.Context) error {
	ctx := sdk.UnwrapSDKContext(goCtx)
	if err := safely.Run(ctx, am.keeper.EndBlock); err != nil {
		ctx.Logger().Error("the markets of x/collateral could not be read", "error", err)
	}
	return nil
}
