package workload

import (
	"fmt"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/chain"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// DvP settles a trade that both sides signed: bonds one way and yen the other, in one transaction.
const DvP = "dvp"

type dvp struct {
	crowd
	trades int
}

func (*dvp) Arrange(g *chain.Genesis) error { return arrangeMarket(g) }

func (w *dvp) Next(c *chain.Chain, n int) ([]chain.Transaction, error) {
	transactions := make([]chain.Transaction, n)
	for i := range transactions {
		w.trades++
		// Both sign, so both take their turn: nobody signs twice in a block.
		deliverer, receiver := w.sender(c.Accounts), w.sender(c.Accounts)
		face := 1 + w.random.Int64N(100)
		transactions[i] = chain.Transaction{
			Messages: []sdk.Msg{&custodytypes.MsgSettleDirect{
				Deliverer: deliverer.Address.String(), Receiver: receiver.Address.String(), Isin: isin, Face: math.NewInt(face),
				Cash: sdk.NewInt64Coin(yen, face*1_000_000), TradeReference: fmt.Sprintf("T-%d", w.trades),
			}},
			Signers: []*chain.Account{deliverer, receiver},
			Gas:     600_000,
		}
	}
	return transactions, nil
}
