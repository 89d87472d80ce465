package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/offering/types"
)

// InitGenesis loads the state. x/bank and x/bond must have been loaded before, as all must agree.
func (k *Keeper) InitGenesis(ctx sdk.Context, state *types.GenesisState) error {
	if err := state.Validate(k.accounts.AddressCodec()); err != nil {
		return err
	}
	k.accounts.GetModuleAccount(ctx, types.ModuleName) // creates it
	if err := k.params.Set(ctx, state.Params); err != nil {
		return err
	}
	for _, trade := range state.Trades {
		if err := k.loadTrade(ctx, trade); err != nil {
			return err
		}
	}
	for _, syndicate := range state.Syndicates {
		series, err := k.bond.GetSeries(ctx, syndicate.Isin)
		if err != nil {
			return err
		}
		if id, _ := types.IssuerID(syndicate.Id); id != series.Terms.IssuerId || syndicate.Members[0].Principal.Denom != series.Terms.Currency {
			return types.ErrInvalidGenesis.Wrapf("%s contradicts series %s", syndicate.Item(), syndicate.Isin)
		}
		if err := k.storeSyndicate(ctx, syndicate); err != nil {
			return err
		}
		if err := k.loadPromise(ctx, syndicate); err != nil {
			return err
		}
	}
	return k.auditCash(ctx, state)
}

// loadPromise counts what an open syndicate may take up, for which there must be room.
func (k *Keeper) loadPromise(ctx context.Context, syndicate types.Syndicate) error {
	if syndicate.IsOver() {
		return nil
	}
	if err := k.promise(ctx, syndicate.Isin, syndicate.Face()); err != nil {
		return err
	}
	room, err := k.bond.Room(ctx, syndicate.Isin)
	if err == nil && room.IsNegative() {
		err = types.ErrInvalidGenesis.Wrapf("%s promises more of %s than is authorised", syndicate.Item(), syndicate.Isin)
	}
	return err
}

func (k *Keeper) loadTrade(ctx context.Context, trade types.Trade) error {
	series, err := k.bond.GetSeries(ctx, trade.Isin)
	if err != nil {
		return err
	}
	if trade.Margin.Denom != series.Terms.Currency {
		return types.ErrInvalidGenesis.Wrapf("%s contradicts series %s", trade.Item(), trade.Isin)
	}
	key, err := k.keyOf(trade)
	if err != nil {
		return err
	}
	buyer, err := k.address("buyer", trade.Buyer)
	if err != nil {
		return err
	}
	for _, party := range []sdk.AccAddress{key.K2(), buyer} {
		if err := k.tradesByParty.Set(ctx, collections.Join(party, key)); err != nil {
			return err
		}
	}
	return k.storeTrade(ctx, trade)
}

// ExportGenesis returns the state, each list in the order of its keys.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	params, err := k.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	state := &types.GenesisState{Params: params}
	err = k.trades.Walk(ctx, nil, func(_ tradeKey, trade types.Trade) (bool, error) {
		state.Trades = append(state.Trades, trade)
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	err = k.syndicates.Walk(ctx, nil, func(_ string, syndicate types.Syndicate) (bool, error) {
		state.Syndicates = append(state.Syndicates, syndicate)
		return false, nil
	})
	return state, err
}
