package bench

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	serverconfig "github.com/cosmos/cosmos-sdk/server/config"

	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/workload"
)

var node = Node{AppConfig: func(edit func(*serverconfig.Config)) (string, any) {
	config := serverconfig.DefaultConfig()
	edit(config)
	return serverconfig.DefaultConfigTemplate, *config
}}

// Every executor and every lever comes to the same state, results, gas and events, also where transactions must be refused.
func TestNodesAgree(t *testing.T) {
	check := Check{Workloads: workload.Names(), Accounts: 40, Blocks: 3, Times: 1, Transactions: 15, Seed: 1}
	replays, err := check.Run(node, t.TempDir(), t.Output())
	require.NoError(t, err)
	for _, replay := range replays {
		if replay.Workload == workload.Mischief {
			require.Positive(t, replay.Failed, replay)
			require.Less(t, replay.Failed, 2*replay.Transactions, replay)
		}
	}
}

// The comparison sees a difference: a node that writes what is there already has another state.
func TestDisagreementIsSeen(t *testing.T) {
	check := Check{Workloads: []string{workload.BankSend}, Accounts: 20, Blocks: 1, Transactions: 5, Seed: 1}
	counter, err := countExecutions()
	require.NoError(t, err)
	model := Contestant{Name: "model", Chain: KokusaiChain, Executor: "sequential", Accounts: check.Accounts, Seed: check.Seed}
	blocks, err := check.compose(node, model, filepath.Join(t.TempDir(), "model"))
	require.NoError(t, err)
	other := model
	other.Without = []string{writesLever}
	_, err = check.replay(node, other, filepath.Join(t.TempDir(), "other"), blocks, counter)
	require.ErrorContains(t, err, "app hash")
}
