package app_test

import (
	"strings"
	"testing"
	"time"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	icatypes "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts/types"
	channeltypes "github.com/cosmos/ibc-go/v11/modules/core/04-channel/types"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/x/authz"

	"github.com/kokusai-chain/kokusai/testutil"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// branch is the state of Tokyo from which a test tries something that nobody else sees.
type branch struct {
	*testutil.Market

	t      *testing.T
	trade  *testutil.Trade
	remote remoteAccount
	ctx    sdk.Context
}

// remoteAccount is an interchain account in Tokyo that somebody in New York controls.
type remoteAccount struct {
	addr              sdk.AccAddress
	port, there, here string
}

// fork is a branch of the branch.
func (b *branch) fork(t *testing.T) *branch {
	forked := *b
	forked.t = t
	forked.ctx, _ = b.ctx.CacheContext()
	return &forked
}

// run executes a message as a transaction would that has passed the signatures: all of it or nothing.
func (b *branch) run(msg sdk.Msg) error {
	if checked, ok := msg.(sdk.HasValidateBasic); ok {
		if err := checked.ValidateBasic(); err != nil {
			return err
		}
	}
	ctx, write := b.ctx.CacheContext()
	if _, err := b.Kokusai.MsgServiceRouter().Handler(msg)(ctx, msg); err != nil {
		return err
	}
	write()
	return nil
}

// falls has what is due of bonds at a moment fall due, as at the beginning of blocks.
func (b *branch) falls(moment time.Time) {
	b.at(moment)
	for range 25 {
		b.Kokusai.BondKeeper.BeginBlock(b.ctx)
	}
}

func (b *branch) must(msgs ...sdk.Msg) {
	b.t.Helper()
	for _, msg := range msgs {
		require.NoError(b.t, b.run(msg), "%T", msg)
	}
}

// at lets time pass until a moment, and nothing else.
func (b *branch) at(moment time.Time) { b.ctx = b.ctx.WithBlockTime(moment) }

// until lets time pass until a moment and makes a block without transactions then.
func (b *branch) until(moment time.Time) {
	b.t.Helper()
	b.at(moment)
	b.Kokusai.OracleKeeper.BeforeTransactions(b.ctx, nil)
	_, err := b.Kokusai.ModuleManager.EndBlock(b.ctx)
	require.NoError(b.t, err)
}

// signers are the accounts whose signature a message needs.
func (b *branch) signers(msg sdk.Msg) [][]byte {
	b.t.Helper()
	signers, _, err := b.Kokusai.AppCodec().GetMsgV1Signers(msg)
	require.NoError(b.t, err)
	return signers
}

// authorized executes a message for its signer by a stranger whom the signer has authorized.
func (b *branch) authorized(msg sdk.Msg) error {
	b.t.Helper()
	expires := b.ctx.BlockTime().AddDate(1, 0, 0)
	for _, signer := range b.signers(msg) {
		grant, err := authz.NewMsgGrant(signer, b.Stranger.Addr, authz.NewGenericAuthorization(sdk.MsgTypeURL(msg)), &expires)
		require.NoError(b.t, err)
		b.must(grant)
	}
	exec := authz.NewMsgExec(b.Stranger.Addr, []sdk.Msg{msg})
	return b.run(&exec)
}

// remotely executes a message that came in a packet for the interchain account that the market's client is.
func (b *branch) remotely(msg sdk.Msg) error {
	b.t.Helper()
	data, err := icatypes.SerializeCosmosTx(b.Kokusai.AppCodec(), []proto.Message{msg}, icatypes.EncodingProtobuf)
	require.NoError(b.t, err)
	packet := channeltypes.Packet{
		SourcePort: b.remote.port, SourceChannel: b.remote.there, DestinationPort: icatypes.HostPortID, DestinationChannel: b.remote.here,
		Data: icatypes.InterchainAccountPacketData{Type: icatypes.EXECUTE_TX, Data: data}.GetBytes(),
	}
	ctx, write := b.ctx.CacheContext()
	if _, err := b.Kokusai.ICAHostKeeper.OnRecvPacket(ctx, packet); err != nil {
		return err
	}
	write()
	return nil
}

// held says what everybody has of bonds and yen.
func (b *branch) held() map[string]sdk.Coin {
	held := map[string]sdk.Coin{}
	b.Kokusai.BankKeeper.IterateAllBalances(b.ctx, func(account sdk.AccAddress, coin sdk.Coin) bool {
		if _, isBond := bondtypes.ISINOf(coin.Denom); isBond || coin.Denom == yen {
			held[account.String()+" "+coin.Denom] = coin
		}
		return false
	})
	return held
}

// claims says what is pledged, reserved and in suspense.
func (b *branch) claims() string {
	b.t.Helper()
	exported, err := b.Kokusai.CustodyKeeper.ExportGenesis(b.ctx)
	require.NoError(b.t, err)
	var claims strings.Builder
	for _, pledge := range exported.Pledges {
		claims.WriteString(pledge.String())
	}
	for _, reservation := range exported.Reservations {
		claims.WriteString(reservation.String())
	}
	return claims.String()
}

// has is what an account has of bonds or of yen.
func (b *branch) has(account sdk.AccAddress, denom string) int64 {
	return b.Kokusai.BankKeeper.GetBalance(b.ctx, account, denom).Amount.Int64()
}

// inSuspense is what waits for an owner, of bonds or of yen.
func (b *branch) inSuspense(owner *testutil.Actor, denom string) int64 {
	return b.has(custodytypes.SuspenseAddress(owner.Addr), denom)
}

// audited checks every module's laws, and that the units of the series are those that were issued.
func (b *branch) audited() {
	b.t.Helper()
	require.NoError(b.t, b.Kokusai.Audit(b.ctx))
	sum := sdk.NewCoins()
	for _, coin := range b.held() {
		sum = sum.Add(coin)
	}
	for _, coin := range sum {
		require.Equal(b.t, b.Kokusai.BankKeeper.GetSupply(b.ctx, coin.Denom), coin)
	}
}
