// Package bankgate is x/bank with the ways closed that regulated assets could take around the send restriction.
//
// The bank asks its send restriction once per output and before it deducts anything, so several outputs may each be within
// what is free and together be above it; and delegation, burning, virtual sends and raw balance changes do not ask at all, or ask
// at the wrong moment. Everything else is the SDK's bank unchanged.
package bankgate

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/types"
)

// Gate is what the bank asks of x/custody besides its send restriction.
type Gate interface {
	// CheckOutputs judges a transfer to several receivers as a whole.
	CheckOutputs(ctx context.Context, from sdk.AccAddress, outputs []banktypes.Output) error
	// RefuseRegulated refuses any regulated coin.
	RefuseRegulated(ctx context.Context, coins sdk.Coins) error
	// IsRegulated tells whether a denom is a bond or a licensed bank's cash.
	IsRegulated(ctx context.Context, denom string) (bool, error)
	// CheckDirectEntry refuses to send regulated coins into an escrow account without a packet.
	CheckDirectEntry(ctx context.Context, to sdk.AccAddress, coins sdk.Coins) error
}

var _ bankkeeper.Keeper = Keeper{}

// Keeper is the bank keeper that modules are given.
type Keeper struct {
	bankkeeper.BaseKeeper
	gate *gateHolder
}

// gateHolder lets the gate be set after the bank was handed to the modules that the gate itself needs.
type gateHolder struct{ gate Gate }

// NewKeeper returns the bank with the gate open. SetGate closes it.
func NewKeeper(bank bankkeeper.BaseKeeper) Keeper {
	return Keeper{BaseKeeper: bank, gate: &gateHolder{}}
}

// SetGate says who judges. It is called once, while the application is built; all copies of the keeper share it.
func (k Keeper) SetGate(gate Gate) {
	if k.gate.gate != nil {
		panic("gate of the bank is set twice")
	}
	k.gate.gate = gate
}

// InputOutputCoins judges the sum of the outputs first.
func (k Keeper) InputOutputCoins(ctx context.Context, input banktypes.Input, outputs []banktypes.Output) error {
	if err := banktypes.ValidateInputOutputs(input, outputs); err != nil {
		return err
	}
	from, err := sdk.AccAddressFromBech32(input.Address)
	if err != nil {
		return err
	}
	if err := k.gate.gate.CheckOutputs(ctx, from, outputs); err != nil {
		return err
	}
	return k.BaseKeeper.InputOutputCoins(ctx, input, outputs)
}

// BurnCoins burns what is not regulated. Units and cash end with the modules that keep their books; what another module
// would burn of them, such as a deposit that governance takes away, goes to x/custody's account, out of everybody's reach and
// still counted by who issued it. It is no error, because blocks burn deposits.
func (k Keeper) BurnCoins(ctx context.Context, module string, amt sdk.Coins) error {
	if module == bondtypes.ModuleName || module == types.ModuleName {
		return k.BaseKeeper.BurnCoins(ctx, module, amt)
	}
	var kept, burnt sdk.Coins
	for _, coin := range amt {
		regulated, err := k.gate.gate.IsRegulated(ctx, coin.Denom)
		if err != nil {
			return err
		}
		if regulated {
			kept = append(kept, coin)
		} else {
			burnt = append(burnt, coin)
		}
	}
	if !kept.Empty() {
		if err := k.SendCoinsFromModuleToModule(ctx, module, types.ModuleName, kept); err != nil {
			return err
		}
	}
	if burnt.Empty() && !kept.Empty() {
		return nil
	}
	return k.BaseKeeper.BurnCoins(ctx, module, burnt)
}

// DelegateCoins refuses regulated coins: delegation skips the send restriction.
func (k Keeper) DelegateCoins(ctx context.Context, delegator, module sdk.AccAddress, amt sdk.Coins) error {
	if err := k.gate.gate.RefuseRegulated(ctx, amt); err != nil {
		return err
	}
	return k.BaseKeeper.DelegateCoins(ctx, delegator, module, amt)
}

// DelegateCoinsFromAccountToModule refuses regulated coins: delegation skips the send restriction.
func (k Keeper) DelegateCoinsFromAccountToModule(ctx context.Context, delegator sdk.AccAddress, module string, amt sdk.Coins) error {
	if err := k.gate.gate.RefuseRegulated(ctx, amt); err != nil {
		return err
	}
	return k.BaseKeeper.DelegateCoinsFromAccountToModule(ctx, delegator, module, amt)
}

// UndelegateCoins refuses regulated coins, which nobody can have delegated.
func (k Keeper) UndelegateCoins(ctx context.Context, module, delegator sdk.AccAddress, amt sdk.Coins) error {
	if err := k.gate.gate.RefuseRegulated(ctx, amt); err != nil {
		return err
	}
	return k.BaseKeeper.UndelegateCoins(ctx, module, delegator, amt)
}

// UndelegateCoinsFromModuleToAccount refuses regulated coins, which nobody can have delegated.
func (k Keeper) UndelegateCoinsFromModuleToAccount(ctx context.Context, module string, delegator sdk.AccAddress, amt sdk.Coins) error {
	if err := k.gate.gate.RefuseRegulated(ctx, amt); err != nil {
		return err
	}
	return k.BaseKeeper.UndelegateCoinsFromModuleToAccount(ctx, module, delegator, amt)
}

// SendCoinsFromAccountToModuleVirtual refuses regulated coins: a virtual send deducts before it asks.
func (k Keeper) SendCoinsFromAccountToModuleVirtual(ctx context.Context, from sdk.AccAddress, module string, amt sdk.Coins) error {
	if err := k.gate.gate.RefuseRegulated(ctx, amt); err != nil {
		return err
	}
	return k.BaseKeeper.SendCoinsFromAccountToModuleVirtual(ctx, from, module, amt)
}

// SendCoinsFromModuleToAccountVirtual refuses regulated coins, which no virtual balance can hold.
func (k Keeper) SendCoinsFromModuleToAccountVirtual(ctx context.Context, module string, to sdk.AccAddress, amt sdk.Coins) error {
	if err := k.gate.gate.RefuseRegulated(ctx, amt); err != nil {
		return err
	}
	return k.BaseKeeper.SendCoinsFromModuleToAccountVirtual(ctx, module, to, amt)
}

// SendCoinsToVirtual refuses regulated coins: a virtual send deducts before it asks.
func (k Keeper) SendCoinsToVirtual(ctx context.Context, from, to sdk.AccAddress, amt sdk.Coins) error {
	if err := k.gate.gate.RefuseRegulated(ctx, amt); err != nil {
		return err
	}
	return k.BaseKeeper.SendCoinsToVirtual(ctx, from, to, amt)
}

// SendCoinsFromVirtual refuses regulated coins, which no virtual balance can hold.
func (k Keeper) SendCoinsFromVirtual(ctx context.Context, from, to sdk.AccAddress, amt sdk.Coins) error {
	if err := k.gate.gate.RefuseRegulated(ctx, amt); err != nil {
		return err
	}
	return k.BaseKeeper.SendCoinsFromVirtual(ctx, from, to, amt)
}

// UncheckedSetBalance refuses regulated coins: it would change a balance behind everybody's back.
func (k Keeper) UncheckedSetBalance(ctx context.Context, account sdk.AccAddress, balance sdk.Coin) error {
	// Not sdk.NewCoins, which drops a zero: clearing a balance is a change too.
	if err := k.gate.gate.RefuseRegulated(ctx, sdk.Coins{balance}); err != nil {
		return err
	}
	return k.BaseKeeper.UncheckedSetBalance(ctx, account, balance)
}
