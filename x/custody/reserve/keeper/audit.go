package keeper

import (
	"context"
	"fmt"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/reserve/types"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// Audit states the laws and errors on the first that is broken:
//
//  1. What is exported is a valid genesis: references, and books that are the sums of their orders.
//  2. Over all institutions, what is outstanding of a series that has not matured is at most its supply; and what is in
//     flight of a reserve of bonds is at most what is outstanding.
//  3. The tokens of each open redemption are set aside in its holder's account, unless the series has matured.
//  4. Every order is queued once, at its time.
//
// It walks everything and is for tests and commands.
func (k *Keeper) Audit(ctx context.Context) error {
	for _, law := range []func(context.Context) error{k.auditExport, k.auditSupply, k.auditClaims, k.auditQueues} {
		if err := law(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) auditExport(ctx context.Context) error {
	state, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	if err := state.Validate(k.accounts.AddressCodec()); err != nil {
		return fmt.Errorf("%w: %w", types.ErrBrokenLaw, err)
	}
	return nil
}

func (k *Keeper) auditSupply(ctx context.Context) error {
	sums, denoms := map[string]math.Int{}, []string(nil)
	err := k.books.Walk(ctx, nil, func(key reserveKey, book types.Book) (bool, error) {
		matured, isBond, err := k.hasMatured(ctx, key.K1())
		if err != nil || !isBond || matured {
			return false, err
		}
		if book.InFlight.GT(book.Outstanding) {
			return true, types.ErrBrokenLaw.Wrapf("%s of %s is in flight, %s outstanding", book.InFlight, key.K1(), book.Outstanding)
		}
		sum, found := sums[key.K1()]
		if !found {
			sum, denoms = math.ZeroInt(), append(denoms, key.K1())
		}
		sums[key.K1()] = sum.Add(book.Outstanding)
		return false, nil
	})
	if err != nil {
		return err
	}
	for _, denom := range denoms {
		if supply := k.bank.GetSupply(ctx, denom).Amount; sums[denom].GT(supply) {
			return types.ErrBrokenLaw.Wrapf("%s of %s is outstanding against reserves, the supply is %s", sums[denom], denom, supply)
		}
	}
	return nil
}

func (k *Keeper) hasMatured(ctx context.Context, denom string) (matured, isBond bool, err error) {
	isin, isBond := bondtypes.ISINOf(denom)
	if !isBond {
		return false, false, nil
	}
	series, err := k.bond.GetSeries(ctx, isin)
	return series.HasMatured(), true, err
}

func (k *Keeper) auditClaims(ctx context.Context) error {
	return k.redemptions.Walk(ctx, nil, func(key redemptionKey, redemption types.Redemption) (bool, error) {
		matured, _, err := k.hasMatured(ctx, redemption.Denom)
		if err != nil || matured {
			return false, err
		}
		if reserved := k.reserved(ctx, key); !reserved.Equal(redemption.Amount) {
			return true, types.ErrBrokenLaw.Wrapf("redemption %s of %s: %s is set aside of %s", key.K3(), redemption.Holder, reserved, redemption.Amount)
		}
		return false, nil
	})
}

func (k *Keeper) auditQueues(ctx context.Context) error {
	queued := 0
	err := k.mintQueue.Walk(ctx, nil, func(entry collections.Pair[int64, mintKey]) (bool, error) {
		queued++
		mint, found, err := row.Find(ctx, k.mints, entry.K2())
		return misplaced(err, found && mint.ReadyTime.UnixNano() == entry.K1(), entry.K2().K1())
	})
	if err != nil {
		return err
	}
	if err := count(ctx, k.mints, queued); err != nil {
		return err
	}
	queued = 0
	err = k.redemptionQueue.Walk(ctx, nil, func(entry collections.Pair[int64, redemptionKey]) (bool, error) {
		queued++
		redemption, found, err := row.Find(ctx, k.redemptions, entry.K2())
		return misplaced(err, found && redemption.Deadline.UnixNano() == entry.K1(), entry.K2().K2())
	})
	if err != nil {
		return err
	}
	listed := 0
	err = k.byReserve.Walk(ctx, nil, func(collections.Pair[collections.Pair[string, sdk.AccAddress], redemptionKey]) (bool, error) {
		listed++
		return false, nil
	})
	if err != nil {
		return err
	}
	if listed != queued {
		return types.ErrBrokenLaw.Wrapf("%d redemptions are queued, %d listed", queued, listed)
	}
	return count(ctx, k.redemptions, queued)
}

func misplaced(err error, right bool, denom string) (bool, error) {
	if err == nil && !right {
		err = types.ErrBrokenLaw.Wrapf("an order of %s is queued and not there, or there for another time", denom)
	}
	return err != nil, err
}

// count refuses orders that are not queued.
func count[K, V any](ctx context.Context, orders collections.Map[K, V], queued int) error {
	all, err := row.Values(ctx, orders, nil)
	if err == nil && len(all) != queued {
		err = types.ErrBrokenLaw.Wrapf("%d orders, %d queued", len(all), queued)
	}
	return err
}
