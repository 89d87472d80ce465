package keeper

import (
	"context"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/solvency"
)

// Audit states the laws of the module:
//
//   - the rows are valid, and the module account holds at least its funds and deposits;
//   - a called position is called or due in x/collateral, one in auction is due;
//   - the agenda has exactly the calls and the auctions, at their times;
//   - the debt in auction is the sum of the auctions'.
//
// It reads everything and is not for blocks.
func (k *Keeper) Audit(ctx context.Context) error {
	gs, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	if err := gs.Validate(); err != nil {
		return err
	}
	if err := solvency.Check(ctx, k.bank, k.address(), gs.OwnCash(), types.ErrBrokenLaw); err != nil {
		return err
	}
	expected := map[string]bool{}
	for _, call := range gs.Calls {
		id, err := k.idOf(call.Owner, call.Denom, call.Number)
		if err != nil {
			return err
		}
		expected[call.DueAt.UTC().String()+string(id.Bytes())] = true
		if err := k.auditStage(ctx, id, collateraltypes.STAGE_CALLED, collateraltypes.STAGE_DUE); err != nil {
			return err
		}
	}
	sums := map[string]math.Int{}
	for _, auction := range gs.Auctions {
		id, err := k.idOf(auction.Owner, auction.Denom, auction.Number)
		if err != nil {
			return err
		}
		expected[auction.EndsAt.UTC().String()+string(id.Bytes())] = true
		if err := k.auditStage(ctx, id, collateraltypes.STAGE_DUE); err != nil {
			return err
		}
		if sum, found := sums[auction.Denom]; found {
			sums[auction.Denom] = sum.Add(auction.Debt)
		} else {
			sums[auction.Denom] = auction.Debt
		}
	}
	return k.auditDerived(ctx, expected, sums)
}

func (k *Keeper) auditStage(ctx context.Context, id types.ID, allowed ...collateraltypes.Stage) error {
	assessment, err := k.collateral.Assess(ctx, id.Owner, id.Denom, id.Number)
	if err != nil {
		return err
	}
	for _, stage := range allowed {
		if assessment.Position.Watch.Stage == stage {
			return nil
		}
	}
	return types.ErrBrokenLaw.Wrapf("position %d of %s in %s is at %s", id.Number, id.Owner, id.Denom, assessment.Position.Watch.Stage)
}

func (k *Keeper) auditDerived(ctx context.Context, expected map[string]bool, sums map[string]math.Int) error {
	planned := 0
	if err := k.agenda.Walk(ctx, nil, func(key agendaKey) (bool, error) {
		planned++
		if !expected[key.K1().UTC().String()+string(key.K2())] {
			return true, types.ErrBrokenLaw.Wrapf("nothing falls due at %s", key.K1())
		}
		return false, nil
	}); err != nil {
		return err
	}
	if planned != len(expected) {
		return types.ErrBrokenLaw.Wrapf("the agenda has %d items, want %d", planned, len(expected))
	}
	counted := 0
	if err := k.inAuction.Walk(ctx, nil, func(denom string, sum math.Int) (bool, error) {
		counted++
		if want, found := sums[denom]; !found || !want.Equal(sum) {
			return true, types.ErrBrokenLaw.Wrapf("%s%s is counted as in auction", sum, denom)
		}
		return false, nil
	}); err != nil {
		return err
	}
	if counted != len(sums) {
		return types.ErrBrokenLaw.Wrap("the debt of an auction is not counted")
	}
	return nil
}
