package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// withDollars licenses a second cash denom and gives the stranger some.
func withDollars(m *market) {
	m.CashLicence(testutil.Address("dollar bank"), testutil.LEIs[3], "uusd", testutil.Units(1_000_000_000))
	_, err := m.Fixture.Msgs.MintCash(m.Ctx, &custodytypes.MsgMintCash{
		Issuer: testutil.Address("dollar bank").String(), Recipient: m.Stranger.String(), Amount: dollars(100),
	})
	require.NoError(m.t, err)
}

func dollars(n int64) sdk.Coin { return sdk.NewInt64Coin("uusd", n*1_000_000) }

func otherBonds(n int64) sdk.Coin { return sdk.NewInt64Coin("bond/"+testutil.OtherISIN, n) }

func TestPaymentVersusPayment(t *testing.T) {
	m := newMarket(t)
	withDollars(m)
	proposed, err := m.propose(set("FX-1", []sdk.AccAddress{m.Dealer, m.Stranger}, leg(0, 1, yen(15_000)), leg(1, 0, dollars(100))))
	require.NoError(t, err)
	allegements, err := m.queries.Allegements(m.Ctx, &types.QueryAllegementsRequest{Account: m.Stranger.String()})
	require.NoError(t, err)
	require.Len(t, allegements.Settlements, 1)
	outcome, err := m.affirm(m.Stranger, proposed)
	require.NoError(t, err)
	require.Equal(t, types.StatusSettled, outcome.Status)
	require.EqualValues(t, 1_015_000, m.money(m.Stranger))
	require.EqualValues(t, 100_000_000, m.Balance(m.Dealer, "uusd"))
	m.audited()

	answer, err := m.queries.Trade(m.Ctx, &types.QueryTradeRequest{Party: m.Dealer.String(), Counterparty: m.Dealer.String(), Reference: "FX-1"})
	require.NoError(t, err)
	require.Equal(t, types.StatusSettled, answer.Status)
	_, err = m.propose(set("FX-1", []sdk.AccAddress{m.Dealer, m.Client}, leg(0, 1, yen(1)), leg(1, 0, testutil.Bonds(1))))
	require.ErrorIs(t, err, types.ErrReferenceSettled)
}

func TestDeliveryVersusDelivery(t *testing.T) {
	m := newMarket(t)
	rules := m.Rules()
	rules.Isin = testutil.OtherISIN
	m.SetRules(rules)
	m.IssueCoin(m.Client, otherBonds(40))
	proposed, err := m.propose(set("SWITCH", []sdk.AccAddress{m.Dealer, m.Client}, leg(0, 1, testutil.Bonds(50)), leg(1, 0, otherBonds(40))))
	require.NoError(t, err)
	outcome, err := m.affirm(m.Client, proposed)
	require.NoError(t, err)
	require.Equal(t, types.StatusSettled, outcome.Status)
	require.EqualValues(t, 40, m.Balance(m.Dealer, "bond/"+testutil.OtherISIN))
	m.audited()
}

// A chain settles although nobody in the middle has anything.
func TestAChainOfSeveralParties(t *testing.T) {
	m := newMarket(t)
	proposed, err := m.propose(set("CHAIN", []sdk.AccAddress{m.Dealer, m.Abroad, m.Client},
		leg(0, 1, testutil.Bonds(300)), leg(1, 0, yen(300)), leg(1, 2, testutil.Bonds(300)), leg(2, 1, yen(303))))
	require.NoError(t, err)
	outcome, err := m.affirm(m.Abroad, proposed)
	require.NoError(t, err)
	require.Equal(t, types.StatusAlleged, outcome.Status)
	m.audited()
	outcome, err = m.affirm(m.Client, proposed)
	require.NoError(t, err)
	require.Equal(t, types.StatusSettled, outcome.Status)
	require.Zero(t, m.bonds(m.Abroad))
	require.EqualValues(t, 1_000_003, m.money(m.Abroad))
	require.EqualValues(t, 800, m.bonds(m.Client))
	m.audited()
}

