package types_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/funding/types"
)

const unit = 1_000

func dec(text string) math.LegacyDec { return math.LegacyMustNewDecFromStr(text) }

func account(i int) string { return sdk.AccAddress(fmt.Sprintf("%-20d", i)).String() }

func terms(units int64) types.Terms {
	return types.Terms{
		Cash: sdk.NewInt64Coin("ujpy", units*unit), BidUnit: math.NewInt(unit), BidderCap: math.NewInt(units * unit), TickPct: dec("0.01"),
		MinRatePct: dec("-0.1"), Deposit: math.NewInt(1), BasketId: "gc", HaircutPct: dec("2"), StartDate: "2026-04-02", EndDate: "2026-04-09",
		DayBasis: 365, BidStart: "2026-04-02T09:00", CommitDeadline: "2026-04-02T10:00", RevealDeadline: "2026-04-02T10:30",
	}
}

// Whatever is bid: no more is lent than is offered or bid for, all in whole units; whoever bid above the rate that all pay has
// everything, whoever bid below it nothing; and cash is left over only for want of bids or by floors.
func TestAllotmentLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		offer := terms(rapid.Int64Range(1, 200).Draw(t, "offer"))
		tenders := make([]types.Tender, rapid.IntRange(0, 12).Draw(t, "bidders"))
		for i := range tenders {
			tenders[i] = types.NewTender(account(99), 1, account(i), nil, offer.Deposit)
			left := offer.BidderCap.QuoRaw(unit).Int64()
			for range rapid.IntRange(0, 4).Draw(t, "bids") {
				if left == 0 {
					break
				}
				units := rapid.Int64Range(1, left).Draw(t, "units")
				left -= units
				tenders[i].Bids = append(tenders[i].Bids, types.Bid{
					RatePct: math.LegacyNewDecWithPrec(rapid.Int64Range(-5, 5).Draw(t, "rate"), 2), Amount: math.NewInt(units * unit),
				})
			}
			require.NoError(t, offer.CheckBids(tenders[i].Bids))
		}
		result, err := offer.Allot(tenders)
		require.NoError(t, err)
		lent, bids, floors, winners := math.ZeroInt(), math.ZeroInt(), int64(0), uint32(0)
		for _, tender := range tenders {
			above, at := math.ZeroInt(), math.ZeroInt()
			floors += int64(len(tender.Bids))
			for _, bid := range tender.Bids {
				switch {
				case bid.RatePct.GT(result.RatePct):
					above = above.Add(bid.Amount)
				case bid.RatePct.Equal(result.RatePct):
					at = at.Add(bid.Amount)
				}
			}
			require.True(t, tender.Award.Mod(math.NewInt(unit)).IsZero())
			if result.Accepted.IsPositive() {
				require.True(t, tender.Award.GTE(above) && tender.Award.LTE(above.Add(at)), "%s of %s above and %s at the rate", tender.Award, above, at)
			}
			lent, bids = lent.Add(tender.Award), bids.Add(tender.BidFor())
			if tender.Award.IsPositive() {
				winners++
			}
		}
		require.Equal(t, result.Accepted, lent)
		require.Equal(t, result.Bids, bids)
		require.Equal(t, result.Winners, winners)
		require.True(t, lent.LTE(offer.Cash.Amount))
		require.True(t, lent.Add(math.NewInt(floors*unit)).GTE(math.MinInt(offer.Cash.Amount, bids)), "%s of %s for %s", lent, offer.Cash, bids)
	})
}

// A seal is of one operation, one bidder, and the bids in their order.
func TestSeal(t *testing.T) {
	reveal := func(change func(*types.MsgRevealBid)) *types.MsgRevealBid {
		msg := &types.MsgRevealBid{
			Lender: "kokusai1lender", Number: 7, Bidder: "kokusai1x", RepoNumber: 3, Salt: make([]byte, types.SaltBytes),
			Bids: []types.Bid{{RatePct: dec("0.75"), Amount: math.NewInt(5)}, {RatePct: dec("-0.1"), Amount: math.NewInt(6)}},
		}
		if change != nil {
			change(msg)
		}
		return msg
	}
	require.Equal(t, "kokusai funding bids 1\nkokusai1lender/7\nkokusai1x\n"+
		"0000000000000000000000000000000000000000000000000000000000000000\n0.7500 5\n-0.1000 6\nrepo 3\n", reveal(nil).SealedText())
	seal := reveal(nil).Seal()
	require.NoError(t, reveal(nil).CheckSeal(seal))
	for name, change := range map[string]func(*types.MsgRevealBid){
		"lender": func(m *types.MsgRevealBid) { m.Lender = "kokusai1other" },
		"number": func(m *types.MsgRevealBid) { m.Number = 8 },
		"bidder": func(m *types.MsgRevealBid) { m.Bidder = "kokusai1y" },
		"repo":   func(m *types.MsgRevealBid) { m.RepoNumber = 4 },
		"salt":   func(m *types.MsgRevealBid) { m.Salt[0] = 1 },
		"rate":   func(m *types.MsgRevealBid) { m.Bids[0].RatePct = dec("0.7501") },
		"amount": func(m *types.MsgRevealBid) { m.Bids[0].Amount = math.NewInt(4) },
		"order":  func(m *types.MsgRevealBid) { m.Bids[0], m.Bids[1] = m.Bids[1], m.Bids[0] },
		"fewer":  func(m *types.MsgRevealBid) { m.Bids = m.Bids[:1] },
	} {
		require.ErrorIs(t, reveal(change).CheckSeal(seal), types.ErrSealMismatch, name)
	}
}

