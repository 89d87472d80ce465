// Package calc puts the offline calculator into the binary. Its commands live in x/calc, beside the pure packages that
// only code under x/ may import.
package calc

import (
	"github.com/spf13/cobra"

	"github.com/kokusai-chain/kokusai/x/calc"
)

// NewCmd returns the calc command with its subcommands.
func NewCmd() *cobra.Command { return calc.NewCmd() }
