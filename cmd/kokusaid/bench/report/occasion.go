package report

import "github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/chain"

// Occasion is what a chain showed on an occasion: its ordinary blocks, those of the event, and others after it.
type Occasion struct {
	Workload   string  `json:"workload"`
	Accounts   int     `json:"accounts"`
	Phases     []Phase `json:"phases"`
	PeakMemory uint64  `json:"peak_memory_bytes"` // of the process, since its start
	Disk       uint64  `json:"disk_bytes"`        // of all files, after the occasion
}

// Phase is a kind of block of an occasion.
type Phase struct {
	Name         string  `json:"name"`
	Blocks       int     `json:"blocks"`
	Transactions float64 `json:"transactions_per_block"`
	Work         float64 `json:"work_per_block"` // pieces of the occasion's work
	Mean         float64 `json:"block_ms_mean"`
	Longest      float64 `json:"block_ms_longest"`
	CPU          float64 `json:"block_cpu_ms_mean"`
	// Ratio and Difference compare the time of these blocks with that of ordinary ones; the latter in milliseconds.
	Ratio      Estimate `json:"over_ordinary"`
	Difference Estimate `json:"difference_ms"`
}

// OccasionOf groups samples by phase; the first phase is the ordinary one.
func OccasionOf(workload string, accounts int, samples []chain.Sample) Occasion {
	occasion := Occasion{Workload: workload, Accounts: accounts}
	of := map[string][]chain.Sample{}
	var names []string
	for _, sample := range samples {
		if of[sample.Phase] == nil {
			names = append(names, sample.Phase)
		}
		of[sample.Phase] = append(of[sample.Phase], sample)
	}
	for _, name := range names {
		occasion.Phases = append(occasion.Phases, phaseOf(name, of[name], of[names[0]]))
	}
	return occasion
}

func phaseOf(name string, samples, ordinary []chain.Sample) Phase {
	times, others := blockTimes(samples), blockTimes(ordinary)
	phase := Phase{
		Name: name, Blocks: len(samples), Mean: mean(times), Longest: quantile(times, 1),
		Ratio: RatioOfMeans(times, others), Difference: DifferenceOfMeans(times, others),
	}
	for _, sample := range samples {
		n := float64(len(samples))
		phase.Transactions += float64(sample.Transactions) / n
		phase.Work += float64(sample.Work) / n
		phase.CPU += milliseconds(sample.Block.CPU) / n
	}
	return phase
}

func blockTimes(samples []chain.Sample) []float64 {
	times := make([]float64, len(samples))
	for i, sample := range samples {
		times[i] = milliseconds(sample.Block.Wall)
	}
	return times
}

// find returns the phase of a name, empty without one.
func (o Occasion) find(name string) (Phase, bool) {
	for _, phase := range o.Phases {
		if phase.Name == name {
			return phase, true
		}
	}
	return Phase{}, false
}
