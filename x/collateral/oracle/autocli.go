package oracle

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"
)

// AutoCLIOptions describes the module's commands.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: "kokusai.collateral.oracle.v1.Query",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command("Params", "params", "Show which figures the validators publish and by which rules"),
				command("CurveFeed", "curve [currency]", "Show the curve in force and how far it is trusted", "currency"),
				command("FxFeed", "fx [base] [quote]", "Show the exchange rate in force and how far it is trusted", "base", "quote"),
				command("CurveHistory", "curve-history [currency]", "List the curves of past days", "currency"),
				command("FxHistory", "fx-history [base] [quote]", "List the exchange rates of past days", "base", "quote"),
				command("Spread", "spread [isin]", "Show what a series yields above the curve", "isin"),
				command("Spreads", "spreads", "List what series yield above the curve"),
				command("Grace", "grace", "Show until when borrowers have grace, with --currencies JPY,USD those against their curves"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: "kokusai.collateral.oracle.v1.Msg",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				proposal("SetSpread", "set-spread [isin] [spread-pct]", "Propose what a series yields above the curve; 0 removes it",
					"isin", "spread_pct"),
				{RpcMethod: "UpdateParams", Skip: true},
			},
			EnhanceCustomCommand: true,
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

func proposal(rpc, use, short string, fields ...string) *autocliv1.RpcCommandOptions {
	options := command(rpc, use, short, fields...)
	options.GovProposal = true
	return options
}
