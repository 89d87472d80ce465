package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
)

// InitGenesis fills the empty store. The state is refused if it does not add up, or if the module's account does not
// hold what the quotes offer.
func (k *Keeper) InitGenesis(ctx context.Context, state *types.GenesisState) error {
	if err := state.Validate(); err != nil {
		return err
	}
	if err := k.params.Set(ctx, state.Params); err != nil {
		return err
	}
	if err := k.initQuotes(ctx, state); err != nil {
		return err
	}
	if err := k.initVenues(ctx, state); err != nil {
		return err
	}
	for _, position := range state.Positions {
		owner, err := k.addresses.StringToBytes(position.Owner)
		if err != nil {
			return err
		}
		if err := k.initPosition(ctx, collections.Join(sdk.AccAddress(owner), position.Number), position); err != nil {
			return err
		}
	}
	for _, packet := range state.Packets {
		if err := k.packets.Set(ctx, keyOf(packet.Key), packet); err != nil {
			return err
		}
	}
	return k.checkMoney(ctx, state)
}

func (k *Keeper) initQuotes(ctx context.Context, state *types.GenesisState) error {
	for _, sequence := range state.DealerSequences {
		dealer, err := k.addresses.StringToBytes(sequence.Dealer)
		if err != nil {
			return err
		}
		if err := k.sequences.Set(ctx, dealer, sequence.LastId); err != nil {
			return err
		}
	}
	for _, quote := range state.Quotes {
		dealer, err := k.addresses.StringToBytes(quote.Dealer)
		if err != nil {
			return err
		}
		if err := k.storeQuote(ctx, dealer, quote); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initVenues(ctx context.Context, state *types.GenesisState) error {
	for i, venue := range state.Venues {
		if err := k.venues.Set(ctx, venue.Id, venue); err != nil {
			return err
		}
		if err := k.ports.Set(ctx, venue.PortID(), venue.Id); err != nil {
			return err
		}
		if err := k.ledgers.Set(ctx, venue.Id, state.Ledgers[i]); err != nil {
			return err
		}
	}
	return nil
}

// initPosition keeps a position whose share is in the ledger already.
func (k *Keeper) initPosition(ctx context.Context, at row, position types.Position) error {
	account, err := k.accountOf(&position)
	if err != nil {
		return err
	}
	if taken, err := k.accounts.Has(ctx, account); err != nil {
		return err
	} else if taken {
		return types.ErrInvalidGenesis.Wrapf("position %s/%d shares its account with another", position.Owner, position.Number)
	}
	if err := k.accounts.Set(ctx, account, at); err != nil {
		return err
	}
	if err := k.reschedule(ctx, at, &types.Position{}, &position); err != nil {
		return err
	}
	return k.positions.Set(ctx, at, position)
}

// ExportGenesis returns the whole state.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	params, err := k.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	state := &types.GenesisState{Params: params}
	if state.Quotes, err = valuesOf(k.quotes.Iterate(ctx, nil)); err != nil {
		return nil, err
	}
	if err := k.exportSequences(ctx, state); err != nil {
		return nil, err
	}
	if state.Venues, err = valuesOf(k.venues.Iterate(ctx, nil)); err != nil {
		return nil, err
	}
	if state.Ledgers, err = valuesOf(k.ledgers.Iterate(ctx, nil)); err != nil {
		return nil, err
	}
	if state.Positions, err = valuesOf(k.positions.Iterate(ctx, nil)); err != nil {
		return nil, err
	}
	state.Packets, err = valuesOf(k.packets.Iterate(ctx, nil))
	return state, err
}

func (k *Keeper) exportSequences(ctx context.Context, state *types.GenesisState) error {
	err := k.sequences.Walk(ctx, nil, func(dealer sdk.AccAddress, last uint64) (bool, error) {
		text, err := k.addresses.BytesToString(dealer)
		state.DealerSequences = append(state.DealerSequences, types.DealerSequence{Dealer: text, LastId: last})
		return err != nil, err
	})
	types.SortSequences(state.DealerSequences)
	return err
}

func valuesOf[K, V any](walk collections.Iterator[K, V], err error) ([]V, error) {
	if err != nil {
		return nil, err
	}
	return walk.Values()
}
