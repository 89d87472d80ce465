package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
)

// JudgeLeg judges one leg of a settlement by every rule except those on sums, which are what is free and what a holder may
// hold: where many legs settle as net movements, the sums are judged on what moves. It returns the refusing rule, or nil.
func (k *Keeper) JudgeLeg(ctx context.Context, from, to sdk.AccAddress, coin sdk.Coin) (*types.Refusal, error) {
	q, err := k.ask(ctx, from, to)
	if err != nil {
		return nil, err
	}
	if q.fromParty.IsSystem() || q.toParty.IsSystem() {
		// What these owe goes to suspense rather than fail, and half a trade would have settled.
		return types.Refuse(types.RuleModuleAccount, "a module, an escrow or a suspense account is no party to a settlement"), nil
	}
	q.uncapped, q.unfunded = true, true
	return k.decide(ctx, q, coin)
}
