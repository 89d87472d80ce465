package repo

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/kokusai-chain/kokusai/x/internal/cli"
)

// AutoCLIOptions describes the module's commands. An offer has one of its own: see GetTxCmd.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: "kokusai.collateral.repo.v1.Query",
			Short:   "Show offers, repos, baskets and inventories",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cli.Command("Params", "params", "Show the settings of repos"),
				cli.Command("Basket", "basket [id]", "Show a basket", "id"),
				cli.Command("Baskets", "baskets", "List the baskets"),
				cli.Command("Inventory", "inventory [giver]", "Show what a giver lets be allocated to baskets", "giver"),
				cli.Command("Repo", "show [offerer] [number]", "Show a repo and what it stands at now", "offerer", "number"),
				cli.Command("Repos", "offered-by [offerer]", "List the repos that an account offered", "offerer"),
				cli.Command("PartyRepos", "offered-to [party]", "List the repos that were offered to an account", "party"),
				cli.Command("Price", "price [offerer] [number] [denom] [amount]", "Show what bonds of a defaulted giver cost now",
					"offerer", "number", "denom", "amount"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service:              "kokusai.collateral.repo.v1.Msg",
			EnhanceCustomCommand: true,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cli.Proposal("UpdateParams", "update-params [params]", "Propose new params, complete, as JSON", "params"),
				cli.Proposal("SetBasket", "set-basket [basket]", "Propose a basket, as JSON", "basket"),
				cli.Command("SetInventory", "set-inventory [isin]...", "Say which series may be allocated, in which order", "isins..."),
				{RpcMethod: "Offer", Skip: true},
				cli.Command("WithdrawOffer", "withdraw-offer [number]", "Take back an offer", "number"),
				cli.Command("Accept", "accept [offerer] [number]", "Accept an offer", "offerer", "number"),
				substitute(),
				cli.Command("PayDown", "pay-down [offerer] [number] [amount]", "Pay part of a repo's debt, or cash margin",
					"offerer", "number", "amount"),
				cli.Command("CallMargin", "call-margin [offerer] [number]", "Evaluate a repo now", "offerer", "number"),
				cli.Command("GiveNotice", "give-notice [offerer] [number]", "End an open term after its notice", "offerer", "number"),
				cli.Command("Terminate", "terminate [offerer] [number]", "Agree to end a repo today", "offerer", "number"),
				cli.Command("SettleEnd", "settle-end [offerer] [number]", "Settle the end leg now", "offerer", "number"),
				cli.Command("PassIncome", "pass-income [offerer] [number]", "Pass coupons on to the giver", "offerer", "number"),
				cli.Command("CloseOut", "close-out [offerer] [number]", "Close out a taker who does not return the bonds",
					"offerer", "number"),
				cli.Command("Buy", "buy [offerer] [number] [bonds] [max-cash]", "Buy bonds of a defaulted giver",
					"offerer", "number", "bonds", "max_cash"),
			},
		},
	}
}

func substitute() *autocliv1.RpcCommandOptions {
	options := cli.Command("Substitute", "substitute [offerer] [number]", "Add bonds to a repo with --give, take others back with --take-back",
		"offerer", "number")
	options.FlagOptions = map[string]*autocliv1.FlagOptions{
		"give":      {Usage: "bonds added"},
		"take_back": {Usage: "bonds returned"},
	}
	return options
}
