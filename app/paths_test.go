package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	icacontrollertypes "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts/controller/types"
	icatypes "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts/types"
	channeltypes "github.com/cosmos/ibc-go/v11/modules/core/04-channel/types"
	ibctesting "github.com/cosmos/ibc-go/v11/testing"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/cosmos-sdk/x/authz"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"

	"github.com/kokusai-chain/kokusai/app"
	"github.com/kokusai-chain/kokusai/testutil"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// path is a way on which a message moves bonds or cash, and what stands in it.
type path struct {
	// ready brings about what the message needs.
	ready func(b *branch)
	msg   func(b *branch) sdk.Msg
	// gives is who parts with something, the client unless another is named; gets is who receives it, the dealer unless
	// another is named.
	gives, gets func(b *branch) *testutil.Actor
	// cash says that the receiver would get cash, which only a frozen account may not; else it is bonds.
	cash bool
	// What happens when the receiver is not eligible, the giver is frozen, and the series is.
	receiver, giver, series outcome

	// never is the error of a message that carries nothing regulated under any condition.
	never error
	// told names the tests that try a message which needs other chains or weeks of life: package and function.
	told []string
	// word says why nothing can be tried.
	word string
}

// outcome is what becomes of a message under a condition.
type outcome struct {
	kind outcomeKind
	err  error
	// why is a word on anything but a refusal.
	why string
}

type outcomeKind int

const (
	isRefused  outcomeKind = iota
	isDiverted             // what the receiver would have got waits in suspense
	isParked               // the message is taken, and nothing moves
	isDone                 // the condition does not stop it
	isNobody               // there is no such party
)

func refused(err error) outcome               { return outcome{kind: isRefused, err: err} }
func diverted(why string) outcome             { return outcome{kind: isDiverted, why: why} }
func parked(why string) outcome               { return outcome{kind: isParked, why: why} }
func passes(why string) outcome               { return outcome{kind: isDone, why: why} }
func nobody(why string) outcome               { return outcome{kind: isNobody, why: why} }
func never(err error) path                    { return path{never: err} }
func word(why string) path                    { return path{word: why} }
func told(tests ...string) path               { return path{told: tests} }
func (p path) from(b *branch) *testutil.Actor { return choose(p.gives, b, b.Client) }
func (p path) to(b *branch) *testutil.Actor   { return choose(p.gets, b, b.Dealer) }

func choose(pick func(*branch) *testutil.Actor, b *branch, standard *testutil.Actor) *testutil.Actor {
	if pick == nil {
		return standard
	}
	return pick(b)
}

func ofClient(b *branch) *testutil.Actor   { return b.Client }
func ofDealer(b *branch) *testutil.Actor   { return b.Dealer }
func ofBank(b *branch) *testutil.Actor     { return b.Bank }
func ofTreasury(b *branch) *testutil.Actor { return b.Treasury }
func ofLender(b *branch) *testutil.Actor   { return b.Lender }
func nothing(*branch)                      {}

// Paths of what the modules take and owe.
var (
	senderFrozen = refused(custodytypes.ErrSenderFrozen)
	seriesFrozen = refused(custodytypes.ErrSeriesFrozen)
	classRefused = refused(custodytypes.ErrClass)
	intoModule   = nobody("a module receives")
	fromModule   = nobody("a module pays")
	onlyCash     = passes("no bond moves")
	onlyUnits    = nobody("nobody receives")
)

// moves tells whether a message of a class can move bonds or cash, so that it needs a path.
func (f flow) moves() bool {
	switch f {
	case none, named, inner:
		return false
	}
	return true
}

// condition is something that stands in the way, and what a path says to it.
type condition struct {
	name    string
	arrange func(b *branch, p path)
	outcome func(p path) outcome
}

var conditions = []condition{
	{"ineligible receiver", makeIneligible, func(p path) outcome { return p.receiver }},
	{"frozen giver", func(b *branch, p path) { freeze(b, p.from(b)) }, func(p path) outcome { return p.giver }},
	{"frozen series", freezeSeries, func(p path) outcome { return p.series }},
}

func freeze(b *branch, who *testutil.Actor) {
	b.t.Helper()
	b.must(&custodytypes.MsgFreezeAccount{Signer: testutil.Governance, Account: who.String(), Reason: custodytypes.ReasonCourtOrder})
}

func freezeSeries(b *branch, _ path) {
	b.t.Helper()
	b.must(&bondtypes.MsgFreezeSeries{Authority: b.Ministry.String(), Isin: testutil.JGB, Reason: "order of a court"})
}

// makeIneligible has the receiver lose the right to what it would get: bonds by its class, cash by a freeze.
func makeIneligible(b *branch, p path) {
	b.t.Helper()
	if p.cash {
		freeze(b, p.to(b))
		return
	}
	b.must(&custodytypes.MsgUpdateInvestor{
		Custodian: b.Custodian.String(), Account: p.to(b).String(), InvestorClass: custodytypes.ClassRetail, Jurisdiction: "JP",
		TaxClass: custodytypes.TaxClassResidentCorporation, Expiry: "2050-12-31",
	})
}

