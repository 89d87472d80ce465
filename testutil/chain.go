// Package testutil runs the real application in memory, alone or as two chains joined by IBC, for tests that tell a
// scenario: actors sign transactions, time moves when told to, and packets go, wait or are lost as the test decides.
package testutil

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	clienttx "github.com/cosmos/cosmos-sdk/client/tx"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"
	ratelimittypes "github.com/cosmos/ibc-go/v11/modules/apps/rate-limiting/types"
	ibctesting "github.com/cosmos/ibc-go/v11/testing"

	"github.com/kokusai-chain/kokusai/app"
	bondkeeper "github.com/kokusai-chain/kokusai/x/bond/keeper"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
)

// actorsPerChain is how many funded accounts a chain starts with; the first belongs to the relayer.
const actorsPerChain = 20

// GenesisPatch changes the default genesis state of a chain before it starts.
type GenesisPatch func(a *app.App, genesis map[string]json.RawMessage)

// WithClock has business time be start when the chain's time is blockStart, and run at the given speed from then on.
func WithClock(blockStart, start time.Time, speed uint64) GenesisPatch {
	return Patch(bondtypes.ModuleName, func(bond *bondtypes.GenesisState) {
		bond.Clock = bondtypes.Clock{BlockStart: blockStart, BusinessStart: start, Speed: speed}
	})
}

// withHours has rate limits count hours from the chain's start: ibc-go's harness starts chains at no time at all.
func withHours(start time.Time) GenesisPatch {
	return Patch(ratelimittypes.ModuleName, func(limits *ratelimittypes.GenesisState) {
		limits.HourEpoch = ratelimittypes.HourEpoch{
			EpochNumber: 1, Duration: time.Hour, EpochStartTime: start.Truncate(time.Hour), EpochStartHeight: 1,
		}
	})
}

// Message is a protobuf message.
type Message = proto.Message

// Patch changes the genesis state of one module.
func Patch[T any, P interface {
	*T
	Message
}](module string, change func(P)) GenesisPatch {
	return func(a *app.App, genesis map[string]json.RawMessage) {
		var state P = new(T)
		a.AppCodec().MustUnmarshalJSON(genesis[module], state)
		change(state)
		genesis[module] = a.AppCodec().MustMarshalJSON(state)
	}
}

// Chain is one in-memory chain with named actors.
type Chain struct {
	*ibctesting.TestChain
	Kokusai *app.App

	blocks *blocks
	db     dbm.DB
	actors map[string]*Actor
}

// Actor is a person or institution with a key, funded with ukoku.
type Actor struct {
	Name string
	Key  cryptotypes.PrivKey
	Addr sdk.AccAddress
}

// Restarted is another node's application on the chain's committed state.
func (c *Chain) Restarted(options ...func(*baseapp.BaseApp)) *app.App {
	return app.New(log.NewNopLogger(), c.db, true, simtestutil.EmptyAppOptions{}, options...)
}

// Voter is who has staked with every validator, so that its vote decides.
func (c *Chain) Voter() *Actor {
	account := c.SenderAccounts[0]
	return &Actor{Name: "voter", Key: account.SenderPrivKey, Addr: account.SenderAccount.GetAddress()}
}

// String returns the actor's address.
func (a *Actor) String() string { return a.Addr.String() }

// NewChain starts a chain of four validators under coord's clock.
func NewChain(t *testing.T, coord *ibctesting.Coordinator, chainID string, patches ...GenesisPatch) *Chain {
	t.Helper()
	ibctesting.MaxAccounts = actorsPerChain
	built, db := &blocks{}, dbm.NewMemDB()
	chain := ibctesting.NewCustomAppTestChain(t, coord, chainID, func() (ibctesting.TestingApp, map[string]json.RawMessage) {
		built.App = app.New(log.NewNopLogger(), db, true, simtestutil.EmptyAppOptions{})
		built.App.SetStreamingManager(storetypes.StreamingManager{ABCIListeners: []storetypes.ABCIListener{built}, StopNodeOnErr: true})
		genesis := built.App.DefaultGenesis()
		for _, patch := range append([]GenesisPatch{withHours(coord.CurrentTime)}, patches...) {
			patch(built.App, genesis)
		}
		return built, genesis
	})
	coord.Chains[chainID] = chain
	return &Chain{TestChain: chain, Kokusai: built.App, blocks: built, db: db, actors: map[string]*Actor{}}
}

