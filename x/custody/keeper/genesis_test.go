package keeper_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"

	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	"github.com/kokusai-chain/kokusai/x/custody/types"
)

// midlife is a market in which everything that genesis carries has happened.
func midlife(t *testing.T) *testutil.Fixture {
	f := testutil.NewMarket(t)
	require.NoError(t, grant(f, func(*types.MsgGrantLicence) {}))
	_, err := f.Msgs.SettleDirect(f.Ctx, trade(f))
	require.NoError(t, err)
	f.Pledge(f.Client, bonds(100), "loan/1")
	f.Pledge(f.Client, yen(100), "margin")
	require.NoError(t, f.Keeper.Reserve(f.Ctx, f.Client, bonds(50), "carry", "auction"))
	require.NoError(t, f.Bank.SendCoins(f.Ctx, f.Client, transfertypes.GetEscrowAddress("transfer", testutil.Channel), sdk.NewCoins(bonds(70))))
	require.NoError(t, f.Keeper.OpenEscrow(f.Ctx, testutil.ClientChannel))
	require.NoError(t, update(f, f.Abroad, func(m *types.MsgUpdateInvestor) { m.RemoteAccounts = remotes(2) }))
	f.Issue(f.Stranger, 9)
	f.Freeze(f.Retail)
	_, err = f.Msgs.FreezeAccount(f.Ctx, &types.MsgFreezeAccount{Signer: f.Custodian.String(), Account: f.Abroad.String(), Reason: types.ReasonFraud, Note: "n"})
	require.NoError(t, err)
	f.Freeze(f.Stranger)
	_, err = f.Msgs.RevokeChannel(f.Ctx, &types.MsgRevokeChannel{Authority: f.Ministry.String(), Isin: testutil.ISIN, ChannelId: testutil.Channel})
	require.NoError(t, err)
	freezeSeries(t, f)
	f.SetLicence(f.Rival, "", types.LicenceStatusRevoked)
	require.NoError(t, f.Keeper.Audit(f.Ctx))
	return f
}

// transplant starts a new chain with the balances of f and a state of x/custody.
func transplant(t *testing.T, f *testutil.Fixture, genesis *types.GenesisState, change func(*banktypes.GenesisState)) (*testutil.Fixture, error) {
	balances := f.Bank.ExportGenesis(f.Ctx)
	change(balances)
	next := testutil.New(t)
	next.Bank.InitGenesis(next.Ctx, balances)
	return next, next.Keeper.InitGenesis(next.Ctx, genesis)
}

func TestGenesisRoundTrip(t *testing.T) {
	f := midlife(t)
	first, err := f.Keeper.ExportGenesis(f.Ctx)
	require.NoError(t, err)
	require.NoError(t, first.Validate(f.Accounts.AddressCodec()))
	for name, length := range map[string]int{
		"licences": len(first.Licences) - 3, "cash": len(first.CashIssued), "investors": len(first.Investors) - 3, "frozen": len(first.FrozenAccounts) - 2,
		"series": len(first.Series), "approvals": len(first.ChannelApprovals), "escrows": len(first.EscrowChannels) - 1, "pledges": len(first.Pledges) - 1,
		"reservations": len(first.Reservations), "suspense": len(first.Suspense), "overrides": len(first.Overrides) - 3, "references": len(first.TradeReferences),
	} {
		require.Positive(t, length, "%s are not exercised", name)
	}
	next, err := transplant(t, f, first, func(*banktypes.GenesisState) {})
	require.NoError(t, err)
	second, err := next.Keeper.ExportGenesis(next.Ctx)
	require.NoError(t, err)
	require.Equal(t, f.Codec.MustMarshalJSON(first), next.Codec.MustMarshalJSON(second))
	require.NoError(t, next.Keeper.Audit(next.Ctx))

	require.ErrorIs(t, next.Send(next.Client, next.Dealer, yen(1_000_000_000_000)), types.ErrInsufficientFree, "the pledges live on")
	_, err = next.Msgs.SettleDirect(next.Ctx, trade(next))
	require.ErrorIs(t, err, types.ErrReferenceUsed, "so do the references")
	_, err = next.Keeper.ReleaseSuspense(next.Ctx, next.Stranger)
	require.ErrorIs(t, err, types.ErrReceiverFrozen)
}

