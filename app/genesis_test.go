package app_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/testutil"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	carrytypes "github.com/kokusai-chain/kokusai/x/carry/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	custodykeeper "github.com/kokusai-chain/kokusai/x/custody/keeper"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// midLife is a trade with everything under way: bonds abroad and in suspense, a pledge, a debt, a supply, a quote, a missed
// coupon with claims pending, a carry position whose money is on its way; and the holders are counted for limits on totals.
func midLife(t *testing.T) (l *testutil.Trade, inFlight testutil.Packet) {
	t.Helper()
	l = testutil.NewTrade(t, testutil.Day("2026-06-18"))
	j := l.Japan
	j.SetRules(func(rules *custodytypes.TransferRules) {
		rules.MaxHolders, rules.MaxCustodianBps = 1_000, 10_000
		rules.Jurisdictions[0].MaxUnits = math.NewInt(10_000 * million)
	})
	sendAbroad(l, 50*million)
	j.Must(l.Send(j.Dealer, testutil.Bonds(10*million), l.ClientAbroad.String()), j.Dealer)
	lost := l.Sent()
	j.Freeze(j.Dealer)
	l.Timeout(lost)
	j.WaitForBusinessTime(testutil.Day("2026-06-22").Add(-15*time.Hour - time.Minute)) // before the coupon is missed
	inFlight = l.Open()
	j.WaitForDate("2026-06-22")
	j.Must(send(j.Client, j.Client, testutil.Bonds(1)), j.Client) // settles the client's coupon
	l.At(bridging)
	require.EqualValues(t, 10*million, j.Suspended(j.Dealer, bond))
	require.Positive(t, j.Debt(j.Client))
	require.Positive(t, earned(t, j, j.Client))
	totals, err := custodykeeper.NewQueryServer(j.Kokusai.CustodyKeeper).Census(j.Committed(), &custodytypes.QueryCensusRequest{Isin: testutil.JGB})
	require.NoError(t, err)
	require.Equal(t, custodytypes.CensusComplete, totals.Census)
	return l, inFlight
}

// What is exported in the middle of life starts a chain that exports the same, and passes all audits.
func TestExportImportExport(t *testing.T) {
	l, _ := midLife(t)
	for _, chain := range []*testutil.Chain{l.Tokyo, l.NewYork} {
		exported := chain.Export()
		started, err := chain.Start(exported)
		require.NoError(t, err)
		ctx := chain.StateAtStart(started)
		require.NoError(t, started.Audit(ctx))
		again, err := started.ExportGenesis(ctx, nil)
		require.NoError(t, err)
		require.Len(t, again, len(exported))
		for module, state := range exported {
			require.JSONEq(t, string(state), string(again[module]), "%s of %s", module, chain.ChainID)
		}
	}
}

// A chain that starts anew from its own export goes on with what was under way: the packet of the carry position times out
// or arrives, the coupon is funded and paid, the position comes home.
func TestLifeGoesOnAfterImport(t *testing.T) {
	for name, arrives := range map[string]bool{"the packet arrives": true, "the packet times out": false} {
		t.Run(name, func(t *testing.T) {
			l, inFlight := midLife(t)
			j := l.Japan
			l.Tokyo.Reborn()
			l.At(bridging)
			if arrives {
				l.Relay(inFlight)
				l.RelayAll()
				l.At(active)
				l.Close()
				l.RelayAll()
				l.At(unwinding)
			} else {
				l.Timeout(inFlight)
				l.At(refunded)
			}
			client := j.Balance(j.Client.Addr, yen)
			j.Fund(testutil.Yen(10_500_000))
			j.Block()
			require.EqualValues(t, coupon(550*million), j.Balance(j.Client.Addr, yen)-client)
			require.EqualValues(t, coupon(400*million-10*million), j.Suspended(j.Dealer, yen)-coupon(10*million))
			j.Unfreeze(j.Dealer)
			j.Release(j.Dealer)
			l.ConvertBack("156", testutil.Yen(1_000_000))
			l.At(closed)
			require.Zero(t, j.Debt(j.Client))
			l.America.Must(l.SendBack(l.ClientAbroad, vouchers(l, 50*million), j.Client.String()), l.ClientAbroad)
			l.RelayAll()
			require.EqualValues(t, 600*million, j.Balance(j.Client.Addr, bond))
			l.Audited()
		})
	}
}

// edit changes the state of one module in a copy of a genesis.
func edit[T any, P interface {
	*T
	testutil.Message
}](l *testutil.Trade, module string, change func(P)) func(testutil.Genesis) {
	return func(genesis testutil.Genesis) { testutil.Patch(module, change)(l.Tokyo.Kokusai, genesis) }
}

