package load

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	cmttypes "github.com/cometbft/cometbft/types"

	"github.com/kokusai-chain/kokusai/app"
	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/chain"
)

// run loads one chain step by step until it can't keep up.
func (p Plan) run(ctx context.Context, open Open, name, dir string, progress io.Writer) (steps []Step, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	n, err := layOut(open, name, dir, p)
	if err != nil {
		return nil, err
	}
	defer func() {
		if stopped := n.stop(); err == nil {
			err = stopped
		}
	}()
	fmt.Fprintf(progress, "%s: starting %d validators with %d accounts\n", name, p.Validators, p.Accounts)
	if err := n.start(ctx, name); err != nil {
		return nil, err
	}
	crowd := &crowd{accounts: n.accounts[p.Validators:], random: rand.New(rand.NewPCG(p.Seed, p.Seed))}
	rate := p.First
	for range p.Steps {
		step, err := n.load(ctx, crowd, rate, p.Step)
		if err != nil {
			return steps, err
		}
		step.Chain = name
		steps = append(steps, step)
		fmt.Fprintf(progress, "%s: %.0f/s due, %.0f/s arrived, p99 %s, blocks of %s\n", name, step.Due, step.Arrived,
			step.P99.Round(time.Millisecond), step.Interval.Round(time.Millisecond))
		if !step.Sustained {
			break
		}
		rate *= p.Growth
	}
	return steps, nil
}

// load sends transactions at a rate for a while and waits for them to arrive.
func (n *network) load(ctx context.Context, crowd *crowd, rate float64, span time.Duration) (Step, error) {
	transactions, err := crowd.sign(int(rate * span.Seconds()))
	if err != nil {
		return Step{}, err
	}
	before, err := n.processorTime()
	if err != nil {
		return Step{}, err
	}
	watch := newWatch(n.validators[0].client, n.height(ctx))
	begin := time.Now()
	done := make(chan struct{})
	go func() {
		defer close(done)
		n.send(ctx, transactions, begin, rate)
	}()
	due := make(map[cmttypes.TxKey]time.Time, len(transactions))
	for i, transaction := range transactions {
		due[cmttypes.Tx(transaction).Key()] = dueAt(begin, rate, i)
	}
	const patience = 20 * time.Second // for what is still under way after the last was sent
	latencies, err := watch.collect(ctx, due, begin.Add(span+patience))
	<-done
	if err != nil {
		return Step{}, err
	}
	elapsed := time.Since(begin)
	after, err := n.processorTime()
	if err != nil {
		return Step{}, err
	}
	return newStep(rate, len(transactions), latencies, watch.intervals(), after-before, elapsed, len(n.validators)), nil
}

func dueAt(begin time.Time, rate float64, i int) time.Time {
	return begin.Add(time.Duration(float64(i) / rate * float64(time.Second)))
}

// send hands each transaction to the next validator when it is due. Refusals show as transactions that never arrive.
func (n *network) send(ctx context.Context, transactions [][]byte, begin time.Time, rate float64) {
	const lines = 16 // connections that wait for an answer at a time, for each validator
	slots := make(chan struct{}, lines*len(n.validators))
	for i, transaction := range transactions {
		if wait := time.Until(dueAt(begin, rate, i)); wait > 0 {
			time.Sleep(wait)
		}
		if ctx.Err() != nil {
			return
		}
		slots <- struct{}{}
		go func() {
			defer func() { <-slots }()
			_, _ = n.validators[i%len(n.validators)].client.BroadcastTxSync(ctx, transaction)
		}()
	}
	for range cap(slots) {
		slots <- struct{}{}
	}
}

// crowd sends to strangers, one account after the other.
type crowd struct {
	accounts []*chain.Account
	random   *rand.Rand
	turn     int
}

func (c *crowd) sign(count int) ([][]byte, error) {
	if count > len(c.accounts) {
		return nil, fmt.Errorf("%d transactions in a step need as many accounts, there are %d", count, len(c.accounts))
	}
	signed := make([][]byte, count)
	for i := range signed {
		c.turn++
		from, to := c.accounts[c.turn%len(c.accounts)], c.accounts[c.random.IntN(len(c.accounts))]
		amount := sdk.NewCoins(sdk.NewInt64Coin(app.StakeDenom, 1+c.random.Int64N(1_000)))
		var err error
		if signed[i], err = (chain.Transaction{
			Messages: []sdk.Msg{banktypes.NewMsgSend(from.Address, to.Address, amount)}, Signers: []*chain.Account{from}, Gas: 200_000,
		}).Sign(chain.ID); err != nil {
			return nil, err
		}
	}
	return signed, nil
}
