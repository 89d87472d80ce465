package calc

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/kokusai-chain/kokusai/x/internal/identifier"
)

func isinCmd() *cobra.Command {
	return checkCmd("isin", "Check the digit of an ISIN", identifier.ValidateISIN, identifier.ISINCheck)
}

func leiCmd() *cobra.Command {
	return checkCmd("lei", "Check the digits of an LEI", identifier.ValidateLEI, identifier.LEICheck)
}

func dtiCmd() *cobra.Command {
	return checkCmd("dti", "Check the character of a DTI (registered codes exist that fail it)", identifier.ValidateDTI, identifier.DTICheck)
}

// checkCmd answers whether a code is valid and which check belongs to it; only a malformed code is an error.
func checkCmd(name, short string, validate func(string) error, check func(string) (string, error)) *cobra.Command {
	return &cobra.Command{
		Use:          name + " CODE",
		Short:        short,
		Args:         cobra.ExactArgs(1),
		SilenceUsage: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			return show(cmd, func() (any, error) {
				correct, err := check(args[0])
				if err != nil {
					return nil, err
				}
				verdict := validate(args[0])
				if verdict != nil && !errors.Is(verdict, identifier.ErrCheck) {
					return nil, verdict
				}
				return struct {
					Valid bool   `json:"valid"`
					Check string `json:"check"`
				}{verdict == nil, correct}, nil
			})
		},
	}
}
