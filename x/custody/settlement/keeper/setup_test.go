package keeper_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/keeper"
	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

const today = "2026-04-01" // a Wednesday, noon in Tokyo

// market is settlement on a real custody with a real bank. Dealer holds 1,000 bonds, Client 500, everybody a million yen.
type market struct {
	*testutil.Fixture
	t       require.TestingT
	k       *keeper.Keeper
	msgs    types.MsgServer
	queries types.QueryServer
	custody *flaky
}

// flaky is x/custody, and can be told to fail or to panic when it is asked about a leg.
type flaky struct {
	types.CustodyKeeper
	err    error
	panics bool
}

func (f *flaky) JudgeLeg(ctx context.Context, from, to sdk.AccAddress, coin sdk.Coin) (*custodytypes.Refusal, error) {
	if f.panics {
		panic("custody is out of order")
	}
	if f.err != nil {
		return nil, f.err
	}
	return f.CustodyKeeper.JudgeLeg(ctx, from, to, coin)
}

func newMarket(t require.TestingT) *market {
	f := testutil.NewWith(t, []string{types.StoreKey})
	custody := &flaky{CustodyKeeper: f.Keeper}
	k := keeper.NewKeeper(f.Codec, f.Services(types.StoreKey), f.Accounts, f.Bank, f.Bond, custody, f.Governance.String())
	m := &market{Fixture: f, t: t, k: k, custody: custody, msgs: keeper.NewMsgServer(k), queries: keeper.NewQueryServer(k)}
	f.Bank.AppendSendRestriction(k.Restrict)
	f.Keeper.SetHoldingHooks(k)
	require.NoError(t, k.InitGenesis(f.Ctx, types.DefaultGenesis()))
	testutil.Open(f)
	return m
}

func (m *market) params(change func(*types.Params)) {
	params, err := m.k.GetParams(m.Ctx)
	require.NoError(m.t, err)
	change(&params)
	_, err = m.msgs.UpdateParams(m.Ctx, &types.MsgUpdateParams{Authority: m.Governance.String(), Params: params})
	require.NoError(m.t, err)
}

// deliver is the dealer's side of a trade with the client: face bonds for cash yen, due today.
func (m *market) deliver(reference string, face, cash int64) types.Instruction {
	in := types.Instruction{
		Counterparty: m.Client.String(), Reference: reference, Direction: types.DirectionDeliver, Isin: testutil.ISIN,
		Face: math.NewInt(face), TradeDate: today, SettlementDate: today,
	}
	if cash > 0 {
		coin := yen(cash)
		in.Cash = &coin
	}
	return in
}

// yen is an amount in whole yen.
func yen(n int64) sdk.Coin { return testutil.YenOf(n * 1_000_000) }

// mirror is the other side of an instruction of party.
func mirror(party sdk.AccAddress, in types.Instruction) types.Instruction {
	in.Counterparty = party.String()
	in.Direction = types.DirectionDeliver + types.DirectionReceive - in.Direction
	if in.Cash != nil {
		coin := *in.Cash
		in.Cash = &coin
	}
	return in
}

// between changes an instruction to one with another counterparty.
func between(counterparty sdk.AccAddress, in types.Instruction) types.Instruction {
	in.Counterparty = counterparty.String()
	return in
}

func (m *market) instruct(party sdk.AccAddress, in ...types.Instruction) ([]types.Outcome, error) {
	var answer *types.MsgInstructResponse
	err := m.Atomically(func(ctx sdk.Context) (err error) {
		answer, err = m.msgs.Instruct(ctx, &types.MsgInstruct{Party: party.String(), Instructions: in})
		return err
	})
	if err != nil {
		return nil, err
	}
	return answer.Outcomes, nil
}

func (m *market) mustInstruct(party sdk.AccAddress, in types.Instruction) types.Outcome {
	outcomes, err := m.instruct(party, in)
	require.NoError(m.t, err)
	return outcomes[0]
}

// trade has both sides instruct.
func (m *market) trade(party, counterparty sdk.AccAddress, in types.Instruction) types.Outcome {
	in.Counterparty = counterparty.String()
	m.mustInstruct(party, in)
	return m.mustInstruct(counterparty, mirror(party, in))
}

// do runs a message that must succeed.
func do[Request, Response any](m *market, run func(sdk.Context, Request) (Response, error), request Request) Response {
	answer, err := try(m, run, request)
	require.NoError(m.t, err)
	return answer
}

func try[Request, Response any](m *market, run func(sdk.Context, Request) (Response, error), request Request) (answer Response, err error) {
	err = m.Atomically(func(ctx sdk.Context) (err error) {
		answer, err = run(ctx, request)
		return err
	})
	return answer, err
}

