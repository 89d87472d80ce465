package bond

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"
)

// AutoCLIOptions describes the module's commands. Opening a series has a command of its own: see GetTxCmd.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service:              "kokusai.bond.v1.Query",
			EnhanceCustomCommand: true,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command("Params", "params", "Show the settings of the module"),
				command("Clock", "clock", "Show block time, business time and how fast the latter runs"),
				command("Issuer", "issuer [id]", "Show an issuer", arg("id")),
				command("Issuers", "issuers", "List the issuers"),
				command("Series", "series [isin]", "Show a series: its terms, status and amounts", arg("isin")),
				command("SeriesList", "list", "List the series, all or with --issuer-id those of one issuer"),
				command("Payments", "payments [isin]", "List the coupons and the principal of a series, past and to come", arg("isin")),
				command("Fund", "fund [isin]", "Show what a series holds for its payments and owes", arg("isin")),
				command("Holder", "holder [isin] [address]", "Show what an account holds of a series and is entitled to",
					arg("isin"), arg("address")),
				command("Holders", "holders [isin]", "List the holders of a series", arg("isin")),
				command("CashFlowCalendar", "cash-flows [issuer-id] [from] [to]", "List what an issuer's series pay in a range of dates, and what of it is not known yet",
					arg("issuer_id"), arg("from"), arg("to")),
				command("Outstanding", "outstanding [issuer-id]", "List what is outstanding of an issuer's series, and its sums by year of maturity", arg("issuer_id")),
				command("References", "references [issuer-id]", "List what coupons of an issuer's series may depend on", arg("issuer_id")),
				command("Fixings", "fixings [issuer-id] [reference-id]", "List the values published of a reference",
					arg("issuer_id"), arg("reference_id")),
				command("Coefficient", "coefficient [isin]",
					"Show reference index and coefficient of an inflation-linked series, today or on --date", arg("isin")),
				command("Ballot", "ballot [isin]", "Show the last proposal to extend a series, with --holder what one may vote with", arg("isin")),
				command("Strips", "strips [isin]", "Show what a series can be separated into, and in which multiples", arg("isin")),
				command("Quote", "quote [isin]",
					"Price a series from one of --clean-price, --simple-yield and --compound-yield, today or on --settle-date", arg("isin")),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: "kokusai.bond.v1.Msg",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				proposal("UpdateParams", "update-params [params]", "Propose new settings, complete, as JSON", arg("params")),
				proposal("RegisterIssuer", "register-issuer [issuer]", "Propose to admit an issuer, as JSON", arg("issuer")),
				proposal("UpdateIssuer", "update-issuer [issuer]", "Propose a new record of an issuer, complete, as JSON", arg("issuer")),
				{RpcMethod: "OpenSeries", Skip: true},
				command("SetReference", "set-reference [reference]",
					"Register what coupons may depend on, or change who publishes it, as JSON, as the issuer's authority", arg("reference")),
				command("PublishFixing", "publish [issuer-id] [reference-id] [date] [value]",
					"Publish a value of a reference: a rate by its date, an index by the first of its month",
					arg("issuer_id"), arg("reference_id"), arg("date"), arg("value")),
				command("PlaceDirect", "place [buyer] [isin] [face] [clean-price]",
					"Issue units to a buyer at a price per 100; --from is the issuer's authority, and the buyer signs too",
					arg("buyer"), arg("isin"), arg("face"), arg("clean_price")),
				command("FundPayments", "fund [isin] [amount]", "Add cash to the paying fund of a series", arg("isin"), arg("amount")),
				command("WithdrawUnusedFunds", "withdraw-unused [isin] [amount]",
					"Return cash that is not owed from the paying fund to the treasury, as the issuer's authority", arg("isin"), arg("amount")),
				command("Call", "call [isin] [date]",
					"Announce an early repayment on a date of the terms, of all or of --share-pct of the face, as the issuer's authority",
					arg("isin"), arg("date")),
				command("FreezeSeries", "freeze [isin] [reason]", "Stop a series, as the issuer's authority", arg("isin"), arg("reason")),
				command("UnfreezeSeries", "unfreeze [isin]", "Let a frozen series go on, as the issuer's authority", arg("isin")),
				command("ProposeExtension", "propose-extension [isin] [maturity-date] [record-date] [end-date]",
					"Put a later maturity to the holders, as the issuer's authority",
					arg("isin"), arg("maturity_date"), arg("record_date"), arg("end_date")),
				command("Vote", "vote [isin] [choice]", "Vote vote-choice-yes or vote-choice-no on an extension, with what you held on its record date",
					arg("isin"), arg("choice")),
				command("Separate", "separate [isin] [units]", "Turn units into strips of their coupons and principal", arg("isin"), arg("units")),
				command("Recombine", "recombine [isin] [units]", "Turn a full set of strips back into units", arg("isin"), arg("units")),
				command("Claim", "claim [isin]", "Be paid your coupons now, or with --holder have another's paid", arg("isin")),
				command("Redeem", "redeem [isin]", "Have your matured units redeemed now, or with --holder another's", arg("isin")),
			},
			EnhanceCustomCommand: true,
		},
	}
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
