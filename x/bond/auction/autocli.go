package auction

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/kokusai-chain/kokusai/x/internal/cli"
)

// AutoCLIOptions describes the module's commands. Messages whose documents carry decimals have commands of their own: see
// GetTxCmd.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: "kokusai.bond.auction.v1.Query",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cli.Command("Params", "params", "Show the settings of the module"),
				cli.Command("Auction", "auction [auction-id]", "Show an auction, its times and what a buy-back needs", "auction_id"),
				cli.Command("Auctions", "list", "List the auctions, all or with --status those of one status"),
				cli.Command("Calendar", "calendar", "List the auctions by settlement date, from --from to --to"),
				cli.Command("Result", "result [auction-id]", "Show the result of an auction, in numbers and as it is published", "auction_id"),
				cli.Command("Tender", "tender [auction-id] [bidder]", "Show what an account bids, has in escrow and was awarded",
					"auction_id", "bidder"),
				cli.Command("NonPriceLimit", "non-price-limit [auction-id] [bidder]", "Show what an account may bid for without a price",
					"auction_id", "bidder"),
				cli.Command("Tenders", "tenders [auction-id]", "List the bidders of an auction", "auction_id"),
				cli.Command("Bidder", "bidder [bidder]", "List the auctions in which an account bids", "bidder"),
				cli.Command("Participant", "participant [issuer-id] [account]", "Show a participant of an issuer", "issuer_id", "account"),
				cli.Command("Participants", "participants [issuer-id]", "List the participants of an issuer", "issuer_id"),
				cli.Command("Duties", "duties [issuer-id]", "Show what dealers did of their duties; --short-only lists who is short", "issuer_id"),
			},
			EnhanceCustomCommand: true,
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: "kokusai.bond.auction.v1.Msg",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				{RpcMethod: "UpdateParams", Skip: true},
				{RpcMethod: "Announce", Skip: true},
				{RpcMethod: "RevealBid", Skip: true},
				cli.Command("RegisterParticipant", "register-participant [participant]",
					"Admit an account to your auctions, as JSON, as the issuer's authority", "participant"),
				cli.Command("RemoveParticipant", "remove-participant [issuer-id] [account]",
					"Remove an account from your auctions, as the issuer's authority", "issuer_id", "account"),
				cli.Command("SetReferences", "set-references [auction-id] [series]...",
					"Publish the reference yields or prices of all series of an auction, each as JSON, as the issuer's authority",
					"auction_id", "series..."),
				cli.Command("Fund", "fund [auction-id] [amount]", "Put in cash for a buy-back", "auction_id", "amount"),
				cli.Command("Cancel", "cancel [auction-id]", "Call an auction off before its close, as the issuer's authority", "auction_id"),
				cli.Command("Reject", "reject [auction-id]", "Reject all bids after the close, as the issuer's authority", "auction_id"),
				cli.Command("CommitBid", "commit-bid [auction-id] [seal]", "Put in sealed bids by their SHA-256 in hexadecimal, with the deposit",
					"auction_id", "seal"),
				cli.Command("WithdrawBid", "withdraw-bid [auction-id]", "Take sealed bids and the deposit back", "auction_id"),
				cli.Command("BidSecondRound", "bid-second-round [auction-id] [amount]", "Bid for face in non-price-competitive II, as a dealer",
					"auction_id", "amount"),
			},
			EnhanceCustomCommand: true,
		},
	}
}
