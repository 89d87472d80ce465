package repo

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"
)

// AutoCLIOptions describes the module's commands. An offer has one of its own: see GetTxCmd.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: "kokusai.collateral.repo.v1.Query",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command("Params", "params", "Show the settings of repos"),
				command("Basket", "basket [id]", "Show a basket", arg("id")),
				command("Baskets", "baskets", "List the baskets"),
				command("Inventory", "inventory [giver]", "Show what a giver lets be allocated to baskets", arg("giver")),
				command("Repo", "show [offerer] [number]", "Show a repo and what it stands at now", arg("offerer"), arg("number")),
				command("Repos", "offered-by [offerer]", "List the repos that an account offered", arg("offerer")),
				command("PartyRepos", "offered-to [party]", "List the repos that were offered to an account", arg("party")),
				command("Price", "price [offerer] [number] [denom] [amount]", "Show what bonds of a defaulted giver cost now",
					arg("offerer"), arg("number"), arg("denom"), arg("amount")),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service:              "kokusai.collateral.repo.v1.Msg",
			EnhanceCustomCommand: true,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				proposal("UpdateParams", "update-params [params]", "Propose new params, complete, as JSON", arg("params")),
				proposal("SetBasket", "set-basket [basket]", "Propose a basket, as JSON", arg("basket")),
				command("SetInventory", "set-inventory [isin]...", "Say which series may be allocated, in which order", args("isins")),
				{RpcMethod: "Offer", Skip: true},
				command("WithdrawOffer", "withdraw-offer [number]", "Take back an offer", arg("number")),
				command("Accept", "accept [offerer] [number]", "Accept an offer", arg("offerer"), arg("number")),
				substitute(),
				command("PayDown", "pay-down [offerer] [number] [amount]", "Pay part of a repo's debt, or cash margin",
					arg("offerer"), arg("number"), arg("amount")),
				command("CallMargin", "call-margin [offerer] [number]", "Evaluate a repo now", arg("offerer"), arg("number")),
				command("GiveNotice", "give-notice [offerer] [number]", "End an open term after its notice", arg("offerer"), arg("number")),
				command("Terminate", "terminate [offerer] [number]", "Agree to end a repo today", arg("offerer"), arg("number")),
				command("SettleEnd", "settle-end [offerer] [number]", "Settle the end leg now", arg("offerer"), arg("number")),
				command("PassIncome", "pass-income [offerer] [number]", "Pass coupons on to the giver", arg("offerer"), arg("number")),
				command("CloseOut", "close-out [offerer] [number]", "Close out a taker who does not return the bonds",
					arg("offerer"), arg("number")),
				command("Buy", "buy [offerer] [number] [bonds] [max-cash]", "Buy bonds of a defaulted giver",
					arg("offerer"), arg("number"), arg("bonds"), arg("max_cash")),
			},
		},
	}
}

func substitute() *autocliv1.RpcCommandOptions {
	options := command("Substitute", "substitute [offerer] [number]", "Add bonds to a repo with --give, take others back with --take-back",
		arg("offerer"), arg("number"))
	options.FlagOptions = map[string]*autocliv1.FlagOptions{
		"give":      {Usage: "bonds added"},
		"take_back": {Usage: "bonds returned"},
	}
	return options
}

func command(rpc, use, short string, positional ...*autocliv1.PositionalArgDescriptor) *autocliv1.RpcCommandOptions {
	return &autocliv1.RpcCommandOptions{RpcMethod: rpc, Use: use, Short: short, PositionalArgs: positional}
}

func proposal(rpc, use, short string, positional ...*autocliv1.PositionalArgDescriptor) *autocliv1.RpcCommandOptions {
	options := command(rpc, use, short, positional...)
	options.GovProposal = true
	return options
}

func arg(field string) *autocliv1.PositionalArgDescriptor {
	return &autocliv1.PositionalArgDescriptor{ProtoField: field}
}

func args(field string) *autocliv1.PositionalArgDescriptor {
	return &autocliv1.PositionalArgDescriptor{ProtoField: field, Varargs: true}
}