// way is how a message comes to be executed.
type way struct {
	name string
	// takes tells whether a message can come this way.
	takes func(b *branch, msg sdk.Msg) bool
	run   func(b *branch, msg sdk.Msg) error
}

var ways = []way{
	{"alone", func(*branch, sdk.Msg) bool { return true }, (*branch).run},
	{"authorized", func(b *branch, msg sdk.Msg) bool {
		signer := sdk.AccAddress(b.signers(msg)[0])
		return signer.String() != testutil.Governance && !signer.Equals(b.Stranger.Addr)
	}, (*branch).authorized},
}

// remotely is the way of an interchain account, for what the client signs.
var remotely = way{"remotely", func(b *branch, msg sdk.Msg) bool {
	signers := b.signers(msg)
	return len(signers) == 1 && sdk.AccAddress(signers[0]).Equals(b.remote.addr)
}, (*branch).remotely}

// newPaths is Tokyo's market joined to New York's, some hours after its opening.
func newPaths(t *testing.T) *branch {
	trade := testutil.NewTrade(t, issueDay)
	b := &branch{Market: trade.Japan, t: t, trade: trade, remote: openRemoteAccount(t, trade)}
	b.ctx = trade.Tokyo.GetContext()
	b.at(tokyoTime(8, 9, 0))
	params, err := b.Kokusai.GovKeeper.Params.Get(b.ctx)
	require.NoError(t, err)
	params.MinDeposit = coins(sdk.NewInt64Coin(app.StakeDenom, 1_000_000), testutil.Yen(1_000))
	b.must(&govv1.MsgUpdateParams{Authority: testutil.Governance, Params: params})
	return b
}

// openRemoteAccount has somebody in New York open an interchain account in Tokyo.
func openRemoteAccount(t *testing.T, l *testutil.Trade) remoteAccount {
	t.Helper()
	owner := l.America.Stranger
	path := ibctesting.NewPath(l.NewYork.TestChain, l.Tokyo.TestChain).DisableUniqueChannelIDs()
	path.EndpointA.ClientID, path.EndpointA.ConnectionID = l.Transfer.EndpointB.ClientID, l.Transfer.EndpointB.ConnectionID
	path.EndpointB.ClientID, path.EndpointB.ConnectionID = l.Transfer.EndpointA.ClientID, l.Transfer.EndpointA.ConnectionID
	version := icatypes.NewDefaultMetadataString(path.EndpointA.ConnectionID, path.EndpointB.ConnectionID)
	l.NewYork.Must(icacontrollertypes.NewMsgRegisterInterchainAccount(path.EndpointA.ConnectionID, owner.String(), version, channeltypes.UNORDERED), owner)
	port := icatypes.ControllerPortPrefix + owner.String()
	channels := l.NewYork.Kokusai.IBCKeeper.ChannelKeeper.GetAllChannelsWithPortPrefix(l.NewYork.GetContext(), port)
	require.Len(t, channels, 1)
	path.EndpointA.ChannelID = channels[0].ChannelId
	path.EndpointA.ChannelConfig = &ibctesting.ChannelConfig{PortID: port, Version: channels[0].Version, Order: channeltypes.UNORDERED}
	path.EndpointB.ChannelConfig = &ibctesting.ChannelConfig{PortID: icatypes.HostPortID, Version: channels[0].Version, Order: channeltypes.UNORDERED}
	require.NoError(t, path.EndpointB.ChanOpenTry())
	require.NoError(t, path.EndpointA.ChanOpenAck())
	require.NoError(t, path.EndpointB.ChanOpenConfirm())
	address, found := l.Tokyo.Kokusai.ICAHostKeeper.GetInterchainAccountAddress(l.Tokyo.GetContext(), path.EndpointB.ConnectionID, port)
	require.True(t, found)
	addr, err := sdk.AccAddressFromBech32(address)
	require.NoError(t, err)
	return remoteAccount{addr: addr, port: port, there: path.EndpointA.ChannelID, here: path.EndpointB.ChannelID}
}

// as is the branch in which another account is the market's client, registered like it and with half of what it has.
func (b *branch) as(t *testing.T, account sdk.AccAddress) *branch {
	t.Helper()
	b = b.fork(t)
	market, old := *b.Market, b.Client
	market.Client = &testutil.Actor{Name: "client", Addr: account}
	b.Market = &market
	b.must(b.Registration(b.Client, custodytypes.ClassProfessional),
		send(old, b.Client, testutil.Bonds(300_000_000), testutil.Yen(250_000_000)))
	return b
}

