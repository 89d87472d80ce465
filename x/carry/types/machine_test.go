package types_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
)

func TestMain(m *testing.M) {
	sdk.GetConfig().SetBech32PrefixForAccount("kokusai", "kokusaipub")
	m.Run()
}

var (
	owner = sdk.AccAddress("owner---------------")
	now   = time.Date(2026, 1, 7, 3, 0, 0, 0, time.UTC)
	late  = now.Add(time.Hour)
	key   = types.PacketKey{PortId: "transfer", ChannelId: "channel-0", Sequence: 7}
	zero  = math.ZeroInt()
	some  = math.NewInt(1_000)
)

// fresh is a position whose money is at home, about to set out.
func fresh() types.Position {
	loan := types.Loan{Denom: "ujpy", Borrowed: math.NewInt(150_000), BorrowIndex: math.LegacyOneDec()}
	return types.NewPosition(owner.String(), 1, "venue", loan, types.Entry{Spent: math.NewInt(150_000), Bought: some}, now, now)
}

// at brings a fresh position to a stage, resting, the ordinary way.
func at(t require.TestingT, stage types.Stage) types.Position {
	p := fresh()
	steps := []struct {
		reached types.Stage
		do      func() error
	}{
		{types.Stage_STAGE_REFUNDED, func() error { return nil }},
		{types.Stage_STAGE_BRIDGING, func() error { return p.SentOut(key) }},
		{types.Stage_STAGE_DEPLOYING, func() error { return p.Bridged() }},
		{types.Stage_STAGE_ACTIVE, func() error { return p.Supplied(math.NewInt(990)) }},
		{types.Stage_STAGE_WITHDRAWING, func() error {
			if err := p.CallHome(nil, zero); err != nil {
				return err
			}
			return p.WithdrawalOrdered(key)
		}},
		{types.Stage_STAGE_RETURNING, func() error { return p.Withdrawn(math.NewInt(1_100)) }},
		{types.Stage_STAGE_UNWINDING, func() error { return p.Arrived(math.NewInt(1_100)) }},
		{types.Stage_STAGE_REPAYING, func() error { return p.ConvertedBack(math.NewInt(1_100), math.NewInt(170_000), true) }},
		{types.Stage_STAGE_CLOSED, func() error { return p.Settled(zero, types.Pnl{}, now) }},
	}
	for _, step := range steps {
		if step.reached == types.Stage_STAGE_UNWINDING {
			require.NoError(t, p.ReturnOrdered(key, late))
		}
		require.NoError(t, step.do())
		if step.reached == stage {
			require.Equal(t, stage, p.Stage)
			return p
		}
	}
	t.Errorf("no way to %s", stage)
	return p
}

// called is a transition of a position that was called home.
func called(do func(*types.Position) error) func(*types.Position) error {
	return func(p *types.Position) error {
		closing := *p
		closing.Closing = true
		if err := do(&closing); err != nil {
			return err
		}
		*p = closing
		return nil
	}
}

// TestNotCalledHome: what works abroad is not brought home unasked.
func TestNotCalledHome(t *testing.T) {
	p := at(t, types.Stage_STAGE_ACTIVE)
	require.ErrorIs(t, p.WithdrawalOrdered(key), types.ErrWrongStage)
	p = at(t, types.Stage_STAGE_DEPLOYING)
	require.ErrorIs(t, p.ReturnOrdered(key, late), types.ErrWrongStage)
}

