package types

import (
	"context"
	"time"

	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
)

// Clock is x/bond's business time.
type Clock interface {
	Now(ctx context.Context) time.Time
}

// Board is what the oracle needs of x/collateral, which keeps the figures in force and prices with them.
type Board interface {
	GetParams(ctx context.Context) (collateraltypes.Params, error)
	FindCurve(ctx context.Context, currency string) (collateraltypes.Curve, bool, error)
	FindFx(ctx context.Context, base, quote string) (collateraltypes.FxRate, bool, error)
	SetCurve(ctx context.Context, curve collateraltypes.Curve) error
	SetFx(ctx context.Context, fx collateraltypes.FxRate) error
	AfterSeriesChanged(ctx context.Context, isin string) error
}
