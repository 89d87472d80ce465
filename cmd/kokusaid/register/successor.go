package register

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cosmos/gogoproto/proto"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	omnibustypes "github.com/kokusai-chain/kokusai/x/custody/omnibus/types"
	settlementtypes "github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// Graft adds a register to the state with which a successor will start. What the successor has already under the same name must
// be the same. Nothing is changed when it fails.
func Graft(cdc codec.Codec, state map[string]json.RawMessage, r Register) error {
	if err := r.transferable(); err != nil {
		return err
	}
	grown := maps.Clone(state)
	for _, step := range []func() error{
		func() error { return edit(cdc, grown, bondtypes.ModuleName, r.graftBond) },
		func() error { return edit(cdc, grown, custodytypes.ModuleName, r.graftCustody) },
		func() error { return edit(cdc, grown, settlementtypes.ModuleName, r.graftSettlement) },
		func() error { return edit(cdc, grown, omnibustypes.ModuleName, r.graftOmnibus) },
		func() error { return edit(cdc, grown, banktypes.ModuleName, r.graftBank) },
		func() error { return edit(cdc, grown, authtypes.ModuleName, r.graftAccounts) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	maps.Copy(state, grown)
	return nil
}

// transferable refuses units that another chain could not give back: abroad, or claimed by modules that hold what they are
// claimed for.
func (r Register) transferable() error {
	for _, holding := range r.Holdings {
		if holding.EscrowOf != "" {
			return fmt.Errorf("%w: %s units are abroad over %s, bring them home first", ErrNotTransferable, holding.Units, holding.EscrowOf)
		}
	}
	for _, pledge := range r.Custody.Pledges {
		return fmt.Errorf("%w: %s of %s is pledged to %s, let that end first", ErrNotTransferable, pledge.Amount, pledge.Owner, pledge.Pledgee)
	}
	for _, reservation := range r.Custody.Reservations {
		if reservation.Module != omnibustypes.ModuleName {
			return fmt.Errorf("%w: %s of %s is reserved by %s, let that end first",
				ErrNotTransferable, reservation.Amount, reservation.Owner, reservation.Module)
		}
	}
	return nil
}

func edit[T any, P interface {
	*T
	proto.Message
}](cdc codec.Codec, state map[string]json.RawMessage, module string, change func(P) error) error {
	var part P = new(T)
	if err := cdc.UnmarshalJSON(state[module], part); err != nil {
		return fmt.Errorf("%s: %w", module, err)
	}
	if err := change(part); err != nil {
		return fmt.Errorf("%s: %w", module, err)
	}
	content, err := cdc.MarshalJSON(part)
	if err != nil {
		return fmt.Errorf("%s: %w", module, err)
	}
	state[module] = content
	return nil
}

// join adds rows, skips those that are there, and refuses others under the same name.
func join[T any](to *[]T, rows []T, name func(T) string) error {
	there := make(map[string]string, len(*to))
	for _, row := range *to {
		text, err := written(row)
		if err != nil {
			return err
		}
		there[name(row)] = text
	}
	for _, row := range rows {
		text, err := written(row)
		if err != nil {
			return err
		}
		known, found := there[name(row)]
		switch {
		case !found:
			*to = append(*to, row)
		case known != text:
			return fmt.Errorf("%w: %T %s", ErrConflict, row, name(row))
		}
	}
	return nil
}

// written is a row as a store would have it, where nothing and an empty list are the same.
func written[T any](row T) (string, error) {
	message, ok := any(&row).(proto.Message)
	if !ok {
		return fmt.Sprint(row), nil
	}
	content, err := proto.Marshal(message)
	return string(content), err
}

// first runs steps until one fails.
func first(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (r Register) graftBond(bond *bondtypes.GenesisState) error {
	for _, series := range bond.Series {
		if series.Terms.Isin == r.Bond.Series[0].Terms.Isin {
			return fmt.Errorf("%w: %s is there", ErrConflict, series.Terms.Isin)
		}
	}
	bond.Series = append(bond.Series, r.Bond.Series...)
	bond.Payments = append(bond.Payments, r.Bond.Payments...)
	bond.Holders = append(bond.Holders, r.Bond.Holders...)
	bond.Sweeps = append(bond.Sweeps, r.Bond.Sweeps...)
	bond.Funds = append(bond.Funds, r.Bond.Funds...)
	bond.Ballots = append(bond.Ballots, r.Bond.Ballots...)
	bond.BallotRows = append(bond.BallotRows, r.Bond.BallotRows...)
	return first(
		func() error {
			return join(&bond.Issuers, r.Bond.Issuers, func(i bondtypes.Issuer) string { return i.Id })
		},
		func() error {
			return join(&bond.References, r.Bond.References, func(ref bondtypes.Reference) string { return ref.IssuerId + " " + ref.Id })
		},
		func() error {
			return join(&bond.Fixings, r.Bond.Fixings, func(f bondtypes.Fixing) string { return f.IssuerId + " " + f.ReferenceId + " " + f.Date })
		},
	)
}

func (r Register) graftCustody(custody *custodytypes.GenesisState) error {
	if err := first(
		func() error {
			return join(&custody.Licences, r.Custody.Licences, func(l custodytypes.Licence) string { return l.Holder + " " + l.Denom })
		},
		func() error {
			return join(&custody.Investors, r.Custody.Investors, func(i custodytypes.Investor) string { return i.Account })
		},
		func() error {
			return join(&custody.FrozenAccounts, r.Custody.FrozenAccounts, func(f custodytypes.FrozenAccount) string { return f.Account })
		},
		func() error {
			return join(&custody.Overrides, r.Custody.Overrides, func(o custodytypes.Override) string { return fmt.Sprint(o.Subject, o.Number) })
		},
		func() error {
			return join(&custody.Recounts, r.Custody.Recounts, func(account string) string { return account })
		},
	); err != nil {
		return err
	}
	custody.Series = append(custody.Series, r.Custody.Series...)
	custody.Reservations = append(custody.Reservations, r.Custody.Reservations...)
	custody.Suspense = append(custody.Suspense, r.Custody.Suspense...)
	custody.Census = append(custody.Census, r.Custody.Census...)
	custody.PilotDays = append(custody.PilotDays, r.Custody.PilotDays...)
	custody.Countings = append(custody.Countings, r.Custody.Countings...)
	return r.bookCash(custody)
}

// bookCash has a bank of the currency answer for the cash that is paid in for holders.
func (r Register) bookCash(custody *custodytypes.GenesisState) error {
	currency, amount := r.Bond.Series[0].Terms.Currency, r.cash()
	if amount.IsZero() {
		return nil
	}
	bank := slices.IndexFunc(r.Custody.Licences, func(licence custodytypes.Licence) bool {
		return licence.Denom == currency && licence.Status == custodytypes.LicenceStatusActive
	})
	if bank < 0 {
		return fmt.Errorf("%w: no bank issues the %s%s that are paid in for holders", ErrNotTransferable, amount, currency)
	}
	holder := r.Custody.Licences[bank].Holder
	for i, issued := range custody.CashIssued {
		if issued.Holder == holder && issued.Denom == currency {
			custody.CashIssued[i].Outstanding = issued.Outstanding.Add(amount)
			return nil
		}
	}
	custody.CashIssued = append(custody.CashIssued, custodytypes.CashIssued{Holder: holder, Denom: currency, Outstanding: amount})
	return nil
}

func (r Register) graftSettlement(settlement *settlementtypes.GenesisState) error {
	err := join(&settlement.Settlements, r.Settlement.Settlements, func(open settlementtypes.OpenSettlement) string { return open.Id })
	slices.SortFunc(settlement.Settlements, func(a, b settlementtypes.OpenSettlement) int { return strings.Compare(a.Id, b.Id) })
	return err
}

func (r Register) graftOmnibus(omnibus *omnibustypes.GenesisState) error {
	omnibus.Positions = append(omnibus.Positions, r.Omnibus.Positions...)
	return join(&omnibus.Clients, r.Omnibus.Clients, func(client omnibustypes.Client) string { return client.Account + " " + client.Reference })
}

func (r Register) graftBank(bank *banktypes.GenesisState) error {
	series := r.Bond.Series[0]
	add := func(account string, amount math.Int, denom string) {
		if !amount.IsPositive() {
			return
		}
		coins := sdk.NewCoins(sdk.NewCoin(denom, amount))
		if !bank.Supply.Empty() {
			bank.Supply = bank.Supply.Add(coins...)
		}
		for i, balance := range bank.Balances {
			if balance.Address == account {
				bank.Balances[i].Coins = balance.Coins.Add(coins...)
				return
			}
		}
		bank.Balances = append(bank.Balances, banktypes.Balance{Address: account, Coins: coins})
	}
	for _, holding := range r.Holdings {
		add(holding.Account, holding.Units, series.Denom())
	}
	add(authtypes.NewModuleAddress(bondtypes.ModuleName).String(), r.cash(), series.Terms.Currency)
	return nil
}

// graftAccounts opens accounts for all who are named, so that they can sign from the first block on.
func (r Register) graftAccounts(auth *authtypes.GenesisState) error {
	known, err := authtypes.UnpackAccounts(auth.Accounts)
	if err != nil {
		return err
	}
	named := r.parties()
	for _, holding := range r.Holdings {
		if holding.SuspenseOf != "" {
			delete(named, holding.Account)
		}
	}
	for _, licence := range r.Custody.Licences {
		named[licence.Holder] = true
	}
	for _, issuer := range r.Bond.Issuers {
		named[issuer.Authority], named[issuer.Treasury] = true, true
	}
	next := uint64(0)
	for _, account := range known {
		delete(named, account.GetAddress().String())
		next = max(next, account.GetAccountNumber()+1)
	}
	for _, text := range slices.Sorted(maps.Keys(named)) {
		address, err := sdk.AccAddressFromBech32(text)
		if err != nil {
			return err
		}
		known = append(known, authtypes.NewBaseAccount(address, nil, next, 0))
		next++
	}
	auth.Accounts, err = authtypes.PackAccounts(known)
	return err
}
