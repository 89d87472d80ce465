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
	Occasions   []Occasion   `json:"occasions,omitempty"`
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
	fmt.Fprintln(out, r.Machine)
	if len(r.Comparisons) > 0 {
		fmt.Fprint(out, "\nTransactions per second of FinalizeBlock and Commit; µs are processor time and B bytes, both per transaction.\n\n")
		table := newTable(out, "chain", "workload", "accounts", "tx/s", "CheckTx µs", "block µs", "written B", "growth B", "p50 ms", "p99 ms", "peak MiB")
		for _, comparison := range r.Comparisons {
			for _, side := range []Side{comparison.Left, comparison.Right} {
				table.row(side.Chain, side.Workload, comparison.Accounts, round(side.Rate), round(side.CheckCPU), round(side.BlockCPU),
					round(side.Written), round(side.Growth), round(side.P50), round(side.P99), side.PeakMemory>>20)
			}
		}
		if err := table.flush(); err != nil {
			return err
		}
		fmt.Fprint(out, "\nRight side's throughput over the left's, with 95% intervals.\n\n")
		table = newTable(out, "left", "right", "accounts", "pairs", "block", "with CheckTx", "processor time")
		for _, c := range r.Comparisons {
			table.row(c.Left.Chain+" "+c.Left.Workload, c.Right.Chain+" "+c.Right.Workload, c.Accounts, c.Pairs, c.Block, c.Node, c.CPU)
		}
		if err := table.flush(); err != nil {
			return err
		}
	}
	return r.writeOccasions(out)
}

func (r Report) writeOccasions(out io.Writer) error {
	if len(r.Occasions) == 0 {
		return nil
	}
	fmt.Fprint(out, "\nBlocks of an occasion over ordinary ones with the same transactions.\n\n")
	table := newTable(out, "occasion", "accounts", "phase", "blocks", "mean ms", "p99 ms", "over ordinary", "difference ms")
	for _, occasion := range r.Occasions {
		for _, phase := range occasion.Phases {
			table.row(occasion.Workload, occasion.Accounts, phase.Name, phase.Blocks, round(phase.Mean), round(phase.P99), phase.Ratio, round(phase.Difference))
		}
	}
	return table.flush()
}

// table prints cells in columns, the first two to the left.
type table struct{ *tabwriter.Writer }

func newTable(out io.Writer, heads ...any) table {
	t := table{tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)}
	t.row(heads...)
	return t
}

func (t table) row(cells ...any) {
	for _, cell := range cells {
		fmt.Fprintf(t.Writer, "%v\t", cell)
	}
	fmt.Fprintln(t.Writer)
}

func (t table) flush() error { return t.Flush() }

func round(value float64) string { return fmt.Sprintf("%.0f", value) }

// String prints the ratio with its interval.
func (r Ratio) String() string { return fmt.Sprintf("%.2f [%.2f–%.2f]", r.Value, r.Low, r.High) }
