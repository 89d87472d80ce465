package types

import "context"

// Hooks is how x/bond tells the modules above it what happened to a series. They are news, not votes: a hook that fails
// is undone and reported by an event, and what it was told of stands.
type Hooks interface {
	// AfterSeriesOpened is called when a series is announced.
	AfterSeriesOpened(ctx context.Context, isin string) error
	// AfterPaymentRecorded is called at the record moment of payment number k.
	AfterPaymentRecorded(ctx context.Context, isin string, k uint32) error
	// AfterPaymentMissed is called when the payment date of k comes and its money is not there.
	AfterPaymentMissed(ctx context.Context, isin string, k uint32) error
	// AfterSeriesMatured is called when the payment date of the principal comes.
	AfterSeriesMatured(ctx context.Context, isin string) error
	// AfterSeriesRedeemed is called when the last unit of a series is gone.
	AfterSeriesRedeemed(ctx context.Context, isin string) error
}

// MultiHooks calls several hooks in order and stops at the first error.
type MultiHooks []Hooks

var _ Hooks = MultiHooks{}

// AfterSeriesOpened calls each hook.
func (h MultiHooks) AfterSeriesOpened(ctx context.Context, isin string) error {
	return h.each(func(hook Hooks) error { return hook.AfterSeriesOpened(ctx, isin) })
}

// AfterPaymentRecorded calls each hook.
func (h MultiHooks) AfterPaymentRecorded(ctx context.Context, isin string, k uint32) error {
	return h.each(func(hook Hooks) error { return hook.AfterPaymentRecorded(ctx, isin, k) })
}

// AfterPaymentMissed calls each hook.
func (h MultiHooks) AfterPaymentMissed(ctx context.Context, isin string, k uint32) error {
	return h.each(func(hook Hooks) error { return hook.AfterPaymentMissed(ctx, isin, k) })
}

// AfterSeriesMatured calls each hook.
func (h MultiHooks) AfterSeriesMatured(ctx context.Context, isin string) error {
	return h.each(func(hook Hooks) error { return hook.AfterSeriesMatured(ctx, isin) })
}

// AfterSeriesRedeemed calls each hook.
func (h MultiHooks) AfterSeriesRedeemed(ctx context.Context, isin string) error {
	return h.each(func(hook Hooks) error { return hook.AfterSeriesRedeemed(ctx, isin) })
}

func (h MultiHooks) each(call func(Hooks) error) error {
	for _, hook := range h {
		if err := call(hook); err != nil {
			return err
		}
	}
	return nil
}