// TestTransitions: every transition at every stage, whether it is allowed there and where it leads.
func TestTransitions(t *testing.T) {
	const (
		refunded    = types.Stage_STAGE_REFUNDED
		bridging    = types.Stage_STAGE_BRIDGING
		deploying   = types.Stage_STAGE_DEPLOYING
		active      = types.Stage_STAGE_ACTIVE
		withdrawing = types.Stage_STAGE_WITHDRAWING
		returning   = types.Stage_STAGE_RETURNING
		unwinding   = types.Stage_STAGE_UNWINDING
		repaying    = types.Stage_STAGE_REPAYING
		closed      = types.Stage_STAGE_CLOSED
	)
	for _, test := range []struct {
		name string
		do   func(*types.Position) error
		to   map[types.Stage]types.Stage
	}{
		{"sent out", func(p *types.Position) error { return p.SentOut(key) }, map[types.Stage]types.Stage{refunded: bridging}},
		{"bridged", func(p *types.Position) error { return p.Bridged() }, map[types.Stage]types.Stage{bridging: deploying}},
		{"refunded", func(p *types.Position) error { return p.Refunded("") }, map[types.Stage]types.Stage{bridging: refunded}},
		{"supply ordered", func(p *types.Position) error { return p.SupplyOrdered(key) }, map[types.Stage]types.Stage{deploying: deploying}},
		{"supplied", func(p *types.Position) error { return p.Supplied(some) }, map[types.Stage]types.Stage{deploying: active}},
		{"withdrawal ordered", called(func(p *types.Position) error { return p.WithdrawalOrdered(key) }), map[types.Stage]types.Stage{active: withdrawing}},
		{"withdrawn", func(p *types.Position) error { return p.Withdrawn(some) }, map[types.Stage]types.Stage{withdrawing: returning}},
		{"return ordered", called(func(p *types.Position) error { return p.ReturnOrdered(key, late) }), map[types.Stage]types.Stage{deploying: returning, returning: returning}},
		{"return sent", func(p *types.Position) error { return p.ReturnSent(3) }, map[types.Stage]types.Stage{returning: returning}},
		{"return refused", func(p *types.Position) error { return p.ReturnRefused("") }, map[types.Stage]types.Stage{returning: returning}},
		{"converted", func(p *types.Position) error { return p.ConvertedBack(some, some, true) }, map[types.Stage]types.Stage{unwinding: repaying}},
		{"converted in part", func(p *types.Position) error { return p.ConvertedBack(some, some, false) }, map[types.Stage]types.Stage{unwinding: unwinding}},
		{"kept", func(p *types.Position) error { return p.KeepUnconverted() }, map[types.Stage]types.Stage{refunded: repaying, unwinding: repaying, repaying: repaying}},
		{"settled", func(p *types.Position) error { return p.Settled(zero, types.Pnl{}, now) }, map[types.Stage]types.Stage{repaying: closed}},
		{"written off", func(p *types.Position) error { _, _, err := p.WrittenOff(now); return err }, map[types.Stage]types.Stage{
			deploying: repaying, active: repaying, returning: repaying,
		}},
		{"called home", func(p *types.Position) error { return p.CallHome(nil, zero) }, map[types.Stage]types.Stage{
			refunded: unwinding, bridging: bridging, deploying: deploying, active: active, withdrawing: withdrawing,
			returning: returning, unwinding: unwinding, repaying: repaying,
		}},
		{"arrived", func(p *types.Position) error { return p.Arrived(some) }, map[types.Stage]types.Stage{
			refunded: refunded, bridging: bridging, deploying: deploying, active: active, withdrawing: withdrawing,
			returning: returning, unwinding: unwinding, repaying: repaying,
		}},
	} {
		for stage := refunded - 1; stage <= closed; stage++ {
			p := at(t, stage)
			before := p
			err := test.do(&p)
			want, allowed := test.to[stage]
			if !allowed {
				require.Error(t, err, "%s while %s", test.name, stage.Word())
				require.Equal(t, before, p, "%s while %s changes nothing", test.name, stage.Word())
				continue
			}
			require.NoError(t, err, "%s while %s", test.name, stage.Word())
			require.Equal(t, want.Word(), p.Stage.Word(), "%s while %s", test.name, stage.Word())
		}
	}
}