// NewSingleChain starts one chain whose clock stands at start.
func NewSingleChain(t *testing.T, start time.Time, patches ...GenesisPatch) *Chain {
	t.Helper()
	coord := &ibctesting.Coordinator{T: t, CurrentTime: start, Chains: map[string]*ibctesting.TestChain{}}
	return NewChain(t, coord, "kokusai-test-1", patches...)
}

// Actor returns the actor called name, creating it on first use.
func (c *Chain) Actor(name string) *Actor {
	if actor, ok := c.actors[name]; ok {
		return actor
	}
	next := len(c.actors) + 1
	require.Less(c.TB, next, len(c.SenderAccounts), "no funded account left for %s", name)
	account := c.SenderAccounts[next]
	actor := &Actor{Name: name, Key: account.SenderPrivKey, Addr: account.SenderAccount.GetAddress()}
	c.actors[name] = actor
	return actor
}

// Send delivers one transaction signed by the given actors in a block of its own and returns its result.
func (c *Chain) Send(msg sdk.Msg, signers ...*Actor) *abci.ExecTxResult {
	c.TB.Helper()
	return c.SendAll([]sdk.Msg{msg}, signers...)
}

// SendAll delivers one transaction with several messages in a block of its own.
func (c *Chain) SendAll(msgs []sdk.Msg, signers ...*Actor) *abci.ExecTxResult {
	c.TB.Helper()
	c.Enqueue(msgs, signers...)
	return c.Block()[0]
}

// Must delivers a transaction that has to succeed.
func (c *Chain) Must(msg sdk.Msg, signers ...*Actor) *abci.ExecTxResult {
	c.TB.Helper()
	result := c.Send(msg, signers...)
	require.Zero(c.TB, result.Code, "%T: %s", msg, result.Log)
	return result
}

// MustAll delivers a transaction with several messages that has to succeed.
func (c *Chain) MustAll(msgs []sdk.Msg, signers ...*Actor) *abci.ExecTxResult {
	c.TB.Helper()
	result := c.SendAll(msgs, signers...)
	require.Zero(c.TB, result.Code, "%T: %s", msgs, result.Log)
	return result
}

// Refused delivers a transaction that has to fail with the given error.
func (c *Chain) Refused(want error, msg sdk.Msg, signers ...*Actor) {
	c.TB.Helper()
	c.FailedWith(want, c.Send(msg, signers...))
}

// FailedWith checks that a transaction failed with the given error.
func (c *Chain) FailedWith(want error, result *abci.ExecTxResult) {
	c.TB.Helper()
	codespace, code, _ := errorsmod.ABCIInfo(want, false)
	require.Equal(c.TB, [2]any{codespace, code}, [2]any{result.Codespace, result.Code}, "want %q, got %q", want, result.Log)
}

// Answer reads the response to the i-th message of a transaction.
func (c *Chain) Answer(result *abci.ExecTxResult, i int, response interface{ Unmarshal([]byte) error }) {
	c.TB.Helper()
	var data sdk.TxMsgData
	require.NoError(c.TB, data.Unmarshal(result.Data))
	require.Greater(c.TB, len(data.MsgResponses), i)
	require.NoError(c.TB, response.Unmarshal(data.MsgResponses[i].Value))
}

// Govern runs messages as governance would after a passed proposal.
func (c *Chain) Govern(msgs ...sdk.Msg) {
	c.TB.Helper()
	ctx := c.GetContext()
	for _, msg := range msgs {
		_, err := c.Kokusai.MsgServiceRouter().Handler(msg)(ctx, msg)
		require.NoError(c.TB, err, "%T", msg)
	}
	c.Block()
}

// Tx is a transaction with what it says besides its messages.
type Tx struct {
	Msgs []sdk.Msg
	// Signers sign in the order in which the messages name them; the first pays the fee.
	Signers []*Actor
	// Fee is 1,000 of the stake token unless something else is given.
	Fee sdk.Coins
	// Gas is five million unless something else is given.
	Gas uint64
	// Granter pays the fee in the first signer's place.
	Granter *Actor
	// UnorderedUntil makes the transaction one without a sequence that is good until then.
	UnorderedUntil time.Time
}

