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
	Parallel     bool // leave the levers alone
	Accounts     int
	Blocks       int // of each workload but occasions
	Times        int // ordinary blocks of an occasion
	Transactions int
	Seed         uint64
}

// replayed is a block to make again: its bytes, how long it came after the one before, and what came of it.
type replayed struct {
	workload     string
	transactions [][]byte
	pause        time.Duration
	outcome      chain.Outcome
	events       map[string]int
}

// Run makes the blocks of every workload once, as a sequential node does, and then replays their bytes on nodes that execute in
// parallel or do without one lever. Whatever nodes have to agree on must be the same on all of them after every block.
func (c Check) Run(node Node, dir string, progress io.Writer) ([]report.Replay, error) {
	counter, err := countExecutions()
	if err != nil {
		return nil, err
	}
	model := Contestant{Name: "sequential", Chain: KokusaiChain, Executor: "sequential", Accounts: c.Accounts, Seed: c.Seed}
	blocks, err := c.compose(node, model, filepath.Join(dir, "model"))
	if err != nil {
		return nil, err
	}
	var replays []report.Replay
	for i, variant := range c.variants(model) {
		found, err := c.replay(node, variant, filepath.Join(dir, fmt.Sprint(i)), blocks, counter)
		for _, replay := range found {
			fmt.Fprintln(progress, replay)
		}
		if err != nil {
			return replays, fmt.Errorf("%s: %w", variant.Name, err)
		}
		replays = append(replays, found...)
	}
	return replays, nil
}

// variants are the nodes that must agree with the model. What is set for a whole process is not among them.
func (c Check) variants(model Contestant) []Contestant {
	var all []Contestant
	for _, workers := range []int{1, 2, 8} {
		parallel := model
		parallel.Name, parallel.Executor, parallel.Workers = fmt.Sprintf("block-stm, %d workers", workers), "block-stm", workers
		all = append(all, parallel)
	}
	for _, name := range Levers() {
		if lever := levers[name]; c.Parallel || !lever.local || lever.process {
			continue
		}
		without := model
		without.Name, without.Without = "without "+name, []string{name}
		all = append(all, without)
	}
	return all
}

// compose makes the blocks of all workloads on one chain.
func (c Check) compose(node Node, model Contestant, dir string) (blocks []replayed, err error) {
	running, jobs, err := c.start(node, model, dir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, running.Close()) }()
	if err := running.Audit(); err != nil {
		return nil, fmt.Errorf("genesis: %w", err)
	}
	for i, job := range jobs {
		occasion, isOccasion := job.(workload.Occasion)
		work := 0
		for made := 0; !isOccasion && made < c.Blocks || isOccasion && (made == 0 || !occasion.Over()); made++ {
			block, err := makeBlock(running, job, workload.Transactions(c.Workloads[i], c.Transactions))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", c.Workloads[i], err)
			}
			if isOccasion {
				work += block.events[occasion.Work()]
			}
			block.workload = c.Workloads[i]
			if block.outcome.Failed > 0 && block.workload != workload.Mischief {
				return nil, fmt.Errorf("%s: %d transactions failed: %s", block.workload, block.outcome.Failed, block.outcome.Failure)
			}
			blocks = append(blocks, block)
		}
		if isOccasion && work == 0 {
			return nil, fmt.Errorf("%s: no block told of %s", c.Workloads[i], occasion.Work())
		}
		if err := running.Audit(); err != nil {
			return nil, fmt.Errorf("after %s: %w", c.Workloads[i], err)
		}
	}
	return blocks, nil
}

func makeBlock(running *chain.Chain, job workload.Workload, n int) (block replayed, err error) {
	before := running.Now()
	transactions, err := job.Next(running, n)
	if err != nil {
		return block, err
	}
	block.pause = running.Now().Sub(before)
	if block.transactions, err = running.Sign(transactions); err != nil {
		return block, err
	}
	block.outcome, block.events, err = running.Replay(block.transactions)
	return block, err
}

// replay makes the blocks again on another node and reports by workload.
func (c Check) replay(node Node, variant Contestant, dir string, blocks []replayed, counter *executions) (replays []report.Replay, err error) {
	running, _, err := c.start(node, variant, dir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, running.Close()) }()
	for i, block := range blocks {
		if i == 0 || block.workload != blocks[i-1].workload {
			replays = append(replays, report.Replay{Workload: block.workload, Node: variant.Name})
		}
		running.Skip(block.pause)
		before, err := counter.total()
		if err != nil {
			return replays, err
		}
		outcome, _, err := running.Replay(block.transactions)
		if err != nil {
			return replays, err
		}
		if err := block.outcome.Differs(outcome); err != nil {
			return replays, fmt.Errorf("%s: %w", block.workload, err)
		}
		after, err := counter.total()
		if err != nil {
			return replays, err
		}
		replays[len(replays)-1].Add(len(block.transactions), outcome.Failed, after-before)
	}
	return replays, nil
}

func (c Check) start(node Node, contestant Contestant, dir string) (*chain.Chain, []workload.Workload, error) {
	var jobs []workload.Workload
	var arrange []func(*chain.Genesis) error
	for _, name := range c.Workloads {
		job, err := workload.New(name, c.Seed, c.Times)
		if err != nil {
			return nil, nil, err
		}
		jobs, arrange = append(jobs, job), append(arrange, job.Arrange)
	}
	application, err := node.open(contestant, dir)
	if err != nil {
		return nil, nil, err
	}
	running, err := chain.Start(application, dir, c.Seed, c.Accounts, arrange...)
	return running, jobs, err
}
