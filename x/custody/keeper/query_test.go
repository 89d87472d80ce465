package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/query"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	"github.com/kokusai-chain/kokusai/x/custody/types"
)

func moduleAddress(name string) sdk.AccAddress { return authtypes.NewModuleAddress(name) }

func TestQueryCanTransfer(t *testing.T) {
	f := testutil.NewMarket(t)
	ask := func(to sdk.AccAddress, denom string, amount math.Int) *types.QueryCanTransferResponse {
		res, err := f.Queries.CanTransfer(f.Ctx, &types.QueryCanTransferRequest{From: f.Dealer.String(), To: to.String(), Denom: denom, Amount: amount})
		require.NoError(t, err)
		return res
	}
	require.Equal(t, &types.QueryCanTransferResponse{Allowed: true}, ask(f.Client, testutil.Denom, math.NewInt(1_000)))
	require.Equal(t, &types.QueryCanTransferResponse{Rule: types.RuleFree, Reason: "the sender has 1000 free, not 1001"}, ask(f.Client, testutil.Denom, math.NewInt(1_001)))
	require.Equal(t, types.RuleClass, ask(f.Retail, testutil.Denom, math.NewInt(1)).Rule)
	require.Equal(t, types.RuleAmount, ask(f.Client, testutil.Denom, math.Int{}).Rule)
	require.True(t, ask(f.Stranger, "ukoku", math.NewInt(1)).Allowed)
	rules := f.Rules()
	rules.MaxHolding = math.NewInt(600)
	f.SetRules(rules)
	require.Equal(t, types.RuleAmount, ask(f.Client, testutil.Denom, math.Int{}).Rule)
	require.ErrorIs(t, f.Keeper.CanTransfer(f.Ctx, f.Dealer, f.Client, sdk.Coin{Denom: testutil.Denom}), types.ErrInvalidAmount)
	require.Equal(t, types.RuleMaxHolding, ask(f.Client, testutil.Denom, math.NewInt(101)).Rule)
	f.SetRules(f.Rules())
	require.NoError(t, f.Keeper.CanTransfer(f.Ctx, f.Dealer, f.Client, bonds(1_000)))
	require.ErrorIs(t, f.Keeper.CanTransfer(f.Ctx, f.Dealer, f.Retail, bonds(1)), types.ErrClass)

	for _, bad := range []*types.QueryCanTransferRequest{
		nil,
		{From: "x", To: f.Client.String(), Denom: testutil.Denom, Amount: math.OneInt()},
		{From: f.Dealer.String(), To: "x", Denom: testutil.Denom, Amount: math.OneInt()},
		{From: f.Dealer.String(), To: f.Client.String(), Denom: "", Amount: math.OneInt()},
	} {
		_, err := f.Queries.CanTransfer(f.Ctx, bad)
		require.Error(t, err)
	}
}

func TestQueryHolding(t *testing.T) {
	f := testutil.NewMarket(t)
	f.Pledge(f.Client, bonds(100), "a")
	f.Pledge(f.Client, bonds(20), "b")
	require.NoError(t, f.Keeper.Reserve(f.Ctx, f.Client, bonds(3), "carry", "c"))
	res, err := f.Queries.Holding(f.Ctx, &types.QueryHoldingRequest{Owner: f.Client.String(), Denom: testutil.Denom})
	require.NoError(t, err)
	require.Equal(t, &types.QueryHoldingResponse{
		Balance: math.NewInt(500), Free: math.NewInt(377), Pledged: math.NewInt(120), Reserved: math.NewInt(3),
	}, res)
	pledges, err := f.Queries.Pledges(f.Ctx, &types.QueryPledgesRequest{Owner: f.Client.String()})
	require.NoError(t, err)
	require.Equal(t, []types.Pledge{
		{Owner: f.Client.String(), Denom: testutil.Denom, Pledgee: testutil.Pledgee, Ref: "a", Amount: math.NewInt(100)},
		{Owner: f.Client.String(), Denom: testutil.Denom, Pledgee: testutil.Pledgee, Ref: "b", Amount: math.NewInt(20)},
	}, pledges.Pledges)
	others, err := f.Queries.Pledges(f.Ctx, &types.QueryPledgesRequest{Owner: f.Dealer.String()})
	require.NoError(t, err)
	require.Empty(t, others.Pledges)
}

