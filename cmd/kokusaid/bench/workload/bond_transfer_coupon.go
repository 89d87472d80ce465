package workload

import (
	"time"

	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/chain"
)

// BondTransferCoupon sends bonds between investors who both have a coupon to settle: each pair meets once after each record
// moment, which is the most that the coupon ledger ever has to do.
const BondTransferCoupon = "bond-transfer-coupon"

type bondTransferCoupon struct {
	next   int
	record time.Time
}

func (*bondTransferCoupon) Arrange(g *chain.Genesis) error { return arrangeMarket(g) }

func (w *bondTransferCoupon) Next(c *chain.Chain, n int) ([]chain.Transaction, error) {
	people := c.Accounts[:min(len(c.Accounts), chain.Signers)]
	if w.record.IsZero() || w.next+2*n > len(people) {
		w.next = 0
		w.record = nextRecord(c.Now())
		c.Skip(w.record.Sub(c.Now()))
	}
	transactions := make([]chain.Transaction, 0, n)
	for ; len(transactions) < n && w.next+1 < len(people); w.next += 2 {
		transactions = append(transactions, sendBond(people[w.next], people[w.next+1], 1))
	}
	return transactions, nil
}

// nextRecord is when the next coupon of the series has surely been recorded: some days after the next 20 June or December.
func nextRecord(now time.Time) time.Time {
	for year := now.Year(); ; year++ {
		for _, month := range []time.Month{time.June, time.December} {
			if record := time.Date(year, month, 25, 0, 0, 0, 0, time.UTC); record.After(now) {
				return record
			}
		}
	}
}
