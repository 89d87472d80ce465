package testutil_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"
	clienttypes "github.com/cosmos/ibc-go/v11/modules/core/02-client/types"

	"github.com/kokusai-chain/kokusai/app"
	"github.com/kokusai-chain/kokusai/testutil"
)

// Fee coins cross to the other chain, and come back when the packet times out.
func TestTransferAndTimeout(t *testing.T) {
	link := testutil.NewLink(t, time.Date(2026, 1, 7, 1, 0, 0, 0, time.UTC), nil, nil)
	alice, bob := link.Tokyo.Actor("alice"), link.NewYork.Actor("bob")
	send := func() *transfertypes.MsgTransfer {
		return transfertypes.NewMsgTransfer(transfertypes.PortID, link.Transfer.EndpointA.ChannelID, sdk.NewInt64Coin(app.StakeDenom, 500),
			alice.String(), bob.String(), clienttypes.ZeroHeight(), uint64(link.Tokyo.Coordinator.CurrentTime.Add(10*time.Minute).UnixNano()), "")
	}

	link.Tokyo.Must(send(), alice)
	link.RelayAll()
	voucher := transfertypes.NewDenom(app.StakeDenom, transfertypes.NewHop(transfertypes.PortID, link.Transfer.EndpointB.ChannelID)).IBCDenom()
	require.EqualValues(t, 500, link.NewYork.Balance(bob.Addr, voucher))

	link.Tokyo.Must(send(), alice)
	afterSend := link.Tokyo.Kokusai.BankKeeper.GetBalance(link.Tokyo.Committed(), alice.Addr, app.StakeDenom)
	lost := link.Pending()
	require.Len(t, lost, 1)
	link.Timeout(lost[0])
	require.True(t, link.Cleared(lost[0]))
	refunded := link.Tokyo.Kokusai.BankKeeper.GetBalance(link.Tokyo.Committed(), alice.Addr, app.StakeDenom)
	require.Equal(t, "500ukoku", refunded.Sub(afterSend).String())
}
