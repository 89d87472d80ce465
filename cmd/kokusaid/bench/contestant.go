package bench

import (
	"errors"
	"fmt"
	"io"
	"net/rpc"
	"os"
	"os/exec"

	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/chain"
)

// Contestant describes one chain of a comparison.
type Contestant struct {
	Name     string // as the report calls it
	Chain    string // StockChain or KokusaiChain
	Executor string // "sequential" or "block-stm"
	Workers  int    // of block-stm
	Without  []string
	// Workloads are arranged in the genesis; any of them may then be run.
	Workloads []string
	// Times is how many ordinary blocks an occasion has to compare with.
	Times    int
	Accounts int
	Seed     uint64
	// Profile is a folder for CPU profiles of the measured blocks, or empty.
	Profile string
}

// Chains that can contend.
const (
	StockChain   = "stock"
	KokusaiChain = "kokusai"
)

// runner is a contestant in a process of its own, so that memory, processor time, garbage collection and written bytes are
// its own too.
type runner struct {
	Contestant
	process *exec.Cmd
	client  *rpc.Client
}

// launch starts the process; the chain in it comes to life in the background until started is closed.
func launch(contestant Contestant, dir string) (*runner, *rpc.Call, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, nil, err
	}
	process := exec.Command(self, "bench", workerCommand)
	process.Stderr = os.Stderr
	process.Env = os.Environ()
	in, err := process.StdinPipe()
	if err != nil {
		return nil, nil, err
	}
	out, err := process.StdoutPipe()
	if err != nil {
		return nil, nil, err
	}
	if err := process.Start(); err != nil {
		return nil, nil, err
	}
	r := &runner{Contestant: contestant, process: process, client: rpc.NewClient(pipe{out, in})}
	return r, r.client.Go("Worker.Start", StartOrder{Contestant: contestant, Dir: dir}, &struct{}{}, nil), nil
}

// prepare signs the next block of a workload and waits until the machine has nothing left to do for the last one.
func (r *runner) prepare(order BlockOrder) error {
	return r.call("Worker.Prepare", order, &struct{}{})
}

func (r *runner) run() (sample chain.Sample, err error) {
	err = r.call("Worker.Run", struct{}{}, &sample)
	return sample, err
}

func (r *runner) footprint() (footprint Footprint, err error) {
	err = r.call("Worker.Footprint", struct{}{}, &footprint)
	return footprint, err
}

func (r *runner) call(method string, order, reply any) error {
	if err := r.client.Call(method, order, reply); err != nil {
		return fmt.Errorf("%s: %w", r.Name, err)
	}
	return nil
}

// stop ends the process, kindly if it still listens.
func (r *runner) stop() error {
	err := r.client.Call("Worker.Stop", struct{}{}, &struct{}{})
	r.client.Close()
	return errors.Join(err, r.process.Wait())
}

type pipe struct {
	io.ReadCloser
	io.WriteCloser
}

// Close closes both directions.
func (p pipe) Close() error { return errors.Join(p.WriteCloser.Close(), p.ReadCloser.Close()) }
