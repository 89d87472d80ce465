package allotment_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/allotment"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// BenchmarkAllot10000 decides ten thousand bids of five hundred bidders over some two hundred levels.
func BenchmarkAllot10000(b *testing.B) {
	const bidders, count = 500, 10_000
	random := rand.New(rand.NewPCG(1, 2))
	auctions := map[allotment.Method]allotment.Terms{
		allotment.MultiPrice:  terms(allotment.MultiPrice, 26_000*yen100m, yen100m, "0.01"),
		allotment.SinglePrice: terms(allotment.SinglePrice, 26_000*yen100m, yen100m, "0.01"),
		allotment.YieldSpread: terms(allotment.YieldSpread, 26_000*yen100m, yen100m, "0.01"),
	}
	for _, method := range []allotment.Method{allotment.MultiPrice, allotment.SinglePrice, allotment.YieldSpread} {
		auction, series := auctions[method], make(map[string]allotment.Reopening)
		auction.BidderCap = allotment.PortionDown(auction.Offering, dec("50"), math.OneInt())
		bids := make([]allotment.Bid, count)
		for i := range bids {
			bids[i] = allotment.Bid{
				Bidder: fmt.Sprintf("kokusai1dealer%024d", random.IntN(bidders)),
				Level:  dec("100").Add(auction.Tick.MulInt64(random.Int64N(200) - 100)),
				Amount: math.NewInt(yen100m * (1 + random.Int64N(10))),
			}
			if method == allotment.YieldSpread {
				name := fmt.Sprintf("JP11%08d", random.IntN(40))
				bids[i].Series, bids[i].Level = name, bids[i].Level.Sub(dec("100"))
				series[name] = allotment.Reopening{Coupon: dec("1.5"), Maturity: date.MustParse("2040-06-20"), Reference: dec("2")}
			}
		}
		if method == allotment.YieldSpread {
			auction.PriceOf = allotment.FromSpread(series, date.MustParse("2026-02-13"))
		}
		b.Run(method.String(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := auction.Allot(bids); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
