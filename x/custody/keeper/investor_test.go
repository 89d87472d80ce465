package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"

	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	"github.com/kokusai-chain/kokusai/x/custody/types"
)

func TestRegisterInvestor(t *testing.T) {
	f := testutil.NewMarket(t)
	f.Issue(f.Stranger, 1)                           // opens a suspense account
	f.Fund(f.Stranger, sdk.NewInt64Coin("ukoku", 1)) // opens the account of a module that x/custody was not told of
	for name, c := range map[string]struct {
		change func(*types.MsgRegisterInvestor)
		err    error
	}{
		"no licence":      {func(m *types.MsgRegisterInvestor) { m.Custodian = f.Dealer.String() }, types.ErrLicenceNotActive},
		"bad custodian":   {func(m *types.MsgRegisterInvestor) { m.Custodian = "x" }, types.ErrInvalidAddress},
		"bad account":     {func(m *types.MsgRegisterInvestor) { m.Account = "x" }, types.ErrInvalidAddress},
		"registered":      {func(m *types.MsgRegisterInvestor) { m.Account = f.Client.String() }, types.ErrInvestorExists},
		"of the rival":    {func(m *types.MsgRegisterInvestor) { m.Custodian, m.Account = f.Rival.String(), f.Client.String() }, types.ErrInvestorExists},
		"a module":        {func(m *types.MsgRegisterInvestor) { m.Account = authtypes.NewModuleAddress("carry").String() }, types.ErrInvalidAddress},
		"unlisted module": {func(m *types.MsgRegisterInvestor) { m.Account = authtypes.NewModuleAddress("faucet").String() }, types.ErrInvalidAddress},
		"an escrow": {func(m *types.MsgRegisterInvestor) {
			m.Account = transfertypes.GetEscrowAddress("transfer", testutil.Channel).String()
		}, types.ErrInvalidAddress},
		"suspense":         {func(m *types.MsgRegisterInvestor) { m.Account = types.SuspenseAddress(f.Stranger).String() }, types.ErrInvalidAddress},
		"own in customer":  {func(m *types.MsgRegisterInvestor) { m.Account = m.Custodian }, types.ErrInvalidInvestor},
		"book":             {func(m *types.MsgRegisterInvestor) { m.Book = types.BookUnspecified }, types.ErrInvalidInvestor},
		"expired":          {func(m *types.MsgRegisterInvestor) { m.Expiry = "2026-03-31" }, types.ErrInvalidDate},
		"too long":         {func(m *types.MsgRegisterInvestor) { m.Expiry = "2056-04-02" }, types.ErrInvalidDate},
		"year 9999":        {func(m *types.MsgRegisterInvestor) { m.Expiry = "9999-12-31" }, types.ErrInvalidDate},
		"personal data":    {func(m *types.MsgRegisterInvestor) { m.ReferenceHash = "Taro" }, types.ErrInvalidInvestor},
		"too many remotes": {func(m *types.MsgRegisterInvestor) { m.RemoteAccounts = remotes(17) }, types.ErrInvalidInvestor},
	} {
		t.Run(name, func(t *testing.T) {
			msg := f.Registration(testutil.Address("newcomer"), types.ClassRetail, "JP")
			c.change(msg)
			before := snapshot(t, f)
			require.ErrorIs(t, f.Atomically(func(ctx sdk.Context) error {
				_, err := f.Msgs.RegisterInvestor(ctx, msg)
				return err
			}), c.err)
			require.Equal(t, before, snapshot(t, f))
		})
	}
	own := f.Registration(f.Custodian, types.ClassInstitutional, "JP")
	own.Book = types.BookOwn
	_, err := f.Msgs.RegisterInvestor(f.Ctx, own)
	require.NoError(t, err)
}

func remotes(n int) (accounts []types.RemoteAccount) {
	for i := range n {
		accounts = append(accounts, types.RemoteAccount{ChannelId: testutil.Channel, Address: fmt.Sprintf("kokusai1remote%d", i)})
	}
	return accounts
}

func update(f *testutil.Fixture, account sdk.AccAddress, change func(*types.MsgUpdateInvestor)) error {
	msg := &types.MsgUpdateInvestor{
		Custodian: f.Custodian.String(), Account: account.String(), InvestorClass: types.ClassProfessional, Jurisdiction: "JP",
		TaxClass: types.TaxClassResidentIndividual, Expiry: "2027-01-01",
	}
	change(msg)
	return f.Atomically(func(ctx sdk.Context) error {
		_, err := f.Msgs.UpdateInvestor(ctx, msg)
		return err
	})
}

