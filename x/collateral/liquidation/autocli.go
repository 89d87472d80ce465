package liquidation

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"
)

// AutoCLIOptions describes the module's commands.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: "kokusai.collateral.liquidation.v1.Query",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command("Params", "params", "Show the settings, and with --denom until when there is grace in a market"),
				command("Call", "call [owner] [denom] [number]", "Show the margin call of a position", "owner", "denom", "number"),
				command("Calls", "calls [denom]", "List the margin calls of a market", "denom"),
				command("Auction", "auction [owner] [denom] [number]", "Show an auction with what can be bought now",
					"owner", "denom", "number"),
				command("Auctions", "auctions [denom]", "List the auctions of a market", "denom"),
				command("Fund", "fund [denom]", "Show what stands behind a market's bad debt", "denom"),
				command("Deposit", "deposit [account] [denom]", "Show the deposit of a backstop", "account", "denom"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: "kokusai.collateral.liquidation.v1.Msg",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				{
					RpcMethod: "UpdateParams", Use: "update-params [params]", Short: "Propose new params, complete, as JSON",
					PositionalArgs: []*autocliv1.PositionalArgDescriptor{{ProtoField: "params"}}, GovProposal: true,
				},
				command("Bid", "bid [owner] [denom] [number] [lot] [max-payment]",
					"Buy collateral in auction: at most the lot, for at most the payment", "owner", "denom", "number", "lot", "max_payment"),
				command("FundInsurance", "fund-insurance [amount]", "Give cash to the insurance of a market, for good", "amount"),
				command("DepositBackstop", "deposit-backstop [amount]", "Deposit cash to buy with as the backstop", "amount"),
				command("WithdrawBackstop", "withdraw-backstop [amount]", "Take deposited cash back", "amount"),
			},
		},
	}
}

func command(rpc, use, short string, fields ...string) *autocliv1.RpcCommandOptions {
	options := &autocliv1.RpcCommandOptions{RpcMethod: rpc, Use: use, Short: short}
	for _, field := range fields {
		options.PositionalArgs = append(options.PositionalArgs, &autocliv1.PositionalArgDescriptor{ProtoField: field})
	}
	return options
}
