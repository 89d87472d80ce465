// Package workload holds the jobs that the chains are measured with. Each adds what it needs to the genesis and then returns
// block after block of transactions, the same for the same seed.
package workload

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/chain"
)

// Workload is one job.
type Workload interface {
	// Arrange adds what the job needs to the state that the chain starts from.
	Arrange(*chain.Genesis) error
	// Next returns n transactions for the next block.
	Next(c *chain.Chain, n int) ([]chain.Transaction, error)
}

// Occasion is a job whose blocks are not alike.
type Occasion interface {
	Workload
	// Phase says what kind of block Next has just returned.
	Phase() string
	// Work names the event that tells of each piece of work that the occasion makes.
	Work() string
	// Over tells whether the block that Next has just returned was the last.
	Over() bool
}

// Phases of an occasion.
const (
	Ordinary   = "ordinary"
	Event      = "event"
	After      = "after"
	Settlement = "settlement"
	Aside      = "aside" // not measured
)

// kinds lists every job by its name.
var kinds = map[string]func(seed uint64, times int) Workload{
	BankSend:           func(seed uint64, _ int) Workload { return &bankSend{newCrowd(seed)} },
	BondTransfer:       func(seed uint64, _ int) Workload { return &bondTransfer{newCrowd(seed)} },
	BondTransferCoupon: func(uint64, int) Workload { return &bondTransferCoupon{} },
	DvP:                func(seed uint64, _ int) Workload { return &dvp{crowd: newCrowd(seed)} },
	Batch:              func(seed uint64, _ int) Workload { return &batch{crowd: newCrowd(seed)} },
	PledgeBorrowRepay:  func(seed uint64, _ int) Workload { return &pledge{newCrowd(seed)} },
	CurveMove: func(seed uint64, times int) Workload {
		return &curveMove{transfers: bankSend{newCrowd(seed)}, times: times}
	},
	AuctionClose: func(seed uint64, times int) Workload { return newAuctionClose(seed, times) },
	LiquidationStorm: func(seed uint64, times int) Workload {
		return &liquidationStorm{transfers: bankSend{newCrowd(seed)}, times: times}
	},
	CouponDay: func(seed uint64, times int) Workload {
		return &couponDay{transfers: bondTransfer{newCrowd(seed)}, times: times}
	},
	CouponRush: func(seed uint64, times int) Workload {
		return &couponDay{transfers: bondTransfer{newCrowd(seed)}, rush: true, times: times}
	},
	Mischief: func(seed uint64, _ int) Workload { return newMischief(seed) },
}

// New returns the job called name. An occasion has so many ordinary blocks to compare with.
func New(name string, seed uint64, times int) (Workload, error) {
	kind, ok := kinds[name]
	if !ok {
		return nil, fmt.Errorf("unknown workload %q: one of %v", name, Names())
	}
	return kind(seed, times), nil
}

// Timed lists the jobs that are measured, in the order in which they are.
func Timed() []string {
	return []string{BankSend, BondTransfer, DvP, Batch, PledgeBorrowRepay, BondTransferCoupon}
}

// Transactions returns how many transactions of a job make up a block in which n ordinary ones would be: a batch is work for
// many.
func Transactions(name string, n int) int {
	if name == Batch {
		return max(n/20, 1)
	}
	return n
}

// Occasions lists the jobs that are measured against their own ordinary blocks, in the order of their dates. CouponRush is one
// for itself: its coupon would meet the sweep of the one before.
func Occasions() []string { return []string{CurveMove, AuctionClose, LiquidationStorm, CouponDay} }

// Names lists all jobs. Occasions come first, because some others let months pass, and Mischief last: it lets transactions fail, so
// those who sign lose count of their sequences.
func Names() []string {
	return slices.Concat(Occasions(), []string{CouponRush}, Timed(), []string{Mischief})
}

// crowd hands out accounts: senders in turn, so that nobody sends twice in a block, and counterparties at random.
type crowd struct {
	turn   int
	random *rand.Rand
}

func newCrowd(seed uint64) crowd {
	return crowd{random: rand.New(rand.NewPCG(seed, 0x6b6f6b75736169))}
}

// skipTo lets the next block be made at a time, unless that has passed.
func skipTo(c *chain.Chain, at time.Time) {
	if wait := at.Sub(c.Now()) - chain.BlockInterval; wait > 0 {
		c.Skip(wait)
	}
}

func (c *crowd) sender(accounts []*chain.Account) *chain.Account {
	people := accounts[chain.Officials:min(len(accounts), chain.Signers)]
	c.turn++
	return people[c.turn%len(people)]
}

// other returns an account that is not among those taken.
func (c *crowd) other(accounts []*chain.Account, taken ...*chain.Account) *chain.Account {
	for {
		if account := accounts[c.random.IntN(len(accounts))]; !slices.Contains(taken, account) {
			return account
		}
	}
}