// TestNextStep is what the module does by itself, and on request.
func TestNextStep(t *testing.T) {
	quote := &types.QuoteRef{Dealer: owner.String(), Id: 1}
	for _, test := range []struct {
		name         string
		stage        types.Stage
		change       func(*types.Position)
		alone, asked types.Step
	}{
		{"refunded", types.Stage_STAGE_REFUNDED, nil, types.StepNone, types.StepBridge},
		{"bridging", types.Stage_STAGE_BRIDGING, nil, types.StepNone, types.StepNone},
		{"deploying", types.Stage_STAGE_DEPLOYING, nil, types.StepSupply, types.StepSupply},
		{"deploying and closing", types.Stage_STAGE_DEPLOYING, func(p *types.Position) { p.Closing = true }, types.StepReturn, types.StepReturn},
		{"deploying, ordered", types.Stage_STAGE_DEPLOYING, func(p *types.Position) { p.Awaiting = &key }, types.StepNone, types.StepNone},
		{"deploying, unread", types.Stage_STAGE_DEPLOYING, func(p *types.Position) { p.Unread = &types.UnreadAck{} }, types.StepNone, types.StepNone},
		{"active", types.Stage_STAGE_ACTIVE, nil, types.StepNone, types.StepNone},
		{"active and closing", types.Stage_STAGE_ACTIVE, func(p *types.Position) { p.Closing = true }, types.StepWithdraw, types.StepWithdraw},
		{"withdrawing", types.Stage_STAGE_WITHDRAWING, func(p *types.Position) { p.Awaiting = nil }, types.StepWithdraw, types.StepWithdraw},
		{"withdrawing, ordered", types.Stage_STAGE_WITHDRAWING, nil, types.StepNone, types.StepNone},
		{"returning", types.Stage_STAGE_RETURNING, nil, types.StepReturn, types.StepReturn},
		{"on its way", types.Stage_STAGE_RETURNING, func(p *types.Position) { p.Abroad.Returning, p.Abroad.ReturningUntil = some, &late }, types.StepNone, types.StepNone},
		{"never to arrive", types.Stage_STAGE_RETURNING, func(p *types.Position) { p.Abroad.Returning, p.Abroad.ReturningUntil = some, &now }, types.StepExpire, types.StepExpire},
		{"unwinding", types.Stage_STAGE_UNWINDING, nil, types.StepNone, types.StepNone},
		{"unwinding with a quote", types.Stage_STAGE_UNWINDING, func(p *types.Position) { p.Exit.Quote = quote }, types.StepConvert, types.StepConvert},
		{"repaying", types.Stage_STAGE_REPAYING, nil, types.StepSettle, types.StepSettle},
		{"closed", types.Stage_STAGE_CLOSED, nil, types.StepNone, types.StepNone},
	} {
		p := at(t, test.stage)
		if test.change != nil {
			test.change(&p)
		}
		require.Equal(t, test.alone.String(), p.NextStep(now).String(), test.name)
		require.Equal(t, test.asked.String(), p.RetryStep(now).String(), test.name)
	}
}

