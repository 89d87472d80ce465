package liquidation

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/kokusai-chain/kokusai/x/internal/cli"
)

// AutoCLIOptions describes the module's commands.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: "kokusai.collateral.liquidation.v1.Query",
			Short:   "Show margin calls, auctions and what stands behind markets",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cli.Command("Params", "params", "Show the settings, and with --denom until when there is grace in a market"),
				cli.Command("Call", "call [owner] [denom] [number]", "Show the margin call of a position", "owner", "denom", "number"),
				cli.Command("Calls", "calls [denom]", "List the margin calls of a market", "denom"),
				cli.Command("Auction", "auction [owner] [denom] [number]", "Show an auction with what can be bought now",
					"owner", "denom", "number"),
				cli.Command("Auctions", "auctions [denom]", "List the auctions of a market", "denom"),
				cli.Command("Fund", "fund [denom]", "Show what stands behind a market's bad debt", "denom"),
				cli.Command("Deposit", "deposit [account] [denom]", "Show the deposit of a backstop", "account", "denom"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: "kokusai.collateral.liquidation.v1.Msg",
			Short:   "Buy collateral in auction, and stand behind markets",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cli.Proposal("UpdateParams", "update-params [params]", "Propose new params, complete, as JSON", "params"),
				cli.Command("Bid", "bid [owner] [denom] [number] [lot] [max-payment]",
					"Buy collateral in auction: at most the lot, for at most the payment", "owner", "denom", "number", "lot", "max_payment"),
				cli.Command("FundInsurance", "fund-insurance [amount]", "Give cash to the insurance of a market, for good", "amount"),
				cli.Command("DepositBackstop", "deposit-backstop [amount]", "Deposit cash to buy with as the backstop", "amount"),
				cli.Command("WithdrawBackstop", "withdraw-backstop [amount]", "Take deposited cash back", "amount"),
			},
		},
	}
}
