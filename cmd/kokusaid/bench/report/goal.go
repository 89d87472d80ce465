package report

import (
	"fmt"

	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/workload"
)

// Goal is a number that the chain is to reach, and what was measured of it.
type Goal struct {
	Row      int    `json:"row"`
	What     string `json:"what"`
	Goal     string `json:"goal"`
	Measured string `json:"measured"`
	Accounts int    `json:"accounts,omitempty"`
	Verdict  string `json:"verdict"`
}

// Verdicts on a goal.
const (
	reached     = "reached"
	notReached  = "not reached"
	notMeasured = "not measured"
)

// blockBudget is how long a block may take that decides an auction, in milliseconds: half of the time between two blocks.
const blockBudget = 1_000

// goals holds what was measured against what is to be reached.
func (r Report) goals() []Goal {
	return []Goal{
		r.throughput(1, workload.BondTransfer, "bond transfer ÷ stock bank send", 1),
		r.throughput(1, workload.BondTransferCoupon, "bond transfer, both sides with a coupon to settle ÷ stock bank send", 1),
		r.throughput(2, workload.DvP, "delivery versus payment ÷ stock bank send", 0.7),
		r.leg(),
		r.onOccasion(4, workload.CouponDay, "block of a coupon date ÷ ordinary block", "≤ 1.1", func(event Phase, _ int) (string, bool) {
			return event.Ratio.String(), event.Ratio.Value <= 1.1
		}),
		r.onOccasion(5, workload.CurveMove, "curve move, nobody near the edge", "≤ 10 ms", func(event Phase, _ int) (string, bool) {
			return event.Difference.String() + " ms", event.Difference.Value <= 10
		}),
		r.onOccasion(6, workload.LiquidationStorm, "the same with 1 in 100 to liquidate", "≤ 2 blocks", func(event Phase, accounts int) (string, bool) {
			sold := event.Work * float64(event.Blocks)
			return fmt.Sprintf("%.0f for sale after %d blocks of %.0f ms", sold, event.Blocks, event.Mean), sold >= float64(accounts/100-1)
		}),
		r.onOccasion(7, workload.AuctionClose, "auction of 10,000 bids decided", "≤ 1 s in all", func(event Phase, _ int) (string, bool) {
			return fmt.Sprintf("%s ms of %.0f ms", event.Difference, event.Mean), event.Longest <= blockBudget
		}),
	}
}

// throughput is a row that compares transactions with the stock chain's, at the largest state measured.
func (r Report) throughput(row int, name, what string, least float64) Goal {
	goal := Goal{Row: row, What: what, Goal: fmt.Sprintf("≥ %.1f", least), Verdict: notMeasured}
	if c, ok := r.find(name); ok {
		goal.judge(c.Block.String(), c.Accounts, c.Block.Value >= least)
	}
	return goal
}

// leg compares a leg of a batch of a hundred with a stock bank send.
func (r Report) leg() Goal {
	goal := Goal{Row: 3, What: "time of a leg in a 100-leg batch ÷ stock bank send", Goal: "≤ 0.1", Verdict: notMeasured}
	if c, ok := r.find(workload.Batch); ok {
		const legs = 100
		leg := Estimate{Value: 1 / c.Block.Value / legs, Low: 1 / c.Block.High / legs, High: 1 / c.Block.Low / legs}
		goal.judge(fmt.Sprintf("%.4f [%.4f–%.4f]", leg.Value, leg.Low, leg.High), c.Accounts, leg.Value <= 0.1)
	}
	return goal
}

func (r Report) onOccasion(row int, name, what, limit string, judge func(event Phase, accounts int) (string, bool)) Goal {
	goal := Goal{Row: row, What: what, Goal: limit, Verdict: notMeasured}
	for _, occasion := range r.Occasions {
		if event, ok := occasion.find(workload.Event); ok && occasion.Workload == name && occasion.Accounts > goal.Accounts {
			measured, ok := judge(event, occasion.Accounts)
			goal.judge(measured, occasion.Accounts, ok)
		}
	}
	return goal
}

func (g *Goal) judge(measured string, accounts int, ok bool) {
	g.Measured, g.Accounts, g.Verdict = measured, accounts, notReached
	if ok {
		g.Verdict = reached
	}
}

// find returns the comparison of a workload with the stock chain at the largest state.
func (r Report) find(name string) (largest Comparison, found bool) {
	for _, c := range r.Comparisons {
		if c.Right.Workload == name && c.Left.Workload == workload.BankSend && c.Left.Chain != c.Right.Chain && c.Accounts > largest.Accounts {
			largest, found = c, true
		}
	}
	return largest, found
}
