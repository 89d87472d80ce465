package load

import (
	"errors"
	"os/signal"
	"path/filepath"
	"syscall"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cometbft/cometbft/libs/log"
	"github.com/cometbft/cometbft/node"
	"github.com/cometbft/cometbft/p2p"
	"github.com/cometbft/cometbft/privval"
	"github.com/cometbft/cometbft/proxy"
	"github.com/spf13/cobra"
	"github.com/spf13/viper"

	"github.com/cosmos/cosmos-sdk/server"
)

const nodeCommand = "node"

// newNodeCmd returns the command of one validator's process.
func newNodeCmd(open Open) *cobra.Command {
	return &cobra.Command{
		Use:    nodeCommand + " CHAIN HOME",
		Short:  "Run one validator of a network under load",
		Hidden: true,
		Args:   cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			home := args[1]
			config, err := settings(home)
			if err != nil {
				return err
			}
			key, err := p2p.LoadNodeKey(config.NodeKeyFile())
			if err != nil {
				return err
			}
			application, err := open(args[0], home)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, application.Close()) }()
			ctx, release := signal.NotifyContext(cmd.Context(), syscall.SIGTERM, syscall.SIGINT)
			defer release()
			validator, err := node.NewNode(config, privval.LoadFilePV(config.PrivValidatorKeyFile(), config.PrivValidatorStateFile()), key,
				proxy.NewLocalClientCreator(server.NewCometABCIWrapper(application)), node.DefaultGenesisDocProviderFunc(config),
				cmtcfg.DefaultDBProvider, node.DefaultMetricsProvider(config.Instrumentation),
				log.NewFilter(log.NewTMLogger(log.NewSyncWriter(cmd.ErrOrStderr())), log.AllowError()))
			if err != nil {
				return err
			}
			if err := validator.Start(); err != nil {
				return err
			}
			<-ctx.Done()
			err = validator.Stop()
			validator.Wait()
			return err
		},
	}
}

// settings reads config.toml.
func settings(home string) (*cmtcfg.Config, error) {
	reader := viper.New()
	reader.SetConfigFile(filepath.Join(home, "config", "config.toml"))
	if err := reader.ReadInConfig(); err != nil {
		return nil, err
	}
	config := cmtcfg.DefaultConfig()
	if err := reader.Unmarshal(config); err != nil {
		return nil, err
	}
	return config.SetRoot(home), config.ValidateBasic()
}
