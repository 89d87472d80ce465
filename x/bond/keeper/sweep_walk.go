package keeper

import (
	"slices"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

// sweepWalk is one block's part of a sweep.
type sweepWalk struct {
	*Keeper
	series  types.Series
	payment types.Payment
	sweep   types.Sweep
	budget  int
	used    int
}

// owner is a holder that a sweep walks over, and the units that the bank's register has of it.
type owner struct {
	holder sdk.AccAddress
	units  math.Int
}

// holders walks a page of those who hold units, and pays their coupons or redeems them. Whoever gets units ahead of or
// behind the walk has been settled by the send restriction.
func (w *sweepWalk) holders(ctx sdk.Context) error {
	page, err := w.bank.DenomOwners(ctx, &banktypes.QueryDenomOwnersRequest{
		Denom:      w.series.Denom(),
		Pagination: &query.PageRequest{Key: w.sweep.Cursor, Limit: uint64(w.budget)},
	})
	if err != nil {
		return err
	}
	w.sweep.Cursor = page.Pagination.NextKey
	w.used = len(page.DenomOwners)
	owners := make([]owner, w.used)
	for i, entry := range page.DenomOwners {
		if owners[i].holder, err = w.address("holder", entry.Address); err != nil {
			return err
		}
		owners[i].units = entry.Balance.Amount
	}
	if w.payment.Kind == types.PAYMENT_KIND_PRINCIPAL {
		return w.each(ctx, owners, w.redeemHolders, w.deferPayout)
	}
	return w.each(ctx, owners, w.payHolders, w.deferCoupons)
}

// each does something to holders, in batches: a context for each would cost more than paying one. A batch in which one
// fails is undone and taken again one by one; whoever fails alone is handed to failed.
func (w *sweepWalk) each(
	ctx sdk.Context, owners []owner,
	do func(sdk.Context, []owner) error, failed func(sdk.Context, sdk.AccAddress, error) error,
) error {
	const batchSize = 100
	for batch := range slices.Chunk(owners, batchSize) {
		if safely.Run(ctx, func(ctx sdk.Context) error { return do(ctx, batch) }) == nil {
			continue
		}
		for one := range slices.Chunk(batch, 1) {
			failure := safely.Run(ctx, func(ctx sdk.Context) error { return do(ctx, one) })
			if failure == nil {
				continue
			}
			if err := failed(ctx, one[0].holder, failure); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *sweepWalk) redeemHolders(ctx sdk.Context, owners []owner) error {
	for _, owner := range owners {
		if !w.holdings.CanRedeem(ctx, w.payment.Isin, owner.holder) {
			continue // units abroad: the ordinary case of waiting
		}
		if _, _, err := w.Redeem(ctx, w.payment.Isin, owner.holder); err != nil {
			return err
		}
	}
	return nil
}

// payHolders pays what holders' units have earned. Anything older stands pending, and waits for the next phase.
func (w *sweepWalk) payHolders(ctx sdk.Context, owners []owner) error {
	m, err := w.marksOf(ctx, w.payment.Isin)
	if err != nil {
		return err
	}
	payouts := w.newPayouts(w.series)
	payment := func(number uint32) (types.Payment, error) {
		payment, err := payouts.payment(ctx, number)
		if err != nil {
			return types.Payment{}, err
		}
		return *payment, nil
	}
	for _, owner := range owners {
		account, err := w.openAccount(ctx, w.payment.Isin, owner.holder, m)
		if err != nil {
			return err
		}
		if err := account.earn(owner.units, payment); err != nil {
			return err
		}
		result, err := payouts.add(ctx, account)
		if err == nil && result.noPayee {
			err = w.deferPayout(ctx, owner.holder, types.ErrNoPayee)
		}
		if err != nil {
			return err
		}
	}
	return payouts.send(ctx)
}

// deferCoupons settles a holder that could not be paid, so that its coupons are pending for the next phase.
func (w *sweepWalk) deferCoupons(ctx sdk.Context, holder sdk.AccAddress, failure error) error {
	unsettled := safely.Run(ctx, func(ctx sdk.Context) error {
		m, err := w.marksOf(ctx, w.payment.Isin)
		if err != nil {
			return err
		}
		account, err := w.unsettled(ctx, w.payment.Isin, holder, m, w.paymentsOf(ctx, w.payment.Isin))
		if err != nil {
			return err
		}
		return w.settle(ctx, account, account.earned)
	})
	if unsettled != nil {
		w.sweep.Unpaid = true
	}
	return w.deferPayout(ctx, holder, failure)
}

func (w *sweepWalk) deferPayout(ctx sdk.Context, holder sdk.AccAddress, reason error) error {
	text, err := w.addressText(holder)
	if err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventPayoutDeferred{
		Isin: w.payment.Isin, Number: w.payment.Number, Holder: text, Reason: reason.Error(),
	})
}

// pendingEntries walks the entries of the series, pays what is pending of this payment, and removes what is empty and says no
// more than that all are settled. By now everyone who holds units is settled beyond the payment, so nothing new can become
// pending of it.
func (w *sweepWalk) pendingEntries(ctx sdk.Context) error {
	entries, err := w.entriesPage(ctx)
	if err != nil {
		return err
	}
	m, err := w.marksOf(ctx, w.payment.Isin)
	if err != nil {
		return err
	}
	var owners []owner
	for _, entry := range entries {
		holder, number := entry.Key.K2().K1(), entry.Key.K2().K2()
		switch {
		case entry.Value.IsZero() && number <= m.settled():
			if err := w.entries.Remove(ctx, entry.Key); err != nil {
				return err
			}
		case entry.Value.IsPositive() && number == w.payment.Number:
			owners = append(owners, owner{holder: holder})
		}
	}
	return w.each(ctx, owners, w.payPending, w.deferPending)
}

func (w *sweepWalk) payPending(ctx sdk.Context, owners []owner) error {
	payouts := w.newPayouts(w.series)
	for _, owner := range owners {
		account, err := w.account(ctx, w.payment.Isin, owner.holder)
		if err != nil {
			return err
		}
		result, err := payouts.add(ctx, account)
		if err != nil {
			return err
		}
		if result.noPayee {
			w.sweep.Unpaid = true // reported when the holder was walked over
		}
	}
	return payouts.send(ctx)
}

func (w *sweepWalk) deferPending(ctx sdk.Context, holder sdk.AccAddress, failure error) error {
	w.sweep.Unpaid = true
	return w.deferPayout(ctx, holder, failure)
}

// entriesPage returns the next entries within the budget and moves the cursor behind them.
func (w *sweepWalk) entriesPage(ctx sdk.Context) (page []collections.KeyValue[entryKey, math.Int], err error) {
	codec := w.entries.KeyCodec()
	entries := collections.NewPrefixedPairRange[string, holderEntry](w.payment.Isin)
	if len(w.sweep.Cursor) > 0 {
		_, start, err := codec.Decode(w.sweep.Cursor)
		if err != nil {
			return nil, err
		}
		entries = entries.StartInclusive(start.K2())
	}
	w.sweep.Cursor = nil
	err = w.entries.Walk(ctx, entries, func(key entryKey, amount math.Int) (stop bool, err error) {
		if w.used == w.budget {
			w.sweep.Cursor, err = collections.EncodeKeyWithPrefix(nil, codec, key)
			return true, err
		}
		w.used++
		page = append(page, collections.KeyValue[entryKey, math.Int]{Key: key, Value: amount})
		return false, nil
	})
	return page, err
}
