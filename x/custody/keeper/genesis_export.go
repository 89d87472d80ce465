package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
)

// ExportGenesis returns the whole state, sorted by key.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	params, err := k.getParams(ctx)
	if err != nil {
		return nil, err
	}
	g := &types.GenesisState{Params: params}
	for _, part := range []func(context.Context, *types.GenesisState) error{
		k.exportCash, k.exportAccounts, k.exportSeries, k.exportClaims, k.exportRegisters, k.exportCensus,
	} {
		if err := part(ctx, g); err != nil {
			return nil, err
		}
	}
	return g, nil
}

func (k *Keeper) exportCash(ctx context.Context, g *types.GenesisState) error {
	err := k.licences.Walk(ctx, nil, func(_ licenceKey, licence types.Licence) (bool, error) {
		g.Licences = append(g.Licences, licence)
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.cashIssued.Walk(ctx, nil, func(key collections.Pair[string, sdk.AccAddress], amount math.Int) (bool, error) {
		holder, err := k.text(key.K2())
		g.CashIssued = append(g.CashIssued, types.CashIssued{Holder: holder, Denom: key.K1(), Outstanding: amount})
		return false, err
	})
}

func (k *Keeper) exportAccounts(ctx context.Context, g *types.GenesisState) error {
	return k.records.Walk(ctx, nil, func(account sdk.AccAddress, record types.AccountRecord) (bool, error) {
		if record.EscrowChannel != "" {
			g.EscrowChannels = append(g.EscrowChannels, record.EscrowChannel)
		}
		if record.Registration != nil {
			investor, err := record.Registration.Investor(k.accounts.AddressCodec(), account)
			if err != nil {
				return true, err
			}
			g.Investors = append(g.Investors, investor)
		}
		text, err := k.text(account)
		if frozen, set := record.Freezes(text); set {
			g.FrozenAccounts = append(g.FrozenAccounts, frozen)
		}
		return false, err
	})
}

func (k *Keeper) exportSeries(ctx context.Context, g *types.GenesisState) error {
	err := k.series.Walk(ctx, nil, func(isin string, record types.SeriesRecord) (bool, error) {
		g.Series = append(g.Series, types.GenesisSeries{Isin: isin, Record: record})
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.approvals.Walk(ctx, nil, func(_ collections.Pair[string, string], approval types.ChannelApproval) (bool, error) {
		g.ChannelApprovals = append(g.ChannelApprovals, approval)
		return false, nil
	})
}

func (k *Keeper) exportClaims(ctx context.Context, g *types.GenesisState) error {
	err := k.pledges.Walk(ctx, nil, func(key claimKey, amount math.Int) (bool, error) {
		owner, err := k.text(key.K1())
		g.Pledges = append(g.Pledges, types.Pledge{Owner: owner, Denom: key.K2(), Pledgee: key.K3(), Ref: key.K4(), Amount: amount})
		return false, err
	})
	if err != nil {
		return err
	}
	return k.reservations.Walk(ctx, nil, func(key claimKey, amount math.Int) (bool, error) {
		owner, err := k.text(key.K1())
		g.Reservations = append(g.Reservations, types.Reservation{Owner: owner, Denom: key.K2(), Module: key.K3(), Ref: key.K4(), Amount: amount})
		return false, err
	})
}

func (k *Keeper) exportRegisters(ctx context.Context, g *types.GenesisState) error {
	err := k.suspense.Walk(ctx, nil, func(key suspenseKey) (bool, error) {
		owner, err := k.text(key.K1())
		g.Suspense = append(g.Suspense, types.SuspenseEntry{Owner: owner, Denom: key.K2()})
		return false, err
	})
	if err != nil {
		return err
	}
	err = k.overrides.Walk(ctx, nil, func(_ collections.Pair[string, uint64], override types.Override) (bool, error) {
		g.Overrides = append(g.Overrides, override)
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.tradeReferences.Walk(ctx, nil, func(key collections.Triple[sdk.AccAddress, sdk.AccAddress, string], height int64) (bool, error) {
		low, err := k.text(key.K1())
		if err != nil {
			return true, err
		}
		high, err := k.text(key.K2())
		g.TradeReferences = append(g.TradeReferences, types.TradeReference{PartyA: low, PartyB: high, Reference: key.K3(), Height: height})
		return false, err
	})
}

func (k *Keeper) exportCensus(ctx context.Context, g *types.GenesisState) error {
	err := k.censusRows.Walk(ctx, nil, func(key collections.Pair[sdk.AccAddress, string], row types.CensusRow) (bool, error) {
		account, err := k.text(key.K1())
		g.Census = append(g.Census, types.GenesisCensusRow{Account: account, Isin: key.K2(), Row: row})
		return false, err
	})
	if err != nil {
		return err
	}
	err = k.pilotDays.Walk(ctx, nil, func(isin string, day types.PilotDay) (bool, error) {
		g.PilotDays = append(g.PilotDays, types.GenesisPilotDay{Isin: isin, Day: day})
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.recounts.Walk(ctx, nil, func(account sdk.AccAddress) (bool, error) {
		text, err := k.text(account)
		g.Recounts = append(g.Recounts, text)
		return false, err
	})
	if err != nil {
		return err
	}
	return k.countings.Walk(ctx, nil, func(isin string, next []byte) (bool, error) {
		g.Countings = append(g.Countings, types.GenesisCounting{Isin: isin, Next: next})
		return false, nil
	})
}
