// Package cli is the command line of the formats that institutions speak: kokusaid iso20022 and kokusaid swift.
package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	abci "github.com/cometbft/cometbft/abci/types"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/custody/wire"
	"github.com/kokusai-chain/kokusai/x/custody/wire/iso20022"
	"github.com/kokusai-chain/kokusai/x/custody/wire/mt"
	"github.com/kokusai-chain/kokusai/x/custody/wire/source"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

const (
	flagAccount  = "account"
	flagISIN     = "isin"
	flagPayment  = "payment"
	flagDenom    = "denom"
	flagCalendar = "calendar"
	flagFrom     = "from-height"
	flagSender   = "sender"
	flagReceiver = "receiver"
	flagGas      = "gas"
)

// maxBlocks is the most blocks that one statement goes over.
const maxBlocks = 10_000

// format is one way to spell messages.
type format struct {
	use, short string
	parse      func([]byte) (any, error)
	emit       func(*cobra.Command, any) ([]byte, error)
	flags      func(*cobra.Command)
	kinds      map[string]kind
}

// kind makes the messages of one name from what a node knows.
type kind struct {
	name string
	make func(*cobra.Command, client.Context) ([]any, error)
}

// NewISO20022Cmd returns kokusaid iso20022.
func NewISO20022Cmd() *cobra.Command {
	return format{
		use: "iso20022", short: "Read and write ISO 20022 messages", parse: iso20022.Parse,
		emit: func(_ *cobra.Command, said any) ([]byte, error) { return iso20022.Emit(said) },
		kinds: map[string]kind{
			"sese.025": {"confirmations of what settled for an account at a height", confirmations},
			"semt.002": {"statement of the bonds of an account", holdings},
			"semt.017": {"statement of what settled for an account from --from-height on", transactions},
			"seev.031": {"notice of a payment of a series", event},
			"seev.036": {"confirmations of the payments made to an account at a height", movements},
			"camt.054": {"credits and debits of a cash account at a height", cash},
		},
	}.command()
}

// NewSwiftCmd returns kokusaid swift.
func NewSwiftCmd() *cobra.Command {
	return format{
		use: "swift", short: "Read and write SWIFT FIN messages of ISO 15022",
		parse: func(text []byte) (any, error) {
			said, _, err := mt.Parse(text)
			return said, err
		},
		emit: func(cmd *cobra.Command, said any) ([]byte, error) {
			sender, err := cmd.Flags().GetString(flagSender)
			if err != nil {
				return nil, err
			}
			receiver, err := cmd.Flags().GetString(flagReceiver)
			if err != nil {
				return nil, err
			}
			return mt.Emit(said, mt.Envelope{Sender: sender, Receiver: receiver})
		},
		flags: func(cmd *cobra.Command) {
			cmd.Flags().String(flagSender, "", "BIC of the sender")
			cmd.Flags().String(flagReceiver, "", "BIC of the receiver")
		},
		kinds: map[string]kind{
			"545": {"confirmations of what settled for an account at a height: MT545 and MT547", confirmations},
			"564": {"notice of a payment of a series", event},
			"566": {"confirmations of the payments made to an account at a height", movements},
		},
	}.command()
}

func (f format) command() *cobra.Command {
	cmd := &cobra.Command{Use: f.use, Short: f.short, RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cmd.AddCommand(f.parseCommand(), f.emitCommand())
	return cmd
}

// parseCommand turns an instruction into an unsigned transaction, and shows any other message.
func (f format) parseCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "parse [file]",
		Short: "Turn a settlement instruction into an unsigned transaction; show what any other message says",
		Long: "Reads a message from a file, or from standard input for -, and checks it strictly. An instruction becomes the unsigned\n" +
			"transaction of a direct settlement, which both parties sign; any other message is shown as JSON.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			text, err := readFile(cmd, args[0])
			if err != nil {
				return err
			}
			said, err := f.parse(text)
			if err != nil {
				return err
			}
			instruction, isInstruction := said.(wire.Instruction)
			if !isInstruction {
				shown, err := json.MarshalIndent(said, "", "  ")
				if err != nil {
					return err
				}
				return show(cmd, append(shown, '\n'))
			}
			return unsigned(cmd, instruction)
		},
	}
	cmd.Flags().Uint64(flagGas, flags.DefaultGasLimit, "gas limit of the transaction")
	return cmd
}

