package control

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/kokusai-chain/kokusai/x/custody/control/types"
)

// AutoCLIOptions gives every rpc a command.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	update := command("UpdateParams", "update-params [params]", "Set the limits", "params")
	update.GovProposal = true
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: types.Query_serviceDesc.ServiceName,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command("Params", "params", "Show the limits"),
				command("Proposal", "proposal [proposer] [number]", "Show an open proposal", "proposer", "number"),
				command("Proposals", "proposals", "List open proposals, or with --proposer those of one"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: types.Msg_serviceDesc.ServiceName,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				update,
				command("Propose", "propose [side] [intervention] [reason]", "Ask for an intervention, in the name of one side", "side", "intervention", "reason"),
				command("Approve", "approve [proposer] [number]", "Agree to a proposal, in the name of the other side", "proposer", "number"),
				command("Withdraw", "withdraw [proposer] [number]", "Take a proposal or an approval back", "proposer", "number"),
				command("Execute", "execute [proposer] [number]", "Make an approved intervention whose delay is over", "proposer", "number"),
			},
		},
	}
}

// command is the command of an rpc; fields become its arguments in order, the others flags.
func command(method, use, short string, fields ...string) *autocliv1.RpcCommandOptions {
	options := &autocliv1.RpcCommandOptions{RpcMethod: method, Use: use, Short: short}
	for _, field := range fields {
		options.PositionalArgs = append(options.PositionalArgs, &autocliv1.PositionalArgDescriptor{ProtoField: field})
	}
	return options
}
