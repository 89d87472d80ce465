package bench

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/chain"
	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/report"
	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/workload"
)

// Check says which blocks to replay.
type Check struct {
	Workloads    []string
	Accounts     int
	Blocks       int
	Transactions int
	Seed         uint64
}

// Run makes the blocks of every workload once, as a sequential node does, and then replays their bytes on nodes that execute in
// parallel or do without one lever. Whatever nodes have to agree on must be the same on all of them after every block.
func (c Check) Run(node Node, dir string, progress io.Writer) ([]report.Replay, error) {
	counter, err := countExecutions()
	if err != nil {
		return nil, err
	}
	var replays []report.Replay
	for _, name := range c.Workloads {
		model := Contestant{Name: "sequential", Chain: KokusaiChain, Executor: "sequential", Accounts: c.Accounts, Seed: c.Seed}
		blocks, expected, err := c.compose(node, model, name, filepath.Join(dir, name, "model"))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for i, variant := range variants(model) {
			before, err := counter.total()
			if err != nil {
				return nil, err
			}
			if err := c.replay(node, variant, name, filepath.Join(dir, name, fmt.Sprint(i)), blocks, expected); err != nil {
				return nil, fmt.Errorf("%s, %s: %w", name, variant.Name, err)
			}
			after, err := counter.total()
			if err != nil {
				return nil, err
			}
			replay := report.Replay{Workload: name, Node: variant.Name, Blocks: len(blocks)}
			for i, block := range blocks {
				replay.Transactions += len(block.transactions)
				replay.Failed += expected[i].Failed
			}
			if after > before {
				replay.Executions = float64(after-before) / float64(replay.Transactions)
			}
			fmt.Fprintln(progress, replay)
			replays = append(replays, replay)
		}
	}
	return replays, nil
}

// variants are the nodes that must agree with the model.
func variants(model Contestant) []Contestant {
	var all []Contestant
	for _, workers := range []int{1, 2, 8} {
		parallel := model
		parallel.Name, parallel.Executor, parallel.Workers = fmt.Sprintf("block-stm, %d workers", workers), "block-stm", workers
		all = append(all, parallel)
	}
	for _, name := range Levers() {
		if !levers[name].local || name == gcLever { // the collector is the whole process's
			continue
		}
		without := model
		without.Name, without.Without = "without "+name, []string{name}
		all = append(all, without)
	}
	return all
}

// replayed is a block to make again: its bytes and how long it came after the one before.
type replayed struct {
	transactions [][]byte
	pause        time.Duration
}

// compose makes the blocks of a workload and remembers what came of them.
func (c Check) compose(node Node, model Contestant, name, dir string) (blocks []replayed, outcomes []chain.Outcome, err error) {
	job, err := workload.New(name, c.Seed)
	if err != nil {
		return nil, nil, err
	}
	running, err := c.start(node, model, job, dir)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, running.Close()) }()
	for range c.Blocks {
		before := running.Now()
		transactions, err := job.Next(running, c.Transactions)
		if err != nil {
			return nil, nil, err
		}
		block, err := running.Sign(transactions)
		if err != nil {
			return nil, nil, err
		}
		pause := running.Now().Sub(before)
		outcome, err := running.Replay(block)
		if err != nil {
			return nil, nil, err
		}
		if outcome.Failed > 0 && name != workload.Mischief {
			return nil, nil, fmt.Errorf("block %d: %d transactions failed: %s", outcome.Height, outcome.Failed, outcome.Failure)
		}
		blocks, outcomes = append(blocks, replayed{block, pause}), append(outcomes, outcome)
	}
	return blocks, outcomes, nil
}

func (c Check) replay(node Node, variant Contestant, name, dir string, blocks []replayed, expected []chain.Outcome) (err error) {
	job, err := workload.New(name, c.Seed)
	if err != nil {
		return err
	}
	running, err := c.start(node, variant, job, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, running.Close()) }()
	for i, block := range blocks {
		running.Skip(block.pause)
		outcome, err := running.Replay(block.transactions)
		if err != nil {
			return err
		}
		if err := expected[i].Differs(outcome); err != nil {
			return err
		}
	}
	return nil
}

func (c Check) start(node Node, contestant Contestant, job workload.Workload, dir string) (*chain.Chain, error) {
	application, err := node.open(contestant, dir)
	if err != nil {
		return nil, err
	}
	return chain.Start(application, dir, c.Seed, c.Accounts, job.Arrange)
}