func TestQueryLists(t *testing.T) {
	f := testutil.NewMarket(t)
	licence, err := f.Queries.Licence(f.Ctx, &types.QueryLicenceRequest{Holder: f.YenBank.String(), Denom: testutil.Yen})
	require.NoError(t, err)
	require.Equal(t, types.LicenceKindCashIssuer, licence.Licence.Kind)
	_, err = f.Queries.Licence(f.Ctx, &types.QueryLicenceRequest{Holder: f.YenBank.String()})
	require.ErrorIs(t, err, types.ErrLicenceNotFound)
	licences, err := f.Queries.Licences(f.Ctx, &types.QueryLicencesRequest{})
	require.NoError(t, err)
	require.Len(t, licences.Licences, 3)

	investors, err := f.Queries.Investors(f.Ctx, &types.QueryInvestorsRequest{Custodian: f.Custodian.String(), Pagination: &query.PageRequest{Limit: 3}})
	require.NoError(t, err)
	require.Len(t, investors.Investors, 3)
	rest, err := f.Queries.Investors(f.Ctx, &types.QueryInvestorsRequest{Custodian: f.Custodian.String(), Pagination: &query.PageRequest{Key: investors.Pagination.NextKey}})
	require.NoError(t, err)
	require.Len(t, rest.Investors, 1)
	none, err := f.Queries.Investors(f.Ctx, &types.QueryInvestorsRequest{Custodian: f.Rival.String()})
	require.NoError(t, err)
	require.Empty(t, none.Investors)
	_, err = f.Queries.Investor(f.Ctx, &types.QueryInvestorRequest{Account: f.Stranger.String()})
	require.ErrorIs(t, err, types.ErrInvestorNotFound)

	rules, err := f.Queries.TransferRules(f.Ctx, &types.QueryTransferRulesRequest{Isin: testutil.ISIN})
	require.NoError(t, err)
	require.Equal(t, "Asia/Tokyo", rules.Record.TimeZone)
	require.Equal(t, f.Rules().WithLimits(), *rules.Record.Rules)
	unset, err := f.Queries.TransferRules(f.Ctx, &types.QueryTransferRulesRequest{Isin: testutil.OtherISIN})
	require.NoError(t, err)
	require.Nil(t, unset.Record.Rules)
	_, err = f.Queries.TransferRules(f.Ctx, &types.QueryTransferRulesRequest{Isin: "JP1201951S15"})
	require.Error(t, err)

	channels, err := f.Queries.Channels(f.Ctx, &types.QueryChannelsRequest{Isin: testutil.ISIN})
	require.NoError(t, err)
	require.Equal(t, []types.ChannelApproval{{Isin: testutil.ISIN, ChannelId: testutil.Channel, PayingAgent: f.Treasury.String()}}, channels.Channels)
	_, err = f.Queries.CashIssuance(f.Ctx, &types.QueryCashIssuanceRequest{Denom: "uusd"})
	require.ErrorIs(t, err, types.ErrNotCashDenom)
	params, err := f.Queries.Params(f.Ctx, &types.QueryParamsRequest{})
	require.NoError(t, err)
	require.Equal(t, types.DefaultParams(), params.Params)
}

func TestQueriesRefuseOffsetsAndCounts(t *testing.T) {
	f := testutil.NewMarket(t)
	for _, page := range []*query.PageRequest{{Offset: 1}, {CountTotal: true}} {
		for name, ask := range map[string]func() error{
			"licences": func() error {
				_, err := f.Queries.Licences(f.Ctx, &types.QueryLicencesRequest{Pagination: page})
				return err
			},
			"investors": func() error {
				_, err := f.Queries.Investors(f.Ctx, &types.QueryInvestorsRequest{Custodian: f.Custodian.String(), Pagination: page})
				return err
			},
			"channels": func() error {
				_, err := f.Queries.Channels(f.Ctx, &types.QueryChannelsRequest{Isin: testutil.ISIN, Pagination: page})
				return err
			},
			"pledges": func() error {
				_, err := f.Queries.Pledges(f.Ctx, &types.QueryPledgesRequest{Owner: f.Client.String(), Pagination: page})
				return err
			},
			"suspense": func() error {
				_, err := f.Queries.Suspense(f.Ctx, &types.QuerySuspenseRequest{Owner: f.Client.String(), Pagination: page})
				return err
			},
			"all": func() error {
				_, err := f.Queries.SuspenseAll(f.Ctx, &types.QuerySuspenseAllRequest{Pagination: page})
				return err
			},
			"overrides": func() error {
				_, err := f.Queries.OverrideRegister(f.Ctx, &types.QueryOverrideRegisterRequest{Pagination: page})
				return err
			},
			"cash": func() error {
				_, err := f.Queries.CashIssuance(f.Ctx, &types.QueryCashIssuanceRequest{Denom: testutil.Yen, Pagination: page})
				return err
			},
		} {
			require.ErrorContains(t, ask(), "is not served", name)
		}
	}
}

func TestUpdateParams(t *testing.T) {
	f := testutil.NewMarket(t)
	_, err := f.Msgs.UpdateParams(f.Ctx, &types.MsgUpdateParams{Authority: f.Custodian.String(), Params: types.DefaultParams()})
	require.ErrorIs(t, err, sdkerrors.ErrUnauthorized)
	_, err = f.Msgs.UpdateParams(f.Ctx, &types.MsgUpdateParams{Authority: f.Governance.String()})
	require.ErrorIs(t, err, types.ErrInvalidParams)
}
