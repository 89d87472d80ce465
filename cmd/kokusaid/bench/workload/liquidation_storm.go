package workload

import (
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/chain"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
)

// LiquidationStorm lets one account in a hundred borrow as much as it may, and then yields rise by a percentage point: all of
// these positions are to be sold at once, among those of everybody else, which are sound. Ordinary blocks, and then the two blocks
// that have to be enough for a hundredth of a million.
const LiquidationStorm = "liquidation-storm"

type liquidationStorm struct {
	transfers bankSend
	times     int
	stage     int // aside stages passed
	opened    int
	block     int // measured
	phase     string
}

// stormDay is some days before a coupon of the series, which would repay those who borrowed.
var stormDay = time.Date(2026, time.June, 10, 0, 0, 0, 0, time.UTC)

// stormBlocks are the blocks in which all positions have to be up for sale.
const stormBlocks = 2

func (*liquidationStorm) Arrange(g *chain.Genesis) error { return arrangePositions(g) }

func (w *liquidationStorm) Next(c *chain.Chain, n int) ([]chain.Transaction, error) {
	w.phase = Aside
	people := c.Accounts[chain.Officials:]
	people = people[:max(len(people)/100, 1)]
	if w.stage == 0 {
		w.stage++
		skipTo(c, stormDay)
		return []chain.Transaction{moveCurve(c, 0)}, nil
	}
	if w.opened < len(people) {
		batch := people[w.opened:min(w.opened+n, len(people))]
		w.opened += len(batch)
		return openPositions(batch), nil
	}
	// Borrowers have four hours of grace after the chain seemed to stand still, so it comes there in steps.
	const step, steps = 25 * time.Minute, 12
	if w.stage <= steps {
		w.stage++
		c.Skip(step)
		return nil, nil
	}
	transactions, err := w.transfers.Next(c, n)
	w.phase = Ordinary
	if w.block >= w.times {
		w.phase = Event
	}
	if w.block == w.times-1 {
		transactions[0] = moveCurve(c, 100) // in force from the next block on
	}
	w.block++
	return transactions, err
}

// openPositions lets people borrow at a health of some 107 %.
func openPositions(people []*chain.Account) []chain.Transaction {
	const number, face, borrowed = 3, 10_000_000, 9_200_000_000_000
	transactions := make([]chain.Transaction, len(people))
	for i, owner := range people {
		name := owner.Address.String()
		transactions[i] = chain.Transaction{
			Messages: []sdk.Msg{
				&collateraltypes.MsgAddCollateral{Owner: name, Denom: yen, Number: number, Bonds: sdk.NewCoins(sdk.NewInt64Coin(bond, face))},
				&collateraltypes.MsgBorrow{Owner: name, Number: number, Amount: sdk.NewInt64Coin(yen, borrowed)},
			},
			Signers: []*chain.Account{owner},
			Gas:     1_500_000,
		}
	}
	return transactions
}

func (w *liquidationStorm) Phase() string { return w.phase }

func (*liquidationStorm) Work() string {
	return "kokusai.collateral.liquidation.v1.EventAuctionStarted"
}

func (w *liquidationStorm) Over() bool { return w.block >= w.times+stormBlocks }
