package keeper

import (
	"context"
	"errors"
	"time"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// GetQuote returns a quote, expired or not.
func (k *Keeper) GetQuote(ctx context.Context, dealer sdk.AccAddress, id uint64) (types.Quote, error) {
	quote, err := k.quotes.Get(ctx, collections.Join(dealer, id))
	if errors.Is(err, collections.ErrNotFound) {
		return quote, types.ErrQuoteNotFound.Wrapf("%d of %s", id, dealer)
	}
	return quote, err
}

// PostQuote takes what is offered into the module's account and lets it stand. The quote has all but its id.
func (k *Keeper) PostQuote(ctx context.Context, dealer sdk.AccAddress, quote types.Quote) (uint64, error) {
	now := k.clock.Now(ctx)
	if !quote.ExpiresAt.After(now) || quote.ExpiresAt.After(now.Add(types.MaxQuoteLife)) {
		return 0, types.ErrInvalidQuote.Wrapf("expires_at must be after %s and at most %d days on", now.UTC().Format(time.RFC3339), types.MaxQuoteLife/(24*time.Hour))
	}
	last, err := k.sequences.Get(ctx, dealer)
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return 0, err
	}
	quote.Id = last + 1
	if err := k.sequences.Set(ctx, dealer, quote.Id); err != nil {
		return 0, err
	}
	if err := k.storeQuote(ctx, dealer, quote); err != nil {
		return 0, err
	}
	if err := event.Emit(ctx, &types.EventQuotePosted{Quote: quote}); err != nil {
		return 0, err
	}
	return quote.Id, k.bank.SendCoins(ctx, dealer, k.account, sdk.NewCoins(quote.Offer))
}

func (k *Keeper) storeQuote(ctx context.Context, dealer sdk.AccAddress, quote types.Quote) error {
	key := collections.Join(dealer, quote.Id)
	if err := k.expiries.Set(ctx, collections.Join(quote.ExpiresAt.UnixNano(), key)); err != nil {
		return err
	}
	return k.quotes.Set(ctx, key, quote)
}

func (k *Keeper) removeQuote(ctx context.Context, dealer sdk.AccAddress, quote types.Quote) error {
	key := collections.Join(dealer, quote.Id)
	if err := k.expiries.Remove(ctx, collections.Join(quote.ExpiresAt.UnixNano(), key)); err != nil {
		return err
	}
	return k.quotes.Remove(ctx, key)
}

// WithdrawQuote ends a quote and returns what was not sold to the dealer.
func (k *Keeper) WithdrawQuote(ctx context.Context, dealer sdk.AccAddress, id uint64, expired bool) (sdk.Coin, error) {
	quote, err := k.GetQuote(ctx, dealer, id)
	if err != nil {
		return sdk.Coin{}, err
	}
	if err := k.removeQuote(ctx, dealer, quote); err != nil {
		return sdk.Coin{}, err
	}
	if err := event.Emit(ctx, &types.EventQuoteWithdrawn{Quote: quote.Ref(), Returned: quote.Offer, Expired: expired}); err != nil {
		return sdk.Coin{}, err
	}
	return quote.Offer, k.bank.SendCoins(ctx, k.account, dealer, sdk.NewCoins(quote.Offer))
}

// FillQuote sells as much of a quote as pay buys, payment against payment: the taker pays the dealer, the module pays
// the taker, both or neither.
func (k *Keeper) FillQuote(ctx context.Context, taker sdk.AccAddress, ref types.QuoteRef, pay sdk.Coin, minReceived math.Int) (types.Fill, error) {
	dealer, err := k.decode("dealer", ref.Dealer)
	if err != nil {
		return types.Fill{}, err
	}
	if taker.Equals(dealer) {
		return types.Fill{}, types.ErrOwnQuote.Wrapf("%d of %s", ref.Id, ref.Dealer)
	}
	quote, err := k.GetQuote(ctx, dealer, ref.Id)
	if err != nil {
		return types.Fill{}, err
	}
	if !quote.ExpiresAt.After(k.clock.Now(ctx)) {
		return types.Fill{}, types.ErrQuoteExpired.Wrapf("at %s", quote.ExpiresAt.UTC().Format(time.RFC3339))
	}
	fill, err := quote.Buy(pay, minReceived)
	if err != nil {
		return types.Fill{}, err
	}
	if err := k.leave(ctx, dealer, quote, fill.Left); err != nil {
		return types.Fill{}, err
	}
	if err := event.Emit(ctx, &types.EventQuoteFilled{
		Quote: ref, Taker: taker.String(), Paid: fill.Paid, Received: fill.Received, Left: fill.Left,
	}); err != nil {
		return types.Fill{}, err
	}
	if err := k.bank.SendCoins(ctx, taker, dealer, sdk.NewCoins(fill.Paid)); err != nil {
		return types.Fill{}, err
	}
	return fill, k.bank.SendCoins(ctx, k.account, taker, sdk.NewCoins(fill.Received))
}

// leave keeps what is left of a quote; with nothing left the quote is gone.
func (k *Keeper) leave(ctx context.Context, dealer sdk.AccAddress, quote types.Quote, left sdk.Coin) error {
	if left.IsZero() {
		return k.removeQuote(ctx, dealer, quote)
	}
	quote.Offer = left
	return k.quotes.Set(ctx, collections.Join(dealer, quote.Id), quote)
}
