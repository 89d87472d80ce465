package workload

import (
	"fmt"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/chain"
	settlementtypes "github.com/kokusai-chain/kokusai/x/custody/settlement/types"
)

// Batch settles fifty trades between two houses in one transaction: one proposes a set of a hundred legs, the other affirms
// it, and it settles as net movements. A leg costs a hundredth of it.
const Batch = "settlement-batch"

// batchTrades are the trades of one batch, with two legs each.
const batchTrades = 50

type batch struct {
	crowd
	sets int
}

func (*batch) Arrange(g *chain.Genesis) error { return arrangeMarket(g) }

func (w *batch) Next(c *chain.Chain, n int) ([]chain.Transaction, error) {
	date := c.Now().Format("2006-01-02")
	transactions := make([]chain.Transaction, n)
	for i := range transactions {
		w.sets++
		proposer, other := w.sender(c.Accounts), w.sender(c.Accounts)
		propose := &settlementtypes.MsgPropose{
			Proposer: proposer.Address.String(), Reference: fmt.Sprintf("S-%d", w.sets),
			Parties: []string{proposer.Address.String(), other.Address.String()}, Legs: w.legs(), Calendar: "tokyo", SettlementDate: date,
		}
		transactions[i] = chain.Transaction{
			Messages: []sdk.Msg{propose, &settlementtypes.MsgAffirm{
				Party: other.Address.String(), Id: settlementtypes.SetID(proposer.Address, propose.Reference).String(), Digest: propose.Digest(),
			}},
			Signers: []*chain.Account{proposer, other},
			Gas:     10_000_000,
		}
	}
	return transactions, nil
}

func (w *batch) legs() []settlementtypes.Leg {
	legs := make([]settlementtypes.Leg, 0, 2*batchTrades)
	for trade := range uint32(batchTrades) {
		seller, face := trade%2, 50_000*(1+w.random.Int64N(3))
		legs = append(legs,
			settlementtypes.Leg{From: seller, To: 1 - seller, Amount: sdk.NewInt64Coin(bond, face)},
			settlementtypes.Leg{From: 1 - seller, To: seller, Amount: sdk.NewInt64Coin(yen, face*1_000_000)})
	}
	return legs
}
