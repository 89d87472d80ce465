package omnibus

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/kokusai-chain/kokusai/x/custody/omnibus/types"
	"github.com/kokusai-chain/kokusai/x/internal/cli"
)

// AutoCLIOptions gives every rpc a command.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: types.Query_serviceDesc.ServiceName,
			Short:   "Show the clients of omnibus accounts and what is whose",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cli.Command("Client", "client [account] [reference]", "Show a client of an omnibus account", "account", "reference"),
				cli.Command("Clients", "clients [account]", "List the clients of an omnibus account", "account"),
				cli.Command("Positions", "positions [account] [denom]", "List who has how much of a denom", "account", "denom"),
				cli.Command("Book", "book [account] [denom]", "Divide a balance into what is booked to clients and what is not", "account", "denom"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: types.Msg_serviceDesc.ServiceName,
			Short:   "Keep the books of an omnibus account",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cli.Command("OpenClient", "open-client [account] [reference] [class] [jurisdiction] [tax-class] [expiry]", "Admit a customer", "account", "reference", "investor_class", "jurisdiction", "tax_class", "expiry"),
				cli.Command("UpdateClient", "update-client [account] [reference] [class] [jurisdiction] [tax-class] [expiry]", "Replace what is declared of a client", "account", "reference", "investor_class", "jurisdiction", "tax_class", "expiry"),
				cli.Command("CloseClient", "close-client [account] [reference]", "End a client that has nothing", "account", "reference"),
				cli.Command("Credit", "credit [account] [reference] [amount]", "Book to a client what is nobody's", "account", "reference", "amount"),
				cli.Command("Debit", "debit [account] [reference] [amount]", "Take from a client, for a delivery", "account", "reference", "amount"),
				cli.Command("BookTransfer", "book-transfer [account] [reference] [to] [amount]", "Move from one client to another", "account", "reference", "to", "amount"),
				cli.Command("PassDown", "pass-down [account] [isin]", "Settle what clients earned and book what has come", "account", "isin"),
				cli.Command("MoveClients", "move-clients [account] [to] [denom]", "Move clients to another omnibus account", "account", "to", "denom"),
			},
		},
	}
}
