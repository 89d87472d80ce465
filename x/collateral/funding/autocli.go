package funding

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/kokusai-chain/kokusai/x/internal/cli"
)

// AutoCLIOptions describes the module's commands. Announcing, sealing and revealing have commands of their own: see GetTxCmd.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: "kokusai.collateral.funding.v1.Query",
			Short:   "Show operations and who bids in them",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cli.Command("Params", "params", "Show the settings of funding operations"),
				cli.Command("Operation", "operation [lender] [number]", "Show an operation, with its result once it is decided", "lender", "number"),
				cli.Command("Operations", "operations [lender]", "List the operations of a lender", "lender"),
				cli.Command("Pending", "pending", "List the operations that are not over, by what is due first"),
				cli.Command("Tender", "tender [lender] [number] [bidder]", "Show what an account has in an operation",
					"lender", "number", "bidder"),
				cli.Command("Tenders", "tenders [lender] [number]", "List what accounts have in an operation", "lender", "number"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service:              "kokusai.collateral.funding.v1.Msg",
			EnhanceCustomCommand: true,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cli.Proposal("UpdateParams", "update-params [params]", "Propose new params, complete, as JSON", "params"),
				{RpcMethod: "Announce", Skip: true},
				cli.Command("Cancel", "cancel [number]", "Call an operation off before bids can be opened", "number"),
				cli.Command("CommitBid", "commit-bid [lender] [number] [seal]", "Put in a seal that was made elsewhere; bid makes one",
					"lender", "number", "seal"),
				cli.Command("WithdrawBid", "withdraw-bid [lender] [number]", "Take sealed bids and the deposit back", "lender", "number"),
				{RpcMethod: "RevealBid", Use: "reveal", Skip: true},
			},
		},
	}
}
