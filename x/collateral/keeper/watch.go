package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

// watchKey is market, class, stress, and the position as WatchID writes it.
type watchKey = collections.Quad[string, uint64, uint64, []byte]

func watchKeyOf(owner sdk.AccAddress, denom string, number uint64, watch types.Watch) watchKey {
	return collections.Join4(denom, uint64(watch.Class), watch.Stress, types.WatchID(owner, number))
}

// rewatch settles where a position stands after it has changed, before it is written: which terms bind it, how far its
// liquidation is, and up to which sum of falls nobody needs to look at it. old is the row as kept, empty if there was none.
// What is found in danger here waits for the end of the block, where all positions in danger are found.
func (k *Keeper) rewatch(ctx context.Context, a *assessor, owner sdk.AccAddress, old types.Position, position *types.Position) error {
	if !position.HasDebt() {
		position.Watch, position.RiskVersion, position.HaircutsDate, position.Category = types.Watch{}, 0, "", ""
		return k.moveWatch(ctx, owner, old, *position)
	}
	if err := k.ensureMarks(ctx, *position); err != nil {
		return err
	}
	if err := a.bind(ctx, position); err != nil {
		return err
	}
	assessment, err := a.assess(ctx, *position)
	if err != nil {
		return err
	}
	if position.Watch.Stage == types.STAGE_UNSPECIFIED || assessment.IsSound() {
		position.Watch.Stage = types.STAGE_SOUND
	}
	if position.Watch, err = a.place(ctx, position.Watch.Stage, assessment); err != nil {
		return err
	}
	return k.moveWatch(ctx, owner, old, *position)
}

// bind binds a position to the latest terms and haircuts if it is bound to none or these are at least as good for it.
func (a *assessor) bind(ctx context.Context, position *types.Position) error {
	latest, err := a.latestOf(ctx, position.Denom)
	if err != nil {
		return err
	}
	if position.RiskVersion == latest.risk && position.HaircutsDate == latest.haircuts {
		return nil
	}
	if position.RiskVersion != 0 {
		bound, err := a.assess(ctx, *position)
		if err != nil {
			return err
		}
		offered, err := a.assessUnder(ctx, *position, latest.risk, latest.haircuts)
		if err != nil {
			return err
		}
		// offered value ÷ offered requirement < bound value ÷ bound requirement: stay.
		if offered.Value.Mul(bound.Required()).LT(bound.Value.Mul(offered.Required())) {
			return nil
		}
	}
	position.RiskVersion, position.HaircutsDate = latest.risk, latest.haircuts
	return nil
}

// place returns the watch of a stage: the sum of falls at which the next stage may be reached.
func (a *assessor) place(ctx context.Context, stage types.Stage, assessment types.Assessment) (types.Watch, error) {
	watch := types.Watch{Stage: stage, Class: assessment.Class}
	required := assessment.Required()
	switch stage {
	case types.STAGE_SOUND:
	case types.STAGE_CALLED:
		required = types.RequiredUp(assessment.Debt, assessment.Risk.UrgentPct)
	default:
		return watch, nil
	}
	slack, safe := types.SlackDown(assessment.Value, required)
	if !safe {
		return watch, nil // stress 0: looked at in this block
	}
	reached, err := a.reached(ctx, assessment.Position.Denom, assessment.Class)
	if err != nil {
		return watch, err
	}
	watch.Stress = types.Place(reached, slack)
	return watch, nil
}

// reached returns the sum of falls of a class and of the growth of debt up to now.
func (a *assessor) reached(ctx context.Context, denom string, class uint32) (uint64, error) {
	stress, err := a.stress(ctx, denom)
	if err != nil {
		return 0, err
	}
	index, err := a.index(ctx, denom)
	if err != nil {
		return 0, err
	}
	return types.Reached(stress.Sums[class], index), nil
}

// moveWatch moves a position within the index, and tells who liquidates when the danger is over.
func (k *Keeper) moveWatch(ctx context.Context, owner sdk.AccAddress, old, position types.Position) error {
	if old.Watch != position.Watch {
		if old.Watch.IsIndexed() {
			if err := k.watches.Remove(ctx, watchKeyOf(owner, position.Denom, position.Number, old.Watch)); err != nil {
				return err
			}
		}
		if position.Watch.IsIndexed() {
			if err := k.watches.Set(ctx, watchKeyOf(owner, position.Denom, position.Number, position.Watch)); err != nil {
				return err
			}
		}
	}
	if !old.InDanger() || position.InDanger() {
		return nil
	}
	news := types.EventPositionSound{Owner: owner.String(), Denom: position.Denom, Number: position.Number}
	if err := event.Emit(ctx, &news); err != nil || k.hooks == nil {
		return err
	}
	return k.hooks.AfterPositionSound(ctx, owner, position.Denom, position.Number)
}

