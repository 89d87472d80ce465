package types

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// CashReserves proves what cash is backed by.
type CashReserves interface {
	// BeforeCashMinted errors when the denom is issued against reserves and the bank's does not cover the mint.
	BeforeCashMinted(ctx context.Context, bank sdk.AccAddress, cash sdk.Coin) error
	// AfterCashBurnt says that a bank burnt cash of its own, so that what backed it may leave the reserve.
	AfterCashBurnt(ctx context.Context, bank sdk.AccAddress, cash sdk.Coin) error
}
