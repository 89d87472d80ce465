package keeper_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
)

// strip is a strip of coupons of a date or, with a parent, of its principal.
func strip(number int, on, parent string) types.TermSheet {
	terms := jgb381()
	terms.Isin, terms.Name, terms.Kind = benchISIN(number), fmt.Sprint("Strip of ", on), types.SERIES_KIND_STRIP
	terms.CouponPct, terms.Frequency, terms.FirstCouponDate, terms.MaturityDate = math.LegacyZeroDec(), 0, "", on
	terms.Denomination, terms.Strip = math.OneInt(), &types.StripTerms{ParentIsin: parent}
	return terms
}

const sister = "JP1103821S29"

// newStrips is a fixture with two parents of one year, 2.1 and 1.4 percent, and the strips of their payments: 1 and 2 of the
// coupons, 3 and 4 of the principals.
func newStrips(t require.TestingT, holder sdk.AccAddress) *fixture {
	f := newFixture(t)
	require.NoError(t, f.keeper.InitGenesis(f.ctx, types.DefaultGenesis()))
	f.registerIssuer()
	f.open(short())
	other := short()
	other.Isin, other.CouponPct = sister, dec("1.4")
	f.open(other)
	f.open(strip(1, "2026-06-20", ""))
	f.open(strip(2, "2026-12-20", ""))
	f.open(strip(3, "2026-12-20", isin))
	f.open(strip(4, "2026-12-20", sister))
	f.block("2026-01-07", func() {
		f.place(holder, 1_000_000)
		placement := f.placement(holder, 1_000_000, "100")
		placement.Isin = sister
		f.give(holder, yen(2_000_000))
		must(f, f.msgs.PlaceDirect, placement)
	})
	f.drain(holder)
	return f
}

func (f *fixture) separate(holder sdk.AccAddress, parent string, units int64) (sdk.Coins, error) {
	response, err := tx(f, f.msgs.Separate, &types.MsgSeparate{Holder: holder.String(), Isin: parent, Units: math.NewInt(units)})
	if err != nil {
		return nil, err
	}
	return response.Strips, nil
}

func (f *fixture) recombine(holder sdk.AccAddress, parent string, units int64) (sdk.Coins, error) {
	response, err := tx(f, f.msgs.Recombine, &types.MsgRecombine{Holder: holder.String(), Isin: parent, Units: math.NewInt(units)})
	if err != nil {
		return nil, err
	}
	return response.Strips, nil
}

func (f *fixture) held(holder sdk.AccAddress, of string) int64 {
	return f.bank.GetBalance(f.ctx, holder, types.Denom(of)).Amount.Int64()
}

