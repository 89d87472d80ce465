package reserve

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/kokusai-chain/kokusai/x/custody/reserve/types"
	"github.com/kokusai-chain/kokusai/x/internal/cli"
)

// AutoCLIOptions gives every rpc a command.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: types.Query_serviceDesc.ServiceName,
			Short:   "Show reserves, reports, mints that wait and redemptions",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cli.Command("Params", "params", "Show the parameters"),
				cli.Command("Report", "report [denom] [institution]", "Show what backs an institution's tokens, and whether it covers them", "denom", "institution"),
				cli.Command("Reserves", "reserves", "List all reserves, or with --denom those of one denom"),
				cli.Command("Mints", "mints [denom] [institution]", "List the mints that may still be challenged", "denom", "institution"),
				cli.Command("Redemptions", "redemptions [denom] [institution]", "List the open redemptions of a reserve", "denom", "institution"),
				cli.Command("RedemptionsOf", "redemptions-of [holder]", "List a holder's open redemptions", "holder"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: types.Msg_serviceDesc.ServiceName,
			Short:   "Attest reserves, issue tokens against them and redeem",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cli.Proposal("UpdateParams", "update-params [params]", "Set the parameters", "params"),
				cli.Proposal("SetReserve", "set-reserve [reserve]", "Admit a reserve or replace its rules", "reserve"),
				cli.Proposal("RemoveReserve", "remove-reserve [denom] [institution]", "End a reserve that is not in use", "denom", "institution"),
				cli.Command("Attest", "attest [denom] [institution] [book-account] [quantity] [as-of] [document-hash]", "Say what a reserve holds", "denom", "institution", "book_account", "quantity", "as_of", "document_hash"),
				cli.Command("Mint", "mint [recipient] [amount]", "Issue tokens against the reserve", "recipient", "amount"),
				cli.Command("ChallengeMint", "challenge-mint [denom] [institution] [number] [reason]", "End a mint that waits", "denom", "institution", "number", "reason"),
				cli.Command("Burn", "burn [amount]", "Take the institution's own tokens out of circulation", "amount"),
				cli.Command("RequestRedemption", "request-redemption [institution] [amount] [reference] [deliver-to]", "Ask to have tokens delivered off the chain", "institution", "amount", "reference", "deliver_to"),
				cli.Command("ConfirmRedemption", "confirm-redemption [holder] [denom] [reference] [delivery]", "Say that a delivery was made, and burn the tokens", "holder", "denom", "reference", "delivery"),
				cli.Command("DeclineRedemption", "decline-redemption [holder] [denom] [reference] [reason]", "Give a holder's tokens back", "holder", "denom", "reference", "reason"),
			},
		},
	}
}
