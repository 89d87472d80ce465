package app_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/gogoproto/proto"
	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"
	protov2 "google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"cosmossdk.io/api/amino"
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"
	msgv1 "cosmossdk.io/api/cosmos/msg/v1"
	"cosmossdk.io/log/v2"

	ibcexported "github.com/cosmos/ibc-go/v11/modules/core/exported"

	"github.com/cosmos/cosmos-sdk/store/v2/rootmulti"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	authzkeeper "github.com/cosmos/cosmos-sdk/x/authz/keeper"

	"github.com/kokusai-chain/kokusai/app"
	"github.com/kokusai-chain/kokusai/cmd/kokusaid/cmd"
	"github.com/kokusai-chain/kokusai/testutil"
)

// flow says what coins a message can move, and what keeps bonds and cash in bounds when it does.
type flow string

const (
	none     flow = "no coins move"
	named    flow = "coins are named, none move"
	inner    flow = "what its inner messages move, each judged as if it came alone"
	stake    flow = "the stake token only: staking and its rewards know no other"
	deposits flow = "what governance accepts as deposit: judged in, to suspense on the way back"
	judged   flow = "any coin: judged by the send restriction"
	vested   flow = "any coin: judged by the send restriction, and no registered investor's account can come to vest"
	packets  flow = "any coin abroad or home: judged by the gate and the send restriction"
	bonds    flow = "bonds and cash, by the rules of the module that serves it and the send restriction"
)

// class is how a message is classified: the fields that sign it, and what coins flow.
type class struct {
	signers string
	flow    flow
}

