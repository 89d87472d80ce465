package bench

import (
	"errors"
	"fmt"
	"net/rpc"
	"os"
	"path/filepath"
	"runtime/debug"
	"runtime/pprof"
	"slices"

	"github.com/spf13/cobra"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/app"
	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/chain"
	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/workload"
)

const workerCommand = "worker"

// Worker serves one contestant's chain to the process that compares. Its methods are called one at a time.
type Worker struct {
	node       Node
	contestant Contestant
	chain      *chain.Chain
	workloads  map[string]workload.Workload
	block      [][]byte
	prepared   bool
	occasion   workload.Occasion // of the prepared block, or nil
	profiles   int
	stopped    chan struct{}
}

// StartOrder says which chain to bring to life, and where to keep its files.
type StartOrder struct {
	Contestant Contestant
	Dir        string
}

// BlockOrder asks for a block of n transactions of a workload.
type BlockOrder struct {
	Workload     string
	Transactions int
}

// Footprint is what a contestant occupies.
type Footprint struct {
	PeakMemory uint64
	Disk       uint64
}

// Start brings the chain to life from its genesis.
func (w *Worker) Start(order StartOrder, _ *struct{}) error {
	w.contestant, w.workloads = order.Contestant, map[string]workload.Workload{}
	var arrange []func(*chain.Genesis) error
	for _, name := range order.Contestant.Workloads {
		job, err := workload.New(name, order.Contestant.Seed, order.Contestant.Times)
		if err != nil {
			return err
		}
		w.workloads[name] = job
		arrange = append(arrange, job.Arrange)
	}
	if order.Contestant.Chain == StockChain || slices.Contains(order.Contestant.Without, scopeLever) {
		forgetConfigScope()
	}
	application, err := w.node.open(order.Contestant, order.Dir)
	if err != nil {
		return err
	}
	w.chain, err = chain.Start(application, order.Dir, order.Contestant.Seed, order.Contestant.Accounts, arrange...)
	if err != nil {
		return err
	}
	if order.Contestant.Chain == KokusaiChain && !slices.Contains(order.Contestant.Without, gcLever) {
		app.TuneCollector() // not before: the genesis would fill the machine
	}
	debug.FreeOSMemory() // what the genesis needed
	chain.Settle()
	return chain.ForgetPeak()
}

// forgetConfigScope takes the name off the SDK's settings again, which it finds by asking the kernel then.
func forgetConfigScope() {
	named := sdk.GetConfig()
	os.Unsetenv(sdk.EnvConfigScope)
	config := sdk.GetConfig()
	config.SetBech32PrefixForAccount(named.GetBech32AccountAddrPrefix(), named.GetBech32AccountPubPrefix())
	config.SetBech32PrefixForValidator(named.GetBech32ValidatorAddrPrefix(), named.GetBech32ValidatorPubPrefix())
	config.SetBech32PrefixForConsensusNode(named.GetBech32ConsensusAddrPrefix(), named.GetBech32ConsensusPubPrefix())
}

// Prepare signs the next block.
func (w *Worker) Prepare(order BlockOrder, _ *struct{}) (err error) {
	job, ok := w.workloads[order.Workload]
	if !ok {
		return fmt.Errorf("workload %q was not arranged", order.Workload)
	}
	transactions, err := job.Next(w.chain, order.Transactions)
	if err != nil {
		return err
	}
	w.occasion, _ = job.(workload.Occasion)
	w.block, err = w.chain.Sign(transactions)
	w.prepared = err == nil
	return err
}

// Run executes the prepared block and measures it.
func (w *Worker) Run(_ struct{}, sample *chain.Sample) (err error) {
	if !w.prepared {
		return errors.New("no block was prepared")
	}
	if w.contestant.Profile != "" {
		stop, err := w.profile()
		if err != nil {
			return err
		}
		defer stop()
	}
	*sample, err = w.chain.Run(w.block)
	w.prepared = false
	if w.occasion != nil {
		sample.Phase, sample.Over, sample.Work = w.occasion.Phase(), w.occasion.Over(), sample.Events[w.occasion.Work()]
	}
	if err == nil && sample.Outcome.Failed > 0 {
		err = fmt.Errorf("%d of %d transactions failed: %s", sample.Outcome.Failed, sample.Transactions, sample.Outcome.Failure)
	}
	return err
}

// Footprint reports what the chain occupies by now.
func (w *Worker) Footprint(_ struct{}, footprint *Footprint) error {
	footprint.PeakMemory, footprint.Disk = w.chain.Footprint()
	return nil
}

// Stop closes the chain; the process ends once the answer is out.
func (w *Worker) Stop(struct{}, *struct{}) error {
	close(w.stopped)
	if w.chain == nil {
		return nil
	}
	return w.chain.Close()
}

// profile writes the processor profile of one block to a file of its own; pprof merges them.
func (w *Worker) profile() (stop func(), err error) {
	w.profiles++
	file, err := os.Create(filepath.Join(w.contestant.Profile, fmt.Sprintf("%s-%03d.pprof", w.contestant.Name, w.profiles)))
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(file); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return func() {
		pprof.StopCPUProfile()
		file.Close()
	}, nil
}

func newWorkerCmd(node Node) *cobra.Command {
	return &cobra.Command{
		Use:    workerCommand,
		Short:  "Serve one chain of a comparison to the process that compares",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			worker := &Worker{node: node, stopped: make(chan struct{})}
			server := rpc.NewServer()
			if err := server.Register(worker); err != nil {
				return err
			}
			server.ServeConn(pipe{os.Stdin, os.Stdout})
			return nil
		},
	}
}
