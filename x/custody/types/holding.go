package types

import (
	"strings"

	"cosmossdk.io/math"
)

// NewEncumbrance returns an encumbrance of nothing.
func NewEncumbrance() Encumbrance {
	return Encumbrance{Pledged: math.ZeroInt(), Reserved: math.ZeroInt()}
}

// Total is what is not free.
func (e Encumbrance) Total() math.Int { return e.Pledged.Add(e.Reserved) }

// IsZero tells whether all is free.
func (e Encumbrance) IsZero() bool { return e.Pledged.IsZero() && e.Reserved.IsZero() }

// FreeOf returns how much of a spendable balance is free, never less than zero.
func (e Encumbrance) FreeOf(spendable math.Int) math.Int {
	return math.MaxInt(spendable.Sub(e.Total()), math.ZeroInt())
}

// PledgeRef names a pledge across modules: the pledgee and its own reference.
func PledgeRef(pledgee, ref string) string { return pledgee + "/" + ref }

// SplitPledgeRef takes a name made by PledgeRef apart.
func SplitPledgeRef(name string) (pledgee, ref string, ok bool) { return strings.Cut(name, "/") }
