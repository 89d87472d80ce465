package funding

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"
)

// AutoCLIOptions describes the module's commands. Announcing, sealing and revealing have commands of their own: see GetTxCmd.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: "kokusai.collateral.funding.v1.Query",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command("Params", "params", "Show the settings of funding operations"),
				command("Operation", "operation [lender] [number]", "Show an operation, with its result once it is decided", arg("lender"), arg("number")),
				command("Operations", "operations [lender]", "List the operations of a lender", arg("lender")),
				command("Pending", "pending", "List the operations that are not over, by what is due first"),
				command("Tender", "tender [lender] [number] [bidder]", "Show what an account has in an operation",
					arg("lender"), arg("number"), arg("bidder")),
				command("Tenders", "tenders [lender] [number]", "List what accounts have in an operation", arg("lender"), arg("number")),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service:              "kokusai.collateral.funding.v1.Msg",
			EnhanceCustomCommand: true,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				{
					RpcMethod: "UpdateParams", Use: "update-params [params]", Short: "Propose new params, complete, as JSON",
					PositionalArgs: []*autocliv1.PositionalArgDescriptor{arg("params")}, GovProposal: true,
				},
				{RpcMethod: "Announce", Skip: true},
				command("Cancel", "cancel [number]", "Call an operation off before bids can be opened", arg("number")),
				command("CommitBid", "commit-bid [lender] [number] [seal]", "Put in a seal that was made elsewhere; bid makes one",
					arg("lender"), arg("number"), arg("seal")),
				command("WithdrawBid", "withdraw-bid [lender] [number]", "Take sealed bids and the deposit back", arg("lender"), arg("number")),
				{RpcMethod: "RevealBid", Use: "reveal", Skip: true},
			},
		},
	}
}

func command(rpc, use, short string, positional ...*autocliv1.PositionalArgDescriptor) *autocliv1.RpcCommandOptions {
	return &autocliv1.RpcCommandOptions{RpcMethod: rpc, Use: use, Short: short, PositionalArgs: positional}
}

func arg(field string) *autocliv1.PositionalArgDescriptor {
	return &autocliv1.PositionalArgDescriptor{ProtoField: field}
}
