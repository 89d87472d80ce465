package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/keeper"
	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
)

func (m *market) buyIn(receiver, seller sdk.AccAddress, id string, cash sdk.Coin) (*types.MsgBuyInResponse, error) {
	return try(m, func(ctx sdk.Context, msg *types.MsgBuyIn) (*types.MsgBuyInResponse, error) {
		return m.msgs.BuyIn(ctx, msg)
	},
		&types.MsgBuyIn{Receiver: receiver.String(), Seller: seller.String(), Id: id, Cash: cash})
}

func (m *market) closeFail(party sdk.AccAddress, id string) error {
	_, err := try(m, func(ctx sdk.Context, msg *types.MsgCloseFail) (*types.MsgCloseFailResponse, error) {
		return m.msgs.CloseFail(ctx, msg)
	},
		&types.MsgCloseFail{Party: party.String(), Id: id})
	return err
}

// failing is a trade of 2,000 bonds for 900,000 yen that the dealer, who has 1,000, fails to deliver.
func (m *market) failing() types.Outcome {
	return m.trade(m.Dealer, m.Client, m.deliver("FAIL", 2_000, 900_000))
}

// The charge is 1/365 × (3 % − 0.75 %) × proceeds for each calendar day, down to the yen: 55 yen a day on 900,000.
func TestFailAndCharge(t *testing.T) {
	m := newMarket(t)
	failing := m.failing()
	requirePending(t, types.ReasonLACK, m.Dealer, failing)
	m.on("2026-04-02")
	require.Equal(t, 1, m.Events("kokusai.custody.settlement.v1.EventFailed"))
	require.EqualValues(t, 1_000_055, m.money(m.Client), "collected daily")
	m.on("2026-04-03")
	require.EqualValues(t, 1_000_110, m.money(m.Client))
	// Over a weekend without a block in between: three days at once, rounded down once.
	m.on("2026-04-06")
	require.EqualValues(t, 1_000_276, m.money(m.Client))
	require.Equal(t, 1, m.Events("kokusai.custody.settlement.v1.EventFailed"), "a fail is announced once")
	fails, err := m.queries.Fails(m.Ctx, &types.QueryFailsRequest{Account: m.Client.String()})
	require.NoError(t, err)
	require.Len(t, fails.Settlements, 1)
	require.EqualValues(t, 5, fails.Settlements[0].FailDays)
	require.Equal(t, types.ReasonCLAC, fails.Settlements[0].Settlement.Pending.Reason, "to the client it is the counterparty's lack")
	m.audited()

	m.Issue(m.Dealer, 1_000)
	m.end(1)
	require.True(t, m.gone(failing.Id))
	require.EqualValues(t, 1_000_276-900_000, m.money(m.Client))
	m.audited()
}

// What the deliverer has not free is owed, and kept back from its proceeds.
func TestTheChargeIsKeptBackFromTheProceeds(t *testing.T) {
	m := newMarket(t)
	failing := m.failing()
	require.NoError(t, m.Send(m.Dealer, m.Abroad, yen(1_000_000)))
	m.on("2026-04-02")
	m.on("2026-04-03")
	require.EqualValues(t, 110_000_000, m.show(failing.Id).Charge.Int64())
	m.audited()
	m.Issue(m.Dealer, 1_000)
	m.end(1)
	require.True(t, m.gone(failing.Id))
	require.EqualValues(t, 899_890, m.money(m.Dealer))
	m.audited()
}

// Only a deliverer at fault is charged: not for the receiver's lack of cash, not when blocked by law, and not when the receiver holds.
func TestWhoIsNotCharged(t *testing.T) {
	for name, c := range map[string]struct {
		arrange func(*market) types.Outcome
		charged bool
	}{
		"lack of cash": {func(m *market) types.Outcome { return m.trade(m.Dealer, m.Client, m.deliver("T", 1, 1_000_001)) }, false},
		"frozen": {func(m *market) types.Outcome {
			m.Freeze(m.Dealer)
			return m.failing()
		}, false},
		"the receiver holds": {func(m *market) types.Outcome {
			out := m.failing()
			require.NoError(m.t, m.hold(m.Client, out.Id))
			return out
		}, false},
		"the deliverer holds": {func(m *market) types.Outcome {
			out := m.failing()
			require.NoError(m.t, m.hold(m.Dealer, out.Id))
			return out
		}, true},
		"free of payment": {func(m *market) types.Outcome { return m.trade(m.Dealer, m.Client, m.deliver("T", 1_001, 0)) }, false},
		"policy rate above": {func(m *market) types.Outcome {
			m.params(func(p *types.Params) { p.Currencies[0].PolicyRatePct = math.LegacyNewDec(4) })
			return m.failing()
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMarket(t)
			out := c.arrange(m)
			require.Equal(t, types.StatusPending, out.Status)
			m.on("2026-04-02")
			charged := m.Events("kokusai.custody.settlement.v1.EventFailsCharged") == 1
			require.Equal(t, c.charged, charged)
			m.audited()
		})
	}
}

// The charge in yen is the one that the association publishes.
func TestTheChargeIsTheAssociations(t *testing.T) {
	for _, policy := range []string{"-0.1", "0", "0.5", "0.75", "3", "4"} {
		currency := types.DefaultParams().Currencies[0]
		currency.PolicyRatePct = math.LegacyMustNewDecFromStr(policy)
		for _, proceeds := range []int64{1, 99_999, 5_000_000_000} {
			for _, days := range []int{1, 3, 40} {
				want, err := bondmath.JGBFailsCharge(math.NewInt(proceeds), currency.PolicyRatePct, days)
				require.NoError(t, err)
				got, err := keeper.FailsCharge(currency, math.NewInt(proceeds*1_000_000), days)
				require.NoError(t, err)
				require.Equal(t, want.MulRaw(1_000_000).String(), got.String())
			}
		}
	}
}

