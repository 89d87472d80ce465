// Package localnet lays out a rehearsal network on one machine: a home per node, publicly known test keys for each party,
// and a genesis in which they are funded.
package localnet

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
)

// Chain is what a network needs to know of the application.
type Chain struct {
	Codec    codec.Codec
	TxConfig client.TxConfig
	FeeDenom string
	// DefaultGenesis returns each module's default genesis, and ValidateGenesis judges an edited one.
	DefaultGenesis  func() map[string]json.RawMessage
	ValidateGenesis func(map[string]json.RawMessage) error
	// CometConfig returns the defaults of config.toml.
	CometConfig func() *cmtcfg.Config
	// AppConfig returns the template and the values of app.toml after edit has changed the SDK's part of them.
	AppConfig func(edit func(*serverconfig.Config)) (template string, values any)
}

// Network describes one chain of the rehearsal.
type Network struct {
	ChainID     string
	Validators  int
	Dir         string
	BasePort    int
	GenesisTime time.Time
	Clock       bondtypes.Clock // business time; unset follows block time
	Patch       []byte          // merge patch on the application's genesis, or empty
}

const maxValidators = 20

func (n Network) validate() error {
	if n.ChainID == "" {
		return errors.New("no chain id")
	}
	if n.Validators < 1 || n.Validators > maxValidators {
		return fmt.Errorf("%d validators: between 1 and %d are possible", n.Validators, maxValidators)
	}
	if last := n.BasePort + portsPerNode*n.Validators - 1; n.BasePort < 1024 || last > 65535 {
		return fmt.Errorf("ports %d to %d: they must lie between 1024 and 65535", n.BasePort, last)
	}
	if n.GenesisTime.IsZero() {
		return errors.New("no genesis time")
	}
	if n.Dir == "" {
		return errors.New("no directory")
	}
	if entries, err := os.ReadDir(n.Dir); err == nil && len(entries) > 0 {
		return fmt.Errorf("%s is not empty", n.Dir)
	}
	return n.Clock.Validate()
}

func (n Network) nodes() []Node {
	nodes := make([]Node, n.Validators)
	for i := range nodes {
		nodes[i] = NewNode(n.Dir, i, n.BasePort)
	}
	return nodes
}

// Create writes the homes of all nodes and keys.json, or nothing when it fails. The keys of all parties are in the first
// node's keyring.
func (n Network) Create(chain Chain) error {
	if err := n.validate(); err != nil {
		return err
	}
	if err := n.write(chain); err != nil {
		return errors.Join(err, os.RemoveAll(n.Dir))
	}
	return nil
}

func (n Network) write(chain Chain) error {
	nodes := n.nodes()
	identities := make([]Identity, len(nodes))
	names := append([]string{}, roles...)
	for i, node := range nodes {
		var err error
		if identities[i], err = node.CreateIdentity(n.ChainID); err != nil {
			return err
		}
		names = append(names, validatorRole(i))
	}
	ring, keys, err := createKeys(chain.Codec, nodes[0].Home, names)
	if err != nil {
		return err
	}
	genesis, err := n.genesis(chain, ring, names, keys, identities)
	if err != nil {
		return err
	}
	for _, node := range nodes {
		node.WriteComet(chain.CometConfig(), node.Peers(identities))
		node.writeApp(chain)
		if err := node.writeClientConfig(n.ChainID); err != nil {
			return err
		}
		if err := genesis.SaveAs(filepath.Join(node.Home, "config", "genesis.json")); err != nil {
			return err
		}
	}
	return writeKeys(n.Dir, names, keys)
}