func TestUpdateInvestor(t *testing.T) {
	f := testutil.NewMarket(t)
	require.ErrorIs(t, f.Send(f.Dealer, f.Retail, bonds(1)), types.ErrClass)
	require.NoError(t, update(f, f.Retail, func(m *types.MsgUpdateInvestor) { m.RemoteAccounts = remotes(2) }))
	require.NoError(t, f.Send(f.Dealer, f.Retail, bonds(1)))
	res, err := f.Queries.Investor(f.Ctx, &types.QueryInvestorRequest{Account: f.Retail.String()})
	require.NoError(t, err)
	require.Equal(t, types.BookCustomer, res.Investor.Book)
	require.Equal(t, remotes(2), res.Investor.RemoteAccounts)

	require.ErrorIs(t, update(f, f.Client, func(m *types.MsgUpdateInvestor) { m.RemoteAccounts = remotes(1) }), types.ErrRemoteTaken)
	require.NoError(t, update(f, f.Retail, func(m *types.MsgUpdateInvestor) { m.RemoteAccounts = remotes(2)[1:] }), "keeping an account abroad is no conflict")
	require.NoError(t, update(f, f.Client, func(m *types.MsgUpdateInvestor) { m.RemoteAccounts = remotes(1) }))

	require.ErrorIs(t, update(f, f.Client, func(m *types.MsgUpdateInvestor) { m.Custodian = f.Rival.String() }), types.ErrUnauthorized)
	require.ErrorIs(t, update(f, f.Client, func(m *types.MsgUpdateInvestor) { m.Custodian = f.Client.String() }), types.ErrLicenceNotActive)
	require.ErrorIs(t, update(f, f.Stranger, func(*types.MsgUpdateInvestor) {}), types.ErrInvestorNotFound)
	require.ErrorIs(t, update(f, f.Client, func(m *types.MsgUpdateInvestor) { m.Expiry = "2025-01-01" }), types.ErrInvalidDate)
	require.ErrorIs(t, update(f, f.Client, func(m *types.MsgUpdateInvestor) { m.InvestorClass = 0 }), types.ErrInvalidInvestor)
	require.ErrorIs(t, update(f, f.Client, func(m *types.MsgUpdateInvestor) { m.Account = "x" }), types.ErrInvalidAddress)
	require.NoError(t, f.Keeper.Audit(f.Ctx))
}

func TestExpiryEndsReceivingOnItsDay(t *testing.T) {
	f := testutil.NewMarket(t)
	require.NoError(t, update(f, f.Client, func(m *types.MsgUpdateInvestor) { m.Expiry = "2026-04-02" }))
	f.SetDate(2026, 4, 2)
	require.NoError(t, f.Send(f.Dealer, f.Client, bonds(1)))
	f.SetDate(2026, 4, 3)
	require.ErrorIs(t, f.Send(f.Dealer, f.Client, bonds(1)), types.ErrExpired)
	require.NoError(t, f.Send(f.Client, f.Dealer, bonds(501)), "but an expired investor may sell")
}

func TestRemoveInvestor(t *testing.T) {
	f := testutil.NewMarket(t)
	remove := func(custodian, account sdk.AccAddress) error {
		return f.Atomically(func(ctx sdk.Context) error {
			_, err := f.Msgs.RemoveInvestor(ctx, &types.MsgRemoveInvestor{Custodian: custodian.String(), Account: account.String()})
			return err
		})
	}
	require.ErrorIs(t, remove(f.Custodian, f.Client), types.ErrInvestorHolds)
	require.ErrorIs(t, remove(f.Rival, f.Retail), types.ErrUnauthorized)
	require.ErrorIs(t, remove(f.Custodian, f.Stranger), types.ErrInvestorNotFound)
	f.Fund(f.Retail, sdk.NewInt64Coin("aaa", 1))
	f.Fund(f.Retail, sdk.NewInt64Coin("ibc/AA", 1))
	f.Issue(f.Retail, 1)
	require.ErrorIs(t, remove(f.Custodian, f.Retail), types.ErrInvestorHolds, "it is owed a bond in suspense")
	require.NoError(t, update(f, f.Abroad, func(m *types.MsgUpdateInvestor) { m.RemoteAccounts = remotes(1) }))
	require.NoError(t, remove(f.Custodian, f.Abroad), "cash needs no registration")
	require.ErrorIs(t, f.Send(f.Dealer, f.Abroad, bonds(1)), types.ErrNotRegistered)
	require.NoError(t, update(f, f.Client, func(m *types.MsgUpdateInvestor) { m.RemoteAccounts = remotes(1) }), "its account abroad is free again")
	require.NoError(t, f.Keeper.Audit(f.Ctx))
}

