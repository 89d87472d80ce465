package settlement

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	"github.com/kokusai-chain/kokusai/x/internal/cli"
)

// AutoCLIOptions gives every rpc a command.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: types.Query_serviceDesc.ServiceName,
			Short:   "Show settlements, the queue and fails",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cli.Command("Params", "params", "Show the params"),
				cli.Command("Settlement", "show [id]", "Show an open settlement, and the digest that affirms a set", "id"),
				cli.Command("Trade", "trade [party] [counterparty] [reference]", "Show where a trade stands, and once settled at which height", "party", "counterparty", "reference"),
				cli.Command("Settlements", "list [account]", "List the open settlements of an account, with the reason of each", "account"),
				cli.Command("Allegements", "allegements [account]", "List what others say an account has agreed to", "account"),
				cli.Command("Fails", "fails [account]", "List what an account did not settle on its date", "account"),
				cli.Command("Queue", "queue", "List everything that is due"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: types.Msg_serviceDesc.ServiceName,
			Short:   "Instruct, match, affirm and settle trades",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cli.Proposal("UpdateParams", "update-params [params]", "Set the params", "params"),
				cli.Command("Instruct", "instruct", "Give one side of trades, each as JSON in --instructions"),
				cli.Command("SettleBatch", "settle-batch", "Settle now, all or nothing, what --instructions match and --ids name"),
				cli.Command("Propose", "propose [reference] [calendar] [settlement-date]", "Open a set of legs (--legs) between several parties (--parties)", "reference", "calendar", "settlement_date"),
				cli.Command("Affirm", "affirm [id] [digest]", "Agree to a set", "id", "digest"),
				cli.Command("Cancel", "cancel [id]", "End what others have yet to agree to, or ask to cancel what they have", "id"),
				cli.Command("Hold", "hold [id]", "Keep a settlement from settling", "id"),
				cli.Command("Release", "release [id]", "Lift a hold, and try to settle", "id"),
				cli.Command("BuyIn", "buy-in [seller] [id] [cash]", "Buy from a seller what a deliverer fails to deliver; receiver and seller sign", "seller", "id", "cash"),
				cli.Command("CloseFail", "close-fail [id]", "End what fails for long through others", "id"),
			},
		},
	}
}
