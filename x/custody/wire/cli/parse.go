package cli

import (
	"encoding/json"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"

	"github.com/kokusai-chain/kokusai/x/custody/wire"
	"github.com/kokusai-chain/kokusai/x/custody/wire/source"
)

const flagGas = "gas"

// parseCommand turns instructions into an unsigned transaction, and shows any other message.
func (f format) parseCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "parse [file]...",
		Short: "Turn settlement instructions into an unsigned transaction; show what other messages say",
		Long: "Reads a message from each file, or from standard input for -, and checks it strictly. Instructions of one party become one\n" +
			"unsigned transaction, which that party signs; any other message is shown as JSON.",
		Example: "kokusaid " + f.use + " parse instruction.txt > unsigned.json && kokusaid tx sign unsigned.json --from key",
		Args:    cobra.MinimumNArgs(1), SilenceUsage: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			var instructions []wire.Instruction
			for _, name := range args {
				text, err := readFile(cmd, name)
				if err != nil {
					return err
				}
				said, err := f.parse(text)
				if err != nil {
					return err
				}
				if instruction, is := said.(wire.Instruction); is {
					instructions = append(instructions, instruction)
					continue
				}
				shown, err := json.MarshalIndent(said, "", "  ")
				if err != nil {
					return err
				}
				if err := show(cmd, append(shown, '\n')); err != nil {
					return err
				}
			}
			if len(instructions) == 0 {
				return nil
			}
			return unsigned(cmd, instructions)
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

// unsigned shows the transaction. Its memo is the sender's own reference when there is one instruction.
func unsigned(cmd *cobra.Command, instructions []wire.Instruction) error {
	msg, err := source.Instruct(instructions...)
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
	if len(instructions) == 1 {
		builder.SetMemo(instructions[0].Reference)
	}
	encoded, err := ctx.TxConfig.TxJSONEncoder()(builder.GetTx())
	if err != nil {
		return err
	}
	return show(cmd, append(encoded, '\n'))
}
