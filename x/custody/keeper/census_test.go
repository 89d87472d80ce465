package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	"github.com/kokusai-chain/kokusai/x/custody/types"
)

// people registers n institutions of Japan.
func people(f *testutil.Fixture, n int) []sdk.AccAddress {
	accounts := make([]sdk.AccAddress, n)
	for i := range accounts {
		accounts[i] = testutil.Address(fmt.Sprintf("holder %d", i))
		f.Register(accounts[i], types.ClassInstitutional, "JP")
	}
	return accounts
}

func endBlocks(t *testing.T, f *testutil.Fixture, n int) {
	t.Helper()
	for range n {
		require.NoError(t, f.Keeper.EndBlock(f.Ctx))
	}
	require.Zero(t, f.Events("kokusai.custody.v1.EventItemQuarantined"))
}

func concentration(t *testing.T, f *testutil.Fixture) *types.QueryConcentrationResponse {
	t.Helper()
	res, err := f.Queries.Concentration(f.Ctx, &types.QueryConcentrationRequest{Isin: testutil.ISIN})
	require.NoError(t, err)
	return res
}

func TestHoldersAreCountedOnlyWhereALimitNeedsIt(t *testing.T) {
	f := testutil.NewMarket(t)
	_, err := f.Queries.Census(f.Ctx, &types.QueryCensusRequest{Isin: testutil.ISIN})
	require.ErrorIs(t, err, types.ErrNotCounted)
	rules := f.Rules()
	rules.Counted = true
	f.SetRules(rules)
	require.Equal(t, 1, f.Events("kokusai.custody.v1.EventCensusBegun"))
	endBlocks(t, f, 1)
	require.Equal(t, 1, f.Events("kokusai.custody.v1.EventCensusCompleted"))
	require.NoError(t, f.Send(f.Dealer, f.Abroad, bonds(100)))
	res, err := f.Queries.Census(f.Ctx, &types.QueryCensusRequest{Isin: testutil.ISIN})
	require.NoError(t, err)
	require.Equal(t, types.CensusComplete, res.Census)
	require.Equal(t, []types.JurisdictionTotal{
		{Jurisdiction: "JP", Total: types.CensusTotal{Units: math.NewInt(1_400), Holders: 2}},
		{Jurisdiction: "US", Total: types.CensusTotal{Units: math.NewInt(100), Holders: 1}},
	}, res.Jurisdictions)
	share := concentration(t, f)
	require.Equal(t, []types.CustodianShare{{
		Custodian: f.Custodian.String(), Total: types.CensusTotal{Units: math.NewInt(1_500), Holders: 3}, ShareBps: 10_000,
	}}, share.Custodians)
	require.Equal(t, math.NewInt(1_500), share.Outstanding)

	require.NoError(t, f.Send(f.Abroad, f.Treasury, bonds(100)), "the issuer is not counted")
	require.NoError(t, f.Bank.SendCoinsFromAccountToModule(f.Ctx, f.Client, bondtypes.ModuleName, sdk.NewCoins(bonds(500))), "redeemed")
	require.Equal(t, types.CensusTotal{Units: math.NewInt(900), Holders: 1}, concentration(t, f).Total)
	f.SetRules(f.Rules())
	require.NoError(t, f.Send(f.Dealer, f.Client, bonds(1)))
	require.NoError(t, f.Keeper.Audit(f.Ctx), "what is counted once stays so")
}

func TestACensusTakesManyBlocksAndMissesNobody(t *testing.T) {
	f := testutil.NewMarket(t)
	params := types.DefaultParams()
	params.CensusLimit = 3
	require.NoError(t, f.Keeper.SetParams(f.Ctx, params))
	holders := people(f, 10)
	for _, holder := range holders {
		f.Issue(holder, 10)
	}
	rules := f.Rules()
	rules.MaxHolders = 13
	f.SetRules(rules)
	endBlocks(t, f, 2)
	require.ErrorIs(t, f.Send(f.Dealer, f.Abroad, bonds(1)), types.ErrCensus, "a new holder waits for the count")
	require.NoError(t, f.Send(f.Dealer, f.Treasury, bonds(1)), "a holder that is not counted yet is, by its transfer")
	require.NoError(t, f.Send(holders[0], f.Treasury, bonds(10)))
	endBlocks(t, f, 3)
	require.NoError(t, f.Send(f.Dealer, f.Abroad, bonds(1)))
	require.Equal(t, types.CensusTotal{Units: math.NewInt(1_589), Holders: 12}, concentration(t, f).Total)
	require.NoError(t, f.Keeper.Audit(f.Ctx))
}

