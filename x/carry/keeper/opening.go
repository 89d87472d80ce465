package keeper

import (
	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// An Opening is what an owner asks for to open a position.
type Opening struct {
	Owner            sdk.AccAddress
	Number           uint64
	VenueID          string
	Borrow           sdk.Coin
	CollateralNumber uint64
	Bonds            sdk.Coins
	Quote            types.QuoteRef
	MinReceived      math.Int
}

// Open opens a position: pledge, borrow, convert, send. It succeeds as a whole, or fails and the caller's transaction
// with it.
func (k *Keeper) Open(ctx sdk.Context, opening Opening) (types.Position, error) {
	at := collections.Join(opening.Owner, opening.Number)
	if known, err := k.positions.Has(ctx, at); err != nil {
		return types.Position{}, err
	} else if known {
		return types.Position{}, types.ErrPositionExists.Wrapf("%d of %s", opening.Number, opening.Owner)
	}
	// The account of a position that went to the owner's new account is that position's for ever.
	if taken, err := k.accounts.Has(ctx, types.PositionAccount(opening.Owner, opening.Number)); err != nil {
		return types.Position{}, err
	} else if taken {
		return types.Position{}, types.ErrPositionExists.Wrapf("%d was of %s", opening.Number, opening.Owner)
	}
	venue, err := k.GetVenue(ctx, opening.VenueID)
	if err != nil {
		return types.Position{}, err
	}
	if !venue.AcceptsMoney() {
		return types.Position{}, types.ErrVenueNotActive.Wrap(venue.Id)
	}
	if opening.Borrow.Denom != venue.CashDenom {
		return types.Position{}, types.ErrWrongDenom.Wrapf("venue %s goes with %s, not %s", venue.Id, venue.CashDenom, opening.Borrow.Denom)
	}
	loan, err := k.fund(ctx, opening)
	if err != nil {
		return types.Position{}, err
	}
	entry, err := k.convertOut(ctx, venue, opening)
	if err != nil {
		return types.Position{}, err
	}
	owner, err := k.addresses.BytesToString(opening.Owner)
	if err != nil {
		return types.Position{}, err
	}
	position := types.NewPosition(owner, opening.Number, venue.Id, loan, entry, k.clock.Now(ctx), ctx.BlockTime())
	if err := k.insert(ctx, at, position); err != nil {
		return types.Position{}, err
	}
	if err := k.bridge(ctx, at); err != nil {
		return types.Position{}, err
	}
	position, err = k.GetPosition(ctx, opening.Owner, opening.Number)
	if err != nil {
		return types.Position{}, err
	}
	account, err := k.accountText(&position)
	if err != nil {
		return types.Position{}, err
	}
	return position, event.Emit(ctx, &types.EventPositionOpened{Position: position, Account: account})
}

// fund pledges the bonds and borrows the cash into the position's account.
func (k *Keeper) fund(ctx sdk.Context, opening Opening) (types.Loan, error) {
	denom, number := opening.Borrow.Denom, opening.CollateralNumber
	if !opening.Bonds.Empty() {
		if err := k.collateral.AddCollateral(ctx, opening.Owner, denom, number, opening.Bonds); err != nil {
			return types.Loan{}, err
		}
	}
	account := types.PositionAccount(opening.Owner, opening.Number)
	if err := k.collateral.Borrow(ctx, opening.Owner, denom, number, opening.Borrow.Amount, account); err != nil {
		return types.Loan{}, err
	}
	// The position's account receives in the owner's place: whoever may not receive may not borrow through it either.
	if err := k.custody.CanTransfer(ctx, account, opening.Owner, opening.Borrow); err != nil {
		return types.Loan{}, err
	}
	index, err := k.collateral.BorrowIndex(ctx, denom)
	return types.Loan{
		Denom: denom, CollateralNumber: number, Bonds: opening.Bonds, Borrowed: opening.Borrow.Amount, BorrowIndex: index,
	}, err
}

// convertOut buys the venue's money with the cash, from one quote that must have enough left.
func (k *Keeper) convertOut(ctx sdk.Context, venue types.Venue, opening Opening) (types.Entry, error) {
	account := types.PositionAccount(opening.Owner, opening.Number)
	fill, err := k.fillFor(ctx, opening.Owner, account, opening.Quote, opening.Borrow, venue.Denom, opening.MinReceived)
	if err != nil {
		return types.Entry{}, err
	}
	if fill.Exhausted {
		return types.Entry{}, types.ErrQuoteTooSmall.Wrapf("it sold its last %s for %s of %s", fill.Received, fill.Paid, opening.Borrow)
	}
	return types.Entry{Spent: fill.Paid.Amount, Bought: fill.Received.Amount}, nil
}
