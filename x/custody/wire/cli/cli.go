// Package cli is the command line of the formats that institutions speak: kokusaid iso20022 and kokusaid swift.
package cli

import (
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"

	"github.com/kokusai-chain/kokusai/x/custody/wire/iso20022"
	"github.com/kokusai-chain/kokusai/x/custody/wire/mt"
)

// format is one way to spell messages.
type format struct {
	use, short string
	parse      func([]byte) (any, error)
	emit       func(*cobra.Command, any) ([]byte, error)
	flags      func(*cobra.Command)
	kinds      map[string]kind
}

// kind makes the messages of one name from what a node knows. The flags are those of an example.
type kind struct {
	name  string
	flags string
	make  func(*cobra.Command, client.Context) ([]any, error)
}

// What examples ask for.
const (
	ofAccount = "--account kokusai1…"
	atHeight  = ofAccount + " --height 1000000"
	onDate    = ofAccount + " --date 2026-06-30"
	inPeriod  = ofAccount + " --from-date 2026-06-01 --date 2026-06-30"
	ofPayment = "--isin JP1103811S13 --payment 1"
	envelope  = " --sender BOJPJPJT --receiver NOSCJPJT"
)

// NewISO20022Cmd returns kokusaid iso20022.
func NewISO20022Cmd() *cobra.Command {
	return format{
		use: "iso20022", short: "Read and write ISO 20022 messages", parse: iso20022.Parse,
		emit: func(_ *cobra.Command, said any) ([]byte, error) { return iso20022.Emit(said) },
		kinds: map[string]kind{
			"sese.024": {"statuses of the instructions of an account that have not settled", ofAccount, statuses},
			"sese.025": {"confirmations of what settled for an account at a height", atHeight, confirmations},
			"semt.002": {"statement of the bonds of an account", onDate, holdings},
			"semt.017": {"statement of what settled for an account from --from-height or --from-date on", inPeriod, transactions},
			"seev.031": {"notices of a payment of a series", ofPayment, notices},
			"seev.036": {"confirmations of the payments made to an account at a height", atHeight, movements},
			"camt.054": {"credits and debits of a cash account at a height", atHeight, cash},
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
			"545": {"confirmations of what settled for an account at a height: MT544 to MT547", atHeight + envelope, confirmations},
			"548": {"statuses of the instructions of an account that have not settled", ofAccount + envelope, statuses},
			"564": {"notices of a payment of a series", ofPayment + envelope, notices},
			"566": {"confirmations of the payments made to an account at a height", atHeight + envelope, movements},
		},
	}.command()
}

func (f format) command() *cobra.Command {
	cmd := &cobra.Command{Use: f.use, Short: f.short, RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cmd.AddCommand(f.parseCommand(), f.emitCommand())
	return cmd
}

func show(cmd *cobra.Command, text []byte) error {
	_, err := cmd.OutOrStdout().Write(text)
	return err
}