func (m *market) cancel(party sdk.AccAddress, id string) (bool, error) {
	answer, err := try(m, func(ctx sdk.Context, msg *types.MsgCancel) (*types.MsgCancelResponse, error) {
		return m.msgs.Cancel(ctx, msg)
	},
		&types.MsgCancel{Party: party.String(), Id: id})
	return err == nil && answer.Cancelled, err
}

func (m *market) hold(party sdk.AccAddress, id string) error {
	_, err := try(m, func(ctx sdk.Context, msg *types.MsgHold) (*types.MsgHoldResponse, error) {
		return m.msgs.Hold(ctx, msg)
	},
		&types.MsgHold{Party: party.String(), Id: id})
	return err
}

func (m *market) release(party sdk.AccAddress, id string) (types.Outcome, error) {
	answer, err := try(m, func(ctx sdk.Context, msg *types.MsgRelease) (*types.MsgReleaseResponse, error) {
		return m.msgs.Release(ctx, msg)
	},
		&types.MsgRelease{Party: party.String(), Id: id})
	if err != nil {
		return types.Outcome{}, err
	}
	return answer.Outcome, nil
}

// propose opens a set and returns its name and digest.
func (m *market) propose(msg *types.MsgPropose) (*types.MsgProposeResponse, error) {
	return try(m, func(ctx sdk.Context, msg *types.MsgPropose) (*types.MsgProposeResponse, error) {
		return m.msgs.Propose(ctx, msg)
	}, msg)
}

func (m *market) affirm(party sdk.AccAddress, set *types.MsgProposeResponse) (types.Outcome, error) {
	answer, err := try(m, func(ctx sdk.Context, msg *types.MsgAffirm) (*types.MsgAffirmResponse, error) {
		return m.msgs.Affirm(ctx, msg)
	},
		&types.MsgAffirm{Party: party.String(), Id: set.Id, Digest: set.Digest})
	if err != nil {
		return types.Outcome{}, err
	}
	return answer.Outcome, nil
}

// set is a set of legs between parties, due today.
func set(reference string, parties []sdk.AccAddress, legs ...types.Leg) *types.MsgPropose {
	msg := &types.MsgPropose{Proposer: parties[0].String(), Reference: reference, Legs: legs, Calendar: "tokyo", SettlementDate: today}
	for _, party := range parties {
		msg.Parties = append(msg.Parties, party.String())
	}
	return msg
}

func leg(from, to uint32, coin sdk.Coin) types.Leg {
	return types.Leg{From: from, To: to, Amount: coin}
}

// end ends n blocks.
func (m *market) end(n int) {
	for range n {
		m.Ctx = m.Ctx.WithBlockHeight(m.Ctx.BlockHeight() + 1)
		require.NoError(m.t, m.k.EndBlock(m.Ctx))
	}
}

// on moves business time to noon of a day in Tokyo and ends a block.
func (m *market) on(iso string) {
	day, err := time.Parse(time.DateOnly, iso)
	require.NoError(m.t, err)
	m.Bond.SetNow(day.Add(3 * time.Hour))
	m.end(1)
}

func (m *market) show(id string) types.Settlement {
	parsed, err := types.ParseID(id)
	require.NoError(m.t, err)
	s, err := m.k.GetSettlement(m.Ctx, parsed)
	require.NoError(m.t, err)
	return s
}

func (m *market) gone(id string) bool {
	parsed, err := types.ParseID(id)
	require.NoError(m.t, err)
	_, err = m.k.GetSettlement(m.Ctx, parsed)
	if err != nil {
		require.ErrorIs(m.t, err, types.ErrNotFound)
	}
	return err != nil
}

func (m *market) audited() {
	require.NoError(m.t, m.k.Audit(m.Ctx))
	require.NoError(m.t, m.Keeper.Audit(m.Ctx))
}

// bonds are what an account holds of the series.
func (m *market) bonds(account sdk.AccAddress) int64 { return m.Balance(account, testutil.Denom) }

// money is what an account holds in whole yen.
func (m *market) money(account sdk.AccAddress) int64 {
	return m.Balance(account, testutil.Yen) / 1_000_000
}

func requirePending(t testing.TB, want types.Reason, account sdk.AccAddress, outcome types.Outcome) {
	t.Helper()
	require.Equal(t, types.StatusPending, outcome.Status)
	require.Equal(t, want, outcome.Pending.Reason, "%v", outcome.Pending)
	if account != nil {
		require.Equal(t, account.String(), outcome.Pending.Account)
	}
}
