package bench

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/chain"
	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/report"
)

// Bout is one comparison between two contestants that are already up.
type Bout struct {
	Left, Right   BlockOrder
	Warmup, Pairs int // blocks of each side
}

// duel keeps two contestants alive for as many bouts as they are asked for.
type duel struct {
	left, right *runner
	progress    io.Writer
}

// newDuel starts both contestants at the same time; only the blocks are measured one after the other.
func newDuel(left, right Contestant, dir string, progress io.Writer) (*duel, error) {
	fmt.Fprintf(progress, "starting %s and %s with %d accounts\n", left.Name, right.Name, left.Accounts)
	l, leftUp, err := launch(left, filepath.Join(dir, "left"))
	if err != nil {
		return nil, err
	}
	r, rightUp, err := launch(right, filepath.Join(dir, "right"))
	if err != nil {
		return nil, errors.Join(err, l.stop())
	}
	d := &duel{left: l, right: r, progress: progress}
	if err := errors.Join((<-leftUp.Done).Error, (<-rightUp.Done).Error); err != nil {
		return nil, errors.Join(err, d.close())
	}
	return d, nil
}

// fight runs the blocks of both sides in turn; who begins alternates, so that a drift of the machine favours neither.
func (d *duel) fight(bout Bout) (report.Comparison, error) {
	fmt.Fprintf(d.progress, "%s %s against %s %s: %d pairs of %d and %d transactions\n", d.left.Name, bout.Left.Workload,
		d.right.Name, bout.Right.Workload, bout.Pairs, bout.Left.Transactions, bout.Right.Transactions)
	var left, right []chain.Sample
	var before [2]Footprint
	for pair := range bout.Warmup + bout.Pairs {
		if pair == bout.Warmup {
			var err error
			if before, err = d.footprints(); err != nil {
				return report.Comparison{}, err
			}
		}
		l, r, err := d.pair(bout, pair%2 == 0)
		if err != nil {
			return report.Comparison{}, err
		}
		if pair >= bout.Warmup {
			left, right = append(left, l), append(right, r)
		}
	}
	after, err := d.footprints()
	if err != nil {
		return report.Comparison{}, err
	}
	comparison := report.Compare(d.left.Accounts, report.SideOf(d.left.Name, bout.Left.Workload, left), report.SideOf(d.right.Name, bout.Right.Workload, right), left, right)
	for i, side := range []*report.Side{&comparison.Left, &comparison.Right} {
		side.PeakMemory = after[i].PeakMemory
		side.Growth = (float64(after[i].Disk) - float64(before[i].Disk)) / float64(side.Transactions)
	}
	return comparison, nil
}

func (d *duel) pair(bout Bout, leftFirst bool) (left, right chain.Sample, err error) {
	if err = errors.Join(
		d.left.prepare(bout.Left),
		d.right.prepare(bout.Right),
	); err != nil {
		return left, right, err
	}
	var leftErr, rightErr error
	if leftFirst {
		left, leftErr = d.left.run()
		right, rightErr = d.right.run()
	} else {
		right, rightErr = d.right.run()
		left, leftErr = d.left.run()
	}
	return left, right, errors.Join(leftErr, rightErr)
}

func (d *duel) footprints() (both [2]Footprint, err error) {
	var leftErr, rightErr error
	both[0], leftErr = d.left.footprint()
	both[1], rightErr = d.right.footprint()
	return both, errors.Join(leftErr, rightErr)
}

func (d *duel) close() error { return errors.Join(d.left.stop(), d.right.stop()) }
