package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// AppointSuccessor begins to wind a custodian down, or with no successor calls it off. The signer is governance, the
// central book or the custodian itself.
func (k *Keeper) AppointSuccessor(ctx context.Context, signer string, custodian, successor sdk.AccAddress, reason Reason) error {
	if err := k.requireWinder(ctx, signer, custodian); err != nil {
		return err
	}
	licence, err := k.getLicence(ctx, custodian, "")
	if err != nil {
		return err
	}
	if licence.Kind != types.LicenceKindCustodian {
		return types.ErrWindingDown.Wrapf("%s has no clients", licence.Kind)
	}
	licence.Successor = ""
	if !successor.Empty() {
		if err := k.checkSuccessor(ctx, custodian, successor); err != nil {
			return err
		}
		if licence.Successor, err = k.text(successor); err != nil {
			return err
		}
	}
	if err := k.licences.Set(ctx, collections.Join(custodian, ""), licence); err != nil {
		return err
	}
	if err := k.enterOrder(ctx, licence.Holder, types.ActionAppointSuccessor, reason.order(signer), licence.Successor); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventSuccessorAppointed{Custodian: licence.Holder, Successor: licence.Successor})
}

func (k *Keeper) checkSuccessor(ctx context.Context, custodian, successor sdk.AccAddress) error {
	if custodian.Equals(successor) {
		return types.ErrWindingDown.Wrap("a custodian does not succeed itself")
	}
	licence, err := k.requireCustodian(ctx, successor)
	if err == nil && licence.Successor != "" {
		err = types.ErrWindingDown.Wrap("the successor itself")
	}
	return err
}

func (k *Keeper) requireWinder(ctx context.Context, signer string, custodian sdk.AccAddress) error {
	if sdk.ValidateAuthority(sdk.UnwrapSDKContext(ctx), k.authority, signer) == nil {
		return nil
	}
	account, err := k.decode("signer", signer)
	if err != nil || account.Equals(custodian) {
		return err
	}
	central, err := k.IsCentralBook(ctx, account)
	if err == nil && !central {
		err = types.ErrUnauthorized.Wrap("governance, the central book or the custodian appoints a successor")
	}
	return err
}

// AcceptClients moves to the successor the clients of a custodian that is being wound down, looking at a bounded number of
// accounts after a given one. Accounts of the custodian's own book stay. It returns where to go on, nil at the end.
func (k *Keeper) AcceptClients(ctx context.Context, successor, custodian, after sdk.AccAddress, limit uint32) (moved uint32, next sdk.AccAddress, err error) {
	if err := k.requireSuccessor(ctx, successor, custodian); err != nil {
		return 0, nil, err
	}
	params, err := k.getParams(ctx)
	if err != nil {
		return 0, nil, err
	}
	if limit == 0 || limit > params.MaxMoved {
		limit = params.MaxMoved
	}
	accounts, more, err := k.clientsAfter(ctx, custodian, after, int(limit))
	if err != nil {
		return 0, nil, err
	}
	for _, account := range accounts {
		done, err := k.moveClient(ctx, account, custodian, successor)
		if err != nil {
			return 0, nil, err
		}
		if done {
			moved++
		}
	}
	if more {
		next = accounts[len(accounts)-1]
	}
	return moved, next, nil
}

func (k *Keeper) requireSuccessor(ctx context.Context, successor, custodian sdk.AccAddress) error {
	if _, err := k.requireCustodian(ctx, successor); err != nil {
		return err
	}
	licence, err := k.getLicence(ctx, custodian, "")
	if err != nil {
		return err
	}
	text, err := k.text(successor)
	if err == nil && licence.Successor != text {
		err = types.ErrUnauthorized.Wrapf("the signer is not the successor of %s", licence.Holder)
	}
	return err
}

// clientsAfter lists accounts of a custodian behind a given one, and tells whether there are more.
func (k *Keeper) clientsAfter(ctx context.Context, custodian, after sdk.AccAddress, limit int) (accounts []sdk.AccAddress, more bool, err error) {
	span := collections.NewPrefixedPairRange[sdk.AccAddress, sdk.AccAddress](custodian)
	if !after.Empty() {
		span = span.StartExclusive(after)
	}
	err = k.custodyAccounts.Walk(ctx, span, func(key collections.Pair[sdk.AccAddress, sdk.AccAddress]) (bool, error) {
		if more = len(accounts) == limit; !more {
			accounts = append(accounts, key.K2())
		}
		return more, nil
	})
	return accounts, more, err
}

// moveClient makes an account the successor's. What it holds does not move; it is counted with the successor soon.
func (k *Keeper) moveClient(ctx context.Context, account, from, to sdk.AccAddress) (moved bool, err error) {
	record, err := k.record(ctx, account)
	if err != nil || record.Registration == nil || record.Registration.Book == types.BookOwn {
		return false, err
	}
	if err := k.custodyAccounts.Remove(ctx, collections.Join(from, account)); err != nil {
		return false, err
	}
	if err := k.custodyAccounts.Set(ctx, collections.Join(to, account)); err != nil {
		return false, err
	}
	record.Registration.Custodian = to
	if err := k.setRecord(ctx, account, record); err != nil {
		return false, err
	}
	if err := k.recounts.Set(ctx, account); err != nil {
		return false, err
	}
	texts := [3]string{}
	for i, address := range []sdk.AccAddress{account, from, to} {
		if texts[i], err = k.text(address); err != nil {
			return false, err
		}
	}
	return true, event.Emit(ctx, &types.EventClientMoved{Account: texts[0], From: texts[1], To: texts[2]})
}
