// Package keeper runs repos: cash against bonds for a term, between two sides who agree.
package keeper

import (
	"context"
	"errors"
	"time"

	"cosmossdk.io/collections"
	"cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/repo/types"
)

// Keeper holds the state of repo. It keeps nothing in memory between calls.
type Keeper struct {
	accounts  types.AccountKeeper
	bank      types.BankKeeper
	bonds     types.BondKeeper
	custody   types.CustodyKeeper
	prices    types.Prices
	authority string

	schema      collections.Schema
	params      collections.Item[types.Params]
	baskets     collections.Map[string, types.Basket]
	inventories collections.Map[sdk.AccAddress, types.Inventory]
	repos       collections.Map[repoKey, types.Repo]
	parties     collections.KeySet[collections.Pair[sdk.AccAddress, repoKey]] // the side that did not offer
	due         collections.KeySet[collections.Pair[int64, repoKey]]          // by business time
}

// repoKey is who offered, and the number.
type repoKey = collections.Pair[sdk.AccAddress, uint64]

// New returns the keeper. The authority is governance; the module account "repo" must exist in x/auth's permissions.
func New(
	cdc codec.BinaryCodec, storeService store.KVStoreService,
	accounts types.AccountKeeper, bank types.BankKeeper, bonds types.BondKeeper, custody types.CustodyKeeper, prices types.Prices,
	authority string,
) *Keeper {
	if accounts.GetModuleAddress(types.ModuleName) == nil {
		panic("the module account of repo is not set")
	}
	sb := collections.NewSchemaBuilder(storeService)
	key := collections.PairKeyCodec(sdk.AccAddressKey, collections.Uint64Key)
	k := &Keeper{
		accounts: accounts, bank: bank, bonds: bonds, custody: custody, prices: prices, authority: authority,
		params:  collections.NewItem(sb, types.ParamsKey, "params", codec.CollValue[types.Params](cdc)),
		baskets: collections.NewMap(sb, types.BasketsKey, "baskets", collections.StringKey, codec.CollValue[types.Basket](cdc)),
		inventories: collections.NewMap(sb, types.InventoriesKey, "inventories", sdk.AccAddressKey,
			codec.CollValue[types.Inventory](cdc)),
		repos:   collections.NewMap(sb, types.ReposKey, "repos", key, codec.CollValue[types.Repo](cdc)),
		parties: collections.NewKeySet(sb, types.PartiesKey, "parties", collections.PairKeyCodec(sdk.AccAddressKey, key)),
		due:     collections.NewKeySet(sb, types.DueKey, "due", collections.PairKeyCodec(collections.Int64Key, key)),
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

// address is the module account, through which cash passes on its way to a side: a side that may not receive it gets it into
// suspense, so that nobody's payment depends on the other's standing.
func (k *Keeper) address() sdk.AccAddress { return k.accounts.GetModuleAddress(types.ModuleName) }

func (k *Keeper) account(text string) (sdk.AccAddress, error) {
	address, err := k.accounts.AddressCodec().StringToBytes(text)
	if err != nil {
		return nil, types.ErrInvalidAddress.Wrap(err.Error())
	}
	return address, nil
}

// getRepo returns a repo, or ErrRepoNotFound.
func (k *Keeper) getRepo(ctx context.Context, offerer string, number uint64) (types.Repo, error) {
	address, err := k.account(offerer)
	if err != nil {
		return types.Repo{}, err
	}
	repo, err := k.repos.Get(ctx, collections.Join(address, number))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Repo{}, types.ErrRepoNotFound.Wrapf("number %d of %s", number, offerer)
	}
	return repo, err
}

// save writes a repo that is to be looked at again at a business time, or not by itself for the zero time.
func (k *Keeper) save(ctx context.Context, repo types.Repo, due time.Time) error {
	key, err := k.keyOf(repo)
	if err != nil {
		return err
	}
	if err := k.unschedule(ctx, repo, key); err != nil {
		return err
	}
	repo.Due = due
	if !due.IsZero() {
		if err := k.due.Set(ctx, collections.Join(due.UnixNano(), key)); err != nil {
			return err
		}
	}
	return k.repos.Set(ctx, key, repo)
}

// enter writes a new repo, and lists it with the side that did not offer.
func (k *Keeper) enter(ctx context.Context, repo types.Repo, due time.Time) error {
	key, err := k.keyOf(repo)
	if err != nil {
		return err
	}
	party, err := k.partyOf(repo)
	if err != nil {
		return err
	}
	if err := k.parties.Set(ctx, collections.Join(party, key)); err != nil {
		return err
	}
	return k.save(ctx, repo, due)
}

// forget removes a repo.
func (k *Keeper) forget(ctx context.Context, repo types.Repo) error {
	key, err := k.keyOf(repo)
	if err != nil {
		return err
	}
	if err := k.unschedule(ctx, repo, key); err != nil {
		return err
	}
	party, err := k.partyOf(repo)
	if err != nil {
		return err
	}
	if err := k.parties.Remove(ctx, collections.Join(party, key)); err != nil {
		return err
	}
	return k.repos.Remove(ctx, key)
}

func (k *Keeper) unschedule(ctx context.Context, repo types.Repo, key repoKey) error {
	if repo.Due.IsZero() {
		return nil
	}
	return k.due.Remove(ctx, collections.Join(repo.Due.UnixNano(), key))
}

func (k *Keeper) keyOf(repo types.Repo) (repoKey, error) {
	offerer, err := k.account(repo.Offerer)
	return collections.Join(offerer, repo.Number), err
}

// partyOf is the side that did not offer.
func (k *Keeper) partyOf(repo types.Repo) (sdk.AccAddress, error) {
	other, found := repo.Terms.Other(repo.Offerer)
	if !found {
		return nil, types.ErrBrokenLaw.Wrapf("%s offered a repo of others", repo.Offerer)
	}
	return k.account(other)
}
