// Package load puts networks of real validators on this machine under load, over RPC and open-loop: transactions are sent when
// they are due, whether or not earlier ones have arrived, so that a slow chain can't slow down its own test.
package load

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/chain"
	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/report"
)

// Open brings the application of a chain, by its name, to life on the files in dir.
type Open func(name, dir string) (chain.Application, error)

// Plan says how hard to load which chains.
type Plan struct {
	Chains     []string
	Validators int
	Accounts   int
	Seed       uint64
	BasePort   int
	First      float64       // transactions per second at the first step
	Growth     float64       // by which each step multiplies them
	Steps      int           // at most
	Step       time.Duration // how long each step sends
	Indexer    string        // of transactions, "kv" or "null"
}

// NewCmd returns the command that loads networks of real validators.
func NewCmd(open Open, chains []string) *cobra.Command {
	plan := Plan{Chains: chains}
	var dir, asMarkdown string
	cmd := &cobra.Command{
		Use:   "load",
		Short: "Load networks of real validators over RPC, one chain after the other",
		Long: `Load networks of real validators over RPC, one chain after the other.

Each chain runs its validators as processes on the loopback interface. Transfers of the fee token between strangers are signed
beforehand and sent at a fixed rate to all validators in turn. A step is sustained when every transaction arrives in a block and
99 of 100 do within two blocks of when they were due. Rates rise from step to step until one is not sustained.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cmd.SilenceUsage = true
			scratch, err := os.MkdirTemp(dir, "kokusai-load-")
			if err != nil {
				return err
			}
			defer os.RemoveAll(scratch)
			result := Report{Machine: report.ThisMachine(), Validators: plan.Validators}
			for _, name := range plan.Chains {
				steps, err := plan.run(cmd.Context(), open, name, filepath.Join(scratch, name), cmd.ErrOrStderr())
				if err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
				result.Steps = append(result.Steps, steps...)
			}
			return errors.Join(report.WriteFile(asMarkdown, result.WriteTable), result.WriteTable(cmd.OutOrStdout()))
		},
	}
	flags := cmd.Flags()
	flags.StringSliceVar(&plan.Chains, "chains", plan.Chains, "chains to load")
	flags.IntVar(&plan.Validators, "validators", 4, "validators of each chain")
	flags.IntVar(&plan.Accounts, "accounts", 20_000, "accounts of each chain")
	flags.Uint64Var(&plan.Seed, "seed", 20260401, "seed of keys, amounts and order")
	flags.IntVar(&plan.BasePort, "base-port", 28600, "first of ten ports for each validator")
	flags.Float64Var(&plan.First, "rate", 50, "transactions per second of the first step")
	flags.Float64Var(&plan.Growth, "growth", 1.5, "by which each step multiplies the rate")
	flags.IntVar(&plan.Steps, "steps", 8, "steps at most")
	flags.DurationVar(&plan.Step, "step", 15*time.Second, "how long each step sends")
	flags.StringVar(&plan.Indexer, "indexer", "kv", "what the validators index transactions with: kv, CometBFT's default, or null, that of `kokusaid init`")
	flags.StringVar(&asMarkdown, "markdown", "", "file for the report as it is printed")
	flags.StringVar(&dir, "dir", "", "folder for the validators' files (default: the system's temporary folder)")
	cmd.AddCommand(newNodeCmd(open))
	return cmd
}