// messages classifies every message of the binary. A new one belongs here before it belongs on a chain.
var messages = map[string]class{
	"cosmos.auth.v1beta1.MsgUpdateParams":   {"authority", none},
	"cosmos.authz.v1beta1.MsgExec":          {"grantee", inner},
	"cosmos.authz.v1beta1.MsgGrant":         {"granter", none},
	"cosmos.authz.v1beta1.MsgRevoke":        {"granter", none},
	"cosmos.bank.v1beta1.MsgMultiSend":      {"inputs", judged},
	"cosmos.bank.v1beta1.MsgSend":           {"from_address", judged},
	"cosmos.bank.v1beta1.MsgSetSendEnabled": {"authority", none},
	"cosmos.bank.v1beta1.MsgUpdateParams":   {"authority", none},
	"cosmos.consensus.v1.MsgUpdateParams":   {"authority", none},

	"cosmos.distribution.v1beta1.MsgCommunityPoolSpend":          {"authority", judged},
	"cosmos.distribution.v1beta1.MsgDepositValidatorRewardsPool": {"depositor", judged},
	"cosmos.distribution.v1beta1.MsgFundCommunityPool":           {"depositor", judged},
	"cosmos.distribution.v1beta1.MsgSetWithdrawAddress":          {"delegator_address", none},
	"cosmos.distribution.v1beta1.MsgUpdateParams":                {"authority", none},
	"cosmos.distribution.v1beta1.MsgWithdrawDelegatorReward":     {"delegator_address", stake},
	"cosmos.distribution.v1beta1.MsgWithdrawValidatorCommission": {"validator_address", stake},

	"cosmos.evidence.v1beta1.MsgSubmitEvidence":  {"submitter", none},
	"cosmos.feegrant.v1beta1.MsgGrantAllowance":  {"granter", none},
	"cosmos.feegrant.v1beta1.MsgPruneAllowances": {"pruner", none},
	"cosmos.feegrant.v1beta1.MsgRevokeAllowance": {"granter", none},

	"cosmos.gov.v1.MsgCancelProposal":      {"proposer", deposits},
	"cosmos.gov.v1.MsgDeposit":             {"depositor", deposits},
	"cosmos.gov.v1.MsgExecLegacyContent":   {"authority", inner},
	"cosmos.gov.v1.MsgSubmitProposal":      {"proposer", deposits},
	"cosmos.gov.v1.MsgUpdateParams":        {"authority", named},
	"cosmos.gov.v1.MsgVote":                {"voter", none},
	"cosmos.gov.v1.MsgVoteWeighted":        {"voter", none},
	"cosmos.gov.v1beta1.MsgDeposit":        {"depositor", deposits},
	"cosmos.gov.v1beta1.MsgSubmitProposal": {"proposer", deposits},
	"cosmos.gov.v1beta1.MsgVote":           {"voter", none},
	"cosmos.gov.v1beta1.MsgVoteWeighted":   {"voter", none},

	"cosmos.mint.v1beta1.MsgUpdateParams":                    {"authority", none},
	"cosmos.slashing.v1beta1.MsgUnjail":                      {"validator_addr", none},
	"cosmos.slashing.v1beta1.MsgUpdateParams":                {"authority", none},
	"cosmos.staking.v1beta1.MsgBeginRedelegate":              {"delegator_address", stake},
	"cosmos.staking.v1beta1.MsgCancelUnbondingDelegation":    {"delegator_address", stake},
	"cosmos.staking.v1beta1.MsgCreateValidator":              {"validator_address", stake},
	"cosmos.staking.v1beta1.MsgDelegate":                     {"delegator_address", stake},
	"cosmos.staking.v1beta1.MsgEditValidator":                {"validator_address", none},
	"cosmos.staking.v1beta1.MsgUndelegate":                   {"delegator_address", stake},
	"cosmos.staking.v1beta1.MsgUpdateParams":                 {"authority", none},
	"cosmos.upgrade.v1beta1.MsgCancelUpgrade":                {"authority", none},
	"cosmos.upgrade.v1beta1.MsgSoftwareUpgrade":              {"authority", none},
	"cosmos.vesting.v1beta1.MsgCreatePeriodicVestingAccount": {"from_address", vested},
	"cosmos.vesting.v1beta1.MsgCreatePermanentLockedAccount": {"from_address", vested},
	"cosmos.vesting.v1beta1.MsgCreateVestingAccount":         {"from_address", vested},

	"ibc.applications.gmp.v1.MsgSendCall":                                             {"sender", none}, // the other chain's messages move the other chain's coins
	"ibc.applications.interchain_accounts.controller.v1.MsgRegisterInterchainAccount": {"owner", none},
	"ibc.applications.interchain_accounts.controller.v1.MsgSendTx":                    {"owner", none}, // as above
	"ibc.applications.interchain_accounts.controller.v1.MsgUpdateParams":              {"signer", none},
	"ibc.applications.interchain_accounts.host.v1.MsgModuleQuerySafe":                 {"signer", none},
	"ibc.applications.interchain_accounts.host.v1.MsgUpdateParams":                    {"signer", none},
	"ibc.applications.rate_limiting.v1.MsgAddRateLimit":                               {"signer", none},
	"ibc.applications.rate_limiting.v1.MsgRemoveRateLimit":                            {"signer", none},
	"ibc.applications.rate_limiting.v1.MsgResetRateLimit":                             {"signer", none},
	"ibc.applications.rate_limiting.v1.MsgUpdateRateLimit":                            {"signer", none},
	"ibc.applications.transfer.v1.MsgTransfer":                                        {"sender", packets},
	"ibc.applications.transfer.v1.MsgUpdateParams":                                    {"signer", none},
	"ibc.core.channel.v1.MsgAcknowledgement":                                          {"signer", packets},
	"ibc.core.channel.v1.MsgChannelCloseConfirm":                                      {"signer", none},
	"ibc.core.channel.v1.MsgChannelCloseInit":                                         {"signer", none},
	"ibc.core.channel.v1.MsgChannelOpenAck":                                           {"signer", none},
	"ibc.core.channel.v1.MsgChannelOpenConfirm":                                       {"signer", none},
	"ibc.core.channel.v1.MsgChannelOpenInit":                                          {"signer", none},
	"ibc.core.channel.v1.MsgChannelOpenTry":                                           {"signer", none},
	"ibc.core.channel.v1.MsgRecvPacket":                                               {"signer", packets},
	"ibc.core.channel.v1.MsgTimeout":                                                  {"signer", packets},
	"ibc.core.channel.v1.MsgTimeoutOnClose":                                           {"signer", packets},
	"ibc.core.channel.v2.MsgAcknowledgement":                                          {"signer", packets},
	"ibc.core.channel.v2.MsgRecvPacket":                                               {"signer", packets},
	"ibc.core.channel.v2.MsgSendPacket":                                               {"signer", packets},
	"ibc.core.channel.v2.MsgTimeout":                                                  {"signer", packets},
	"ibc.core.client.v1.MsgCreateClient":                                              {"signer", none},
	"ibc.core.client.v1.MsgDeleteClientCreator":                                       {"signer", none},
	"ibc.core.client.v1.MsgIBCSoftwareUpgrade":                                        {"signer", none},
	"ibc.core.client.v1.MsgRecoverClient":                                             {"signer", none},
	"ibc.core.client.v1.MsgUpdateClient":                                              {"signer", none},
	"ibc.core.client.v1.MsgUpdateParams":                                              {"signer", none},
	"ibc.core.client.v1.MsgUpgradeClient":                                             {"signer", none},
	"ibc.core.client.v2.MsgRegisterCounterparty":                                      {"signer", none},
	"ibc.core.client.v2.MsgUpdateClientConfig":                                        {"signer", none},
	"ibc.core.connection.v1.MsgConnectionOpenAck":                                     {"signer", none},
	"ibc.core.connection.v1.MsgConnectionOpenConfirm":                                 {"signer", none},
	"ibc.core.connection.v1.MsgConnectionOpenInit":                                    {"signer", none},
	"ibc.core.connection.v1.MsgConnectionOpenTry":                                     {"signer", none},
	"ibc.core.connection.v1.MsgUpdateParams":                                          {"signer", none},

	"kokusai.bond.v1.MsgCall":                {"authority", none},
	"kokusai.bond.v1.MsgFreezeSeries":        {"authority", none},
	"kokusai.bond.v1.MsgUnfreezeSeries":      {"authority", none},
	"kokusai.bond.v1.MsgProposeExtension":    {"authority", none},
	"kokusai.bond.v1.MsgVote":                {"voter", none},
	"kokusai.bond.v1.MsgSeparate":            {"holder", bonds},
	"kokusai.bond.v1.MsgRecombine":           {"holder", bonds},
	"kokusai.bond.v1.MsgClaim":               {"sender", bonds},
	"kokusai.bond.v1.MsgFundPayments":        {"funder", bonds},
	"kokusai.bond.v1.MsgOpenSeries":          {"authority", none},
	"kokusai.bond.v1.MsgSetReference":        {"authority", none},
	"kokusai.bond.v1.MsgPublishFixing":       {"source", none},
	"kokusai.bond.v1.MsgPlaceDirect":         {"authority buyer", bonds},
	"kokusai.bond.v1.MsgRedeem":              {"sender", bonds},
	"kokusai.bond.v1.MsgRegisterIssuer":      {"authority", none},
	"kokusai.bond.v1.MsgUpdateIssuer":        {"authority", none},
	"kokusai.bond.v1.MsgUpdateParams":        {"authority", none},
	"kokusai.bond.v1.MsgWithdrawUnusedFunds": {"authority", bonds},

	"kokusai.bond.auction.v1.MsgAnnounce":            {"authority", none},
	"kokusai.bond.auction.v1.MsgBidSecondRound":      {"bidder", bonds},
	"kokusai.bond.auction.v1.MsgCancel":              {"authority", none},
	"kokusai.bond.auction.v1.MsgCommitBid":           {"bidder", bonds},
	"kokusai.bond.auction.v1.MsgFund":                {"funder", bonds},
	"kokusai.bond.auction.v1.MsgRegisterParticipant": {"authority", none},
	"kokusai.bond.auction.v1.MsgReject":              {"authority", none},
	"kokusai.bond.auction.v1.MsgRemoveParticipant":   {"authority", none},
	"kokusai.bond.auction.v1.MsgRevealBid":           {"bidder", bonds},
	"kokusai.bond.auction.v1.MsgSetReferences":       {"authority", none},
	"kokusai.bond.auction.v1.MsgUpdateParams":        {"authority", none},
	"kokusai.bond.auction.v1.MsgWithdrawBid":         {"bidder", bonds},

	"kokusai.bond.offering.v1.MsgAgreeTrade":        {"seller buyer", bonds},
	"kokusai.bond.offering.v1.MsgCancelTrade":       {"seller buyer", bonds},
	"kokusai.bond.offering.v1.MsgDissolveSyndicate": {"authority", bonds},
	"kokusai.bond.offering.v1.MsgFormSyndicate":     {"authority", none},
	"kokusai.bond.offering.v1.MsgPayShare":          {"payer", bonds},
	"kokusai.bond.offering.v1.MsgUpdateParams":      {"authority", none},
	"kokusai.custody.v1.MsgApproveChannel":          {"authority", none},
	"kokusai.custody.v1.MsgBurnCash":                {"issuer", bonds},
	"kokusai.custody.v1.MsgFreezeAccount":           {"signer", none},
	"kokusai.custody.v1.MsgFreezeSeries":            {"authority", none},
	"kokusai.custody.v1.MsgGrantLicence":            {"authority", none},
	"kokusai.custody.v1.MsgMintCash":                {"issuer", bonds},
	"kokusai.custody.v1.MsgRegisterInvestor":        {"custodian", none},
	"kokusai.custody.v1.MsgReleaseSuspense":         {"signer", bonds},
	"kokusai.custody.v1.MsgRemoveInvestor":          {"custodian", none},
	"kokusai.custody.v1.MsgRevokeChannel":           {"authority", none},
	"kokusai.custody.v1.MsgSetLicenceStatus":        {"authority", none},
	"kokusai.custody.v1.MsgSetTransferRules":        {"authority", none},
	"kokusai.custody.v1.MsgSettleDirect":            {"deliverer receiver", bonds},
	"kokusai.custody.v1.MsgUnfreezeAccount":         {"signer", none},
	"kokusai.custody.v1.MsgUnfreezeSeries":          {"authority", none},
	"kokusai.custody.v1.MsgUpdateInvestor":          {"custodian", none},
	"kokusai.custody.v1.MsgUpdateParams":            {"authority", none},

	"kokusai.custody.reserve.v1.MsgAttest":            {"attester", none},
	"kokusai.custody.reserve.v1.MsgBurn":              {"institution", bonds},
	"kokusai.custody.reserve.v1.MsgChallengeMint":     {"challenger", none},
	"kokusai.custody.reserve.v1.MsgConfirmRedemption": {"institution", bonds},
	"kokusai.custody.reserve.v1.MsgDeclineRedemption": {"institution", bonds},
	"kokusai.custody.reserve.v1.MsgMint":              {"institution", bonds},
	"kokusai.custody.reserve.v1.MsgRemoveReserve":     {"authority", none},
	"kokusai.custody.reserve.v1.MsgRequestRedemption": {"holder", bonds},
	"kokusai.custody.reserve.v1.MsgSetReserve":        {"authority", none},
	"kokusai.custody.reserve.v1.MsgUpdateParams":      {"authority", none},

	"kokusai.collateral.v1.MsgAddCollateral":        {"owner", bonds},
	"kokusai.collateral.v1.MsgBorrow":               {"owner", bonds},
	"kokusai.collateral.v1.MsgCreateMarket":         {"authority", none},
	"kokusai.collateral.v1.MsgPause":                {"guardian", none},
	"kokusai.collateral.v1.MsgPayReserve":           {"authority", bonds},
	"kokusai.collateral.v1.MsgSetRiskTerms":         {"authority", none},
	"kokusai.collateral.v1.MsgTransferPosition":     {"owner recipient", bonds},
	"kokusai.collateral.v1.MsgReleaseCollateral":    {"owner", bonds},
	"kokusai.collateral.v1.MsgRepay":                {"payer", bonds},
	"kokusai.collateral.oracle.v1.MsgSetSpread":     {"authority", none},
	"kokusai.collateral.oracle.v1.MsgUpdateParams":  {"authority", none},
	"kokusai.collateral.v1.MsgSetCurve":             {"authority", none},
	"kokusai.collateral.v1.MsgSetFx":                {"authority", none},
	"kokusai.collateral.v1.MsgSetHaircuts":          {"authority", none},
	"kokusai.collateral.v1.MsgSupply":               {"supplier", bonds},
	"kokusai.collateral.v1.MsgUpdateMarket":         {"authority", none},
	"kokusai.collateral.v1.MsgUpdateParams":         {"authority", none},
	"kokusai.collateral.v1.MsgWithdraw":             {"supplier", bonds},
	"kokusai.collateral.funding.v1.MsgAnnounce":     {"lender", bonds},
	"kokusai.collateral.funding.v1.MsgCancel":       {"lender", bonds},
	"kokusai.collateral.funding.v1.MsgCommitBid":    {"bidder", bonds},
	"kokusai.collateral.funding.v1.MsgRevealBid":    {"bidder", none},
	"kokusai.collateral.funding.v1.MsgUpdateParams": {"authority", none},
	"kokusai.collateral.funding.v1.MsgWithdrawBid":  {"bidder", bonds},

	"kokusai.collateral.repo.v1.MsgAccept":        {"accepter", bonds},
	"kokusai.collateral.repo.v1.MsgBuy":           {"buyer", bonds},
	"kokusai.collateral.repo.v1.MsgCallMargin":    {"caller", bonds},
	"kokusai.collateral.repo.v1.MsgCloseOut":      {"giver", bonds},
	"kokusai.collateral.repo.v1.MsgGiveNotice":    {"party", none},
	"kokusai.collateral.repo.v1.MsgOffer":         {"offerer", named},
	"kokusai.collateral.repo.v1.MsgPassIncome":    {"caller", bonds},
	"kokusai.collateral.repo.v1.MsgPayDown":       {"payer", bonds},
	"kokusai.collateral.repo.v1.MsgSetBasket":     {"authority", none},
	"kokusai.collateral.repo.v1.MsgSetInventory":  {"giver", none},
	"kokusai.collateral.repo.v1.MsgSettleEnd":     {"giver", bonds},
	"kokusai.collateral.repo.v1.MsgSubstitute":    {"giver", bonds},
	"kokusai.collateral.repo.v1.MsgTerminate":     {"party", bonds},
	"kokusai.collateral.repo.v1.MsgUpdateParams":  {"authority", named},
	"kokusai.collateral.repo.v1.MsgWithdrawOffer": {"offerer", none},

	"kokusai.custody.v1.MsgAcceptClients":    {"successor", none},
	"kokusai.custody.v1.MsgAppointSuccessor": {"signer", none},
	"kokusai.custody.v1.MsgSetParent":        {"authority", none},
	"kokusai.custody.v1.MsgSetPilot":         {"authority", none},

	"kokusai.custody.settlement.v1.MsgAffirm":       {"party", bonds},
	"kokusai.custody.settlement.v1.MsgBuyIn":        {"receiver seller", bonds},
	"kokusai.custody.settlement.v1.MsgCancel":       {"party", none},
	"kokusai.custody.settlement.v1.MsgCloseFail":    {"party", bonds},
	"kokusai.custody.settlement.v1.MsgHold":         {"party", none},
	"kokusai.custody.settlement.v1.MsgInstruct":     {"party", bonds},
	"kokusai.custody.settlement.v1.MsgPropose":      {"proposer", named},
	"kokusai.custody.settlement.v1.MsgRelease":      {"party", bonds},
	"kokusai.custody.settlement.v1.MsgSettleBatch":  {"party", bonds},
	"kokusai.custody.settlement.v1.MsgUpdateParams": {"authority", none},

	"kokusai.custody.omnibus.v1.MsgBookTransfer": {"custodian", named},
	"kokusai.custody.omnibus.v1.MsgCloseClient":  {"custodian", none},
	"kokusai.custody.omnibus.v1.MsgCredit":       {"custodian", named},
	"kokusai.custody.omnibus.v1.MsgDebit":        {"custodian", named},
	"kokusai.custody.omnibus.v1.MsgMoveClients":  {"custodian", bonds},
	"kokusai.custody.omnibus.v1.MsgOpenClient":   {"custodian", none},
	"kokusai.custody.omnibus.v1.MsgPassDown":     {"signer", none},
	"kokusai.custody.omnibus.v1.MsgUpdateClient": {"custodian", none},

	"kokusai.custody.control.v1.MsgApprove":      {"approver", bonds},
	"kokusai.custody.control.v1.MsgExecute":      {"signer", bonds},
	"kokusai.custody.control.v1.MsgPropose":      {"proposer", named},
	"kokusai.custody.control.v1.MsgUpdateParams": {"authority", none},
	"kokusai.custody.control.v1.MsgWithdraw":     {"signer", none},

	"kokusai.collateral.liquidation.v1.MsgBid":              {"bidder", bonds},
	"kokusai.collateral.liquidation.v1.MsgDepositBackstop":  {"depositor", bonds},
	"kokusai.collateral.liquidation.v1.MsgFundInsurance":    {"funder", bonds},
	"kokusai.collateral.liquidation.v1.MsgUpdateParams":     {"authority", none},
	"kokusai.collateral.liquidation.v1.MsgWithdrawBackstop": {"depositor", bonds},

	"kokusai.carry.v1.MsgCancelQuote":    {"dealer", bonds},
	"kokusai.carry.v1.MsgClose":          {"owner", bonds},
	"kokusai.carry.v1.MsgConvertBack":    {"owner", bonds},
	"kokusai.carry.v1.MsgFillQuote":      {"taker", bonds},
	"kokusai.carry.v1.MsgOpen":           {"owner", bonds},
	"kokusai.carry.v1.MsgPostQuote":      {"dealer", bonds},
	"kokusai.carry.v1.MsgRefreshVenue":   {"sender", none},
	"kokusai.carry.v1.MsgRegisterVenue":  {"authority", none},
	"kokusai.carry.v1.MsgReopenVenue":    {"sender", none},
	"kokusai.carry.v1.MsgResolve":        {"authority", bonds},
	"kokusai.carry.v1.MsgRetry":          {"sender", bonds},
	"kokusai.carry.v1.MsgSetVenueStatus": {"authority", none},
	"kokusai.carry.v1.MsgSettle":         {"owner", bonds},
	"kokusai.carry.v1.MsgSweep":          {"sender", bonds},
	"kokusai.carry.v1.MsgUpdateParams":   {"authority", none},
	"kokusai.carry.v1.MsgUpdateVenue":    {"authority", none},
	"kokusai.carry.v1.MsgWriteOff":       {"owner", bonds},
}

