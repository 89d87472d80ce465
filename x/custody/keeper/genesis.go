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
		k.initCash, k.initInvestors, k.initSeries, k.initClaims, k.initSuspense, k.initRegisters, k.initCensus, k.checkGenesis,
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
	// Parents stand before their children are checked against them.
	for _, licence := range g.Licences {
		holder, err := k.decode("holder", licence.Holder)
		if err != nil {
			return err
		}
		if err := k.restoreParent(ctx, holder, licence); err != nil {
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
		if err := k.setRecord(ctx, account, record.WithFreezes(frozen)); err != nil {
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
			rules := series.Record.Rules.WithLimits()
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
		if err := k.storeOverride(ctx, override); err != nil {
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

// restoreParent lists a custodian below its parent. A chain of parents may have been suspended since: only its shape counts.
func (k *Keeper) restoreParent(ctx context.Context, holder sdk.AccAddress, licence types.Licence) error {
	if licence.Kind != types.LicenceKindCustodian {
		return nil
	}
	parent := sdk.AccAddress{}
	if licence.Parent != "" {
		var err error
		if parent, err = k.decode("parent", licence.Parent); err != nil {
			return err
		}
	}
	return k.subCustodians.Set(ctx, collections.Join(parent, holder))
}

func (k *Keeper) initCensus(ctx context.Context, g *types.GenesisState) error {
	for _, counted := range g.Census {
		account, err := k.decode("account", counted.Account)
		if err != nil {
			return err
		}
		t := &tally{isin: counted.Isin, rows: []censusRowChange{{account, counted.Row}}}
		t.add(counted.Row, counted.Row.Units, 1)
		if err := k.storeTally(ctx, t); err != nil {
			return err
		}
	}
	for _, pilot := range g.PilotDays {
		if err := k.pilotDays.Set(ctx, pilot.Isin, pilot.Day); err != nil {
			return err
		}
	}
	for _, text := range g.Recounts {
		account, err := k.decode("recount", text)
		if err != nil {
			return err
		}
		if err := k.recounts.Set(ctx, account); err != nil {
			return err
		}
	}
	for _, counting := range g.Countings {
		if err := k.countings.Set(ctx, counting.Isin, counting.Next); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) checkGenesis(ctx context.Context, _ *types.GenesisState) error {
	if err := k.auditBooks(ctx); err != nil {
		return err
	}
	return k.checkSuspense(ctx)
}

// checkSuspense refuses bonds in a suspense account that is not listed: nobody could ever release them. Which accounts are for
// suspense can't be seen, but follows from their owners.
func (k *Keeper) checkSuspense(ctx context.Context) (broken error) {
	strangers := map[string]sdk.Coin{}
	err := k.auditHolders(ctx, func(h holder) (bool, error) {
		if h.party.Kind == types.PartyAccount && h.party.Registration == nil {
			strangers[string(h.account)] = h.coin
		}
		return true, nil
	})
	if err != nil || len(strangers) == 0 {
		return err
	}
	k.accounts.IterateAccounts(ctx, func(owner sdk.AccountI) bool {
		account := types.SuspenseAddress(owner.GetAddress())
		if coin, held := strangers[string(account)]; held {
			broken = types.ErrBrokenLaw.Wrapf("%s of %s lie in the suspense account %s, which is not listed", coin, owner.GetAddress(), account)
		}
		return broken != nil
	})
	return broken
}
