package cli_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kokusai-chain/kokusai/x/internal/cli"
)

func TestCommand(t *testing.T) {
	options := cli.Command("Fund", "fund [auction-id] [amounts]...", "Put in cash", "auction_id", "fx.amounts...")
	require.Equal(t, "Fund", options.RpcMethod)
	require.Equal(t, "fund [auction-id] [amounts]...", options.Use)
	require.Equal(t, "Put in cash", options.Short)
	require.False(t, options.GovProposal)
	require.Len(t, options.PositionalArgs, 2)
	require.Equal(t, "auction_id", options.PositionalArgs[0].ProtoField)
	require.False(t, options.PositionalArgs[0].Varargs)
	require.Equal(t, "fx.amounts", options.PositionalArgs[1].ProtoField)
	require.True(t, options.PositionalArgs[1].Varargs)
	require.True(t, cli.Proposal("UpdateParams", "update-params", "Propose").GovProposal)
}
