package localnet

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cometbft/cometbft/crypto/ed25519"
	"github.com/cometbft/cometbft/p2p"
	"github.com/cometbft/cometbft/privval"

	"github.com/cosmos/cosmos-sdk/client/flags"
	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
)

const (
	portsPerNode = 10
	blockTime    = 500 * time.Millisecond
	gasPrice     = "0.01"
)

// node is one validator's machine on the loopback interface.
type node struct {
	index    int
	home     string
	basePort int // the first of its ten ports
}

// Offsets of a node's ports from its first.
func (n node) peerPort() int { return n.basePort }
func (n node) rpcPort() int  { return n.basePort + 1 }
func (n node) grpcPort() int { return n.basePort + 2 }
func (n node) restPort() int { return n.basePort + 3 }

func loopback(port int) string { return fmt.Sprintf("127.0.0.1:%d", port) }

// identity is what the other nodes and the genesis need to know of a node.
type identity struct {
	peer         string // node-id@host:port
	consensusKey cryptotypes.PubKey
}

// createIdentity writes the node's peer key and its consensus key, both derived from the chain and the node's number.
func (n node) createIdentity(chainID string) (identity, error) {
	for _, folder := range []string{"config", "data"} {
		if err := os.MkdirAll(filepath.Join(n.home, folder), 0o755); err != nil {
			return identity{}, err
		}
	}
	secret := func(purpose string) []byte {
		return fmt.Appendf(nil, "kokusai localnet: %s %s %d", chainID, purpose, n.index)
	}
	files := cmtcfg.DefaultConfig().SetRoot(n.home)
	peerKey := p2p.NodeKey{PrivKey: ed25519.GenPrivKeyFromSecret(secret("peer"))}
	if err := peerKey.SaveAs(files.NodeKeyFile()); err != nil {
		return identity{}, err
	}
	validator := privval.NewFilePV(ed25519.GenPrivKeyFromSecret(secret("consensus")), files.PrivValidatorKeyFile(), files.PrivValidatorStateFile())
	validator.Save()
	consensusKey, err := cryptocodec.FromCmtPubKeyInterface(validator.Key.PubKey)
	if err != nil {
		return identity{}, err
	}
	return identity{peer: fmt.Sprintf("%s@%s", peerKey.ID(), loopback(n.peerPort())), consensusKey: consensusKey}, nil
}

// writeConfig writes config.toml, app.toml and client.toml. Everything listens on the loopback interface only; the first
// node also serves REST, for wallets and explorers.
func (n node) writeConfig(chain Chain, peers []string) {
	config := chain.CometConfig()
	config.SetRoot(n.home)
	config.Moniker = fmt.Sprintf("node%d", n.index)
	config.Consensus.TimeoutCommit = blockTime
	config.Consensus.TimeoutPropose = 2 * time.Second
	config.P2P.ListenAddress = "tcp://" + loopback(n.peerPort())
	config.P2P.PersistentPeers = strings.Join(peers, ",")
	config.P2P.PexReactor = false
	config.P2P.AddrBookStrict = false
	config.P2P.AllowDuplicateIP = true
	config.RPC.ListenAddress = "tcp://" + loopback(n.rpcPort())
	config.RPC.PprofListenAddress = ""
	config.Instrumentation.Prometheus = false
	cmtcfg.WriteConfigFile(filepath.Join(n.home, "config", "config.toml"), config)

	template, app := chain.AppConfig(func(app *serverconfig.Config) {
		app.MinGasPrices = gasPrice + chain.FeeDenom
		app.Pruning, app.PruningKeepRecent, app.PruningInterval = "custom", "1000", "50"
		app.IAVLCacheSize = 100_000
		app.StateSync.SnapshotInterval = 0
		app.GRPC.Enable, app.GRPC.Address = true, loopback(n.grpcPort())
		app.API.Enable, app.API.Address = n.index == 0, "tcp://"+loopback(n.restPort())
		app.GRPCWeb.Enable = false
	})
	serverconfig.SetConfigTemplate(template)
	serverconfig.WriteConfigFile(filepath.Join(n.home, "config", "app.toml"), app)
}

// writeClientConfig lets `--home` alone choose the chain, the node and the keyring of a command.
func (n node) writeClientConfig(chainID string) error {
	text := fmt.Sprintf(`chain-id = %q
keyring-backend = %q
output = "json"
node = "tcp://%s"
broadcast-mode = %q
`, chainID, keyring.BackendTest, loopback(n.rpcPort()), flags.BroadcastSync)
	return os.WriteFile(filepath.Join(n.home, "config", "client.toml"), []byte(text), 0o644)
}
