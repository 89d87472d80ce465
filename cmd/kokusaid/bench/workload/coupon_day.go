package workload

import (
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/chain"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
)

// A coupon that falls due to every account, with its money there, while they go on trading: ordinary blocks, then the block in which
// the coupon is recorded and payable, then blocks in which holders are paid in the background. From the record moment on both sides
// of every transfer of the series have a coupon to settle first.
const (
	// CouponDay has as many payments of cash as transfers of the series.
	CouponDay = "coupon-day"
	// CouponRush has transfers of the series only, and hardly anybody in two of them: the most that its coupon can do to a block.
	CouponRush = "coupon-rush"
)

type couponDay struct {
	transfers bondTransfer
	rush      bool
	times     int
	block     int
	phase     string
}

func (w *couponDay) Arrange(g *chain.Genesis) error {
	if err := arrangeMarket(g); err != nil || g.Arranged("coupon") {
		return err
	}
	// Enough for every coupon of the series: 10 years of 2.1%, and something for rounding.
	fund := math.NewInt(int64(len(g.Accounts))).MulRaw(facePerAccount).MulRaw(1_000_000).QuoRaw(4)
	paying := authtypes.NewModuleAddress(bondtypes.ModuleName)
	g.Balances = append(g.Balances, banktypes.Balance{Address: paying.String(), Coins: sdk.NewCoins(sdk.NewCoin(yen, fund))})
	if err := issueCash(g, fund); err != nil {
		return err
	}
	return chain.Edit(g, bondtypes.ModuleName, func(state *bondtypes.GenesisState) {
		state.Funds = append(state.Funds, bondtypes.PayingFund{Isin: isin, Amount: fund})
	})
}

func (w *couponDay) Next(c *chain.Chain, n int) ([]chain.Transaction, error) {
	switch {
	case w.block < w.times:
		w.phase = Ordinary
	case w.block == w.times:
		w.phase = Event
		skipTo(c, nextRecord(c.Now()))
	default:
		w.phase = After
	}
	w.block++
	if w.rush {
		return w.transfers.Next(c, n)
	}
	payments := bankSend{w.transfers.crowd} // one crowd, so that nobody sends twice in a block
	all, err := payments.Next(c, n/2)
	if err != nil {
		return nil, err
	}
	w.transfers.crowd = payments.crowd
	transfers, err := w.transfers.Next(c, n-n/2)
	return append(all, transfers...), err
}

func (w *couponDay) Phase() string { return w.phase }

func (*couponDay) Work() string { return "kokusai.bond.v1.EventCouponPaid" }

func (w *couponDay) Over() bool { return w.block >= 2*w.times+1 }
