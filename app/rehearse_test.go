package app_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/kokusai-chain/kokusai/app"
	"github.com/kokusai-chain/kokusai/testutil"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// genesisOf is the file from which a chain would go on from a state.
func genesisOf(t *testing.T, chain *testutil.Chain, state testutil.Genesis) *genutiltypes.AppGenesis {
	t.Helper()
	written, err := json.Marshal(state)
	require.NoError(t, err)
	return &genutiltypes.AppGenesis{
		ChainID: chain.ChainID, GenesisTime: chain.Committed().BlockTime(), InitialHeight: chain.App.LastBlockHeight() + 1,
		AppState: written, Consensus: genutiltypes.NewConsensusGenesis(chain.Kokusai.GetConsensusParams(chain.Committed()), nil),
	}
}

// What modules contradict each other in passes each one's own validation and no rehearsal; an honest export passes both.
func TestGenesisIsRehearsed(t *testing.T) {
	l, _ := midLife(t)
	validate := func(genesis testutil.Genesis) error {
		return l.Tokyo.Kokusai.Basics().ValidateGenesis(l.Tokyo.Kokusai.AppCodec(), l.Tokyo.Kokusai.TxConfig(), genesis)
	}
	exported := l.Tokyo.Export()
	require.NoError(t, validate(exported))
	require.NoError(t, app.Rehearse(genesisOf(t, l.Tokyo, exported)))

	suspense := custodytypes.SuspenseAddress(l.Japan.Dealer.Addr).String()
	for name, c := range map[string]struct {
		edit    func(testutil.Genesis)
		because string
	}{
		"bonds that nobody issued": {edit(l, "bank", func(g *banktypes.GenesisState) {
			g.Balances[0].Coins = g.Balances[0].Coins.Add(testutil.Bonds(50_000))
			g.Supply = g.Supply.Add(testutil.Bonds(50_000))
		}), "JP1103811S13"},
		"bonds in a suspense account that is not listed": {edit(l, "custody", func(g *custodytypes.GenesisState) { g.Suspense = nil }), suspense},
	} {
		t.Run(name, func(t *testing.T) {
			broken := testutil.Genesis{}
			for module, state := range exported {
				broken[module] = state
			}
			c.edit(broken)
			require.NoError(t, validate(broken), "each module by itself")
			err := app.Rehearse(genesisOf(t, l.Tokyo, broken))
			require.ErrorIs(t, err, app.ErrRefused)
			require.ErrorContains(t, err, c.because)
		})
	}
}
