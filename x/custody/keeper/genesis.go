package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
)

// InitGenesis stores a state that Validate accepts, and refuses one that breaks the module's laws with the balances and
// the series of the other modules, which are there already.
func (k *Keeper) InitGenesis(ctx context.Context, g *types.GenesisState) error {
	if err := g.Validate(k.accounts.AddressCodec()); err != nil {
		return err
	}
	if err := k.params.Set(ctx, g.Params); err != nil {
		return err
	}
	for _, part := range []func(context.Context, *types.GenesisState) error{
		k.initCash, k.initInvestors, k.initSeries, k.initClaims, k.initSuspense, k.initRegisters, k.checkGenesis,
	} {
		if err := part(ctx, g); err != nil {
			return errorsmod.Wrap(types.ErrInvalidGenesis, err.Error())
		}
	}
	return nil
}

func (k *Keeper) decode(field, text string) (sdk.AccAddress, error) {
	return types.DecodeAddress(k.accounts.AddressCodec(), field, text)
}

func (k *Keeper) initCash(ctx context.Context, g *types.GenesisState) error {
	for _, licence := range g.Licences {
		holder, err := k.decode("holder", licence.Holder)
		if err != nil {
			return err
		}
		if licence.Kind == types.LicenceKindCashIssuer {
			if err := k.addCashDenom(ctx, licence.Denom); err != nil {
				return err
			}
		}
		if err := k.storeLicence(ctx, holder, licence.WithCap()); err != nil {
			return err
		}
	}
	for _, issued := range g.CashIssued {
		holder, err := k.decode("holder", issued.Holder)
		if err != nil {
			return err
		}
		if err := k.setOutstanding(ctx, issued.Denom, holder, issued.Outstanding); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initInvestors(ctx context.Context, g *types.GenesisState) error {
	for _, investor := range g.Investors {
		account, err := k.decode("account", investor.Account)
		if err != nil {
			return err
		}
		custodian, err := k.decode("custodian", investor.Custodian)
		if err != nil {
			return err
		}
		if err := k.openAccount(ctx, account); err != nil {
			return err
		}
		if err := k.storeRegistration(ctx, account, types.AccountRecord{}, investor.Registration(custodian)); err != nil {
			return err
		}
	}
	for _, frozen := range g.FrozenAccounts {
		account, err := k.decode("account", frozen.Account)
		if err != nil {
			return err
		}
		record, err := k.record(ctx, account)
		if err != nil {
			return err
		}
		record.FrozenByAuthority, record.FrozenByCustodian = frozen.ByAuthority, frozen.ByCustodian
		if err := k.setRecord(ctx, account, record); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initSeries(ctx context.Context, g *types.GenesisState) error {
	for _, series := range g.Series {
		if _, err := k.bond.GetSeries(ctx, series.Isin); err != nil {
			return err
		}
		if series.Record.Rules != nil {
			rules := series.Record.Rules.WithMaxHolding()
			series.Record.Rules = &rules
		}
		if err := k.series.Set(ctx, series.Isin, series.Record); err != nil {
			return err
		}
	}
	for _, channelID := range g.EscrowChannels {
		if err := k.OpenEscrow(ctx, channelID); err != nil {
			return err
		}
	}
	for _, approval := range g.ChannelApprovals {
		if _, err := k.bond.GetSeries(ctx, approval.Isin); err != nil {
			return err
		}
		if err := k.approvals.Set(ctx, collections.Join(approval.Isin, approval.ChannelId), approval); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initClaims(ctx context.Context, g *types.GenesisState) error {
	for _, pledge := range g.Pledges {
		if err := k.initClaim(ctx, k.pledgeBook(), pledge.Owner, pledge.Denom, pledge.Pledgee, pledge.Ref, pledge.Amount); err != nil {
			return err
		}
	}
	for _, r := range g.Reservations {
		if err := k.initClaim(ctx, k.reservationBook(), r.Owner, r.Denom, r.Module, r.Ref, r.Amount); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initClaim(ctx context.Context, book claimBook, ownerText, denom, module, ref string, amount math.Int) error {
	owner, err := k.decode("owner", ownerText)
	if err != nil {
		return err
	}
	if !k.names[module] {
		return types.ErrInvalidClaimant.Wrap(module)
	}
	if err := book.rows.Set(ctx, collections.Join4(owner, denom, module, ref), amount); err != nil {
		return err
	}
	return k.shift(ctx, book, owner, denom, amount)
}

func (k *Keeper) initSuspense(ctx context.Context, g *types.GenesisState) error {
	for _, entry := range g.Suspense {
		owner, err := k.decode("owner", entry.Owner)
		if err != nil {
			return err
		}
		account := types.SuspenseAddress(owner)
		record, err := k.record(ctx, account)
		if err != nil {
			return err
		}
		record.SuspenseOwner = owner
		if err := k.setRecord(ctx, account, record); err != nil {
			return err
		}
		if err := k.suspense.Set(ctx, collections.Join(owner, entry.Denom)); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initRegisters(ctx context.Context, g *types.GenesisState) error {
	for _, override := range g.Overrides {
		if err := k.overrides.Set(ctx, collections.Join(override.Subject, override.Number), override); err != nil {
			return err
		}
	}
	for _, trade := range g.TradeReferences {
		low, err := k.decode("party_a", trade.PartyA)
		if err != nil {
			return err
		}
		high, err := k.decode("party_b", trade.PartyB)
		if err != nil {
			return err
		}
		if err := k.tradeReferences.Set(ctx, collections.Join3(low, high, trade.Reference), trade.Height); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) checkGenesis(ctx context.Context, _ *types.GenesisState) error {
	return k.auditBooks(ctx)
}

// ExportGenesis returns the whole state, sorted by key.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	params, err := k.getParams(ctx)
	if err != nil {
		return nil, err
	}
	g := &types.GenesisState{Params: params}
	for _, part := range []func(context.Context, *types.GenesisState) error{
		k.exportCash, k.exportAccounts, k.exportSeries, k.exportClaims, k.exportRegisters,
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
		if record.Frozen() {
			text, err := k.text(account)
			if err != nil {
				return true, err
			}
			g.FrozenAccounts = append(g.FrozenAccounts, types.FrozenAccount{
				Account: text, ByCustodian: record.FrozenByCustodian, ByAuthority: record.FrozenByAuthority,
			})
		}
		return false, nil
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
