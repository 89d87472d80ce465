package custody

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/cli"
)

// AutoCLIOptions gives every rpc a command.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service:              types.Query_serviceDesc.ServiceName,
			EnhanceCustomCommand: true,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cli.Command("Params", "params", "Show the limits"),
				cli.Command("Licence", "licence [holder]", "Show a custodian's licence, or with --denom a cash issuer's", "holder"),
				cli.Command("Licences", "licences", "List all licences"),
				cli.Command("Investor", "investor [account]", "Show a registered investor", "account"),
				cli.Command("Investors", "investors [custodian]", "List the investors of a custodian", "custodian"),
				cli.Command("TransferRules", "transfer-rules [isin]", "Show who may hold a series", "isin"),
				cli.Command("Channels", "channels [isin]", "List the channels over which a series may leave", "isin"),
				cli.Command("CanTransfer", "can-transfer [from] [to] [denom] [amount]", "Say whether a transfer would reach its receiver, and else why not", "from", "to", "denom", "amount"),
				cli.Command("Holding", "holding [owner] [denom]", "Show a balance and how much of it is free", "owner", "denom"),
				cli.Command("Pledges", "pledges [owner]", "List what an owner has pledged", "owner"),
				cli.Command("Suspense", "suspense [owner]", "List what is held in suspense for an owner", "owner"),
				cli.Command("SuspenseAll", "suspense-all", "List everything held in suspense"),
				cli.Command("OverrideRegister", "overrides", "List all overrides, or with --subject those of an account or a series"),
				cli.Command("OverrideCounts", "override-counts", "Show how often each action of the register was taken"),
				cli.Command("Statement", "statement [account]", "Draw up a statement of an account, as of a block with --height", "account"),
				cli.Command("HolderRegister", "holder-register [isin]", "List who holds a series, and whether for itself or for clients, as of a block with --height", "isin"),
				cli.Command("Reservations", "reservations [owner]", "List what is set aside of an owner's holdings", "owner"),
				cli.Command("Concentration", "concentration [isin]", "Show what the clients of each custodian hold of a counted series", "isin"),
				cli.Command("Census", "census [isin]", "Show what the residents of each jurisdiction hold of a counted series", "isin"),
				cli.Command("SubCustodians", "sub-custodians", "List the participants, or with --parent the custodians below one"),
				cli.Command("CashIssuance", "cash-issuance [denom]", "Show which banks issued a cash denom, and how much", "denom"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: types.Msg_serviceDesc.ServiceName,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cli.Proposal("UpdateParams", "update-params [params]", "Set the limits", "params"),
				cli.Proposal("GrantLicence", "grant-licence [licence]", "License a custodian or a cash issuer", "licence"),
				cli.Proposal("SetLicenceStatus", "set-licence-status [holder] [status]", "Suspend, restore or revoke a licence", "holder", "status"),
				cli.Command("RegisterInvestor", "register-investor [account] [book] [class] [jurisdiction] [tax-class] [expiry]", "Admit an account as an investor", "account", "book", "investor_class", "jurisdiction", "tax_class", "expiry"),
				cli.Command("UpdateInvestor", "update-investor [account] [class] [jurisdiction] [tax-class] [expiry]", "Replace what is registered of an investor", "account", "investor_class", "jurisdiction", "tax_class", "expiry"),
				cli.Command("RemoveInvestor", "remove-investor [account]", "End the registration of an account without bonds", "account"),
				cli.Command("FreezeAccount", "freeze-account [account] [reason] [note]", "Stop an account from sending and receiving", "account", "reason", "note"),
				cli.Command("UnfreezeAccount", "unfreeze-account [account] [reason] [note]", "Lift the freeze of an account", "account", "reason", "note"),
				cli.Proposal("SetParent", "set-parent [custodian]", "Put a custodian below the one of --parent, or at the central book", "custodian"),
				cli.Command("AppointSuccessor", "appoint-successor [custodian] [successor] [note]", "Begin to wind a custodian down; an empty successor calls it off", "custodian", "successor", "note"),
				cli.Command("AcceptClients", "accept-clients [custodian]", "Take a bounded number of clients of a custodian whose successor one is", "custodian"),
				cli.Proposal("SetPilot", "set-pilot [isin] [pilot]", "Begin or raise the pilot of a series, or end it with {}", "isin", "pilot"),
				cli.Command("SetTransferRules", "set-transfer-rules [rules]", "Say who may hold a series that has no rules yet", "rules"),
				cli.Command("ApproveChannel", "approve-channel [isin] [channel] [paying-agent]", "Let a series leave over a channel", "isin", "channel_id", "paying_agent"),
				cli.Command("RevokeChannel", "revoke-channel [isin] [channel]", "Stop departures of a series over a channel", "isin", "channel_id"),
				cli.Command("FreezeSeries", "freeze-series [isin] [reason] [note]", "Stop every transfer of a series", "isin", "reason", "note"),
				cli.Command("UnfreezeSeries", "unfreeze-series [isin] [reason] [note]", "Lift the freeze of a series", "isin", "reason", "note"),
				cli.Command("MintCash", "mint-cash [recipient] [amount]", "Issue cash up to the bank's cap", "recipient", "amount"),
				cli.Command("BurnCash", "burn-cash [amount]", "Take the bank's own cash out of circulation", "amount"),
				cli.Command("SettleDirect", "settle-direct [receiver] [isin] [face] [cash] [trade-reference]", "Exchange bonds for cash; both parties sign", "receiver", "isin", "face", "cash", "trade_reference"),
				cli.Command("ReleaseSuspense", "release-suspense [owner]", "Move to an owner what is held in suspense", "owner"),
			},
		},
	}
}
