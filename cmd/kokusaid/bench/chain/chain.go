// Package chain drives one application in this process as CometBFT would: transactions are checked for the mempool, then a
// block of them is finalised and committed to a database on disk. Keys, amounts, block times and order follow from a seed, so
// that two runs, and two executors, see the same bytes.
package chain

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"

	"github.com/cosmos/cosmos-sdk/codec"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
)

const (
	// ID is the chain id that transactions are signed for.
	ID = "kokusai-bench-1"

	blockInterval = 2 * time.Second
)

// Application is what a measured chain has to offer.
type Application interface {
	servertypes.ABCI
	DefaultGenesis() map[string]json.RawMessage
	AppCodec() codec.Codec
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
	Transactions int
	Check        Cost // of admitting the transactions to the mempool
	Block        Cost // of FinalizeBlock and Commit
	Outcome      Outcome
}

// Outcome is what all nodes must agree on after a block.
type Outcome struct {
	Height  int64
	AppHash [32]byte
	// Results is a hash over code, data, gas wanted, gas used and events of every transaction, and over the block's events.
	Results [32]byte
	Failed  int
	// Failure is the log of the first transaction that failed.
	Failure string
}

// Start brings an application with empty state to life with n accounts. Each arrange may add to the genesis.
func Start(application Application, dir string, seed uint64, n int, arrange ...func(*Genesis) error) (*Chain, error) {
	c := &Chain{application: application, dir: dir, Accounts: newAccounts(seed, n), now: GenesisTime}
	genesis := newGenesis(application.AppCodec(), application.DefaultGenesis(), c.Accounts)
	for _, add := range arrange {
		if err := add(genesis); err != nil {
			return nil, err
		}
	}
	state, err := genesis.document()
	if err != nil {
		return nil, err
	}
	if _, err := application.InitChain(&abci.RequestInitChain{
		ChainId: ID, Time: c.now, InitialHeight: 1, ConsensusParams: consensusParams(), AppStateBytes: state,
	}); err != nil {
		return nil, fmt.Errorf("start chain: %w", err)
	}
	_, err = c.advance(nil)
	return c, err
}

// Sign turns transactions into the bytes of a block.
func (c *Chain) Sign(transactions []Transaction) ([][]byte, error) {
	block := make([][]byte, len(transactions))
	for i, transaction := range transactions {
		var err error
		if block[i], err = transaction.sign(ID); err != nil {
			return nil, err
		}
	}
	return block, nil
}

// Run admits the transactions of a block to the mempool, then makes the block and measures both.
func (c *Chain) Run(block [][]byte) (Sample, error) {
	begin := currentUsage()
	for i, transaction := range block {
		response, err := c.application.CheckTx(&abci.RequestCheckTx{Tx: transaction, Type: abci.CheckTxType_New})
		if err != nil {
			return Sample{}, fmt.Errorf("check transaction %d: %w", i, err)
		}
		if response.Code != abci.CodeTypeOK {
			return Sample{}, fmt.Errorf("transaction %d is not admitted: %s", i, response.Log)
		}
	}
	admitted := currentUsage()
	response, err := c.advance(block)
	if err != nil {
		return Sample{}, err
	}
	cost := currentUsage().since(admitted)
	Settle()
	cost.addDebt(currentUsage().since(admitted))
	return Sample{Transactions: len(block), Check: admitted.since(begin), Block: cost, Outcome: summarise(c.height, response)}, nil
}

// Skip lets time pass before the next block.
func (c *Chain) Skip(d time.Duration) { c.now = c.now.Add(d) }

// Now is the time of the last block.
func (c *Chain) Now() time.Time { return c.now }

// Footprint is the peak memory of the process and the size of the chain's files, in bytes.
func (c *Chain) Footprint() (memory, disk uint64) { return peakMemory(), diskSize(c.dir) }

// Close stops the application.
func (c *Chain) Close() error { return c.application.Close() }

// advance finalises and commits the next block.
func (c *Chain) advance(block [][]byte) (*abci.ResponseFinalizeBlock, error) {
	c.height++
	c.now = c.now.Add(blockInterval)
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

// summarise reduces a block's response to what nodes have to agree on. Logs are left out: they are each node's own.
func summarise(height int64, response *abci.ResponseFinalizeBlock) Outcome {
	outcome := Outcome{Height: height}
	copy(outcome.AppHash[:], response.AppHash)
	digest := sha256.New()
	add := func(message interface{ Marshal() ([]byte, error) }) {
		text, err := message.Marshal()
		if err != nil {
			panic(err)
		}
		fmt.Fprintf(digest, "%d:", len(text))
		digest.Write(text)
	}
	for _, result := range response.TxResults {
		if result.Code != abci.CodeTypeOK {
			if outcome.Failed == 0 {
				outcome.Failure = result.Log
			}
			outcome.Failed++
		}
		agreed := *result
		agreed.Log = ""
		add(&agreed)
	}
	for i := range response.Events {
		add(&response.Events[i])
	}
	digest.Sum(outcome.Results[:0])
	return outcome
}
