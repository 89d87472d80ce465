package types

import (
	"cosmossdk.io/core/address"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// DefaultGenesis returns the state of a new chain.
func DefaultGenesis() *GenesisState { return &GenesisState{Params: DefaultParams()} }

// Validate checks the state against itself: no duplicates, and records that make sense. What must agree with x/bond and
// x/bank is checked when the state is loaded.
func (g GenesisState) Validate(codec address.Codec) error {
	if err := g.Params.Validate(); err != nil {
		return err
	}
	trades := map[[3]string]bool{}
	for _, trade := range g.Trades {
		if err := trade.Validate(codec); err != nil {
			return ErrInvalidGenesis.Wrap(err.Error())
		}
		key := [3]string{trade.Isin, trade.Seller, trade.Reference}
		if trades[key] {
			return ErrInvalidGenesis.Wrapf("duplicate %s", trade.Item())
		}
		trades[key] = true
	}
	syndicates := map[string]bool{}
	for _, syndicate := range g.Syndicates {
		if err := syndicate.Validate(codec); err != nil {
			return ErrInvalidGenesis.Wrap(err.Error())
		}
		if syndicates[syndicate.Id] {
			return ErrInvalidGenesis.Wrapf("duplicate %s", syndicate.Item())
		}
		syndicates[syndicate.Id] = true
	}
	return nil
}

// Held is what the module's account owes: both margins of every open trade, and what has been paid into open syndicates.
func (g GenesisState) Held() sdk.Coins {
	held := sdk.Coins{}
	for _, trade := range g.Trades {
		if !trade.IsOver() {
			held = held.Add(trade.Margin, trade.Margin)
		}
	}
	for _, syndicate := range g.Syndicates {
		for _, member := range syndicate.Members {
			if !syndicate.IsOver() && member.IsPaid() {
				held = held.Add(member.Paid())
			}
		}
	}
	return held
}