func TestStripsLiveAndArePaid(t *testing.T) {
	a, b := account("a"), account("b")
	f := newStrips(t, a)
	slots, err := f.queries.Strips(f.ctx, &types.QueryStripsRequest{Isin: isin})
	require.NoError(t, err)
	require.Equal(t, "50000", slots.Multiple.String(), "1.05 percent of 50,000 is 525")
	require.Len(t, slots.Slots, 3)
	require.Equal(t, benchISIN(1), slots.Slots[0].Isin)

	f.block("2026-01-08", func() {
		strips, err := f.separate(a, isin, 200_000)
		require.NoError(t, err)
		require.Len(t, strips, 3)
		_, err = f.separate(a, sister, 100_000)
		require.NoError(t, err)
	})
	require.EqualValues(t, 800_000, f.held(a, isin))
	require.EqualValues(t, 2_100+700, f.held(a, benchISIN(1)), "coupons of two parents are one strip")
	require.EqualValues(t, 2_800, f.held(a, benchISIN(2)))
	require.EqualValues(t, 200_000, f.held(a, benchISIN(3)))
	require.EqualValues(t, 100_000, f.held(a, benchISIN(4)), "principals stay apart")

	f.block("2026-02-01", func() {
		for _, number := range []int{1, 2, 4} {
			of := types.Denom(benchISIN(number))
			require.NoError(t, f.bank.SendCoins(f.ctx, a, b, sdk.NewCoins(f.bank.GetBalance(f.ctx, a, of))))
		}
		_, err := f.recombine(a, isin, 50_000)
		require.Error(t, err, "the coupons are with b")
		_, err = f.recombine(b, sister, 100_000)
		require.NoError(t, err, "whoever has a full set")
	})
	require.EqualValues(t, 100_000, f.held(b, sister))
	require.EqualValues(t, 2_100, f.held(b, benchISIN(1)), "coupons that came from the other parent are left")

	fund := func(of string, amount int64) {
		f.give(f.treasury, yen(amount))
		must(f, f.msgs.FundPayments, &types.MsgFundPayments{Funder: f.treasury.String(), Isin: of, Amount: yen(amount)})
	}
	fund(isin, 800_000+2*8_400)
	fund(benchISIN(1), 2_100)
	fund(benchISIN(2), 2_100)
	fund(benchISIN(3), 200_000)
	f.block("2026-06-22")
	require.Equal(t, yen(2_100).Amount, f.cash(b))
	require.Equal(t, yen(8_400).Amount, f.cash(a), "the parent pays for what is left of it")
	_, err = f.recombine(a, isin, 50_000)
	require.Error(t, err)
	f.block("2026-08-01", func() {
		strips, err := f.separate(a, isin, 100_000)
		require.NoError(t, err)
		require.Len(t, strips, 2, "the first coupon is over")
		_, err = f.recombine(a, isin, 100_000)
		require.NoError(t, err)
	})
	f.block(maturity)
	require.Equal(t, yen(8_400*2+800_000+200_000).Amount, f.cash(a))
	require.Equal(t, yen(4_200).Amount, f.cash(b))
	require.Equal(t, types.SERIES_STATUS_REDEEMED, f.series().Status)
	_, err = f.separate(a, isin, 50_000)
	require.ErrorIs(t, err, types.ErrMatured)
}

func TestSeparationsThatAreRefused(t *testing.T) {
	a := account("a")
	f := newStrips(t, a)
	_, err := f.separate(a, isin, 25_000)
	require.ErrorIs(t, err, types.ErrInvalidAmount)
	_, err = f.separate(a, isin, 1_050_000)
	require.Error(t, err, "more than it has")
	_, err = f.separate(a, benchISIN(1), 50_000)
	require.ErrorIs(t, err, types.ErrNotSeparable, "a strip has no strips")
	_, err = f.separate(a, "x", 50_000)
	require.ErrorIs(t, err, types.ErrInvalidISIN)
	_, err = f.recombine(a, isin, 50_000)
	require.ErrorIs(t, err, types.ErrNotSeparable, "nothing is separated")
	place := f.placement(a, 50_000, "99")
	place.Isin = benchISIN(1)
	_, err = tx(f, f.msgs.PlaceDirect, place)
	require.ErrorIs(t, err, types.ErrNotIssuable, "strips come from parents only")
	f.gate.ineligible[a.String()] = true
	_, err = f.separate(a, isin, 50_000)
	require.ErrorIs(t, err, types.ErrBuyerNotEligible)
	f.gate.ineligible = map[string]bool{}

	must(f, f.msgs.FreezeSeries, &types.MsgFreezeSeries{Authority: f.ministry.String(), Isin: sister, Reason: "stop"})
	_, err = f.separate(a, sister, 50_000)
	require.ErrorIs(t, err, types.ErrFrozen)
	for name, c := range map[string]struct {
		terms types.TermSheet
		want  error
	}{
		"the same again":     {strip(5, "2026-06-20", ""), types.ErrSeriesExists},
		"no such parent":     {strip(5, "2026-12-20", "JP1051811RA8"), types.ErrSeriesNotFound},
		"not its maturity":   {strip(5, "2026-06-20", isin), types.ErrInvalidTerms},
		"of a strip":         {strip(5, "2026-06-20", benchISIN(1)), types.ErrNotSeparable},
		"parent is no ISIN":  {strip(5, "2026-12-20", "x"), types.ErrInvalidISIN},
		"without its terms":  {func() types.TermSheet { s := strip(5, "2027-06-20", ""); s.Strip = nil; return s }(), types.ErrInvalidTerms},
		"with a coupon":      {func() types.TermSheet { s := strip(5, "2027-06-20", ""); s.CouponPct = dec("1"); return s }(), types.ErrInvalidTerms},
		"in pieces of 1,000": {func() types.TermSheet { s := strip(5, "2027-06-20", ""); s.Denomination = math.NewInt(1000); return s }(), types.ErrInvalidTerms},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := tx(f, f.msgs.OpenSeries, &types.MsgOpenSeries{Authority: f.ministry.String(), Terms: c.terms})
			require.ErrorIs(t, err, c.want)
		})
	}
	long := newLive(t)
	long.place(a, 100_000)
	_, err = long.separate(a, isin, 50_000)
	require.ErrorIs(t, err, types.ErrNotSeparable, "its issuer has opened no strips")
}

