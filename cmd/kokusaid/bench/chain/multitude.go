package chain

import (
	"bytes"
	"fmt"
	"slices"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
)

// A genesis document of a million accounts takes a quarter of an hour and tens of gigabytes to import. All accounts but the
// officials are alike, though. So the document has two of them: the model, and the multitude, which stands for all others and owns
// as much as they do together. Modules load and audit that, with totals that are right already. Then the rows of the multitude
// are removed, and the model's are copied for every other account.

// Officials are the first accounts, which are not like the others.
const Officials = 3

const (
	model     = Officials
	multitude = Officials + 1
	// copiedAtOnce is how many accounts get their rows in one block.
	copiedAtOnce = 25_000
)

// fewFor returns the founders of a chain of accounts: the officials, the model and the multitude.
func fewFor(accounts []*Account) []*Founder {
	founders := everybody(accounts[:min(len(accounts), multitude+1)])
	if len(founders) > multitude {
		founders[multitude].Share = int64(len(accounts) - multitude)
	}
	return founders
}

// row is a row of the model's, with its address where the account's belongs.
type row struct {
	tree       storetypes.KVStore
	key, value []byte
}

// multiply replaces the multitude by the accounts that it stood for.
func (c *Chain) multiply(founders []*Founder) error {
	if len(c.Accounts) == len(founders) {
		return nil
	}
	rows, err := c.takeRows(c.Accounts[model], c.Accounts[multitude])
	if err != nil {
		return err
	}
	// In the order of their keys, as they are imported from a document.
	members := slices.SortedFunc(slices.Values(c.Accounts[multitude:]), func(a, b *Account) int { return bytes.Compare(a.Address, b.Address) })
	for part := range slices.Chunk(members, copiedAtOnce) {
		c.register(part)
		for _, row := range rows {
			for _, member := range part {
				row.copyFor(c.Accounts[model], member)
			}
		}
		if _, err := c.advance(nil); err != nil {
			return err
		}
	}
	return nil
}

// register adds accounts to those that may sign.
func (c *Chain) register(accounts []*Account) {
	branch := c.application.CommitMultiStore().CacheMultiStore()
	ctx := c.context(branch)
	for _, account := range accounts {
		c.application.AccountKeeper().SetAccount(ctx, account.base())
	}
	branch.Write()
}

// takeRows returns the rows of the model and removes those of the multitude. Both must have the same, but in x/auth, and a row
// may only name them in its value if its key does.
func (c *Chain) takeRows(model, multitude *Account) (rows []row, err error) {
	stores, ok := c.application.CommitMultiStore().(interface {
		StoreKeysByName() map[string]storetypes.StoreKey
	})
	if !ok {
		return nil, fmt.Errorf("a %T does not tell its stores", c.application.CommitMultiStore())
	}
	for name, key := range stores.StoreKeysByName() {
		if _, persistent := key.(*storetypes.KVStoreKey); !persistent || name == authtypes.StoreKey {
			continue
		}
		store := c.application.CommitMultiStore().GetKVStore(key)
		tree, ok := c.application.CommitMultiStore().GetStore(key).(storetypes.KVStore)
		if !ok {
			return nil, fmt.Errorf("store %s is a %T", name, c.application.CommitMultiStore().GetStore(key))
		}
		own, err := rowsOf(store, model)
		if err != nil {
			return nil, fmt.Errorf("store %s: %w", name, err)
		}
		others, err := rowsOf(store, multitude)
		if err != nil {
			return nil, fmt.Errorf("store %s: %w", name, err)
		}
		if len(own) != len(others) {
			return nil, fmt.Errorf("store %s: the model has %d rows, the multitude %d", name, len(own), len(others))
		}
		for _, other := range others {
			store.Delete(other.key) // and from what the node has in memory of it
		}
		for _, found := range own {
			rows = append(rows, row{tree, found.key, found.value})
		}
	}
	return rows, nil
}

// rowsOf returns the rows of a store whose key holds an account's address.
func rowsOf(store storetypes.KVStore, account *Account) (rows []row, err error) {
	name := []byte(account.Address.String())
	all := store.Iterator(nil, nil)
	defer all.Close()
	for ; all.Valid(); all.Next() {
		key, value := all.Key(), all.Value()
		switch {
		case bytes.Contains(key, account.Address):
			rows = append(rows, row{store, bytes.Clone(key), bytes.Clone(value)})
		case bytes.Contains(value, account.Address) || bytes.Contains(value, name) || bytes.Contains(key, name):
			return nil, fmt.Errorf("row %x names %s outside its key", key, account.Address)
		}
	}
	return rows, nil
}

// copyFor writes the row as it would be if the account were another. It goes to the tree directly: no cache has been asked for it.
func (r row) copyFor(account, other *Account) {
	value := []byte{} // as index entries have it; never nil
	if len(r.value) > 0 {
		value = bytes.ReplaceAll(r.value, []byte(account.Address.String()), []byte(other.Address.String()))
		value = bytes.ReplaceAll(value, account.Address, other.Address)
	}
	r.tree.Set(bytes.ReplaceAll(r.key, account.Address, other.Address), value)
}
