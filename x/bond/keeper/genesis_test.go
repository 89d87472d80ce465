package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
)

// midLife is a ledger in the middle of everything: one coupon being swept, one missed, one seller with pending coupons,
// an escrow without an agent, and a second series.
func midLife(t require.TestingT) *fixture {
	f := newLive(t)
	bill := jgb381()
	bill.Isin, bill.Name, bill.Kind = "JP1743501S11", "T-bill", types.SERIES_KIND_DISCOUNT
	bill.CouponPct, bill.Frequency, bill.FirstCouponDate, bill.MaturityDate = math.LegacyZeroDec(), 0, "", "2027-01-20"
	f.open(bill)
	params := types.DefaultParams()
	params.SweepLimit = 1
	require.NoError(t, f.keeper.UpdateParams(f.ctx, params))
	a, escrow := account("a"), account("escrow")
	f.place(a, 150_000)
	f.send(a, account("b"), 30_000)
	f.send(a, escrow, 20_000)
	f.holdings.escrows[escrow.String()] = true
	f.fund(yen(1_600))
	f.block("2026-06-22")
	f.block("2026-06-22 00:01", func() { f.send(a, account("c"), 100_000) })
	f.block("2026-12-21")
	return f
}

// reload starts a new chain from what f exports.
func (f *fixture) reload(t require.TestingT, change func(*types.GenesisState, *banktypes.GenesisState)) (*fixture, error) {
	state, err := f.keeper.ExportGenesis(f.ctx)
	require.NoError(t, err)
	cdc := codec.NewProtoCodec(codectypes.NewInterfaceRegistry())
	var copied types.GenesisState
	cdc.MustUnmarshalJSON(cdc.MustMarshalJSON(state), &copied)
	bank := f.bank.ExportGenesis(f.ctx)
	change(&copied, bank)

	next := newFixture(t)
	next.ctx = next.ctx.WithBlockTime(f.ctx.BlockTime())
	next.holdings.escrows = f.holdings.escrows
	next.bank.InitGenesis(next.ctx, bank)
	return next, next.keeper.InitGenesis(next.ctx, &copied)
}

func unchanged(*types.GenesisState, *banktypes.GenesisState) {}

func TestGenesisRoundTripMidLife(t *testing.T) {
	f := midLife(t)
	next, err := f.reload(t, unchanged)
	require.NoError(t, err)
	require.NoError(t, next.keeper.Audit(next.ctx))
	first, err := f.keeper.ExportGenesis(f.ctx)
	require.NoError(t, err)
	second, err := next.keeper.ExportGenesis(next.ctx)
	require.NoError(t, err)
	require.Equal(t, first, second)
	require.NotEmpty(t, first.Sweeps)
	require.NotEmpty(t, first.Holders)
	require.NotEmpty(t, first.Funds)

	// Both live on in the same way.
	for _, chain := range []*fixture{f, next} {
		for range 10 {
			chain.block("2026-12-21 12:00")
		}
		chain.block("2026-12-22", func() { chain.fund(yen(10_000)) })
		for range 20 {
			chain.block("2026-12-23")
		}
		chain.block("2027-01-20")
	}
	first, err = f.keeper.ExportGenesis(f.ctx)
	require.NoError(t, err)
	second, err = next.keeper.ExportGenesis(next.ctx)
	require.NoError(t, err)
	require.Equal(t, first, second)
	require.Equal(t, f.bank.ExportGenesis(f.ctx).Balances, next.bank.ExportGenesis(next.ctx).Balances)
}

func TestGenesisMustAgreeWithTheBank(t *testing.T) {
	f := midLife(t)
	_, err := f.reload(t, func(state *types.GenesisState, _ *banktypes.GenesisState) {
		state.Series[0].Issued = state.Series[0].Issued.AddRaw(50_000)
	})
	require.ErrorIs(t, err, types.ErrBrokenLaw)
	require.ErrorContains(t, err, "supply of bond/JP1103811S13 is 150000")
	_, err = f.reload(t, func(state *types.GenesisState, _ *banktypes.GenesisState) {
		state.Funds[0].Amount = state.Funds[0].Amount.Add(yen(1).Amount)
	})
	require.ErrorIs(t, err, types.ErrBrokenLaw)
	require.ErrorContains(t, err, "ujpy is held")
	_, err = f.reload(t, func(_ *types.GenesisState, bank *banktypes.GenesisState) {
		stray := sdk.NewCoins(sdk.NewInt64Coin("bond/JP1103801RA7", 1))
		bank.Supply = bank.Supply.Add(stray...)
		bank.Balances = append(bank.Balances, banktypes.Balance{Address: account("x").String(), Coins: stray})
	})
	require.ErrorIs(t, err, types.ErrBrokenLaw)
	require.ErrorContains(t, err, `"JP1103801RA7": series not found`)
}

