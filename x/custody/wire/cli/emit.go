package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	settlementtypes "github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/custody/wire"
	"github.com/kokusai-chain/kokusai/x/custody/wire/source"
)

const (
	flagAccount  = "account"
	flagISIN     = "isin"
	flagPayment  = "payment"
	flagDenom    = "denom"
	flagCalendar = "calendar"
	flagSender   = "sender"
	flagReceiver = "receiver"
)

func (f format) emitCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "emit", Short: "Write messages of what a node knows", RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	for name, made := range f.kinds {
		emit := &cobra.Command{
			Use: name, Short: "Write the " + made.name, Args: cobra.NoArgs, SilenceUsage: true,
			Example: fmt.Sprintf("kokusaid %s emit %s %s", f.use, name, made.flags),
			RunE: func(cmd *cobra.Command, _ []string) error {
				ctx, err := client.GetClientQueryContext(cmd)
				if err != nil {
					return err
				}
				messages, err := made.make(cmd, ctx)
				if err != nil {
					return err
				}
				return f.write(cmd, messages)
			},
		}
		flags.AddQueryFlagsToCmd(emit)
		emit.Flags().String(flagAccount, "", "account that it is about")
		emit.Flags().String(flagISIN, "", "series that it is about")
		emit.Flags().Uint32(flagPayment, 0, "number of the payment")
		emit.Flags().String(flagDenom, "ujpy", "cash denom")
		emit.Flags().String(flagCalendar, "tokyo", "calendar in whose zone dates are: tokyo or newyork")
		addHeightFlags(emit)
		if f.flags != nil {
			f.flags(emit)
		}
		cmd.AddCommand(emit)
	}
	return cmd
}

// write writes every message that can say what it has to, and then fails if one can't.
func (f format) write(cmd *cobra.Command, messages []any) error {
	var unsaid []error
	for _, said := range messages {
		text, err := f.emit(cmd, said)
		if err != nil {
			unsaid = append(unsaid, err)
			continue
		}
		if err := show(cmd, text); err != nil {
			return err
		}
	}
	return errors.Join(unsaid...)
}

func node(ctx client.Context) source.Node {
	return source.Node{
		Bank: banktypes.NewQueryClient(ctx), Bond: bondtypes.NewQueryClient(ctx), Custody: custodytypes.NewQueryClient(ctx),
		Settlement: settlementtypes.NewQueryClient(ctx),
	}
}

// account reads the flag; addresses are checked where the message is.
func account(cmd *cobra.Command) (string, error) {
	text, err := cmd.Flags().GetString(flagAccount)
	if err == nil {
		_, err = sdk.AccAddressFromBech32(text)
	}
	return text, err
}

func statuses(cmd *cobra.Command, ctx client.Context) ([]any, error) {
	of, at, err := accountAt(cmd, ctx)
	if err != nil {
		return nil, err
	}
	made, err := node(ctx.WithHeight(at.Height)).Statuses(cmd.Context(), at.Height, of)
	return list(made), err
}

func confirmations(cmd *cobra.Command, ctx client.Context) ([]any, error) {
	of, at, err := accountAt(cmd, ctx)
	if err != nil {
		return nil, err
	}
	made, err := node(ctx.WithHeight(at.Height)).Confirmations(cmd.Context(), at, of)
	return list(made), err
}

func holdings(cmd *cobra.Command, ctx client.Context) ([]any, error) {
	of, at, err := accountAt(cmd, ctx)
	if err != nil {
		return nil, err
	}
	calendar, err := cmd.Flags().GetString(flagCalendar)
	if err != nil {
		return nil, err
	}
	made, err := node(ctx.WithHeight(at.Height)).Holdings(cmd.Context(), fmt.Sprintf("H%d", at.Height), of, calendar)
	return []any{made}, err
}

func transactions(cmd *cobra.Command, ctx client.Context) ([]any, error) {
	of, last, err := accountAt(cmd, ctx)
	if err != nil {
		return nil, err
	}
	first, err := firstHeight(cmd, last.Height)
	if err != nil {
		return nil, err
	}
	calendar, err := cmd.Flags().GetString(flagCalendar)
	if err != nil {
		return nil, err
	}
	statement := wire.Transactions{Reference: fmt.Sprintf("T%d-%d", first, last.Height), Account: of}
	if statement.From, err = node(ctx.WithHeight(first)).Today(cmd.Context(), calendar); err != nil {
		return nil, err
	}
	if statement.To, err = node(ctx.WithHeight(last.Height)).Today(cmd.Context(), calendar); err != nil {
		return nil, err
	}
	for height := first; height <= last.Height; height++ {
		events, err := eventsAt(cmd, ctx, height)
		if err != nil {
			return nil, err
		}
		lines, err := node(ctx.WithHeight(height)).Confirmations(cmd.Context(), source.Block{Height: height, Events: events}, of)
		if err != nil {
			return nil, err
		}
		statement.Lines = append(statement.Lines, lines...)
	}
	return []any{statement}, nil
}

func notices(cmd *cobra.Command, ctx client.Context) ([]any, error) {
	isin, err := cmd.Flags().GetString(flagISIN)
	if err != nil {
		return nil, err
	}
	number, err := cmd.Flags().GetUint32(flagPayment)
	if err != nil {
		return nil, err
	}
	to, err := cmd.Flags().GetString(flagAccount)
	if err != nil {
		return nil, err
	}
	at, err := block(cmd, ctx)
	if err != nil {
		return nil, err
	}
	made, err := node(ctx.WithHeight(at.Height)).Notices(cmd.Context(), at.Height, isin, number, to)
	return list(made), err
}

func movements(cmd *cobra.Command, ctx client.Context) ([]any, error) {
	of, at, err := accountAt(cmd, ctx)
	if err != nil {
		return nil, err
	}
	made, err := node(ctx.WithHeight(at.Height)).Movements(cmd.Context(), at, of)
	return list(made), err
}

func cash(cmd *cobra.Command, ctx client.Context) ([]any, error) {
	of, at, err := accountAt(cmd, ctx)
	if err != nil {
		return nil, err
	}
	denom, err := cmd.Flags().GetString(flagDenom)
	if err != nil {
		return nil, err
	}
	calendar, err := cmd.Flags().GetString(flagCalendar)
	if err != nil {
		return nil, err
	}
	made, err := node(ctx.WithHeight(at.Height)).CashNotice(cmd.Context(), at, of, denom, calendar)
	return []any{made}, err
}

func list[M any](messages []M) []any {
	all := make([]any, len(messages))
	for i, message := range messages {
		all[i] = message
	}
	return all
}
