package report

import "fmt"

// Replay is a proof that a node came to the results of another from the same blocks.
type Replay struct {
	Workload     string `json:"workload"`
	Node         string `json:"node"`
	Blocks       int    `json:"blocks"`
	Transactions int    `json:"transactions"`
	Failed       int    `json:"failed"`
	// Executed is how often the parallel executor ran transactions, repetitions included; 0 for a sequential one.
	Executed int64 `json:"executed,omitempty"`
}

// Add counts a block.
func (r *Replay) Add(transactions, failed int, executed int64) {
	r.Blocks++
	r.Transactions += transactions
	r.Failed += failed
	r.Executed += executed
}

// Executions is how often a parallel executor ran a transaction, 1 at best.
func (r Replay) Executions() float64 { return float64(r.Executed) / float64(r.Transactions) }

// String prints the proof in a line.
func (r Replay) String() string {
	line := fmt.Sprintf("%s: %s: %d blocks, %d transactions, same results", r.Workload, r.Node, r.Blocks, r.Transactions)
	if r.Executed > 0 {
		line += fmt.Sprintf(", %.3f executions each", r.Executions())
	}
	return line
}
