// Package workload holds the jobs that the chains are measured with. Each adds what it needs to the genesis and then returns
// block after block of transactions, the same for the same seed.
package workload

import (
	"fmt"
	"math/rand/v2"
	"slices"

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
}

// Phases of an occasion.
const (
	Ordinary = "ordinary"
	Event    = "event"
	After    = "after"
	Aside    = "aside" // not measured, and without transactions
)

// kinds lists every job by its name.
var kinds = map[string]func(seed uint64) Workload{
	BankSend:           func(seed uint64) Workload { return &bankSend{newCrowd(seed)} },
	BondTransfer:       func(seed uint64) Workload { return &bondTransfer{newCrowd(seed)} },
	BondTransferCoupon: func(uint64) Workload { return &bondTransferCoupon{} },
	DvP:                func(seed uint64) Workload { return &dvp{crowd: newCrowd(seed)} },
	Batch:              func(seed uint64) Workload { return &batch{crowd: newCrowd(seed)} },
	PledgeBorrowRepay:  func(seed uint64) Workload { return &pledge{newCrowd(seed)} },
	CouponDay:          func(seed uint64) Workload { return &couponDay{transfers: bondTransfer{newCrowd(seed)}} },
	CurveMove:          func(seed uint64) Workload { return &curveMove{transfers: bankSend{newCrowd(seed)}} },
	Mischief:           func(seed uint64) Workload { return newMischief(seed) },
}

// New returns the job called name.
func New(name string, seed uint64) (Workload, error) {
	kind, ok := kinds[name]
	if !ok {
		return nil, fmt.Errorf("unknown workload %q: one of %v", name, Names())
	}
	return kind(seed), nil
}

// Timed lists the jobs that are measured, in the order in which they are.
func Timed() []string {
	return []string{BankSend, BondTransfer, DvP, Batch, PledgeBorrowRepay, BondTransferCoupon}
}

// Occasions lists the jobs that are measured against their own ordinary blocks.
func Occasions() []string { return []string{CouponDay, CurveMove} }

// Names lists all jobs. Mischief comes last: it lets transactions fail, so those who sign lose count of their sequences.
func Names() []string { return append(append(Timed(), Occasions()...), Mischief) }

// crowd hands out accounts: senders in turn, so that nobody sends twice in a block, and counterparties at random.
type crowd struct {
	turn   int
	random *rand.Rand
}

func newCrowd(seed uint64) crowd {
	return crowd{random: rand.New(rand.NewPCG(seed, 0x6b6f6b75736169))}
}

func (c *crowd) sender(accounts []*chain.Account) *chain.Account {
	people := accounts[officials:]
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
