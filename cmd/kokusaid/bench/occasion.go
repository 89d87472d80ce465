package bench

import (
	"errors"
	"fmt"
	"io"

	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/chain"
	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/report"
	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/workload"
)

// attend measures occasions on one chain, one after the other.
func attend(contestant Contestant, warmup, transactions int, dir string, progress io.Writer) (found []report.Occasion, err error) {
	fmt.Fprintf(progress, "starting %s with %d accounts for %v\n", contestant.Name, contestant.Accounts, contestant.Workloads)
	r, up, err := launch(contestant, dir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.stop()) }()
	if err := (<-up.Done).Error; err != nil {
		return nil, err
	}
	for range warmup {
		if _, err := r.block(BlockOrder{workload.BankSend, transactions}); err != nil {
			return nil, err
		}
	}
	for _, name := range contestant.Workloads[:len(contestant.Workloads)-1] {
		fmt.Fprintln(progress, name)
		occasion, err := r.attend(name, transactions)
		if err != nil {
			return found, err
		}
		found = append(found, occasion)
	}
	return found, nil
}

// attend measures the blocks of one occasion until it is over.
func (r *runner) attend(name string, transactions int) (report.Occasion, error) {
	var samples []chain.Sample
	for over := false; !over; {
		sample, err := r.block(BlockOrder{name, transactions})
		if err != nil {
			return report.Occasion{}, fmt.Errorf("%s: %w", name, err)
		}
		if sample.Phase != workload.Aside {
			samples = append(samples, sample)
		}
		over = sample.Over
	}
	footprint, err := r.footprint()
	if err != nil {
		return report.Occasion{}, err
	}
	occasion := report.OccasionOf(name, r.Accounts, samples)
	occasion.PeakMemory, occasion.Disk = footprint.PeakMemory, footprint.Disk
	return occasion, nil
}

// block prepares a block and makes it.
func (r *runner) block(order BlockOrder) (chain.Sample, error) {
	if err := r.prepare(order); err != nil {
		return chain.Sample{}, err
	}
	return r.run()
}