// Enqueue signs a transaction for the next block. Actors that already have one waiting there sign in turn.
func (c *Chain) Enqueue(msgs []sdk.Msg, signers ...*Actor) {
	c.TB.Helper()
	tx := Tx{Msgs: msgs, Signers: signers}
	c.EnqueueEncoded(c.Encode(tx))
	c.blocks.count(signers)
}

// SendTx delivers a transaction in a block of its own and returns its result.
func (c *Chain) SendTx(tx Tx) *abci.ExecTxResult {
	c.TB.Helper()
	c.EnqueueEncoded(c.Encode(tx))
	return c.Block()[0]
}

// EnqueueEncoded puts an encoded transaction into the next block.
func (c *Chain) EnqueueEncoded(tx []byte) { c.blocks.queue = append(c.blocks.queue, tx) }

// Encode signs and encodes a transaction.
func (c *Chain) Encode(tx Tx) []byte {
	c.TB.Helper()
	builder := c.TxConfig.NewTxBuilder()
	require.NoError(c.TB, builder.SetMsgs(tx.Msgs...))
	builder.SetGasLimit(cmp.Or(tx.Gas, 5_000_000))
	if tx.Fee.Empty() {
		tx.Fee = sdk.NewCoins(sdk.NewInt64Coin(app.StakeDenom, 1000))
	}
	builder.SetFeeAmount(tx.Fee)
	if tx.Granter != nil {
		builder.SetFeeGranter(tx.Granter.Addr)
	}
	if !tx.UnorderedUntil.IsZero() {
		builder.SetUnordered(true)
		builder.SetTimeoutTimestamp(tx.UnorderedUntil)
	}
	ctx := c.Committed()
	signatures := make([]signing.SignatureV2, len(tx.Signers))
	accounts := make([]sdk.AccountI, len(tx.Signers))
	for i, signer := range tx.Signers {
		accounts[i] = c.Kokusai.AccountKeeper.GetAccount(ctx, signer.Addr)
		require.NotNil(c.TB, accounts[i], signer.Name)
		signatures[i] = signing.SignatureV2{
			PubKey: signer.Key.PubKey(), Data: &signing.SingleSignatureData{SignMode: signing.SignMode_SIGN_MODE_DIRECT},
		}
		if tx.UnorderedUntil.IsZero() {
			signatures[i].Sequence = accounts[i].GetSequence() + c.blocks.waiting(signer)
		}
	}
	// Everybody signs over who else signs, so the empty signatures come first.
	require.NoError(c.TB, builder.SetSignatures(signatures...))
	for i, signer := range tx.Signers {
		signed, err := clienttx.SignWithPrivKey(ctx, signing.SignMode_SIGN_MODE_DIRECT, authsigning.SignerData{
			Address: signer.String(), ChainID: c.ChainID, PubKey: signer.Key.PubKey(),
			AccountNumber: accounts[i].GetAccountNumber(), Sequence: signatures[i].Sequence,
		}, builder, signer.Key, c.TxConfig, signatures[i].Sequence)
		require.NoError(c.TB, err)
		signatures[i] = signed
	}
	require.NoError(c.TB, builder.SetSignatures(signatures...))
	encoded, err := c.TxConfig.TxEncoder()(builder.GetTx())
	require.NoError(c.TB, err)
	return encoded
}

// Block makes the next block of what was enqueued and returns the results in order.
func (c *Chain) Block() []*abci.ExecTxResult {
	c.TB.Helper()
	c.Coordinator.UpdateTimeForChain(c.TestChain)
	c.NextBlock()
	c.Coordinator.IncrementTime()
	return c.blocks.last
}

// Wait lets d pass on all chains and makes a block here.
func (c *Chain) Wait(d time.Duration) {
	c.Coordinator.IncrementTimeBy(d)
	c.Block()
}

// WaitUntil moves the chains' clock to t and makes a block here.
func (c *Chain) WaitUntil(t time.Time) {
	c.Coordinator.SetTime(t)
	c.Block()
}

