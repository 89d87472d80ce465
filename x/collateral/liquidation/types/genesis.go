package types

import (
	"fmt"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// DefaultGenesis has the default params and nothing else.
func DefaultGenesis() *GenesisState { return &GenesisState{Params: DefaultParams()} }

// Validate refuses rows that are wrong by themselves or twice there. A position is called or in auction, not both.
func (gs GenesisState) Validate() error {
	if err := gs.Params.Validate(); err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, call := range gs.Calls {
		if call.DueAt.Before(call.CalledAt) || call.CalledAt.IsZero() {
			return ErrInvalidGenesis.Wrapf("call of %s: due before it was made", call.Owner)
		}
		if err := addPosition(seen, call.Owner, call.Denom, call.Number); err != nil {
			return err
		}
	}
	for _, auction := range gs.Auctions {
		if auction.EndsAt.Before(auction.StartedAt) || auction.StartedAt.IsZero() || auction.Round == 0 ||
			auction.Debt.IsNil() || !auction.Debt.IsPositive() {
			return ErrInvalidGenesis.Wrapf("auction of %s: times, round or debt", auction.Owner)
		}
		if err := addPosition(seen, auction.Owner, auction.Denom, auction.Number); err != nil {
			return err
		}
	}
	return gs.validateCash()
}

func addPosition(seen map[string]bool, owner, denom string, number uint64) error {
	if _, err := sdk.AccAddressFromBech32(owner); err != nil {
		return ErrInvalidGenesis.Wrapf("owner: %s", err)
	}
	key := fmt.Sprintf("%s %s %d", owner, denom, number)
	if seen[key] {
		return ErrInvalidGenesis.Wrapf("position %s is called or in auction twice", key)
	}
	seen[key] = true
	return nil
}

func (gs GenesisState) validateCash() error {
	seen := map[string]bool{}
	for _, fund := range gs.Funds {
		if err := sdk.ValidateDenom(fund.Denom); err != nil {
			return ErrInvalidGenesis.Wrapf("fund: %s", err)
		}
		for _, n := range []math.Int{fund.Insurance, fund.BadDebt} {
			if n.IsNil() || n.IsNegative() {
				return ErrInvalidGenesis.Wrapf("fund %s: an amount is negative", fund.Denom)
			}
		}
		if seen[fund.Denom] {
			return ErrInvalidGenesis.Wrapf("fund %s is there twice", fund.Denom)
		}
		seen[fund.Denom] = true
	}
	for _, deposit := range gs.Deposits {
		if _, err := sdk.AccAddressFromBech32(deposit.Account); err != nil {
			return ErrInvalidGenesis.Wrapf("deposit: %s", err)
		}
		key := deposit.Account + " " + deposit.Denom
		if seen[key] || deposit.Amount.IsNil() || !deposit.Amount.IsPositive() || sdk.ValidateDenom(deposit.Denom) != nil {
			return ErrInvalidGenesis.Wrapf("deposit %s is there twice, or of no amount or denom", key)
		}
		seen[key] = true
	}
	return nil
}

// OwnCash returns what the module account must hold.
func (gs GenesisState) OwnCash() sdk.Coins {
	cash := sdk.NewCoins()
	for _, fund := range gs.Funds {
		cash = cash.Add(sdk.NewCoin(fund.Denom, fund.Insurance))
	}
	for _, deposit := range gs.Deposits {
		cash = cash.Add(sdk.NewCoin(deposit.Denom, deposit.Amount))
	}
	return cash
}
