package keeper

import (
	"cmp"
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/offering/types"
)

// Audit checks the laws of the module over its whole state. It is for tests and commands, not for blocks.
//
//   - What is exported is a valid genesis.
//   - The module's cash covers both margins of every open trade and all that is paid into open syndicates.
//   - Every trade is known to its two parties, and scheduled once, at its next step; so is every open syndicate.
//   - What is promised of a series is what open syndicates may take up.
func (k *Keeper) Audit(ctx sdk.Context) error {
	state, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	if err := state.Validate(k.accounts.AddressCodec()); err != nil {
		return err
	}
	if err := k.auditCash(ctx, state); err != nil {
		return err
	}
	if err := k.auditTrades(ctx, state.Trades); err != nil {
		return err
	}
	return k.auditSyndicates(ctx, state.Syndicates)
}

// auditCash checks what the module's account holds against what it owes.
func (k *Keeper) auditCash(ctx context.Context, state *types.GenesisState) error {
	has, owes := k.bank.GetAllBalances(ctx, k.moduleAddress), state.Held()
	if !has.IsAllGTE(owes) {
		return types.ErrBrokenLaw.Wrapf("the module holds %s of %s that it owes", has, owes)
	}
	return nil
}

func (k *Keeper) auditTrades(ctx context.Context, trades []types.Trade) error {
	for _, trade := range trades {
		key, err := k.keyOf(trade)
		if err != nil {
			return err
		}
		buyer, err := k.address("buyer", trade.Buyer)
		if err != nil {
			return err
		}
		for _, party := range []sdk.AccAddress{key.K2(), buyer} {
			if known, err := k.tradesByParty.Has(ctx, collections.Join(party, key)); err != nil || !known {
				return cmp.Or(err, types.ErrBrokenLaw.Wrapf("%s is not known to a party", trade.Item()))
			}
		}
		if due, err := k.dueTrades.Has(ctx, collections.Join(trade.Next.UnixNano(), key)); err != nil || !due {
			return cmp.Or(err, types.ErrBrokenLaw.Wrapf("%s is not scheduled", trade.Item()))
		}
	}
	return sameLength(ctx, "scheduled trades", k.dueTrades.Walk, len(trades))
}

func (k *Keeper) auditSyndicates(ctx context.Context, syndicates []types.Syndicate) error {
	open, promised := 0, map[string]math.Int{}
	for _, syndicate := range syndicates {
		if syndicate.IsOver() {
			continue
		}
		open++
		if promised[syndicate.Isin].IsNil() {
			promised[syndicate.Isin] = math.ZeroInt()
		}
		promised[syndicate.Isin] = promised[syndicate.Isin].Add(syndicate.Face())
		if due, err := k.dueSyndicates.Has(ctx, collections.Join(syndicate.Next.UnixNano(), syndicate.Id)); err != nil || !due {
			return cmp.Or(err, types.ErrBrokenLaw.Wrapf("%s is not scheduled", syndicate.Item()))
		}
	}
	if err := sameLength(ctx, "scheduled syndicates", k.dueSyndicates.Walk, open); err != nil {
		return err
	}
	return k.auditPromised(ctx, promised)
}

func (k *Keeper) auditPromised(ctx context.Context, expected map[string]math.Int) error {
	rows := 0
	err := k.promised.Walk(ctx, nil, func(isin string, face math.Int) (bool, error) {
		rows++
		if sum := expected[isin]; sum.IsNil() || !sum.Equal(face) {
			return true, types.ErrBrokenLaw.Wrapf("%s of %s is promised, syndicates add up to %s", face, isin, sum)
		}
		return false, nil
	})
	if err == nil && rows != len(expected) {
		err = types.ErrBrokenLaw.Wrapf("%d series are promised, %d are counted", len(expected), rows)
	}
	return err
}

func sameLength[K any](ctx context.Context, what string, walk func(context.Context, collections.Ranger[K], func(K) (bool, error)) error, want int) error {
	count := 0
	err := walk(ctx, nil, func(K) (bool, error) {
		count++
		return false, nil
	})
	if err == nil && count != want {
		err = types.ErrBrokenLaw.Wrapf("%d %s, not %d", count, what, want)
	}
	return err
}
