package collateral

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"
)

// AutoCLIOptions describes the module's commands. Those that are skipped have commands of their own: see GetTxCmd.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: "kokusai.collateral.v1.Query",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command("Params", "params", "Show the settings that all markets share"),
				command("Curve", "curve [currency]", "Show the yield curve of a currency", arg("currency")),
				command("Curves", "curves", "List the yield curves"),
				command("Fx", "fx [base] [quote]", "Show an exchange rate", arg("base"), arg("quote")),
				command("FxRates", "fx-rates", "List the exchange rates"),
				command("Haircuts", "haircuts", "Show the haircut table in effect, today or on a --date such as 2026-01-05"),
				command("Market", "market [denom]", "Show a market with its rates and totals now", arg("denom")),
				command("Markets", "markets", "List the markets with their rates and totals now"),
				command("Supply", "supply [supplier] [denom]", "Show an account's claims on a market and their value now",
					arg("supplier"), arg("denom")),
				command("Position", "position [owner] [denom] [number]", "Show a position with its debt, collateral and health now",
					arg("owner"), arg("denom"), arg("number")),
				command("Positions", "positions [owner]", "List the positions of an account", arg("owner")),
				stress(),
				command("Sensitivity", "sensitivity [isin]", "Show how the price of a series answers to its curve, point by point", arg("isin")),
				forecast(),
				command("Risk", "risk [owner] [denom] [number]", "Show how far a position is from a margin call, and its liquidation curve",
					arg("owner"), arg("denom"), arg("number")),
				command("RiskTerms", "risk-terms [denom]", "List the versions of a market's risk terms", arg("denom")),
				command("Marks", "marks [denom]", "List what a market's collateral was worth at the end of the last block", arg("denom")),
				command("History", "history [denom]", "List a market day by day", arg("denom")),
				command("Price", "price [isin]", "Show what the curve says a series is worth today", arg("isin")),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service:              "kokusai.collateral.v1.Msg",
			EnhanceCustomCommand: true,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				proposal("UpdateParams", "update-params [params]", "Propose new params, complete, as JSON", arg("params")),
				{RpcMethod: "SetCurve", Skip: true},
				command("SetFx", "set-fx [base] [quote] [rate] [as-of]", "Publish an exchange rate, as the curve authority",
					arg("fx.base"), arg("fx.quote"), arg("fx.rate"), arg("fx.as_of")),
				{RpcMethod: "SetHaircuts", Skip: true},
				{RpcMethod: "CreateMarket", Skip: true},
				{RpcMethod: "UpdateMarket", Skip: true},
				{RpcMethod: "SetRiskTerms", Skip: true},
				proposal("PayReserve", "pay-reserve [amount] [recipient]", "Propose to pay cash of a market's reserve out",
					arg("amount"), arg("recipient")),
				command("Pause", "pause [denom] [pauses]", `Stop actions of a market, as the guardian, such as {"borrow": true}`,
					arg("denom"), arg("pauses")),
				command("Supply", "supply [amount]", "Lend cash to the market of its denom", arg("amount")),
				withdraw(),
				command("AddCollateral", "add-collateral [denom] [number] [bonds]...", "Pledge bonds to a position in a market",
					arg("denom"), arg("number"), args("bonds")),
				command("ReleaseCollateral", "release-collateral [denom] [number] [collateral]...",
					"Take collateral of a position back, as far as its debt allows", arg("denom"), arg("number"), args("collateral")),
				command("Borrow", "borrow [number] [amount]", "Borrow cash against a position", arg("number"), arg("amount")),
				command("Repay", "repay [owner] [number] [amount]", "Repay debt of a position, your own or another's",
					arg("owner"), arg("number"), arg("amount")),
				command("TransferPosition", "transfer-position [recipient] [denom] [number] [recipient-number]",
					"Give a position, bonds and debt, to an account that signs too", arg("recipient"), arg("denom"), arg("number"),
					arg("recipient_number")),
			},
		},
	}
}

func forecast() *autocliv1.RpcCommandOptions {
	options := command("Forecast", "forecast [owner] [denom] [number]",
		"Show a position as it would be: with --add, --release, --repay and --borrow", arg("owner"), arg("denom"), arg("number"))
	options.FlagOptions = map[string]*autocliv1.FlagOptions{
		"add":     {Usage: "bonds pledged in addition, such as 1000000bond/JP1103811S13"},
		"release": {Usage: "bonds or cash released"},
		"repay":   {Usage: "cash repaid, in base units"},
		"borrow":  {Usage: "cash borrowed in addition, in base units"},
	}
	return options
}

func withdraw() *autocliv1.RpcCommandOptions {
	options := command("Withdraw", "withdraw [denom]", "Take supplied cash back: one of --amount, --claims and --all", arg("denom"))
	options.FlagOptions = map[string]*autocliv1.FlagOptions{
		"amount": {Usage: "cash to withdraw, in base units"},
		"claims": {Usage: "scaled units to burn"},
		"all":    {Usage: "burn every claim"},
	}
	return options
}

func stress() *autocliv1.RpcCommandOptions {
	options := command("Stress", "stress [denom]",
		"List the positions of a market that would be called if figures moved, such as --parallel-bp 100 --fx-shift-bp=-1000", arg("denom"))
	options.FlagOptions = map[string]*autocliv1.FlagOptions{
		"currency":     {Usage: "the curve that moves; all without it"},
		"parallel_bp":  {Usage: "move of every yield, in basis points"},
		"steepener_bp": {Usage: "fall of the shortest and rise of the longest yield, in basis points"},
		"points":       {Usage: `move at a tenor, as {"tenor_months": 120, "shift_bp": 25}`},
		"fx_shift_bp":  {Usage: "move of the value of other currencies in the market's, in basis points of it"},
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