// TestBook: what each packet's fate does, and what is refused.
func TestBook(t *testing.T) {
	yes := func(n int64) types.Outcome { return types.Outcome{Succeeded: true, Value: math.NewInt(n)} }
	no := types.Outcome{Note: "because"}
	returning := func() types.Position {
		p := at(t, types.Stage_STAGE_RETURNING)
		require.NoError(t, p.ReturnOrdered(key, late))
		return p
	}
	for _, test := range []struct {
		name    string
		p       types.Position
		kind    types.PacketKind
		outcome types.Outcome
		to      types.Stage
		check   func(types.Position) bool
	}{
		{"bridge", at(t, types.Stage_STAGE_BRIDGING), types.PacketKind_PACKET_KIND_BRIDGE, yes(0), types.Stage_STAGE_DEPLOYING,
			func(p types.Position) bool { return p.Abroad.Idle.Equal(some) && p.Abroad.Outbound.IsZero() }},
		{"no bridge", at(t, types.Stage_STAGE_BRIDGING), types.PacketKind_PACKET_KIND_BRIDGE, no, types.Stage_STAGE_REFUNDED,
			func(p types.Position) bool { return p.Home.Equal(some) && p.Note == "because" }},
		{"supply", at(t, types.Stage_STAGE_DEPLOYING), types.PacketKind_PACKET_KIND_SUPPLY, yes(990), types.Stage_STAGE_ACTIVE,
			func(p types.Position) bool { return p.Abroad.Claims.Equal(math.NewInt(990)) && p.Abroad.Idle.IsZero() }},
		{"no supply", at(t, types.Stage_STAGE_DEPLOYING), types.PacketKind_PACKET_KIND_SUPPLY, no, types.Stage_STAGE_DEPLOYING,
			func(p types.Position) bool { return p.Abroad.Idle.Equal(some) && p.Attempts == 1 }},
		{"withdrawal", at(t, types.Stage_STAGE_WITHDRAWING), types.PacketKind_PACKET_KIND_WITHDRAW, yes(1_100), types.Stage_STAGE_RETURNING,
			func(p types.Position) bool {
				return p.Abroad.Idle.Equal(math.NewInt(1_100)) && p.Abroad.Claims.IsZero()
			}},
		{"no withdrawal", at(t, types.Stage_STAGE_WITHDRAWING), types.PacketKind_PACKET_KIND_WITHDRAW, no, types.Stage_STAGE_WITHDRAWING,
			func(p types.Position) bool { return p.Abroad.Claims.Equal(math.NewInt(990)) }},
		{"return", returning(), types.PacketKind_PACKET_KIND_RETURN, yes(12), types.Stage_STAGE_RETURNING,
			func(p types.Position) bool { return p.Abroad.ReturningSequence == 12 && p.Due.Equal(late) }},
		{"no return", returning(), types.PacketKind_PACKET_KIND_RETURN, no, types.Stage_STAGE_RETURNING,
			func(p types.Position) bool {
				return p.Abroad.Idle.Equal(math.NewInt(1_100)) && p.Abroad.Returning.IsZero()
			}},
	} {
		p := test.p
		require.NoError(t, p.Book(test.kind, test.outcome), test.name)
		require.Equal(t, test.to.Word(), p.Stage.Word(), test.name)
		require.True(t, test.check(p), "%s: %v", test.name, p.Abroad)
		require.Nil(t, p.Awaiting, test.name)
		require.NoError(t, p.Validate(), test.name)
	}
	for _, test := range []struct {
		name    string
		p       types.Position
		kind    types.PacketKind
		outcome types.Outcome
		want    error
	}{
		{"another kind", at(t, types.Stage_STAGE_BRIDGING), types.PacketKind_PACKET_KIND_SUPPLY, yes(1), types.ErrWrongStage},
		{"nothing awaited", at(t, types.Stage_STAGE_ACTIVE), types.PacketKind_PACKET_KIND_SUPPLY, yes(1), types.ErrWrongStage},
		{"no claims", at(t, types.Stage_STAGE_DEPLOYING), types.PacketKind_PACKET_KIND_SUPPLY, yes(0), types.ErrUnreadable},
		{"negative claims", at(t, types.Stage_STAGE_DEPLOYING), types.PacketKind_PACKET_KIND_SUPPLY, yes(-1), types.ErrUnreadable},
		{"missing claims", at(t, types.Stage_STAGE_DEPLOYING), types.PacketKind_PACKET_KIND_SUPPLY, types.Outcome{Succeeded: true}, types.ErrUnreadable},
		{"too much money", at(t, types.Stage_STAGE_WITHDRAWING), types.PacketKind_PACKET_KIND_WITHDRAW,
			types.Outcome{Succeeded: true, Value: types.MaxAmount}, types.ErrUnreadable},
		{"sequence out of range", returning(), types.PacketKind_PACKET_KIND_RETURN,
			types.Outcome{Succeeded: true, Value: types.MaxAmount}, types.ErrUnreadable},
	} {
		before := test.p
		require.ErrorIs(t, test.p.Book(test.kind, test.outcome), test.want, test.name)
		require.Equal(t, before, test.p, test.name)
	}
}

// TestReturnExpires keeps the sequence for the guard until another packet has left.
func TestReturnExpires(t *testing.T) {
	p := at(t, types.Stage_STAGE_RETURNING)
	require.NoError(t, p.ReturnOrdered(key, late))
	require.ErrorIs(t, p.ReturnExpired(late), types.ErrPacketInFlight)
	require.NoError(t, p.ReturnSent(12))
	require.ErrorIs(t, p.ReturnExpired(late.Add(-1)), types.ErrNotYet)
	require.NoError(t, p.ReturnExpired(late))
	require.EqualValues(t, 12, p.Abroad.GuardSequence)
	require.Equal(t, math.NewInt(1_100), p.Abroad.Idle)
	require.Error(t, p.ReturnExpired(late))
	require.NoError(t, p.ReturnOrdered(key, late.Add(time.Hour)))
	require.NoError(t, p.ReturnRefused("not refunded yet"))
	require.EqualValues(t, 12, p.Abroad.GuardSequence)
	require.NoError(t, p.ReturnOrdered(key, late.Add(time.Hour)))
	require.NoError(t, p.ReturnSent(13))
	require.Zero(t, p.Abroad.GuardSequence)
	require.NoError(t, p.Validate())
}

