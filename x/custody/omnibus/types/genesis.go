package types

import (
	"cosmossdk.io/core/address"

	sdk "github.com/cosmos/cosmos-sdk/types"

	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// DefaultGenesis returns the state of a new chain.
func DefaultGenesis() *GenesisState { return &GenesisState{} }

// Validate refuses a state that contradicts itself.
func (g GenesisState) Validate(codec address.Codec) error {
	clients := map[string]bool{}
	for _, client := range g.Clients {
		if err := checkSpelling(codec, client.Account); err != nil {
			return err
		}
		if err := client.Validate(); err != nil {
			return ErrInvalidGenesis.Wrapf("client %s: %s", client.Reference, err)
		}
		key := client.Account + " " + client.Reference
		if clients[key] {
			return ErrInvalidGenesis.Wrapf("client %s is there twice", key)
		}
		clients[key] = true
	}
	seen := map[string]bool{}
	for _, p := range g.Positions {
		key := p.Account + " " + p.Position.Reference
		if !clients[key] {
			return ErrInvalidGenesis.Wrapf("position of %s, who is no client", key)
		}
		key += " " + p.Position.Denom
		if seen[key] {
			return ErrInvalidGenesis.Wrapf("position %s is there twice", key)
		}
		seen[key] = true
		if err := p.Position.validate(); err != nil {
			return ErrInvalidGenesis.Wrapf("position %s: %s", key, err)
		}
	}
	return nil
}

func (p Position) validate() error {
	if p.Holding.Amount.IsNil() || p.Holding.Amount.IsNegative() || p.Due.IsNil() || p.Due.IsNegative() || p.Holding.Amount.IsZero() && p.Due.IsZero() {
		return ErrInvalidClient.Wrapf("holding %s and due %s", p.Holding.Amount, p.Due)
	}
	one := sdk.Coin{Denom: p.Denom, Amount: p.Holding.Amount.Add(p.Due)}
	if custodytypes.IsCashDenomFormat(p.Denom) == (p.Holding.Settled > 0) && p.Holding.Settled > 0 || !custodytypes.IsCashDenomFormat(p.Denom) && p.Due.IsPositive() {
		return ErrInvalidClient.Wrap("cash settles no payments, and bonds are not due")
	}
	return custodytypes.ValidateRegulatedCoin(one)
}

func checkSpelling(codec address.Codec, text string) error {
	account, err := custodytypes.DecodeAddress(codec, "account", text)
	if err != nil {
		return err
	}
	spelling, err := codec.BytesToString(account)
	if err != nil || spelling != text {
		return ErrInvalidGenesis.Wrapf("account %q is written %q", text, spelling)
	}
	return nil
}
