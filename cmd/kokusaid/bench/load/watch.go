package load

import (
	"context"
	"time"

	rpchttp "github.com/cometbft/cometbft/rpc/client/http"
	cmttypes "github.com/cometbft/cometbft/types"
)

// watch follows the blocks of one validator.
type watch struct {
	client *rpchttp.HTTP
	height int64 // of the last block seen
	times  []time.Time
}

func newWatch(client *rpchttp.HTTP, height int64) *watch {
	return &watch{client: client, height: height}
}

// collect returns how long each transaction took from when it was due until a block with it could be read, for those that
// arrived by the deadline.
func (w *watch) collect(ctx context.Context, due map[cmttypes.TxKey]time.Time, deadline time.Time) ([]time.Duration, error) {
	const pause = 20 * time.Millisecond
	var latencies []time.Duration
	for len(due) > 0 && time.Now().Before(deadline) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		next := w.height + 1
		block, err := w.client.Block(ctx, &next)
		if err != nil || block.Block == nil {
			time.Sleep(pause) // not there yet
			continue
		}
		seen := time.Now()
		w.height, w.times = next, append(w.times, block.Block.Time)
		for _, transaction := range block.Block.Txs {
			if at, mine := due[transaction.Key()]; mine {
				latencies = append(latencies, seen.Sub(at))
				delete(due, transaction.Key())
			}
		}
	}
	return latencies, nil
}

// intervals are the times between the blocks seen.
func (w *watch) intervals() []time.Duration {
	var between []time.Duration
	for i := 1; i < len(w.times); i++ {
		between = append(between, w.times[i].Sub(w.times[i-1]))
	}
	return between
}