// stores names the store of every module, empty for those without state.
var stores = map[string]string{
	"auth": "acc", "bank": "bank", "staking": "staking", "mint": "mint", "distribution": "distribution", "slashing": "slashing",
	"gov": "gov", "evidence": "evidence", "upgrade": "upgrade", "authz": authzkeeper.StoreKey, "feegrant": "feegrant",
	"consensus": "consensus", "genutil": "", "vesting": "",
	"ibc": ibcexported.StoreKey, "transfer": "transfer", "interchainaccounts": "icacontroller icahost", "gmp": "gmp",
	"packetfowardmiddleware": "packetfowardmiddleware", "ratelimit": "ratelimit", "06-solomachine": "", "07-tendermint": "",
	"bond":        "bond",
	"auction":     "auction",
	"offering":    "offering",
	"custody":     "custody",
	"omnibus":     "omnibus",
	"control":     "control",
	"reserve":     "reserve",
	"settlement":  "settlement",
	"collateral":  "collateral",
	"oracle":      "oracle",
	"liquidation": "liquidation",
	"repo":        "repo",
	"funding":     "funding",
	"carry":       "carry",
}

const (
	mints  = authtypes.Minter
	burns  = authtypes.Burner
	stakes = authtypes.Staking
)

// permissions says what each module's account may do to supply.
var permissions = map[string][]string{
	"fee_collector": nil, "distribution": nil, "mint": {mints}, "bonded_tokens_pool": {burns, stakes}, "not_bonded_tokens_pool": {burns, stakes},
	"gov": {burns}, "transfer": {mints, burns}, "interchainaccounts": nil, "gmp": nil,
	"bond":        {mints, burns},
	"auction":     nil,
	"offering":    nil,
	"custody":     {mints, burns},
	"omnibus":     nil,
	"reserve":     nil,
	"collateral":  nil,
	"liquidation": nil,
	"repo":        nil,
	"funding":     nil,
	"carry":       nil,
}

