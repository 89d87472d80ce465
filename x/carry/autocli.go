package carry

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"
)

// AutoCLIOptions describes the module's commands.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: "kokusai.carry.v1.Query",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command("Params", "params", "Show the settings of the module"),
				command("Quote", "quote [dealer] [id]", "Show a quote", "dealer", "id"),
				command("Quotes", "quotes", "List the quotes: all, or with --dealer, or with --offer-denom and --ask-denom"),
				command("Venue", "venue [id]", "Show a venue and what positions have there", "id"),
				command("Venues", "venues", "List the venues"),
				command("Position", "position [owner] [number]", "Show a position, its account and its debt now", "owner", "number"),
				command("Positions", "positions [owner]", "List the positions of an owner", "owner"),
				command("Pnl", "pnl [owner] [number]", "Show the result of a position in its three parts, or its figures so far", "owner", "number"),
				command("Packets", "packets", "List the packets in flight"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: "kokusai.carry.v1.Msg",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				proposal("UpdateParams", "update-params [params]", "Propose new settings, complete, as JSON", "params"),
				command("PostQuote", "post-quote [offer] [ask-denom] [price] [min-fill] [expires-at]",
					"Offer a coin for sale; price is in base units of the denom asked for, expires-at is RFC 3339", "offer", "ask_denom", "price", "min_fill", "expires_at"),
				command("CancelQuote", "cancel-quote [id]", "Take an offer back", "id"),
				command("FillQuote", "fill-quote [quote] [pay] [min-received]",
					`Buy from an offer, named {"dealer":"…","id":"1"}`, "quote", "pay", "min_received"),
				proposal("RegisterVenue", "register-venue [id] [connection-id] [channel-id] [counterparty-channel-id] [cash-denom] [denom] [denom-path] [terms]",
					"Propose a venue, its terms as JSON", "id", "connection_id", "channel_id", "counterparty_channel_id", "cash_denom", "denom", "denom_path", "terms"),
				proposal("UpdateVenue", "update-venue [id] [terms]", "Propose new terms of a venue, complete, as JSON", "id", "terms"),
				proposal("SetVenueStatus", "set-venue-status [id] [status]", "Propose to resume, pause or close a venue", "id", "status"),
				command("ReopenVenue", "reopen-venue [id]", "Ask for a new channel to a venue's account", "id"),
				command("RefreshVenue", "refresh-venue [id]", "Ask a venue how many claims its account has", "id"),
				command("Open", "open [number] [venue-id] [borrow] [collateral-number] [quote] [min-received]",
					`Open a position; --bonds pledges first, the quote is named {"dealer":"…","id":"1"}`,
					"number", "venue_id", "borrow", "collateral_number", "quote", "min_received"),
				command("Close", "close [number]", "Call a position home, with --quote, --min-received and --top-up as wanted", "number"),
				command("ConvertBack", "convert-back [number] [quote] [min-received]",
					`Convert what is home with a quote, named {"dealer":"…","id":"1"}`, "number", "quote", "min_received"),
				command("Settle", "settle [number]", "Repay and close without converting, with --top-up as wanted", "number"),
				command("Retry", "retry [owner] [number]", "Take a resting position's next step", "owner", "number"),
				command("WriteOff", "write-off [number]", "Give up what a position has abroad", "number"),
				command("Sweep", "sweep [owner] [number] [denom]", "Pay what a closed position's account holds to its owner", "owner", "number", "denom"),
				proposal("Resolve", "resolve [owner] [number] [succeeded] [value]",
					"Propose what an unread acknowledgement meant", "owner", "number", "succeeded", "value"),
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
