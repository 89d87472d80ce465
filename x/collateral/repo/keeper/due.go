package keeper

import (
	"cmp"
	"time"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

// noTime is the due time of what is not due by itself.
var noTime time.Time

// retry is the business time after which an end leg that could not settle, or an item that failed, is tried again.
const retry = time.Hour

// BeginBlock does what has become due, in order of business time, up to the limit of the params.
func (k *Keeper) BeginBlock(ctx sdk.Context) {
	if err := safely.Run(ctx, k.tendDue); err != nil {
		ctx.Logger().Error("the queue of x/collateral/repo could not be read", "error", err)
	}
}

func (k *Keeper) tendDue(ctx sdk.Context) error {
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	now := k.bonds.Now(ctx)
	keys, err := k.dueBy(ctx, now, int(params.DueLimit))
	if err != nil {
		return err
	}
	for _, key := range keys {
		if err := k.tendOne(ctx, key, now); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) dueBy(ctx sdk.Context, now time.Time, limit int) (keys []repoKey, err error) {
	err = k.due.Walk(ctx, nil, func(key collections.Pair[int64, repoKey]) (bool, error) {
		if key.K1() > now.UnixNano() || len(keys) == limit {
			return true, nil
		}
		keys = append(keys, key.K2())
		return false, nil
	})
	return keys, err
}

// tendOne tends one repo by itself. When that fails as a whole it is undone, said, and tried again later.
func (k *Keeper) tendOne(ctx sdk.Context, key repoKey, now time.Time) error {
	repo, err := k.repos.Get(ctx, key)
	if err != nil {
		return err
	}
	failure := safely.Run(ctx, func(ctx sdk.Context) error { return k.tend(ctx, repo) })
	if failure == nil {
		return nil
	}
	if err := k.save(ctx, repo, now.Add(retry)); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventItemQuarantined{Offerer: repo.Offerer, Number: repo.Number, Reason: failure.Error()})
}

func (k *Keeper) tend(ctx sdk.Context, repo types.Repo) error {
	m, err := k.market(ctx, repo.Terms.Cash.Denom)
	if err != nil {
		return err
	}
	switch repo.Status {
	case types.STATUS_OFFERED:
		return k.lapse(ctx, repo)
	case types.STATUS_AGREED:
		return k.tendAgreed(ctx, m, repo)
	case types.STATUS_LIVE, types.STATUS_RETURN_FAILED:
		return k.tendLive(ctx, m, repo)
	case types.STATUS_DEFAULTED:
		return k.takeOver(ctx, repo)
	default:
		return types.ErrBrokenLaw.Wrapf("%s is due", repo.Status)
	}
}

// tendAgreed settles the start leg, or ends a repo that cannot start.
func (k *Keeper) tendAgreed(ctx sdk.Context, m market, repo types.Repo) error {
	failure := safely.Run(ctx, func(ctx sdk.Context) error {
		s, err := k.sides(repo)
		if err != nil {
			return err
		}
		return k.start(ctx, m, repo, s.taker)
	})
	if failure == nil {
		return nil
	}
	if err := k.forget(ctx, repo); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventStartFailed{Offerer: repo.Offerer, Number: repo.Number, Reason: failure.Error()})
}

// tendLive is what happens at each cut-off and when a margin call ends.
func (k *Keeper) tendLive(ctx sdk.Context, m market, repo types.Repo) error {
	if ended, err := m.hasEnded(repo); err != nil || ended {
		return cmp.Or(err, k.tendEnd(ctx, m, repo))
	}
	if err := k.bookIncome(ctx, &repo); err != nil {
		return err
	}
	k.tryPassIncome(ctx, &repo)
	if repo.Terms.BasketId != "" {
		k.tryReallocate(ctx, m, &repo)
	}
	called := repo.Call
	if err := k.evaluate(ctx, m, &repo); err != nil {
		return err
	}
	if called != nil && repo.Call != nil && !called.Deadline.After(m.now) {
		if _, err := k.marketValue(ctx, repo); err == nil {
			return k.defaulted(ctx, m, repo, "margin")
		}
		// Nobody defaults on a dead feed: the call stands, and is looked at again.
		return k.save(ctx, repo, m.now.Add(retry))
	}
	if err := k.boundTerm(ctx, m, &repo); err != nil {
		return err
	}
	return k.save(ctx, repo, m.nextDue(repo))
}

// tendEnd settles the end leg. What can't settle is tried again until the grace is over; then the side at fault is in default.
func (k *Keeper) tendEnd(ctx sdk.Context, m market, repo types.Repo) error {
	failure := safely.Run(ctx, func(ctx sdk.Context) error { return k.end(ctx, m, repo) })
	if failure == nil {
		return nil
	}
	end, err := types.ParseDate("end date", repo.EndDate)
	if err != nil {
		return err
	}
	last := m.lastMoment(end)
	if m.now.Before(last) {
		return k.save(ctx, repo, earlier(m.now.Add(retry), last))
	}
	atFault, err := k.takerFails(ctx, m, repo)
	if err != nil {
		return err
	}
	if !atFault {
		return k.defaulted(ctx, m, repo, "payment")
	}
	if repo.Status != types.STATUS_RETURN_FAILED {
		repo.Status = types.STATUS_RETURN_FAILED
		if err := event.Emit(ctx, &types.EventReturnFailed{Offerer: repo.Offerer, Number: repo.Number, Reason: failure.Error()}); err != nil {
			return err
		}
	}
	return k.save(ctx, repo, m.nextCutOff())
}

// takerFails tells whether it is the taker of a title transfer who can't deliver, while the giver could pay.
func (k *Keeper) takerFails(ctx sdk.Context, m market, repo types.Repo) (bool, error) {
	if repo.Terms.Form != types.FORM_TITLE {
		return false, nil
	}
	s, err := k.sides(repo)
	if err != nil {
		return false, err
	}
	cash := sdk.NewCoin(repo.Terms.Cash.Denom, repo.DebtUp(m.today))
	payable := safely.Run(ctx.WithEventManager(sdk.NewEventManager()), func(ctx sdk.Context) error {
		if err := k.pay(ctx, s.giver, s.taker, cash); err != nil {
			return err
		}
		return errOnlyTried
	})
	return payable == errOnlyTried, nil
}

// boundTerm ends an open term in time before the first of its bonds matures.
func (k *Keeper) boundTerm(ctx sdk.Context, m market, repo *types.Repo) error {
	if repo.EndDate != "" {
		return nil
	}
	first, found, err := k.firstMaturity(ctx, *repo)
	if err != nil || !found {
		return err
	}
	last := m.days.Preceding(first.AddDays(-1))
	if m.days.AddBusinessDays(m.today, int(repo.Terms.NoticeDays)+1) < last {
		return nil
	}
	return k.notice(ctx, repo, "", last)
}

func (k *Keeper) firstMaturity(ctx sdk.Context, repo types.Repo) (first date.Date, found bool, err error) {
	for _, coin := range repo.Bonds() {
		maturity, err := k.maturityOf(ctx, coin.Denom)
		if err != nil {
			return 0, false, err
		}
		if !found || maturity < first {
			first, found = maturity, true
		}
	}
	return first, found, nil
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