func TestParams(t *testing.T) {
	require.NoError(t, types.DefaultParams().Validate())
	for name, change := range map[string]func(*types.Params){
		"no bidders":   func(p *types.Params) { p.MaxBidders = 0 },
		"many bidders": func(p *types.Params) { p.MaxBidders = 10_001 },
		"no bids":      func(p *types.Params) { p.MaxBids = 0 },
		"many bids":    func(p *types.Params) { p.MaxBids = 101 },
		"no work":      func(p *types.Params) { p.WorkLimit = 0 },
		"retry":        func(p *types.Params) { p.RetryInterval = time.Second },
		"grace":        func(p *types.Params) { p.StartGrace = -1 },
	} {
		params := types.DefaultParams()
		change(&params)
		require.ErrorIs(t, params.Validate(), types.ErrInvalidParams, name)
	}
}

// A genesis that contradicts itself is refused.
func TestGenesis(t *testing.T) {
	offer := terms(10)
	lender, bidder := account(1), account(2)
	state := func() types.GenesisState {
		tender := types.NewTender(lender, 1, bidder, make([]byte, 32), offer.Deposit)
		return types.GenesisState{
			Params: types.DefaultParams(),
			Operations: []types.Operation{{
				Lender: lender, Number: 1, Terms: offer, Status: types.STATUS_OPEN, Bidders: 1, Held: offer.Cash.Amount, Due: time.Unix(1, 0).UTC(),
			}},
			Tenders: []types.Tender{tender},
		}
	}
	require.NoError(t, types.DefaultGenesis().Validate())
	require.NoError(t, state().Validate())
	for name, change := range map[string]func(*types.GenesisState){
		"operation twice":   func(gs *types.GenesisState) { gs.Operations = append(gs.Operations, gs.Operations[0]) },
		"no operation":      func(gs *types.GenesisState) { gs.Operations = nil },
		"tender twice":      func(gs *types.GenesisState) { gs.Tenders = append(gs.Tenders, gs.Tenders[0]) },
		"bidders":           func(gs *types.GenesisState) { gs.Operations[0].Bidders = 2 },
		"held":              func(gs *types.GenesisState) { gs.Operations[0].Held = math.ZeroInt() },
		"not due":           func(gs *types.GenesisState) { gs.Operations[0].Due = time.Time{} },
		"a result too soon": func(gs *types.GenesisState) { gs.Operations[0].Result = &types.Result{} },
		"no result":         func(gs *types.GenesisState) { gs.Operations[0].Status = types.STATUS_ALLOTTED },
		"no status":         func(gs *types.GenesisState) { gs.Operations[0].Status = 0 },
		"lender bids":       func(gs *types.GenesisState) { gs.Tenders[0].Bidder = lender },
		"award too soon":    func(gs *types.GenesisState) { gs.Tenders[0].Award = math.OneInt() },
		"other deposit":     func(gs *types.GenesisState) { gs.Tenders[0].Deposit = math.NewInt(2) },
		"no seal":           func(gs *types.GenesisState) { gs.Tenders[0].Seal = nil },
		"opened empty":      func(gs *types.GenesisState) { gs.Tenders[0].Revealed = true },
		"no deposit":        func(gs *types.GenesisState) { gs.Tenders[0].Deposit = math.Int{} },
		"no bidder":         func(gs *types.GenesisState) { gs.Tenders[0].Bidder = "nobody" },
		"no lender":         func(gs *types.GenesisState) { gs.Operations[0].Lender, gs.Tenders[0].Lender = "nobody", "nobody" },
		"terms":             func(gs *types.GenesisState) { gs.Operations[0].Terms.BasketId = "" },
		"times":             func(gs *types.GenesisState) { gs.Operations[0].Terms.RevealDeadline = offer.BidStart },
		"held nothing":      func(gs *types.GenesisState) { gs.Operations[0].Held = math.Int{} },
		"starting too soon": func(gs *types.GenesisState) { gs.Operations[0].Starting = true },
		"walking too soon":  func(gs *types.GenesisState) { gs.Operations[0].Cursor = bidder },
		"params":            func(gs *types.GenesisState) { gs.Params.WorkLimit = 0 },
		"a bid off the tick": func(gs *types.GenesisState) {
			gs.Tenders[0].Revealed, gs.Tenders[0].Bids = true, []types.Bid{{RatePct: dec("0.005"), Amount: math.NewInt(unit)}}
		},
		"a bid without a rate": func(gs *types.GenesisState) {
			gs.Tenders[0].Revealed, gs.Tenders[0].Bids = true, []types.Bid{{Amount: math.NewInt(unit)}}
		},
	} {
		gs := state()
		change(&gs)
		require.Error(t, gs.Validate(), name)
	}
}

