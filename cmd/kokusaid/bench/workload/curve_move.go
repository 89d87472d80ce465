package workload

import (
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/chain"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// CurveMove publishes a new curve while every account owes yen against bonds, and none is near the edge: ordinary blocks of
// transfers with one that moves the curve between them.
const CurveMove = "curve-move"

type curveMove struct {
	transfers bankSend
	times     int
	block     int
	phase     string
}

// curveTransfers are the transactions in a block: few, as what a curve adds is small.
const curveTransfers = 100

func (*curveMove) Arrange(g *chain.Genesis) error { return arrangePositions(g) }

// arrangePositions lets everybody owe yen against bonds, far from the edge.
func arrangePositions(g *chain.Genesis) error {
	if err := arrangeMarket(g); err != nil || g.Arranged("positions") {
		return err
	}
	const number, face, debt = 2, 1_000_000, 100_000_000_000 // a million yen of face against 100,000 yen
	if err := chain.Edit(g, custodytypes.ModuleName, func(state *custodytypes.GenesisState) {
		for _, account := range g.Founders[chain.Officials:] {
			state.Pledges = append(state.Pledges, custodytypes.Pledge{
				Owner: account.Address.String(), Denom: bond, Pledgee: collateraltypes.ModuleName,
				Ref: collateraltypes.PledgeRef(yen, number), Amount: math.NewInt(face).MulRaw(account.Share),
			})
		}
	}); err != nil {
		return err
	}
	return chain.Edit(g, collateraltypes.ModuleName, func(state *collateraltypes.GenesisState) {
		total := math.ZeroInt()
		for _, account := range g.Founders[chain.Officials:] {
			state.Positions = append(state.Positions, collateraltypes.Position{
				Owner: account.Address.String(), Denom: yen, Number: number, ScaledDebt: math.NewInt(debt).MulRaw(account.Share),
				Bonds: sdk.NewCoins(sdk.NewCoin(bond, math.NewInt(face).MulRaw(account.Share))),
			})
			total = total.Add(math.NewInt(debt).MulRaw(account.Share))
		}
		// What is owed was lent on top of what the pool still has.
		state.Pools[0].ScaledDebt = state.Pools[0].ScaledDebt.Add(total)
		state.Pools[0].ScaledSupply = state.Pools[0].ScaledSupply.Add(total)
		state.Supplies[0].Claims = state.Supplies[0].Claims.Add(total)
	})
}

// Next alternates: a figure set in one block is in force from the next one on.
func (w *curveMove) Next(c *chain.Chain, n int) ([]chain.Transaction, error) {
	transactions, err := w.transfers.Next(c, min(n, curveTransfers))
	w.block++
	if w.phase = Event; w.block%2 == 0 || err != nil {
		return transactions, err
	}
	w.phase = Ordinary
	transactions[0] = moveCurve(c, int64(w.block%10))
	return transactions, nil
}

func (w *curveMove) Phase() string { return w.phase }

func (*curveMove) Work() string { return "kokusai.collateral.v1.EventCurvePublished" }

func (w *curveMove) Over() bool { return w.block >= 2*w.times }
