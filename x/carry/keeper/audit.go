package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
)

// Audit checks the module's laws:
//   - every row is valid and every reference leads somewhere, as in a genesis state;
//   - a venue's ledger is the sum of its positions, and the venue has not said that it has fewer claims;
//   - the module's account holds exactly what the quotes offer;
//   - a position's account holds at least the money that is booked at home;
//   - an account leads to its position, and a due position is in the queue once.
//
// It walks the whole state: for tests and a command, not for blocks.
func (k *Keeper) Audit(ctx context.Context) error {
	state, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	if err := state.Validate(); err != nil {
		return types.ErrBrokenLaw.Wrap(err.Error())
	}
	if err := k.checkMoney(ctx, state); err != nil {
		return err
	}
	for _, ledger := range state.Ledgers {
		if ledger.Short() {
			return types.ErrBrokenLaw.Wrapf("venue %s has %s claims, its positions %s", ledger.VenueId, ledger.Report.Claims, ledger.Claims)
		}
	}
	return k.checkQueue(ctx, state)
}

// checkMoney checks what the accounts must hold.
func (k *Keeper) checkMoney(ctx context.Context, state *types.GenesisState) error {
	offered := sdk.NewCoins()
	for _, quote := range state.Quotes {
		offered = offered.Add(quote.Offer)
	}
	if held := k.bank.GetAllBalances(ctx, k.account); !held.Equal(offered) {
		return types.ErrBrokenLaw.Wrapf("the quotes offer %s and the module's account has %s", offered, held)
	}
	denoms := make(map[string]string, len(state.Venues))
	for _, venue := range state.Venues {
		denoms[venue.Id] = venue.Denom
	}
	for i := range state.Positions {
		position := &state.Positions[i]
		account, err := k.accountOf(position)
		if err != nil {
			return err
		}
		held := k.bank.GetBalance(ctx, account, denoms[position.VenueId])
		if held.Amount.LT(position.Home) {
			return types.ErrBrokenLaw.Wrapf("position %s/%d has %s at home, its account %s", position.Owner, position.Number, position.Home, held)
		}
	}
	return nil
}

// checkQueue checks that the queue has exactly the positions that are due, and that accounts lead to positions.
func (k *Keeper) checkQueue(ctx context.Context, state *types.GenesisState) error {
	queued := 0
	if err := k.due.Walk(ctx, nil, func(moment) (bool, error) { queued++; return false, nil }); err != nil {
		return err
	}
	for i := range state.Positions {
		position := &state.Positions[i]
		owner, err := k.addresses.StringToBytes(position.Owner)
		if err != nil {
			return err
		}
		at := collections.Join(sdk.AccAddress(owner), position.Number)
		account, err := k.accountOf(position)
		if err != nil {
			return err
		}
		whose, number, found, err := k.PositionOf(ctx, account)
		if err != nil {
			return err
		}
		if !found || !whose.Equals(at.K1()) || number != at.K2() {
			return types.ErrBrokenLaw.Wrapf("the account of position %s/%d leads nowhere", position.Owner, position.Number)
		}
		if position.Due == nil {
			continue
		}
		queued--
		has, err := k.due.Has(ctx, collections.Join(position.Due.UnixNano(), at))
		if err != nil {
			return err
		}
		if !has {
			return types.ErrBrokenLaw.Wrapf("position %s/%d is due and not in the queue", position.Owner, position.Number)
		}
	}
	if queued != 0 {
		return types.ErrBrokenLaw.Wrapf("%d strangers in the queue", queued)
	}
	return nil
}
