package offering

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"
)

// AutoCLIOptions describes the module's commands.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: "kokusai.bond.offering.v1.Query",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command("Params", "params", "Show the settings of the module"),
				command("Trade", "trade [isin] [seller] [reference]", "Show a when-issued trade", arg("isin"), arg("seller"), arg("reference")),
				command("Trades", "trades [account]", "List the when-issued trades of an account, on either side", arg("account")),
				command("Syndicate", "syndicate [id]", "Show a syndicate and who has paid", arg("id")),
				command("Syndicates", "syndicates", "List the syndicates"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: "kokusai.bond.offering.v1.Msg",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				{
					RpcMethod: "UpdateParams", Use: "update-params [params]", Short: "Propose new settings, complete, as JSON",
					PositionalArgs: []*autocliv1.PositionalArgDescriptor{arg("params")}, GovProposal: true,
				},
				command("AgreeTrade", "agree-trade [buyer] [isin] [face] [reference]",
					"Sell units before their issue at --clean-price or --simple-yield; --from sells, and the buyer signs too",
					arg("buyer"), arg("isin"), arg("face"), arg("reference")),
				command("CancelTrade", "cancel-trade [buyer] [isin] [reference]",
					"Call a when-issued trade off; --from is the seller, and the buyer signs too", arg("buyer"), arg("isin"), arg("reference")),
				command("FormSyndicate", "form-syndicate [terms]",
					"Name a syndicate, its shares and its price, as JSON; --from is the issuer's authority", arg("terms")),
				command("PayShare", "pay-share [syndicate-id]", "Accept your share and pay it in, or as the lead that of --member", arg("syndicate_id")),
				command("DissolveSyndicate", "dissolve-syndicate [syndicate-id]",
					"Call a placement off; --from is the issuer's authority", arg("syndicate_id")),
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