func newApp() *app.App {
	return app.New(log.NewNopLogger(), dbm.NewMemDB(), true, simtestutil.EmptyAppOptions{})
}

func descriptor[D protoreflect.Descriptor](t *testing.T, name protoreflect.FullName) D {
	t.Helper()
	found, err := proto.HybridResolver.FindDescriptorByName(name)
	require.NoError(t, err)
	return found.(D)
}

// carriesCoins tells whether a coin stands anywhere in a message, inner messages aside.
func carriesCoins(message protoreflect.MessageDescriptor, seen ...protoreflect.FullName) bool {
	if message.FullName() == "cosmos.base.v1beta1.Coin" {
		return true
	}
	if slices.Contains(seen, message.FullName()) {
		return false
	}
	fields := message.Fields()
	for i := range fields.Len() {
		if field := fields.Get(i).Message(); field != nil && carriesCoins(field, append(seen, message.FullName())...) {
			return true
		}
	}
	return false
}

func TestEveryMessageIsClassified(t *testing.T) {
	kokusai := newApp()
	left := map[string]class{}
	for name, class := range messages {
		left[name] = class
	}
	for _, url := range kokusai.InterfaceRegistry().ListImplementations(sdk.MsgInterfaceProtoName) {
		name := strings.TrimPrefix(url, "/")
		class, known := left[name]
		require.True(t, known, "classify %s: who signs it, and what coins flow?", name)
		delete(left, name)

		require.NotNil(t, kokusai.MsgServiceRouter().HandlerByTypeURL(url), "%s has no handler", name)
		message := descriptor[protoreflect.MessageDescriptor](t, protoreflect.FullName(name))
		signers := protov2.GetExtension(message.Options(), msgv1.E_Signer).([]string)
		require.Equal(t, class.signers, strings.Join(signers, " "), "%s is signed by others", name)
		if carriesCoins(message) {
			require.NotEqual(t, none, class.flow, "%s carries coins", name)
		}
		if strings.HasPrefix(name, "kokusai.") {
			wallet := protov2.GetExtension(message.Options(), amino.E_Name).(string)
			require.NotEmpty(t, wallet, name)
			require.LessOrEqual(t, len(wallet), 39, "%s: hardware wallets show no more of %s", name, wallet)
		}
	}
	require.Empty(t, left, "the binary has no such messages")
}

