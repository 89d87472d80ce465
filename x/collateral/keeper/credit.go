package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// Borrow lends cash of a market to a position and pays it to the recipient, who need not be the owner. Afterwards the
// position must be healthy, above the minimum, and the market within its cap.
func (k *Keeper) Borrow(
	ctx context.Context, owner sdk.AccAddress, denom string, number uint64, amount math.Int, recipient sdk.AccAddress,
) error {
	if err := types.ValidateAmount("amount", amount); err != nil {
		return err
	}
	b, err := k.openBooks(ctx, denom)
	if err != nil {
		return err
	}
	position, err := k.GetPosition(ctx, owner, denom, number)
	if err != nil {
		return err
	}
	scaled, err := k.lend(ctx, b, owner, &position, amount)
	if err != nil {
		return err
	}
	rebind(&position)
	coin := sdk.NewCoin(denom, amount)
	if err := k.checkReceivers(ctx, coin, owner, recipient); err != nil {
		return err
	}
	if err := k.saveDebt(ctx, b, owner, position); err != nil {
		return err
	}
	news := types.EventBorrowed{
		Owner: position.Owner, Number: number, Recipient: recipient.String(), Amount: coin,
		ScaledDebt: scaled, Debt: b.pool.DebtValueUp(position.ScaledDebt),
	}
	if err := event.Emit(ctx, &news); err != nil {
		return err
	}
	return k.bank.SendCoins(ctx, k.address(), recipient, sdk.NewCoins(coin))
}

// lend books cash lent to a position in memory, and judges the books and the position as they are then.
func (k *Keeper) lend(
	ctx context.Context, b *books, owner sdk.AccAddress, position *types.Position, amount math.Int,
) (scaled math.Int, err error) {
	before, there := *position, b.pool.Cash
	scaled = b.pool.ScaledDebtUp(amount)
	b.pool.Cash = there.Sub(math.MinInt(amount, there))
	b.pool.ScaledDebt, position.ScaledDebt = b.pool.ScaledDebt.Add(scaled), position.ScaledDebt.Add(scaled)
	switch {
	case b.terms.Pauses.Borrow:
		return scaled, types.ErrPaused.Wrapf("borrowing %s", position.Denom)
	case amount.GT(there):
		return scaled, types.ErrInsufficientLiquidity.Wrapf("%s asked, %s there", amount, there)
	}
	if err := k.checkBorrow(ctx, b, owner, *position); err != nil {
		return scaled, err
	}
	if position.Category, err = k.checkCategory(ctx, b.terms, *position); err != nil {
		return scaled, err
	}
	return scaled, k.checkCategoryCap(ctx, b, before, *position)
}

// checkBorrow judges the books and the position as they would be after a borrowing.
func (k *Keeper) checkBorrow(ctx context.Context, b *books, owner sdk.AccAddress, position types.Position) error {
	if total := b.pool.TotalDebt(); total.GT(b.terms.BorrowCap) {
		return types.ErrBorrowCap.Wrapf("%s would be lent, the cap is %s", total, b.terms.BorrowCap)
	}
	if debt := b.pool.DebtValueUp(position.ScaledDebt); debt.LT(b.terms.MinBorrow) {
		return types.ErrBelowMinimum.Wrapf("%s, the minimum is %s", debt, b.terms.MinBorrow)
	}
	for _, coin := range position.Bonds {
		isin, _ := bondtypes.ISINOf(coin.Denom)
		if err := k.checkNotIssuer(ctx, owner, isin); err != nil {
			return err
		}
	}
	return k.requireHealthy(ctx, b, position)
}

// checkReceivers refuses cash to a recipient who may not receive it, and to one who may by the hand of an owner who may not:
// a frozen account takes on no debt.
func (k *Keeper) checkReceivers(ctx context.Context, coin sdk.Coin, owner, recipient sdk.AccAddress) error {
	if err := k.custody.CanTransfer(ctx, k.address(), recipient, coin); err != nil {
		return errorsmod.Wrapf(err, "recipient %s", recipient)
	}
	if owner.Equals(recipient) {
		return nil
	}
	return errorsmod.Wrapf(k.custody.CanTransfer(ctx, k.address(), owner, coin), "owner %s", owner)
}

// Repay takes cash of the payer against the debt of a position and returns how much: the amount, or the debt if that is
// less. It cannot be paused and needs no price. It is for modules, which repay what there is; people repay by RepayByHand.
func (k *Keeper) Repay(
	ctx context.Context, payer, owner sdk.AccAddress, denom string, number uint64, amount math.Int,
) (repaid math.Int, err error) {
	return k.takeRepayment(ctx, payer, owner, denom, number, amount, func(*books, types.Position, types.Position) error { return nil })
}

