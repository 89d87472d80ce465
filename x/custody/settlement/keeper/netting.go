package keeper

import (
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// netting adds up legs to what each account gives or receives of each denom. Its order is that in which accounts and denoms
// were first named, so that it is the same on every node.
type netting struct {
	positions []position
	index     map[positionKey]int
	denoms    []string
}

type positionKey struct{ account, denom string }

// position is what an account receives of a denom, negative when it gives.
type position struct {
	account sdk.AccAddress
	denom   string
	amount  math.Int
}

// movement is what goes from one account to another.
type movement struct {
	from, to sdk.AccAddress
	coins    sdk.Coins
}

func newNetting() *netting { return &netting{index: map[positionKey]int{}} }

func (n *netting) add(from, to sdk.AccAddress, coin sdk.Coin) {
	giver, receiver := n.at(from, coin.Denom), n.at(to, coin.Denom)
	n.positions[giver].amount = n.positions[giver].amount.Sub(coin.Amount)
	n.positions[receiver].amount = n.positions[receiver].amount.Add(coin.Amount)
}

func (n *netting) at(account sdk.AccAddress, denom string) int {
	key := positionKey{string(account), denom}
	i, seen := n.index[key]
	if !seen {
		i = len(n.positions)
		n.index[key] = i
		n.positions = append(n.positions, position{account, denom, math.ZeroInt()})
		n.note(denom)
	}
	return i
}

func (n *netting) note(denom string) {
	for _, known := range n.denoms {
		if known == denom {
			return
		}
	}
	n.denoms = append(n.denoms, denom)
}

// movements are transfers that bring every position about, at most one fewer in a denom than accounts take part. What goes
// between the same two accounts goes together.
func (n *netting) movements() []movement {
	byDenom := make(map[string][]position, len(n.denoms))
	for _, p := range n.positions {
		if !p.amount.IsZero() {
			byDenom[p.denom] = append(byDenom[p.denom], p)
		}
	}
	var moves []movement
	between := map[[2]string]int{}
	for _, denom := range n.denoms {
		for _, t := range pair(byDenom[denom]) {
			route := [2]string{string(t.from), string(t.to)}
			if i, seen := between[route]; seen {
				moves[i].coins = moves[i].coins.Add(t.coins...)
				continue
			}
			between[route] = len(moves)
			moves = append(moves, t)
		}
	}
	return moves
}

// pair leads what givers give to receivers, in order.
func pair(positions []position) (moves []movement) {
	giver, receiver := 0, 0
	for {
		for giver < len(positions) && !positions[giver].amount.IsNegative() {
			giver++
		}
		for receiver < len(positions) && !positions[receiver].amount.IsPositive() {
			receiver++
		}
		if giver == len(positions) || receiver == len(positions) {
			return moves
		}
		from, to := &positions[giver], &positions[receiver]
		amount := math.MinInt(from.amount.Neg(), to.amount)
		moves = append(moves, movement{from.account, to.account, sdk.NewCoins(sdk.NewCoin(from.denom, amount))})
		from.amount, to.amount = from.amount.Add(amount), to.amount.Sub(amount)
	}
}
