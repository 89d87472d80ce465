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
	holders := make([]sdk.AccAddress, w.used)
	for i, owner := range page.DenomOwners {
		if holders[i], err = w.address("holder", owner.Address); err != nil {
			return err
		}
	}
	if w.payment.Kind == types.PAYMENT_KIND_PRINCIPAL {
		return w.each(ctx, holders, w.redeemHolder, w.deferPayout)
	}
	return w.each(ctx, holders, w.payHolder, w.deferCoupons)
}

// each does something to each holder. A failure undoes one holder's part only, and is handed to failed. Holders are taken
// in batches, because a context for each would cost more than paying one; a batch in which one fails is taken again one by
// one.
func (w *sweepWalk) each(
	ctx sdk.Context, holders []sdk.AccAddress,
	do func(sdk.Context, sdk.AccAddress) error, failed func(sdk.Context, sdk.AccAddress, error) error,
) error {
	const batchSize = 100
	for batch := range slices.Chunk(holders, batchSize) {
		failure := safely.Run(ctx, func(ctx sdk.Context) error {
			for _, holder := range batch {
				if err := do(ctx, holder); err != nil {
					return err
				}
			}
			return nil
		})
		if failure == nil {
			continue
		}
		for _, holder := range batch {
			failure := safely.Run(ctx, func(ctx sdk.Context) error { return do(ctx, holder) })
			if failure == nil {
				continue
			}
			if err := failed(ctx, holder, failure); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *sweepWalk) redeemHolder(ctx sdk.Context, holder sdk.AccAddress) error {
	if !w.holdings.CanRedeem(ctx, w.payment.Isin, holder) {
		return nil // units abroad: the ordinary case of waiting
	}
	_, _, err := w.Redeem(ctx, w.payment.Isin, holder)
	return err
}

// payHolder pays what a holder's units have earned. Anything older stands pending, and waits for the next phase.
func (w *sweepWalk) payHolder(ctx sdk.Context, holder sdk.AccAddress) error {
	account, err := w.unsettledNow(ctx, holder)
	if err != nil {
		return err
	}
	result, err := w.payCoupons(ctx, w.series, account)
	if err == nil && result.noPayee {
		err = w.deferPayout(ctx, holder, types.ErrNoPayee)
	}
	return err
}

// deferCoupons settles a holder that could not be paid, so that its coupons are pending for the next phase.
func (w *sweepWalk) deferCoupons(ctx sdk.Context, holder sdk.AccAddress, failure error) error {
	unsettled := safely.Run(ctx, func(ctx sdk.Context) error {
		account, err := w.unsettledNow(ctx, holder)
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

func (w *sweepWalk) unsettledNow(ctx sdk.Context, holder sdk.AccAddress) (couponAccount, error) {
	current, err := w.couponsRecorded(ctx, w.payment.Isin)
	if err != nil {
		return couponAccount{}, err
	}
	return w.unsettled(ctx, w.payment.Isin, holder, current)
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

// pendingEntries walks what is still pending of the series, and pays what belongs to this payment. By now every holder
// has been settled beyond it, so nothing new can become pending of it.
func (w *sweepWalk) pendingEntries(ctx sdk.Context) error {
	entries, err := w.pendingPage(ctx)
	if err != nil {
		return err
	}
	var holders []sdk.AccAddress
	for _, entry := range entries {
		if entry.K2() == w.payment.Number {
			holders = append(holders, entry.K1())
		}
	}
	return w.each(ctx, holders, w.payPending, w.deferPending)
}

func (w *sweepWalk) payPending(ctx sdk.Context, holder sdk.AccAddress) error {
	account, err := w.account(ctx, w.payment.Isin, holder)
	if err != nil {
		return err
	}
	result, err := w.payCoupons(ctx, w.series, account)
	if result.noPayee {
		w.sweep.Unpaid = true // reported when the holder was walked over
	}
	return err
}

func (w *sweepWalk) deferPending(ctx sdk.Context, holder sdk.AccAddress, failure error) error {
	w.sweep.Unpaid = true
	return w.deferPayout(ctx, holder, failure)
}

// pendingPage returns the next entries within the budget and moves the cursor behind them.
func (w *sweepWalk) pendingPage(ctx sdk.Context) ([]entryKey, error) {
	codec := w.pending.KeyCodec()
	entries := collections.NewPrefixedPairRange[string, entryKey](w.payment.Isin)
	if len(w.sweep.Cursor) > 0 {
		_, start, err := codec.Decode(w.sweep.Cursor)
		if err != nil {
			return nil, err
		}
		entries = entries.StartInclusive(start.K2())
	}
	w.sweep.Cursor = nil
	var page []entryKey
	err := w.pending.Walk(ctx, entries, func(key pendingKey, _ math.Int) (stop bool, err error) {
		if w.used == w.budget {
			w.sweep.Cursor, err = collections.EncodeKeyWithPrefix(nil, codec, key)
			return true, err
		}
		w.used++
		page = append(page, key.K2())
		return false, nil
	})
	return page, err
}

// rowsLeft removes the rows of a redeemed series, but for holders to whom something is still pending.
func (w *sweepWalk) rowsLeft(ctx sdk.Context) error {
	codec := w.rows.KeyCodec()
	rows := collections.NewPrefixedPairRange[string, sdk.AccAddress](w.payment.Isin)
	if len(w.sweep.Cursor) > 0 {
		_, start, err := codec.Decode(w.sweep.Cursor)
		if err != nil {
			return err
		}
		rows = rows.StartInclusive(start.K2())
	}
	w.sweep.Cursor = nil
	var page []sdk.AccAddress
	err := w.rows.Walk(ctx, rows, func(key holderKey, _ uint32) (stop bool, err error) {
		if w.used == w.budget {
			w.sweep.Cursor, err = collections.EncodeKeyWithPrefix(nil, codec, key)
			return true, err
		}
		w.used++
		page = append(page, key.K2())
		return false, nil
	})
	if err != nil {
		return err
	}
	for _, holder := range page {
		if err := w.dropRow(ctx, w.payment.Isin, holder); err != nil {
			return err
		}
	}
	return nil
}
