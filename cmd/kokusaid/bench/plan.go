package bench

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/report"
	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/workload"
)

// Plan says what to measure.
type Plan struct {
	Accounts     []int
	Workloads    []string
	Occasions    []string
	Holders      []int // sizes of the state on occasions
	Levers       []string
	Replays      bool
	Executor     string
	Workers      int
	Transactions int
	Pairs        int
	Warmup       int
	Seed         uint64
	Profile      string
}

// run carries the plan out and collects what it finds.
func (p Plan) run(node Node, dir string, progress io.Writer) (result report.Report, err error) {
	start := time.Now()
	if p.Levers, err = leversOf(p.Levers); err != nil {
		return result, err
	}
	result = report.Report{Machine: report.ThisMachine(), Plan: p}
	if p.Profile != "" {
		if err := os.MkdirAll(p.Profile, 0o755); err != nil {
			return result, err
		}
	}
	for _, part := range []func(Node, string, io.Writer, *report.Report) error{p.replay, p.fight, p.attend} {
		if err = part(node, dir, progress, &result); err != nil {
			break
		}
	}
	if len(p.Levers) == 0 {
		result.Judge()
	}
	result.Seconds = time.Since(start).Seconds()
	return result, err
}

// replay shows how often transactions are executed in parallel, on blocks as large as the sequential ones but of fewer accounts.
func (p Plan) replay(node Node, dir string, progress io.Writer, result *report.Report) (err error) {
	if !p.Replays || len(p.Levers) > 0 {
		return nil
	}
	check := Check{Workloads: workload.Timed(), Parallel: true, Accounts: 2_000, Blocks: 2, Transactions: min(p.Transactions, 500), Seed: p.Seed}
	result.Replays, err = check.Run(node, filepath.Join(dir, "replays"), progress)
	return errors.Join(err, os.RemoveAll(filepath.Join(dir, "replays")))
}

// fight compares Kokusai with its opponents at every size.
func (p Plan) fight(_ Node, dir string, progress io.Writer, result *report.Report) error {
	for _, accounts := range p.Accounts {
		for i, left := range p.opponents(accounts) {
			folder := filepath.Join(dir, fmt.Sprintf("%d-%d", accounts, i))
			comparisons, err := p.compare(left, p.kokusai(accounts), folder, progress)
			if err != nil {
				return err
			}
			result.Comparisons = append(result.Comparisons, comparisons...)
			if err := os.RemoveAll(folder); err != nil {
				return err
			}
		}
	}
	return nil
}

// attend measures the occasions at every size.
func (p Plan) attend(_ Node, dir string, progress io.Writer, result *report.Report) error {
	if len(p.Levers) > 0 || len(p.Occasions) == 0 {
		return nil
	}
	for _, holders := range p.Holders {
		contestant := p.kokusai(holders)
		contestant.Workloads = append(slices.Clone(p.Occasions), workload.BankSend)
		folder := filepath.Join(dir, fmt.Sprintf("occasions-%d", holders))
		found, err := attend(contestant, p.Warmup, p.Transactions, folder, progress)
		result.Occasions = append(result.Occasions, found...)
		if err != nil {
			return err
		}
		if err := os.RemoveAll(folder); err != nil {
			return err
		}
	}
	return nil
}

// opponents are the stock chain, or Kokusai without one lever after the other.
func (p Plan) opponents(accounts int) []Contestant {
	if len(p.Levers) == 0 {
		return []Contestant{p.stock(accounts)}
	}
	opponents := make([]Contestant, len(p.Levers))
	for i, lever := range p.Levers {
		opponents[i] = p.kokusai(accounts)
		opponents[i].Name = "without " + lever
		opponents[i].Without = []string{lever}
	}
	return opponents
}

func (p Plan) stock(accounts int) Contestant {
	return Contestant{
		Name: StockChain, Chain: StockChain, Executor: p.Executor, Workers: p.Workers,
		Workloads: []string{workload.BankSend}, Accounts: accounts, Seed: p.Seed, Profile: p.Profile,
	}
}

func (p Plan) kokusai(accounts int) Contestant {
	return Contestant{
		Name: KokusaiChain, Chain: KokusaiChain, Executor: p.Executor, Workers: p.Workers,
		Workloads: p.Workloads, Times: p.Pairs, Accounts: accounts, Seed: p.Seed, Profile: p.Profile,
	}
}

// compare lets two contestants meet in every workload. The stock chain knows but one.
func (p Plan) compare(left, right Contestant, dir string, progress io.Writer) (comparisons []report.Comparison, err error) {
	d, err := newDuel(left, right, dir, progress)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, d.close()) }()
	for _, name := range p.Workloads {
		bout := Bout{
			Left: BlockOrder{name, p.Transactions}, Right: BlockOrder{name, workload.Transactions(name, p.Transactions)},
			Warmup: p.Warmup, Pairs: p.Pairs,
		}
		if left.Chain == StockChain {
			bout.Left.Workload = workload.BankSend
		} else {
			bout.Left = bout.Right
		}
		comparison, err := d.fight(bout)
		if err != nil {
			return comparisons, err
		}
		comparisons = append(comparisons, comparison)
	}
	return comparisons, nil
}