func TestRemovalDoesNotShakeOffAFreeze(t *testing.T) {
	f := testutil.NewMarket(t)
	_, err := f.Msgs.FreezeAccount(f.Ctx, &types.MsgFreezeAccount{Signer: f.Custodian.String(), Account: f.Abroad.String(), Reason: types.ReasonFraud})
	require.NoError(t, err)
	_, err = f.Msgs.RemoveInvestor(f.Ctx, &types.MsgRemoveInvestor{Custodian: f.Custodian.String(), Account: f.Abroad.String()})
	require.NoError(t, err)
	require.ErrorIs(t, f.Send(f.Abroad, f.Dealer, yen(1)), types.ErrSenderFrozen)
	f.Unfreeze(f.Abroad)
	require.NoError(t, f.Send(f.Abroad, f.Dealer, yen(1)))
}

func TestFreezes(t *testing.T) {
	f := testutil.NewMarket(t)
	freeze := func(signer, account sdk.AccAddress, reason types.ReasonCode, note string) error {
		_, err := f.Msgs.FreezeAccount(f.Ctx, &types.MsgFreezeAccount{Signer: signer.String(), Account: account.String(), Reason: reason, Note: note})
		return err
	}
	thaw := func(signer, account sdk.AccAddress) error {
		_, err := f.Msgs.UnfreezeAccount(f.Ctx, &types.MsgUnfreezeAccount{Signer: signer.String(), Account: account.String(), Reason: types.ReasonResolved})
		return err
	}
	require.ErrorIs(t, freeze(f.Custodian, f.Client, types.ReasonUnspecified, ""), types.ErrInvalidReason)
	require.ErrorIs(t, freeze(f.Rival, f.Client, types.ReasonFraud, ""), types.ErrUnauthorized)
	require.ErrorIs(t, freeze(f.Client, f.Dealer, types.ReasonFraud, ""), types.ErrLicenceNotActive)
	require.ErrorIs(t, freeze(f.Custodian, f.Stranger, types.ReasonFraud, ""), types.ErrInvestorNotFound)
	require.ErrorIs(t, freeze(f.Governance, authtypes.NewModuleAddress("bond"), types.ReasonFraud, ""), types.ErrInvalidAddress)
	require.ErrorIs(t, freeze(f.Governance, transfertypes.GetEscrowAddress("transfer", testutil.Channel), types.ReasonFraud, ""), types.ErrInvalidAddress)
	require.ErrorIs(t, thaw(f.Governance, f.Client), types.ErrNotFrozen)

	require.NoError(t, freeze(f.Custodian, f.Client, types.ReasonIdentity, "papers missing"))
	require.ErrorIs(t, freeze(f.Custodian, f.Client, types.ReasonIdentity, ""), types.ErrAlreadyFrozen)
	require.NoError(t, freeze(f.Governance, f.Client, types.ReasonCourtOrder, ""))
	require.NoError(t, thaw(f.Custodian, f.Client))
	require.ErrorIs(t, f.Send(f.Client, f.Dealer, bonds(1)), types.ErrSenderFrozen, "governance's freeze stays")
	require.ErrorIs(t, thaw(f.Custodian, f.Client), types.ErrUnauthorized)
	require.NoError(t, thaw(f.Governance, f.Client))
	require.NoError(t, f.Send(f.Client, f.Dealer, bonds(1)))
	require.NoError(t, freeze(f.Governance, f.Stranger, types.ReasonSanctions, ""), "governance may freeze anybody")
	freezeSeries(t, f)

	res, err := f.Queries.OverrideRegister(f.Ctx, &types.QueryOverrideRegisterRequest{Subject: f.Client.String()})
	require.NoError(t, err)
	require.Len(t, res.Overrides, 4)
	require.Equal(t, types.Override{
		Subject: f.Client.String(), Number: 1, Action: types.ActionFreezeAccount, By: f.Custodian.String(),
		Reason: types.ReasonIdentity, Note: "papers missing", Height: 10, Detail: "until 2026-04-04T03:00:00Z",
	}, res.Overrides[0])
	require.Equal(t, types.ActionUnfreezeAccount, res.Overrides[3].Action)
	all, err := f.Queries.OverrideRegister(f.Ctx, &types.QueryOverrideRegisterRequest{})
	require.NoError(t, err)
	require.Len(t, all.Overrides, 6)
	require.Equal(t, 6, f.Events("kokusai.custody.v1.EventOverridden"))
}

