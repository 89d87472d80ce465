// Package chain drives one application in this process as CometBFT would: transactions are checked for the mempool, then a
// block of them is finalised and committed to a database on disk. Keys, amounts, block times and order follow from a seed, so
// that two runs, and two executors, see the same bytes.
package chain

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cometbft/cometbft/crypto"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/codec"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
)

const (
	// ID is the chain id that transactions are signed for.
	ID = "kokusai-bench-1"

	// BlockInterval is the time between blocks.
	BlockInterval = 2 * time.Second
)

// Application is what a measured chain has to offer.
type Application interface {
	servertypes.ABCI
	DefaultGenesis() map[string]json.RawMessage
	AppCodec() codec.Codec
	// AccountKeeper keeps who may sign, and CommitMultiStore everything.
	AccountKeeper() authkeeper.AccountKeeper
	CommitMultiStore() storetypes.CommitMultiStore
	Close() error
}

// Chain is a running application with the accounts that use it.
type Chain struct {
	Accounts []*Account

	application Application
	dir         string
	height      int64
	now         time.Time
}

// Sample is the measurement of one block.
type Sample struct {
	Phase        string // of an occasion, as its workload calls it
	Work         int    // pieces of the occasion's work that the block tells of
	Over         bool   // no block of the occasion follows
	Transactions int
	Check        Cost // of admitting the transactions to the mempool
	Block        Cost // of FinalizeBlock and Commit
	Outcome      Outcome
	Events       map[string]int // of Kokusai's modules, by name
}

// Outcome is what all nodes must agree on after a block, whatever executes it and whatever they remember.
type Outcome struct {
	Height  int64
	AppHash [32]byte
	// Admission is a hash over code and gas of every CheckTx. Results is one over code, data, gas and events of every transaction
	// and over the events of the block.
	Admission, Results [32]byte
	// Failed counts transactions that were not admitted or failed in the block, and Failure is the first's log.
	Failed  int
	Failure string
}

// Start brings an application with empty state to life with n accounts. Each arrange may add to the genesis.
func Start(application Application, dir string, seed uint64, n int, arrange ...func(*Genesis) error) (*Chain, error) {
	c := &Chain{application: application, dir: dir, Accounts: newAccounts(seed, n), now: GenesisTime}
	founders := fewFor(c.Accounts)
	state, err := lay(application, c.Accounts, founders, []crypto.PubKey{validatorKey()}, arrange...)
	if err != nil {
		return nil, err
	}
	if _, err := application.InitChain(&abci.RequestInitChain{
		ChainId: ID, Time: c.now, InitialHeight: 1, ConsensusParams: ConsensusParams(), AppStateBytes: state,
	}); err != nil {
		return nil, fmt.Errorf("start chain: %w", err)
	}
	if _, err := c.advance(nil); err != nil {
		return nil, err
	}
	return c, c.multiply(founders)
}

// Sign turns transactions into the bytes of a block.
func (c *Chain) Sign(transactions []Transaction) ([][]byte, error) {
	block := make([][]byte, len(transactions))
	for i, transaction := range transactions {
		var err error
		if block[i], err = transaction.Sign(ID); err != nil {
			return nil, err
		}
	}
	return block, nil
}

// Run admits the transactions of a block to the mempool, then makes the block of all of them, and measures both.
func (c *Chain) Run(block [][]byte) (Sample, error) {
	begin := currentUsage()
	admissions, err := c.admit(block)
	if err != nil {
		return Sample{}, err
	}
	admitted := currentUsage()
	response, err := c.advance(block)
	if err != nil {
		return Sample{}, err
	}
	cost := currentUsage().since(admitted)
	Settle()
	cost.addDebt(currentUsage().since(admitted))
	return Sample{
		Transactions: len(block), Check: admitted.since(begin), Block: cost, Outcome: summarise(c.height, admissions, response), Events: count(response),
	}, nil
}

