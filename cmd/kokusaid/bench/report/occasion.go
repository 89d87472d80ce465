package report

import "github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/chain"

// Occasion is what a chain showed on an occasion: its ordinary blocks, those of the event, and those after it.
type Occasion struct {
	Workload string  `json:"workload"`
	Accounts int     `json:"accounts"`
	Phases   []Phase `json:"phases"`
}

// Phase is a kind of block of an occasion.
type Phase struct {
	Name   string  `json:"name"`
	Blocks int     `json:"blocks"`
	Mean   float64 `json:"block_ms_mean"`
	P99    float64 `json:"block_ms_p99"`
	// Ratio and Difference compare the time of these blocks with that of ordinary ones.
	Ratio      Ratio   `json:"over_ordinary"`
	Difference float64 `json:"difference_ms"`
}

// OccasionOf groups samples by phase; the first phase is the ordinary one.
func OccasionOf(workload string, accounts int, samples []chain.Sample) Occasion {
	occasion := Occasion{Workload: workload, Accounts: accounts}
	times := map[string][]float64{}
	var names []string
	for _, sample := range samples {
		if times[sample.Phase] == nil {
			names = append(names, sample.Phase)
		}
		times[sample.Phase] = append(times[sample.Phase], milliseconds(sample.Block.Wall))
	}
	for _, name := range names {
		of, ordinary := times[name], times[names[0]]
		occasion.Phases = append(occasion.Phases, Phase{
			Name: name, Blocks: len(of), Mean: mean(of), P99: quantile(of, 0.99),
			Ratio: RatioOfMeans(of, ordinary), Difference: mean(of) - mean(ordinary),
		})
	}
	return occasion
}

func mean(values []float64) float64 {
	var sum float64
	for _, value := range values {
		sum += value
	}
	return sum / float64(len(values))
}