func TestGenesisOfStrips(t *testing.T) {
	a := account("a")
	f := newStrips(t, a)
	f.block("2026-01-08", func() {
		_, err := f.separate(a, isin, 200_000)
		require.NoError(t, err)
	})
	next, err := f.reload(t, unchanged)
	require.NoError(t, err)
	require.NoError(t, next.keeper.Audit(next.ctx))
	_, err = next.recombine(a, isin, 200_000)
	require.NoError(t, err)
	for name, change := range map[string]func(*types.Series){
		"fewer strips": func(s *types.Series) {
			if s.Terms.Isin == benchISIN(1) {
				s.Issued = s.Issued.SubRaw(1)
			}
		},
		"more separated": func(s *types.Series) {
			if s.Terms.Isin == isin {
				s.Stripped = s.Stripped.AddRaw(50_000)
			}
		},
		"two strips of one": func(s *types.Series) {
			if s.Terms.Isin == benchISIN(3) {
				s.Terms.Strip.ParentIsin = ""
			}
		},
		"a principal less": func(s *types.Series) {
			if s.Terms.Isin == benchISIN(3) {
				s.Terms.Strip.ParentIsin = benchISIN(4)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := f.reload(t, func(g *types.GenesisState, _ *banktypes.GenesisState) {
				for i := range g.Series {
					change(&g.Series[i])
				}
			})
			require.ErrorIs(t, err, types.ErrInvalidGenesis)
		})
	}
}

// Separating and recombining is the identity, in any order and pieces, and at every moment strips are what parents gave up:
// the audit after each block says so.
func TestStripAndRecombineIsTheIdentity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := account("a")
		f := newStrips(t, a)
		before := f.bank.GetAllBalances(f.ctx, a)
		separated := map[string]int64{}
		for i := range rapid.IntRange(1, 6).Draw(t, "blocks") {
			f.blockAt(tokyo("2026-01-08").Add(time.Duration(i)*time.Hour), func() {
				parent := rapid.SampledFrom([]string{isin, sister}).Draw(t, "parent")
				units := 50_000 * rapid.Int64Range(1, 12).Draw(t, "pieces")
				if rapid.Bool().Draw(t, "separate") {
					if _, err := f.separate(a, parent, units); err == nil {
						separated[parent] += units
					} else {
						require.Greater(t, separated[parent]+units, int64(1_000_000))
					}
					return
				}
				if _, err := f.recombine(a, parent, units); err == nil {
					separated[parent] -= units
				} else {
					require.Greater(t, units, separated[parent])
				}
			})
		}
		f.block("2026-02-01", func() {
			for _, parent := range []string{isin, sister} {
				if separated[parent] > 0 {
					_, err := f.recombine(a, parent, separated[parent])
					require.NoError(t, err)
				}
			}
		})
		require.Equal(t, before, f.bank.GetAllBalances(f.ctx, a))
	})
}
