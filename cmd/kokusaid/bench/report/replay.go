package report

import "fmt"

// Replay is a proof that a node came to the results of another from the same blocks.
type Replay struct {
	Workload     string `json:"workload"`
	Node         string `json:"node"`
	Blocks       int    `json:"blocks"`
	Transactions int    `json:"transactions"`
	Failed       int    `json:"failed"`
	// Executions is how often a parallel executor ran a transaction, 1 at best; 0 for a sequential one.
	Executions float64 `json:"executions_per_transaction,omitempty"`
}

// String prints the proof in a line.
func (r Replay) String() string {
	line := fmt.Sprintf("%s: %s: %d blocks, %d transactions, same results", r.Workload, r.Node, r.Blocks, r.Transactions)
	if r.Executions > 0 {
		line += fmt.Sprintf(", %.3f executions each", r.Executions)
	}
	return line
}
