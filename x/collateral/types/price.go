package types

import (
	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/curve"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// SeriesPrice is what the curve says a series is worth on a day, or why it says nothing.
type SeriesPrice struct {
	// State says whether there is a price.
	State PriceState
	// Terms are the series' own.
	Terms bondtypes.TermSheet
	// Currency is that of its payments; empty when it is not known here.
	Currency Currency
	// Date is the day of the price and of settlement, in the zone of the series.
	Date date.Date
	// CurveAsOf is the day of the curve; empty without one.
	CurveAsOf string
	// Widening is taken off what the series counts for when risk is added, because its curve is late or in doubt.
	Widening math.LegacyDec
	// Outstanding is how many units of the series there are.
	Outstanding math.Int
	// Flows are the payments that were discounted, per 100 face, Factors with what and Spread what was added to every zero rate.
	Flows   []curve.Flow
	Factors *curve.Valuation
	Spread  math.LegacyDec
	// Dirty is the present value of the payments to come per 100 face, rounded down to PricePlaces; zero if not priced.
	Dirty math.LegacyDec
}

// PricePlaces is how many decimals a price has.
const PricePlaces = 4

// unpriceable maps each state that has no price to its error.
var unpriceable = map[PriceState]*errorsmod.Error{
	PRICE_STATE_UNSUPPORTED_KIND: ErrUnsupportedKind,
	PRICE_STATE_NOT_LIVE:         ErrNotLive,
	PRICE_STATE_MATURED:          ErrMatured,
	PRICE_STATE_DEFAULTED:        ErrDefaulted,
	PRICE_STATE_NO_CURVE:         ErrNoCurve,
	PRICE_STATE_STALE_CURVE:      ErrStaleCurve,
	PRICE_STATE_BEYOND_CURVE:     ErrBeyondCurve,
	PRICE_STATE_NO_HAIRCUT:       ErrNoHaircut,
	PRICE_STATE_NO_FX:            ErrNoFx,
	PRICE_STATE_STALE_FX:         ErrStaleFx,
	PRICE_STATE_NO_FIXING:        ErrNoFixing,
	PRICE_STATE_ARREARS:          ErrArrears,
}

// Err returns why something in this state cannot be valued; nil when it is priced.
func (s PriceState) Err(what string) error {
	if s == PRICE_STATE_PRICED {
		return nil
	}
	if err, known := unpriceable[s]; known {
		return err.Wrap(what)
	}
	return ErrBrokenLaw.Wrapf("%s has price state %s", what, s)
}

// StateOf returns whether a series can be priced at all, before any curve is looked at.
func StateOf(series bondtypes.Series) PriceState {
	if series.IsInDefault() {
		return PRICE_STATE_DEFAULTED
	}
	if series.IsFrozen() {
		return PRICE_STATE_NOT_LIVE
	}
	switch series.Status {
	case bondtypes.SERIES_STATUS_LIVE:
	case bondtypes.SERIES_STATUS_MATURED, bondtypes.SERIES_STATUS_REDEEMED:
		return PRICE_STATE_MATURED
	case bondtypes.SERIES_STATUS_DEFAULTED:
		return PRICE_STATE_DEFAULTED
	default:
		return PRICE_STATE_NOT_LIVE
	}
	if series.Terms.Call != nil && !series.Terms.Call.InFullOnly {
		return PRICE_STATE_UNSUPPORTED_KIND // what is called in part may go past whoever lends on it
	}
	return PRICE_STATE_PRICED
}
