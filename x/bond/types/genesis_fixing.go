package types

import (
	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

type referenceKey struct{ issuer, id string }

type fixingKey struct {
	referenceKey
	on date.Date
}

// genesisFixings are the values of a genesis that one issuer's series see.
type genesisFixings struct {
	all    map[fixingKey]math.LegacyDec
	issuer string
}

// Fixing returns the value of a reference for a date.
func (f genesisFixings) Fixing(reference string, on date.Date) (math.LegacyDec, bool, error) {
	value, found := f.all[fixingKey{referenceKey{f.issuer, reference}, on}]
	return value, found, nil
}

func (c genesisCheck) checkReferences(g GenesisState) error {
	for _, reference := range g.References {
		if err := reference.Validate(); err != nil {
			return err
		}
		if err := reference.ValidateSource(c.codec); err != nil {
			return err
		}
		if !c.issuers[reference.IssuerId] {
			return ErrInvalidGenesis.Wrapf("reference %s: issuer %q does not exist", reference.Id, reference.IssuerId)
		}
		key := referenceKey{reference.IssuerId, reference.Id}
		if _, twice := c.references[key]; twice {
			return ErrInvalidGenesis.Wrapf("duplicate reference %s of issuer %s", reference.Id, reference.IssuerId)
		}
		c.references[key] = reference.Kind
	}
	return nil
}

func (c genesisCheck) checkFixings(g GenesisState) error {
	for _, fixing := range g.Fixings {
		of := referenceKey{fixing.IssuerId, fixing.ReferenceId}
		kind, found := c.references[of]
		if !found {
			return ErrInvalidGenesis.Wrapf("fixing of %s: reference %q of issuer %q does not exist", fixing.Date, of.id, of.issuer)
		}
		on, err := fixing.Validate(kind)
		if err != nil {
			return err
		}
		if _, twice := c.fixings[fixingKey{of, on}]; twice {
			return ErrInvalidGenesis.Wrapf("duplicate fixing of %s for %s", fixing.ReferenceId, fixing.Date)
		}
		c.fixings[fixingKey{of, on}] = fixing.Value
	}
	return nil
}
