// Package report writes what a debt office reads and publishes of its series: the calendar of cash flows, what is
// outstanding by maturity, and the term sheet in the terms of the bond data taxonomy.
package report

import (
	"context"

	"github.com/spf13/cobra"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
	"github.com/kokusai-chain/kokusai/x/internal/table"
)

const flagFormat = "format"

// Commands are the commands that write files and find blocks.
func Commands() []*cobra.Command {
	return []*cobra.Command{cashFlowCmd(), outstandingCmd(), taxonomyCmd(), heightCmd()}
}

// FileCmd makes of a command one that writes rows in the format asked for. All its queries answer as of one block.
func FileCmd[R any](cmd *cobra.Command, rows func(Source, []string) ([]R, error)) *cobra.Command {
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		source, err := NewSource(cmd)
		if err != nil {
			return err
		}
		format, err := cmd.Flags().GetString(flagFormat)
		if err != nil {
			return err
		}
		written, err := rows(source, args)
		if err != nil {
			return err
		}
		return table.Write(cmd.OutOrStdout(), format, written)
	}
	cmd.Flags().String(flagFormat, table.CSV, table.CSV+" or "+table.JSON)
	flags.AddQueryFlagsToCmd(cmd)
	return cmd
}

// Source is a node that answers as of one block.
type Source struct {
	// Client is the client's context, for the queries of other modules.
	Client client.Context
	// Ctx makes queries answer as of the block.
	Ctx context.Context
	// Bond answers about series.
	Bond types.QueryClient
	// Clock is what the block's clock shows.
	Clock *types.QueryClockResponse
}

// NewSource returns the node of a command as of the block of --height or the last one.
func NewSource(cmd *cobra.Command) (Source, error) {
	cmd.SilenceUsage = true // a usage would end up in the file; the program sets it for all commands, others may not
	clientCtx, err := client.GetClientQueryContext(cmd)
	if err != nil {
		return Source{}, err
	}
	source := Source{Client: clientCtx, Ctx: cmd.Context(), Bond: types.NewQueryClient(clientCtx)}
	if source.Clock, err = source.Bond.Clock(cmd.Context(), &types.QueryClockRequest{}); err != nil {
		return source, err
	}
	source.Ctx = at(cmd.Context(), source.Clock.Height)
	return source, nil
}

// money writes amounts of cash denoms in currency units.
type money struct{ params types.Params }

func (s Source) money() (money, error) {
	response, err := s.Bond.Params(s.Ctx, &types.QueryParamsRequest{})
	if err != nil {
		return money{}, err
	}
	return money{response.Params}, nil
}

// currency is the ISO 4217 code of a cash denom, or the denom when it is no longer one.
func (m money) currency(denom string) string {
	if cash, found := m.params.FindCash(denom); found {
		return cash.Currency
	}
	return denom
}

// units is an amount in currency units, exactly.
func units(coin sdk.Coin) string {
	const decimals = 6 // one currency unit is types.MicroPerUnit of every cash denom
	return rounding.Plain(math.LegacyNewDecFromIntWithPrec(coin.Amount, decimals))
}