// Replay makes a block as Run does without measuring it, and counts its events of Kokusai's modules.
func (c *Chain) Replay(block [][]byte) (Outcome, map[string]int, error) {
	admissions, err := c.admit(block)
	if err != nil {
		return Outcome{}, nil, err
	}
	response, err := c.advance(block)
	if err != nil {
		return Outcome{}, nil, err
	}
	return summarise(c.height, admissions, response), count(response), nil
}

// Signer returns the number and the sequence of an account as the chain has them after the last block.
func (c *Chain) Signer(address sdk.AccAddress) (number, sequence uint64, err error) {
	request, err := (&authtypes.QueryAccountInfoRequest{Address: address.String()}).Marshal()
	if err != nil {
		return 0, 0, err
	}
	answer, err := c.application.Query(context.Background(), &abci.RequestQuery{Path: "/cosmos.auth.v1beta1.Query/AccountInfo", Data: request})
	if err != nil {
		return 0, 0, err
	}
	if answer.Code != abci.CodeTypeOK {
		return 0, 0, fmt.Errorf("account %s: %s", address, answer.Log)
	}
	var info authtypes.QueryAccountInfoResponse
	if err := info.Unmarshal(answer.Value); err != nil {
		return 0, 0, err
	}
	return info.Info.AccountNumber, info.Info.Sequence, nil
}

// Audit checks the laws of an application's modules over its whole state, where it has such laws.
func (c *Chain) Audit() error {
	lawful, ok := c.application.(interface{ Audit(sdk.Context) error })
	if !ok {
		return nil
	}
	return lawful.Audit(c.context(c.application.CommitMultiStore().CacheMultiStore()))
}

// context is that of the last block, on a branch of its state.
func (c *Chain) context(branch storetypes.MultiStore) sdk.Context {
	return sdk.NewContext(branch, cmtproto.Header{ChainID: ID, Height: c.height, Time: c.now}, false, log.NewNopLogger())
}

// Skip lets time pass before the next block.
func (c *Chain) Skip(d time.Duration) { c.now = c.now.Add(d) }

// Now is the time of the last block.
func (c *Chain) Now() time.Time { return c.now }

// Footprint is the peak memory of the process and the size of the chain's files, in bytes.
func (c *Chain) Footprint() (memory, disk uint64) { return peakMemory(), diskSize(c.dir) }

// Close stops the application.
func (c *Chain) Close() error { return c.application.Close() }

// admit asks the application to take transactions into the mempool.
func (c *Chain) admit(block [][]byte) ([]*abci.ResponseCheckTx, error) {
	admissions := make([]*abci.ResponseCheckTx, len(block))
	for i, transaction := range block {
		var err error
		if admissions[i], err = c.application.CheckTx(&abci.RequestCheckTx{Tx: transaction, Type: abci.CheckTxType_New}); err != nil {
			return nil, fmt.Errorf("check transaction %d: %w", i, err)
		}
	}
	return admissions, nil
}

// advance finalises and commits the next block.
func (c *Chain) advance(block [][]byte) (*abci.ResponseFinalizeBlock, error) {
	c.height++
	c.now = c.now.Add(BlockInterval)
	proposer := validatorKey().Address()
	request := &abci.RequestFinalizeBlock{Height: c.height, Time: c.now, Txs: block, ProposerAddress: proposer}
	if c.height > 1 {
		request.DecidedLastCommit.Votes = []abci.VoteInfo{{Validator: abci.Validator{Address: proposer, Power: 1}, BlockIdFlag: cmtproto.BlockIDFlagCommit}}
	}
	response, err := c.application.FinalizeBlock(request)
	if err != nil {
		return nil, fmt.Errorf("finalize block %d: %w", c.height, err)
	}
	if _, err := c.application.Commit(); err != nil {
		return nil, fmt.Errorf("commit block %d: %w", c.height, err)
	}
	return response, nil
}
