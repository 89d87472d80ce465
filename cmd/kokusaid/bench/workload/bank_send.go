package workload

import (
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/kokusai-chain/kokusai/app"
	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/chain"
)

// BankSend is a transfer of ukoku between two strangers: the one job that both chains do, and the unit of the goals.
const BankSend = "bank-send"

type bankSend struct{ crowd }

func (*bankSend) Arrange(*chain.Genesis) error { return nil }

func (w *bankSend) Next(c *chain.Chain, n int) ([]chain.Transaction, error) {
	transactions := make([]chain.Transaction, n)
	for i := range transactions {
		from := w.sender(c.Accounts)
		to := w.other(c.Accounts, from)
		transactions[i] = chain.Transaction{
			Messages: []sdk.Msg{banktypes.NewMsgSend(from.Address, to.Address, sdk.NewCoins(sdk.NewInt64Coin(app.StakeDenom, 1+w.random.Int64N(1_000))))},
			Signers:  []*chain.Account{from},
			Gas:      200_000,
		}
	}
	return transactions, nil
}
