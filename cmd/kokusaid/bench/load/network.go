package load

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cometbft/cometbft/crypto"
	rpchttp "github.com/cometbft/cometbft/rpc/client/http"
	cmttypes "github.com/cometbft/cometbft/types"

	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/chain"
	"github.com/kokusai-chain/kokusai/cmd/kokusaid/localnet"
)

// network is a chain of validators, each a process of its own.
type network struct {
	accounts   []*chain.Account
	validators []validator
}

type validator struct {
	localnet.Node
	process *exec.Cmd
	client  *rpchttp.HTTP
}

// layOut writes the homes of a network: identities, settings and a genesis with accounts.
func layOut(open Open, name, dir string, plan Plan) (*network, error) {
	n := &network{}
	var identities []localnet.Identity
	var keys []crypto.PubKey
	var set []cmttypes.GenesisValidator
	for i := range plan.Validators {
		node := localnet.NewNode(dir, i, plan.BasePort)
		identity, err := node.CreateIdentity(chain.ID)
		if err != nil {
			return nil, err
		}
		identities, keys = append(identities, identity), append(keys, identity.ConsensusKey)
		set = append(set, cmttypes.GenesisValidator{PubKey: identity.ConsensusKey, Power: 1})
		n.validators = append(n.validators, validator{Node: node})
	}
	state, err := n.lay(open, name, filepath.Join(dir, "genesis"), plan, keys)
	if err != nil {
		return nil, err
	}
	params := cmttypes.DefaultConsensusParams()
	params.Block.MaxGas = -1
	genesis := cmttypes.GenesisDoc{
		ChainID: chain.ID, GenesisTime: time.Now(), InitialHeight: 1, ConsensusParams: params, Validators: set, AppState: state,
	}
	for _, v := range n.validators {
		config := cmtcfg.DefaultConfig()
		config.Mempool.Size, config.Mempool.CacheSize = 50_000, 200_000
		config.TxIndex.Indexer = plan.Indexer
		v.WriteComet(config, v.Peers(identities))
		if err := genesis.SaveAs(config.GenesisFile()); err != nil {
			return nil, err
		}
	}
	return n, nil
}

// lay asks an application of its own for the state that the chain starts from.
func (n *network) lay(open Open, name, dir string, plan Plan, keys []crypto.PubKey) (state json.RawMessage, err error) {
	application, err := open(name, dir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, application.Close(), os.RemoveAll(dir)) }()
	n.accounts, state, err = chain.Lay(application, plan.Seed, plan.Accounts, keys)
	return state, err
}

// start launches the validators and waits until they make blocks.
func (n *network) start(ctx context.Context, name string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	for i := range n.validators {
		v := &n.validators[i]
		log, err := os.Create(filepath.Join(v.Home, "log"))
		if err != nil {
			return err
		}
		v.process = exec.Command(self, "bench", "load", nodeCommand, name, v.Home)
		v.process.Stdout, v.process.Stderr = log, log
		err = errors.Join(v.process.Start(), log.Close())
		if err != nil {
			return err
		}
		if v.client, err = rpchttp.New(v.RPC(), "/websocket"); err != nil {
			return err
		}
	}
	const patience, firstBlocks = 3 * time.Minute, 3
	for begin := time.Now(); time.Since(begin) < patience && ctx.Err() == nil; time.Sleep(200 * time.Millisecond) {
		if n.height(ctx) >= firstBlocks {
			return nil
		}
	}
	return fmt.Errorf("no blocks: see the validators' logs: %w", ctx.Err())
}

// height is that of the validator furthest behind; 0 while one does not answer.
func (n *network) height(ctx context.Context) int64 {
	var lowest int64
	for i, v := range n.validators {
		status, err := v.client.Status(ctx)
		if err != nil {
			return 0
		}
		if height := status.SyncInfo.LatestBlockHeight; i == 0 || height < lowest {
			lowest = height
		}
	}
	return lowest
}

// stop ends the validators, by force where they do not listen.
func (n *network) stop() error {
	var errs []error
	for _, v := range n.validators {
		if v.process == nil || v.process.Process == nil {
			continue
		}
		if err := v.process.Process.Signal(syscall.SIGTERM); err != nil {
			errs = append(errs, err)
			continue
		}
		deadline := time.AfterFunc(20*time.Second, func() { _ = v.process.Process.Kill() })
		errs = append(errs, v.process.Wait())
		deadline.Stop()
	}
	return errors.Join(errs...)
}
