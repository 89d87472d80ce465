package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/testutil/desk"
	"github.com/kokusai-chain/kokusai/x/collateral/funding/types"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
)

// What a bidder does with its seal.
const (
	opens = iota
	withdraws
	staysSilent
	opensOthers // bids that it did not seal
)

// twinBidder is what the naive twin knows of a bidder: bids in units at hundredths of a percent, and what it does.
type twinBidder struct {
	account      sdk.AccAddress
	rates, units []int64
	act          int
	able         bool // to pledge when its loan starts
}

// twinAllot fills the highest rate first and shares the rate at which the offer runs out, bid by bid, down to whole units.
func twinAllot(offer int64, bidders []twinBidder) (awards []int64) {
	awards = make([]int64, len(bidders))
	for rate := int64(100); rate >= 0 && offer > 0; rate-- {
		total := int64(0)
		for _, b := range bidders {
			for i := range b.rates {
				if b.act == opens && b.rates[i] == rate {
					total += b.units[i]
				}
			}
		}
		share := min(offer, total)
		for n, b := range bidders {
			for i := range b.rates {
				if b.act == opens && b.rates[i] == rate {
					awards[n] += b.units[i] * share / total
				}
			}
		}
		offer -= share
	}
	return awards
}

func drawBidder(t *rapid.T, name string, account sdk.AccAddress, limit int64, mayPledge bool) twinBidder {
	b := twinBidder{account: account, act: rapid.SampledFrom([]int{opens, opens, opens, withdraws, staysSilent, opensOthers}).Draw(t, name+" act")}
	b.able = mayPledge && rapid.IntRange(0, 3).Draw(t, name+" able") > 0
	for range rapid.IntRange(1, 4).Draw(t, name+" bids") {
		if limit == 0 {
			break
		}
		units := rapid.Int64Range(1, limit).Draw(t, name+" units")
		limit -= units
		b.rates, b.units = append(b.rates, rapid.Int64Range(50, 54).Draw(t, name+" rate")), append(b.units, units)
	}
	return b
}

func (b twinBidder) opened(r *room) *types.MsgRevealBid {
	msg := r.opened(b.account, "0.50", 1)
	msg.Bids = nil
	for i, rate := range b.rates {
		msg.Bids = append(msg.Bids, types.Bid{RatePct: math.LegacyNewDecWithPrec(rate, 2), Amount: math.NewInt(b.units[i] * desk.Million)})
	}
	return msg
}

// Whatever is bid, opened, withdrawn and forgotten, in blocks of any size: awards are the twin's; no more is allotted than is offered
// or bid for; of two that bid once the higher is served no worse; and when all is over every yen is where the twin says.
func TestFundingAgainstATwin(t *testing.T) {
	market := newRoom(t)
	rapid.Check(t, func(t *rapid.T) {
		r := market.branch(t)
		r.At("2026-04-01 09:00")
		r.params(func(p *types.Params) { p.WorkLimit = uint32(rapid.IntRange(1, 20).Draw(t, "work")) })
		offer := rapid.Int64Range(1, 300).Draw(t, "offer")
		limit := rapid.Int64Range(1, offer).Draw(t, "cap")
		var bidders []twinBidder
		for i, account := range r.cast()[1:] {
			bidders = append(bidders, drawBidder(t, fmt.Sprint(i), account, limit, i < 3))
		}
		accounts := append(r.cast(), r.Accounts.GetModuleAddress(types.ModuleName))
		before := r.balances(accounts...)

		require.NoError(t, r.announce(func(terms *types.Terms) {
			terms.Cash, terms.BidderCap = testutil.YenOf(offer*desk.Million), math.NewInt(limit*desk.Million)
			terms.Deposit = math.NewInt(1_000_000)
		}))
		r.At("2026-04-02 09:00")
		for _, b := range bidders {
			require.NoError(t, r.commit(b.opened(r)))
			if b.act == withdraws {
				require.NoError(t, r.withdraw(b.account))
			}
			if b.able {
				r.Inventory(b.account)
			}
		}
		r.At("2026-04-02 10:00")
		for _, b := range bidders {
			opened := b.opened(r)
			switch b.act {
			case opensOthers:
				opened.Bids[0].Amount = opened.Bids[0].Amount.AddRaw(1)
				require.ErrorIs(t, r.reveal(opened), types.ErrSealMismatch)
			case opens:
				require.NoError(t, r.reveal(opened))
			}
		}
		r.blocks("2026-04-02 10:30")

		awards := twinAllot(offer, bidders)
		total, asked := int64(0), int64(0)
		for i, b := range bidders {
			bid := int64(0)
			for _, units := range b.units {
				bid += units
			}
			if tender, err := r.tender(b.account); err == nil {
				require.EqualValues(t, awards[i]*desk.Million, tender.Award.Int64(), "bidder %d", i)
			} else {
				require.Zero(t, awards[i], "bidder %d", i)
			}
			require.LessOrEqual(t, awards[i], bid)
			total += awards[i]
			if b.act == opens {
				asked += bid
			}
			for j, other := range bidders {
				if b.act == opens && other.act == opens && len(b.rates) == 1 && len(other.rates) == 1 && b.rates[0] > other.rates[0] {
					require.GreaterOrEqual(t, awards[i]*other.units[0], awards[j]*b.units[0], "bidder %d bid more than %d", i, j)
				}
			}
		}
		require.EqualValues(t, total*desk.Million, r.operation().Result.Accepted.Int64())
		require.LessOrEqual(t, total, min(offer, asked))
		r.Audited()

		r.blocks("2026-04-02 15:00")
		r.Audited()
		r.blocks("2026-04-02 20:00")
		require.Equal(t, types.STATUS_SETTLED, r.operation().Status)
		want, lent, forfeited := map[string]int64{}, int64(0), int64(0)
		for i, b := range bidders {
			want[b.account.String()] = before[b.account.String()]
			switch {
			case b.act == staysSilent, b.act == opensOthers, awards[i] > 0 && !b.able:
				forfeited++
				want[b.account.String()] -= 1_000_000
			case awards[i] > 0:
				lent += awards[i]
				want[b.account.String()] += awards[i] * desk.Million
			}
		}
		want[r.Lender.String()] = before[r.Lender.String()] - lent*desk.Million + forfeited*1_000_000
		want[accounts[len(accounts)-1].String()] = 0
		require.Equal(t, want, r.balances(accounts...))
		r.Audited()
	})
}

// blocks plays as many as the smallest blocks need.
func (r *room) blocks(minute string) {
	for range 16 {
		r.Tick(minute)
	}
}
