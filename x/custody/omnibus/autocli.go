package omnibus

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/kokusai-chain/kokusai/x/custody/omnibus/types"
)

// AutoCLIOptions gives every rpc a command.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: types.Query_serviceDesc.ServiceName,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command("Client", "client [account] [reference]", "Show a client of an omnibus account", "account", "reference"),
				command("Clients", "clients [account]", "List the clients of an omnibus account", "account"),
				command("Positions", "positions [account] [denom]", "List who has how much of a denom", "account", "denom"),
				command("Book", "book [account] [denom]", "Divide a balance into what is booked to clients and what is not", "account", "denom"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: types.Msg_serviceDesc.ServiceName,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command("OpenClient", "open-client [account] [reference] [class] [jurisdiction] [tax-class] [expiry]", "Admit a customer", "account", "reference", "investor_class", "jurisdiction", "tax_class", "expiry"),
				command("UpdateClient", "update-client [account] [reference] [class] [jurisdiction] [tax-class] [expiry]", "Replace what is declared of a client", "account", "reference", "investor_class", "jurisdiction", "tax_class", "expiry"),
				command("CloseClient", "close-client [account] [reference]", "End a client that has nothing", "account", "reference"),
				command("Credit", "credit [account] [reference] [amount]", "Book to a client what is nobody's", "account", "reference", "amount"),
				command("Debit", "debit [account] [reference] [amount]", "Take from a client, for a delivery", "account", "reference", "amount"),
				command("BookTransfer", "book-transfer [account] [reference] [to] [amount]", "Move from one client to another", "account", "reference", "to", "amount"),
				command("PassDown", "pass-down [account] [isin]", "Settle what clients earned and book what has come", "account", "isin"),
				command("MoveClients", "move-clients [account] [to] [denom]", "Move clients to another omnibus account", "account", "to", "denom"),
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
