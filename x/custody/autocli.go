package custody

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/kokusai-chain/kokusai/x/custody/types"
)

// AutoCLIOptions gives every rpc a command.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service:              types.Query_serviceDesc.ServiceName,
			EnhanceCustomCommand: true,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command("Params", "params", "Show the limits"),
				command("Licence", "licence [holder]", "Show a custodian's licence, or with --denom a cash issuer's", "holder"),
				command("Licences", "licences", "List all licences"),
				command("Investor", "investor [account]", "Show a registered investor", "account"),
				command("Investors", "investors [custodian]", "List the investors of a custodian", "custodian"),
				command("TransferRules", "transfer-rules [isin]", "Show who may hold a series", "isin"),
				command("Channels", "channels [isin]", "List the channels over which a series may leave", "isin"),
				command("CanTransfer", "can-transfer [from] [to] [denom] [amount]", "Say whether a transfer would reach its receiver, and else why not", "from", "to", "denom", "amount"),
				command("Holding", "holding [owner] [denom]", "Show a balance and how much of it is free", "owner", "denom"),
				command("Pledges", "pledges [owner]", "List what an owner has pledged", "owner"),
				command("Suspense", "suspense [owner]", "List what is held in suspense for an owner", "owner"),
				command("SuspenseAll", "suspense-all", "List everything held in suspense"),
				command("OverrideRegister", "overrides", "List all overrides, or with --subject those of an account or a series"),
				command("OverrideCounts", "override-counts", "Show how often each action of the register was taken"),
				command("Statement", "statement [account]", "Draw up a statement of an account, as of a block with --height", "account"),
				command("HolderRegister", "holder-register [isin]", "List who holds a series, and whether for itself or for clients, as of a block with --height", "isin"),
				command("Reservations", "reservations [owner]", "List what is set aside of an owner's holdings", "owner"),
				command("Concentration", "concentration [isin]", "Show what the clients of each custodian hold of a counted series", "isin"),
				command("Census", "census [isin]", "Show what the residents of each jurisdiction hold of a counted series", "isin"),
				command("SubCustodians", "sub-custodians", "List the participants, or with --parent the custodians below one"),
				command("CashIssuance", "cash-issuance [denom]", "Show which banks issued a cash denom, and how much", "denom"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: types.Msg_serviceDesc.ServiceName,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				proposal("UpdateParams", "update-params [params]", "Set the limits", "params"),
				proposal("GrantLicence", "grant-licence [licence]", "License a custodian or a cash issuer", "licence"),
				proposal("SetLicenceStatus", "set-licence-status [holder] [status]", "Suspend, restore or revoke a licence", "holder", "status"),
				command("RegisterInvestor", "register-investor [account] [book] [class] [jurisdiction] [tax-class] [expiry]", "Admit an account as an investor", "account", "book", "investor_class", "jurisdiction", "tax_class", "expiry"),
				command("UpdateInvestor", "update-investor [account] [class] [jurisdiction] [tax-class] [expiry]", "Replace what is registered of an investor", "account", "investor_class", "jurisdiction", "tax_class", "expiry"),
				command("RemoveInvestor", "remove-investor [account]", "End the registration of an account without bonds", "account"),
				command("FreezeAccount", "freeze-account [account] [reason] [note]", "Stop an account from sending and receiving", "account", "reason", "note"),
				command("UnfreezeAccount", "unfreeze-account [account] [reason] [note]", "Lift the freeze of an account", "account", "reason", "note"),
				proposal("SetParent", "set-parent [custodian]", "Put a custodian below the one of --parent, or at the central book", "custodian"),
				command("AppointSuccessor", "appoint-successor [custodian] [successor] [note]", "Begin to wind a custodian down; an empty successor calls it off", "custodian", "successor", "note"),
				command("AcceptClients", "accept-clients [custodian]", "Take a bounded number of clients of a custodian whose successor one is", "custodian"),
				proposal("SetPilot", "set-pilot [isin] [pilot]", "Begin or raise the pilot of a series, or end it with {}", "isin", "pilot"),
				command("SetTransferRules", "set-transfer-rules [rules]", "Say who may hold a series that has no rules yet", "rules"),
				command("ApproveChannel", "approve-channel [isin] [channel] [paying-agent]", "Let a series leave over a channel", "isin", "channel_id", "paying_agent"),
				command("RevokeChannel", "revoke-channel [isin] [channel]", "Stop departures of a series over a channel", "isin", "channel_id"),
				command("FreezeSeries", "freeze-series [isin] [reason] [note]", "Stop every transfer of a series", "isin", "reason", "note"),
				command("UnfreezeSeries", "unfreeze-series [isin] [reason] [note]", "Lift the freeze of a series", "isin", "reason", "note"),
				command("MintCash", "mint-cash [recipient] [amount]", "Issue cash up to the bank's cap", "recipient", "amount"),
				command("BurnCash", "burn-cash [amount]", "Take the bank's own cash out of circulation", "amount"),
				command("SettleDirect", "settle-direct [receiver] [isin] [face] [cash] [trade-reference]", "Exchange bonds for cash; both parties sign", "receiver", "isin", "face", "cash", "trade_reference"),
				command("ReleaseSuspense", "release-suspense [owner]", "Move to an owner what is held in suspense", "owner"),
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
