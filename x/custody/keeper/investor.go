package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// RegisterInvestor admits an account as an investor of a licensed custodian.
func (k *Keeper) RegisterInvestor(ctx context.Context, account sdk.AccAddress, registration types.Registration) error {
	custodian := sdk.AccAddress(registration.Custodian)
	licence, err := k.requireCustodian(ctx, custodian)
	if err != nil {
		return err
	}
	if licence.Successor != "" {
		return types.ErrWindingDown.Wrapf("%s takes its clients", licence.Successor)
	}
	if account.Equals(custodian) && registration.Book != types.BookOwn {
		return types.ErrInvalidInvestor.Wrapf("the custodian's own account is in %s, not %s", types.BookOwn, registration.Book)
	}
	if err := k.checkRegistration(ctx, registration); err != nil {
		return err
	}
	if err := k.refuseSystemAccount(ctx, account); err != nil {
		return err
	}
	record, err := k.record(ctx, account)
	if err != nil {
		return err
	}
	if record.Registration != nil {
		return types.ErrInvestorExists.Wrap("an account has one custodian")
	}
	if err := k.openAccount(ctx, account); err != nil {
		return err
	}
	if err := k.storeRegistration(ctx, account, record, registration); err != nil {
		return err
	}
	investor, err := registration.Investor(k.accounts.AddressCodec(), account)
	if err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventInvestorRegistered{Investor: investor})
}

// checkRegistration refuses registrations that have expired, last too long or name too many accounts abroad.
func (k *Keeper) checkRegistration(ctx context.Context, registration types.Registration) error {
	if err := registration.ValidateTerm(date.Of(k.bond.Now(ctx), date.UTC)); err != nil {
		return err
	}
	params, err := k.getParams(ctx)
	if err != nil {
		return err
	}
	if len(registration.RemoteAccounts) > int(params.MaxRemoteAccounts) {
		return types.ErrInvalidInvestor.Wrapf("%d accounts abroad, at most %d", len(registration.RemoteAccounts), params.MaxRemoteAccounts)
	}
	return nil
}

// openAccount makes sure that the account exists and is an ordinary one. Once it exists, nobody can make it a vesting
// account, whose locked bonds could be pledged and then not be seized.
func (k *Keeper) openAccount(ctx context.Context, account sdk.AccAddress) error {
	switch k.accounts.GetAccount(ctx, account).(type) {
	case nil:
		k.accounts.SetAccount(ctx, k.accounts.NewAccountWithAddress(ctx, account))
		return nil
	case banktypes.VestingAccount:
		return types.ErrInvalidInvestor.Wrap("a vesting account cannot hold bonds")
	case sdk.ModuleAccountI:
		return types.ErrInvalidAddress.Wrap("the account belongs to a module")
	default:
		return nil
	}
}

func (k *Keeper) storeRegistration(ctx context.Context, account sdk.AccAddress, record types.AccountRecord, registration types.Registration) error {
	if err := k.indexRemoteAccounts(ctx, account, registration.RemoteAccounts); err != nil {
		return err
	}
	if err := k.custodyAccounts.Set(ctx, collections.Join(sdk.AccAddress(registration.Custodian), account)); err != nil {
		return err
	}
	record.Registration = &registration
	return k.setRecord(ctx, account, record)
}

// UpdateInvestor replaces what is registered of an investor. Custodian and book stay.
func (k *Keeper) UpdateInvestor(ctx context.Context, account sdk.AccAddress, update types.Registration) error {
	record, err := k.requireClient(ctx, account, update.Custodian)
	if err != nil {
		return err
	}
	update.Book = record.Registration.Book
	if err := k.checkRegistration(ctx, update); err != nil {
		return err
	}
	if err := k.unindexRemoteAccounts(ctx, record.Registration.RemoteAccounts); err != nil {
		return err
	}
	if update.Jurisdiction != record.Registration.Jurisdiction {
		if err := k.recounts.Set(ctx, account); err != nil {
			return err
		}
	}
	if err := k.storeRegistration(ctx, account, record, update); err != nil {
		return err
	}
	investor, err := update.Investor(k.accounts.AddressCodec(), account)
	if err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventInvestorUpdated{Investor: investor})
}

// RemoveInvestor ends the registration of an account that neither holds bonds nor is owed any in suspense.
func (k *Keeper) RemoveInvestor(ctx context.Context, account, custodian sdk.AccAddress) error {
	record, err := k.requireClient(ctx, account, custodian)
	if err != nil {
		return err
	}
	for _, holder := range []sdk.AccAddress{account, types.SuspenseAddress(account)} {
		if bond, holds := k.findBond(ctx, holder); holds {
			return types.ErrInvestorHolds.Wrap(bond.String())
		}
	}
	if err := k.unindexRemoteAccounts(ctx, record.Registration.RemoteAccounts); err != nil {
		return err
	}
	if err := k.custodyAccounts.Remove(ctx, collections.Join(custodian, account)); err != nil {
		return err
	}
	removed, err := record.Registration.Investor(k.accounts.AddressCodec(), account)
	if err != nil {
		return err
	}
	record.Registration = nil
	if err := k.setRecord(ctx, account, record); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventInvestorRemoved{
		Account: removed.Account, Custodian: removed.Custodian,
	})
}

// findBond returns one bond balance of an account. Balances are sorted by denom, and only denoms that the chain itself
// issues sort before bonds, so the walk ends at once.
func (k *Keeper) findBond(ctx context.Context, account sdk.AccAddress) (bond sdk.Coin, found bool) {
	k.bank.IterateAccountBalances(ctx, account, func(coin sdk.Coin) bool {
		if _, found = bondtypes.ISINOf(coin.Denom); found {
			bond = coin
		}
		return found || coin.Denom > bondtypes.Denom("~")
	})
	return bond, found
}

// requireClient returns the record of an investor of a custodian whose licence is active.
func (k *Keeper) requireClient(ctx context.Context, account, custodian sdk.AccAddress) (types.AccountRecord, error) {
	if _, err := k.requireCustodian(ctx, custodian); err != nil {
		return types.AccountRecord{}, err
	}
	record, err := k.record(ctx, account)
	switch {
	case err != nil:
		return record, err
	case record.Registration == nil:
		return record, types.ErrInvestorNotFound.Wrap("the account is not registered")
	case !custodian.Equals(sdk.AccAddress(record.Registration.Custodian)):
		return record, types.ErrUnauthorized.Wrap("the account belongs to another custodian")
	}
	return record, nil
}
