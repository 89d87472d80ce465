package bench

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

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
	Executor     string
	Workers      int
	Transactions int
	Pairs        int
	Warmup       int
	Seed         uint64
	Profile      string
}

// run carries the plan out and collects the comparisons.
func (p Plan) run(dir string, progress io.Writer) (report.Report, error) {
	result := report.Report{Machine: report.ThisMachine()}
	if p.Profile != "" {
		if err := os.MkdirAll(p.Profile, 0o755); err != nil {
			return result, err
		}
	}
	for _, accounts := range p.Accounts {
		for i, left := range p.opponents(accounts) {
			folder := filepath.Join(dir, fmt.Sprintf("%d-%d", accounts, i))
			comparisons, err := p.compare(left, p.kokusai(accounts), folder, progress)
			if err != nil {
				return result, err
			}
			result.Comparisons = append(result.Comparisons, comparisons...)
			if err := os.RemoveAll(folder); err != nil {
				return result, err
			}
		}
	}
	if len(p.Levers) > 0 {
		return result, nil
	}
	for _, holders := range p.Holders {
		for _, occasion := range p.Occasions {
			contestant := p.kokusai(holders)
			contestant.Workloads = []string{occasion}
			folder := filepath.Join(dir, fmt.Sprintf("%s-%d", occasion, holders))
			found, err := attend(contestant, occasion, p.Warmup, 4*p.Pairs, p.Transactions, folder, progress)
			if err != nil {
				return result, err
			}
			result.Occasions = append(result.Occasions, found)
			if err := os.RemoveAll(folder); err != nil {
				return result, err
			}
		}
	}
	return result, nil
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
		Workloads: p.Workloads, Accounts: accounts, Seed: p.Seed, Profile: p.Profile,
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
		bout := Bout{Left: name, Right: name, Transactions: p.Transactions, Warmup: p.Warmup, Pairs: p.Pairs}
		if left.Chain == StockChain {
			bout.Left = workload.BankSend
		}
		comparison, err := d.fight(bout)
		if err != nil {
			return comparisons, err
		}
		comparisons = append(comparisons, comparison)
	}
	return comparisons, nil
}
