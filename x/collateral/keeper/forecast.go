package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
)

// Forecast returns a position as it would be after adding, releasing, repaying and borrowing, in this order, and why the market
// would refuse. It asks what the market asks; whether the owner has the bonds and the cash is not its question.
func (s queryServer) Forecast(ctx context.Context, req *types.QueryForecastRequest) (*types.QueryForecastResponse, error) {
	owner, err := s.decode(req.Owner)
	if err != nil {
		return nil, err
	}
	plan, err := newPlan(req)
	if err != nil {
		return nil, err
	}
	b, err := s.openBooks(ctx, req.Denom)
	if err != nil {
		return nil, err
	}
	position, found, err := s.FindPosition(ctx, owner, req.Denom, req.Number)
	if err != nil {
		return nil, err
	}
	if !found {
		position = types.NewPosition(owner, req.Denom, req.Number)
	}
	refusal := s.play(ctx, b, owner, &position, plan)
	appraised, err := s.appraiseIn(ctx, b, position)
	if err != nil {
		return nil, err
	}
	response := types.QueryForecastResponse{
		Position: *appraised, BorrowRatePct: b.terms.BorrowRatePct(b.pool.UtilisationPct()),
	}
	if refusal != nil {
		response.Refusal = refusal.Error()
	}
	return &response, nil
}

// plan is what a forecast is asked to play.
type plan struct {
	add, release  sdk.Coins
	borrow, repay math.Int
}

func newPlan(req *types.QueryForecastRequest) (p plan, err error) {
	if p.borrow, err = parseAmount("borrow", req.Borrow); err != nil {
		return p, err
	}
	if p.repay, err = parseAmount("repay", req.Repay); err != nil {
		return p, err
	}
	if p.add, err = sdk.ParseCoinsNormalized(req.Add); err != nil {
		return p, types.ErrInvalidCollateral.Wrapf("add: %s", err)
	}
	if !p.add.Empty() {
		if err := types.ValidateBonds(p.add); err != nil {
			return p, err
		}
	}
	if p.release, err = sdk.ParseCoinsNormalized(req.Release); err != nil {
		return p, types.ErrInvalidCollateral.Wrapf("release: %s", err)
	}
	if !p.release.Empty() {
		return p, types.ValidateCoins(p.release)
	}
	return p, nil
}

func parseAmount(what, text string) (math.Int, error) {
	if text == "" {
		return math.ZeroInt(), nil
	}
	amount, ok := math.NewIntFromString(text)
	if !ok {
		return amount, types.ErrInvalidAmount.Wrapf("%s: %q is no amount", what, text)
	}
	return amount, types.ValidateAmount(what, amount)
}

// play changes a position in memory and returns the first refusal.
func (k *Keeper) play(ctx context.Context, b *books, owner sdk.AccAddress, position *types.Position, p plan) error {
	var refusal error
	note := func(err error) {
		if refusal == nil {
			refusal = err
		}
	}
	for _, coin := range p.add {
		note(k.checkEligible(ctx, b.terms, owner, *position, coin.Denom))
	}
	position.Bonds = position.Bonds.Add(p.add...)
	if len(position.Bonds) > types.MaxSeries {
		note(types.ErrTooManySeries.Wrapf("%d, at most %d", len(position.Bonds), types.MaxSeries))
	}
	_, err := k.checkCategory(ctx, b.terms, *position)
	note(err)
	bonds, cash := splitCollateral(p.release)
	leftBonds, shortBonds := position.Bonds.SafeSub(bonds...)
	leftCash, shortCash := position.Cash.SafeSub(cash...)
	if shortBonds || shortCash {
		note(types.ErrInsufficientCollateral.Wrapf("%s asked of position %s", p.release, position.PledgeRef()))
	} else {
		position.Bonds, position.Cash = leftBonds, leftCash
	}
	if p.repay.IsPositive() {
		b.repay(position, p.repay)
	}
	if p.borrow.IsPositive() {
		note(k.playBorrow(ctx, b, owner, position, p.borrow))
	}
	if position.HasDebt() && !p.release.Empty() {
		note(k.requireHealthy(ctx, b, *position))
	}
	return refusal
}

func (k *Keeper) playBorrow(ctx context.Context, b *books, owner sdk.AccAddress, position *types.Position, amount math.Int) error {
	before := *position
	scaled := b.pool.ScaledDebtUp(amount)
	short := amount.GT(b.pool.Cash)
	b.pool.Cash = b.pool.Cash.Sub(math.MinInt(amount, b.pool.Cash))
	b.pool.ScaledDebt, position.ScaledDebt = b.pool.ScaledDebt.Add(scaled), position.ScaledDebt.Add(scaled)
	switch {
	case b.terms.Pauses.Borrow:
		return types.ErrPaused.Wrapf("borrowing %s", position.Denom)
	case short:
		return types.ErrInsufficientLiquidity.Wrapf("%s asked", amount)
	}
	category, err := k.checkCategory(ctx, b.terms, *position)
	if err != nil {
		return err
	}
	position.Category = category
	if err := k.checkCategoryCap(ctx, b, before, *position); err != nil {
		return err
	}
	return k.checkBorrow(ctx, b, owner, *position)
}
