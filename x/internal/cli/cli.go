// Package cli describes the commands that AutoCLI makes of rpcs.
package cli

import (
	"strings"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"
)

// Command is the command of an rpc. Fields of its request become arguments in order, and one with "..." behind its name takes
// all that are left; the other fields are flags.
func Command(rpc, use, short string, fields ...string) *autocliv1.RpcCommandOptions {
	options := &autocliv1.RpcCommandOptions{RpcMethod: rpc, Use: use, Short: short}
	for _, field := range fields {
		name, rest := strings.CutSuffix(field, "...")
		options.PositionalArgs = append(options.PositionalArgs, &autocliv1.PositionalArgDescriptor{ProtoField: name, Varargs: rest})
	}
	return options
}

// Proposal is the command of an rpc that governance signs: it submits a proposal.
func Proposal(rpc, use, short string, fields ...string) *autocliv1.RpcCommandOptions {
	options := Command(rpc, use, short, fields...)
	options.GovProposal = true
	return options
}
