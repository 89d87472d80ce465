package load

import (
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/report"
)

// Report is what the chains showed, step by step.
type Report struct {
	Machine    report.Machine
	Validators int
	Steps      []Step
}

// Step is one rate and what came of it.
type Step struct {
	Chain        string
	Due, Arrived float64 // transactions per second
	Lost         int     // that did not arrive in time
	P50, P99     time.Duration
	Interval     time.Duration // between blocks, on average
	Processor    float64       // of a core, for each validator
	Sustained    bool
}

// newStep judges a step: it is sustained when everything arrived, and 99 of 100 within two blocks.
func newStep(rate float64, sent int, latencies, intervals []time.Duration, processor, elapsed time.Duration, validators int) Step {
	step := Step{Due: rate, Lost: sent - len(latencies), Processor: processor.Seconds() / elapsed.Seconds() / float64(validators)}
	if len(latencies) == 0 || len(intervals) == 0 {
		return step
	}
	slices.Sort(latencies)
	step.P50, step.P99 = latencies[len(latencies)/2], latencies[len(latencies)*99/100]
	for _, interval := range intervals {
		step.Interval += interval / time.Duration(len(intervals))
	}
	step.Arrived = float64(len(latencies)) / elapsed.Seconds()
	step.Sustained = step.Lost == 0 && step.P99 < 2*step.Interval
	return step
}

// WriteTable writes the report for people, as a table that is Markdown too.
func (r Report) WriteTable(out io.Writer) error {
	fmt.Fprintf(out, "%s\n%d validators of each chain, all on this machine, with the load\n\n", r.Machine, r.Validators)
	table := report.NewTable(out, "chain", "due/s", "arrived/s", "lost", "p50 ms", "p99 ms", "block ms", "cores/validator", "sustained")
	for _, s := range r.Steps {
		table.Row(s.Chain, fmt.Sprintf("%.0f", s.Due), fmt.Sprintf("%.0f", s.Arrived), s.Lost, s.P50.Milliseconds(), s.P99.Milliseconds(),
			s.Interval.Milliseconds(), fmt.Sprintf("%.2f", s.Processor), s.Sustained)
	}
	return table.Flush()
}