// Every leg is judged although nothing of it may move: the middle of a chain must be allowed to hold.
func TestNettingHidesNobody(t *testing.T) {
	m := newMarket(t)
	proposed, err := m.propose(set("CHAIN", []sdk.AccAddress{m.Dealer, m.Retail, m.Client},
		leg(0, 1, testutil.Bonds(300)), leg(1, 0, yen(300)), leg(1, 2, testutil.Bonds(300)), leg(2, 1, yen(303))))
	require.NoError(t, err)
	_, err = m.affirm(m.Retail, proposed)
	require.NoError(t, err)
	outcome, err := m.affirm(m.Client, proposed)
	require.NoError(t, err)
	requirePending(t, types.ReasonSBLO, nil, outcome)
	require.Contains(t, outcome.Pending.Detail, "CLASS")
	require.EqualValues(t, 500, m.bonds(m.Client))
}

func TestBadSets(t *testing.T) {
	m := newMarket(t)
	dc := []sdk.AccAddress{m.Dealer, m.Client}
	fine := func() *types.MsgPropose { return set("S", dc, leg(0, 1, testutil.Bonds(1)), leg(1, 0, yen(1))) }
	for name, c := range map[string]struct {
		change func(*types.MsgPropose)
		want   error
	}{
		"fine":                  {func(*types.MsgPropose) {}, nil},
		"no legs":               {func(s *types.MsgPropose) { s.Legs = nil }, types.ErrOpenLegs},
		"one way":               {func(s *types.MsgPropose) { s.Legs = s.Legs[:1] }, types.ErrOpenLegs},
		"one way, free":         {func(s *types.MsgPropose) { s.Legs, s.FreeOfPayment = s.Legs[:1], true }, nil},
		"a party without a leg": {func(s *types.MsgPropose) { s.Parties = append(s.Parties, m.Abroad.String()) }, types.ErrOpenLegs},
		"two sets in one": {func(s *types.MsgPropose) {
			s.Parties = append(s.Parties, m.Abroad.String(), m.Stranger.String())
			s.Legs = append(s.Legs, leg(2, 3, yen(1)), leg(3, 2, yen(2)))
		}, types.ErrOpenLegs},
		"to itself":               {func(s *types.MsgPropose) { s.Legs[0].To = 0 }, types.ErrSelfSettlement},
		"nobody":                  {func(s *types.MsgPropose) { s.Legs[0].To = 7 }, types.ErrInvalidLeg},
		"somebody twice":          {func(s *types.MsgPropose) { s.Parties[1] = s.Parties[0] }, types.ErrInvalidParties},
		"not the proposer's":      {func(s *types.MsgPropose) { s.Proposer = m.Abroad.String() }, types.ErrInvalidParties},
		"alone":                   {func(s *types.MsgPropose) { s.Parties = s.Parties[:1] }, types.ErrInvalidParties},
		"bad address":             {func(s *types.MsgPropose) { s.Parties[1] = "x" }, custodytypes.ErrInvalidAddress},
		"stake":                   {func(s *types.MsgPropose) { s.Legs[1].Amount = sdk.NewInt64Coin("ukoku", 1) }, custodytypes.ErrInvalidDenom},
		"unlicensed":              {func(s *types.MsgPropose) { s.Legs[1].Amount = sdk.NewInt64Coin("ueur", 1) }, types.ErrNotRegulated},
		"zero":                    {func(s *types.MsgPropose) { s.Legs[1].Amount.Amount = math.ZeroInt() }, custodytypes.ErrInvalidAmount},
		"above the largest piece": {func(s *types.MsgPropose) { s.Legs[0].Amount = testutil.Bonds(5_000_000_001) }, types.ErrInvalidPiece},
		"calendar":                {func(s *types.MsgPropose) { s.Calendar = "mars" }, types.ErrInvalidCalendar},
		"holiday":                 {func(s *types.MsgPropose) { s.SettlementDate = "2026-05-04" }, types.ErrHoliday},
		"no date":                 {func(s *types.MsgPropose) { s.SettlementDate = "" }, types.ErrInvalidDate},
		"too many legs": {func(s *types.MsgPropose) {
			for range 100 {
				s.Legs = append(s.Legs, s.Legs[0])
			}
		}, types.ErrTooMany},
		"reference with a newline": {func(s *types.MsgPropose) { s.Reference = "a\nb" }, custodytypes.ErrInvalidReference},
		"priority":                 {func(s *types.MsgPropose) { s.Priority = 11 }, types.ErrInvalidPriority},
	} {
		t.Run(name, func(t *testing.T) {
			msg := fine()
			msg.Reference = fmt.Sprintf("S-%d", len(name))
			c.change(msg)
			proposed, err := m.propose(msg)
			if c.want != nil {
				require.ErrorIs(t, err, c.want)
				return
			}
			require.NoError(t, err)
			_, err = m.cancel(m.Dealer, proposed.Id)
			require.NoError(t, err)
		})
	}
	m.audited()
}

