// Package bench measures the whole node against a stock chain, in one run and block by block in turn, so that only what differs
// between them shows. It also proves that everything that makes the node faster leaves its results alone.
package bench

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/load"
	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/report"
	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/workload"
)

// NewCmd returns the bench command.
func NewCmd(node Node) *cobra.Command {
	var plan Plan
	var check bool
	var dir, asJSON, asMarkdown string
	cmd := &cobra.Command{
		Use:   "bench",
		Short: "Measure this node against a stock chain on this machine",
		Args:  cobra.NoArgs,
		// The bench neither reads nor writes the files of a node.
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
		RunE: func(cmd *cobra.Command, _ []string) error {
			cmd.SilenceUsage = true
			scratch, err := os.MkdirTemp(dir, "kokusai-bench-")
			if err != nil {
				return err
			}
			defer os.RemoveAll(scratch)
			if check {
				_, err := Check{Workloads: workload.Names(), Accounts: 200, Blocks: 8, Times: 2, Transactions: 80, Seed: plan.Seed}.Run(node, scratch, cmd.OutOrStdout())
				return err
			}
			result, err := plan.run(node, scratch, stopwatch{cmd.ErrOrStderr(), time.Now()})
			// What was measured before a failure is worth having.
			return errors.Join(err,
				report.WriteFile(asJSON, result.WriteJSON), report.WriteFile(asMarkdown, result.WriteTable), result.WriteTable(cmd.OutOrStdout()))
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&check, "check", false, "measure nothing; prove that every executor and every lever comes to the same results")
	flags.IntSliceVar(&plan.Accounts, "accounts", []int{20_000, 200_000}, "sizes of the state, in accounts")
	flags.StringSliceVar(&plan.Workloads, "workloads", workload.Timed(), "what Kokusai does while the stock chain sends tokens")
	flags.StringSliceVar(&plan.Occasions, "occasions", workload.Occasions(), "occasions to measure against ordinary blocks")
	flags.IntSliceVar(&plan.Holders, "holders", []int{200_000}, "sizes of the state on occasions, in accounts")
	flags.StringSliceVar(&plan.Levers, "levers", nil,
		"instead of the stock chain, compare Kokusai with itself without each of these: "+fmt.Sprint(Levers())+", or all")
	flags.BoolVar(&plan.Replays, "replays", true, "replay blocks in parallel first, and report how often transactions are executed")
	flags.StringVar(&plan.Executor, "executor", "sequential", "how both execute blocks: sequential or block-stm")
	flags.IntVar(&plan.Workers, "workers", 0, "workers of block-stm; 0 for one per core")
	flags.IntVar(&plan.Transactions, "transactions", 1_000, "transactions in a block")
	flags.IntVar(&plan.Pairs, "pairs", 8, "measured blocks of each side")
	flags.IntVar(&plan.Warmup, "warmup", 2, "blocks of each side that are not counted")
	flags.Uint64Var(&plan.Seed, "seed", 20260401, "seed of keys, amounts and order")
	flags.StringVar(&plan.Profile, "profile", "", "folder for CPU profiles of every block")
	flags.StringVar(&dir, "dir", "", "folder for the databases; it should be on a disk (default: the system's temporary folder)")
	flags.StringVar(&asJSON, "json", "", "file for the report as JSON")
	flags.StringVar(&asMarkdown, "markdown", "", "file for the report as it is printed")
	cmd.AddCommand(newWorkerCmd(node), load.NewCmd(node.plain, []string{StockChain, KokusaiChain}))
	return cmd
}

// stopwatch puts the time since the start before each line of progress.
type stopwatch struct {
	out   io.Writer
	start time.Time
}

// Write writes one line.
func (s stopwatch) Write(line []byte) (int, error) {
	_, err := fmt.Fprintf(s.out, "%5.0f s  %s", time.Since(s.start).Seconds(), line)
	return len(line), err
}
