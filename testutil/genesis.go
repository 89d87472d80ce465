package testutil

import (
	"encoding/json"
	"fmt"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/app"
)

// Genesis is the state of a chain, module by module, from which another may start.
type Genesis map[string]json.RawMessage

// Export returns the committed state.
func (c *Chain) Export() Genesis {
	c.TB.Helper()
	exported, err := c.Kokusai.ExportState(false, nil)
	require.NoError(c.TB, err)
	var genesis Genesis
	require.NoError(c.TB, json.Unmarshal(exported.AppState, &genesis))
	return genesis
}

// Start starts another application from a state, to go on where this chain stands. It returns why the state is refused, if
// it is, be it by an error or by the panic that modules refuse with.
func (c *Chain) Start(genesis Genesis) (started *app.App, err error) {
	return c.StartWith(genesis, simtestutil.EmptyAppOptions{})
}

// StartWith is Start of a node with settings of its own.
func (c *Chain) StartWith(genesis Genesis, settings servertypes.AppOptions) (started *app.App, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("%v", reason)
		}
	}()
	state, err := json.Marshal(genesis)
	if err != nil {
		return nil, err
	}
	params := c.Kokusai.GetConsensusParams(c.Committed())
	started = app.New(log.NewNopLogger(), dbm.NewMemDB(), true, settings, baseapp.SetChainID(c.ChainID))
	_, err = started.InitChain(&abci.RequestInitChain{
		ChainId: c.ChainID, Time: c.blocks.time, ConsensusParams: &params, AppStateBytes: state,
		InitialHeight: c.App.LastBlockHeight() + 1,
	})
	return started, err
}

// StateAtStart returns a context that reads the state of an application that has started and made no block.
func (c *Chain) StateAtStart(started *app.App) sdk.Context {
	header := cmtproto.Header{ChainID: c.ChainID, Height: c.App.LastBlockHeight(), Time: c.blocks.time}
	return started.NewContextLegacy(false, header)
}

// Reborn has the chain go on from its own export, as after an upgrade by a new genesis.
func (c *Chain) Reborn() {
	c.TB.Helper()
	started, err := c.Start(c.Export())
	require.NoError(c.TB, err)
	c.Kokusai, c.blocks.App = started, started
	started.SetStreamingManager(storetypes.StreamingManager{ABCIListeners: []storetypes.ABCIListener{c.blocks}, StopNodeOnErr: true})
	c.Block()
	c.Block()
}