func TestEveryRPCHasACommand(t *testing.T) {
	root, err := cmd.NewRootCmd()
	require.NoError(t, err)
	modules := newApp().ModuleManager.Modules
	for _, name := range []string{
		"bond", "auction", "offering", "custody", "omnibus", "control", "reserve", "settlement",
		"collateral", "oracle", "liquidation", "repo", "funding", "carry",
	} {
		options := modules[name].(interface {
			AutoCLIOptions() *autocliv1.ModuleOptions
		}).AutoCLIOptions()
		for group, service := range map[string]*autocliv1.ServiceCommandDescriptor{"tx": options.Tx, "query": options.Query} {
			methods := descriptor[protoreflect.ServiceDescriptor](t, protoreflect.FullName(service.Service)).Methods()
			for i := range methods.Len() {
				rpc := string(methods.Get(i).Name())
				require.NotNil(t, find(root, group, name, commandOf(rpc, service)), "%s %s has no command for %s", group, name, rpc)
			}
		}
	}
}

// commandOf is the name of the command of an rpc: what AutoCLI was told, or the rpc's own name with hyphens.
func commandOf(rpc string, service *autocliv1.ServiceCommandDescriptor) string {
	for _, option := range service.RpcCommandOptions {
		if option.RpcMethod == rpc && option.Use != "" {
			return strings.Fields(option.Use)[0]
		}
	}
	var words strings.Builder
	for i, r := range rpc {
		if i > 0 && r >= 'A' && r <= 'Z' {
			words.WriteByte('-')
		}
		words.WriteRune(r)
	}
	return strings.ToLower(words.String())
}