func readFile(cmd *cobra.Command, name string) ([]byte, error) {
	in := cmd.InOrStdin()
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		in = file
	}
	return io.ReadAll(io.LimitReader(in, wire.MaxBytes+1))
}

func unsigned(cmd *cobra.Command, instruction wire.Instruction) error {
	msg, err := source.Settle(instruction)
	if err != nil {
		return err
	}
	ctx := client.GetClientContextFromCmd(cmd)
	gas, err := cmd.Flags().GetUint64(flagGas)
	if err != nil {
		return err
	}
	builder := ctx.TxConfig.NewTxBuilder()
	if err := builder.SetMsgs(msg); err != nil {
		return err
	}
	builder.SetGasLimit(gas)
	builder.SetMemo(instruction.Reference)
	encoded, err := ctx.TxConfig.TxJSONEncoder()(builder.GetTx())
	if err != nil {
		return err
	}
	return show(cmd, append(encoded, '\n'))
}

func show(cmd *cobra.Command, text []byte) error {
	_, err := cmd.OutOrStdout().Write(text)
	return err
}

func (f format) emitCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "emit", Short: "Write messages of what a node knows", RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	for name, made := range f.kinds {
		emit := &cobra.Command{
			Use: name, Short: "Write the " + made.name, Args: cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error {
				ctx, err := client.GetClientQueryContext(cmd)
				if err != nil {
					return err
				}
				messages, err := made.make(cmd, ctx)
				if err != nil {
					return err
				}
				for _, said := range messages {
					text, err := f.emit(cmd, said)
					if err != nil {
						return err
					}
					if err := show(cmd, text); err != nil {
						return err
					}
				}
				return nil
			},
		}
		flags.AddQueryFlagsToCmd(emit)
		emit.Flags().String(flagAccount, "", "account that it is about")
		emit.Flags().String(flagISIN, "", "series that it is about")
		emit.Flags().Uint32(flagPayment, 0, "number of the payment")
		emit.Flags().String(flagDenom, "ujpy", "cash denom")
		emit.Flags().String(flagCalendar, "tokyo", "calendar in whose zone dates are: tokyo or newyork")
		emit.Flags().Int64(flagFrom, 0, "first height of a statement of transactions")
		if f.flags != nil {
			f.flags(emit)
		}
		cmd.AddCommand(emit)
	}
	return cmd
}

func node(ctx client.Context) source.Node {
	return source.Node{Bank: banktypes.NewQueryClient(ctx), Bond: bondtypes.NewQueryClient(ctx), Custody: custodytypes.NewQueryClient(ctx)}
}

// block reads what happened at a height: the events of its transactions that succeeded, and its own.
func block(cmd *cobra.Command, ctx client.Context, height int64) (source.Block, error) {
	rpc, err := ctx.GetNode()
	if err != nil {
		return source.Block{}, err
	}
	at := &height
	if height == 0 {
		at = nil
	}
	header, err := rpc.Block(cmd.Context(), at)
	if err != nil {
		return source.Block{}, err
	}
	height = header.Block.Height
	results, err := rpc.BlockResults(cmd.Context(), &height)
	if err != nil {
		return source.Block{}, err
	}
	var events []abci.Event
	for _, tx := range results.TxsResults {
		events = append(events, tx.Events...)
	}
	return source.Block{Height: height, Time: header.Block.Time, Events: append(events, results.FinalizeBlockEvents...)}, nil
}

