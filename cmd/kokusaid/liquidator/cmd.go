package liquidator

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/tx"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtx "github.com/cosmos/cosmos-sdk/x/auth/tx"

	liquidationtypes "github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
)

const (
	flagMaxPrice   = "max-price"
	flagBudget     = "budget"
	flagMaxPayment = "max-payment"
	flagBonds      = "bonds"
	flagInterval   = "interval"
	flagOnce       = "once"
	// inBlockWithin is how long it waits for a bid to be in a block.
	inBlockWithin = 30 * time.Second
)

// NewCmd returns the command that watches and bids.
func NewCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "liquidator [market]",
		Short: "Watch the auctions of a market and bid for what is cheap enough",
		Long: "Watch the auctions of a market through a node, and bid for what costs no more than --max-price percent of the market\n" +
			"price, until --budget is spent. It signs with the key of --from and stops when interrupted.",
		Example: "kokusaid liquidator ujpy --from desk --budget 1000000000000 --max-price 99.5 --keyring-backend file",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, err := client.GetClientTxContext(cmd)
			if err != nil {
				return err
			}
			limits, err := limitsOf(cmd, args[0])
			if err != nil {
				return err
			}
			liquidator := Liquidator{
				Limits: limits, Bidder: clientCtx.GetFromAddress().String(),
				Queries: liquidationtypes.NewQueryClient(clientCtx),
				Send: func(ctx context.Context, bid *liquidationtypes.MsgBid) (*liquidationtypes.MsgBidResponse, error) {
					return send(ctx, cmd, clientCtx, bid)
				},
				Log: func(format string, args ...any) { cmd.PrintErrf(format+"\n", args...) },
			}
			return watch(cmd, &liquidator)
		},
	}
	cmd.Flags().String(flagMaxPrice, "99", "highest price, in percent of the market price")
	cmd.Flags().String(flagBudget, "", "most to pay in all, in base units of the market")
	cmd.Flags().String(flagMaxPayment, "", "most to pay for one lot; the budget if not given")
	cmd.Flags().StringSlice(flagBonds, nil, "denoms to buy, such as bond/JP1103811S13; all if not given")
	cmd.Flags().Duration(flagInterval, 6*time.Second, "time between two looks")
	cmd.Flags().Bool(flagOnce, false, "look once and stop")
	flags.AddTxFlagsToCmd(cmd)
	_ = cmd.MarkFlagRequired(flagBudget)
	return cmd
}

func limitsOf(cmd *cobra.Command, market string) (Limits, error) {
	text := func(flag string) string {
		value, _ := cmd.Flags().GetString(flag)
		return value
	}
	limits := Limits{Market: market}
	var ok bool
	if limits.Budget, ok = math.NewIntFromString(text(flagBudget)); !ok {
		return limits, fmt.Errorf("--%s: %q is no amount", flagBudget, text(flagBudget))
	}
	limits.MaxPayment = limits.Budget
	if most := text(flagMaxPayment); most != "" {
		if limits.MaxPayment, ok = math.NewIntFromString(most); !ok {
			return limits, fmt.Errorf("--%s: %q is no amount", flagMaxPayment, most)
		}
	}
	var err error
	if limits.MaxPricePct, err = math.LegacyNewDecFromStr(text(flagMaxPrice)); err != nil {
		return limits, fmt.Errorf("--%s: %w", flagMaxPrice, err)
	}
	if limits.Bonds, err = cmd.Flags().GetStringSlice(flagBonds); err != nil {
		return limits, err
	}
	return limits, limits.Validate()
}

// watch looks, bids and waits until it is interrupted or the budget is spent. A node that does not answer is asked again.
func watch(cmd *cobra.Command, liquidator *Liquidator) error {
	interval, err := cmd.Flags().GetDuration(flagInterval)
	if err != nil {
		return err
	}
	once, err := cmd.Flags().GetBool(flagOnce)
	if err != nil {
		return err
	}
	for {
		bought, err := liquidator.Round(cmd.Context())
		switch {
		case once && err == nil:
			cmd.PrintErrf("bought %d lots\n", bought)
			return nil
		case once:
			return err
		case err != nil:
			liquidator.Log("look: %s", err)
		case !liquidator.Limits.Budget.IsPositive():
			liquidator.Log("the budget is spent")
			return nil
		}
		select {
		case <-cmd.Context().Done():
			return nil
		case <-time.After(interval):
		}
	}
}

// send signs a bid, sends it, and waits until it is in a block.
func send(ctx context.Context, cmd *cobra.Command, clientCtx client.Context, bid *liquidationtypes.MsgBid) (*liquidationtypes.MsgBidResponse, error) {
	factory, err := tx.NewFactoryCLI(clientCtx, cmd.Flags())
	if err != nil {
		return nil, err
	}
	if factory, err = factory.Prepare(clientCtx); err != nil {
		return nil, err
	}
	if factory.SimulateAndExecute() {
		_, gas, err := tx.CalculateGas(clientCtx, factory, bid)
		if err != nil {
			return nil, err
		}
		factory = factory.WithGas(gas)
	}
	builder, err := factory.BuildUnsignedTx(bid)
	if err != nil {
		return nil, err
	}
	if err := tx.Sign(ctx, factory, clientCtx.FromName, builder, true); err != nil {
		return nil, err
	}
	raw, err := clientCtx.TxConfig.TxEncoder()(builder.GetTx())
	if err != nil {
		return nil, err
	}
	sent, err := clientCtx.BroadcastTxSync(raw)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnknown, err)
	}
	if sent.Code != 0 {
		return nil, errors.New(sent.RawLog)
	}
	return await(ctx, clientCtx, sent.TxHash)
}

// await asks for a transaction until it is in a block, and returns what it bought.
func await(ctx context.Context, clientCtx client.Context, hash string) (*liquidationtypes.MsgBidResponse, error) {
	ctx, cancel := context.WithTimeout(ctx, inBlockWithin)
	defer cancel()
	for {
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("%w: %s is in no block after %s", ErrUnknown, hash, inBlockWithin)
		case <-time.After(time.Second):
		}
		found, err := authtx.QueryTx(clientCtx, hash)
		if err != nil {
			continue
		}
		if found.Code != 0 {
			return nil, errors.New(found.RawLog)
		}
		response, err := responseOf(clientCtx, found)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrUnknown, err)
		}
		return response, nil
	}
}

// responseOf returns what a bid in a block bought.
func responseOf(clientCtx client.Context, found *sdk.TxResponse) (*liquidationtypes.MsgBidResponse, error) {
	raw, err := hex.DecodeString(found.Data)
	if err != nil {
		return nil, err
	}
	var data sdk.TxMsgData
	if err := clientCtx.Codec.Unmarshal(raw, &data); err != nil {
		return nil, err
	}
	if len(data.MsgResponses) != 1 {
		return nil, fmt.Errorf("%s has %d results", found.TxHash, len(data.MsgResponses))
	}
	var response liquidationtypes.MsgBidResponse
	return &response, clientCtx.Codec.Unmarshal(data.MsgResponses[0].Value, &response)
}
