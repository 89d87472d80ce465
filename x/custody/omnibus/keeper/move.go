package keeper

import (
	"cmp"
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/omnibus/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// MoveClients moves a bounded number of clients' holdings of one denom, with the units behind them, to another omnibus
// account of the same custodian: one that it took over from a custodian that was wound down, say. What the clients earned
// so far stays due in the old account, where x/bond pays it, and follows as cash.
func (k *Keeper) MoveClients(ctx context.Context, custodian, from, to sdk.AccAddress, denom string, limit uint32) (moved uint32, more bool, err error) {
	for _, account := range []sdk.AccAddress{from, to} {
		if err := k.custody.RequireOmnibus(ctx, custodian, account); err != nil {
			return 0, false, err
		}
	}
	references, more, err := k.holdersOf(ctx, from, denom, batch(limit))
	if err != nil {
		return 0, false, err
	}
	for _, reference := range references {
		done, err := k.moveHolding(ctx, from, to, denom, reference)
		if err != nil {
			return 0, false, err
		}
		if done {
			moved++
		}
	}
	return moved, more, nil
}

func (k *Keeper) holdersOf(ctx context.Context, account sdk.AccAddress, denom string, limit int) (references []string, more bool, err error) {
	span := collections.NewSuperPrefixedTripleRange[sdk.AccAddress, string, string](account, denom)
	err = k.holdings.Walk(ctx, span, func(key positionKey, _ types.Holding) (bool, error) {
		if more = len(references) == limit; !more {
			references = append(references, key.K3())
		}
		return more, nil
	})
	return references, more, err
}

func (k *Keeper) moveHolding(ctx context.Context, from, to sdk.AccAddress, denom, reference string) (moved bool, err error) {
	holding, err := k.settled(ctx, collections.Join3(from, denom, reference))
	if err != nil || holding.Amount.IsZero() {
		return false, err
	}
	coin := sdk.NewCoin(denom, holding.Amount)
	if err := k.follow(ctx, from, to, reference); err != nil {
		return false, err
	}
	if err := k.setHolding(ctx, collections.Join3(from, denom, reference), types.NewHolding()); err != nil {
		return false, err
	}
	if err := k.shiftTotal(ctx, from, denom, coin.Amount.Neg()); err != nil {
		return false, err
	}
	if err := k.custody.Unreserve(ctx, from, coin, types.ModuleName, types.ClientsRef); err != nil {
		return false, err
	}
	if err := k.custody.MoveEnforced(ctx, from, to, coin); err != nil {
		return false, err
	}
	if err := k.credit(ctx, to, reference, coin); err != nil {
		return false, err
	}
	fromText, err := k.text(from)
	if err != nil {
		return false, err
	}
	toText, err := k.text(to)
	if err != nil {
		return false, err
	}
	return true, event.Emit(ctx, &types.EventClientHoldingMoved{Account: fromText, To: toText, Reference: reference, Amount: coin})
}

// follow opens a client in the account to which it moves, with what is declared of it where it comes from.
func (k *Keeper) follow(ctx context.Context, from, to sdk.AccAddress, reference string) error {
	known, err := k.clients.Has(ctx, collections.Join(to, reference))
	if err != nil || known {
		return err
	}
	client, err := k.getClient(ctx, from, reference)
	if err != nil {
		return err
	}
	if client.Account, err = k.text(to); err != nil {
		return err
	}
	if err := k.clients.Set(ctx, collections.Join(to, reference), client); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventClientSet{Client: client})
}

// Audit states the laws of the module: the holdings of a balance sum to its total; the total is what x/custody has
// reserved of it for the clients, or all of it was redeemed and waits to be settled; every position is a client's.
func (k *Keeper) Audit(ctx context.Context) error {
	sums := map[string]math.Int{}
	err := k.holdings.Walk(ctx, nil, func(key positionKey, holding types.Holding) (bool, error) {
		known, err := k.clients.Has(ctx, collections.Join(key.K1(), key.K3()))
		if err != nil || !known {
			return true, cmp.Or(err, types.ErrBrokenLaw.Wrapf("a holding of %s, who is no client", key.K3()))
		}
		book := string(key.K1()) + " " + key.K2()
		if _, met := sums[book]; !met {
			sums[book] = math.ZeroInt()
		}
		sums[book] = sums[book].Add(holding.Amount)
		return false, nil
	})
	if err != nil {
		return err
	}
	books := 0
	err = k.totals.Walk(ctx, nil, func(key balanceKey, total math.Int) (bool, error) {
		books++
		if sum, met := sums[string(key.K1())+" "+key.K2()]; !met || !sum.Equal(total) {
			return true, types.ErrBrokenLaw.Wrapf("%s of %s: clients have %s, the total is %s", key.K2(), key.K1(), sum, total)
		}
		reserved := k.custody.Reserved(ctx, key.K1(), key.K2(), types.ModuleName, types.ClientsRef)
		redeemed := reserved.IsZero() && k.bank.GetBalance(ctx, key.K1(), key.K2()).IsZero()
		if !reserved.Equal(total) && !redeemed {
			return true, types.ErrBrokenLaw.Wrapf("%s of %s: %s is reserved, clients have %s", key.K2(), key.K1(), reserved, total)
		}
		return false, nil
	})
	if err == nil && books != len(sums) {
		err = types.ErrBrokenLaw.Wrapf("%d balances have clients, %d have totals", len(sums), books)
	}
	return err
}
