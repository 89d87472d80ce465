// Package keeper runs funding operations: a lender offers cash for a term, borrowers bid rates for it under seal, and the loans
// start as repos.
package keeper

import (
	"context"
	"time"

	"cosmossdk.io/collections"
	"cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/funding/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
	"github.com/kokusai-chain/kokusai/x/internal/sealed"
)

// Keeper holds the state of funding. It keeps nothing in memory between calls.
type Keeper struct {
	accounts   types.AccountKeeper
	bank       types.BankKeeper
	clock      types.Clock
	currencies types.Currencies
	repos      types.Repos
	authority  string

	schema     collections.Schema
	params     collections.Item[types.Params]
	operations collections.Map[operationKey, types.Operation]
	tenders    collections.Map[tenderKey, types.Tender]
	due        collections.KeySet[dueKey] // each operation that is not over once, by business time
}

type (
	operationKey = collections.Pair[sdk.AccAddress, uint64]       // lender, number
	tenderKey    = collections.Pair[operationKey, sdk.AccAddress] // operation, bidder
	dueKey       = collections.Pair[int64, operationKey]          // business time, operation
)

// New returns the keeper. The authority is governance; the module account "funding" must exist in x/auth's permissions.
func New(
	cdc codec.BinaryCodec, storeService store.KVStoreService,
	accounts types.AccountKeeper, bank types.BankKeeper, clock types.Clock, currencies types.Currencies, repos types.Repos, authority string,
) *Keeper {
	if accounts.GetModuleAddress(types.ModuleName) == nil {
		panic("the module account of funding is not set")
	}
	sb := collections.NewSchemaBuilder(storeService)
	operation := collections.PairKeyCodec(sdk.AccAddressKey, collections.Uint64Key)
	k := &Keeper{
		accounts: accounts, bank: bank, clock: clock, currencies: currencies, repos: repos, authority: authority,
		params:     collections.NewItem(sb, types.ParamsKey, "params", codec.CollValue[types.Params](cdc)),
		operations: collections.NewMap(sb, types.OperationsKey, "operations", operation, codec.CollValue[types.Operation](cdc)),
		tenders: collections.NewMap(sb, types.TendersKey, "tenders", collections.PairKeyCodec(operation, sdk.AccAddressKey),
			codec.CollValue[types.Tender](cdc)),
		due: collections.NewKeySet(sb, types.DueKey, "due", collections.PairKeyCodec(collections.Int64Key, operation)),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(err)
	}
	k.schema = schema
	return k
}

// Authority returns the account that governs the module.
func (k *Keeper) Authority() string { return k.authority }

// UpdateParams replaces the params.
func (k *Keeper) UpdateParams(ctx context.Context, params types.Params) error {
	if err := k.params.Set(ctx, params); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventParamsUpdated{Params: params})
}

// address is the module account, which holds what lenders offer and what bidders deposit.
func (k *Keeper) address() sdk.AccAddress { return k.accounts.GetModuleAddress(types.ModuleName) }

func (k *Keeper) account(text string) (sdk.AccAddress, error) {
	address, err := k.accounts.AddressCodec().StringToBytes(text)
	if err != nil {
		return nil, types.ErrInvalidAddress.Wrap(err.Error())
	}
	return address, nil
}

// getOperation returns an operation, or ErrOperationNotFound.
func (k *Keeper) getOperation(ctx context.Context, lender string, number uint64) (types.Operation, operationKey, error) {
	address, err := k.account(lender)
	key := collections.Join(address, number)
	if err != nil {
		return types.Operation{}, key, err
	}
	operation, found, err := row.Find(ctx, k.operations, key)
	if err == nil && !found {
		err = types.ErrOperationNotFound.Wrap(types.Name(lender, number))
	}
	return operation, key, err
}

// save writes an operation that is to be looked at again at a business time, or not by itself for the zero time.
func (k *Keeper) save(ctx context.Context, key operationKey, operation types.Operation, due time.Time) error {
	if !operation.Due.IsZero() {
		if err := k.due.Remove(ctx, collections.Join(operation.Due.UnixNano(), key)); err != nil {
			return err
		}
	}
	operation.Due = due
	if !due.IsZero() {
		operation.Due = due.UTC()
		if err := k.due.Set(ctx, collections.Join(due.UnixNano(), key)); err != nil {
			return err
		}
	}
	return k.operations.Set(ctx, key, operation)
}

// timetable is the course of an operation as instants.
func (k *Keeper) timetable(ctx context.Context, terms types.Terms) (sealed.Times, error) {
	zone, err := k.zone(ctx, terms)
	if err != nil {
		return sealed.Times{}, err
	}
	return terms.Timetable(zone)
}

// zone is that of the market of an operation's cash.
func (k *Keeper) zone(ctx context.Context, terms types.Terms) (date.Zone, error) {
	currency, err := k.currencies.CurrencyOf(ctx, terms.Cash.Denom)
	if err != nil {
		return date.UTC, err
	}
	_, zone, err := currency.Market()
	return zone, err
}

// pay gives cash that the module holds to somebody; what they may not receive goes to their suspense account.
func (k *Keeper) pay(ctx context.Context, to sdk.AccAddress, cash sdk.Coin) error {
	if cash.IsZero() {
		return nil
	}
	return k.bank.SendCoins(ctx, k.address(), to, sdk.NewCoins(cash))
}