// sweepWatches looks at the positions of a market for which values have fallen far enough, nearest to the edge first, and
// returns at how many.
func (k *Keeper) sweepWatches(ctx sdk.Context, a *assessor, denom string, limit uint32) (uint32, error) {
	var swept uint32
	for class := uint32(0); int(class) < types.Classes() && swept < limit; class++ {
		reached, err := a.reached(ctx, denom, class)
		if err != nil {
			return swept, err
		}
		due, err := k.dueWatches(ctx, denom, class, reached, limit-swept)
		if err != nil {
			return swept, err
		}
		for _, id := range due {
			swept++
			owner, number, err := types.ParseWatchID(id)
			if err != nil {
				return swept, err
			}
			failure := safely.Run(ctx, func(ctx sdk.Context) error { return k.look(ctx, a, owner, denom, number) })
			if failure == nil {
				continue
			}
			if err := k.postpone(ctx, owner, denom, number, reached, failure); err != nil {
				return swept, err
			}
		}
	}
	return swept, nil
}

// dueWatches returns the positions of a class below a sum of falls, lowest first.
func (k *Keeper) dueWatches(ctx context.Context, denom string, class uint32, reached uint64, limit uint32) ([][]byte, error) {
	rows, err := k.watches.Iterate(ctx, collections.NewSuperPrefixedQuadRange[string, uint64, uint64, []byte](denom, uint64(class)))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var due [][]byte
	for ; rows.Valid() && len(due) < int(limit); rows.Next() {
		key, err := rows.Key()
		if err != nil {
			return nil, err
		}
		if key.K3() >= reached {
			break
		}
		due = append(due, key.K4())
	}
	return due, nil
}

// look assesses one position and moves it to where it now belongs. A position below maintenance is called, one below the
// urgent level is due, and whoever liquidates is told.
func (k *Keeper) look(ctx sdk.Context, a *assessor, owner sdk.AccAddress, denom string, number uint64) error {
	old, err := k.GetPosition(ctx, owner, denom, number)
	if err != nil {
		return err
	}
	assessment, err := a.assess(ctx, old)
	if err != nil {
		return err
	}
	position, stage := old, old.Watch.Stage
	switch {
	case assessment.IsUrgent():
		stage = types.STAGE_DUE
	case !assessment.IsSound():
		stage = types.STAGE_CALLED
	case stage == types.STAGE_CALLED:
		stage = types.STAGE_SOUND
	}
	if position.Watch, err = a.place(ctx, stage, assessment); err != nil {
		return err
	}
	if err := k.moveWatch(ctx, owner, old, position); err != nil {
		return err
	}
	if err := k.positions.Set(ctx, collections.Join3(owner, denom, number), position); err != nil {
		return err
	}
	if stage == old.Watch.Stage {
		return nil
	}
	return k.tellEndangered(ctx, owner, position, assessment)
}

// tellEndangered says that a position has come to a worse stage.
func (k *Keeper) tellEndangered(ctx context.Context, owner sdk.AccAddress, position types.Position, assessment types.Assessment) error {
	if position.Watch.Stage == types.STAGE_SOUND {
		return nil
	}
	urgent := position.Watch.Stage == types.STAGE_DUE
	if err := event.Emit(ctx, &types.EventPositionEndangered{
		Owner: position.Owner, Denom: position.Denom, Number: position.Number, Urgent: urgent,
		Debt: assessment.Debt, Value: assessment.Value,
	}); err != nil || k.hooks == nil {
		return err
	}
	return k.hooks.AfterPositionEndangered(ctx, owner, position.Denom, position.Number, urgent)
}

// postponement is how much further values must fall until a position that could not be looked at is tried again: 0.1 %.
const postponement = 1_000_000_000

// postpone puts a position that could not be looked at further back.
func (k *Keeper) postpone(ctx sdk.Context, owner sdk.AccAddress, denom string, number uint64, reached uint64, cause error) error {
	old, err := k.GetPosition(ctx, owner, denom, number)
	if err != nil {
		return err
	}
	position := old
	position.Watch.Stress = types.AddStress(reached, postponement)
	if err := k.moveWatch(ctx, owner, old, position); err != nil {
		return err
	}
	if err := k.positions.Set(ctx, collections.Join3(owner, denom, number), position); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventAssessmentFailed{
		Owner: position.Owner, Denom: denom, Number: number, Error: cause.Error(),
	})
}
