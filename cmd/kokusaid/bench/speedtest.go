package bench

import (
	"errors"
	"os"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/tools/speedtest"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/kokusai-chain/kokusai/app"
	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/chain"
)

// NewSpeedtestCmd returns the SDK's own speed test of this node, for comparison with other chains: transfers of the fee token.
// The SDK's command wants a running application, so it is made once somebody runs it.
func NewSpeedtestCmd(node Node) *cobra.Command {
	return &cobra.Command{
		Use:                "speedtest",
		Short:              "Run the SDK's execution speed test on this node",
		DisableFlagParsing: true, // the flags are those of the SDK's command
		PersistentPreRunE:  func(*cobra.Command, []string) error { return nil },
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			cmd.SilenceUsage = true
			dir, err := os.MkdirTemp("", "kokusai-speedtest-")
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
			application, err := node.plain(KokusaiChain, dir)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, application.Close()) }()
			crowd := &speedCrowd{}
			inner := speedtest.NewCmd(crowd.add, crowd.transfer, application, application.AppCodec(), application.DefaultGenesis(), chain.ID)
			inner.SetArgs(args)
			inner.SetOut(cmd.OutOrStdout())
			inner.SetErr(cmd.ErrOrStderr())
			return inner.ExecuteContext(cmd.Context())
		},
	}
}

// speedCrowd are accounts that each send to the one before, in turn.
type speedCrowd struct {
	accounts []*chain.Account
	turn     int
}

func (c *speedCrowd) add() (*authtypes.BaseAccount, sdk.Coins) {
	account := chain.NewAccount(0, len(c.accounts))
	c.accounts = append(c.accounts, account)
	return authtypes.NewBaseAccount(account.Address, nil, account.Number, 0), sdk.NewCoins(sdk.NewInt64Coin(app.StakeDenom, chain.StartBalance))
}

// transfer returns the next signed transfer. The SDK's command knows no failure of this step; signing with a key in memory has none.
func (c *speedCrowd) transfer() []byte {
	from, to := c.accounts[c.turn%len(c.accounts)], c.accounts[(c.turn+len(c.accounts)-1)%len(c.accounts)]
	c.turn++
	signed, err := chain.Transaction{
		Messages: []sdk.Msg{banktypes.NewMsgSend(from.Address, to.Address, sdk.NewCoins(sdk.NewInt64Coin(app.StakeDenom, 1)))},
		Signers:  []*chain.Account{from}, Gas: 200_000,
	}.Sign(chain.ID)
	if err != nil {
		panic(err)
	}
	return signed
}
