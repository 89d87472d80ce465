package localnet_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtcfg "github.com/cometbft/cometbft/config"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/kokusai-chain/kokusai/app"
	"github.com/kokusai-chain/kokusai/cmd/kokusaid/localnet"
)

func newApp(options ...func(*baseapp.BaseApp)) *app.App {
	return app.New(log.NewNopLogger(), dbm.NewMemDB(), true, simtestutil.EmptyAppOptions{}, options...)
}

func run(args ...string) (string, error) {
	model := newApp()
	cmd := localnet.NewCmd(localnet.Chain{
		Codec: model.AppCodec(), TxConfig: model.TxConfig(), FeeDenom: app.StakeDenom, DefaultGenesis: model.DefaultGenesis,
		ValidateGenesis: func(genesis map[string]json.RawMessage) error {
			return model.Basics().ValidateGenesis(model.AppCodec(), model.TxConfig(), genesis)
		},
		CometConfig: cmtcfg.DefaultConfig,
		AppConfig: func(edit func(*serverconfig.Config)) (string, any) {
			config := serverconfig.DefaultConfig()
			edit(config)
			return serverconfig.DefaultConfigTemplate, *config
		},
	})
	var out bytes.Buffer
	cmd.SetOut(&out)
	cmd.SetErr(&out)
	cmd.SetArgs(append([]string{"init"}, args...))
	err := cmd.Execute()
	return out.String(), err
}

// The chain starts from the genesis, with the validators that the genesis transactions name.
func TestChainStartsFromGenesis(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "tokyo")
	patch := filepath.Join(t.TempDir(), "patch.json")
	require.NoError(t, os.WriteFile(patch, []byte(`{"gov":{"constitution":"kept by ${ministry}"}}`), 0o600))
	_, err := run("--dir", dir, "--validators", "3", "--genesis-time", "2026-06-01T00:00:00Z", "--genesis-patch", patch)
	require.NoError(t, err)

	genesis, err := genutiltypes.AppGenesisFromFile(filepath.Join(dir, "node2", "config", "genesis.json"))
	require.NoError(t, err)
	require.Equal(t, "kokusai-tokyo-1", genesis.ChainID)
	keys := readKeys(t, dir)
	var state map[string]map[string]any
	require.NoError(t, json.Unmarshal(genesis.AppState, &state))
	require.Equal(t, "kept by "+keys["ministry"].Address, state["gov"]["constitution"])

	document, err := genesis.ToGenesisDoc()
	require.NoError(t, err)
	params := document.ConsensusParams.ToProto()
	chain := newApp(baseapp.SetChainID(genesis.ChainID))
	started, err := chain.InitChain(&abci.RequestInitChain{
		ChainId: genesis.ChainID, Time: genesis.GenesisTime, InitialHeight: 1, AppStateBytes: genesis.AppState, ConsensusParams: &params,
	})
	require.NoError(t, err)
	require.Len(t, started.Validators, 3)
}

// The same command gives the same network: addresses can be written into scripts and patches.
func TestNetworkIsReproducible(t *testing.T) {
	one, two := filepath.Join(t.TempDir(), "one"), filepath.Join(t.TempDir(), "two")
	for _, dir := range []string{one, two} {
		_, err := run("--dir", dir, "--validators", "2", "--genesis-time", "2026-06-01T00:00:00Z")
		require.NoError(t, err)
	}
	for _, file := range []string{
		"keys.json", "node0/config/genesis.json", "node1/config/config.toml", "node1/config/app.toml",
		"node1/config/client.toml", "node1/config/node_key.json", "node1/config/priv_validator_key.json",
	} {
		want, err := os.ReadFile(filepath.Join(one, file))
		require.NoError(t, err)
		got, err := os.ReadFile(filepath.Join(two, file))
		require.NoError(t, err)
		require.Equal(t, string(want), string(got), file)
	}
	require.Equal(t, "kokusai1v9whe5yst2g3c5tf3r64a0ysfde22ga6q6jmxa", readKeys(t, one)["client"].Address)
}

// Two sovereigns share the parties' keys but no consensus key, peer key or port.
func TestSovereignsAreApart(t *testing.T) {
	tokyo, newYork := filepath.Join(t.TempDir(), "tokyo"), filepath.Join(t.TempDir(), "newyork")
	_, err := run("--dir", tokyo)
	require.NoError(t, err)
	_, err = run("--dir", newYork, "--sovereign", "newyork")
	require.NoError(t, err)
	require.Equal(t, readKeys(t, tokyo), readKeys(t, newYork))
	for _, file := range []string{"node_key.json", "priv_validator_key.json", "config.toml", "client.toml"} {
		one, err := os.ReadFile(filepath.Join(tokyo, "node0", "config", file))
		require.NoError(t, err)
		other, err := os.ReadFile(filepath.Join(newYork, "node0", "config", file))
		require.NoError(t, err)
		require.NotEqual(t, string(one), string(other), file)
	}
}

