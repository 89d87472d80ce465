package bond

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/kokusai-chain/kokusai/x/internal/cli"
)

// AutoCLIOptions describes the module's commands. Opening a series has a command of its own: see GetTxCmd.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service:              "kokusai.bond.v1.Query",
			EnhanceCustomCommand: true,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cli.Command("Params", "params", "Show the settings of the module"),
				cli.Command("Clock", "clock", "Show block time, business time and how fast the latter runs"),
				cli.Command("Issuer", "issuer [id]", "Show an issuer", "id"),
				cli.Command("Issuers", "issuers", "List the issuers"),
				cli.Command("Series", "series [isin]", "Show a series: its terms, status and amounts", "isin"),
				cli.Command("SeriesList", "list", "List the series, all or with --issuer-id those of one issuer"),
				cli.Command("Payments", "payments [isin]", "List the coupons and the principal of a series, past and to come", "isin"),
				cli.Command("Fund", "fund [isin]", "Show what a series holds for its payments and owes", "isin"),
				cli.Command("Holder", "holder [isin] [address]", "Show what an account holds of a series and is entitled to",
					"isin", "address"),
				cli.Command("Holders", "holders [isin]", "List the holders of a series", "isin"),
				cli.Command("CashFlowCalendar", "cash-flows [issuer-id] [from] [to]", "List what an issuer's series pay in a range of dates, and what of it is not known yet",
					"issuer_id", "from", "to"),
				cli.Command("Outstanding", "outstanding [issuer-id]", "List what is outstanding of an issuer's series, and its sums by year of maturity", "issuer_id"),
				cli.Command("References", "references [issuer-id]", "List what coupons of an issuer's series may depend on", "issuer_id"),
				cli.Command("Fixings", "fixings [issuer-id] [reference-id]", "List the values published of a reference",
					"issuer_id", "reference_id"),
				cli.Command("Coefficient", "coefficient [isin]",
					"Show reference index and coefficient of an inflation-linked series, today or on --date", "isin"),
				cli.Command("Ballot", "ballot [isin]", "Show the last proposal to extend a series, with --holder what one may vote with", "isin"),
				cli.Command("Strips", "strips [isin]", "Show what a series can be separated into, and in which multiples", "isin"),
				cli.Command("Quote", "quote [isin]",
					"Price a series from one of --clean-price, --simple-yield and --compound-yield, today or on --settle-date", "isin"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: "kokusai.bond.v1.Msg",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cli.Proposal("UpdateParams", "update-params [params]", "Propose new settings, complete, as JSON", "params"),
				cli.Proposal("RegisterIssuer", "register-issuer [issuer]", "Propose to admit an issuer, as JSON", "issuer"),
				cli.Proposal("UpdateIssuer", "update-issuer [issuer]", "Propose a new record of an issuer, complete, as JSON", "issuer"),
				{RpcMethod: "OpenSeries", Skip: true},
				cli.Command("SetReference", "set-reference [reference]",
					"Register what coupons may depend on, or change who publishes it, as JSON, as the issuer's authority", "reference"),
				cli.Command("PublishFixing", "publish [issuer-id] [reference-id] [date] [value]",
					"Publish a value of a reference: a rate by its date, an index by the first of its month",
					"issuer_id", "reference_id", "date", "value"),
				cli.Command("PlaceDirect", "place [buyer] [isin] [face] [clean-price]",
					"Issue units to a buyer at a price per 100; --from is the issuer's authority, and the buyer signs too",
					"buyer", "isin", "face", "clean_price"),
				cli.Command("FundPayments", "fund [isin] [amount]", "Add cash to the paying fund of a series", "isin", "amount"),
				cli.Command("WithdrawUnusedFunds", "withdraw-unused [isin] [amount]",
					"Return cash that is not owed from the paying fund to the treasury, as the issuer's authority", "isin", "amount"),
				cli.Command("Call", "call [isin] [date]",
					"Announce an early repayment on a date of the terms, of all or of --share-pct of the face, as the issuer's authority",
					"isin", "date"),
				cli.Command("FreezeSeries", "freeze [isin] [reason]", "Stop a series, as the issuer's authority", "isin", "reason"),
				cli.Command("UnfreezeSeries", "unfreeze [isin]", "Let a frozen series go on, as the issuer's authority", "isin"),
				cli.Command("ProposeExtension", "propose-extension [isin] [maturity-date] [record-date] [end-date]",
					"Put a later maturity to the holders, as the issuer's authority",
					"isin", "maturity_date", "record_date", "end_date"),
				cli.Command("Vote", "vote [isin] [choice]", "Vote yes or no on an extension, with what you held on its record date",
					"isin", "choice"),
				cli.Command("Separate", "separate [isin] [units]", "Turn units into strips of their coupons and principal", "isin", "units"),
				cli.Command("Recombine", "recombine [isin] [units]", "Turn a full set of strips back into units", "isin", "units"),
				cli.Command("Claim", "claim [isin]", "Be paid your coupons now, or with --holder have another's paid", "isin"),
				cli.Command("Redeem", "redeem [isin]", "Have your matured units redeemed now, or with --holder another's", "isin"),
			},
			EnhanceCustomCommand: true,
		},
	}
}
