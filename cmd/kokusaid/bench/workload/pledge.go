package workload

import (
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/chain"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
)

// PledgeBorrowRepay pledges bonds, borrows yen against them and pays the yen back, in one transaction of three messages.
const PledgeBorrowRepay = "pledge-borrow-repay"

type pledge struct{ crowd }

func (*pledge) Arrange(g *chain.Genesis) error { return arrangeMarket(g) }

func (w *pledge) Next(c *chain.Chain, n int) ([]chain.Transaction, error) {
	const number, face, borrowed = 1, 1_000, 500_000_000 // 1,000 yen of face against 500 yen
	transactions := make([]chain.Transaction, n)
	for i := range transactions {
		owner := w.sender(c.Accounts)
		name := owner.Address.String()
		transactions[i] = chain.Transaction{
			Messages: []sdk.Msg{
				&collateraltypes.MsgAddCollateral{Owner: name, Denom: yen, Number: number, Bonds: sdk.NewCoins(sdk.NewInt64Coin(bond, face))},
				&collateraltypes.MsgBorrow{Owner: name, Number: number, Amount: sdk.NewInt64Coin(yen, borrowed)},
				&collateraltypes.MsgRepay{Payer: name, Owner: name, Number: number, Amount: sdk.NewCoin(yen, math.NewInt(2*borrowed))},
			},
			Signers: []*chain.Account{owner},
			Gas:     1_500_000,
		}
	}
	return transactions, nil
}
