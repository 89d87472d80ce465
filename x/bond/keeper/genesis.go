package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// InitGenesis loads the state. x/bank must have been loaded before, as the two must agree.
func (k *Keeper) InitGenesis(ctx sdk.Context, state *types.GenesisState) error {
	if err := state.Validate(k.accounts.AddressCodec()); err != nil {
		return err
	}
	k.accounts.GetModuleAccount(ctx, types.ModuleName) // creates it
	if state.Clock.IsSet() {
		if err := k.clock.Set(ctx, state.Clock); err != nil {
			return err
		}
	}
	if err := k.params.Set(ctx, state.Params); err != nil {
		return err
	}
	for _, load := range []func(sdk.Context, *types.GenesisState) error{
		k.loadReferences, k.loadSeries, k.loadPayments, k.loadHolders, k.loadSweeps, k.loadBallots, k.loadSchedule,
	} {
		if err := load(ctx, state); err != nil {
			return err
		}
	}
	for _, law := range []func(sdk.Context) error{k.auditSupply, k.auditCash, k.auditBallots} {
		if err := law(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) loadSeries(ctx sdk.Context, state *types.GenesisState) error {
	for _, issuer := range state.Issuers {
		if err := k.issuers.Set(ctx, issuer.Id, issuer); err != nil {
			return err
		}
	}
	for _, series := range state.Series {
		if err := k.series.Set(ctx, series.Terms.Isin, series); err != nil {
			return err
		}
		if err := k.seriesByIssuer.Set(ctx, collections.Join(series.Terms.IssuerId, series.Terms.Isin)); err != nil {
			return err
		}
		if err := k.indexStrip(ctx, series.Terms); err != nil {
			return err
		}
		k.bank.SetDenomMetaData(ctx, series.Terms.Metadata())
	}
	return nil
}

func (k *Keeper) loadReferences(ctx sdk.Context, state *types.GenesisState) error {
	for _, reference := range state.References {
		if err := k.references.Set(ctx, collections.Join(reference.IssuerId, reference.Id), reference); err != nil {
			return err
		}
	}
	for _, fixing := range state.Fixings {
		on, err := date.Parse(fixing.Date)
		if err != nil {
			return err
		}
		if err := k.fixings.Set(ctx, fixingAt(fixing.IssuerId, fixing.ReferenceId, on), fixing.Value); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) exportFixings(ctx context.Context) ([]types.Fixing, error) {
	var fixings []types.Fixing
	err := k.fixings.Walk(ctx, nil, func(key fixingKey, value math.LegacyDec) (bool, error) {
		fixings = append(fixings, types.Fixing{
			IssuerId: key.K1(), ReferenceId: key.K2(), Date: date.Date(key.K3()).String(), Value: value,
		})
		return false, nil
	})
	return fixings, err
}

func (k *Keeper) loadPayments(ctx sdk.Context, state *types.GenesisState) error {
	for _, payment := range state.Payments {
		if err := k.setPayment(ctx, payment); err != nil {
			return err
		}
		if payment.Kind != types.PAYMENT_KIND_COUPON {
			continue
		}
		recorded, err := k.couponsRecorded(ctx, payment.Isin)
		if err != nil {
			return err
		}
		if err := k.markCoupon(ctx, payment.Isin, max(recorded, payment.Number)); err != nil {
			return err
		}
	}
	if err := k.loadSettled(ctx, state.Payments); err != nil {
		return err
	}
	for _, fund := range state.Funds {
		if err := k.setFund(ctx, fund.Isin, fund.Amount); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) loadHolders(ctx sdk.Context, state *types.GenesisState) error {
	for _, row := range state.Holders {
		holder, err := k.address("holder", row.Holder)
		if err != nil {
			return err
		}
		m, err := k.marksOf(ctx, row.Isin)
		if err != nil {
			return err
		}
		if row.Settled > m.settled() {
			if err := k.entries.Set(ctx, entryAt(row.Isin, holder, row.Settled), math.ZeroInt()); err != nil {
				return err
			}
		}
		for _, entitlement := range row.Pending {
			if err := k.entries.Set(ctx, entryAt(row.Isin, holder, entitlement.Number), entitlement.Amount); err != nil {
				return err
			}
		}
	}
	return nil
}

func (k *Keeper) loadSweeps(ctx sdk.Context, state *types.GenesisState) error {
	for _, sweep := range state.Sweeps {
		if err := k.setSweep(ctx, sweep); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) loadSchedule(ctx sdk.Context, state *types.GenesisState) error {
	for _, series := range state.Series {
		schedule, err := series.Schedule()
		if err != nil {
			return err
		}
		if err := k.scheduleNext(ctx, series, schedule); err != nil {
			return err
		}
	}
	return nil
}

// ExportGenesis returns the state, each list in the order of its keys.
func (k *Keeper) ExportGenesis(ctx sdk.Context) (*types.GenesisState, error) {
	clock, err := k.getClock(ctx)
	if err != nil {
		return nil, err
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	state := &types.GenesisState{Clock: clock, Params: params}
	if state.Issuers, err = row.Values(ctx, k.issuers, nil); err != nil {
		return nil, err
	}
	if state.Series, err = row.Values(ctx, k.series, nil); err != nil {
		return nil, err
	}
	if state.References, err = row.Values(ctx, k.references, nil); err != nil {
		return nil, err
	}
	if state.Fixings, err = k.exportFixings(ctx); err != nil {
		return nil, err
	}
	if state.Payments, err = row.Values(ctx, k.payments, nil); err != nil {
		return nil, err
	}
	if state.Sweeps, err = row.Values(ctx, k.sweeps, nil); err != nil {
		return nil, err
	}
	if state.Holders, err = k.exportHolders(ctx); err != nil {
		return nil, err
	}
	if state.Ballots, err = row.Values(ctx, k.ballots, nil); err != nil {
		return nil, err
	}
	if state.BallotRows, err = k.exportBallotRows(ctx, state.Ballots); err != nil {
		return nil, err
	}
	err = k.funds.Walk(ctx, nil, func(isin string, amount math.Int) (bool, error) {
		state.Funds = append(state.Funds, types.PayingFund{Isin: isin, Amount: amount})
		return false, nil
	})
	return state, err
}

func (k *Keeper) loadBallots(ctx sdk.Context, state *types.GenesisState) error {
	numbers := map[string]uint32{}
	for _, ballot := range state.Ballots {
		if err := k.ballots.Set(ctx, ballot.Isin, ballot); err != nil {
			return err
		}
		if ballot.Status != types.BALLOT_STATUS_OPEN {
			continue
		}
		numbers[ballot.Isin] = ballot.Number
		if err := k.markBallot(ctx, ballot.Isin, ballot.Number); err != nil {
			return err
		}
	}
	for _, row := range state.BallotRows {
		holder, err := k.address("holder", row.Holder)
		if err != nil {
			return err
		}
		if err := k.ballotRows.Set(ctx, collections.Join3(row.Isin, numbers[row.Isin], holder), row.Row); err != nil {
			return err
		}
	}
	return nil
}

// exportBallotRows returns the rows of open ballots; those of closed ones say nothing any more.
func (k *Keeper) exportBallotRows(ctx context.Context, ballots []types.Ballot) ([]types.GenesisBallotRow, error) {
	var rows []types.GenesisBallotRow
	for _, ballot := range ballots {
		if ballot.Status != types.BALLOT_STATUS_OPEN {
			continue
		}
		of := collections.NewSuperPrefixedTripleRange[string, uint32, sdk.AccAddress](ballot.Isin, ballot.Number)
		err := k.ballotRows.Walk(ctx, of, func(key ballotKey, row types.BallotRow) (bool, error) {
			text, err := k.addressText(key.K3())
			rows = append(rows, types.GenesisBallotRow{Isin: key.K1(), Holder: text, Row: row})
			return false, err
		})
		if err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// loadSettled marks how far all holders are settled, which follows from the coupons that have been swept.
func (k *Keeper) loadSettled(ctx sdk.Context, payments []types.Payment) error {
	for _, payment := range payments {
		if payment.Kind != types.PAYMENT_KIND_COUPON {
			continue
		}
		swept := uint32(0)
		if payment.Swept {
			swept = payment.Number
		}
		if err := k.markSettled(ctx, payment.Isin, swept); err != nil {
			return err
		}
	}
	return nil
}

// exportHolders returns what the entries of the coupon ledger say, but for those that say no more than that all are settled.
func (k *Keeper) exportHolders(ctx context.Context) ([]types.HolderRow, error) {
	var rows []types.HolderRow
	var settled uint32
	err := k.entries.Walk(ctx, nil, func(key entryKey, amount math.Int) (bool, error) {
		isin, number := key.K1(), key.K2().K2()
		if n := len(rows); n == 0 || rows[n-1].Isin != isin {
			m, err := k.marksOf(ctx, isin)
			if err != nil {
				return true, err
			}
			settled = m.settled()
		}
		if amount.IsZero() && number <= settled {
			return false, nil
		}
		text, err := k.addressText(key.K2().K1())
		if err != nil {
			return true, err
		}
		if n := len(rows); n == 0 || rows[n-1].Isin != isin || rows[n-1].Holder != text {
			rows = append(rows, types.HolderRow{Isin: isin, Holder: text, Settled: settled})
		}
		row := &rows[len(rows)-1]
		row.Settled = max(row.Settled, number)
		if amount.IsPositive() {
			row.Pending = append(row.Pending, types.Entitlement{Number: number, Amount: amount})
		}
		return false, nil
	})
	return rows, err
}