func TestSeriesFreezes(t *testing.T) {
	f := testutil.NewMarket(t)
	freeze := func(signer sdk.AccAddress, isin string) error {
		_, err := f.Msgs.FreezeSeries(f.Ctx, &types.MsgFreezeSeries{Authority: signer.String(), Isin: isin, Reason: types.ReasonCourtOrder})
		return err
	}
	require.ErrorIs(t, freeze(f.Governance, testutil.ISIN), types.ErrUnauthorized)
	require.ErrorIs(t, freeze(f.Ministry, "JP1103811S14"), types.ErrInvalidIdentifier)
	require.NoError(t, freeze(f.Ministry, testutil.ISIN))
	require.ErrorIs(t, freeze(f.Ministry, testutil.ISIN), types.ErrAlreadyFrozen)
	require.ErrorIs(t, f.Send(f.Dealer, f.Client, bonds(1)), types.ErrSeriesFrozen)
	f.Issue(f.Client, 5)
	require.Equal(t, int64(5), f.Suspended(f.Client, testutil.Denom))
	f.SetRules(f.Rules())
	require.ErrorIs(t, f.Send(f.Dealer, f.Client, bonds(1)), types.ErrSeriesFrozen, "new rules do not lift a freeze")

	unfreeze := &types.MsgUnfreezeSeries{Authority: f.Ministry.String(), Isin: testutil.ISIN, Reason: types.ReasonResolved}
	_, err := f.Msgs.UnfreezeSeries(f.Ctx, unfreeze)
	require.NoError(t, err)
	_, err = f.Msgs.UnfreezeSeries(f.Ctx, unfreeze)
	require.ErrorIs(t, err, types.ErrNotFrozen)
	require.NoError(t, f.Send(f.Dealer, f.Client, bonds(1)))
}

func TestTransferRules(t *testing.T) {
	f := testutil.NewMarket(t)
	set := func(signer sdk.AccAddress, rules types.TransferRules) error {
		_, err := f.Msgs.SetTransferRules(f.Ctx, &types.MsgSetTransferRules{Authority: signer.String(), Rules: rules})
		return err
	}
	require.ErrorIs(t, set(f.Treasury, f.Rules()), types.ErrUnauthorized)
	require.ErrorIs(t, set(f.Governance, f.Rules()), types.ErrUnauthorized)
	bad := f.Rules()
	bad.Classes = nil
	require.ErrorIs(t, set(f.Ministry, bad), types.ErrInvalidRules)
	unknown := f.Rules()
	unknown.Isin = "JP1201951S15"
	require.Error(t, set(f.Ministry, unknown))

	f.IssueCoin(f.Dealer, sdk.NewInt64Coin("bond/"+testutil.OtherISIN, 5))
	require.Equal(t, int64(5), f.Suspended(f.Dealer, "bond/"+testutil.OtherISIN), "without rules nobody but the issuer holds")
	f.IssueCoin(f.Treasury, sdk.NewInt64Coin("bond/"+testutil.OtherISIN, 5))
	require.Equal(t, int64(5), f.Balance(f.Treasury, "bond/"+testutil.OtherISIN))
	require.ErrorIs(t, f.Send(f.Treasury, f.Dealer, sdk.NewInt64Coin("bond/"+testutil.OtherISIN, 1)), types.ErrNoTransferRules)
	require.NoError(t, f.Send(f.Treasury, f.Ministry, sdk.NewInt64Coin("bond/"+testutil.OtherISIN, 1)))

	rules := f.Rules()
	rules.Jurisdictions = []types.JurisdictionRule{{Jurisdiction: "JP"}, {Jurisdiction: "US", From: "2026-04-02", Until: "2026-04-03"}}
	rules.LockUpUntil = "2026-04-02"
	require.ErrorIs(t, set(f.Ministry, rules), types.ErrRulesSet, "a change needs both sides")
	f.SetRules(rules)
	require.NoError(t, f.Send(f.Treasury, f.Ministry, sdk.NewInt64Coin("bond/"+testutil.OtherISIN, 1)))
	require.ErrorIs(t, f.Send(f.Dealer, f.Client, bonds(1)), types.ErrLockUp)
	f.Issue(f.Treasury, 10)
	require.NoError(t, f.Send(f.Treasury, f.Dealer, bonds(10)), "the issuer distributes during the lock-up")
	f.Bond.SetNow(f.Bond.Now(f.Ctx).Add(12 * 60 * 60 * 1e9)) // midnight in Tokyo
	require.NoError(t, f.Send(f.Dealer, f.Abroad, bonds(1)))
	f.SetDate(2026, 4, 4)
	require.ErrorIs(t, f.Send(f.Dealer, f.Abroad, bonds(1)), types.ErrJurisdiction)
	rules.Suspended = true
	f.SetRules(rules)
	require.ErrorIs(t, f.Send(f.Dealer, f.Client, bonds(1)), types.ErrSeriesSuspended)
}

