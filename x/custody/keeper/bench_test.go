package keeper_test

import (
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/testutil"
)

// BenchmarkSend compares what a transfer costs that nothing judges with one that every rule judges.
func BenchmarkSend(b *testing.B) {
	f := testutil.NewMarket(b)
	f.Fund(f.Dealer, sdk.NewInt64Coin("ukoku", 1))
	limited := f.Rules()
	limited.MaxHolding = testutil.Units(1 << 40)
	f.SetRules(limited)
	f.Pledge(f.Client, testutil.Bonds(1), "loan")
	for _, c := range []struct {
		name     string
		from, to sdk.AccAddress
		coin     sdk.Coin
	}{
		{"stake", f.Dealer, f.Client, sdk.NewInt64Coin("ukoku", 1)},
		{"cash", f.Dealer, f.Client, testutil.YenOf(1)},
		{"bond", f.Dealer, f.Client, testutil.Bonds(1)},
		{"bond of a pledgor", f.Client, f.Dealer, testutil.Bonds(1)},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				cached, _ := f.Ctx.CacheContext()
				if err := f.Bank.SendCoins(cached, c.from, c.to, sdk.NewCoins(c.coin)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
