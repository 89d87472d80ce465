package testutil

import (
	"bytes"
	"context"
	"errors"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtbytes "github.com/cometbft/cometbft/libs/bytes"
	rpcclient "github.com/cometbft/cometbft/rpc/client"
	coretypes "github.com/cometbft/cometbft/rpc/core/types"
	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/client"
)

// Client is a client of the chain's node: its queries answer as of any block.
func (c *Chain) Client() client.Context {
	return client.Context{}.WithClient(node{chain: c}).WithChainID(c.ChainID).WithCodec(c.Kokusai.AppCodec()).
		WithInterfaceRegistry(c.Kokusai.InterfaceRegistry())
}

// Run runs a command against the chain's node, as a person would type it, and returns what it prints.
func (c *Chain) Run(cmd *cobra.Command, args ...string) (string, error) {
	var out bytes.Buffer
	clientCtx := c.Client().WithCmdContext(context.Background())
	cmd.SetArgs(args)
	cmd.SetOut(&out)
	cmd.SetErr(&out)
	cmd.SilenceErrors = true
	err := cmd.ExecuteContext(context.WithValue(context.Background(), client.ClientContextKey, &clientCtx))
	return out.String(), err
}

// MustRun runs a command that has to succeed.
func (c *Chain) MustRun(cmd *cobra.Command, args ...string) string {
	c.TB.Helper()
	out, err := c.Run(cmd, args...)
	require.NoError(c.TB, err)
	return out
}

// node answers queries of the state, and nothing else, from the chain's application.
type node struct {
	client.CometRPC

	chain *Chain
}

func (n node) ABCIQuery(ctx context.Context, path string, data cmtbytes.HexBytes) (*coretypes.ResultABCIQuery, error) {
	return n.ABCIQueryWithOptions(ctx, path, data, rpcclient.DefaultABCIQueryOptions)
}

func (n node) ABCIQueryWithOptions(
	ctx context.Context, path string, data cmtbytes.HexBytes, options rpcclient.ABCIQueryOptions,
) (*coretypes.ResultABCIQuery, error) {
	if options.Prove {
		return nil, errors.New("no proofs")
	}
	response, err := n.chain.Kokusai.Query(ctx, &abci.RequestQuery{Path: path, Data: data, Height: options.Height})
	if err != nil {
		return nil, err
	}
	return &coretypes.ResultABCIQuery{Response: *response}, nil
}