func TestChannelApproval(t *testing.T) {
	f := testutil.NewMarket(t)
	approve := func(change func(*types.MsgApproveChannel)) error {
		msg := &types.MsgApproveChannel{Authority: f.Ministry.String(), Isin: testutil.ISIN, ChannelId: testutil.OtherChannel, PayingAgent: f.Client.String()}
		change(msg)
		return f.Atomically(func(ctx sdk.Context) error {
			_, err := f.Msgs.ApproveChannel(ctx, msg)
			return err
		})
	}
	escrow := transfertypes.GetEscrowAddress(transfertypes.PortID, testutil.OtherChannel)
	send := func(coin sdk.Coin) error {
		return f.Atomically(func(ctx sdk.Context) error { return f.Bank.SendCoins(ctx, f.Dealer, escrow, sdk.NewCoins(coin)) })
	}
	require.ErrorIs(t, send(bonds(1)), types.ErrNotRegistered, "an escrow that is not known is nobody")
	require.NoError(t, f.Keeper.OpenEscrow(f.Ctx, testutil.OtherChannel))
	err := send(bonds(1))
	require.ErrorIs(t, err, types.ErrChannel)
	require.ErrorContains(t, err, "channel-7 is not approved for JP1103811S13")
	require.NoError(t, send(yen(1)), "cash leaves over any channel")

	require.ErrorIs(t, approve(func(m *types.MsgApproveChannel) { m.Authority = f.Governance.String() }), types.ErrUnauthorized)
	require.ErrorIs(t, approve(func(m *types.MsgApproveChannel) { m.ChannelId = "channel-8" }), types.ErrChannelNotOpen)
	require.ErrorIs(t, approve(func(m *types.MsgApproveChannel) { m.ChannelId = "transfer/channel-0" }), types.ErrInvalidChannel)
	require.ErrorIs(t, approve(func(m *types.MsgApproveChannel) { m.PayingAgent = "agent" }), types.ErrInvalidAddress)
	require.ErrorIs(t, approve(func(m *types.MsgApproveChannel) { m.PayingAgent = escrow.String() }), types.ErrInvalidAddress)
	require.ErrorIs(t, approve(func(m *types.MsgApproveChannel) { m.Isin = "X" }), types.ErrInvalidIdentifier)
	require.NoError(t, approve(func(m *types.MsgApproveChannel) { m.ChannelId = testutil.ClientChannel }))
	require.NoError(t, approve(func(*types.MsgApproveChannel) {}))
	require.NoError(t, send(bonds(1)))
	rules := f.Rules()
	rules.MaxHolding = math.NewInt(1_000)
	f.SetRules(rules)
	require.NoError(t, send(bonds(900)), "an escrow has no holder limit")

	revoke := &types.MsgRevokeChannel{Authority: f.Ministry.String(), Isin: testutil.ISIN, ChannelId: testutil.OtherChannel}
	_, err = f.Msgs.RevokeChannel(f.Ctx, revoke)
	require.NoError(t, err)
	require.ErrorIs(t, send(bonds(1)), types.ErrChannel)
	_, err = f.Msgs.RevokeChannel(f.Ctx, revoke)
	require.ErrorIs(t, err, types.ErrChannelRevoked)
	revoke.ChannelId = "channel-99"
	_, err = f.Msgs.RevokeChannel(f.Ctx, revoke)
	require.ErrorIs(t, err, types.ErrApprovalNotFound)
	revoke.Authority = f.Dealer.String()
	_, err = f.Msgs.RevokeChannel(f.Ctx, revoke)
	require.ErrorIs(t, err, types.ErrUnauthorized)
	require.NoError(t, approve(func(*types.MsgApproveChannel) {}), "approving again lifts the revocation")
	require.NoError(t, send(bonds(1)))
	require.NoError(t, f.Keeper.Audit(f.Ctx))
}

func TestAnInvestorCannotSitOnAnEscrow(t *testing.T) {
	f := testutil.NewMarket(t)
	escrow := transfertypes.GetEscrowAddress(transfertypes.PortID, testutil.OtherChannel)
	f.Register(escrow, types.ClassInstitutional, "JP") // before the channel opens nobody can tell
	require.NoError(t, f.Keeper.OpenEscrow(f.Ctx, testutil.OtherChannel))
	require.ErrorIs(t, f.Bank.SendCoins(f.Ctx, f.Dealer, escrow, sdk.NewCoins(bonds(1))), types.ErrChannel)
}
