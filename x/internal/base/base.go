// Package base is what the modules of this chain do alike as modules of an application: names, codecs, routes and genesis. What a
// module does in blocks, and which servers it has, it says itself.
package base

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/cosmos/gogoproto/proto"
	gwruntime "github.com/grpc-ecosystem/grpc-gateway/runtime"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"
)

// Spec describes a module whose genesis state is a G, a pointer to a message. Init and Export are not called for the commands, which
// have no state.
type Spec[G proto.Message] struct {
	Name string
	// Version counts the breaking changes of the module's state, from 1.
	Version    uint64
	Amino      func(*codec.LegacyAmino)
	Interfaces func(codectypes.InterfaceRegistry)
	// Routes serves the queries over REST.
	Routes func(context.Context, *gwruntime.ServeMux, client.Context) error

	Default func() G
	// Validate checks a state against itself.
	Validate func(G) error
	Init     func(sdk.Context, G) error
	Export   func(sdk.Context) (G, error)
}

// Module is embedded in a module of the application.
type Module[G proto.Message] struct{ spec Spec[G] }

var (
	_ module.AppModuleBasic      = Module[proto.Message]{}
	_ module.HasGenesis          = Module[proto.Message]{}
	_ module.HasConsensusVersion = Module[proto.Message]{}
)

// New returns the common part of a module.
func New[G proto.Message](spec Spec[G]) Module[G] { return Module[G]{spec: spec} }

// IsAppModule marks the type.
func (Module[G]) IsAppModule() {}

// IsOnePerModuleType marks the type.
func (Module[G]) IsOnePerModuleType() {}

// Name returns the module's name.
func (m Module[G]) Name() string { return m.spec.Name }

// ConsensusVersion counts the breaking changes of the module's state.
func (m Module[G]) ConsensusVersion() uint64 { return m.spec.Version }

// RegisterLegacyAminoCodec registers the messages for amino JSON signing.
func (m Module[G]) RegisterLegacyAminoCodec(amino *codec.LegacyAmino) { m.spec.Amino(amino) }

// RegisterInterfaces registers the messages.
func (m Module[G]) RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	m.spec.Interfaces(registry)
}

// RegisterGRPCGatewayRoutes serves the queries over REST.
func (m Module[G]) RegisterGRPCGatewayRoutes(clientCtx client.Context, mux *gwruntime.ServeMux) {
	if err := m.spec.Routes(context.Background(), mux, clientCtx); err != nil {
		panic(err)
	}
}

// DefaultGenesis returns the state of a new chain.
func (m Module[G]) DefaultGenesis(cdc codec.JSONCodec) json.RawMessage {
	return cdc.MustMarshalJSON(m.spec.Default())
}

// ValidateGenesis checks a state against itself.
func (m Module[G]) ValidateGenesis(cdc codec.JSONCodec, _ client.TxEncodingConfig, raw json.RawMessage) error {
	state, err := m.decode(cdc, raw)
	if err == nil {
		err = m.spec.Validate(state)
	}
	return m.named(err)
}

// InitGenesis loads a state and panics, as the framework asks for, when it is not sound: a chain does not start with a wrong one.
func (m Module[G]) InitGenesis(ctx sdk.Context, cdc codec.JSONCodec, raw json.RawMessage) {
	state, err := m.decode(cdc, raw)
	if err == nil {
		err = m.spec.Init(ctx, state)
	}
	if err != nil {
		panic(m.named(err))
	}
}

// ExportGenesis returns the state.
func (m Module[G]) ExportGenesis(ctx sdk.Context, cdc codec.JSONCodec) json.RawMessage {
	state, err := m.spec.Export(ctx)
	if err != nil {
		panic(m.named(err))
	}
	return cdc.MustMarshalJSON(state)
}

// decode reads a state; what the document does not name is empty, not the default.
func (m Module[G]) decode(cdc codec.JSONCodec, raw json.RawMessage) (G, error) {
	state := m.spec.Default()
	state.Reset()
	return state, cdc.UnmarshalJSON(raw, state)
}

func (m Module[G]) named(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("genesis of %s: %w", m.spec.Name, err)
}
