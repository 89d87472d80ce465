package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

// EndBlock counts some holders of a series whose census is under way, and counts anew accounts whose registration changed,
// each up to the limit of the params. A failure is undone, reported, and tried again in the next block.
func (k *Keeper) EndBlock(ctx sdk.Context) error {
	params, err := k.getParams(ctx)
	if err != nil {
		ctx.Logger().Error("the params of x/custody could not be read", "error", err)
		return nil
	}
	limit := int(params.CensusLimit)
	k.guard(ctx, "census", func(ctx sdk.Context) error { return k.countHolders(ctx, limit) })
	k.guard(ctx, "recount", func(ctx sdk.Context) error { return k.recountAccounts(ctx, limit) })
	return nil
}

// guard runs one item so that its failure stays its own.
func (k *Keeper) guard(ctx sdk.Context, item string, run func(sdk.Context) error) {
	failure := safely.Run(ctx, run)
	if failure == nil {
		return
	}
	ctx.Logger().Error("work at the end of a block failed", "item", item, "error", failure)
	if err := event.Emit(ctx, &types.EventItemQuarantined{Item: item, Reason: failure.Error()}); err != nil {
		ctx.Logger().Error("the failure could not be reported", "item", item, "error", err)
	}
}

// countHolders counts one page of holders of the first series in line.
func (k *Keeper) countHolders(ctx sdk.Context, limit int) error {
	var isin string
	var next []byte
	err := k.countings.Walk(ctx, nil, func(key string, at []byte) (bool, error) {
		isin, next = key, at
		return true, nil
	})
	if err != nil || isin == "" {
		return err
	}
	page, err := k.bank.DenomOwners(ctx, &banktypes.QueryDenomOwnersRequest{
		Denom: bondtypes.Denom(isin), Pagination: &query.PageRequest{Key: next, Limit: uint64(limit)},
	})
	if err != nil {
		return errorsmod.Wrap(err, isin)
	}
	for _, owner := range page.DenomOwners {
		account, err := k.decode("holder", owner.Address)
		if err != nil {
			return err
		}
		if err := k.recountRow(ctx, account, isin); err != nil {
			return errorsmod.Wrapf(err, "%s of %s", isin, owner.Address)
		}
	}
	if next = page.Pagination.NextKey; len(next) > 0 {
		return k.countings.Set(ctx, isin, next)
	}
	return k.completeCensus(ctx, isin)
}

func (k *Keeper) completeCensus(ctx context.Context, isin string) error {
	record, err := k.seriesRecord(ctx, isin)
	if err != nil {
		return err
	}
	record.Census = types.CensusComplete
	if err := k.series.Set(ctx, isin, record); err != nil {
		return err
	}
	if err := k.countings.Remove(ctx, isin); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventCensusCompleted{Isin: isin})
}

// recountAccounts counts anew accounts in line, whole accounts until the limit of holdings is reached.
func (k *Keeper) recountAccounts(ctx sdk.Context, limit int) error {
	var accounts []sdk.AccAddress
	err := k.recounts.Walk(ctx, nil, func(account sdk.AccAddress) (bool, error) {
		accounts = append(accounts, account)
		return len(accounts) == limit, nil
	})
	if err != nil {
		return err
	}
	for _, account := range accounts {
		if limit <= 0 {
			break
		}
		var isins []string
		span := collections.NewPrefixedPairRange[sdk.AccAddress, string](account)
		if err := k.censusRows.Walk(ctx, span, func(key collections.Pair[sdk.AccAddress, string], _ types.CensusRow) (bool, error) {
			isins = append(isins, key.K2())
			return false, nil
		}); err != nil {
			return err
		}
		for _, isin := range isins {
			if err := k.recountRow(ctx, account, isin); err != nil {
				return errorsmod.Wrapf(err, "%s of %s", isin, account)
			}
		}
		if err := k.recounts.Remove(ctx, account); err != nil {
			return err
		}
		limit -= 1 + len(isins)
	}
	return nil
}
