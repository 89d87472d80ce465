package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// What whoever liquidates may do with a position. The caller has judged that it may: these only keep the books.

// Review settles anew where a position stands, and returns it as it is then.
func (k *Keeper) Review(ctx context.Context, owner sdk.AccAddress, denom string, number uint64) (types.Assessment, error) {
	position, err := k.GetPosition(ctx, owner, denom, number)
	if err != nil {
		return types.Assessment{}, err
	}
	if err := k.setPosition(ctx, owner, position); err != nil {
		return types.Assessment{}, err
	}
	return k.Assess(ctx, owner, denom, number)
}

// MakeDue says that the grace of a called position is over.
func (k *Keeper) MakeDue(ctx context.Context, owner sdk.AccAddress, denom string, number uint64) error {
	position, err := k.GetPosition(ctx, owner, denom, number)
	if err != nil {
		return err
	}
	if position.Watch.Stage != types.STAGE_CALLED {
		return types.ErrSound.Wrapf("%s of %s is at %s", position.PledgeRef(), owner, position.Watch.Stage)
	}
	position.Watch.Stage = types.STAGE_DUE
	return k.setPosition(ctx, owner, position)
}

// Sell sells collateral of a position to a buyer, whose payment repays the debt; what is more than the debt goes to the owner.
// The owner's standing does not matter; the buyer must be one who may hold the bonds.
func (k *Keeper) Sell(
	ctx context.Context, owner sdk.AccAddress, denom string, number uint64, lot sdk.Coin, payment math.Int, buyer sdk.AccAddress,
) error {
	b, err := k.openBooks(ctx, denom)
	if err != nil {
		return err
	}
	position, err := k.GetPosition(ctx, owner, denom, number)
	if err != nil {
		return err
	}
	if !position.HasDebt() {
		return types.ErrNoDebt.Wrapf("%s of %s", position.PledgeRef(), owner)
	}
	ref := position.PledgeRef()
	_, isBond := bondtypes.ISINOf(lot.Denom)
	if err := takeLot(&position, lot, isBond); err != nil {
		return err
	}
	repaid, cleared := b.repay(&position, payment)
	if err := k.saveDebt(ctx, b, owner, position); err != nil {
		return err
	}
	surplus := sdk.NewCoin(denom, payment.Sub(repaid))
	news := types.EventCollateralSold{
		Owner: position.Owner, Denom: denom, Number: number, Lot: lot, Buyer: buyer.String(),
		Payment: sdk.NewCoin(denom, payment), Surplus: surplus,
	}
	if err := event.Emit(ctx, &news); err != nil {
		return err
	}
	if err := k.emitRepaid(ctx, b, buyer, position, repaid, cleared); err != nil {
		return err
	}
	if err := k.bank.SendCoins(ctx, buyer, k.address(), sdk.NewCoins(news.Payment)); err != nil {
		return err
	}
	if err := k.deliver(ctx, owner, ref, lot, isBond, buyer); err != nil || surplus.IsZero() {
		return err
	}
	return k.bank.SendCoins(ctx, k.address(), owner, sdk.NewCoins(surplus))
}

func takeLot(position *types.Position, lot sdk.Coin, isBond bool) error {
	from := &position.Cash
	if isBond {
		from = &position.Bonds
	}
	left, short := from.SafeSub(lot)
	if short {
		return types.ErrInsufficientCollateral.Wrapf("%s of position %s", lot, position.PledgeRef())
	}
	*from = left
	return nil
}

// deliver gives a lot to its buyer: bonds from the owner's account, cash from the module's.
func (k *Keeper) deliver(ctx context.Context, owner sdk.AccAddress, ref string, lot sdk.Coin, isBond bool, buyer sdk.AccAddress) error {
	if isBond {
		return k.custody.Seize(ctx, owner, lot, types.ModuleName, ref, buyer)
	}
	if err := k.custody.CanTransfer(ctx, k.address(), buyer, lot); err != nil {
		return err
	}
	return k.bank.SendCoins(ctx, k.address(), buyer, sdk.NewCoins(lot))
}

// WriteOff ends a position that has debt and nothing else. The insurer pays up to what it covers; the market's reserve and then
// its suppliers bear the rest.
func (k *Keeper) WriteOff(
	ctx context.Context, owner sdk.AccAddress, denom string, number uint64, insurer sdk.AccAddress, cover math.Int,
) (insured math.Int, err error) {
	none := math.ZeroInt()
	b, err := k.openBooks(ctx, denom)
	if err != nil {
		return none, err
	}
	position, err := k.GetPosition(ctx, owner, denom, number)
	if err != nil {
		return none, err
	}
	if !position.Bonds.Empty() || !position.Cash.Empty() {
		return none, types.ErrHasCollateral.Wrapf("%s of %s", position.PledgeRef(), owner)
	}
	if !position.HasDebt() {
		return none, types.ErrNoDebt.Wrapf("%s of %s", position.PledgeRef(), owner)
	}
	news := types.EventBadDebt{
		Owner: position.Owner, Denom: denom, Number: number,
		Debt: b.pool.DebtValueUp(position.ScaledDebt), Insured: none,
	}
	if cover.IsPositive() {
		news.Insured, _ = b.repay(&position, cover)
	}
	news.ScaledDebt = position.ScaledDebt
	_, news.FromReserve, news.FromSuppliers = b.pool.WriteOff(position.ScaledDebt)
	news.SupplyIndex = b.pool.SupplyIndex
	position.ScaledDebt = math.ZeroInt()
	if err := k.saveDebt(ctx, b, owner, position); err != nil {
		return none, err
	}
	if err := event.Emit(ctx, &news); err != nil || news.Insured.IsZero() {
		return none, err
	}
	return news.Insured, k.bank.SendCoins(ctx, insurer, k.address(), sdk.NewCoins(sdk.NewCoin(denom, news.Insured)))
}
