package oracle

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/kokusai-chain/kokusai/x/internal/cli"
)

// AutoCLIOptions describes the module's commands.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: "kokusai.collateral.oracle.v1.Query",
			Short:   "Show the figures that validators publish and how far they are trusted",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cli.Command("Params", "params", "Show which figures the validators publish and by which rules"),
				cli.Command("CurveFeed", "curve [currency]", "Show the curve in force and how far it is trusted", "currency"),
				cli.Command("FxFeed", "fx [base] [quote]", "Show the exchange rate in force and how far it is trusted", "base", "quote"),
				cli.Command("CurveHistory", "curve-history [currency]", "List the curves of past days", "currency"),
				cli.Command("FxHistory", "fx-history [base] [quote]", "List the exchange rates of past days", "base", "quote"),
				cli.Command("Spread", "spread [isin]", "Show what a series yields above the curve", "isin"),
				cli.Command("Spreads", "spreads", "List what series yield above the curve"),
				cli.Command("Grace", "grace", "Show until when borrowers have grace, with --currencies JPY,USD those against their curves"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: "kokusai.collateral.oracle.v1.Msg",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cli.Proposal("SetSpread", "set-spread [isin] [spread-pct]", "Propose what a series yields above the curve; 0 removes it",
					"isin", "spread_pct"),
				{RpcMethod: "UpdateParams", Skip: true},
			},
			EnhanceCustomCommand: true,
		},
	}
}