func TestDefaultGenesisIsValid(t *testing.T) {
	f := testutil.New(t)
	require.NoError(t, types.DefaultGenesis().Validate(f.Accounts.AddressCodec()))
	exported, err := f.Keeper.ExportGenesis(f.Ctx)
	require.NoError(t, err)
	require.Equal(t, types.DefaultGenesis(), exported)
}

func TestGenesisRefusesContradictions(t *testing.T) {
	f := midlife(t)
	for name, c := range map[string]struct {
		change func(*types.GenesisState)
		text   string
	}{
		"params":               {func(g *types.GenesisState) { g.Params.MaxPledges = 0 }, "max_pledges"},
		"licence twice":        {func(g *types.GenesisState) { g.Licences = append(g.Licences, g.Licences[0]) }, "twice"},
		"licence LEI twice":    {func(g *types.GenesisState) { sameLEI(g) }, "licence of LEI"},
		"licence holder":       {func(g *types.GenesisState) { g.Licences[0].Holder = "x" }, "licence holder"},
		"bad licence":          {func(g *types.GenesisState) { g.Licences[0].Jurisdiction = "" }, "jurisdiction"},
		"cash without licence": {func(g *types.GenesisState) { g.CashIssued[0].Holder = f.Client.String() }, "without a licence"},
		"cash twice":           {func(g *types.GenesisState) { g.CashIssued = append(g.CashIssued, g.CashIssued[0]) }, "twice"},
		"negative cash":        {func(g *types.GenesisState) { g.CashIssued[0].Outstanding = math.NewInt(-1) }, "must be positive"},
		"investor twice":       {func(g *types.GenesisState) { g.Investors = append(g.Investors, g.Investors[0]) }, "twice"},
		"investor's custodian": {func(g *types.GenesisState) { g.Investors[0].Custodian = f.Client.String() }, "not a licensed custodian"},
		"investor's account":   {func(g *types.GenesisState) { g.Investors[0].Account = "" }, "investor"},
		"investor's class":     {func(g *types.GenesisState) { g.Investors[0].InvestorClass = 0 }, "investor class"},
		"remote account twice": {func(g *types.GenesisState) {
			g.Investors[0].RemoteAccounts = remotes(1)
			g.Investors[1].RemoteAccounts = remotes(1)
		}, "account abroad"},
		"frozen by nobody": {func(g *types.GenesisState) {
			g.FrozenAccounts[0].ByAuthority, g.FrozenAccounts[0].ByCustodian, g.FrozenAccounts[0].LapsesAt = false, false, nil
		}, "by nobody"},
		"frozen alone for good": {func(g *types.GenesisState) {
			g.FrozenAccounts[0].ByCustodian, g.FrozenAccounts[0].LapsesAt = true, nil
		}, "never lapses"},
		"frozen twice":          {func(g *types.GenesisState) { g.FrozenAccounts = append(g.FrozenAccounts, g.FrozenAccounts[0]) }, "twice"},
		"series twice":          {func(g *types.GenesisState) { g.Series = append(g.Series, g.Series[0]) }, "twice"},
		"series of another":     {func(g *types.GenesisState) { g.Series[0].Isin = testutil.OtherISIN }, "rules of"},
		"series zone":           {func(g *types.GenesisState) { g.Series[0].Record.TimeZone = "Mars/Olympus" }, "zone"},
		"bad rules":             {func(g *types.GenesisState) { g.Series[0].Record.Rules.Classes = nil }, "class"},
		"escrow twice":          {func(g *types.GenesisState) { g.EscrowChannels = append(g.EscrowChannels, g.EscrowChannels[0]) }, "twice"},
		"bad escrow":            {func(g *types.GenesisState) { g.EscrowChannels[0] = "x" }, "neither a channel"},
		"approval dangling":     {func(g *types.GenesisState) { g.ChannelApprovals[0].ChannelId = "channel-55" }, "not among the escrow channels"},
		"approval agent":        {func(g *types.GenesisState) { g.ChannelApprovals[0].PayingAgent = "x" }, "paying agent"},
		"approval twice":        {func(g *types.GenesisState) { g.ChannelApprovals = append(g.ChannelApprovals, g.ChannelApprovals[0]) }, "twice"},
		"pledge twice":          {func(g *types.GenesisState) { g.Pledges = append(g.Pledges, g.Pledges[0]) }, "twice"},
		"pledge of nothing":     {func(g *types.GenesisState) { g.Pledges[0].Amount = math.ZeroInt() }, "positive"},
		"pledge denom":          {func(g *types.GenesisState) { g.Pledges[0].Denom = "ukoku" }, "neither a bond nor cash"},
		"pledge ref":            {func(g *types.GenesisState) { g.Pledges[0].Ref = "" }, "claim reference"},
		"pledge without module": {func(g *types.GenesisState) { g.Pledges[0].Pledgee = "" }, "no module"},
		"reservation owner":     {func(g *types.GenesisState) { g.Reservations[0].Owner = "x" }, "reservation"},
		"suspense twice":        {func(g *types.GenesisState) { g.Suspense = append(g.Suspense, g.Suspense[0]) }, "twice"},
		"suspense denom":        {func(g *types.GenesisState) { g.Suspense[0].Denom = "1" }, "in suspense"},
		"override number":       {func(g *types.GenesisState) { g.Overrides[0].Number = 2 }, "number 2, expected 1"},
		"override subject":      {func(g *types.GenesisState) { g.Overrides[0].Subject = "x" }, "neither an account nor a series"},
		"override action":       {func(g *types.GenesisState) { g.Overrides[0].Action = 0 }, "action"},
		"override reason":       {func(g *types.GenesisState) { g.Overrides[0].Reason = 0 }, "reason"},
		"override by":           {func(g *types.GenesisState) { g.Overrides[0].By = "x" }, "override by"},
		"reference order":       {func(g *types.GenesisState) { r := &g.TradeReferences[0]; r.PartyA, r.PartyB = r.PartyB, r.PartyA }, "lower address"},
		"reference twice":       {func(g *types.GenesisState) { g.TradeReferences = append(g.TradeReferences, g.TradeReferences[0]) }, "twice"},
		"bad reference":         {func(g *types.GenesisState) { g.TradeReferences[0].Reference = " " }, "trade reference"},
	} {
		t.Run(name, func(t *testing.T) {
			genesis, err := f.Keeper.ExportGenesis(f.Ctx)
			require.NoError(t, err)
			c.change(genesis)
			err = genesis.Validate(f.Accounts.AddressCodec())
			require.ErrorIs(t, err, types.ErrInvalidGenesis)
			require.ErrorContains(t, err, c.text)
			_, err = transplant(t, f, genesis, func(*banktypes.GenesisState) {})
			require.ErrorIs(t, err, types.ErrInvalidGenesis, "refused at start too")
		})
	}
}

