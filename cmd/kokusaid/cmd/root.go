// Package cmd is the command tree of kokusaid.
package cmd

import (
	"fmt"
	"strings"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/spf13/cobra"

	"cosmossdk.io/client/v2/autocli"
	"cosmossdk.io/core/appmodule"
	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/client"
	clientconfig "github.com/cosmos/cosmos-sdk/client/config"
	"github.com/cosmos/cosmos-sdk/codec/address"
	runtimeservices "github.com/cosmos/cosmos-sdk/runtime/services"
	"github.com/cosmos/cosmos-sdk/server"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	authtx "github.com/cosmos/cosmos-sdk/x/auth/tx"
	txmodule "github.com/cosmos/cosmos-sdk/x/auth/tx/config"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/kokusai-chain/kokusai/app"
)

// NewRootCmd returns kokusaid's command tree. The commands of every rpc are derived from a throw-away application.
func NewRootCmd() (*cobra.Command, error) {
	model := app.New(log.NewNopLogger(), dbm.NewMemDB(), false, simtestutil.NewAppOptionsWithFlagHome(app.DefaultNodeHome))
	clientCtx := client.Context{}.
		WithCodec(model.AppCodec()).
		WithInterfaceRegistry(model.InterfaceRegistry()).
		WithTxConfig(model.TxConfig()).
		WithAccountRetriever(authtypes.AccountRetriever{}).
		WithHomeDir(app.DefaultNodeHome).
		WithViper("")

	root := &cobra.Command{
		Use:           app.Name,
		Short:         "Kokusai: sovereign bonds as collateral that travels",
		SilenceErrors: true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			cmd.SilenceUsage = true // the arguments are right: what fails now is not for want of a usage
			return prepare(cmd, clientCtx)
		},
	}
	addCommands(root, model)

	options := autocli.AppOptions{
		Modules:               map[string]appmodule.AppModule{},
		ModuleOptions:         runtimeservices.ExtractAutoCLIOptions(model.ModuleManager.Modules),
		AddressCodec:          address.NewBech32Codec(sdk.GetConfig().GetBech32AccountAddrPrefix()),
		ValidatorAddressCodec: address.NewBech32Codec(sdk.GetConfig().GetBech32ValidatorAddrPrefix()),
		ConsensusAddressCodec: address.NewBech32Codec(sdk.GetConfig().GetBech32ConsensusAddrPrefix()),
		ClientCtx:             clientCtx,
	}
	for name, m := range model.ModuleManager.Modules {
		if m, ok := m.(appmodule.AppModule); ok {
			options.Modules[name] = m
		}
	}
	if err := options.EnhanceRootCommand(root); err != nil {
		return nil, fmt.Errorf("derive commands: %w", err)
	}
	isOurs := func(module string) bool {
		return strings.HasPrefix(options.ModuleOptions[module].GetQuery().GetService(), "kokusai.")
	}
	addExamples(root, isOurs)
	return root, nil
}

// prepare reads flags and the client's settings, and for commands of a node writes the configuration files that are missing.
func prepare(cmd *cobra.Command, clientCtx client.Context) error {
	cmd.SetOut(cmd.OutOrStdout())
	cmd.SetErr(cmd.ErrOrStderr())
	clientCtx = clientCtx.WithCmdContext(cmd.Context()).WithInput(cmd.InOrStdin())
	clientCtx, err := client.ReadPersistentCommandFlags(clientCtx, cmd.Flags())
	if err != nil {
		return err
	}
	clientCtx, err = clientconfig.ReadFromClientConfig(clientCtx)
	if err != nil {
		return err
	}
	// Textual signing shows coins with their metadata, which it asks of a node.
	if !clientCtx.Offline {
		txConfig, err := authtx.NewTxConfigWithOptions(clientCtx.Codec, authtx.ConfigOptions{
			EnabledSignModes:           append(authtx.DefaultSignModes, signing.SignMode_SIGN_MODE_TEXTUAL),
			TextualCoinMetadataQueryFn: txmodule.NewGRPCCoinMetadataQueryFn(clientCtx),
		})
		if err != nil {
			return err
		}
		clientCtx = clientCtx.WithTxConfig(txConfig)
	}
	if err := client.SetCmdClientContextHandler(clientCtx, cmd); err != nil {
		return err
	}
	template, settings := appConfig(func(*serverconfig.Config) {})
	return server.InterceptConfigsPreRunHandler(cmd, template, settings, cometConfig())
}
