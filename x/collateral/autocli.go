package collateral

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/kokusai-chain/kokusai/x/internal/cli"
)

// AutoCLIOptions describes the module's commands. Those that are skipped have commands of their own: see GetTxCmd.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: "kokusai.collateral.v1.Query",
			Short:   "Show curves, prices, haircuts, markets and positions",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cli.Command("Params", "params", "Show the settings that all markets share"),
				cli.Command("Curve", "curve [currency]", "Show the yield curve of a currency", "currency"),
				cli.Command("Curves", "curves", "List the yield curves"),
				cli.Command("Fx", "fx [base] [quote]", "Show an exchange rate", "base", "quote"),
				cli.Command("FxRates", "fx-rates", "List the exchange rates"),
				cli.Command("Haircuts", "haircuts", "Show the haircut table in effect, today or on a --date such as 2026-01-05"),
				cli.Command("Market", "market [denom]", "Show a market with its rates and totals now", "denom"),
				cli.Command("Markets", "markets", "List the markets with their rates and totals now"),
				cli.Command("Supply", "supply [supplier] [denom]", "Show an account's claims on a market and their value now",
					"supplier", "denom"),
				cli.Command("Position", "position [owner] [denom] [number]", "Show a position with its debt, collateral and health now",
					"owner", "denom", "number"),
				cli.Command("Positions", "positions [owner]", "List the positions of an account", "owner"),
				stress(),
				cli.Command("Sensitivity", "sensitivity [isin]", "Show how the price of a series answers to its curve, point by point", "isin"),
				forecast(),
				cli.Command("Risk", "risk [owner] [denom] [number]", "Show how far a position is from a margin call, and its liquidation curve",
					"owner", "denom", "number"),
				cli.Command("RiskTerms", "risk-terms [denom]", "List the versions of a market's risk terms", "denom"),
				cli.Command("Marks", "marks [denom]", "List what a market's collateral was worth at the end of the last block", "denom"),
				cli.Command("History", "history [denom]", "List a market day by day", "denom"),
				cli.Command("Price", "price [isin]", "Show what the curve says a series is worth today", "isin"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service:              "kokusai.collateral.v1.Msg",
			EnhanceCustomCommand: true,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cli.Proposal("UpdateParams", "update-params [params]", "Propose new params, complete, as JSON", "params"),
				{RpcMethod: "SetCurve", Skip: true},
				cli.Command("SetFx", "set-fx [base] [quote] [rate] [as-of]", "Publish an exchange rate, as the curve authority",
					"fx.base", "fx.quote", "fx.rate", "fx.as_of"),
				{RpcMethod: "SetHaircuts", Skip: true},
				{RpcMethod: "CreateMarket", Skip: true},
				{RpcMethod: "UpdateMarket", Skip: true},
				{RpcMethod: "SetRiskTerms", Skip: true},
				cli.Proposal("PayReserve", "pay-reserve [amount] [recipient]", "Propose to pay cash of a market's reserve out",
					"amount", "recipient"),
				cli.Command("Pause", "pause [denom] [pauses]", `Stop actions of a market, as the guardian, such as {"borrow": true}`,
					"denom", "pauses"),
				cli.Command("Supply", "supply [amount]", "Lend cash to the market of its denom", "amount"),
				withdraw(),
				cli.Command("AddCollateral", "add-collateral [denom] [number] [bonds]...", "Pledge bonds to a position in a market",
					"denom", "number", "bonds..."),
				cli.Command("ReleaseCollateral", "release-collateral [denom] [number] [collateral]...",
					"Take collateral of a position back, as far as its debt allows", "denom", "number", "collateral..."),
				cli.Command("Borrow", "borrow [number] [amount]", "Borrow cash against a position", "number", "amount"),
				cli.Command("Repay", "repay [owner] [number] [amount]", "Repay debt of a position, your own or another's",
					"owner", "number", "amount"),
				cli.Command("TransferPosition", "transfer-position [recipient] [denom] [number] [recipient-number]",
					"Give a position, bonds and debt, to an account that signs too", "recipient", "denom", "number",
					"recipient_number"),
			},
		},
	}
}

func forecast() *autocliv1.RpcCommandOptions {
	options := cli.Command("Forecast", "forecast [owner] [denom] [number]",
		"Show a position as it would be: with --add, --release, --repay and --borrow", "owner", "denom", "number")
	options.FlagOptions = map[string]*autocliv1.FlagOptions{
		"add":     {Usage: "bonds pledged in addition, such as 1000000bond/JP1103811S13"},
		"release": {Usage: "bonds or cash released"},
		"repay":   {Usage: "cash repaid, in base units"},
		"borrow":  {Usage: "cash borrowed in addition, in base units"},
	}
	return options
}

func withdraw() *autocliv1.RpcCommandOptions {
	options := cli.Command("Withdraw", "withdraw [denom]", "Take supplied cash back: one of --amount, --claims and --all", "denom")
	options.FlagOptions = map[string]*autocliv1.FlagOptions{
		"amount": {Usage: "cash to withdraw, in base units"},
		"claims": {Usage: "scaled units to burn"},
		"all":    {Usage: "burn every claim"},
	}
	return options
}

func stress() *autocliv1.RpcCommandOptions {
	options := cli.Command("Stress", "stress [denom]",
		"List the positions of a market that would be called if figures moved, such as --parallel-bp 100 --fx-shift-bp=-1000", "denom")
	options.FlagOptions = map[string]*autocliv1.FlagOptions{
		"currency":     {Usage: "the curve that moves; all without it"},
		"parallel_bp":  {Usage: "move of every yield, in basis points"},
		"steepener_bp": {Usage: "fall of the shortest and rise of the longest yield, in basis points"},
		"points":       {Usage: `move at a tenor, as {"tenor_months": 120, "shift_bp": 25}`},
		"fx_shift_bp":  {Usage: "move of the value of other currencies in the market's, in basis points of it"},
	}
	return options
}
