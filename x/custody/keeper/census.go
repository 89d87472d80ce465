package keeper

import (
	"bytes"
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// The census keeps totals over the registered holders of a series: of all, by jurisdiction, by custodian. They are exact at
// every moment, because a limit that several transfers of one block could pass together would be none. So they are rows
// that transactions share, and only series with such a limit, or whose issuer wants the reports, have them. A transfer
// writes a total only when units or a holder cross from one group to another.

// The sorts of groups.
const (
	groupAll int32 = iota
	groupJurisdiction
	groupCustodian
)

// censusKey is a series, a sort of group, and the group.
type censusKey = collections.Triple[string, int32, string]

// tally gathers what a transfer does to the totals of one series, in the order in which groups were met.
type tally struct {
	isin    string
	groups  []censusKey
	units   []math.Int
	holders []int64
	rows    []censusRowChange
}

// censusRowChange is what a holder's row becomes; a row without units goes.
type censusRowChange struct {
	account sdk.AccAddress
	row     types.CensusRow
}

// add counts units and holders in the groups of a row.
func (t *tally) add(row types.CensusRow, units math.Int, holders int64) {
	for _, group := range []censusKey{
		collections.Join3(t.isin, groupAll, ""),
		collections.Join3(t.isin, groupJurisdiction, row.Jurisdiction),
		collections.Join3(t.isin, groupCustodian, string(row.Custodian)),
	} {
		i := t.find(group)
		t.units[i], t.holders[i] = t.units[i].Add(units), t.holders[i]+holders
	}
}

func (t *tally) find(group censusKey) int {
	for i, known := range t.groups {
		if known.K2() == group.K2() && known.K3() == group.K3() {
			return i
		}
	}
	t.groups, t.units, t.holders = append(t.groups, group), append(t.units, math.ZeroInt()), append(t.holders, 0)
	return len(t.groups) - 1
}

// recount has an account hold units, counted where it is registered now.
func (t *tally) recount(account sdk.AccAddress, old types.CensusRow, counted bool, registration *types.Registration, units math.Int) {
	if counted {
		t.add(old, old.Units.Neg(), -1)
	}
	row := types.CensusRow{Units: math.ZeroInt()}
	if registration != nil && units.IsPositive() {
		row = types.CensusRow{Units: units, Jurisdiction: registration.Jurisdiction, Custodian: registration.Custodian}
		t.add(row, units, 1)
	}
	if counted || row.Units.IsPositive() {
		t.rows = append(t.rows, censusRowChange{account, row})
	}
}

// tallyTransfer is what a transfer does to the census. Accounts that the census has not met yet are counted with it.
func (k *Keeper) tallyTransfer(ctx context.Context, q question, isin string, amount math.Int) (*tally, error) {
	t := &tally{isin: isin}
	if q.from.Equals(q.to) {
		return t, nil
	}
	for _, side := range []struct {
		account sdk.AccAddress
		party   types.Party
		by      math.Int
	}{{q.from, q.fromParty, amount.Neg()}, {q.to, q.toParty, amount}} {
		if side.party.Kind != types.PartyAccount {
			continue
		}
		row, counted, err := row.Find(ctx, k.censusRows, collections.Join(side.account, isin))
		if err != nil {
			return nil, err
		}
		if !counted && side.party.Registration == nil {
			continue
		}
		held := row.Units
		if !counted {
			held = k.bank.GetBalance(ctx, side.account, bondtypes.Denom(isin)).Amount
		}
		t.recount(side.account, row, counted, side.party.Registration, held.Add(side.by))
	}
	return t, nil
}

// store writes the rows, and the totals that change.
func (k *Keeper) storeTally(ctx context.Context, t *tally) error {
	for _, change := range t.rows {
		key := collections.Join(change.account, t.isin)
		var err error
		if change.row.Units.IsPositive() {
			err = k.censusRows.Set(ctx, key, change.row)
		} else {
			err = k.censusRows.Remove(ctx, key)
		}
		if err != nil {
			return err
		}
	}
	for i, group := range t.groups {
		if t.units[i].IsZero() && t.holders[i] == 0 {
			continue
		}
		total, err := k.censusTotal(ctx, group)
		if err != nil {
			return err
		}
		total.Units, total.Holders = total.Units.Add(t.units[i]), total.Holders+uint64(t.holders[i])
		if total.IsZero() {
			err = k.censusTotals.Remove(ctx, group)
		} else {
			err = k.censusTotals.Set(ctx, group, total)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) censusTotal(ctx context.Context, group censusKey) (types.CensusTotal, error) {
	total, found, err := row.Find(ctx, k.censusTotals, group)
	if !found {
		return types.NewCensusTotal(), err
	}
	return total, err
}

// censusChange is what the decision needs to know of a tally: the groups that the receiver belongs to.
func (k *Keeper) censusChange(ctx context.Context, t *tally, to *types.Registration, complete bool) (*types.CensusChange, error) {
	change := &types.CensusChange{Complete: complete}
	for _, group := range []struct {
		key     censusKey
		holders *types.HoldersChange
		units   *types.UnitsChange
	}{
		{collections.Join3(t.isin, groupAll, ""), &change.Holders, &types.UnitsChange{}},
		{collections.Join3(t.isin, groupJurisdiction, to.Jurisdiction), &change.Residents, &change.ResidentUnits},
		{collections.Join3(t.isin, groupCustodian, string(to.Custodian)), &types.HoldersChange{}, &change.ClientUnits},
	} {
		total, err := k.censusTotal(ctx, group.key)
		if err != nil {
			return nil, err
		}
		i := t.find(group.key)
		*group.holders = types.HoldersChange{Before: total.Holders, After: total.Holders + uint64(t.holders[i])}
		*group.units = types.UnitsChange{Before: total.Units, After: total.Units.Add(t.units[i])}
	}
	return change, nil
}

// follow counts a transfer that has been judged.
func (k *Keeper) follow(ctx context.Context, q question, isin string, amount math.Int) error {
	t, err := k.tallyTransfer(ctx, q, isin, amount)
	if err != nil {
		return err
	}
	return k.storeTally(ctx, t)
}

// recountRow counts one holding anew where its holder is registered now.
func (k *Keeper) recountRow(ctx context.Context, account sdk.AccAddress, isin string) error {
	record, err := k.record(ctx, account)
	if err != nil {
		return err
	}
	row, counted, err := row.Find(ctx, k.censusRows, collections.Join(account, isin))
	if err != nil {
		return err
	}
	if record.EscrowChannel != "" || len(record.SuspenseOwner) > 0 {
		return nil
	}
	if r := record.Registration; counted && r != nil && r.Jurisdiction == row.Jurisdiction && bytes.Equal(r.Custodian, row.Custodian) {
		return nil
	}
	t := &tally{isin: isin}
	t.recount(account, row, counted, record.Registration, k.bank.GetBalance(ctx, account, bondtypes.Denom(isin)).Amount)
	return k.storeTally(ctx, t)
}

// beginCensus puts a series in line to be counted.
func (k *Keeper) beginCensus(ctx context.Context, isin string) error {
	if err := k.countings.Set(ctx, isin, nil); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventCensusBegun{Isin: isin})
}
