package auction

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"
)

// AutoCLIOptions describes the module's commands. Messages whose documents carry decimals have commands of their own: see
// GetTxCmd.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: "kokusai.bond.auction.v1.Query",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command("Params", "params", "Show the settings of the module"),
				command("Auction", "auction [auction-id]", "Show an auction, its times and what a buy-back needs", arg("auction_id")),
				command("Auctions", "list", "List the auctions, all or with --status those of one status"),
				command("Calendar", "calendar", "List the auctions by settlement date, from --from to --to"),
				command("Result", "result [auction-id]", "Show the result of an auction, in numbers and as it is published", arg("auction_id")),
				command("Tender", "tender [auction-id] [bidder]", "Show what an account bids, has in escrow and was awarded",
					arg("auction_id"), arg("bidder")),
				command("Tenders", "tenders [auction-id]", "List the bidders of an auction", arg("auction_id")),
				command("Bidder", "bidder [bidder]", "List the auctions in which an account bids", arg("bidder")),
				command("Participant", "participant [issuer-id] [account]", "Show a participant of an issuer", arg("issuer_id"), arg("account")),
				command("Participants", "participants [issuer-id]", "List the participants of an issuer", arg("issuer_id")),
				command("Duties", "duties [issuer-id]", "Show what dealers did of their duties; --short-only lists who is short", arg("issuer_id")),
			},
			EnhanceCustomCommand: true,
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: "kokusai.bond.auction.v1.Msg",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				{RpcMethod: "UpdateParams", Skip: true},
				{RpcMethod: "Announce", Skip: true},
				{RpcMethod: "RevealBid", Skip: true},
				command("RegisterParticipant", "register-participant [participant]",
					"Admit an account to your auctions, as JSON, as the issuer's authority", arg("participant")),
				command("RemoveParticipant", "remove-participant [issuer-id] [account]",
					"Remove an account from your auctions, as the issuer's authority", arg("issuer_id"), arg("account")),
				command("SetReferences", "set-references [auction-id] [series]...",
					"Publish the reference yields or prices of all series of an auction, each as JSON, as the issuer's authority",
					arg("auction_id"), varargs("series")),
				command("Fund", "fund [auction-id] [amount]", "Put in cash for a buy-back", arg("auction_id"), arg("amount")),
				command("Cancel", "cancel [auction-id]", "Call an auction off before its close, as the issuer's authority", arg("auction_id")),
				command("Reject", "reject [auction-id]", "Reject all bids after the close, as the issuer's authority", arg("auction_id")),
				command("CommitBid", "commit-bid [auction-id] [seal]", "Put in sealed bids by their SHA-256 in hexadecimal, with the deposit",
					arg("auction_id"), arg("seal")),
				command("WithdrawBid", "withdraw-bid [auction-id]", "Take sealed bids and the deposit back", arg("auction_id")),
				command("BidSecondRound", "bid-second-round [auction-id] [amount]", "Bid for face in non-price-competitive II, as a dealer",
					arg("auction_id"), arg("amount")),
			},
			EnhanceCustomCommand: true,
		},
	}
}

func command(rpc, use, short string, positional ...*autocliv1.PositionalArgDescriptor) *autocliv1.RpcCommandOptions {
	return &autocliv1.RpcCommandOptions{RpcMethod: rpc, Use: use, Short: short, PositionalArgs: positional}
}

func arg(field string) *autocliv1.PositionalArgDescriptor {
	return &autocliv1.PositionalArgDescriptor{ProtoField: field}
}

func varargs(field string) *autocliv1.PositionalArgDescriptor {
	return &autocliv1.PositionalArgDescriptor{ProtoField: field, Varargs: true}
}