// A holiday of any series of a set counts: New York is closed on the third of July 2026, Tokyo is not.
func TestASetKeepsTheCalendarsOfItsSeries(t *testing.T) {
	m := newMarket(t)
	m.Bond.SetCalendar(testutil.OtherISIN, "newyork")
	msg := set("S", []sdk.AccAddress{m.Dealer, m.Client}, leg(0, 1, testutil.Bonds(1)), leg(1, 0, otherBonds(1)))
	msg.SettlementDate = "2026-07-03"
	_, err := m.propose(msg)
	require.ErrorIs(t, err, types.ErrHoliday)
}

func TestAffirm(t *testing.T) {
	m := newMarket(t)
	parties := []sdk.AccAddress{m.Dealer, m.Client, m.Abroad}
	legs := []types.Leg{leg(0, 1, testutil.Bonds(1)), leg(1, 2, yen(2)), leg(2, 0, yen(1))}
	proposed, err := m.propose(set("S", parties, legs...))
	require.NoError(t, err)
	require.Equal(t, set("S", parties, legs...).Digest(), proposed.Digest, "known before anything is proposed")
	_, err = m.propose(set("S", parties, legs...))
	require.ErrorIs(t, err, types.ErrInstructed)
	_, err = m.affirm(m.Stranger, proposed)
	require.ErrorIs(t, err, types.ErrNotParty)
	_, err = m.affirm(m.Dealer, proposed)
	require.ErrorIs(t, err, types.ErrAgreed)
	_, err = m.affirm(m.Client, &types.MsgProposeResponse{Id: proposed.Id, Digest: fmt.Sprintf("%064d", 0)})
	require.ErrorIs(t, err, types.ErrDigest)
	_, err = m.affirm(m.Client, &types.MsgProposeResponse{Id: proposed.Id, Digest: "short"})
	require.ErrorIs(t, err, types.ErrDigest)

	_, err = m.affirm(m.Client, proposed)
	require.NoError(t, err)
	cancelled, err := m.cancel(m.Client, proposed.Id)
	require.NoError(t, err)
	require.False(t, cancelled, "one who is not the proposer takes its agreement back")
	_, err = m.affirm(m.Abroad, proposed)
	require.NoError(t, err)
	m.audited()

	// What is affirmed cannot be exchanged for something else: the proposer must open anew, under another digest.
	_, err = m.cancel(m.Dealer, proposed.Id)
	require.NoError(t, err)
	legs[2].Amount = yen(2)
	again, err := m.propose(set("S", parties, legs...))
	require.NoError(t, err)
	require.Equal(t, proposed.Id, again.Id)
	_, err = m.affirm(m.Client, proposed)
	require.ErrorIs(t, err, types.ErrDigest)
	shown, err := m.queries.Settlement(m.Ctx, &types.QuerySettlementRequest{Id: again.Id})
	require.NoError(t, err)
	require.Equal(t, again.Digest, shown.Digest)
}

