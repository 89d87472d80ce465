package localnet

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cometbft/cometbft/crypto"
	"github.com/cometbft/cometbft/crypto/ed25519"
	"github.com/cometbft/cometbft/p2p"
	"github.com/cometbft/cometbft/privval"

	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
)

const (
	portsPerNode = 10
	blockTime    = 500 * time.Millisecond
	gasPrice     = "0.01"
)

// Node is one validator's machine on the loopback interface.
type Node struct {
	Index    int
	Home     string
	BasePort int // the first of its ten ports
}

// NewNode returns the i-th node of a network whose homes are in dir and whose ports begin at basePort.
func NewNode(dir string, i, basePort int) Node {
	return Node{Index: i, Home: filepath.Join(dir, fmt.Sprintf("node%d", i)), BasePort: basePort + i*portsPerNode}
}

// RPC is the address of CometBFT's RPC.
func (n Node) RPC() string { return "tcp://" + loopback(n.BasePort+1) }

// Offsets of a node's other ports from its first.
func (n Node) peerPort() int { return n.BasePort }
func (n Node) grpcPort() int { return n.BasePort + 2 }
func (n Node) restPort() int { return n.BasePort + 3 }

func loopback(port int) string { return fmt.Sprintf("127.0.0.1:%d", port) }

// Identity is what the other nodes and the genesis need to know of a node.
type Identity struct {
	Peer         string // node-id@host:port
	ConsensusKey crypto.PubKey
}

// CreateIdentity writes the node's peer key and its consensus key, both derived from the chain and the node's number.
func (n Node) CreateIdentity(chainID string) (Identity, error) {
	for _, folder := range []string{"config", "data"} {
		if err := os.MkdirAll(filepath.Join(n.Home, folder), 0o755); err != nil {
			return Identity{}, err
		}
	}
	secret := func(purpose string) []byte {
		return fmt.Appendf(nil, "kokusai localnet: %s %s %d", chainID, purpose, n.Index)
	}
	files := cmtcfg.DefaultConfig().SetRoot(n.Home)
	peerKey := p2p.NodeKey{PrivKey: ed25519.GenPrivKeyFromSecret(secret("peer"))}
	if err := peerKey.SaveAs(files.NodeKeyFile()); err != nil {
		return Identity{}, err
	}
	validator := privval.NewFilePV(ed25519.GenPrivKeyFromSecret(secret("consensus")), files.PrivValidatorKeyFile(), files.PrivValidatorStateFile())
	validator.Save()
	return Identity{Peer: fmt.Sprintf("%s@%s", peerKey.ID(), loopback(n.peerPort())), ConsensusKey: validator.Key.PubKey}, nil
}

// WriteComet writes config.toml: the given settings, changed so that everything listens on the loopback interface only and
// blocks come quickly.
func (n Node) WriteComet(config *cmtcfg.Config, peers []string) {
	config.SetRoot(n.Home)
	config.Moniker = fmt.Sprintf("node%d", n.Index)
	config.Consensus.TimeoutCommit = blockTime
	config.Consensus.TimeoutPropose = 2 * time.Second
	config.P2P.ListenAddress = "tcp://" + loopback(n.peerPort())
	config.P2P.PersistentPeers = strings.Join(peers, ",")
	config.P2P.PexReactor = false
	config.P2P.AddrBookStrict = false
	config.P2P.AllowDuplicateIP = true
	config.RPC.ListenAddress = n.RPC()
	config.RPC.PprofListenAddress = ""
	config.Instrumentation.Prometheus = false
	cmtcfg.WriteConfigFile(filepath.Join(n.Home, "config", "config.toml"), config)
}

// Peers are the addresses of all nodes but this one.
func (n Node) Peers(all []Identity) []string {
	var peers []string
	for i, other := range all {
		if i != n.Index {
			peers = append(peers, other.Peer)
		}
	}
	return peers
}

// writeApp writes app.toml; the first node also serves REST, for wallets and explorers.
func (n Node) writeApp(chain Chain) {
	template, app := chain.AppConfig(func(app *serverconfig.Config) {
		app.MinGasPrices = gasPrice + chain.FeeDenom
		app.Pruning, app.PruningKeepRecent, app.PruningInterval = "custom", "1000", "50"
		app.IAVLCacheSize = 100_000
		app.StateSync.SnapshotInterval = 0
		app.GRPC.Enable, app.GRPC.Address = true, loopback(n.grpcPort())
		app.API.Enable, app.API.Address = n.Index == 0, "tcp://"+loopback(n.restPort())
		app.GRPCWeb.Enable = false
	})
	serverconfig.SetConfigTemplate(template)
	serverconfig.WriteConfigFile(filepath.Join(n.Home, "config", "app.toml"), app)
}

// writeClientConfig lets `--home` alone choose the chain, the node and the keyring of a command.
func (n Node) writeClientConfig(chainID string) error {
	text := fmt.Sprintf(`chain-id = %q
keyring-backend = %q
output = "json"
node = %q
broadcast-mode = %q
`, chainID, keyring.BackendTest, n.RPC(), flags.BroadcastSync)
	return os.WriteFile(filepath.Join(n.Home, "config", "client.toml"), []byte(text), 0o644)
}