func TestLimitsOnTotals(t *testing.T) {
	f := testutil.NewMarket(t)
	third := people(f, 1)[0]
	limited := func(change func(*types.TransferRules)) {
		rules := f.Rules()
		rules.Counted = true
		change(&rules)
		f.SetRules(rules)
		endBlocks(t, f, 1)
	}
	limited(func(r *types.TransferRules) { r.MaxHolders = 2 })
	require.ErrorIs(t, f.Send(f.Dealer, third, bonds(1)), types.ErrMaxHolders)
	require.NoError(t, f.Send(f.Client, third, bonds(500)), "one comes, one goes")
	require.NoError(t, f.Send(third, f.Client, bonds(500)))
	limited(func(r *types.TransferRules) { r.MaxHolders = 3 })
	require.ErrorIs(t, f.MultiSend(f.Dealer, []sdk.AccAddress{third, f.Abroad}, bonds(1)), types.ErrMaxHolders, "outputs are counted one after the other")

	limited(func(r *types.TransferRules) { r.Jurisdictions[1].MaxUnits = math.NewInt(100) })
	require.ErrorIs(t, f.Send(f.Dealer, f.Abroad, bonds(101)), types.ErrJurisdictionCap)
	require.NoError(t, f.Send(f.Dealer, f.Abroad, bonds(100)))
	require.ErrorIs(t, f.Send(f.Dealer, f.Abroad, bonds(1)), types.ErrJurisdictionCap)
	limited(func(r *types.TransferRules) { r.Jurisdictions[1].MaxUnits = math.NewInt(10) })
	require.NoError(t, f.Send(f.Abroad, f.Dealer, bonds(100)), "who is above a lowered limit gets out")
	limited(func(r *types.TransferRules) { r.Jurisdictions[0].MaxHolders = 2 })
	require.ErrorIs(t, f.Send(f.Dealer, third, bonds(1)), types.ErrJurisdictionCap)

	limited(func(r *types.TransferRules) { r.MaxHoldingBps = 4_000 })
	require.ErrorIs(t, f.Send(f.Dealer, f.Client, bonds(101)), types.ErrHolderShare)
	require.NoError(t, f.Send(f.Dealer, f.Client, bonds(100)), "600 of 1,500 are 40 percent")
	limited(func(r *types.TransferRules) { r.MaxCustodianBps = 5_000 })
	f.Issue(f.Treasury, 10)
	require.ErrorIs(t, f.Send(f.Treasury, f.Dealer, bonds(1)), types.ErrCustodianShare)
	require.NoError(t, f.Send(f.Client, f.Dealer, bonds(100)), "among its own clients nothing grows")
	f.Issue(f.Dealer, 10)
	require.Zero(t, f.Suspended(f.Dealer, testutil.Denom), "what is issued is measured against no share")
	require.NoError(t, f.Keeper.Audit(f.Ctx))
}

func TestJurisdictionsAreDeniedAndOthersAdmitted(t *testing.T) {
	f := testutil.NewMarket(t)
	rules := f.Rules()
	rules.AdmitOthers = true
	rules.Jurisdictions = []types.JurisdictionRule{{Jurisdiction: "US", Denied: true, From: "2026-04-02", Until: "2026-04-03"}}
	f.SetRules(rules)
	require.NoError(t, f.Send(f.Dealer, f.Abroad, bonds(1)), "not yet denied")
	require.NoError(t, f.Send(f.Dealer, f.Client, bonds(1)), "Japan has no rule")
	f.SetDate(2026, 4, 2)
	require.ErrorIs(t, f.Send(f.Dealer, f.Abroad, bonds(1)), types.ErrJurisdiction)
	f.SetDate(2026, 4, 4)
	require.NoError(t, f.Send(f.Dealer, f.Abroad, bonds(1)))
	rules.Jurisdictions[0] = types.JurisdictionRule{Jurisdiction: "US", Denied: true}
	f.SetRules(rules)
	require.ErrorIs(t, f.Send(f.Dealer, f.Abroad, bonds(1)), types.ErrJurisdiction)
}

