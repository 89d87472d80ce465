package types

import (
	"fmt"

	"cosmossdk.io/core/address"
	errorsmod "cosmossdk.io/errors"

	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// DefaultGenesis returns the state of a new chain.
func DefaultGenesis() *GenesisState { return &GenesisState{Params: DefaultParams()} }

// Validate refuses a state that contradicts itself.
func (g GenesisState) Validate(codec address.Codec) error {
	if err := g.Params.Validate(); err != nil {
		return errorsmod.Wrap(ErrInvalidGenesis, err.Error())
	}
	counts := map[string]uint64{}
	for _, sequence := range g.Sequences {
		account, err := custodytypes.DecodeAddress(codec, "proposer", sequence.Proposer)
		if err != nil {
			return errorsmod.Wrap(ErrInvalidGenesis, err.Error())
		}
		if sequence.Count == 0 || counts[string(account)] != 0 {
			return ErrInvalidGenesis.Wrapf("sequence of %s is zero or there twice", sequence.Proposer)
		}
		counts[string(account)] = sequence.Count
	}
	seen := map[string]bool{}
	for _, proposal := range g.Proposals {
		account, err := custodytypes.DecodeAddress(codec, "proposer", proposal.Proposer)
		if err == nil {
			err = proposal.Validate(codec)
		}
		if err != nil {
			return ErrInvalidGenesis.Wrapf("proposal %d of %s: %s", proposal.Number, proposal.Proposer, err)
		}
		key := fmt.Sprintf("%x/%d", account, proposal.Number)
		if seen[key] || proposal.Number > counts[string(account)] {
			return ErrInvalidGenesis.Wrapf("proposal %d of %s is there twice or above its sequence", proposal.Number, proposal.Proposer)
		}
		seen[key] = true
	}
	return nil
}