// No chain starts from a genesis that contradicts itself. The refusal says where.
func TestBrokenGenesisIsRefused(t *testing.T) {
	l, _ := midLife(t)
	exported := l.Tokyo.Export()
	type (
		bondState       = bondtypes.GenesisState
		custodyState    = custodytypes.GenesisState
		collateralState = collateraltypes.GenesisState
		carryState      = carrytypes.GenesisState
	)
	stranger := l.Japan.Stranger.String()
	for name, broken := range map[string]struct {
		edit    func(testutil.Genesis)
		because string
	}{
		"an ISIN twice": {edit(l, "bond", func(g *bondState) { g.Series = append(g.Series, g.Series[0]) }),
			"duplicate series JP1103811S13"},
		"a wrong check digit": {edit(l, "bond", func(g *bondState) { g.Series[0].Terms.Isin = "JP1103811S14" }),
			"JP1103811S14"},
		"an unknown issuer": {edit(l, "bond", func(g *bondState) { g.Issuers = nil }),
			`issuer "mof-japan" does not exist`},
		"an issuer twice": {edit(l, "bond", func(g *bondState) { g.Issuers = append(g.Issuers, g.Issuers[0]) }),
			"duplicate issuer mof-japan"},
		"maturity before the first coupon": {edit(l, "bond", func(g *bondState) { g.Series[0].Terms.MaturityDate = "2026-03-20" }),
			"2026-03-20"},
		"a payment of no series": {edit(l, "bond", func(g *bondState) { g.Payments[0].Isin = "JP1103801RA7" }),
			`"JP1103801RA7", which does not exist`},
		"a holder of no series": {edit(l, "bond", func(g *bondState) { g.Holders[0].Isin = "JP1103801RA7" }),
			`"JP1103801RA7", which does not exist`},
		"more pending than owed": {edit(l, "bond", func(g *bondState) {
			for i := range g.Holders {
				for j := range g.Holders[i].Pending {
					g.Holders[i].Pending[j].Amount = testutil.Yen(10_500_001).Amount
				}
			}
		}), "more than is left"},
		"a clock without speed": {edit(l, "bond", func(g *bondState) { g.Clock.BlockStart = issueDay }),
			"speed must be"},
		"more issued than there is": {edit(l, "bond", func(g *bondState) { g.Series[0].Issued = g.Series[0].Issued.AddRaw(50_000) }),
			"supply of bond/JP1103811S13 is 1000000000, issued less redeemed, stripped and bought back 1000050000"},
		"a fund without cash": {edit(l, "bond", func(g *bondState) {
			g.Funds = append(g.Funds, bondtypes.PayingFund{Isin: testutil.JGB, Amount: math.NewInt(1)})
		}), "1ujpy is owed"},

		"an investor twice": {edit(l, "custody", func(g *custodyState) { g.Investors = append(g.Investors, g.Investors[0]) }),
			"is there twice"},
		"an investor of no custodian": {edit(l, "custody", func(g *custodyState) { g.Investors[0].Custodian = stranger }),
			"is not a licensed custodian"},
		"cash of no bank": {edit(l, "custody", func(g *custodyState) { g.CashIssued[0].Holder = stranger }),
			"without a licence"},
		"a pledge twice": {edit(l, "custody", func(g *custodyState) { g.Pledges = append(g.Pledges, g.Pledges[0]) }),
			"is there twice"},
		"a channel that is no escrow": {edit(l, "custody", func(g *custodyState) { g.EscrowChannels = nil }),
			"not among the escrow channels"},
		"cash that does not add up": {edit(l, "custody", func(g *custodyState) { g.CashIssued[0].Outstanding = g.CashIssued[0].Outstanding.AddRaw(1) }),
			"in circulation"},
		"more pledged than held": {edit(l, "custody", func(g *custodyState) { g.Pledges[0].Amount = math.NewInt(600 * million) }),
			"600000000"},
		"rules of no series": {edit(l, "custody", func(g *custodyState) {
			g.Series = append(g.Series, custodytypes.GenesisSeries{Isin: "JP1103801RA7", Record: custodytypes.SeriesRecord{TimeZone: "Asia/Tokyo"}})
		}), "JP1103801RA7"},

		"a pool of no market": {edit(l, "collateral", func(g *collateralState) { g.Markets = nil }),
			"has no market"},
		"claims that do not add up": {edit(l, "collateral", func(g *collateralState) { g.Supplies[0].Claims = g.Supplies[0].Claims.AddRaw(1) }),
			"its rows sum to"},
		"debt that does not add up": {edit(l, "collateral", func(g *collateralState) { g.Positions[0].ScaledDebt = g.Positions[0].ScaledDebt.AddRaw(1) }),
			"its rows sum to"},
		"a position twice": {edit(l, "collateral", func(g *collateralState) { g.Positions = append(g.Positions, g.Positions[0]) }),
			"is there twice"},
		"more cash than is there": {edit(l, "collateral", func(g *collateralState) { g.Pools[0].Cash = g.Pools[0].Cash.AddRaw(1) }),
			"ujpy"},
		"collateral that is not pledged": {edit(l, "collateral", func(g *collateralState) {
			g.Positions[0].Bonds = sdk.NewCoins(testutil.Bonds(500*million + 1))
		}), "500000001"},

		"a position at no venue": {edit(l, "carry", func(g *carryState) { g.Positions[0].VenueId = "nowhere" }),
			"at unknown venue nowhere"},
		"a packet of nobody": {edit(l, "carry", func(g *carryState) { g.Packets[0].Number = 77 }),
			"is of no position"},
		"a position that waits in vain": {edit(l, "carry", func(g *carryState) { g.Packets = nil }),
			"is not in flight"},
		"a ledger that does not add up": {edit(l, "carry", func(g *carryState) { g.Ledgers[0].Exposure = g.Ledgers[0].Exposure.AddRaw(1) }),
			"in the ledger and"},
		"a quote twice": {edit(l, "carry", func(g *carryState) { g.Quotes = append(g.Quotes, g.Quotes[0]) }),
			"twice or out of order"},
		"a quote that offers more than is there": {edit(l, "carry", func(g *carryState) { g.Quotes[0].Offer = g.Quotes[0].Offer.AddAmount(math.OneInt()) }),
			"the quotes offer"},
	} {
		t.Run(name, func(t *testing.T) {
			genesis := testutil.Genesis{}
			for module, state := range exported {
				genesis[module] = state
			}
			broken.edit(genesis)
			_, err := l.Tokyo.Start(genesis)
			require.ErrorContains(t, err, broken.because)
		})
	}
}