func TestPilot(t *testing.T) {
	f := testutil.NewMarket(t)
	set := func(signer sdk.AccAddress, pilot *types.Pilot) error {
		return f.Atomically(func(ctx sdk.Context) error {
			_, err := f.Msgs.SetPilot(ctx, &types.MsgSetPilot{Authority: signer.String(), Isin: testutil.ISIN, Pilot: pilot})
			return err
		})
	}
	phase := func(number, participants uint32, units int64) *types.Pilot {
		return &types.Pilot{Phase: number, MaxParticipants: participants, MaxDailyUnits: math.NewInt(units)}
	}
	require.Error(t, set(f.Ministry, phase(1, 2, 100)))
	require.ErrorIs(t, set(f.Governance, phase(0, 2, 100)), types.ErrInvalidPilot)
	require.ErrorIs(t, set(f.Governance, phase(1, 2, 0)), types.ErrInvalidPilot)
	require.ErrorIs(t, set(f.Governance, nil), types.ErrInvalidPilot, "there is none to end")
	require.NoError(t, set(f.Governance, phase(1, 2, 100)))
	endBlocks(t, f, 1)
	require.ErrorIs(t, f.Send(f.Dealer, f.Abroad, bonds(1)), types.ErrPilot)
	require.NoError(t, f.Send(f.Dealer, f.Client, bonds(60)))
	require.ErrorIs(t, f.Send(f.Client, f.Dealer, bonds(41)), types.ErrPilot, "the day's volume counts both ways")
	require.NoError(t, f.Send(f.Client, f.Dealer, bonds(40)))
	f.SetDate(2026, 4, 2)
	require.NoError(t, f.Send(f.Client, f.Dealer, bonds(100)), "a new day")
	require.ErrorIs(t, set(f.Governance, phase(2, 1, 100)), types.ErrInvalidPilot)
	require.ErrorIs(t, set(f.Governance, phase(1, 3, 200)), types.ErrInvalidPilot)
	require.NoError(t, set(f.Governance, phase(2, 3, 200)))
	require.NoError(t, f.Send(f.Dealer, f.Abroad, bonds(100)))
	require.ErrorIs(t, f.Send(f.Dealer, f.Client, bonds(1)), types.ErrPilot)
	f.Issue(f.Client, 5)
	require.Zero(t, f.Suspended(f.Client, testutil.Denom), "what the issuer places is no volume")
	require.NoError(t, set(f.Governance, nil))
	require.NoError(t, f.Send(f.Dealer, f.Client, bonds(500)))
	require.Equal(t, 3, f.Events("kokusai.custody.v1.EventPilotSet"))
	require.NoError(t, f.Keeper.Audit(f.Ctx))
}

func TestTransfersAreSuspendedAroundPayments(t *testing.T) {
	f := testutil.NewMarket(t)
	f.Bond.SetTerms(testutil.ISIN, testutil.TenYear())
	rules := f.Rules()
	rules.SuspendedDaysBefore, rules.SuspendedDaysAfter = 2, 1
	f.SetRules(rules)
	f.Issue(f.Treasury, 100)
	for _, c := range []struct {
		day  int
		open bool
	}{{19, true}, {20, false}, {21, false}, {22, false}, {23, true}} { // 20 June 2026 is a Saturday: paid on Monday 22
		f.SetDate(2026, 6, c.day)
		err := f.Send(f.Dealer, f.Client, bonds(1))
		if c.open {
			require.NoError(t, err, c.day)
		} else {
			require.ErrorIs(t, err, types.ErrPaymentWindow, c.day)
		}
		require.NoError(t, f.Send(f.Treasury, f.Client, bonds(1)), "the issuer is free to")
	}
	rules.SuspendedDaysAfter = 0
	f.SetRules(rules)
	f.SetDate(2026, 6, 22)
	require.NoError(t, f.Send(f.Dealer, f.Client, bonds(1)))
}
