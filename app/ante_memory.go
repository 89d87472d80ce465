package app

import (
	"bytes"
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
)

// memoryDecorator gives the checks of a transaction a memory of what they have read. It lasts for these checks and is not seen by
// messages.
type memoryDecorator struct{}

// AnteHandle passes the transaction on.
func (memoryDecorator) AnteHandle(ctx sdk.Context, tx sdk.Tx, simulate bool, next sdk.AnteHandler) (sdk.Context, error) {
	return next(ctx.WithValue(memoryKey{}, &anteMemory{}), tx, simulate)
}

type memoryKey struct{}

// anteMemory holds the accounts of the signers as the checks have left them, and the parameters of x/auth.
type anteMemory struct {
	params   *authtypes.Params
	accounts []rememberedAccount
}

type rememberedAccount struct {
	address sdk.AccAddress
	account sdk.AccountI
}

func (m *anteMemory) find(address sdk.AccAddress) sdk.AccountI {
	for _, entry := range m.accounts {
		if bytes.Equal(entry.address, address) {
			return entry.account
		}
	}
	return nil
}

func (m *anteMemory) keep(address sdk.AccAddress, account sdk.AccountI) {
	for i, entry := range m.accounts {
		if bytes.Equal(entry.address, address) {
			m.accounts[i].account = account
			return
		}
	}
	m.accounts = append(m.accounts, rememberedAccount{address, account})
}

// anteAccounts is x/auth's keeper as the checks see it: what one of them has read or written, the others need not read again, nor
// pay for. The SDK's checks would read and decode each signer's account five times and the parameters four times.
type anteAccounts struct {
	authkeeper.AccountKeeper
}

// remembered returns the memory of the transaction, nil outside the checks.
func remembered(ctx context.Context) *anteMemory {
	memory, _ := ctx.Value(memoryKey{}).(*anteMemory)
	return memory
}

// GetParams returns the parameters of x/auth.
func (a anteAccounts) GetParams(ctx context.Context) authtypes.Params {
	memory := remembered(ctx)
	if memory == nil {
		return a.AccountKeeper.GetParams(ctx)
	}
	if memory.params == nil {
		params := a.AccountKeeper.GetParams(ctx)
		memory.params = &params
	}
	return *memory.params
}

// GetAccount returns an account, nil if there is none.
func (a anteAccounts) GetAccount(ctx context.Context, address sdk.AccAddress) sdk.AccountI {
	memory := remembered(ctx)
	if memory == nil {
		return a.AccountKeeper.GetAccount(ctx, address)
	}
	if account := memory.find(address); account != nil {
		return account
	}
	account := a.AccountKeeper.GetAccount(ctx, address)
	if account != nil {
		memory.keep(address, account)
	}
	return account
}

// SetAccount writes an account.
func (a anteAccounts) SetAccount(ctx context.Context, account sdk.AccountI) {
	a.AccountKeeper.SetAccount(ctx, account)
	if memory := remembered(ctx); memory != nil {
		memory.keep(account.GetAddress(), account)
	}
}