func TestGenesisThatIsRefused(t *testing.T) {
	f := midLife(t)
	type state = types.GenesisState
	cases := map[string]struct {
		change func(*state)
		want   error
		text   string
	}{
		"clock":                 {func(s *state) { s.Clock.Speed = 5 }, types.ErrInvalidClock, "block_start"},
		"params":                {func(s *state) { s.Params.SweepLimit = 0 }, types.ErrInvalidParams, "sweep_limit"},
		"issuer":                {func(s *state) { s.Issuers[0].Lei = "" }, types.ErrInvalidIssuer, "LEI"},
		"issuer's account":      {func(s *state) { s.Issuers[0].Authority = "x" }, types.ErrInvalidIssuer, "authority"},
		"duplicate issuer":      {func(s *state) { s.Issuers = append(s.Issuers, s.Issuers[0]) }, types.ErrInvalidGenesis, "duplicate issuer mof"},
		"no issuer":             {func(s *state) { s.Issuers = nil }, types.ErrInvalidGenesis, `issuer "mof" does not exist`},
		"series ISIN":           {func(s *state) { s.Series[0].Terms.Isin = "JP1103811S14" }, types.ErrInvalidISIN, ""},
		"series terms":          {func(s *state) { s.Series[0].Terms.Frequency = 3 }, types.ErrInvalidTerms, ""},
		"series status":         {func(s *state) { s.Series[0].Status = types.SERIES_STATUS_FROZEN }, types.ErrInvalidGenesis, "status"},
		"no issued":             {func(s *state) { s.Series[0].Issued = math.Int{} }, types.ErrInvalidGenesis, "redeemed, stripped and bought_back must be"},
		"redeemed above issued": {func(s *state) { s.Series[0].Redeemed = math.NewInt(200_000) }, types.ErrInvalidGenesis, "redeemed, stripped and bought_back must be"},
		"above authorised":      {func(s *state) { s.Series[0].Issued = math.NewInt(100_050_000) }, types.ErrInvalidGenesis, "above authorised"},
		"issued in pieces":      {func(s *state) { s.Series[0].Issued = math.NewInt(150_001) }, types.ErrInvalidGenesis, "denomination"},
		"announced and issued":  {func(s *state) { s.Series[0].Status = types.SERIES_STATUS_ANNOUNCED }, types.ErrInvalidGenesis, "announced"},
		"live and redeemed":     {func(s *state) { s.Series[0].Redeemed = math.NewInt(50_000) }, types.ErrInvalidGenesis, "not matured"},
		"redeemed with supply":  {func(s *state) { s.Series[0].Status = types.SERIES_STATUS_REDEEMED }, types.ErrInvalidGenesis, "outstanding"},
		"matured too early":     {func(s *state) { s.Series[0].Status = types.SERIES_STATUS_MATURED }, types.ErrInvalidGenesis, "does not agree"},
		"duplicate series":      {func(s *state) { s.Series = append(s.Series, s.Series[0]) }, types.ErrInvalidGenesis, "duplicate series"},
		"payment of nothing":    {func(s *state) { s.Payments[0].Isin = "JP1103801RA7" }, types.ErrInvalidGenesis, "does not exist"},
		"duplicate payment":     {func(s *state) { s.Payments = append(s.Payments, s.Payments[0]) }, types.ErrInvalidGenesis, "duplicate, out of sequence"},
		"gap in payments":       {func(s *state) { s.Payments = s.Payments[1:] }, types.ErrInvalidGenesis, "out of sequence"},
		"payment order": {func(s *state) {
			s.Payments[0].Status, s.Payments[0].Paid = types.PAYMENT_STATUS_RECORDED, math.ZeroInt()
			s.Sweeps = nil
		}, types.ErrInvalidGenesis, "before the one ahead"},
		"payment status":        {func(s *state) { s.Payments[1].Status = types.PAYMENT_STATUS_SCHEDULED }, types.ErrInvalidGenesis, "status"},
		"payment date":          {func(s *state) { s.Payments[0].DueDate = "2026-06-21" }, types.ErrInvalidGenesis, "not that of the terms"},
		"rolled date":           {func(s *state) { s.Payments[0].PaymentDate = "soon" }, types.ErrInvalidGenesis, "payment_date"},
		"payment per unit":      {func(s *state) { s.Payments[0].PerUnit = math.LegacyOneDec() }, types.ErrInvalidGenesis, "not that of the terms"},
		"payment cumulative":    {func(s *state) { s.Payments[1].Cumulative = s.Payments[0].Cumulative }, types.ErrInvalidGenesis, "not that of the terms"},
		"payment kind":          {func(s *state) { s.Payments[0].Kind = types.PAYMENT_KIND_PRINCIPAL }, types.ErrInvalidGenesis, "not that of the terms"},
		"payment without owed":  {func(s *state) { s.Payments[0].Owed = math.Int{} }, types.ErrInvalidGenesis, "missing"},
		"payment owed":          {func(s *state) { s.Payments[0].Owed = s.Payments[0].Owed.SubRaw(1) }, types.ErrInvalidGenesis, "rounded up"},
		"paid above owed":       {func(s *state) { s.Payments[0].Paid = s.Payments[0].Owed.AddRaw(1) }, types.ErrInvalidGenesis, "more than owed"},
		"paid and missed":       {func(s *state) { s.Payments[1].Paid = math.OneInt() }, types.ErrInvalidGenesis, "before its money"},
		"holder of nothing":     {func(s *state) { s.Holders[0].Isin = "JP1103801RA7" }, types.ErrInvalidGenesis, "holder of series"},
		"holder's account":      {func(s *state) { s.Holders[0].Holder = "x" }, types.ErrInvalidGenesis, "holder"},
		"duplicate holder":      {func(s *state) { s.Holders = append(s.Holders, s.Holders[0]) }, types.ErrInvalidGenesis, "duplicate holder"},
		"row ahead":             {func(s *state) { s.Holders[0].Settled = 3 }, types.ErrInvalidGenesis, "of 2 recorded"},
		"pending not settled":   {func(s *state) { s.Holders[pendingRow(s)].Settled = 0 }, types.ErrInvalidGenesis, "not settled"},
		"pending nothing":       {func(s *state) { s.Holders[pendingRow(s)].Pending[0].Amount = math.ZeroInt() }, types.ErrInvalidGenesis, "not positive"},
		"pending too much":      {func(s *state) { s.Holders[pendingRow(s)].Pending[0].Amount = yen(1_000_000).Amount }, types.ErrInvalidGenesis, "more than is left"},
		"sweep of nothing":      {func(s *state) { s.Sweeps[0].Isin = "x" }, types.ErrInvalidGenesis, "sweep of series"},
		"sweep of no payment":   {func(s *state) { s.Sweeps[0].Number = 9 }, types.ErrInvalidGenesis, "not recorded"},
		"sweep of what is owed": {func(s *state) { s.Sweeps[0].Number = 2 }, types.ErrInvalidGenesis, "MISSED"},
		"sweep phase":           {func(s *state) { s.Sweeps[0].Phase = types.SWEEP_PHASE_PENDING }, types.ErrInvalidGenesis, "phase"},
		"swept and missed":      {func(s *state) { s.Payments[1].Swept = true }, types.ErrInvalidGenesis, "nothing to sweep"},
		"paid and not swept": {func(s *state) {
			s.Payments[0].Status, s.Payments[0].Swept, s.Sweeps = types.PAYMENT_STATUS_PAID, false, nil
		}, types.ErrInvalidGenesis, "before everybody"},
		"sweep in year 1": {func(s *state) { s.Sweeps[0].ReadyTime = time.Time{} }, types.ErrInvalidGenesis, "ready at"},
		"no phase":        {func(s *state) { s.Sweeps[0].Phase = 0 }, types.ErrInvalidGenesis, "phase"},
		"duplicate sweep": {func(s *state) { s.Sweeps = append(s.Sweeps, s.Sweeps[0]) }, types.ErrInvalidGenesis, "duplicate sweep"},
		"nobody sweeps":   {func(s *state) { s.Sweeps = nil }, types.ErrInvalidGenesis, "no sweep pays it"},
		"fund of nothing": {func(s *state) { s.Funds[0].Isin = "x" }, types.ErrInvalidGenesis, "paying fund"},
		"empty fund":      {func(s *state) { s.Funds[0].Amount = math.ZeroInt() }, types.ErrInvalidGenesis, "not positive"},
		"duplicate fund":  {func(s *state) { s.Funds = append(s.Funds, s.Funds[0]) }, types.ErrInvalidGenesis, "duplicate paying fund"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := f.reload(t, func(s *types.GenesisState, _ *banktypes.GenesisState) { c.change(s) })
			require.ErrorIs(t, err, c.want)
			require.ErrorContains(t, err, c.text)
		})
	}
}

