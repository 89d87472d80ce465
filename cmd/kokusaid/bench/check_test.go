package bench_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	serverconfig "github.com/cosmos/cosmos-sdk/server/config"

	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench"
	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/workload"
)

var node = bench.Node{AppConfig: func(edit func(*serverconfig.Config)) (string, any) {
	config := serverconfig.DefaultConfig()
	edit(config)
	return serverconfig.DefaultConfigTemplate, *config
}}

// Every executor and every lever comes to the same state, results, gas and events, also where transactions must be refused.
func TestNodesAgree(t *testing.T) {
	for _, seed := range []uint64{1, 2} {
		check := bench.Check{Workloads: workload.Names(), Accounts: 100, Blocks: 6, Transactions: 40, Seed: seed}
		replays, err := check.Run(node, t.TempDir(), t.Output())
		require.NoError(t, err)
		for _, replay := range replays {
			if replay.Workload == workload.Mischief {
				require.Positive(t, replay.Failed, replay)
				require.Less(t, replay.Failed, 2*replay.Transactions, replay)
			}
		}
	}
}
