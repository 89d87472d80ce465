package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/omnibus/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// OpenClient admits a customer to an omnibus account.
func (k *Keeper) OpenClient(ctx context.Context, custodian, account sdk.AccAddress, client types.Client) error {
	if err := k.custody.RequireOmnibus(ctx, custodian, account); err != nil {
		return err
	}
	exists, err := k.clients.Has(ctx, collections.Join(account, client.Reference))
	if err != nil {
		return err
	}
	if exists {
		return types.ErrClientExists.Wrap(client.Reference)
	}
	return k.setClient(ctx, account, client)
}

// UpdateClient replaces what is declared of a client. What it holds stays, also when it may not receive more.
func (k *Keeper) UpdateClient(ctx context.Context, custodian, account sdk.AccAddress, client types.Client) error {
	if err := k.custody.RequireOmnibus(ctx, custodian, account); err != nil {
		return err
	}
	if _, err := k.getClient(ctx, account, client.Reference); err != nil {
		return err
	}
	return k.setClient(ctx, account, client)
}

func (k *Keeper) setClient(ctx context.Context, account sdk.AccAddress, client types.Client) (err error) {
	if err := client.ValidateTerm(date.Of(k.bond.Now(ctx), date.UTC)); err != nil {
		return err
	}
	if client.Account, err = k.text(account); err != nil {
		return err
	}
	if err := k.clients.Set(ctx, collections.Join(account, client.Reference), client); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventClientSet{Client: client})
}

func (k *Keeper) getClient(ctx context.Context, account sdk.AccAddress, reference string) (types.Client, error) {
	client, found, err := row.Find(ctx, k.clients, collections.Join(account, reference))
	if err == nil && !found {
		err = types.ErrClientNotFound.Wrap(reference)
	}
	return client, err
}

// CloseClient ends a client. The custodian names no denoms: the ledger finds out whether anything is left.
func (k *Keeper) CloseClient(ctx context.Context, custodian, account sdk.AccAddress, reference string) error {
	if err := k.custody.RequireOmnibus(ctx, custodian, account); err != nil {
		return err
	}
	if _, err := k.getClient(ctx, account, reference); err != nil {
		return err
	}
	left, err := k.holdsAnything(ctx, account, reference)
	if err != nil {
		return err
	}
	if left != "" {
		return types.ErrClientHolds.Wrap(left)
	}
	if err := k.clients.Remove(ctx, collections.Join(account, reference)); err != nil {
		return err
	}
	text, err := k.text(account)
	if err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventClientClosed{Account: text, Reference: reference})
}

// holdsAnything returns a denom of which a client has or is owed something. It looks at each denom that the account's
// clients have, by key.
func (k *Keeper) holdsAnything(ctx context.Context, account sdk.AccAddress, reference string) (denom string, err error) {
	var denoms []string
	err = k.totals.Walk(ctx, collections.NewPrefixedPairRange[sdk.AccAddress, string](account), func(key balanceKey, _ math.Int) (bool, error) {
		denoms = append(denoms, key.K2())
		return false, nil
	})
	if err != nil {
		return "", err
	}
	for _, denom := range denoms {
		holds, err := k.holdings.Has(ctx, collections.Join3(account, denom, reference))
		if err != nil || holds {
			return denom, err
		}
	}
	return k.owedDenom(ctx, account, reference)
}

// owedDenom returns a cash denom of which a client is owed something. It reads two keys for each currency, however many clients
// there are.
func (k *Keeper) owedDenom(ctx context.Context, account sdk.AccAddress, reference string) (string, error) {
	for after := ""; ; {
		denom, found, err := k.dueDenomAfter(ctx, account, after)
		if err != nil || !found {
			return "", err
		}
		owed, err := k.dues.Has(ctx, collections.Join3(account, denom, reference))
		if err != nil || owed {
			return denom, err
		}
		after = denom
	}
}

// dueDenomAfter is the next denom after a given one of which anybody in an account is owed something.
func (k *Keeper) dueDenomAfter(ctx context.Context, account sdk.AccAddress, denom string) (next string, found bool, err error) {
	// No denom lies between one and the same with the lowest letter behind it.
	span := new(collections.Range[positionKey]).StartInclusive(collections.Join3(account, denom+"\x01", ""))
	err = k.dues.Walk(ctx, span, func(key positionKey, _ math.Int) (bool, error) {
		next, found = key.K2(), account.Equals(key.K1())
		return true, nil
	})
	return next, found, err
}
