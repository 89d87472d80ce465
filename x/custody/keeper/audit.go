package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/types"
)

// Audit states the laws of the module and errors on the first that is broken:
//
//  1. What is pledged and reserved of a holding is the sum of its claims, and at most its balance.
//  2. Over all banks, what is outstanding of a cash denom is its supply.
//  3. Bonds are held only by registered investors, the issuer's own accounts, modules that may hold them, escrows of
//     channels that were approved for the series, and suspense accounts; regulated assets by no module that may not.
//  4. What a suspense account holds of regulated assets is listed.
//  5. Each account abroad belongs to the investor who registered it.
//  6. A counted holder's row states its balance, the totals are the sums of the rows, and once a census is complete every
//     registered holder but the issuer is counted.
//
// It walks everything and is for tests and commands.
func (k *Keeper) Audit(ctx context.Context) error {
	for _, law := range []func(context.Context) error{k.auditBooks, k.auditRegistrations} {
		if err := law(ctx); err != nil {
			return err
		}
	}
	return nil
}

// auditBooks states the laws that hold whatever other modules change, which is what a genesis must obey.
func (k *Keeper) auditBooks(ctx context.Context) error {
	for _, law := range []func(context.Context) error{k.auditClaims, k.auditCash, k.auditSystemAccounts, k.auditRemotes, k.auditCensus} {
		if err := law(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) auditClaims(ctx context.Context) error {
	counted := 0
	err := k.encumbrances.Walk(ctx, nil, func(key collections.Pair[sdk.AccAddress, string], stored types.Encumbrance) (bool, error) {
		counted++
		owner, denom := key.K1(), key.K2()
		pledged, err := k.sumClaims(ctx, k.pledgeBook(), owner, denom)
		if err != nil {
			return true, err
		}
		reserved, err := k.sumClaims(ctx, k.reservationBook(), owner, denom)
		if err != nil {
			return true, err
		}
		if !pledged.Equal(stored.Pledged) || !reserved.Equal(stored.Reserved) {
			return true, types.ErrBrokenLaw.Wrapf("%s of %s: claims of %s and %s, booked %s and %s",
				denom, owner, pledged, reserved, stored.Pledged, stored.Reserved)
		}
		if balance := k.bank.GetBalance(ctx, owner, denom).Amount; stored.Total().GT(balance) {
			return true, types.ErrBrokenLaw.Wrapf("%s of %s: %s is claimed, the balance is %s", denom, owner, stored.Total(), balance)
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.auditClaimRows(ctx, counted)
}

// auditClaimRows refuses claims on holdings that have no encumbrance.
func (k *Keeper) auditClaimRows(ctx context.Context, encumbered int) error {
	holdings := map[string]bool{}
	for _, book := range []claimBook{k.pledgeBook(), k.reservationBook()} {
		err := book.rows.Walk(ctx, nil, func(key claimKey, amount math.Int) (bool, error) {
			if !amount.IsPositive() {
				return true, types.ErrBrokenLaw.Wrapf("%s of %s: claim of %s", key.K2(), key.K1(), amount)
			}
			holdings[string(key.K1())+"/"+key.K2()] = true
			return false, nil
		})
		if err != nil {
			return err
		}
	}
	if len(holdings) != encumbered {
		return types.ErrBrokenLaw.Wrapf("%d holdings have claims, %d are encumbered", len(holdings), encumbered)
	}
	return nil
}

func (k *Keeper) sumClaims(ctx context.Context, book claimBook, owner sdk.AccAddress, denom string) (math.Int, error) {
	sum := math.ZeroInt()
	rows, err := claimsOn(ctx, book, owner, denom, maxRows)
	for _, row := range rows {
		sum = sum.Add(row.Value)
	}
	return sum, err
}

func (k *Keeper) auditCash(ctx context.Context) error {
	return k.cashDenoms.Walk(ctx, nil, func(denom string) (bool, error) {
		sum := math.ZeroInt()
		err := k.cashIssued.Walk(ctx, collections.NewPrefixedPairRange[string, sdk.AccAddress](denom),
			func(_ collections.Pair[string, sdk.AccAddress], amount math.Int) (bool, error) {
				sum = sum.Add(amount)
				return false, nil
			})
		if err != nil {
			return true, err
		}
		if supply := k.bank.GetSupply(ctx, denom).Amount; !supply.Equal(sum) {
			return true, types.ErrBrokenLaw.Wrapf("%s: %s is in circulation, the banks have %s outstanding", denom, supply, sum)
		}
		return false, nil
	})
}

// holder is one regulated balance and what holds it.
type holder struct {
	account sdk.AccAddress
	party   types.Party
	asset   types.Asset
	isin    string
	coin    sdk.Coin
}

// auditHolders calls may for every regulated balance and refuses the first that may not be.
func (k *Keeper) auditHolders(ctx context.Context, may func(holder) (bool, error)) (broken error) {
	k.bank.IterateAllBalances(ctx, func(account sdk.AccAddress, coin sdk.Coin) bool {
		h := holder{account: account, coin: coin}
		if h.asset, h.isin, broken = k.assetOf(ctx, coin.Denom); broken != nil || h.asset == types.AssetUnregulated {
			return broken != nil
		}
		if h.party, broken = k.party(ctx, account); broken != nil {
			return true
		}
		held, err := may(h)
		if broken = err; err == nil && !held {
			broken = types.ErrBrokenLaw.Wrapf("%s holds %s and may not", account, coin)
		}
		return broken != nil
	})
	return broken
}

func (k *Keeper) auditSystemAccounts(ctx context.Context) error {
	return k.auditHolders(ctx, func(h holder) (bool, error) {
		switch h.party.Kind {
		case types.PartyModule:
			return h.party.Holds.Admits(h.asset), nil
		case types.PartySuspense:
			record, err := k.record(ctx, h.account)
			if err != nil {
				return false, err
			}
			return k.suspense.Has(ctx, collections.Join(sdk.AccAddress(record.SuspenseOwner), h.coin.Denom))
		case types.PartyEscrow:
			if h.asset == types.AssetBond {
				return k.approvals.Has(ctx, collections.Join(h.isin, h.party.Channel))
			}
		}
		return true, nil
	})
}

// auditRegistrations looks at who holds bonds in an account of their own. An issuer that changes its treasury must empty
// or register the old one.
func (k *Keeper) auditRegistrations(ctx context.Context) error {
	return k.auditHolders(ctx, func(h holder) (bool, error) {
		if h.party.Kind != types.PartyAccount || h.asset != types.AssetBond || h.party.Registration != nil {
			return true, nil
		}
		return k.isIssuer(ctx, h.isin, h.account)
	})
}

func (k *Keeper) auditRemotes(ctx context.Context) error {
	return k.remoteAccounts.Walk(ctx, nil, func(key collections.Pair[string, string], account sdk.AccAddress) (bool, error) {
		record, err := k.record(ctx, account)
		if err != nil {
			return true, err
		}
		if record.Registration != nil {
			for _, remote := range record.Registration.RemoteAccounts {
				if remote.ChannelId == key.K1() && remote.Address == key.K2() {
					return false, nil
				}
			}
		}
		return true, types.ErrBrokenLaw.Wrapf("%s on %s: %s has not registered it", key.K2(), key.K1(), account)
	})
}

func (k *Keeper) auditCensus(ctx context.Context) error {
	sums := map[string]*tally{}
	err := k.censusRows.Walk(ctx, nil, func(key collections.Pair[sdk.AccAddress, string], row types.CensusRow) (bool, error) {
		if held := k.bank.GetBalance(ctx, key.K1(), bondtypes.Denom(key.K2())).Amount; !held.Equal(row.Units) {
			return true, types.ErrBrokenLaw.Wrapf("%s of %s: counted %s, the balance is %s", key.K2(), key.K1(), row.Units, held)
		}
		if sums[key.K2()] == nil {
			sums[key.K2()] = &tally{isin: key.K2()}
		}
		sums[key.K2()].add(row, row.Units, 1)
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.censusTotals.Walk(ctx, nil, func(key censusKey, total types.CensusTotal) (bool, error) {
		sum := sums[key.K1()]
		if sum == nil {
			return true, types.ErrBrokenLaw.Wrapf("%s: a total without counted holders", key.K1())
		}
		i := sum.find(key)
		if !sum.units[i].Equal(total.Units) || uint64(sum.holders[i]) != total.Holders {
			return true, types.ErrBrokenLaw.Wrapf("%s: total %s of %d, counted %s of %d", key.K1(), total.Units, total.Holders, sum.units[i], sum.holders[i])
		}
		sum.units[i], sum.holders[i] = math.ZeroInt(), 0
		return false, nil
	})
	if err != nil {
		return err
	}
	for isin, sum := range sums {
		for i := range sum.groups {
			if !sum.units[i].IsZero() || sum.holders[i] != 0 {
				return types.ErrBrokenLaw.Wrapf("%s: a group without its total", isin)
			}
		}
	}
	return k.auditHolders(ctx, func(h holder) (bool, error) {
		if h.party.Registration == nil || h.asset != types.AssetBond {
			return true, nil
		}
		series, err := k.seriesRecord(ctx, h.isin)
		if err != nil || series.Census != types.CensusComplete {
			return true, err
		}
		counted, err := k.censusRows.Has(ctx, collections.Join(h.account, h.isin))
		if err != nil || counted {
			return counted, err
		}
		return k.isIssuer(ctx, h.isin, h.account)
	})
}