// TestRandomWalk: whatever is done in whatever order, a position stays valid, its amounts only move as booked, and there
// is always a way to the end.
func TestRandomWalk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := fresh()
		gained := zero // what the venue gave over what it got, and what came unasked
		clock := now
		n := func() math.Int { return math.NewInt(rapid.Int64Range(1, 2_000).Draw(t, "n")) }
		money := func() math.Int {
			a := p.Abroad
			return a.Outbound.Add(a.Idle).Add(a.Returning).Add(p.Home).Add(p.Exit.Sold).Add(a.WrittenOff)
		}
		inClaims, lost := zero, zero // money that claims stand for
		moves := map[string]func() error{
			"send": func() error { return p.SentOut(key) },
			"bridge": func() error {
				return p.Book(types.PacketKind_PACKET_KIND_BRIDGE, types.Outcome{Succeeded: rapid.Bool().Draw(t, "ok")})
			},
			"order supply": func() error { return p.SupplyOrdered(key) },
			"supply": func() error {
				idle, claims := p.Abroad.Idle, n()
				err := p.Book(types.PacketKind_PACKET_KIND_SUPPLY, types.Outcome{Succeeded: true, Value: claims})
				if err == nil {
					inClaims = inClaims.Add(idle)
				}
				return err
			},
			"order withdrawal": func() error { return p.WithdrawalOrdered(key) },
			"withdraw": func() error {
				got := n()
				err := p.Book(types.PacketKind_PACKET_KIND_WITHDRAW, types.Outcome{Succeeded: true, Value: got})
				if err == nil {
					gained, inClaims = gained.Add(got).Sub(inClaims), zero
				}
				return err
			},
			"order return": func() error { return p.ReturnOrdered(key, clock.Add(time.Minute)) },
			"return": func() error {
				return p.Book(types.PacketKind_PACKET_KIND_RETURN, types.Outcome{Succeeded: rapid.Bool().Draw(t, "ok"), Value: n()})
			},
			"expire": func() error { clock = clock.Add(2 * time.Minute); return p.ReturnExpired(clock) },
			"arrive": func() error {
				got, due := n(), p.Abroad.Returning
				if due.IsPositive() && rapid.Bool().Draw(t, "exactly") {
					got = due
				}
				before := money()
				err := p.Arrived(got)
				gained = gained.Add(money().Sub(before))
				return err
			},
			"call":    func() error { return p.CallHome(nil, zero) },
			"convert": func() error { return p.ConvertedBack(math.MinInt(n(), p.Home), n(), rapid.Bool().Draw(t, "all")) },
			"keep":    func() error { return p.KeepUnconverted() },
			"write off": func() error {
				_, _, err := p.WrittenOff(clock)
				if err == nil {
					lost, inClaims = lost.Add(inClaims), zero
				}
				return err
			},
		}
		names := make([]string, 0, len(moves))
		for name := range moves {
			names = append(names, name)
		}
		slices.Sort(names)
		for range rapid.IntRange(0, 40).Draw(t, "moves") {
			name := rapid.SampledFrom(names).Draw(t, "move")
			before := p
			if err := moves[name](); err != nil {
				require.Equal(t, before, p, "what fails changes nothing: %s", name)
				continue
			}
			require.NoError(t, p.Validate(), name)
			require.True(t, money().Add(inClaims).Add(lost).Equal(some.Add(gained)), "%s: %v", name, p)
		}
		require.True(t, comesHome(&p, clock), "from %s", p.Stage.Word())
	})
}

// comesHome plays the ordinary way from wherever the position is to the end.
func comesHome(p *types.Position, clock time.Time) bool {
	_ = p.CallHome(nil, zero)
	for range 12 {
		switch p.Stage {
		case types.Stage_STAGE_BRIDGING:
			_ = p.Book(types.PacketKind_PACKET_KIND_BRIDGE, types.Outcome{Succeeded: true})
		case types.Stage_STAGE_DEPLOYING, types.Stage_STAGE_RETURNING:
			_ = p.Book(types.AwaitedKind(p.Stage), types.Outcome{Note: "no"})
			clock = clock.Add(time.Hour)
			_ = p.ReturnExpired(clock)
			_ = p.ReturnOrdered(key, clock.Add(time.Minute))
			_ = p.Arrived(p.Abroad.Returning)
		case types.Stage_STAGE_ACTIVE:
			_ = p.WithdrawalOrdered(key)
		case types.Stage_STAGE_WITHDRAWING:
			_ = p.Book(types.PacketKind_PACKET_KIND_WITHDRAW, types.Outcome{Succeeded: true, Value: some})
		case types.Stage_STAGE_UNWINDING:
			_ = p.ConvertedBack(p.Home, some, true)
		case types.Stage_STAGE_REPAYING:
			_ = p.Settled(zero, types.Result(p.Entry, p.Home, p.Exit.Sold, p.Exit.Received, zero), clock)
		case types.Stage_STAGE_CLOSED:
			return p.Validate() == nil
		}
	}
	return false
}
