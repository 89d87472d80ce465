package types

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// RiskHooks is how whoever liquidates hears of positions in danger.
type RiskHooks interface {
	// AfterPositionEndangered says that a position fell below maintenance, or from there below the level where grace ends. It is
	// called at the end of a block; if it fails, the position is looked at again when values have fallen further.
	AfterPositionEndangered(ctx context.Context, owner sdk.AccAddress, denom string, number uint64, urgent bool) error
	// AfterPositionSound says that a position that was in danger is not any more.
	AfterPositionSound(ctx context.Context, owner sdk.AccAddress, denom string, number uint64) error
}
