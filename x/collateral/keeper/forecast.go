package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
)

// Forecast returns a position as it would be after adding, repaying, releasing and borrowing, one after the other, and why the market
// would refuse the first of them that it would. It asks what the market asks; whether the owner has the bonds and the cash is not its
// question.
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
	if !p.add.Empty() {
		note(k.putCollateral(ctx, b.terms, owner, position, p.add))
	}
	for _, step := range []struct {
		asked bool
		take  func() error
	}{
		{p.repay.IsPositive(), func() error { return b.playRepay(position, p.repay) }},
		{!p.release.Empty(), func() error { return k.playRelease(ctx, b, position, p.release) }},
		{p.borrow.IsPositive(), func() error { return k.playBorrow(ctx, b, owner, position, p.borrow) }},
	} {
		switch {
		case !step.asked:
		case position.IsEmpty(): // it would be gone
			note(notFound(owner, position.Denom, position.Number))
		default:
			note(step.take())
		}
	}
	return refusal
}

func (b *books) playRepay(position *types.Position, amount math.Int) error {
	before := *position
	if _, _, err := b.repayAsAsked(position, amount); err != nil {
		return err
	}
	return b.checkRest(before, *position)
}

func (k *Keeper) playRelease(ctx context.Context, b *books, position *types.Position, collateral sdk.Coins) error {
	if err := takeCollateral(position, collateral); err != nil || !position.HasDebt() {
		return err
	}
	return k.checkRelease(ctx, b, *position)
}

func (k *Keeper) playBorrow(ctx context.Context, b *books, owner sdk.AccAddress, position *types.Position, amount math.Int) error {
	if _, err := k.lend(ctx, b, owner, position, amount); err != nil {
		return err
	}
	return k.checkReceivers(ctx, sdk.NewCoin(position.Denom, amount), owner, owner)
}
