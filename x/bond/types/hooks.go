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
	// AfterPaymentCured is called when the money of a missed payment k has come.
	AfterPaymentCured(ctx context.Context, isin string, k uint32) error
	// AfterSeriesDefaulted is called when a payment is missed still at the end of its grace.
	AfterSeriesDefaulted(ctx context.Context, isin string) error
	// AfterDefaultEnded is called when a series in default has paid all that it missed.
	AfterDefaultEnded(ctx context.Context, isin string) error
	// AfterSeriesFrozen is called when the issuer stops a series.
	AfterSeriesFrozen(ctx context.Context, isin string) error
	// AfterSeriesUnfrozen is called when the issuer lets a series go on.
	AfterSeriesUnfrozen(ctx context.Context, isin string) error
	// AfterCallAnnounced is called when principal will be repaid early with coupon k, in part or all that is left.
	AfterCallAnnounced(ctx context.Context, isin string, k uint32) error
	// AfterTermsExtended is called when holders have voted a later maturity.
	AfterTermsExtended(ctx context.Context, isin string) error
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

// AfterPaymentCured calls each hook.
func (h MultiHooks) AfterPaymentCured(ctx context.Context, isin string, k uint32) error {
	return h.each(func(hook Hooks) error { return hook.AfterPaymentCured(ctx, isin, k) })
}

// AfterSeriesDefaulted calls each hook.
func (h MultiHooks) AfterSeriesDefaulted(ctx context.Context, isin string) error {
	return h.each(func(hook Hooks) error { return hook.AfterSeriesDefaulted(ctx, isin) })
}

// AfterDefaultEnded calls each hook.
func (h MultiHooks) AfterDefaultEnded(ctx context.Context, isin string) error {
	return h.each(func(hook Hooks) error { return hook.AfterDefaultEnded(ctx, isin) })
}

// AfterSeriesFrozen calls each hook.
func (h MultiHooks) AfterSeriesFrozen(ctx context.Context, isin string) error {
	return h.each(func(hook Hooks) error { return hook.AfterSeriesFrozen(ctx, isin) })
}

// AfterSeriesUnfrozen calls each hook.
func (h MultiHooks) AfterSeriesUnfrozen(ctx context.Context, isin string) error {
	return h.each(func(hook Hooks) error { return hook.AfterSeriesUnfrozen(ctx, isin) })
}

// AfterCallAnnounced calls each hook.
func (h MultiHooks) AfterCallAnnounced(ctx context.Context, isin string, k uint32) error {
	return h.each(func(hook Hooks) error { return hook.AfterCallAnnounced(ctx, isin, k) })
}

// AfterTermsExtended calls each hook.
func (h MultiHooks) AfterTermsExtended(ctx context.Context, isin string) error {
	return h.each(func(hook Hooks) error { return hook.AfterTermsExtended(ctx, isin) })
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

// NoHooks hears nothing. Embed it to listen to some of the news only.
type NoHooks struct{}

var _ Hooks = NoHooks{}

// AfterSeriesOpened does nothing.
func (NoHooks) AfterSeriesOpened(context.Context, string) error { return nil }

// AfterPaymentRecorded does nothing.
func (NoHooks) AfterPaymentRecorded(context.Context, string, uint32) error { return nil }

// AfterPaymentMissed does nothing.
func (NoHooks) AfterPaymentMissed(context.Context, string, uint32) error { return nil }

// AfterPaymentCured does nothing.
func (NoHooks) AfterPaymentCured(context.Context, string, uint32) error { return nil }

// AfterSeriesDefaulted does nothing.
func (NoHooks) AfterSeriesDefaulted(context.Context, string) error { return nil }

// AfterDefaultEnded does nothing.
func (NoHooks) AfterDefaultEnded(context.Context, string) error { return nil }

// AfterSeriesFrozen does nothing.
func (NoHooks) AfterSeriesFrozen(context.Context, string) error { return nil }

// AfterSeriesUnfrozen does nothing.
func (NoHooks) AfterSeriesUnfrozen(context.Context, string) error { return nil }

// AfterCallAnnounced does nothing.
func (NoHooks) AfterCallAnnounced(context.Context, string, uint32) error { return nil }

// AfterTermsExtended does nothing.
func (NoHooks) AfterTermsExtended(context.Context, string) error { return nil }

// AfterSeriesMatured does nothing.
func (NoHooks) AfterSeriesMatured(context.Context, string) error { return nil }

// AfterSeriesRedeemed does nothing.
func (NoHooks) AfterSeriesRedeemed(context.Context, string) error { return nil }
