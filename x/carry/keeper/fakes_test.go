package keeper_test

import (
	"context"
	"errors"
	"strconv"
	"time"

	"cosmossdk.io/collections"
	"cosmossdk.io/core/store"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"

	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

const fakesKey = "fakes"

var errTold = errors.New("told to fail")

// storeService hands out a module's store.
type storeService struct{ store.KVStoreService }

// clock runs a year ahead of block time: business time is another time.
type clock struct{}

func (clock) Now(ctx context.Context) time.Time {
	return sdk.UnwrapSDKContext(ctx).BlockTime().AddDate(1, 0, 0)
}

// custody knows whom it has frozen.
type custody struct{ frozen map[string]bool }

func (c *custody) CanTransfer(_ context.Context, from, to sdk.AccAddress, _ sdk.Coin) error {
	if c.frozen[from.String()] || c.frozen[to.String()] {
		return errTold
	}
	return nil
}

func (c *custody) restrict(ctx context.Context, from, to sdk.AccAddress, _ sdk.Coins) (sdk.AccAddress, error) {
	return to, c.CanTransfer(ctx, from, to, sdk.Coin{})
}

// collateral lends yen at an index, against bonds it only counts. Its state is in a store, so that it is rolled back with
// the transaction.
type collateral struct {
	bank  bankkeeper.BaseKeeper
	debts collections.Map[string, math.Int] // scaled
	bonds collections.Map[string, math.Int]
	rate  collections.Item[math.LegacyDec]

	failBorrow, failRepay, failRelease bool
}

func newCollateral(service store.KVStoreService, bank bankkeeper.BaseKeeper) *collateral {
	sb := collections.NewSchemaBuilder(service)
	c := &collateral{
		bank:  bank,
		debts: collections.NewMap(sb, collections.NewPrefix(0), "debts", collections.StringKey, sdk.IntValue),
		bonds: collections.NewMap(sb, collections.NewPrefix(1), "bonds", collections.StringKey, sdk.IntValue),
		rate:  collections.NewItem(sb, collections.NewPrefix(2), "index", sdk.LegacyDecValue),
	}
	if _, err := sb.Build(); err != nil {
		panic(err)
	}
	return c
}

func rowOf(owner sdk.AccAddress, number uint64, denom string) string {
	return owner.String() + "/" + strconv.FormatUint(number, 10) + "/" + denom
}

func read(ctx context.Context, m collections.Map[string, math.Int], key string) math.Int {
	n, err := m.Get(ctx, key)
	if err != nil {
		return math.ZeroInt()
	}
	return n
}

func (c *collateral) BorrowIndex(ctx context.Context, _ string) (math.LegacyDec, error) {
	index, err := c.rate.Get(ctx)
	if err != nil {
		return math.LegacyOneDec(), nil //nolint:nilerr // nothing has accrued
	}
	return index, nil
}

// accrue makes debts grow.
func (c *collateral) accrue(ctx context.Context, factor string) {
	index, _ := c.BorrowIndex(ctx, jpy)
	if err := c.rate.Set(ctx, index.Mul(dec(factor))); err != nil {
		panic(err)
	}
}

func (c *collateral) AddCollateral(ctx context.Context, owner sdk.AccAddress, denom string, number uint64, bonds sdk.Coins) error {
	for _, b := range bonds {
		key := rowOf(owner, number, b.Denom)
		if c.bank.GetBalance(ctx, owner, b.Denom).Amount.LT(read(ctx, c.bonds, key).Add(b.Amount)) {
			return errTold
		}
		if err := c.bonds.Set(ctx, key, read(ctx, c.bonds, key).Add(b.Amount)); err != nil {
			return err
		}
	}
	return nil
}

func (c *collateral) ReleaseCollateral(ctx context.Context, owner sdk.AccAddress, denom string, number uint64, bonds sdk.Coins) error {
	if debt, _ := c.Debt(ctx, owner, denom, number); c.failRelease || debt.IsPositive() {
		return collateraltypes.ErrUnhealthy
	}
	for _, b := range bonds {
		key := rowOf(owner, number, b.Denom)
		left := read(ctx, c.bonds, key).Sub(b.Amount)
		if left.IsNegative() {
			return errTold
		}
		if err := c.bonds.Set(ctx, key, left); err != nil {
			return err
		}
	}
	return nil
}

func (c *collateral) FindPosition(
	ctx context.Context, owner sdk.AccAddress, denom string, number uint64,
) (collateraltypes.Position, bool, error) {
	position := collateraltypes.NewPosition(owner, denom, number)
	prefix := rowOf(owner, number, "")
	err := c.bonds.Walk(ctx, new(collections.Range[string]).StartInclusive(prefix).EndExclusive(prefix+"~"), func(key string, held math.Int) (bool, error) {
		if held.IsPositive() {
			position.Bonds = position.Bonds.Add(sdk.NewCoin(key[len(prefix):], held))
		}
		return false, nil
	})
	return position, !position.Bonds.Empty(), err
}

// seize takes bonds out of a position, as a liquidation does.
func (c *collateral) seize(ctx context.Context, owner sdk.AccAddress, number uint64, b sdk.Coin) {
	key := rowOf(owner, number, b.Denom)
	if err := c.bonds.Set(ctx, key, read(ctx, c.bonds, key).Sub(b.Amount)); err != nil {
		panic(err)
	}
}

func (c *collateral) Borrow(ctx context.Context, owner sdk.AccAddress, denom string, number uint64, amount math.Int, recipient sdk.AccAddress) error {
	if c.failBorrow {
		return errTold
	}
	index, _ := c.BorrowIndex(ctx, denom)
	key := rowOf(owner, number, denom)
	if err := c.debts.Set(ctx, key, read(ctx, c.debts, key).Add(rounding.QuoDecUp(amount, index))); err != nil {
		return err
	}
	return c.bank.SendCoins(ctx, pool, recipient, sdk.NewCoins(sdk.NewCoin(denom, amount)))
}

func (c *collateral) Debt(ctx context.Context, owner sdk.AccAddress, denom string, number uint64) (math.Int, error) {
	index, _ := c.BorrowIndex(ctx, denom)
	return rounding.MulDecUp(read(ctx, c.debts, rowOf(owner, number, denom)), index), nil
}

func (c *collateral) Repay(ctx context.Context, payer, owner sdk.AccAddress, denom string, number uint64, amount math.Int) (math.Int, error) {
	if c.failRepay {
		return math.Int{}, errTold
	}
	index, _ := c.BorrowIndex(ctx, denom)
	key := rowOf(owner, number, denom)
	scaled := read(ctx, c.debts, key)
	debt, cleared := rounding.MulDecUp(scaled, index), scaled
	if amount.LT(debt) {
		debt, cleared = amount, rounding.QuoDecDown(amount, index)
	}
	if !cleared.IsPositive() {
		return math.Int{}, collateraltypes.ErrTooSmall
	}
	if err := c.debts.Set(ctx, key, scaled.Sub(cleared)); err != nil {
		return math.Int{}, err
	}
	return debt, c.bank.SendCoins(ctx, payer, pool, sdk.NewCoins(sdk.NewCoin(denom, debt)))
}
