package reserve

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/kokusai-chain/kokusai/x/custody/reserve/types"
)

// AutoCLIOptions gives every rpc a command.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: types.Query_serviceDesc.ServiceName,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command("Params", "params", "Show the parameters"),
				command("Report", "report [denom] [institution]", "Show what backs an institution's tokens, and whether it covers them", "denom", "institution"),
				command("Reserves", "reserves", "List all reserves, or with --denom those of one denom"),
				command("Mints", "mints [denom] [institution]", "List the mints that may still be challenged", "denom", "institution"),
				command("Redemptions", "redemptions [denom] [institution]", "List the open redemptions of a reserve", "denom", "institution"),
				command("RedemptionsOf", "redemptions-of [holder]", "List a holder's open redemptions", "holder"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: types.Msg_serviceDesc.ServiceName,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				proposal("UpdateParams", "update-params [params]", "Set the parameters", "params"),
				proposal("SetReserve", "set-reserve [reserve]", "Admit a reserve or replace its rules", "reserve"),
				proposal("RemoveReserve", "remove-reserve [denom] [institution]", "End a reserve that is not in use", "denom", "institution"),
				command("Attest", "attest [denom] [institution] [book-account] [quantity] [as-of] [document-hash]", "Say what a reserve holds", "denom", "institution", "book_account", "quantity", "as_of", "document_hash"),
				command("Mint", "mint [recipient] [amount]", "Issue tokens against the reserve", "recipient", "amount"),
				command("ChallengeMint", "challenge-mint [denom] [institution] [number] [reason]", "End a mint that waits", "denom", "institution", "number", "reason"),
				command("Burn", "burn [amount]", "Take the institution's own tokens out of circulation", "amount"),
				command("RequestRedemption", "request-redemption [institution] [amount] [reference] [deliver-to]", "Ask to have tokens delivered off the chain", "institution", "amount", "reference", "deliver_to"),
				command("ConfirmRedemption", "confirm-redemption [holder] [denom] [reference] [delivery]", "Say that a delivery was made, and burn the tokens", "holder", "denom", "reference", "delivery"),
				command("DeclineRedemption", "decline-redemption [holder] [denom] [reference] [reason]", "Give a holder's tokens back", "holder", "denom", "reference", "reason"),
			},
		},
	}
}

// command is the command of an rpc; fields become its arguments in order, the others flags.
func command(method, use, short string, fields ...string) *autocliv1.RpcCommandOptions {
	options := &autocliv1.RpcCommandOptions{RpcMethod: method, Use: use, Short: short}
	for _, field := range fields {
		options.PositionalArgs = append(options.PositionalArgs, &autocliv1.PositionalArgDescriptor{ProtoField: field})
	}
	return options
}

// proposal is the command of an rpc that governance signs: it submits a proposal.
func proposal(method, use, short string, fields ...string) *autocliv1.RpcCommandOptions {
	options := command(method, use, short, fields...)
	options.GovProposal = true
	return options
}