// A batch settles as net movements, all of it or nothing.
func TestBatch(t *testing.T) {
	m := newMarket(t)
	settle := func(msg *types.MsgSettleBatch) (*types.MsgSettleBatchResponse, error) {
		return try(m, func(ctx sdk.Context, msg *types.MsgSettleBatch) (*types.MsgSettleBatchResponse, error) {
			return m.msgs.SettleBatch(ctx, msg)
		}, msg)
	}
	// The client buys 1,400, which the dealer does not have, and sells 800 of them back.
	buy, sell := m.deliver("BUY", 1_400, 14), mirror(m.Client, mirror(m.Dealer, m.deliver("SELL", 800, 9)))
	sell = between(m.Dealer, m.deliver("SELL", 800, 9))
	m.mustInstruct(m.Dealer, buy)
	m.mustInstruct(m.Dealer, mirror(m.Client, sell))
	bought := mirror(m.Dealer, buy)
	_, err := settle(&types.MsgSettleBatch{Party: m.Client.String(), Instructions: []types.Instruction{bought}})
	require.ErrorIs(t, err, types.ErrShort)
	_, err = settle(&types.MsgSettleBatch{Party: m.Client.String(), Instructions: []types.Instruction{bought, bought}})
	require.ErrorIs(t, err, types.ErrDuplicate)
	unknown := bought
	unknown.Reference = "UNKNOWN"
	_, err = settle(&types.MsgSettleBatch{Party: m.Client.String(), Instructions: []types.Instruction{bought, unknown}})
	require.ErrorIs(t, err, types.ErrNotCounter)
	require.EqualValues(t, 500, m.bonds(m.Client))

	answer, err := settle(&types.MsgSettleBatch{Party: m.Client.String(), Instructions: []types.Instruction{bought, sell}})
	require.NoError(t, err)
	require.Len(t, answer.Ids, 2)
	require.EqualValues(t, 1_100, m.bonds(m.Client))
	require.EqualValues(t, 1_000_005, m.money(m.Dealer))
	require.Equal(t, 2, m.Events("kokusai.custody.settlement.v1.EventSettled"), "each is final by itself")
	m.audited()

	held := m.deliver("HELD", 1, 1)
	held.Hold = true
	matched := m.trade(m.Dealer, m.Client, held)
	_, err = settle(&types.MsgSettleBatch{Party: m.Client.String(), Ids: []string{matched.Id}})
	require.ErrorIs(t, err, types.ErrHeld)
	_, err = settle(&types.MsgSettleBatch{Party: m.Abroad.String(), Ids: []string{matched.Id}})
	require.ErrorIs(t, err, types.ErrNotParty)
	_, err = settle(&types.MsgSettleBatch{Party: m.Client.String(), Ids: []string{"xyz"}})
	require.ErrorIs(t, err, types.ErrInvalidID)
	alleged := m.mustInstruct(m.Dealer, m.deliver("ALLEGED", 1, 1))
	_, err = settle(&types.MsgSettleBatch{Party: m.Dealer.String(), Ids: []string{alleged.Id}})
	require.ErrorIs(t, err, types.ErrNotDue)

	// Two that wait for each other settle when one of the parties names both.
	there := m.trade(m.Dealer, m.Client, m.deliver("THERE", 450, 1))
	requirePending(t, types.ReasonLACK, m.Dealer, there)
	back := m.trade(m.Client, m.Dealer, m.deliver("BACK", 1_120, 1))
	requirePending(t, types.ReasonLACK, m.Client, back)
	_, err = settle(&types.MsgSettleBatch{Party: m.Dealer.String(), Ids: []string{there.Id, back.Id}})
	require.NoError(t, err)
	m.Freeze(m.Client)
	m.mustInstruct(m.Dealer, m.deliver("FROZEN", 1, 1))
	_, err = settle(&types.MsgSettleBatch{Party: m.Client.String(), Instructions: []types.Instruction{mirror(m.Dealer, m.deliver("FROZEN", 1, 1))}})
	require.ErrorIs(t, err, types.ErrRefused)
	m.audited()
}
