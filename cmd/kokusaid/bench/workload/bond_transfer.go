package workload

import (
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/chain"
)

// BondTransfer sends bonds from one investor to another: rules of both sides, pledges, and the coupon ledger.
const BondTransfer = "bond-transfer"

type bondTransfer struct{ crowd }

func (*bondTransfer) Arrange(g *chain.Genesis) error { return arrangeMarket(g) }

func (w *bondTransfer) Next(c *chain.Chain, n int) ([]chain.Transaction, error) {
	transactions := make([]chain.Transaction, n)
	for i := range transactions {
		from := w.sender(c.Accounts)
		transactions[i] = sendBond(from, w.other(c.Accounts, from), 1+w.random.Int64N(100))
	}
	return transactions, nil
}

func sendBond(from, to *chain.Account, face int64) chain.Transaction {
	return chain.Transaction{
		Messages: []sdk.Msg{banktypes.NewMsgSend(from.Address, to.Address, sdk.NewCoins(sdk.NewInt64Coin(bond, face)))},
		Signers:  []*chain.Account{from},
		Gas:      400_000,
	}
}
