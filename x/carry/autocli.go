package carry

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/kokusai-chain/kokusai/x/internal/cli"
)

// AutoCLIOptions describes the module's commands.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: "kokusai.carry.v1.Query",
			Short:   "Show quotes, venues, positions and what is on its way",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cli.Command("Params", "params", "Show the settings of the module"),
				cli.Command("Quote", "quote [dealer] [id]", "Show a quote", "dealer", "id"),
				cli.Command("Quotes", "quotes", "List the quotes: all, or with --dealer, or with --offer-denom and --ask-denom"),
				cli.Command("Venue", "venue [id]", "Show a venue and what positions have there", "id"),
				cli.Command("Venues", "venues", "List the venues"),
				cli.Command("Position", "position [owner] [number]", "Show a position, its account and its debt now", "owner", "number"),
				cli.Command("Positions", "positions [owner]", "List the positions of an owner", "owner"),
				cli.Command("Pnl", "pnl [owner] [number]", "Show the result of a position in its three parts, or its figures so far", "owner", "number"),
				cli.Command("Packets", "packets", "List the packets in flight"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: "kokusai.carry.v1.Msg",
			Short:   "Post and fill quotes; open, close and repair positions across chains",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cli.Proposal("UpdateParams", "update-params [params]", "Propose new settings, complete, as JSON", "params"),
				cli.Command("PostQuote", "post-quote [offer] [ask-denom] [price] [min-fill] [expires-at]",
					"Offer a coin for sale; price is in base units of the denom asked for, expires-at is RFC 3339", "offer", "ask_denom", "price", "min_fill", "expires_at"),
				cli.Command("CancelQuote", "cancel-quote [id]", "Take an offer back", "id"),
				cli.Command("FillQuote", "fill-quote [quote] [pay] [min-received]",
					`Buy from an offer, named {"dealer":"…","id":"1"}`, "quote", "pay", "min_received"),
				cli.Proposal("RegisterVenue", "register-venue [id] [connection-id] [channel-id] [counterparty-channel-id] [cash-denom] [denom] [denom-path] [terms]",
					"Propose a venue, its terms as JSON", "id", "connection_id", "channel_id", "counterparty_channel_id", "cash_denom", "denom", "denom_path", "terms"),
				cli.Proposal("UpdateVenue", "update-venue [id] [terms]", "Propose new terms of a venue, complete, as JSON", "id", "terms"),
				cli.Proposal("SetVenueStatus", "set-venue-status [id] [status]", "Propose to resume, pause or close a venue", "id", "status"),
				cli.Command("ReopenVenue", "reopen-venue [id]", "Ask for a new channel to a venue's account", "id"),
				cli.Command("RefreshVenue", "refresh-venue [id]", "Ask a venue how many claims its account has", "id"),
				cli.Command("Open", "open [number] [venue-id] [borrow] [collateral-number] [quote] [min-received]",
					`Open a position; --bonds pledges first, the quote is named {"dealer":"…","id":"1"}`,
					"number", "venue_id", "borrow", "collateral_number", "quote", "min_received"),
				cli.Command("Close", "close [number]", "Call a position home, with --quote, --min-received and --top-up as wanted", "number"),
				cli.Command("ConvertBack", "convert-back [number] [quote] [min-received]",
					`Convert what is home with a quote, named {"dealer":"…","id":"1"}`, "number", "quote", "min_received"),
				cli.Command("Settle", "settle [number]", "Repay and close without converting, with --top-up as wanted", "number"),
				cli.Command("Retry", "retry [owner] [number]", "Take a resting position's next step", "owner", "number"),
				cli.Command("WriteOff", "write-off [number]", "Give up what a position has abroad", "number"),
				cli.Command("Sweep", "sweep [owner] [number] [denom]", "Pay what a closed position's account holds to its owner", "owner", "number", "denom"),
				cli.Proposal("Resolve", "resolve [owner] [number] [succeeded] [value]",
					"Propose what an unread acknowledgement meant", "owner", "number", "succeeded", "value"),
			},
			EnhanceCustomCommand: true,
		},
	}
}