// So is one in which what was decided and what the rows say differ: a winner without a row would hold up the others for ever, and
// a row of a settled operation its deposit.
func TestGenesisOfADecidedOperation(t *testing.T) {
	offer := terms(10)
	lender, bidder, other := account(1), account(2), account(3)
	state := func() types.GenesisState {
		winner, loser := types.NewTender(lender, 1, bidder, make([]byte, 32), offer.Deposit), types.NewTender(lender, 1, other, make([]byte, 32), offer.Deposit)
		winner.Revealed, winner.Bids = true, []types.Bid{{RatePct: dec("0.5"), Amount: math.NewInt(4 * unit)}}
		winner.Award = math.NewInt(4 * unit)
		return types.GenesisState{
			Params: types.DefaultParams(),
			Operations: []types.Operation{{
				Lender: lender, Number: 1, Terms: offer, Status: types.STATUS_ALLOTTED, Bidders: 2, Held: winner.Award, Due: time.Unix(1, 0).UTC(),
				Cursor: bidder,
				Result: &types.Result{
					RatePct: dec("0.5"), AllotmentPct: dec("100"), Bids: winner.Award, Accepted: winner.Award, Lent: math.ZeroInt(), Winners: 1,
				},
			}},
			Tenders: []types.Tender{winner, loser},
		}
	}
	starting := func(gs *types.GenesisState) {
		gs.Operations[0].Starting, gs.Operations[0].Bidders, gs.Tenders = true, 1, gs.Tenders[:1]
	}
	settled := func(gs *types.GenesisState) {
		gs.Operations[0].Status, gs.Operations[0].Due, gs.Operations[0].Cursor = types.STATUS_SETTLED, time.Time{}, ""
		gs.Operations[0].Held, gs.Operations[0].Bidders, gs.Tenders = math.ZeroInt(), 0, nil
	}
	for name, change := range map[string]func(*types.GenesisState){
		"allotted": func(*types.GenesisState) {}, "starting": starting, "settled": settled,
	} {
		gs := state()
		change(&gs)
		require.NoError(t, gs.Validate(), name)
	}
	for name, change := range map[string]func(*types.GenesisState){
		"more winners than rows": func(gs *types.GenesisState) { gs.Operations[0].Result.Winners = 2 },
		"fewer winners":          func(gs *types.GenesisState) { gs.Operations[0].Result.Winners = 0 },
		"more accepted": func(gs *types.GenesisState) {
			gs.Operations[0].Result.Bids, gs.Operations[0].Result.Accepted = math.NewInt(5*unit), math.NewInt(5*unit)
		},
		"more held":               func(gs *types.GenesisState) { gs.Operations[0].Held = math.NewInt(5 * unit) },
		"more accepted than bid":  func(gs *types.GenesisState) { gs.Operations[0].Result.Bids = math.NewInt(unit) },
		"more lent than accepted": func(gs *types.GenesisState) { gs.Operations[0].Result.Lent = math.NewInt(5 * unit) },
		"no rate":                 func(gs *types.GenesisState) { gs.Operations[0].Result.RatePct = math.LegacyDec{} },
		"an amount below zero":    func(gs *types.GenesisState) { gs.Operations[0].Result.Lent = math.NewInt(-1) },
		"more than was bid":       func(gs *types.GenesisState) { gs.Tenders[0].Bids[0].Amount = math.NewInt(3 * unit) },
		"no cursor":               func(gs *types.GenesisState) { gs.Operations[0].Cursor = "nobody" },
		"a loser's loan starts":   func(gs *types.GenesisState) { gs.Operations[0].Starting = true },
		"more loans than winners": func(gs *types.GenesisState) { starting(gs); gs.Operations[0].Result.Winners = 0 },
		"settled with a row": func(gs *types.GenesisState) {
			row := gs.Tenders[1]
			settled(gs)
			gs.Operations[0].Bidders, gs.Tenders = 1, []types.Tender{row}
		},
		"settled and walking": func(gs *types.GenesisState) { settled(gs); gs.Operations[0].Cursor = bidder },
	} {
		gs := state()
		change(&gs)
		require.ErrorIs(t, gs.Validate(), types.ErrInvalidGenesis, name)
	}
}
