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

	"github.com/cosmos/cosmos-sdk/codec"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
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
	Phase        string // of an occasion, as its workload calls it
	Transactions int
	Check        Cost // of admitting the transactions to the mempool
	Block        Cost // of FinalizeBlock and Commit
	Outcome      Outcome
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
	accounts, state, err := Lay(application, seed, n, []crypto.PubKey{validatorKey()}, arrange...)
	if err != nil {
		return nil, err
	}
	c := &Chain{application: application, dir: dir, Accounts: accounts, now: GenesisTime}
	if _, err := application.InitChain(&abci.RequestInitChain{
		ChainId: ID, Time: c.now, InitialHeight: 1, ConsensusParams: ConsensusParams(), AppStateBytes: state,
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
		Transactions: len(block), Check: admitted.since(begin), Block: cost, Outcome: summarise(c.height, admissions, response),
	}, nil
}

// Replay makes a block as Run does without measuring it.
func (c *Chain) Replay(block [][]byte) (Outcome, error) {
	admissions, err := c.admit(block)
	if err != nil {
		return Outcome{}, err
	}
	response, err := c.advance(block)
	if err != nil {
		return Outcome{}, err
	}
	return summarise(c.height, admissions, response), nil
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
