package keeper

import (
	"errors"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// settle repays the position's debt as far as its cash reaches, closes it with its result, frees the bonds and pays out
// the rest. Debt that is left stays with the owner's collateral position, and so do the bonds that it needs.
func (k *Keeper) settle(ctx sdk.Context, at row) error {
	var owed math.Int
	position, err := k.change(ctx, at, func(p *types.Position) (err error) {
		owed, err = k.repay(ctx, at, p)
		return err
	})
	if err != nil {
		return err
	}
	denom := position.Loan.Denom
	if err := event.Emit(ctx, &types.EventPositionClosed{
		Owner: position.Owner, Number: position.Number, Pnl: *position.Pnl,
		Repaid: sdk.NewCoin(denom, position.Exit.Repaid), Owed: sdk.NewCoin(denom, owed),
	}); err != nil {
		return err
	}
	if err := k.releaseBonds(ctx, at, position); err != nil {
		return err
	}
	venue, err := k.GetVenue(ctx, position.VenueId)
	if err != nil {
		return err
	}
	for _, denom := range []string{denom, venue.Denom} {
		// What cannot be paid now stays in the account for Sweep.
		if failure := attempt(ctx, func(ctx sdk.Context) error { _, err := k.payOut(ctx, at, &position, denom); return err }); failure != nil {
			ctx.Logger().Info("closed position not paid out", "owner", position.Owner, "number", position.Number, "error", failure)
		}
	}
	return nil
}

// repay repays the debt from the position's account and books the end. It returns what is left to owe.
func (k *Keeper) repay(ctx sdk.Context, at row, p *types.Position) (math.Int, error) {
	owner, loan := at.K1(), p.Loan
	debt, err := k.debt(ctx, p)
	if err != nil {
		return debt, err
	}
	financing := debt.Sub(loan.Borrowed)
	outstanding, err := k.collateral.Debt(ctx, owner, loan.Denom, loan.CollateralNumber)
	if err != nil {
		return debt, err
	}
	owed := math.MinInt(debt, outstanding) // the owner may have repaid some by himself
	account, err := k.accountOf(p)
	if err != nil {
		return debt, err
	}
	repaid := math.MinInt(owed, k.bank.GetBalance(ctx, account, loan.Denom).Amount)
	if repaid.IsPositive() {
		repaid, err = k.collateral.Repay(ctx, account, owner, loan.Denom, loan.CollateralNumber, repaid)
		if errors.Is(err, collateraltypes.ErrTooSmall) { // too little to clear any debt: the owner receives it
			repaid, err = math.ZeroInt(), nil
		}
		if err != nil {
			return debt, err
		}
	}
	pnl := types.Result(p.Entry, p.Home, p.Exit.Sold, p.Exit.Received, financing)
	return owed.Sub(repaid), p.Settled(repaid, pnl, k.clock.Now(ctx))
}

// debt is what the position's loan has grown to.
func (k *Keeper) debt(ctx sdk.Context, p *types.Position) (math.Int, error) {
	index, err := k.collateral.BorrowIndex(ctx, p.Loan.Denom)
	if err != nil {
		return math.Int{}, err
	}
	return p.Loan.Debt(index), nil
}

// releaseBonds frees what the opening pledged, series by series: of a series that was sold or redeemed in part, what is left. What
// the debt still needs stays pledged.
func (k *Keeper) releaseBonds(ctx sdk.Context, at row, p types.Position) error {
	secured, _, err := k.collateral.FindPosition(ctx, at.K1(), p.Loan.Denom, p.Loan.CollateralNumber)
	if err != nil {
		return err
	}
	for _, bond := range p.Loan.Bonds {
		bond.Amount = math.MinInt(bond.Amount, secured.Bonds.AmountOf(bond.Denom))
		if bond.IsZero() {
			continue
		}
		failure := attempt(ctx, func(ctx sdk.Context) error {
			return k.collateral.ReleaseCollateral(ctx, at.K1(), p.Loan.Denom, p.Loan.CollateralNumber, sdk.NewCoins(bond))
		})
		if err := event.Emit(ctx, &types.EventBondsReleased{
			Owner: p.Owner, Number: p.Number, Bonds: bond, Released: failure == nil,
		}); err != nil {
			return err
		}
	}
	return nil
}

// payOut pays all of a denom in a position's account to the owner.
func (k *Keeper) payOut(ctx sdk.Context, at row, p *types.Position, denom string) (sdk.Coin, error) {
	account, err := k.accountOf(p)
	if err != nil {
		return sdk.Coin{}, err
	}
	coin := k.bank.GetBalance(ctx, account, denom)
	if coin.IsZero() {
		return coin, nil
	}
	owner, err := k.addresses.BytesToString(at.K1())
	if err != nil {
		return coin, err
	}
	if err := event.Emit(ctx, &types.EventPaidOut{Owner: owner, Number: at.K2(), Amount: coin}); err != nil {
		return coin, err
	}
	return coin, k.bank.SendCoins(ctx, account, at.K1(), sdk.NewCoins(coin))
}
