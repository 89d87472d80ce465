package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/keeper"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	"github.com/kokusai-chain/kokusai/x/custody/types"
)

func trade(f *testutil.Fixture) *types.MsgSettleDirect {
	return &types.MsgSettleDirect{
		Deliverer: f.Dealer.String(), Receiver: f.Client.String(), Isin: testutil.ISIN, Face: math.NewInt(100),
		Cash: yen(99_530_000), TradeReference: "T-1", SettlementDate: "2026-04-01",
	}
}

func TestDeliveryVersusPayment(t *testing.T) {
	f := testutil.NewMarket(t)
	_, err := f.Msgs.SettleDirect(f.Ctx, trade(f))
	require.NoError(t, err)
	require.Equal(t, int64(900), f.Balance(f.Dealer, testutil.Denom))
	require.Equal(t, int64(600), f.Balance(f.Client, testutil.Denom))
	require.Equal(t, int64(1_000_099_530_000), f.Balance(f.Dealer, testutil.Yen))
	require.Equal(t, int64(999_900_470_000), f.Balance(f.Client, testutil.Yen))
	require.Equal(t, 1, f.Events("kokusai.custody.v1.EventTradeSettled"))

	_, err = f.Msgs.SettleDirect(f.Ctx, trade(f))
	require.ErrorIs(t, err, types.ErrReferenceUsed)
	turned := trade(f)
	turned.Deliverer, turned.Receiver = turned.Receiver, turned.Deliverer
	_, err = f.Msgs.SettleDirect(f.Ctx, turned)
	require.ErrorIs(t, err, types.ErrReferenceUsed, "the reference is the pair's, whichever side each is on")
	elsewhere := trade(f)
	elsewhere.Receiver = f.Abroad.String()
	_, err = f.Msgs.SettleDirect(f.Ctx, elsewhere)
	require.NoError(t, err, "another pair has its own references")
	require.NoError(t, f.Keeper.Audit(f.Ctx))
}

func TestSettlementIsBothLegsOrNeither(t *testing.T) {
	for name, c := range map[string]struct {
		prepare func(*testutil.Fixture, *types.MsgSettleDirect)
		err     error
	}{
		"bonds pledged":           {func(f *testutil.Fixture, _ *types.MsgSettleDirect) { f.Pledge(f.Dealer, bonds(901), "x") }, types.ErrInsufficientFree},
		"cash pledged":            {func(f *testutil.Fixture, _ *types.MsgSettleDirect) { f.Pledge(f.Client, yen(999_999_999_999), "x") }, types.ErrInsufficientFree},
		"not enough bonds":        {func(_ *testutil.Fixture, m *types.MsgSettleDirect) { m.Face = math.NewInt(1_001) }, nil},
		"not enough cash":         {func(_ *testutil.Fixture, m *types.MsgSettleDirect) { m.Cash = yen(1_000_000_000_001) }, nil},
		"deliverer frozen":        {func(f *testutil.Fixture, _ *types.MsgSettleDirect) { f.Freeze(f.Dealer) }, types.ErrSenderFrozen},
		"receiver frozen":         {func(f *testutil.Fixture, _ *types.MsgSettleDirect) { f.Freeze(f.Client) }, types.ErrReceiverFrozen},
		"receiver not admitted":   {func(f *testutil.Fixture, m *types.MsgSettleDirect) { m.Receiver = f.Retail.String() }, types.ErrClass},
		"receiver not registered": {func(f *testutil.Fixture, m *types.MsgSettleDirect) { m.Receiver = f.Stranger.String() }, types.ErrNotRegistered},
		"series frozen":           {func(f *testutil.Fixture, _ *types.MsgSettleDirect) { freezeSeries(t, f) }, types.ErrSeriesFrozen},
		"date tomorrow":           {func(_ *testutil.Fixture, m *types.MsgSettleDirect) { m.SettlementDate = "2026-04-02" }, types.ErrSettlementDate},
		"date past":               {func(_ *testutil.Fixture, m *types.MsgSettleDirect) { m.SettlementDate = "2026-03-31" }, types.ErrSettlementDate},
		"no date a calendar has":  {func(_ *testutil.Fixture, m *types.MsgSettleDirect) { m.SettlementDate = "2026-02-30" }, types.ErrInvalidDate},
		"oneself":                 {func(f *testutil.Fixture, m *types.MsgSettleDirect) { m.Receiver = m.Deliverer }, types.ErrSelfSettlement},
		"no face":                 {func(_ *testutil.Fixture, m *types.MsgSettleDirect) { m.Face = math.ZeroInt() }, types.ErrInvalidAmount},
		"negative face":           {func(_ *testutil.Fixture, m *types.MsgSettleDirect) { m.Face = math.NewInt(-1) }, types.ErrInvalidAmount},
		"huge face":               {func(_ *testutil.Fixture, m *types.MsgSettleDirect) { m.Face = math.NewIntWithDecimal(1, 70) }, types.ErrInvalidAmount},
		"face absent":             {func(_ *testutil.Fixture, m *types.MsgSettleDirect) { m.Face = math.Int{} }, types.ErrInvalidAmount},
		"no cash":                 {func(_ *testutil.Fixture, m *types.MsgSettleDirect) { m.Cash = yen(0) }, types.ErrInvalidAmount},
		"negative cash":           {func(_ *testutil.Fixture, m *types.MsgSettleDirect) { m.Cash.Amount = math.NewInt(-5) }, types.ErrInvalidAmount},
		"stake for cash":          {func(_ *testutil.Fixture, m *types.MsgSettleDirect) { m.Cash = sdk.NewInt64Coin("ukoku", 1) }, types.ErrInvalidDenom},
		"bond for cash":           {func(_ *testutil.Fixture, m *types.MsgSettleDirect) { m.Cash = bonds(1) }, types.ErrInvalidDenom},
		"unlicensed cash":         {func(_ *testutil.Fixture, m *types.MsgSettleDirect) { m.Cash = sdk.NewInt64Coin("ueur", 1) }, types.ErrNotCashDenom},
		"wrong isin":              {func(_ *testutil.Fixture, m *types.MsgSettleDirect) { m.Isin = "JP1103811S14" }, types.ErrInvalidIdentifier},
		"unknown series":          {func(_ *testutil.Fixture, m *types.MsgSettleDirect) { m.Isin = "JP1201951S15" }, bondtypes.ErrSeriesNotFound},
		"no reference":            {func(_ *testutil.Fixture, m *types.MsgSettleDirect) { m.TradeReference = "" }, types.ErrInvalidReference},
		"long reference": {func(_ *testutil.Fixture, m *types.MsgSettleDirect) {
			m.TradeReference = "0123456789012345678901234567890123456"
		}, types.ErrInvalidReference},
		"bad deliverer": {func(_ *testutil.Fixture, m *types.MsgSettleDirect) { m.Deliverer = "cosmos1xyz" }, types.ErrInvalidAddress},
		"bad receiver":  {func(_ *testutil.Fixture, m *types.MsgSettleDirect) { m.Receiver = "" }, types.ErrInvalidAddress},
	} {
		t.Run(name, func(t *testing.T) {
			f := testutil.NewMarket(t)
			msg := trade(f)
			c.prepare(f, msg)
			before := snapshot(t, f)
			// Not rolled back by the test: the keeper itself must leave nothing.
			_, err := f.Msgs.SettleDirect(f.Ctx, msg)
			require.Error(t, err)
			if c.err != nil {
				require.ErrorIs(t, err, c.err)
			}
			require.Equal(t, before, snapshot(t, f))
		})
	}
}