func sameLEI(g *types.GenesisState) {
	var custodians []int
	for i, licence := range g.Licences {
		if licence.Kind == types.LicenceKindCustodian {
			custodians = append(custodians, i)
		}
	}
	g.Licences[custodians[1]].Lei = g.Licences[custodians[0]].Lei
}

func TestStartRefusesWhatOtherModulesContradict(t *testing.T) {
	f := midlife(t)
	for name, c := range map[string]struct {
		change  func(*types.GenesisState)
		balance func(*banktypes.GenesisState)
		text    string
	}{
		"pledged above balance": {func(g *types.GenesisState) { g.Pledges[0].Amount = math.NewInt(10_000) }, nil, "is claimed, the balance is"},
		"cash above supply":     {func(g *types.GenesisState) { g.CashIssued[0].Outstanding = math.NewInt(1) }, nil, "in circulation"},
		"cash of no bank":       {func(g *types.GenesisState) { g.CashIssued = nil }, nil, "in circulation"},
		"series unknown": {func(g *types.GenesisState) {
			g.Series[0].Isin = "JP1201951S15"
			g.Series[0].Record.Rules.Isin = "JP1201951S15"
		}, nil, "series not found"},
		"approval of unknown":     {func(g *types.GenesisState) { g.ChannelApprovals[0].Isin = "JP1201951S15" }, nil, "series not found"},
		"pledgee unknown":         {func(g *types.GenesisState) { g.Pledges[0].Pledgee = "nobody" }, nil, "nobody"},
		"suspense not listed":     {func(g *types.GenesisState) { g.Suspense[0].Denom = "ukoku" }, nil, "may not"},
		"escrow without approval": {func(g *types.GenesisState) { g.ChannelApprovals = nil }, nil, "may not"},
		"bonds in a cash pool": {func(*types.GenesisState) {}, func(b *banktypes.GenesisState) {
			pool := banktypes.Balance{Address: moduleAddress(testutil.Pledgee).String(), Coins: sdk.NewCoins(bonds(1))}
			b.Balances, b.Supply = append(b.Balances, pool), b.Supply.Add(bonds(1))
		}, "may not"},
	} {
		t.Run(name, func(t *testing.T) {
			genesis, err := f.Keeper.ExportGenesis(f.Ctx)
			require.NoError(t, err)
			c.change(genesis)
			if c.balance == nil {
				c.balance = func(*banktypes.GenesisState) {}
			}
			_, err = transplant(t, f, genesis, c.balance)
			require.ErrorIs(t, err, types.ErrInvalidGenesis)
			require.ErrorContains(t, err, c.text)
		})
	}
}