// account reads the flag; addresses are checked where the message is.
func account(cmd *cobra.Command) (string, error) {
	text, err := cmd.Flags().GetString(flagAccount)
	if err == nil {
		_, err = sdk.AccAddressFromBech32(text)
	}
	return text, err
}

func confirmations(cmd *cobra.Command, ctx client.Context) ([]any, error) {
	of, err := account(cmd)
	if err != nil {
		return nil, err
	}
	at, err := block(cmd, ctx, ctx.Height)
	if err != nil {
		return nil, err
	}
	made, err := node(ctx).Confirmations(at, of)
	return list(made), err
}

func holdings(cmd *cobra.Command, ctx client.Context) ([]any, error) {
	of, err := account(cmd)
	if err != nil {
		return nil, err
	}
	calendar, err := cmd.Flags().GetString(flagCalendar)
	if err != nil {
		return nil, err
	}
	at, err := block(cmd, ctx, ctx.Height)
	if err != nil {
		return nil, err
	}
	made, err := node(ctx.WithHeight(at.Height)).Holdings(cmd.Context(), fmt.Sprintf("H%d", at.Height), of, calendar)
	return []any{made}, err
}

func transactions(cmd *cobra.Command, ctx client.Context) ([]any, error) {
	of, err := account(cmd)
	if err != nil {
		return nil, err
	}
	first, err := cmd.Flags().GetInt64(flagFrom)
	if err != nil {
		return nil, err
	}
	last, err := block(cmd, ctx, ctx.Height)
	if err != nil {
		return nil, err
	}
	if first < 1 || first > last.Height || last.Height-first >= maxBlocks {
		return nil, fmt.Errorf("--%s must be 1 to %d, and at most %d blocks back", flagFrom, last.Height, maxBlocks)
	}
	statement := wire.Transactions{Reference: fmt.Sprintf("T%d-%d", first, last.Height), Account: of}
	if statement.From, statement.To, err = days(cmd, ctx, first, last.Height); err != nil {
		return nil, err
	}
	for height := first; height <= last.Height; height++ {
		at, err := block(cmd, ctx, height)
		if err != nil {
			return nil, err
		}
		lines, err := node(ctx).Confirmations(at, of)
		if err != nil {
			return nil, err
		}
		statement.Lines = append(statement.Lines, lines...)
	}
	return []any{statement}, nil
}

// days are the business dates of two heights.
func days(cmd *cobra.Command, ctx client.Context, first, last int64) (from, to date.Date, err error) {
	calendar, err := cmd.Flags().GetString(flagCalendar)
	if err != nil {
		return 0, 0, err
	}
	if from, err = node(ctx.WithHeight(first)).Today(cmd.Context(), calendar); err != nil {
		return 0, 0, err
	}
	to, err = node(ctx.WithHeight(last)).Today(cmd.Context(), calendar)
	return from, to, err
}

func event(cmd *cobra.Command, ctx client.Context) ([]any, error) {
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
	made, err := node(ctx).Event(cmd.Context(), fmt.Sprintf("N%d-%d", ctx.Height, number), isin, number, to)
	return []any{made}, err
}

func movements(cmd *cobra.Command, ctx client.Context) ([]any, error) {
	of, err := account(cmd)
	if err != nil {
		return nil, err
	}
	at, err := block(cmd, ctx, ctx.Height)
	if err != nil {
		return nil, err
	}
	made, err := node(ctx.WithHeight(at.Height)).Movements(cmd.Context(), at, of)
	return list(made), err
}

func cash(cmd *cobra.Command, ctx client.Context) ([]any, error) {
	of, err := account(cmd)
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
	at, err := block(cmd, ctx, ctx.Height)
	if err != nil {
		return nil, err
	}
	made, err := node(ctx.WithHeight(at.Height)).CashNotice(cmd.Context(), at, of, denom, calendar)
	return []any{made}, err
}

func list[M any](messages []M) []any {
	var all []any
	for _, message := range messages {
		all = append(all, message)
	}
	return all
}