// snapshot is everything that a failed message must not have changed.
func snapshot(t *testing.T, f *testutil.Fixture) []any {
	genesis, err := f.Keeper.ExportGenesis(f.Ctx)
	require.NoError(t, err)
	return []any{genesis, f.Bank.ExportGenesis(f.Ctx)}
}

func TestSettlementDateIsOfTheSeriesZone(t *testing.T) {
	f := testutil.NewMarket(t)
	f.Bond.SetNow(f.Bond.Now(f.Ctx).Add(13 * 60 * 60 * 1e9)) // 16:00 UTC: 2 April in Tokyo, still 1 April in New York
	msg := trade(f)
	_, err := f.Msgs.SettleDirect(f.Ctx, msg)
	require.ErrorIs(t, err, types.ErrSettlementDate)
	msg.SettlementDate = "2026-04-02"
	_, err = f.Msgs.SettleDirect(f.Ctx, msg)
	require.NoError(t, err)

	f.Bond.SetCalendar(testutil.ISIN, "newyork")
	msg.TradeReference, msg.SettlementDate = "T-2", "2026-04-01"
	_, err = f.Msgs.SettleDirect(f.Ctx, msg)
	require.NoError(t, err)
	f.Bond.SetCalendar(testutil.ISIN, "mars")
	msg.TradeReference, msg.SettlementDate = "T-3", ""
	_, err = f.Msgs.SettleDirect(f.Ctx, msg)
	require.ErrorIs(t, err, types.ErrInvalidRules)
}

func TestSettlementOfTheSameAccountInAnotherSpelling(t *testing.T) {
	f := testutil.NewMarket(t)
	err := f.Keeper.SettleDirect(f.Ctx, keeper.Trade{Deliverer: f.Dealer, Receiver: f.Dealer, ISIN: testutil.ISIN, Face: math.NewInt(1), Cash: yen(1), Reference: "x"})
	require.ErrorIs(t, err, types.ErrSelfSettlement)
}