func TestAuditSeesAnUnregisteredHolder(t *testing.T) {
	f := testutil.NewMarket(t)
	require.NoError(t, f.Bank.BaseKeeper.UncheckedSetBalance(f.Ctx, f.Stranger, bonds(1)))
	require.ErrorIs(t, f.Keeper.Audit(f.Ctx), types.ErrBrokenLaw)
}

func TestSpellingOfAnAddressDoesNotMatter(t *testing.T) {
	f := testutil.NewMarket(t)
	upper := func(account sdk.AccAddress) string { return strings.ToUpper(account.String()) }
	require.NoError(t, grant(f, func(m *types.MsgGrantLicence) { m.Licence.Holder = upper(f.Stranger) }))
	msg := f.Registration(testutil.Address("newcomer"), types.ClassRetail, "JP")
	msg.Custodian, msg.Account = upper(f.Custodian), upper(testutil.Address("newcomer"))
	_, err := f.Msgs.RegisterInvestor(f.Ctx, msg)
	require.NoError(t, err)
	_, err = f.Msgs.ApproveChannel(f.Ctx, &types.MsgApproveChannel{
		Authority: f.Ministry.String(), Isin: testutil.ISIN, ChannelId: testutil.OtherChannel, PayingAgent: upper(f.Client),
	})
	require.NoError(t, err)
	_, err = f.Msgs.FreezeAccount(f.Ctx, &types.MsgFreezeAccount{Signer: upper(f.Custodian), Account: upper(f.Client), Reason: types.ReasonFraud})
	require.NoError(t, err)
	genesis, err := f.Keeper.ExportGenesis(f.Ctx)
	require.NoError(t, err)
	require.NoError(t, genesis.Validate(f.Accounts.AddressCodec()))
	same := trade(f)
	same.Receiver = strings.ToUpper(same.Deliverer)
	_, err = f.Msgs.SettleDirect(f.Ctx, same)
	require.ErrorIs(t, err, types.ErrSelfSettlement)
}