// RepayByHand is Repay, but refuses to leave less debt than the market's minimum: all of it can always be repaid.
func (k *Keeper) RepayByHand(
	ctx context.Context, payer, owner sdk.AccAddress, denom string, number uint64, amount math.Int,
) (repaid math.Int, err error) {
	return k.takeRepayment(ctx, payer, owner, denom, number, amount, (*books).checkRest)
}

func (k *Keeper) takeRepayment(
	ctx context.Context, payer, owner sdk.AccAddress, denom string, number uint64, amount math.Int,
	check func(b *books, before, after types.Position) error,
) (repaid math.Int, err error) {
	none := math.ZeroInt()
	if err := types.ValidateAmount("amount", amount); err != nil {
		return none, err
	}
	b, err := k.openBooks(ctx, denom)
	if err != nil {
		return none, err
	}
	position, err := k.GetPosition(ctx, owner, denom, number)
	if err != nil {
		return none, err
	}
	before := position
	repaid, cleared, err := b.repayAsAsked(&position, amount)
	if err != nil {
		return none, err
	}
	if err := check(b, before, position); err != nil {
		return none, err
	}
	if err := k.saveDebt(ctx, b, owner, position); err != nil {
		return none, err
	}
	if err := k.emitRepaid(ctx, b, payer, position, repaid, cleared); err != nil {
		return none, err
	}
	return repaid, k.bank.SendCoins(ctx, payer, k.address(), sdk.NewCoins(sdk.NewCoin(denom, repaid)))
}

// repayAsAsked is repay, but refuses where there is no debt or the amount clears none.
func (b *books) repayAsAsked(position *types.Position, amount math.Int) (repaid, cleared math.Int, err error) {
	if !position.HasDebt() {
		return repaid, cleared, types.ErrNoDebt.Wrapf("%s of %s", position.PledgeRef(), position.Owner)
	}
	if repaid, cleared = b.repay(position, amount); !cleared.IsPositive() {
		err = types.ErrTooSmall.Wrapf("%s clears no debt at %s", amount, b.pool.BorrowIndex)
	}
	return repaid, cleared, err
}

// checkRest refuses a repayment that leaves a debt below the minimum, unless it was below already.
func (b *books) checkRest(before, after types.Position) error {
	left := b.pool.DebtValueUp(after.ScaledDebt)
	if left.IsZero() || left.GTE(b.terms.MinBorrow) || b.pool.DebtValueUp(before.ScaledDebt).LT(b.terms.MinBorrow) {
		return nil
	}
	return types.ErrBelowMinimum.Wrapf("%s would be left, the minimum is %s: repay less, or all", left, b.terms.MinBorrow)
}

// repay books up to an amount of cash against a position's debt: all of it, or as much as the amount clears, rounded down.
func (b *books) repay(position *types.Position, amount math.Int) (repaid, cleared math.Int) {
	repaid, cleared = b.pool.DebtValueUp(position.ScaledDebt), position.ScaledDebt
	if amount.LT(repaid) {
		repaid, cleared = amount, b.pool.ScaledDebtDown(amount)
	}
	b.pool.Cash = b.pool.Cash.Add(repaid)
	b.pool.ScaledDebt = b.pool.ScaledDebt.Sub(cleared)
	position.ScaledDebt = position.ScaledDebt.Sub(cleared)
	return repaid, cleared
}

func (k *Keeper) saveDebt(ctx context.Context, b *books, owner sdk.AccAddress, position types.Position) error {
	if err := k.setPosition(ctx, owner, position); err != nil {
		return err
	}
	return k.saveBooks(ctx, b)
}

func (k *Keeper) emitRepaid(
	ctx context.Context, b *books, payer sdk.AccAddress, position types.Position, repaid, cleared math.Int,
) error {
	return event.Emit(ctx, &types.EventRepaid{
		Payer: payer.String(), Owner: position.Owner, Number: position.Number,
		Amount: sdk.NewCoin(position.Denom, repaid), ScaledDebt: cleared,
		DebtLeft: b.pool.DebtValueUp(position.ScaledDebt),
	})
}

// Debt returns what repaying a position in full would cost now, rounded up; a position that is not there owes nothing.
func (k *Keeper) Debt(ctx context.Context, owner sdk.AccAddress, denom string, number uint64) (math.Int, error) {
	b, err := k.openBooks(ctx, denom)
	if err != nil {
		return math.ZeroInt(), err
	}
	position, found, err := k.FindPosition(ctx, owner, denom, number)
	if err != nil || !found {
		return math.ZeroInt(), err
	}
	return b.pool.DebtValueUp(position.ScaledDebt), nil
}

// BorrowIndex returns what one unit of cash borrowed when the market opened has grown to by now.
func (k *Keeper) BorrowIndex(ctx context.Context, denom string) (math.LegacyDec, error) {
	b, err := k.openBooks(ctx, denom)
	if err != nil {
		return math.LegacyZeroDec(), err
	}
	return b.pool.BorrowIndex, nil
}