// pendingRow returns the index of a row with something pending.
func pendingRow(s *types.GenesisState) int {
	for i, row := range s.Holders {
		if len(row.Pending) > 0 {
			return i
		}
	}
	panic("nothing pending")
}

func TestGenesisOfAMaturedSeries(t *testing.T) {
	holder, escrow := account("holder"), account("escrow")
	f := newShort(t, holder, 50_000)
	f.fund(yen(50_000))
	f.holdings.escrows[escrow.String()] = true
	f.send(holder, escrow, 20_000)
	f.block(maturity)
	next, err := f.reload(t, unchanged)
	require.NoError(t, err)
	require.NoError(t, next.keeper.Audit(next.ctx))
	for name, c := range map[string]struct {
		change func(*types.GenesisState)
		text   string
	}{
		"principal of other units": {func(s *types.GenesisState) {
			s.Payments[2] = s.Payments[2].Recorded(math.NewInt(100_000))
			s.Payments[2].Status = types.PAYMENT_STATUS_PAYABLE
		}, "principal recorded on"},
		"unpaid redemption":     {func(s *types.GenesisState) { s.Series[0].Redeemed = math.NewInt(30_001) }, "principal paid"},
		"ended without payment": {func(s *types.GenesisState) { s.Payments[2].Status = types.PAYMENT_STATUS_PAID }, "but principal"},
	} {
		_, err := f.reload(t, func(s *types.GenesisState, _ *banktypes.GenesisState) { c.change(s) })
		require.ErrorIs(t, err, types.ErrInvalidGenesis, name)
		require.ErrorContains(t, err, c.text, name)
	}
}
