package bench

import (
	"errors"
	"fmt"
	"io"

	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/chain"
	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/report"
	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/workload"
)

// attend measures blocks of an occasion on one chain.
func attend(contestant Contestant, occasion string, warmup, blocks, transactions int, dir string, progress io.Writer) (found report.Occasion, err error) {
	fmt.Fprintf(progress, "starting %s with %d accounts for %s\n", contestant.Name, contestant.Accounts, occasion)
	r, up, err := launch(contestant, dir)
	if err != nil {
		return found, err
	}
	defer func() { err = errors.Join(err, r.stop()) }()
	if err := (<-up.Done).Error; err != nil {
		return found, err
	}
	fmt.Fprintf(progress, "%s: %d blocks of %d transactions\n", occasion, blocks, transactions)
	var samples []chain.Sample
	for i := 0; len(samples) < blocks; i++ {
		if err := r.prepare(BlockOrder{occasion, transactions}); err != nil {
			return found, err
		}
		sample, err := r.run()
		if err != nil {
			return found, err
		}
		if i >= warmup && sample.Phase != workload.Aside {
			samples = append(samples, sample)
		}
	}
	return report.OccasionOf(occasion, contestant.Accounts, samples), nil
}
