package localnet

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
)

// sovereigns gives each side of the rehearsal its own chain and ports; below 32768 they stay clear of those that the
// operating system hands out for outgoing connections.
var sovereigns = map[string]struct {
	chainID  string
	basePort int
}{
	"tokyo":   {chainID: "kokusai-tokyo-1", basePort: 26600},
	"newyork": {chainID: "kokusai-newyork-1", basePort: 27600},
}

// NewCmd returns the commands that set up a network of nodes on one machine.
func NewCmd(chain Chain) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "localnet",
		Short: "Set up a rehearsal network on this machine",
		// The root command would read and create the configuration of the user's own node.
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
		RunE:              func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newInitCmd(chain))
	return cmd
}

// options are the flags of init as the user wrote them.
type options struct {
	sovereign, chainID, dir, patchFile     string
	genesisTime, businessStart, blockStart string
	validators, basePort                   int
	speed                                  uint64
}

func newInitCmd(chain Chain) *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:          "init",
		SilenceUsage: true,
		Short:        "Write the homes of all nodes, the test keys and the genesis",
		Long: `Write the homes of all nodes, the test keys and the genesis.

Node i lives in DIR/node<i> and listens on the loopback interface only, on ten ports from BASE+10*i:
+0 peers, +1 RPC, +2 gRPC, +3 REST (first node only). The first node's test keyring holds the key of
every party, derived from its name; DIR/keys.json lists their addresses and mnemonics. These keys are
public knowledge and must never hold anything of value.

A genesis patch is a JSON merge patch (RFC 7386) on the application's genesis state, in which
${role} stands for the role's address.`,
		Example: "kokusaid localnet init --sovereign tokyo --dir build/tokyo --business-start 2026-06-01T00:00:00Z --block-start 60s --speed 100000",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			network, err := o.network(time.Now())
			if err != nil {
				return err
			}
			if err := network.Create(chain); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s: %d validators in %s, ports from %d\n", network.ChainID, network.Validators, network.Dir, network.BasePort)
			return nil
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.sovereign, "sovereign", "tokyo", "side of the rehearsal, tokyo or newyork: chooses chain id and ports")
	flags.StringVar(&o.chainID, "chain-id", "", "chain id instead of the sovereign's")
	flags.StringVar(&o.dir, "dir", "", "empty or new folder to write to")
	flags.IntVar(&o.validators, "validators", 1, "number of validators")
	flags.IntVar(&o.basePort, "base-port", 0, "first port instead of the sovereign's")
	flags.StringVar(&o.genesisTime, "genesis-time", "", "genesis time, RFC 3339 (default now)")
	flags.StringVar(&o.businessStart, "business-start", "", "business time at the block start, RFC 3339")
	flags.StringVar(&o.blockStart, "block-start", "", "block time from which business time runs fast: RFC 3339, or a duration after genesis")
	flags.Uint64Var(&o.speed, "speed", 0, "seconds of business time per second of block time from the block start on")
	flags.StringVar(&o.patchFile, "genesis-patch", "", "file with a JSON merge patch on the application's genesis state")
	_ = cmd.MarkFlagRequired("dir")
	return cmd
}

// network resolves what was left to defaults.
func (o options) network(now time.Time) (Network, error) {
	sovereign, ok := sovereigns[o.sovereign]
	if !ok {
		return Network{}, fmt.Errorf("unknown sovereign %q: tokyo or newyork", o.sovereign)
	}
	network := Network{
		ChainID: sovereign.chainID, BasePort: sovereign.basePort, Validators: o.validators, Dir: o.dir, GenesisTime: now,
	}
	if o.chainID != "" {
		network.ChainID = o.chainID
	}
	if o.basePort != 0 {
		network.BasePort = o.basePort
	}
	var err error
	if o.genesisTime != "" {
		if network.GenesisTime, err = time.Parse(time.RFC3339, o.genesisTime); err != nil {
			return Network{}, fmt.Errorf("genesis time: %w", err)
		}
	}
	if network.Clock, err = o.clock(network.GenesisTime); err != nil {
		return Network{}, err
	}
	if o.patchFile != "" {
		if network.Patch, err = os.ReadFile(o.patchFile); err != nil {
			return Network{}, err
		}
	}
	return network, nil
}

func (o options) clock(genesis time.Time) (bondtypes.Clock, error) {
	clock := bondtypes.Clock{Speed: o.speed}
	var err error
	if o.businessStart != "" {
		if clock.BusinessStart, err = time.Parse(time.RFC3339, o.businessStart); err != nil {
			return bondtypes.Clock{}, fmt.Errorf("business start: %w", err)
		}
	}
	if o.blockStart != "" {
		if clock.BlockStart, err = time.Parse(time.RFC3339, o.blockStart); err != nil {
			after, notDuration := time.ParseDuration(o.blockStart)
			if notDuration != nil {
				return bondtypes.Clock{}, fmt.Errorf("block start %q is neither an RFC 3339 time nor a duration", o.blockStart)
			}
			clock.BlockStart = genesis.Add(after)
		}
	}
	return clock, nil
}
