// Package report adds measured blocks up, compares two sides pair by pair and prints the result for people and for machines.
package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Report is everything one run found out.
type Report struct {
	Machine     Machine      `json:"machine"`
	Plan        any          `json:"plan"` // what was asked for
	Goals       []Goal       `json:"goals,omitempty"`
	Comparisons []Comparison `json:"comparisons"`
	Occasions   []Occasion   `json:"occasions,omitempty"`
	Replays     []Replay     `json:"replays,omitempty"`
	Seconds     float64      `json:"seconds"` // the whole run
}

// Comparison is two sides measured in turn, block by block.
type Comparison struct {
	Accounts int  `json:"accounts"`
	Pairs    int  `json:"pairs"`
	Left     Side `json:"left"`
	Right    Side `json:"right"`
	// Block compares the time of FinalizeBlock and Commit, Node that of CheckTx, FinalizeBlock and Commit, CPU the processor
	// time of the same. A ratio of 2 says that the right side takes half as much per transaction.
	Block Estimate `json:"block"`
	Node  Estimate `json:"node"`
	CPU   Estimate `json:"cpu"`
}

// Judge holds the measurements against the goals.
func (r *Report) Judge() { r.Goals = r.goals() }

// WriteJSON writes the report for machines.
func (r Report) WriteJSON(out io.Writer) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(r)
}

// WriteTable writes the report for people, in tables that are Markdown too.
func (r Report) WriteTable(out io.Writer) error {
	fmt.Fprintf(out, "%s; %.0f minutes\n", r.Machine, r.Seconds/60)
	return errors.Join(r.writeGoals(out), r.writeComparisons(out), r.writeOccasions(out), r.writeReplays(out))
}

func (r Report) writeGoals(out io.Writer) error {
	if len(r.Goals) == 0 {
		return nil
	}
	fmt.Fprint(out, "\nGoals, by throughput of FinalizeBlock and Commit or by time of the block, with 95% intervals.\n\n")
	table := NewTable(out, "#", "what", "accounts", "goal", "measured", "verdict")
	for _, goal := range r.Goals {
		table.Row(goal.Row, goal.What, goal.Accounts, goal.Goal, goal.Measured, goal.Verdict)
	}
	return table.Flush()
}

func (r Report) writeComparisons(out io.Writer) error {
	if len(r.Comparisons) == 0 {
		return nil
	}
	fmt.Fprint(out, "\nTransactions per second of FinalizeBlock and Commit; µs are processor time and B bytes, both per transaction; ms are of blocks.\n\n")
	table := NewTable(out, "chain", "workload", "accounts", "tx/s", "CheckTx µs", "block µs", "written B", "growth B", "p50 ms", "p99 ms", "peak MiB")
	for _, comparison := range r.Comparisons {
		for _, side := range []Side{comparison.Left, comparison.Right} {
			table.Row(side.Chain, side.Workload, comparison.Accounts, round(side.Rate), round(side.CheckCPU), round(side.BlockCPU),
				round(side.Written), round(side.Growth), round(side.P50), round(side.P99), side.PeakMemory>>20)
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Fprint(out, "\nRight side's throughput over the left's, with 95% intervals.\n\n")
	table = NewTable(out, "left", "right", "accounts", "pairs", "block", "with CheckTx", "processor time")
	for _, c := range r.Comparisons {
		table.Row(c.Left.Chain+" "+c.Left.Workload, c.Right.Chain+" "+c.Right.Workload, c.Accounts, c.Pairs, c.Block, c.Node, c.CPU)
	}
	return table.Flush()
}

func (r Report) writeOccasions(out io.Writer) error {
	if len(r.Occasions) == 0 {
		return nil
	}
	fmt.Fprint(out, "\nBlocks of an occasion and ordinary ones with the same transactions.\n\n")
	table := NewTable(out, "occasion", "accounts", "phase", "blocks", "tx", "work", "mean ms", "longest ms", "CPU ms", "over ordinary", "difference ms", "peak MiB")
	for _, occasion := range r.Occasions {
		for _, phase := range occasion.Phases {
			table.Row(occasion.Workload, occasion.Accounts, phase.Name, phase.Blocks, round(phase.Transactions), round(phase.Work),
				round(phase.Mean), round(phase.Longest), round(phase.CPU), phase.Ratio, phase.Difference, occasion.PeakMemory>>20)
		}
	}
	return table.Flush()
}

func (r Report) writeReplays(out io.Writer) error {
	if len(r.Replays) == 0 {
		return nil
	}
	fmt.Fprint(out, "\nThe same blocks on nodes that execute in parallel: same results, gas, events and app hash.\n\n")
	table := NewTable(out, "workload", "node", "blocks", "transactions", "executions each")
	for _, replay := range r.Replays {
		table.Row(replay.Workload, replay.Node, replay.Blocks, replay.Transactions, fmt.Sprintf("%.3f", replay.Executions()))
	}
	return table.Flush()
}

func round(value float64) string { return fmt.Sprintf("%.0f", value) }
