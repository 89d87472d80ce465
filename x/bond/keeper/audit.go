package keeper

import (
	"context"
	"errors"
	"fmt"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/row"
	"github.com/kokusai-chain/kokusai/x/internal/solvency"
)

// Audit checks the laws of the module over its whole state. It is for tests and commands, not for blocks: it walks over
// every holder.
//
//   - What is exported is a valid genesis: references, order of payments, sums.
//   - The number of coupons recorded is that of the coupons stored, whose C_k is the sum of the coupons.
//   - The bank knows no units of a series that is not here.
//   - Supply is issued less redeemed, stripped and bought back, and the sum of the balances; none of it is with the module itself.
//   - Paying funds and what is set aside are covered by the module's cash.
//   - No holder is settled beyond the coupons recorded.
//   - What holders are entitled to of a payment never exceeds what is left of it.
//   - What may be voted with, kept or still held, sums to the units of the ballot.
//   - Every series that has a next moment is scheduled once, no earlier than then; every payable payment has its sweep.
func (k *Keeper) Audit(ctx sdk.Context) error {
	for _, law := range []func(sdk.Context) error{
		k.auditExport, k.auditRecorded, k.auditSupply, k.auditCash, k.auditBalances, k.auditEntitlements, k.auditSchedule,
		k.auditBallots,
	} {
		if err := law(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) eachSeries(ctx sdk.Context, check func(types.Series) error) error {
	all, err := row.Values(ctx, k.series, nil)
	if err != nil {
		return err
	}
	for _, series := range all {
		if err := check(series); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) auditRecorded(ctx sdk.Context) error {
	return k.eachSeries(ctx, func(series types.Series) error {
		recorded, err := k.couponsRecorded(ctx, series.Terms.Isin)
		if err != nil {
			return err
		}
		coupons, cumulative := uint32(0), math.LegacyZeroDec()
		err = k.payments.Walk(ctx, collections.NewPrefixedPairRange[string, uint32](series.Terms.Isin),
			func(_ paymentKey, payment types.Payment) (bool, error) {
				if payment.Kind == types.PAYMENT_KIND_COUPON {
					coupons, cumulative = coupons+1, cumulative.Add(payment.PerUnit)
				}
				if !payment.Cumulative.Equal(cumulative) {
					return true, types.ErrBrokenLaw.Wrapf("C_%d of %s is %s, its coupons sum to %s",
						payment.Number, payment.Isin, payment.Cumulative, cumulative)
				}
				return false, nil
			})
		if err == nil && coupons != recorded {
			err = types.ErrBrokenLaw.Wrapf("%d coupons of %s are stored, %d recorded", coupons, series.Terms.Isin, recorded)
		}
		return err
	})
}

func (k *Keeper) auditSupply(ctx sdk.Context) error {
	var stray error
	k.bank.IterateTotalSupply(ctx, func(coin sdk.Coin) (stop bool) {
		if isin, isBond := types.ISINOf(coin.Denom); isBond {
			_, stray = k.GetSeries(ctx, isin)
		}
		return stray != nil
	})
	if stray != nil {
		return types.ErrBrokenLaw.Wrapf("units in the bank: %s", stray)
	}
	return k.eachSeries(ctx, func(series types.Series) error {
		if supply := k.bank.GetSupply(ctx, series.Denom()).Amount; !supply.Equal(series.Outstanding()) {
			return types.ErrBrokenLaw.Wrapf("supply of %s is %s, issued less redeemed, stripped and bought back %s", series.Denom(), supply, series.Outstanding())
		}
		room, err := k.Room(ctx, series.Terms.Isin)
		if err != nil {
			return err
		}
		if room.IsNegative() {
			return types.ErrBrokenLaw.Wrapf("more of %s is issued and promised than authorised, by %s", series.Terms.Isin, room.Neg())
		}
		return nil
	})
}

func (k *Keeper) auditCash(ctx sdk.Context) error {
	needed := sdk.NewCoins()
	err := k.eachSeries(ctx, func(series types.Series) error {
		fund, err := k.fund(ctx, series.Terms.Isin)
		if err != nil {
			return err
		}
		setAside, err := k.allSetAside(ctx, series.Terms.Isin)
		if err != nil {
			return err
		}
		needed = needed.Add(series.Cash(fund.Add(setAside)))
		return nil
	})
	if err != nil {
		return err
	}
	return solvency.Check(ctx, k.bank, k.moduleAddress, needed, types.ErrBrokenLaw)
}

// allSetAside returns what the payable payments of a series still hold for their holders.
func (k *Keeper) allSetAside(ctx context.Context, isin string) (math.Int, error) {
	sum := math.ZeroInt()
	err := k.payments.Walk(ctx, collections.NewPrefixedPairRange[string, uint32](isin),
		func(_ paymentKey, payment types.Payment) (bool, error) {
			sum = sum.Add(payment.Left())
			return false, nil
		})
	return sum, err
}

func (k *Keeper) auditBalances(ctx sdk.Context) error {
	return k.eachSeries(ctx, func(series types.Series) error {
		sum := math.ZeroInt()
		err := k.eachOwner(ctx, series, func(holder sdk.AccAddress, units math.Int) error {
			if holder.Equals(k.moduleAddress) {
				return types.ErrBrokenLaw.Wrapf("the module holds %s of %s", units, series.Denom())
			}
			sum = sum.Add(units)
			return nil
		})
		if err == nil && !sum.Equal(series.Outstanding()) {
			return types.ErrBrokenLaw.Wrapf("balances of %s sum to %s of %s outstanding", series.Denom(), sum, series.Outstanding())
		}
		return err
	})
}

func (k *Keeper) eachOwner(ctx sdk.Context, series types.Series, visit func(sdk.AccAddress, math.Int) error) error {
	const pageSize = 1000
	request := &query.PageRequest{Limit: pageSize}
	for {
		page, err := k.bank.DenomOwners(ctx, &banktypes.QueryDenomOwnersRequest{Denom: series.Denom(), Pagination: request})
		if err != nil {
			return err
		}
		for _, owner := range page.DenomOwners {
			holder, err := k.address("holder", owner.Address)
			if err != nil {
				return err
			}
			if err := visit(holder, owner.Balance.Amount); err != nil {
				return err
			}
		}
		if len(page.Pagination.NextKey) == 0 {
			return nil
		}
		request = &query.PageRequest{Key: page.Pagination.NextKey, Limit: pageSize}
	}
}

// auditEntitlements adds up, by payment, what is pending and what follows from the units of holders not yet settled.
func (k *Keeper) auditEntitlements(ctx sdk.Context) error {
	type payment struct {
		isin   string
		number uint32
	}
	entitled := map[payment]math.Int{}
	add := func(isin string, entitlements []types.Entitlement) {
		for _, entitlement := range entitlements {
			key := payment{isin, entitlement.Number}
			if sum, found := entitled[key]; found {
				entitled[key] = sum.Add(entitlement.Amount)
			} else {
				entitled[key] = entitlement.Amount
			}
		}
	}
	rows, err := k.exportHolders(ctx)
	if err != nil {
		return err
	}
	for _, row := range rows {
		add(row.Isin, row.Pending)
	}
	err = k.eachSeries(ctx, func(series types.Series) error {
		isin := series.Terms.Isin
		m, err := k.marksOf(ctx, isin)
		if err != nil {
			return err
		}
		return k.eachOwner(ctx, series, func(holder sdk.AccAddress, _ math.Int) error {
			account, err := k.unsettled(ctx, isin, holder, m, k.paymentsOf(ctx, isin))
			add(isin, account.earned)
			return err
		})
	})
	if err != nil {
		return err
	}
	return k.payments.Walk(ctx, nil, func(_ paymentKey, stored types.Payment) (bool, error) {
		sum, found := entitled[payment{stored.Isin, stored.Number}]
		if found && (stored.Status == types.PAYMENT_STATUS_PAID || sum.GT(stored.Owed.Sub(stored.Paid))) {
			return true, types.ErrBrokenLaw.Wrapf("holders are entitled to %s of payment %d of %s, which is %s with %s paid of %s",
				sum, stored.Number, stored.Isin, stored.Status, stored.Paid, stored.Owed)
		}
		return false, nil
	})
}

func (k *Keeper) auditSchedule(ctx sdk.Context) error {
	scheduled := map[string]int64{}
	err := k.schedule.Walk(ctx, nil, func(key scheduleKey) (bool, error) {
		if _, twice := scheduled[key.K2()]; twice {
			return true, types.ErrBrokenLaw.Wrapf("series %s is scheduled twice", key.K2())
		}
		scheduled[key.K2()] = key.K1()
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.eachSeries(ctx, func(series types.Series) error {
		schedule, err := series.Schedule()
		if err != nil {
			return err
		}
		moments, err := k.moments(ctx, series, schedule)
		if err != nil {
			return err
		}
		at, found := scheduled[series.Terms.Isin]
		delete(scheduled, series.Terms.Isin)
		if found != (len(moments) > 0) || found && at < moments[0].at.UnixNano() {
			return types.ErrBrokenLaw.Wrapf("series %s: %d moments ahead, scheduled: %t", series.Terms.Isin, len(moments), found)
		}
		if known, err := row.Or(ctx, k.scheduled, series.Terms.Isin, 0); err != nil || known != at {
			return errors.Join(err, types.ErrBrokenLaw.Wrapf("series %s is scheduled at %d, noted at %d", series.Terms.Isin, at, known))
		}
		return nil
	})
	if err == nil && len(scheduled) > 0 {
		err = types.ErrBrokenLaw.Wrapf("%d unknown series are scheduled", len(scheduled))
	}
	return err
}

// auditBallots checks that in an open ballot no unit counts twice and none is lost.
func (k *Keeper) auditBallots(ctx sdk.Context) error {
	return k.eachSeries(ctx, func(series types.Series) error {
		isin := series.Terms.Isin
		ballot, _, err := k.findBallot(ctx, isin)
		if err != nil {
			return err
		}
		m, err := k.marksOf(ctx, isin)
		if err != nil {
			return err
		}
		if ballot.Status != types.BALLOT_STATUS_OPEN {
			if m.ballot() != 0 {
				err = types.ErrBrokenLaw.Wrapf("ballot %d of %s is marked open and is %s", m.ballot(), isin, ballot.Status)
			}
			return err
		}
		sum, kept := math.ZeroInt(), map[string]bool{}
		of := collections.NewSuperPrefixedTripleRange[string, uint32, sdk.AccAddress](isin, ballot.Number)
		err = k.ballotRows.Walk(ctx, of, func(key ballotKey, row types.BallotRow) (bool, error) {
			sum, kept[string(key.K3())] = sum.Add(row.Weight), true
			return false, nil
		})
		if err != nil {
			return err
		}
		err = k.eachOwner(ctx, series, func(holder sdk.AccAddress, units math.Int) error {
			if !kept[string(holder)] {
				sum = sum.Add(units)
			}
			return nil
		})
		if err == nil && (!sum.Equal(ballot.Units) || m.ballot() != ballot.Number) {
			err = types.ErrBrokenLaw.Wrapf("ballot %d of %s is on %s units, holders may vote with %s", ballot.Number, isin, ballot.Units, sum)
		}
		return err
	})
}

// auditExport leaves to the validation of genesis what it checks anyway: references, order and sums.
func (k *Keeper) auditExport(ctx sdk.Context) error {
	state, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	if err := state.Validate(k.accounts.AddressCodec()); err != nil {
		return fmt.Errorf("%w: %w", types.ErrBrokenLaw, err)
	}
	return nil
}

// Overdue returns how many items of the schedule should have been handled by now. After a block it is zero, unless more
// fell due at once than one block may handle.
func (k *Keeper) Overdue(ctx sdk.Context) (int, error) {
	now, overdue := k.Now(ctx).UnixNano(), 0
	err := k.schedule.Walk(ctx, nil, func(key scheduleKey) (bool, error) {
		if key.K1() > now {
			return true, nil
		}
		overdue++
		return false, nil
	})
	return overdue, err
}
