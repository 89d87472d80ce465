package settlement

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
)

// AutoCLIOptions gives every rpc a command.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: types.Query_serviceDesc.ServiceName,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command("Params", "params", "Show the params"),
				command("Settlement", "show [id]", "Show an open settlement, and the digest that affirms a set", "id"),
				command("Trade", "trade [party] [counterparty] [reference]", "Show where a trade stands, and once settled at which height", "party", "counterparty", "reference"),
				command("Settlements", "list [account]", "List the open settlements of an account, with the reason of each", "account"),
				command("Allegements", "allegements [account]", "List what others say an account has agreed to", "account"),
				command("Fails", "fails [account]", "List what an account did not settle on its date", "account"),
				command("Queue", "queue", "List everything that is due"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: types.Msg_serviceDesc.ServiceName,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				proposal("UpdateParams", "update-params [params]", "Set the params", "params"),
				command("Instruct", "instruct", "Give one side of trades, each as JSON in --instructions"),
				command("SettleBatch", "settle-batch", "Settle now, all or nothing, what --instructions match and --ids name"),
				command("Propose", "propose [reference] [calendar] [settlement-date]", "Open a set of legs (--legs) between several parties (--parties)", "reference", "calendar", "settlement_date"),
				command("Affirm", "affirm [id] [digest]", "Agree to a set", "id", "digest"),
				command("Cancel", "cancel [id]", "End what others have yet to agree to, or ask to cancel what they have", "id"),
				command("Hold", "hold [id]", "Keep a settlement from settling", "id"),
				command("Release", "release [id]", "Lift a hold, and try to settle", "id"),
				command("BuyIn", "buy-in [seller] [id] [cash]", "Buy from a seller what a deliverer fails to deliver; receiver and seller sign", "seller", "id", "cash"),
				command("CloseFail", "close-fail [id]", "End what fails for long through others", "id"),
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

// proposal is the command of an rpc that governance signs: it submits a proposal.
func proposal(method, use, short string, fields ...string) *autocliv1.RpcCommandOptions {
	options := command(method, use, short, fields...)
	options.GovProposal = true
	return options
}