// WaitForDate lets business time pass until a date has begun in Tokyo and makes a block then.
func (c *Chain) WaitForDate(date string) {
	c.TB.Helper()
	c.WaitForBusinessTime(Day(date).Add(-15 * time.Hour)) // midnight in Tokyo
}

// WaitForBusinessTime lets business time pass until a moment and makes a block then.
func (c *Chain) WaitForBusinessTime(moment time.Time) {
	c.TB.Helper()
	clock, err := bondkeeper.NewQueryServer(c.Kokusai.BondKeeper).Clock(c.Committed(), &bondtypes.QueryClockRequest{})
	require.NoError(c.TB, err)
	speed := time.Duration(clock.Speed)
	left := moment.Sub(clock.BusinessTime)
	require.Positive(c.TB, left, "%s has passed", moment)
	if then := clock.BlockTime.Add((left + speed - 1) / speed); then.After(c.Coordinator.CurrentTime) {
		c.Coordinator.SetTime(then)
	}
	c.Block()
}

// Today is the business date in Tokyo.
func (c *Chain) Today() string {
	return c.Kokusai.BondKeeper.Now(c.Committed()).Add(9 * time.Hour).Format(time.DateOnly)
}

// Audited checks the laws of all modules.
func (c *Chain) Audited() {
	c.TB.Helper()
	require.NoError(c.TB, c.Kokusai.Audit(c.Committed()))
}

// Balance returns what addr holds of denom, in base units.
func (c *Chain) Balance(addr sdk.AccAddress, denom string) int64 {
	return c.Kokusai.BankKeeper.GetBalance(c.Committed(), addr, denom).Amount.Int64()
}

// Committed returns a context that reads the state of the last block.
func (c *Chain) Committed() sdk.Context {
	header := cmtproto.Header{ChainID: c.ChainID, Height: c.App.LastBlockHeight(), Time: c.blocks.time}
	return c.App.GetBaseApp().NewContextLegacy(true, header)
}

// Events are those of the last block: of its transactions that succeeded, and its own.
func (c *Chain) Events() []abci.Event { return c.blocks.events }

// blocks is the application with a queue of transactions for the next block and a record of what blocks emitted.
type blocks struct {
	*app.App

	queue   [][]byte
	commit  abci.CommitInfo
	senders map[string]uint64
	last    []*abci.ExecTxResult
	time    time.Time
	events  []abci.Event
	packets []abci.Event
}

func (b *blocks) waiting(actor *Actor) uint64 { return b.senders[actor.Name] }

func (b *blocks) count(signers []*Actor) {
	if b.senders == nil {
		b.senders = map[string]uint64{}
	}
	for _, signer := range signers {
		b.senders[signer.Name]++
	}
}

// FinalizeBlock adds the queued transactions to the block that the harness makes.
func (b *blocks) FinalizeBlock(req *abci.RequestFinalizeBlock) (*abci.ResponseFinalizeBlock, error) {
	req.Txs, req.DecidedLastCommit = append(req.Txs, b.queue...), b.commit
	b.queue, b.senders, b.commit = nil, nil, abci.CommitInfo{}
	res, err := b.App.FinalizeBlock(req)
	if err != nil {
		return nil, fmt.Errorf("finalize block %d: %w", req.Height, err)
	}
	b.last = res.TxResults
	return res, nil
}

// ListenFinalizeBlock notes the time of a block and collects the packets that it sent, whoever made the block.
func (b *blocks) ListenFinalizeBlock(_ context.Context, req abci.RequestFinalizeBlock, res abci.ResponseFinalizeBlock) error {
	b.time, b.events = req.Time, nil
	for _, result := range res.TxResults {
		if result.Code == 0 {
			b.events = append(b.events, result.Events...)
		}
	}
	b.events = append(b.events, res.Events...)
	b.collect(b.events)
	return nil
}

// ListenCommit has nothing to record.
func (b *blocks) ListenCommit(context.Context, abci.ResponseCommit, []*storetypes.StoreKVPair) error {
	return nil
}

func (b *blocks) collect(events []abci.Event) {
	for _, event := range events {
		switch event.Type {
		case "send_packet":
			b.packets = append(b.packets, event)
		}
	}
}
