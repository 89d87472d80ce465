// Package report adds measured blocks up, compares two sides pair by pair and prints the result for people and for machines.
package report

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
)

// Report is everything one run found out.
type Report struct {
	Machine     Machine      `json:"machine"`
	Comparisons []Comparison `json:"comparisons"`
}

// Comparison is two sides measured in turn, block by block.
type Comparison struct {
	Accounts int  `json:"accounts"`
	Pairs    int  `json:"pairs"`
	Left     Side `json:"left"`
	Right    Side `json:"right"`
	// Block compares the time of FinalizeBlock and Commit, Node that of CheckTx, FinalizeBlock and Commit, CPU the processor
	// time of the same. A ratio of 2 says that the right side takes half as much per transaction.
	Block Ratio `json:"block"`
	Node  Ratio `json:"node"`
	CPU   Ratio `json:"cpu"`
}

// WriteJSON writes the report for machines.
func (r Report) WriteJSON(out io.Writer) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(r)
}

// WriteTable writes the report for people.
func (r Report) WriteTable(out io.Writer) error {
	m := r.Machine
	fmt.Fprintf(out, "%s, %d cores, %d GiB, %s %s, %s, load %s\n\n", m.Processor, m.Cores, m.MemoryGiB, m.System, m.Kernel, m.Go, m.Load)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "chain\tworkload\taccounts\ttx/s\tCheckTx µs\tblock CPU µs\twritten B\tgrowth B\tblock p50 ms\tp99 ms\tpeak MiB\t")
	for i, comparison := range r.Comparisons {
		if i > 0 {
			fmt.Fprintln(table, "\t\t\t\t\t\t\t\t\t\t\t")
		}
		for _, side := range []Side{comparison.Left, comparison.Right} {
			fmt.Fprintf(table, "%s\t%s\t%d\t%.0f\t%.0f\t%.0f\t%.0f\t%.0f\t%.0f\t%.0f\t%d\t\n", side.Chain, side.Workload, comparison.Accounts,
				side.Rate, side.CheckCPU, side.BlockCPU, side.Written, side.Growth, side.P50, side.P99, side.PeakMemory>>20)
		}
		fmt.Fprintf(table, "block × %s\tnode × %s\tCPU × %s\t\t\t\t\t\t\t\t\t\n", comparison.Block, comparison.Node, comparison.CPU)
	}
	return table.Flush()
}

// String prints the ratio with its interval.
func (r Ratio) String() string { return fmt.Sprintf("%.2f [%.2f–%.2f]", r.Value, r.Low, r.High) }
