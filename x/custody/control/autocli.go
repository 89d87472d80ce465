package control

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/kokusai-chain/kokusai/x/custody/control/types"
	"github.com/kokusai-chain/kokusai/x/internal/cli"
)

// AutoCLIOptions gives every rpc a command.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	update := cli.Command("UpdateParams", "update-params [params]", "Set the limits", "params")
	update.GovProposal = true
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: types.Query_serviceDesc.ServiceName,
			Short:   "Show interventions that wait for the other side or for their time",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cli.Command("Params", "params", "Show the limits"),
				cli.Command("Proposal", "proposal [proposer] [number]", "Show an open proposal", "proposer", "number"),
				cli.Command("Proposals", "proposals", "List open proposals, or with --proposer those of one"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: types.Msg_serviceDesc.ServiceName,
			Short:   "Propose, approve and make interventions that two sides agree to",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				update,
				cli.Command("Propose", "propose [side] [intervention] [reason]", "Ask for an intervention, in the name of one side", "side", "intervention", "reason"),
				cli.Command("Approve", "approve [proposer] [number]", "Agree to a proposal, in the name of the other side", "proposer", "number"),
				cli.Command("Withdraw", "withdraw [proposer] [number]", "Take a proposal or an approval back", "proposer", "number"),
				cli.Command("Execute", "execute [proposer] [number]", "Make an approved intervention whose delay is over", "proposer", "number"),
			},
		},
	}
}
