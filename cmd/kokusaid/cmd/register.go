package cmd

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/server"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/kokusai-chain/kokusai/app"
	"github.com/kokusai-chain/kokusai/cmd/kokusaid/register"
)

const (
	flagDir    = "dir"
	flagHeight = "height"
)

// registerCommand takes registers of series out of a chain and puts them into a successor's genesis.
func registerCommand(model *app.App) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "register",
		Short: "Take the register of a series out of a chain, check it, and put it into a successor",
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(exportRegisterCommand(), verifyRegisterCommand(model.AppCodec()), importRegisterCommand(model.AppCodec()))
	return cmd
}

func exportRegisterCommand() *cobra.Command {
	var dir string
	var height int64
	cmd := &cobra.Command{
		Use:   "export [isin]",
		Short: "Write the register of a series from the state of a stopped node",
		Long: "Export writes who holds a series, what they are owed, its terms and payments, the instructions that are open and the parties' " +
			"registrations as files, and a manifest with the SHA-256 of each and the totals. The files of a state are the same on every node.",
		Example: "kokusaid register export JP1103811S13 --dir jgb-381 --height 1000000",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			serverCtx := server.GetServerContextFromCmd(cmd)
			db, err := app.OpenDatabase(serverCtx.Config.RootDir, server.GetAppDBBackend(serverCtx.Viper))
			if err != nil {
				return fmt.Errorf("open state (is the node still running?): %w", err)
			}
			defer func() { _ = db.Close() }()
			kept := app.New(log.NewNopLogger(), db, height == 0, serverCtx.Viper)
			if height != 0 {
				if err := kept.LoadVersion(height); err != nil {
					return err
				}
			}
			r, origin, err := registerOf(kept, args[0])
			if err != nil {
				return err
			}
			if genesis, err := genutiltypes.AppGenesisFromFile(serverCtx.Config.GenesisFile()); err == nil {
				origin.ChainID = genesis.ChainID
			}
			manifest, err := register.Write(kept.AppCodec(), dir, r, origin)
			if err != nil {
				return err
			}
			return report(cmd, "exported", manifest)
		},
	}
	cmd.Flags().StringVar(&dir, flagDir, "", "folder to write to")
	cmd.Flags().Int64Var(&height, flagHeight, 0, "height of a state that the node has kept, the newest by default")
	_ = cmd.MarkFlagRequired(flagDir)
	return cmd
}

// registerOf takes the register of a series out of an application's newest state.
func registerOf(kept *app.App, isin string) (register.Register, register.Origin, error) {
	ctx := kept.NewContext(true)
	origin := register.Origin{Height: kept.LastBlockHeight()}
	if origin.Height == 0 {
		return register.Register{}, origin, errors.New("no blocks in this state")
	}
	state, err := kept.ExportGenesis(ctx, []string{"bank", "bond", "custody", "settlement", "omnibus"})
	if err != nil {
		return register.Register{}, origin, err
	}
	r, err := register.Of(kept.AppCodec(), state, isin)
	return r, origin, err
}

func verifyRegisterCommand(cdc codec.Codec) *cobra.Command {
	return &cobra.Command{
		Use:   "verify [dir]",
		Short: "Check the files of a register against their manifest, and what they add up to",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			_, manifest, err := register.Read(cdc, args[0])
			if err != nil {
				return err
			}
			return report(cmd, "verified", manifest)
		},
	}
}

func importRegisterCommand(cdc codec.Codec) *cobra.Command {
	return &cobra.Command{
		Use:   "import [dir]",
		Short: "Put a verified register into the genesis file of a chain that has not started",
		Long: "Import checks the files of a register against their manifest and adds all that they say to the genesis file of this home: " +
			"series, payments, holdings, entitlements, open instructions and registrations, and behind what is paid in for holders the cash " +
			"of a bank of the currency. It refuses units that are abroad, pledged or reserved, which another chain could not give back. " +
			"Then run `kokusaid genesis validate`.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			r, manifest, err := register.Read(cdc, args[0])
			if err != nil {
				return err
			}
			file := server.GetServerContextFromCmd(cmd).Config.GenesisFile()
			genesis, err := genutiltypes.AppGenesisFromFile(file)
			if err != nil {
				return err
			}
			var state map[string]json.RawMessage
			if err := json.Unmarshal(genesis.AppState, &state); err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
			if err := register.Graft(cdc, state, r); err != nil {
				return err
			}
			if genesis.AppState, err = json.Marshal(state); err != nil {
				return err
			}
			if err := genesis.SaveAs(file); err != nil {
				return err
			}
			return report(cmd, "imported", manifest)
		},
	}
}

func report(cmd *cobra.Command, what string, m register.Manifest) error {
	_, err := fmt.Fprintf(cmd.OutOrStdout(), "%s %s of %s at height %d: %s outstanding in %d accounts, %s paid in, %d instructions open\n",
		m.Isin, what, m.Origin.ChainID, m.Origin.Height, m.Totals.Outstanding, m.Totals.Holders, m.Totals.Cash, m.Totals.Instructions)
	return err
}
