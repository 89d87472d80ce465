package report

import (
	"time"

	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/chain"
)

// Side is what one chain showed over the measured blocks of a workload.
type Side struct {
	Chain        string  `json:"chain"`
	Workload     string  `json:"workload"`
	Transactions int     `json:"transactions"`
	Blocks       int     `json:"blocks"`
	Rate         float64 `json:"transactions_per_second"`       // of FinalizeBlock and Commit
	NodeRate     float64 `json:"node_transactions_per_second"`  // of CheckTx, FinalizeBlock and Commit
	CheckCPU     float64 `json:"check_cpu_us_per_transaction"`  // of CheckTx
	BlockCPU     float64 `json:"block_cpu_us_per_transaction"`  // of FinalizeBlock and Commit
	Written      float64 `json:"written_bytes_per_transaction"` // to files, with log and compaction
	Growth       float64 `json:"growth_bytes_per_transaction"`  // of the files over the run
	P50          float64 `json:"block_ms_p50"`
	P99          float64 `json:"block_ms_p99"`
	PeakMemory   uint64  `json:"peak_memory_bytes"` // of the process, from its start
	Executions   float64 `json:"executions_per_transaction,omitempty"`
}

// SideOf adds up samples.
func SideOf(name, workload string, samples []chain.Sample) Side {
	side := Side{Chain: name, Workload: workload, Blocks: len(samples)}
	var check, block chain.Cost
	for _, sample := range samples {
		side.Transactions += sample.Transactions
		check, block = check.Add(sample.Check), block.Add(sample.Block)
	}
	n := float64(side.Transactions)
	side.Rate = n / block.Wall.Seconds()
	side.NodeRate = n / (check.Wall + block.Wall).Seconds()
	side.CheckCPU = float64(check.CPU.Microseconds()) / n
	side.BlockCPU = float64(block.CPU.Microseconds()) / n
	side.Written = float64(check.Written+block.Written) / n
	times := blockTimes(samples)
	side.P50, side.P99 = quantile(times, 0.50), quantile(times, 0.99)
	return side
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1_000 }

// Compare builds the comparison of two sides from their samples, the k-th of each measured next to each other.
func Compare(accounts int, left, right Side, leftSamples, rightSamples []chain.Sample) Comparison {
	costs := func(samples []chain.Sample, of func(chain.Sample) time.Duration) []float64 {
		per := make([]float64, len(samples))
		for i, sample := range samples {
			per[i] = of(sample).Seconds() / float64(sample.Transactions)
		}
		return per
	}
	ratio := func(of func(chain.Sample) time.Duration) Estimate {
		return RatioOf(costs(leftSamples, of), costs(rightSamples, of))
	}
	return Comparison{
		Accounts: accounts, Pairs: len(leftSamples), Left: left, Right: right,
		Block: ratio(func(s chain.Sample) time.Duration { return s.Block.Wall }),
		Node:  ratio(func(s chain.Sample) time.Duration { return s.Check.Wall + s.Block.Wall }),
		CPU:   ratio(func(s chain.Sample) time.Duration { return s.Check.CPU + s.Block.CPU }),
	}
}