func TestBuyIn(t *testing.T) {
	m := newMarket(t)
	failing := m.failing()
	m.Issue(m.Abroad, 2_000)
	_, err := m.buyIn(m.Client, m.Abroad, failing.Id, yen(920_000))
	require.ErrorIs(t, err, types.ErrNotFailing, "not before its time")
	require.ErrorIs(t, m.closeFail(m.Client, failing.Id), types.ErrNotFailing)
	m.on("2026-04-13")
	money := m.money(m.Dealer)

	_, err = m.buyIn(m.Dealer, m.Abroad, failing.Id, yen(920_000))
	require.ErrorIs(t, err, types.ErrNotParty)
	_, err = m.buyIn(m.Client, m.Dealer, failing.Id, yen(920_000))
	require.ErrorIs(t, err, types.ErrSelfSettlement)
	_, err = m.buyIn(m.Client, m.Retail, failing.Id, yen(920_000))
	require.ErrorIs(t, err, types.ErrShort)
	_, err = m.buyIn(m.Client, m.Abroad, failing.Id, sdk.NewInt64Coin("uusd", 1))
	require.ErrorIs(t, err, types.ErrNotParty)
	require.ErrorIs(t, m.closeFail(m.Dealer, failing.Id), types.ErrNotFailing, "who fails cannot walk away")

	bought, err := m.buyIn(m.Client, m.Abroad, failing.Id, yen(920_000))
	require.NoError(t, err)
	require.Equal(t, yen(20_000), bought.Claim)
	require.EqualValues(t, 2_500, m.bonds(m.Client))
	require.EqualValues(t, money-20_000, m.money(m.Dealer), "the claim is paid at once, because the dealer has it")
	require.True(t, m.gone(failing.Id))
	m.audited()
}

// What a buy-in may cost the failing side has a bound, and what it has not yet is claimed as it comes.
func TestTheClaimIsBoundedAndPaidAsCashArrives(t *testing.T) {
	m := newMarket(t)
	failing := m.failing()
	require.NoError(t, m.Send(m.Dealer, m.Retail, yen(1_000_000)))
	m.Issue(m.Abroad, 2_000)
	m.MintYen(m.Client, 1_000_000_000_000)
	m.on("2026-04-13")
	charge := m.show(failing.Id).Charge
	require.Equal(t, yen(665), sdk.NewCoin(testutil.Yen, charge), "twelve days at once, rounded down once")
	bought, err := m.buyIn(m.Client, m.Abroad, failing.Id, yen(1_500_000))
	require.NoError(t, err)
	require.Equal(t, yen(45_000+665), bought.Claim, "five percent of the price, and the charge")
	m.audited()

	claims, err := m.queries.Settlements(m.Ctx, &types.QuerySettlementsRequest{Account: m.Dealer.String()})
	require.NoError(t, err)
	require.Len(t, claims.Settlements, 1)
	require.Equal(t, types.KindClaim, claims.Settlements[0].Settlement.Kind)
	require.ErrorIs(t, m.hold(m.Dealer, claims.Settlements[0].Id), types.ErrNotParty, "a debtor cannot hold a claim")

	before := m.money(m.Client)
	require.NoError(t, m.Send(m.Retail, m.Dealer, yen(5_665)))
	m.end(1)
	require.Zero(t, m.money(m.Dealer))
	require.EqualValues(t, before+5_665, m.money(m.Client))
	require.NoError(t, m.Send(m.Retail, m.Dealer, yen(50_000)))
	m.end(1)
	require.EqualValues(t, 10_000, m.money(m.Dealer))
	require.EqualValues(t, before+45_665, m.money(m.Client))
	require.True(t, m.gone(claims.Settlements[0].Id))
	m.audited()
}

func TestEitherSideClosesAFailOfTheOther(t *testing.T) {
	m := newMarket(t)
	failing := m.failing()
	m.on("2026-04-13")
	require.NoError(t, m.closeFail(m.Client, failing.Id))
	require.True(t, m.gone(failing.Id))
	m.audited()

	in := m.deliver("MONY", 1, 1_900_000)
	in.TradeDate, in.SettlementDate = "2026-04-13", "2026-04-13"
	unpaid := m.trade(m.Dealer, m.Client, in)
	requirePending(t, types.ReasonMONY, m.Client, unpaid)
	m.on("2026-04-23")
	require.ErrorIs(t, m.closeFail(m.Client, unpaid.Id), types.ErrNotFailing)
	require.NoError(t, m.closeFail(m.Dealer, unpaid.Id))
	m.audited()
}

// Both together may end a fail at any time; what was not paid of the charge is waived.
func TestACancelledFailWaivesTheCharge(t *testing.T) {
	m := newMarket(t)
	failing := m.failing()
	require.NoError(t, m.Send(m.Dealer, m.Abroad, yen(1_000_000)))
	m.on("2026-04-02")
	_, err := m.cancel(m.Dealer, failing.Id)
	require.NoError(t, err)
	cancelled, err := m.cancel(m.Client, failing.Id)
	require.NoError(t, err)
	require.True(t, cancelled)
	require.EqualValues(t, 1_000_000, m.money(m.Client))
	m.audited()
}