func find(command *cobra.Command, path ...string) *cobra.Command {
	for _, name := range path {
		i := slices.IndexFunc(command.Commands(), func(c *cobra.Command) bool { return c.Name() == name })
		if i < 0 {
			return nil
		}
		command = command.Commands()[i]
	}
	return command
}

func TestNothingIsLeftOut(t *testing.T) {
	kokusai := newApp()
	keepers := reflect.ValueOf(kokusai.Keepers)
	for i := range keepers.NumField() {
		require.False(t, keepers.Field(i).IsZero(), "%s is not built", keepers.Type().Field(i).Name)
	}
	require.NotNil(t, kokusai.ModuleManager)
	require.NotNil(t, kokusai.TxConfig())

	var wanted []string
	for name := range kokusai.ModuleManager.Modules {
		store, known := stores[name]
		require.True(t, known, "where does %s keep its state?", name)
		wanted = append(wanted, strings.Fields(store)...)
	}
	require.Len(t, stores, len(kokusai.ModuleManager.Modules), "the binary has no such module")
	require.ElementsMatch(t, wanted, kokusai.StoreNames())

	chain := testutil.NewSingleChain(t, testutil.Day("2026-01-07"))
	multi, ok := chain.Kokusai.CommitMultiStore().(*rootmulti.Store)
	require.True(t, ok)
	committed, err := multi.GetCommitInfo(chain.Kokusai.LastBlockHeight())
	require.NoError(t, err)
	var mounted []string
	for _, store := range committed.StoreInfos {
		mounted = append(mounted, store.Name)
	}
	require.Subset(t, mounted, wanted, "a store with a key is not mounted")
}

func TestModuleAccounts(t *testing.T) {
	kokusai := newApp()
	require.Len(t, app.ModuleAccounts, len(permissions))
	for name, allowed := range permissions {
		given, known := app.ModuleAccounts[name]
		require.True(t, known, name)
		require.ElementsMatch(t, allowed, given, name)
		require.Equal(t, name != "gov", app.BlockedAddresses()[authtypes.NewModuleAddress(name).String()], name)
		require.Equal(t, name != "gov", kokusai.BankKeeper.BlockedAddr(authtypes.NewModuleAddress(name)), name)
		require.Contains(t, app.RegulatedHolders(), name)
	}
	require.Len(t, app.RegulatedHolders(), len(permissions), "a stranger may hold regulated assets")
}
