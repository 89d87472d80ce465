package offering

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/kokusai-chain/kokusai/x/internal/cli"
)

// AutoCLIOptions describes the module's commands.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: "kokusai.bond.offering.v1.Query",
			Short:   "Show when-issued trades and syndicates",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cli.Command("Params", "params", "Show the settings of the module"),
				cli.Command("Trade", "trade [isin] [seller] [reference]", "Show a when-issued trade", "isin", "seller", "reference"),
				cli.Command("Trades", "trades [account]", "List the when-issued trades of an account, on either side", "account"),
				cli.Command("Syndicate", "syndicate [id]", "Show a syndicate and who has paid", "id"),
				cli.Command("Syndicates", "syndicates", "List the syndicates"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: "kokusai.bond.offering.v1.Msg",
			Short:   "Trade before the issue, and place series with a syndicate",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cli.Proposal("UpdateParams", "update-params [params]", "Propose new settings, complete, as JSON", "params"),
				cli.Command("AgreeTrade", "agree-trade [buyer] [isin] [face] [reference]",
					"Sell units before their issue at --clean-price or --simple-yield; --from sells, and the buyer signs too",
					"buyer", "isin", "face", "reference"),
				cli.Command("CancelTrade", "cancel-trade [buyer] [isin] [reference]",
					"Call a when-issued trade off; --from is the seller, and the buyer signs too", "buyer", "isin", "reference"),
				cli.Command("FormSyndicate", "form-syndicate [terms]",
					"Name a syndicate, its shares and its price, as JSON; --from is the issuer's authority", "terms"),
				cli.Command("PayShare", "pay-share [syndicate-id]", "Accept your share and pay it in, or as the lead that of --member", "syndicate_id"),
				cli.Command("DissolveSyndicate", "dissolve-syndicate [syndicate-id]",
					"Call a placement off; --from is the issuer's authority", "syndicate_id"),
			},
		},
	}
}
