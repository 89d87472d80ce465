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
	block     int
	phase     string
}

func (w *curveMove) Arrange(g *chain.Genesis) error {
	if err := arrangeMarket(g); err != nil {
		return err
	}
	const number, face, debt = 2, 1_000_000, 100_000_000_000 // a million yen of face against 100,000 yen
	if err := chain.Edit(g, custodytypes.ModuleName, func(state *custodytypes.GenesisState) {
		for _, account := range g.Accounts[officials:] {
			state.Pledges = append(state.Pledges, custodytypes.Pledge{
				Owner: account.Address.String(), Denom: bond, Pledgee: collateraltypes.ModuleName,
				Ref: collateraltypes.PledgeRef(yen, number), Amount: math.NewInt(face),
			})
		}
	}); err != nil {
		return err
	}
	return chain.Edit(g, collateraltypes.ModuleName, func(state *collateraltypes.GenesisState) {
		total := math.ZeroInt()
		for _, account := range g.Accounts[officials:] {
			state.Positions = append(state.Positions, collateraltypes.Position{
				Owner: account.Address.String(), Denom: yen, Number: number, ScaledDebt: math.NewInt(debt),
				Bonds: sdk.NewCoins(sdk.NewInt64Coin(bond, face)),
			})
			total = total.AddRaw(debt)
		}
		// What is owed was lent on top of what the pool still has.
		state.Pools[0].ScaledDebt = state.Pools[0].ScaledDebt.Add(total)
		state.Pools[0].ScaledSupply = state.Pools[0].ScaledSupply.Add(total)
		state.Supplies[0].Claims = state.Supplies[0].Claims.Add(total)
	})
}

func (w *curveMove) Next(c *chain.Chain, n int) ([]chain.Transaction, error) {
	transactions, err := w.transfers.Next(c, n)
	w.block++
	if w.phase = Ordinary; w.block%2 == 1 || err != nil {
		return transactions, err
	}
	w.phase = Event
	ministry := ministry(c.Accounts)
	transactions[0] = chain.Transaction{
		Messages: []sdk.Msg{&collateraltypes.MsgSetCurve{Authority: ministry.Address.String(), Curve: curveOf(int64(w.block % 10))}},
		Signers:  []*chain.Account{ministry},
		Gas:      2_000_000,
	}
	return transactions, nil
}

func (w *curveMove) Phase() string { return w.phase }