// Every message that can move a coin is tried on every way by which it can be executed: it does so where nothing stands
// against it, and against an ineligible receiver, a frozen giver and a frozen series it is refused by the rule's name, goes to
// suspense, or goes on for the reason given. Whatever happens, the laws of all modules hold and no unit is lost or created.
func TestEveryPathObeysTheRules(t *testing.T) {
	base := newPaths(t)
	remote := base.as(t, base.remote.addr)
	for name, class := range messages {
		p, known := paths[name]
		require.Equal(t, class.flow.moves(), known, "%s: %s: on which path?", name, class.flow)
		switch {
		case !known || p.word != "":
		case len(p.told) > 0:
			for _, test := range p.told {
				requireTest(t, test)
			}
		default:
			t.Run(name, func(t *testing.T) {
				for _, way := range ways {
					t.Run(way.name, func(t *testing.T) { tryPath(t, base, p, way) })
				}
				t.Run(remotely.name, func(t *testing.T) { tryPath(t, remote, p, remotely) })
			})
		}
	}
	for name := range paths {
		require.Contains(t, messages, name, "no such message")
	}
	for name := range messages {
		require.False(t, strings.HasPrefix(name, "cosmos.group."), "groups execute messages: add their way")
	}
}

// requireTest checks that a test exists, named as package path and function.
func requireTest(t *testing.T, name string) {
	t.Helper()
	dir, function := filepath.Split(name)
	files, err := filepath.Glob(filepath.Join("..", dir, "*_test.go"))
	require.NoError(t, err)
	for _, file := range files {
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		if strings.Contains(string(source), "func "+function+"(") {
			return
		}
	}
	require.Fail(t, "no such test", name)
}

func tryPath(t *testing.T, base *branch, p path, way way) {
	t.Helper()
	ready := base.fork(t)
	if p.ready != nil {
		p.ready(ready)
	}
	if !way.takes(ready, p.msg(ready)) {
		return
	}
	free := ready.fork(t)
	held, claims := free.held(), free.claims()
	err := way.run(free, p.msg(free))
	switch {
	case p.never != nil:
		require.ErrorIs(t, err, p.never, way.name)
		return
	case way.name == "authorized" && len(free.signers(p.msg(free))) > 1:
		require.ErrorIs(t, err, authz.ErrAuthorizationNumOfSigners, "one signature is not both")
		return
	}
	require.NoError(t, err, way.name)
	require.False(t, equalHoldings(held, free.held()) && claims == free.claims(), "%s: nothing moved", way.name)
	free.audited()
	for _, condition := range conditions {
		t.Run(condition.name, func(t *testing.T) { tryCondition(t, ready.fork(t), p, way, condition) })
	}
}

func tryCondition(t *testing.T, b *branch, p path, way way, condition condition) {
	t.Helper()
	want := condition.outcome(p)
	if want.kind == isNobody {
		require.NotEmpty(t, want.why, condition.name)
		return
	}
	condition.arrange(b, p)
	denom := bond
	if p.cash {
		denom = yen
	}
	to := p.to(b)
	held, got, waits := b.held(), b.has(to.Addr, denom), b.inSuspense(to, denom)
	err := way.run(b, p.msg(b))
	about := condition.name + ", " + way.name
	switch want.kind {
	case isRefused:
		require.Error(t, err, about)
		require.ErrorIs(t, err, want.err, about)
		require.True(t, equalHoldings(held, b.held()), about)
	case isParked:
		require.NoError(t, err, about)
		require.True(t, equalHoldings(held, b.held()), about)
	case isDiverted:
		require.NoError(t, err, about)
		require.LessOrEqual(t, b.has(to.Addr, denom), got, about)
		require.Greater(t, b.inSuspense(to, denom), waits, about)
	case isDone:
		require.NoError(t, err, about)
		require.NotEmpty(t, want.why, about)
	}
	b.audited()
}

func equalHoldings(a, b map[string]sdk.Coin) bool {
	if len(a) != len(b) {
		return false
	}
	for key, coin := range a {
		if other, found := b[key]; !found || !coin.Equal(other) {
			return false
		}
	}
	return true
}

// What governance decides is executed in its own name. It has cash and no bonds, and gets no bonds: whatever it is made to do
// in a client's place, nobody receives who may not.
func TestGovernanceIsNoWayAround(t *testing.T) {
	base := newPaths(t).fork(t)
	gov := &testutil.Actor{Name: "governance", Addr: authtypes.NewModuleAddress(govtypes.ModuleName)}
	market, old := *base.Market, base.Client
	market.Client = gov
	base.Market = &market
	base.must(send(old, gov, testutil.Yen(250_000_000)))
	require.ErrorIs(t, base.run(send(old, gov, testutil.Bonds(50_000))), custodytypes.ErrModuleAccount)
	tried := 0
	for name, p := range paths {
		if p.msg == nil || p.ready != nil {
			continue
		}
		b := base.fork(t)
		if signers := b.signers(p.msg(b)); len(signers) != 1 || !gov.Addr.Equals(sdk.AccAddress(signers[0])) {
			continue
		}
		tried++
		freeze(b, b.Dealer)
		held, yens := b.has(b.Dealer.Addr, bond), b.has(b.Dealer.Addr, yen)
		err := b.run(p.msg(b))
		require.Equal(t, held, b.has(b.Dealer.Addr, bond), "%s: %v", name, err)
		require.Equal(t, yens, b.has(b.Dealer.Addr, yen), "%s: %v", name, err)
		require.Zero(t, b.has(gov.Addr, bond), name)
		b.audited()
	}
	require.Greater(t, tried, 10)
}