// Nothing listens beyond this machine.
func TestNodesListenOnLoopbackOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "tokyo")
	_, err := run("--dir", dir, "--base-port", "30000", "--validators", "2")
	require.NoError(t, err)
	for file, wants := range map[string][]string{
		"config.toml": {"tcp://127.0.0.1:30010", "tcp://127.0.0.1:30011", `timeout_commit = "500ms"`, "prometheus = false"},
		"app.toml":    {"127.0.0.1:30012", `minimum-gas-prices = "0.01ukoku"`},
		"client.toml": {"tcp://127.0.0.1:30011"},
	} {
		text, err := os.ReadFile(filepath.Join(dir, "node1", "config", file))
		require.NoError(t, err)
		settings := regexp.MustCompile(`(?m)^#.*$`).ReplaceAllString(string(text), "")
		require.NotContains(t, settings, "0.0.0.0", file)
		for _, want := range wants {
			require.Contains(t, settings, want, file)
		}
	}
}

func TestBadInputIsRefused(t *testing.T) {
	write := func(text string) string {
		file := filepath.Join(t.TempDir(), "patch.json")
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		return file
	}
	for _, c := range []struct {
		name, want string
		args       []string
	}{
		{"no validators", "0 validators", []string{"--validators", "0"}},
		{"too many validators", "21 validators", []string{"--validators", "21"}},
		{"privileged port", "between 1024 and 65535", []string{"--base-port", "80"}},
		{"ports beyond the last", "between 1024 and 65535", []string{"--base-port", "65530"}},
		{"unknown sovereign", `unknown sovereign "london"`, []string{"--sovereign", "london"}},
		{"genesis time", "genesis time", []string{"--genesis-time", "yesterday"}},
		{"business start", "business start", []string{"--business-start", "2026-06-01"}},
		{"block start", "neither an RFC 3339 time nor a duration", []string{"--block-start", "soon"}},
		{"half a clock", "block_start", []string{"--speed", "10"}},
		{"long chain id", "chain_id", []string{"--chain-id", "kokusai-of-a-name-that-no-chain-could-ever-bear-on-its-back-1"}},
		{"unknown role in patch", `unknown roles: ["nobody"]`, []string{"--genesis-patch", write(`{"gov":{"constitution":"${nobody}"}}`)}},
		{"unknown module in patch", `unknown module: "bonds"`, []string{"--genesis-patch", write(`{"bonds":{}}`)}},
		{"broken patch", "patch", []string{"--genesis-patch", write(`{`)}},
		{"patch breaks the genesis", "not positive", []string{"--genesis-patch", write(`{"bank":{"balances":[{"address":"${client}","coins":[{"denom":"ukoku","amount":"-5"}]}]}}`)}},
		{"missing patch", "no such file", []string{"--genesis-patch", "nowhere.json"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "net")
			_, err := run(append(c.args, "--dir", dir)...)
			require.ErrorContains(t, err, c.want)
			require.NoDirExists(t, dir)
		})
	}
}

// A network is never written over another.
func TestFolderInUseIsRefused(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "precious"), nil, 0o600))
	_, err := run("--dir", dir)
	require.ErrorContains(t, err, "is not empty")
}

// Business time starts so long after genesis as a duration says.
func TestClockReachesGenesis(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "tokyo")
	_, err := run("--dir", dir, "--genesis-time", "2026-11-01T00:00:00Z",
		"--block-start", "90s", "--business-start", "2026-06-18T00:00:00Z", "--speed", "50000")
	require.NoError(t, err)
	genesis, err := genutiltypes.AppGenesisFromFile(filepath.Join(dir, "node0", "config", "genesis.json"))
	require.NoError(t, err)
	var state struct {
		Bond struct {
			Clock struct {
				BlockStart    time.Time `json:"block_start"`
				BusinessStart time.Time `json:"business_start"`
				Speed         string
			}
		}
	}
	require.NoError(t, json.Unmarshal(genesis.AppState, &state))
	require.Equal(t, time.Date(2026, 11, 1, 0, 1, 30, 0, time.UTC), state.Bond.Clock.BlockStart)
	require.Equal(t, time.Date(2026, 6, 18, 0, 0, 0, 0, time.UTC), state.Bond.Clock.BusinessStart)
	require.Equal(t, "50000", state.Bond.Clock.Speed)
}

func readKeys(t *testing.T, dir string) map[string]localnet.Key {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "keys.json"))
	require.NoError(t, err)
	var keys map[string]localnet.Key
	require.NoError(t, json.Unmarshal(text, &keys))
	return keys
}
