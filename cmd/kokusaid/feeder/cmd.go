// Package feeder is the command that serves yield curves and exchange rates to a validator's node, from files as ministries and
// central banks publish them.
package feeder

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/kokusai-chain/kokusai/x/collateral/oracle/library"
)

// DefaultAddress is where a feeder listens unless told otherwise: on this machine only.
const DefaultAddress = "127.0.0.1:26670"

// NewCmd returns the feeder command.
func NewCmd(cdc codec.JSONCodec) *cobra.Command {
	var (
		listen, replay string
		curves, rates  []string
		refresh        time.Duration
	)
	cmd := &cobra.Command{
		Use:   "feeder",
		Short: "Serve yield curves and exchange rates to this machine's node",
		Long: `Serve yield curves and exchange rates to this machine's node, which votes with them (see [oracle] in app.toml).

A source is a file, a folder of files or an address: constant-maturity yields as Japan's Ministry of Finance publishes them, in
English or in Japanese (Shift-JIS, era dates), and exchange rates as lines of a day and a rate. Files may hold history: the node is
told what was known on its day of business, so that a rehearsal network lives through the past at its own speed.`,
		Example: `  kokusaid feeder --curve JPY=https://www.mof.go.jp/english/policy/jgbs/reference/interest_rate/jgbcme.csv --fx USD/JPY=rates/
  kokusaid feeder --curve JPY=jgbcm.csv --fx USD/JPY=usdjpy.csv --replay 2024-07-29=2026-01-05`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			figures, err := library.New(curves, rates, replay)
			if err != nil {
				return err
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return serve(ctx, log.NewLogger(cmd.ErrOrStderr()), cdc, figures, listen, refresh)
		},
	}
	cmd.Flags().StringVar(&listen, "listen", DefaultAddress, "address to serve at")
	cmd.Flags().StringArrayVar(&curves, "curve", nil, "CURRENCY=SOURCE of par yields, as often as needed")
	cmd.Flags().StringArrayVar(&rates, "fx", nil, "BASE/QUOTE=SOURCE of exchange rates, as often as needed")
	cmd.Flags().DurationVar(&refresh, "refresh", 10*time.Minute, "how often sources are read again")
	cmd.Flags().StringVar(&replay, "replay", "", "PAST=DAY: serve what was published on PAST as if it were of DAY, and so on from there")
	return cmd
}

// serve answers until the context ends. Sources that can't be read at the start are an error; later they leave what is known as it is.
func serve(ctx context.Context, logger log.Logger, cdc codec.JSONCodec, figures *library.Library, listen string, refresh time.Duration) error {
	if refresh < time.Second {
		return fmt.Errorf("refresh of %s is below a second", refresh)
	}
	if err := figures.Reload(ctx); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: handler(cdc, figures, time.Now), ReadHeaderTimeout: 5 * time.Second}
	go keepFresh(ctx, logger, figures, refresh)
	go func() {
		<-ctx.Done()
		closing, done := context.WithTimeout(context.Background(), time.Second)
		defer done()
		if err := server.Shutdown(closing); err != nil {
			logger.Error("stop", "error", err)
		}
	}()
	logger.Info("serving", "address", listener.Addr(), "figures", strings.Join(figures.Names(), " "))
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// keepFresh reads the sources again and again until the context ends.
func keepFresh(ctx context.Context, logger log.Logger, figures *library.Library, every time.Duration) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if err := figures.Reload(ctx); err != nil {
				logger.Error("sources not read", "error", err)
			}
		}
	}
}
