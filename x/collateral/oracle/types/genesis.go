package types

import (
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// DefaultGenesis has the default params and nothing else.
func DefaultGenesis() *GenesisState { return &GenesisState{Params: DefaultParams()} }

// Validate refuses rows that are wrong by themselves, out of order or twice there.
func (gs GenesisState) Validate() error {
	if err := gs.Params.Validate(); err != nil {
		return err
	}
	if err := gs.validateFeeds(); err != nil {
		return err
	}
	if err := gs.validateOverrides(); err != nil {
		return err
	}
	if err := gs.validateHistory(); err != nil {
		return err
	}
	rows := newOrder("spread")
	for _, spread := range gs.Spreads {
		if err := spread.Validate(); err != nil {
			return err
		}
		if err := rows.next(spread.Isin); err != nil {
			return err
		}
	}
	return nil
}

func (gs GenesisState) validateFeeds() error {
	rows := newOrder("curve feed")
	for _, feed := range gs.CurveFeeds {
		if !isCode(feed.Currency) {
			return ErrInvalidGenesis.Wrapf("curve feed of %q", feed.Currency)
		}
		if err := rows.next(feed.Currency); err != nil {
			return err
		}
		if err := feed.State.validate(feed.Currency, feed.Candidate != nil); err != nil {
			return err
		}
		if feed.Candidate == nil {
			continue
		}
		if err := feed.Candidate.Validate(); err != nil || feed.Candidate.Currency != feed.Currency {
			return ErrInvalidGenesis.Wrapf("candidate of %s: %v", feed.Currency, err)
		}
	}
	rows = newOrder("fx feed")
	for _, feed := range gs.FxFeeds {
		name := Pair(feed.Base, feed.Quote)
		if !isCode(feed.Base) || !isCode(feed.Quote) {
			return ErrInvalidGenesis.Wrapf("fx feed of %q", name)
		}
		if err := rows.next(name); err != nil {
			return err
		}
		if err := feed.State.validate(name, feed.Candidate != nil); err != nil {
			return err
		}
		if feed.Candidate == nil {
			continue
		}
		if err := feed.Candidate.Validate(); err != nil || Pair(feed.Candidate.Base, feed.Candidate.Quote) != name {
			return ErrInvalidGenesis.Wrapf("candidate of %s: %v", name, err)
		}
	}
	return nil
}

func (s FeedState) validate(name string, candidate bool) error {
	if candidate != (s.HeldWindows > 0) {
		return ErrInvalidGenesis.Wrapf("%s: a figure is held back without a count of windows, or the other way round", name)
	}
	if s.HeldWindows > maxRecovery || s.DoubtWindows > maxRecovery {
		return ErrInvalidGenesis.Wrapf("%s: more than %d windows", name, maxRecovery)
	}
	return nil
}

func (gs GenesisState) validateOverrides() error {
	rows := newOrder("curve override")
	for _, override := range gs.CurveOverrides {
		if err := override.Curve.Validate(); err != nil {
			return err
		}
		if _, err := sdk.AccAddressFromBech32(override.Authority); err != nil {
			return ErrInvalidGenesis.Wrapf("override of %s: %s", override.Curve.Currency, err)
		}
		if err := rows.next(override.Curve.Currency); err != nil {
			return err
		}
	}
	rows = newOrder("fx override")
	for _, override := range gs.FxOverrides {
		if err := override.Fx.Validate(); err != nil {
			return err
		}
		if _, err := sdk.AccAddressFromBech32(override.Authority); err != nil {
			return ErrInvalidGenesis.Wrapf("override of %s: %s", Pair(override.Fx.Base, override.Fx.Quote), err)
		}
		if err := rows.next(Pair(override.Fx.Base, override.Fx.Quote)); err != nil {
			return err
		}
	}
	return nil
}

func (gs GenesisState) validateHistory() error {
	rows := newOrder("curve of the past")
	for _, curve := range gs.CurveHistory {
		if err := curve.Validate(); err != nil {
			return err
		}
		if err := rows.next(curve.Currency + curve.AsOf); err != nil {
			return err
		}
	}
	rows = newOrder("rate of the past")
	for _, fx := range gs.FxHistory {
		if err := fx.Validate(); err != nil {
			return err
		}
		if err := rows.next(fx.Base + fx.Quote + fx.AsOf); err != nil {
			return err
		}
	}
	return nil
}

// order refuses keys that do not rise.
type order struct{ kind, last string }

func newOrder(kind string) *order { return &order{kind: kind} }

func (o *order) next(key string) error {
	if key <= o.last {
		return ErrInvalidGenesis.Wrapf("%s %s is out of order or twice", o.kind, key)
	}
	o.last = key
	return nil
}

// Later returns the later of two times, either of which may be missing.
func Later(a, b *time.Time) *time.Time {
	if a == nil || b != nil && b.After(*a) {
		return b
	}
	return a
}

// HistoryStart is the first day that is kept on a day.
func (p Params) HistoryStart(today date.Date) string {
	return today.AddDays(-int(p.HistoryDays)).String()
}
