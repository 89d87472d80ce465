package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
)

// judge asks x/custody about legs, each pair of accounts and denom once: all rules but those on sums are the same whatever
// the amount.
type judge struct {
	*Keeper
	asked map[[3]string]string
}

func (k *Keeper) newJudge() judge { return judge{k, map[[3]string]string{}} }

// refusal is the rule that refuses a leg, empty when none does.
func (j judge) refusal(ctx context.Context, from, to sdk.AccAddress, coin sdk.Coin) (string, error) {
	key := [3]string{string(from), string(to), coin.Denom}
	if text, known := j.asked[key]; known {
		return text, nil
	}
	refused, err := j.custody.JudgeLeg(ctx, from, to, coin)
	if err != nil {
		return "", err
	}
	text := ""
	if refused != nil {
		text = refused.String()
	}
	j.asked[key] = text
	return text, nil
}

// refusalOf is the first refusal of any of the legs.
func (j judge) refusalOf(ctx context.Context, parties []sdk.AccAddress, legs []types.Leg) (string, error) {
	for _, leg := range legs {
		text, err := j.refusal(ctx, parties[leg.From], parties[leg.To], leg.Amount)
		if err != nil || text != "" {
			return text, err
		}
	}
	return "", nil
}

// withCharge adds to a part the fails charge that the receiver keeps back.
func withCharge(s types.Settlement, part []types.Leg) (legs []types.Leg, charge math.Int) {
	charge = s.Withheld(part)
	if charge.IsZero() {
		return part, charge
	}
	back := types.Leg{From: part[1].To, To: part[1].From, Amount: sdk.NewCoin(part[1].Amount.Denom, charge)}
	return append(part[:len(part):len(part)], back), charge
}

func (n *netting) addLegs(parties []sdk.AccAddress, legs []types.Leg) {
	for _, leg := range legs {
		n.add(parties[leg.From], parties[leg.To], leg.Amount)
	}
}

// shortage is the first position for which an account does not have enough free; nil when all do. free is what there is.
func (k *Keeper) shortage(ctx context.Context, n *netting) (short *position, free math.Int, err error) {
	for i, p := range n.positions {
		if !p.amount.IsNegative() {
			continue
		}
		free, err := k.custody.Free(ctx, p.account, p.denom)
		if err != nil {
			return nil, free, err
		}
		if free.LT(p.amount.Neg()) {
			return &n.positions[i], free, nil
		}
	}
	return nil, free, nil
}

// move makes the movements. The send restrictions judge each.
func (k *Keeper) move(ctx context.Context, n *netting) (failed *movement, err error) {
	for _, m := range n.movements() {
		if err := k.bank.SendCoins(ctx, m.from, m.to, m.coins); err != nil {
			return &m, err
		}
	}
	return nil, nil
}
