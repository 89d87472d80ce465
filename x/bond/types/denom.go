package types

import "strings"

const (
	denomPrefix = "bond/"
	isinLength  = 12
)

// Denom returns the bank denom of the units of a series: "bond/<ISIN>". One of it is one currency unit of face.
func Denom(isin string) string { return denomPrefix + isin }

// ISINOf returns the ISIN of a bond denom, and whether the denom is one. It tells the shape only, not that the series
// exists.
func ISINOf(denom string) (string, bool) {
	isin, found := strings.CutPrefix(denom, denomPrefix)
	return isin, found && len(isin) == isinLength
}
