package keeper

import (
	"context"
	"time"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

// deferral is how much later what could not be done is tried again.
const deferral = 5 * time.Minute

// graceUntil returns the business time until which nobody is liquidated in a market: the latest of what is granted for its own
// currency, those whose bonds it takes, and the rates between them.
func (k *Keeper) graceUntil(ctx context.Context, market collateraltypes.Market) (time.Time, error) {
	if k.feed == nil {
		return time.Time{}, nil
	}
	own, err := k.collateral.CurrencyOf(ctx, market.Denom)
	if err != nil {
		return time.Time{}, err
	}
	currencies := []string{own.Code}
	for _, code := range market.Terms.AcceptedCurrencies {
		if code != own.Code {
			currencies = append(currencies, code)
		}
	}
	return k.feed.GraceUntil(ctx, currencies...)
}

// checkOpen refuses while nobody is liquidated in a market: it is paused, or there is grace.
func (k *Keeper) checkOpen(ctx context.Context, market collateraltypes.Market) error {
	if market.Terms.Pauses.Liquidation {
		return types.ErrPaused.Wrap(market.Denom)
	}
	until, err := k.graceUntil(ctx, market)
	if err != nil {
		return err
	}
	if k.clock.Now(ctx).Before(until) {
		return types.ErrGrace.Wrapf("until %s", until.UTC().Format(time.RFC3339))
	}
	return nil
}

// EndBlock works off the calls that fall due and the rounds that end, the oldest first. What can't be done is tried again later.
func (k *Keeper) EndBlock(ctx sdk.Context) error {
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	due, err := k.dueItems(ctx, params.MaxItems)
	if err != nil {
		return err
	}
	for _, key := range due {
		id, err := types.ParseID(key.K2())
		if err != nil {
			return err
		}
		failure := safely.Run(ctx, func(ctx sdk.Context) error { return k.workOff(ctx, id) })
		if failure == nil {
			continue
		}
		if err := k.deferItem(ctx, id, key, failure); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) dueItems(ctx context.Context, limit uint32) ([]agendaKey, error) {
	rows, err := k.agenda.Iterate(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	now := k.clock.Now(ctx)
	var due []agendaKey
	for ; rows.Valid() && len(due) < int(limit); rows.Next() {
		key, err := rows.Key()
		if err != nil {
			return nil, err
		}
		if key.K1().After(now) {
			break
		}
		due = append(due, key)
	}
	return due, nil
}

// workOff does what is due for a position: its call is over, or a round of its auction. That the position has become sound, or
// has no collateral at all, ends both.
func (k *Keeper) workOff(ctx sdk.Context, id types.ID) error {
	assessment, err := k.collateral.Review(ctx, id.Owner, id.Denom, id.Number)
	if err != nil || assessment.IsSound() {
		return err // x/collateral has told us that it is sound, and the books are in order
	}
	market, err := k.collateral.GetMarket(ctx, id.Denom)
	if err != nil {
		return err
	}
	if err := k.checkOpen(ctx, market); err != nil {
		return err
	}
	if len(assessment.Items) == 0 {
		return k.writeOff(ctx, id, assessment.Debt)
	}
	auction, running, err := row.Find(ctx, k.auctions, keyOf(id))
	if err != nil {
		return err
	}
	if running {
		return k.endRound(ctx, id, auction)
	}
	return k.openAuction(ctx, id)
}

// openAuction ends the call of a position whose grace is over and starts the auction, if any of the collateral has a price.
func (k *Keeper) openAuction(ctx sdk.Context, id types.ID) error {
	assessment, err := k.collateral.Assess(ctx, id.Owner, id.Denom, id.Number)
	if err != nil {
		return err
	}
	if !assessment.HasPrice() {
		return types.ErrUnpriced.Wrap("all of the collateral")
	}
	if err := k.endCall(ctx, id, false); err != nil {
		return err
	}
	if !assessment.IsDue() {
		if err := k.collateral.MakeDue(ctx, id.Owner, id.Denom, id.Number); err != nil {
			return err
		}
	}
	return k.startAuction(ctx, id, assessment)
}

// endRound has the backstop buy at the floor, and starts the auction again if it is not over then.
func (k *Keeper) endRound(ctx sdk.Context, id types.ID, auction types.Auction) error {
	assessment, err := k.collateral.Assess(ctx, id.Owner, id.Denom, id.Number)
	if err != nil {
		return err
	}
	for _, item := range assessment.Items {
		// A failure leaves the lot unsold, and the auction goes on.
		_ = safely.Run(ctx, func(ctx sdk.Context) error { return k.buyAsBackstop(ctx, id, item.Coin.Denom) })
	}
	_, running, err := row.Find(ctx, k.auctions, keyOf(id))
	if err != nil || !running {
		return err
	}
	if err := k.agenda.Remove(ctx, collections.Join(auction.EndsAt, id.Bytes())); err != nil {
		return err
	}
	return k.startRound(ctx, id, auction, assessment.Risk)
}

// deferItem tries later what failed now.
func (k *Keeper) deferItem(ctx context.Context, id types.ID, key agendaKey, failure error) error {
	if err := k.agenda.Remove(ctx, key); err != nil {
		return err
	}
	later := k.clock.Now(ctx).Add(deferral)
	call, called, err := row.Find(ctx, k.calls, keyOf(id))
	if err != nil {
		return err
	}
	auction, running, err := row.Find(ctx, k.auctions, keyOf(id))
	if err != nil {
		return err
	}
	switch {
	case called:
		call.DueAt = later
		err = k.setCall(ctx, id, call)
	case running:
		auction.EndsAt = later
		if err = k.auctions.Set(ctx, keyOf(id), auction); err == nil {
			err = k.agenda.Set(ctx, collections.Join(later, id.Bytes()))
		}
	}
	if err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventLiquidationDeferred{
		Owner: id.Owner.String(), Denom: id.Denom, Number: id.Number, Reason: failure.Error(),
	})
}
