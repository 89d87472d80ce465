package chain

import (
	"crypto/sha256"
	"fmt"
	"runtime"
	"sync"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
)

// Account is a holder with a key. Its number is its place in the genesis, its sequence what the chain will have counted once
// every signed transaction has run.
type Account struct {
	Address  sdk.AccAddress
	Number   uint64
	Sequence uint64

	key    *secp256k1.PrivKey
	public *secp256k1.PubKey
}

// Signers is how many accounts have a key, the first ones. Any others hold and receive, which is enough for a multitude.
const Signers = 250_000

// newAccounts derives n accounts from a seed. Addresses are hashes, so neighbours in the list are strangers in the state tree.
func newAccounts(seed uint64, n int) []*Account {
	accounts := make([]*Account, n)
	var wait sync.WaitGroup
	workers := runtime.NumCPU()
	for w := range workers {
		wait.Go(func() {
			for i := w; i < n; i += workers {
				if i < Signers {
					accounts[i] = NewAccount(seed, i)
				} else {
					accounts[i] = newHolder(seed, i)
				}
			}
		})
	}
	wait.Wait()
	return accounts
}

// NewAccount returns the i-th account of a seed, with its key.
func NewAccount(seed uint64, i int) *Account {
	secret := secretOf(seed, i)
	key := secp256k1.GenPrivKeyFromSecret(secret[:])
	public := key.PubKey().(*secp256k1.PubKey)
	return &Account{Address: sdk.AccAddress(public.Address()), Number: uint64(i), key: key, public: public}
}

func newHolder(seed uint64, i int) *Account {
	address := secretOf(seed, i)
	return &Account{Address: address[:20], Number: uint64(i)}
}

func secretOf(seed uint64, i int) [sha256.Size]byte {
	return sha256.Sum256(fmt.Appendf(nil, "kokusai bench %d %d", seed, i))
}

// base is the account as the chain keeps it.
func (a *Account) base() *authtypes.BaseAccount {
	if a.public == nil {
		return authtypes.NewBaseAccount(a.Address, nil, a.Number, a.Sequence)
	}
	return authtypes.NewBaseAccount(a.Address, a.public, a.Number, a.Sequence)
}

// Key signs for the account.
func (a *Account) Key() cryptotypes.PrivKey { return a.key }
