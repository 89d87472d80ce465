package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
)

// A history is an auction with bidders that do as they please: seal, withdraw, seal again, reveal or not, add in the second
// round; some are frozen; the issuer may call it off or reject all.
type history struct {
	*fixture
	t       *rapid.T
	bidders []string
	sealed  map[string]bids
	given   math.Int
}

func (h *history) chance(what string, percent int) bool {
	return rapid.IntRange(0, 99).Draw(h.t, what) < percent
}

func (h *history) hand(name string, amount sdk.Coin) {
	h.give(account(name), amount)
	h.given = h.given.Add(amount.Amount)
}

func (h *history) draw(name string) bids {
	b := of(name)
	if name[0] == 'S' && h.chance("small", 50) {
		return b.without(1_000_000 * rapid.Int64Range(1, 500).Draw(h.t, "face"))
	}
	for range rapid.IntRange(1, 3).Draw(h.t, "bids") {
		level := dec("100").Add(dec("0.01").MulInt64(rapid.Int64Range(-2, 2).Draw(h.t, "level")))
		b.list = append(b.list, types.Bid{Level: level, Amount: math.NewInt(unit * rapid.Int64Range(1, 16).Draw(h.t, "units"))})
	}
	return b
}

func (h *history) bid() {
	for _, name := range h.bidders {
		for range rapid.IntRange(0, 2).Draw(h.t, "seals") {
			if _, committed := h.sealed[name]; committed {
				must(h.fixture, h.msgs.WithdrawBid, &types.MsgWithdrawBid{Bidder: account(name).String(), AuctionId: id})
				delete(h.sealed, name)
				continue
			}
			b := h.draw(name)
			h.hand(name, yen(1_000_000))
			must(h.fixture, h.msgs.CommitBid, b.commitment())
			h.sealed[name] = b
		}
	}
}

func (h *history) open() {
	for _, name := range h.bidders {
		b, committed := h.sealed[name]
		if !committed || h.chance("forgets", 20) {
			continue
		}
		h.hand(name, yen(purse))
		must(h.fixture, h.msgs.RevealBid, b.revelation())
		if h.chance("frozen", 20) {
			h.holdings.frozen[account(name).String()] = true
		}
	}
}

func (h *history) add() {
	for _, name := range h.bidders {
		if !h.chance("adds", 50) {
			continue
		}
		face := math.NewInt(unit * rapid.Int64Range(1, 5).Draw(h.t, "more"))
		_, _ = tx(h.fixture, h.msgs.BidSecondRound, &types.MsgBidSecondRound{Bidder: account(name).String(), AuctionId: id, Amount: face})
	}
}

// cashOfAll is what everybody has, frozen or not, and what lies in the module.
func (h *history) cashOfAll() math.Int {
	total := h.held().Add(h.cash("treasury"))
	for _, name := range h.bidders {
		total = total.Add(h.cash(name)).Add(h.cash(suspense(name)))
	}
	return total
}

func TestAnyHistoryOfAnAuction(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := &history{fixture: newMarket(t), t: t, sealed: map[string]bids{}, given: math.ZeroInt()}
		h.register("S2", false)
		h.bidders = []string{"A", "B", "C", "S", "S2"}
		h.announce(h.tenYearAuction())
		calledOff := rapid.SampledFrom([]string{"", "", "", bidding, revealing, "reject"}).Draw(t, "called off")
		h.at(bidding, h.bid)
		if calledOff == bidding {
			h.at(bidding, h.cancel)
		}
		if calledOff != bidding {
			h.at(revealing, h.open)
		}
		if calledOff == revealing {
			h.at(revealing, h.cancel)
		}
		h.at(closing)
		if h.auction().Status == types.AUCTION_STATUS_ALLOTTED {
			h.at(second, h.add)
		}
		if calledOff == "reject" {
			h.at("2026-01-06 15:00", h.reject)
		}
		h.at(settling)
		require.Equal(t, h.given, h.cashOfAll(), "cash is neither made nor lost")
		require.True(t, h.held().IsZero(), "and none is left behind")
		h.checkOutcome(t)
		h.at("2027-01-10 00:00")
		require.Equal(t, h.given, h.cashOfAll())
	})
}

// checkOutcome works the outcome out again from the bids: caps, prices, and what everybody paid.
func (h *history) checkOutcome(t *rapid.T) {
	auction := h.auction()
	if auction.Status != types.AUCTION_STATUS_SETTLED {
		require.Equal(t, auction.Result == nil, auction.Status == types.AUCTION_STATUS_CANCELLED)
		for _, name := range h.bidders {
			require.Equal(t, "0", h.units(name))
		}
		return
	}
	result := *auction.Result
	issued, cash := math.ZeroInt(), math.ZeroInt()
	for name, b := range h.sealed {
		row := h.tender(name)
		paid := math.ZeroInt()
		for i, award := range row.Awards {
			require.False(t, award.Amount.GT(b.list[i].Amount), "more than was bid for")
			require.True(t, award.Amount.IsZero() || award.Price.Equal(b.list[i].Level), "its own price")
			for j := range row.Awards { // of one bidder's bids too, the better is served first
				if b.list[j].Level.GT(b.list[i].Level) && award.Amount.IsPositive() {
					require.Equal(t, b.list[j].Amount, row.Awards[j].Amount)
				}
			}
			paid = paid.Add(award.Price.MulInt(award.Amount).MulInt64(micro / 100).TruncateInt())
		}
		extra := row.NonPriceAward.Add(row.SecondRound)
		paid = paid.Add(result.AveragePrice.MulInt(extra).MulInt64(micro / 100).TruncateInt())
		face := row.Total()
		accrued := face.MulRaw(21 * 18).QuoRaw(1_000 * 365).MulRaw(micro) // 2.1 % for 18 days, floored to the yen
		require.Equal(t, paid.Add(accrued).String(), row.Paid.String(), name)
		holder := name
		if h.holdings.frozen[account(name).String()] {
			holder = suspense(name)
		}
		require.Equal(t, face.String(), h.units(holder))
		require.False(t, row.SecondRound.MulRaw(10).GT(row.Won().Add(row.NonPriceAward)), "a tenth in the second round")
		issued, cash = issued.Add(face), cash.Add(row.Paid)
	}
	require.Equal(t, cash, result.Cash)
	require.Equal(t, issued.String(), result.Total().String())
	require.False(t, result.Total().Sub(result.SecondRound).GT(auction.Terms.Offering))
	require.False(t, result.NonCompetitive.GT(math.NewInt(10*unit)), "a tenth for small bidders")
}
