package keeper_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/kokusai-chain/kokusai/x/custody/control/keeper"
	"github.com/kokusai-chain/kokusai/x/custody/control/types"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// A court orders bonds to be handed over: the custodian freezes at once, both sides order the rest.
func TestCourtOrder(t *testing.T) {
	f := newFixture(t)
	_, err := f.Msgs.FreezeAccount(f.Ctx, &custodytypes.MsgFreezeAccount{Signer: f.Custodian.String(), Account: f.Client.String(), Reason: custodytypes.ReasonCourtOrder})
	require.NoError(t, err)
	frozen := f.propose(f.Custodian, types.SideCustodian, f.freeze(f.Client, testutil.ISIN), 0)
	taken := f.propose(f.Custodian, types.SideCustodian, f.seizure(300), 48)
	executed, err := f.approve(f.Ministry, f.Custodian, frozen)
	require.NoError(t, err)
	require.True(t, executed, "a freeze is made at once")
	executed, err = f.approve(f.Ministry, f.Custodian, taken)
	require.NoError(t, err)
	require.False(t, executed)
	f.at(47)
	f.endBlock()
	require.ErrorIs(t, f.execute(f.Custodian, taken), types.ErrNotDue)
	require.Equal(t, int64(500), f.Balance(f.Client, testutil.Denom))
	f.at(48)
	f.endBlock()
	require.Equal(t, int64(200), f.Balance(f.Client, testutil.Denom))
	require.Equal(t, int64(1_300), f.Balance(f.Dealer, testutil.Denom))
	require.ErrorIs(t, f.execute(f.Custodian, taken), types.ErrProposalNotFound)
	f.at(500)
	require.ErrorIs(t, f.Send(f.Client, f.Dealer, testutil.Bonds(1)), custodytypes.ErrSenderFrozen, "the freeze was confirmed")
	register, err := f.Queries.OverrideRegister(f.Ctx, &custodytypes.QueryOverrideRegisterRequest{Subject: f.Client.String()})
	require.NoError(t, err)
	require.Len(t, register.Overrides, 3)
	require.Equal(t, [2]string{f.Custodian.String(), f.Ministry.String()}, [2]string{register.Overrides[2].By, register.Overrides[2].Second})
	require.Equal(t, 2, f.Events("kokusai.custody.control.v1.EventExecuted"))
	require.NoError(t, f.keeper.Audit(f.Ctx))
	require.NoError(t, f.Keeper.Audit(f.Ctx))
}

func TestWhoMayProposeAndApprove(t *testing.T) {
	f := newFixture(t)
	rules := f.Rules()
	cash := testutil.YenOf(5)
	takeCash := types.Intervention{Action: custodytypes.ActionForceTransfer, Account: f.Client.String(), To: f.Dealer.String(), Amount: &cash}
	setRules := types.Intervention{Action: custodytypes.ActionSetRules, Rules: &rules}
	freezeSeries := types.Intervention{Action: custodytypes.ActionFreezeSeries, Isin: testutil.ISIN}
	for name, c := range map[string]struct {
		what                                 types.Intervention
		issuer, custodian, wrong, notCustody sdk.AccAddress
	}{
		"account":      {f.freeze(f.Client, testutil.ISIN), f.Ministry, f.Custodian, f.Treasury, f.Rival},
		"no series":    {f.freeze(f.Client, ""), f.Governance, f.central, f.Ministry, f.Rival},
		"not held":     {f.freeze(f.Client, testutil.OtherISIN), f.Governance, f.Custodian, f.Ministry, f.Client},
		"bonds":        {f.seizure(1), f.Ministry, f.central, f.Custodian, f.Dealer},
		"cash":         {takeCash, f.YenBank, f.Custodian, f.Ministry, f.YenBank},
		"rules":        {setRules, f.Ministry, f.central, f.Custodian, f.Custodian},
		"whole series": {freezeSeries, f.Ministry, f.Governance, f.central, f.Custodian},
	} {
		_, err := f.ask(c.wrong, types.SideIssuer, c.what, 0)
		require.ErrorIs(t, err, types.ErrNotASide, name)
		_, err = f.ask(c.notCustody, types.SideCustodian, c.what, 0)
		require.ErrorIs(t, err, types.ErrNotASide, name)
		number := f.propose(c.issuer, types.SideIssuer, c.what, 1)
		_, err = f.approve(c.notCustody, c.issuer, number)
		require.Error(t, err, name)
		_, err = f.approve(c.custodian, c.issuer, number)
		require.NoError(t, err, name)
		_, err = f.approve(c.custodian, c.issuer, number)
		require.ErrorIs(t, err, types.ErrAlreadyApproved, name)
	}
	number := f.propose(f.Governance, types.SideIssuer, f.freeze(f.Client, ""), 0)
	_, err := f.approve(f.Governance, f.Governance, number)
	require.ErrorIs(t, err, types.ErrSameParty, "governance is either side, not both")
	f.SetLicence(f.Custodian, "", custodytypes.LicenceStatusSuspended)
	_, err = f.approve(f.Custodian, f.Governance, number)
	require.ErrorIs(t, err, types.ErrNotASide)
	_, err = f.approve(f.central, f.Governance, number)
	require.NoError(t, err, "the central book stands in for a custodian that is gone")
}

func TestBadProposals(t *testing.T) {
	f := newFixture(t)
	rules, coin := f.Rules(), testutil.Bonds(1)
	badRules, stake := rules, sdk.NewInt64Coin("ukoku", 1)
	badRules.Classes = nil
	for name, what := range map[string]types.Intervention{
		"nothing":          {},
		"no such action":   {Action: 99},
		"not proposed":     {Action: custodytypes.ActionAppointSuccessor, Account: f.Client.String()},
		"no account":       {Action: custodytypes.ActionFreezeAccount},
		"field too many":   {Action: custodytypes.ActionFreezeSeries, Isin: testutil.ISIN, Account: f.Client.String()},
		"both":             {Action: custodytypes.ActionSetRules, Rules: &rules, Isin: testutil.ISIN},
		"bad account":      {Action: custodytypes.ActionFreezeAccount, Account: "x"},
		"bad receiver":     {Action: custodytypes.ActionForceTransfer, Account: f.Client.String(), To: "x", Amount: &coin},
		"bad series":       {Action: custodytypes.ActionFreezeSeries, Isin: "JP1103811S14"},
		"bad rules":        {Action: custodytypes.ActionSetRules, Rules: &badRules},
		"not regulated":    {Action: custodytypes.ActionForceTransfer, Account: f.Client.String(), To: f.Dealer.String(), Amount: &stake},
		"unfreeze nothing": {Action: custodytypes.ActionUnfreezeSeries},
	} {
		_, err := f.ask(f.Governance, types.SideIssuer, what, 0)
		require.Error(t, err, name)
	}
	good := types.MsgPropose{Proposer: f.Governance.String(), Side: types.SideIssuer, Intervention: f.seizure(1), Reason: custodytypes.ReasonFraud}
	for name, change := range map[string]func(*types.MsgPropose){
		"side":     func(m *types.MsgPropose) { m.Side = 0 },
		"reason":   func(m *types.MsgPropose) { m.Reason = 0 },
		"note":     func(m *types.MsgPropose) { m.ReasonNote = strings.Repeat("n", 201) },
		"hash":     func(m *types.MsgPropose) { m.DocumentHash = "ab" },
		"delay":    func(m *types.MsgPropose) { m.DelayHours = 8_761 },
		"proposer": func(m *types.MsgPropose) { m.Proposer = "x" },
	} {
		bad := good
		change(&bad)
		_, err := f.msgs.Propose(f.Ctx, &bad)
		require.Error(t, err, name)
	}
	_, err := f.msgs.UpdateParams(f.Ctx, &types.MsgUpdateParams{Authority: f.Custodian.String(), Params: types.DefaultParams()})
	require.Error(t, err)
	params := types.DefaultParams()
	params.MinDelayHours, params.MaxOpen = 24, 2
	_, err = f.msgs.UpdateParams(f.Ctx, &types.MsgUpdateParams{Authority: f.Governance.String(), Params: params})
	require.NoError(t, err)
	_, err = f.ask(f.Ministry, types.SideIssuer, f.seizure(1), 23)
	require.ErrorIs(t, err, types.ErrInvalidProposal)
	f.propose(f.Ministry, types.SideIssuer, f.seizure(1), 24)
	f.propose(f.Ministry, types.SideIssuer, f.freeze(f.Client, testutil.ISIN), 0)
	_, err = f.ask(f.Ministry, types.SideIssuer, f.seizure(1), 24)
	require.ErrorIs(t, err, types.ErrTooMany)
	params.RetryHours = 0
	_, err = f.msgs.UpdateParams(f.Ctx, &types.MsgUpdateParams{Authority: f.Governance.String(), Params: params})
	require.ErrorIs(t, err, types.ErrInvalidParams)
}

func TestProposalsLapseAndAreWithdrawn(t *testing.T) {
	f := newFixture(t)
	lapses := f.propose(f.Ministry, types.SideIssuer, f.seizure(1), 0)
	taken := f.propose(f.Ministry, types.SideIssuer, f.seizure(2), 0)
	regretted := f.propose(f.Ministry, types.SideIssuer, f.seizure(3), 10)
	require.ErrorIs(t, f.withdraw(f.Custodian, f.Ministry, taken), types.ErrNotAParty)
	require.NoError(t, f.withdraw(f.Ministry, f.Ministry, taken))
	_, err := f.approve(f.Custodian, f.Ministry, taken)
	require.ErrorIs(t, err, types.ErrProposalNotFound)
	require.ErrorIs(t, f.execute(f.Ministry, lapses), types.ErrNotApproved)
	_, err = f.approve(f.Custodian, f.Ministry, regretted)
	require.NoError(t, err)
	require.NoError(t, f.withdraw(f.Custodian, f.Ministry, regretted), "until it is made, both have to want it")
	f.at(336)
	_, err = f.approve(f.Custodian, f.Ministry, lapses)
	require.ErrorIs(t, err, types.ErrExpired)
	f.endBlock()
	require.Equal(t, 1, f.Events("kokusai.custody.control.v1.EventExpired"))
	require.Equal(t, 2, f.Events("kokusai.custody.control.v1.EventWithdrawn"))
	require.Equal(t, int64(500), f.Balance(f.Client, testutil.Denom))
	all, err := keeper.NewQueryServer(f.keeper).Proposals(f.Ctx, &types.QueryProposalsRequest{})
	require.NoError(t, err)
	require.Empty(t, all.Proposals)
}

func TestWhatFailsIsTriedAgain(t *testing.T) {
	f := newFixture(t)
	f.Pledge(f.Client, testutil.Bonds(400), "loan")
	now := f.propose(f.Ministry, types.SideIssuer, f.seizure(300), 0)
	_, err := f.approve(f.Custodian, f.Ministry, now)
	require.ErrorIs(t, err, custodytypes.ErrInsufficientFree, "at once it fails in the approver's face")
	later := f.propose(f.Ministry, types.SideIssuer, f.seizure(300), 1)
	_, err = f.approve(f.Custodian, f.Ministry, later)
	require.NoError(t, err)
	f.at(1)
	f.endBlock()
	require.Equal(t, 1, f.Events("kokusai.custody.control.v1.EventExecutionFailed"))
	f.endBlock()
	require.Equal(t, 1, f.Events("kokusai.custody.control.v1.EventExecutionFailed"), "not before the retry")
	require.NoError(t, f.Keeper.Release(f.Ctx, f.Client, testutil.Bonds(400), testutil.Pledgee, "loan"))
	f.at(2)
	f.endBlock()
	require.Equal(t, int64(200), f.Balance(f.Client, testutil.Denom))

	f.Pledge(f.Client, testutil.Bonds(200), "loan")
	never := f.propose(f.Ministry, types.SideIssuer, f.seizure(100), 1)
	_, err = f.approve(f.Custodian, f.Ministry, never)
	require.NoError(t, err)
	f.at(3 + 336)
	require.ErrorIs(t, f.execute(f.Ministry, never), types.ErrExpired)
	f.endBlock()
	require.Equal(t, 2, f.Events("kokusai.custody.control.v1.EventExpired"), "that, and the first, which nobody approved in time")
	require.NoError(t, f.keeper.Audit(f.Ctx))
}

func TestABlockTakesUpABoundedNumber(t *testing.T) {
	f := newFixture(t)
	params := types.DefaultParams()
	params.BlockLimit = 3
	require.NoError(t, f.keeper.SetParams(f.Ctx, params))
	for range 10 {
		_, err := f.approve(f.Custodian, f.Ministry, f.propose(f.Ministry, types.SideIssuer, f.seizure(10), 1))
		require.NoError(t, err)
	}
	f.at(1)
	for _, left := range []int64{470, 440, 410, 400} {
		f.endBlock()
		require.Equal(t, left, f.Balance(f.Client, testutil.Denom))
	}
}

// The rules of a series change by order of both sides.
func TestRulesAndSeries(t *testing.T) {
	f := newFixture(t)
	rules := f.Rules()
	rules.Suspended = true
	executed, err := f.approve(f.central, f.Ministry, f.propose(f.Ministry, types.SideIssuer, types.Intervention{Action: custodytypes.ActionSetRules, Rules: &rules}, 0))
	require.NoError(t, err)
	require.True(t, executed)
	require.ErrorIs(t, f.Send(f.Dealer, f.Client, testutil.Bonds(1)), custodytypes.ErrSeriesSuspended)
	f.SetRules(f.Rules())
	for _, c := range []struct {
		action custodytypes.OverrideAction
		want   error
	}{{custodytypes.ActionFreezeSeries, custodytypes.ErrSeriesFrozen}, {custodytypes.ActionUnfreezeSeries, nil}} {
		_, err := f.approve(f.Ministry, f.central, f.propose(f.central, types.SideCustodian, types.Intervention{Action: c.action, Isin: testutil.ISIN}, 0))
		require.NoError(t, err)
		require.ErrorIs(t, f.Send(f.Dealer, f.Client, testutil.Bonds(1)), c.want)
	}
	_, err = f.approve(f.Custodian, f.Ministry, f.propose(f.Ministry, types.SideIssuer, f.freeze(f.Client, testutil.ISIN), 0))
	require.NoError(t, err)
	thaw := f.freeze(f.Client, testutil.ISIN)
	thaw.Action = custodytypes.ActionUnfreezeAccount
	_, err = f.approve(f.Custodian, f.Ministry, f.propose(f.Ministry, types.SideIssuer, thaw, 0))
	require.NoError(t, err)
	require.NoError(t, f.Send(f.Client, f.Dealer, testutil.Bonds(1)))
}

// A client loses its key: everything goes to the new account, step by step.
func TestLostKey(t *testing.T) {
	f := newFixture(t)
	reference := strings.Repeat("ab", 32)
	fresh := testutil.Address("new account")
	_, err := f.Msgs.UpdateInvestor(f.Ctx, &custodytypes.MsgUpdateInvestor{
		Custodian: f.Custodian.String(), Account: f.Client.String(), InvestorClass: custodytypes.ClassInstitutional, Jurisdiction: "JP",
		TaxClass: custodytypes.TaxClassDesignatedInstitution, Expiry: "2030-12-31", ReferenceHash: reference,
	})
	require.NoError(t, err)
	registration := f.Registration(fresh, custodytypes.ClassInstitutional, "JP")
	registration.ReferenceHash = reference
	_, err = f.Msgs.RegisterInvestor(f.Ctx, registration)
	require.NoError(t, err)
	params := custodytypes.DefaultParams()
	params.MaxReleased = 1
	require.NoError(t, f.Keeper.SetParams(f.Ctx, params))
	f.Keeper.SetRecoveryHooks(custodytypes.MultiRecoveryHooks{})
	f.Pledge(f.Client, testutil.Bonds(100), "loan")
	f.IssueCoin(f.Treasury, testutil.Bonds(1))
	recovery := types.Intervention{Action: custodytypes.ActionRecoverAccount, Account: f.Client.String(), To: fresh.String(), Isin: testutil.ISIN}
	number := f.propose(f.Custodian, types.SideCustodian, recovery, 24)
	_, err = f.approve(f.Ministry, f.Custodian, number)
	require.NoError(t, err)
	f.at(24)
	for range 3 {
		f.endBlock()
	}
	require.Equal(t, int64(500), f.Balance(fresh, testutil.Denom))
	require.Equal(t, int64(1_000_000_000_000), f.Balance(fresh, testutil.Yen))
	require.Zero(t, f.Balance(f.Client, testutil.Denom)+f.Balance(f.Client, testutil.Yen))
	require.Equal(t, int64(100), f.Keeper.Pledged(f.Ctx, fresh, testutil.Denom, testutil.Pledgee, "loan").Int64())
	require.ErrorIs(t, f.execute(f.Custodian, number), types.ErrProposalNotFound)
	require.NoError(t, f.keeper.Audit(f.Ctx))
	require.NoError(t, f.Keeper.Audit(f.Ctx))
}

func TestGenesis(t *testing.T) {
	f := newFixture(t)
	f.propose(f.Ministry, types.SideIssuer, f.seizure(1), 5)
	approved := f.propose(f.Ministry, types.SideIssuer, f.seizure(2), 5)
	_, err := f.approve(f.Custodian, f.Ministry, approved)
	require.NoError(t, err)
	exported, err := f.keeper.ExportGenesis(f.Ctx)
	require.NoError(t, err)
	fresh := newFixture(t)
	require.NoError(t, fresh.keeper.InitGenesis(fresh.Ctx, exported))
	again, err := fresh.keeper.ExportGenesis(fresh.Ctx)
	require.NoError(t, err)
	require.Equal(t, exported, again)
	require.NoError(t, fresh.keeper.Audit(fresh.Ctx))
	fresh.at(5)
	fresh.endBlock()
	require.Equal(t, int64(498), fresh.Balance(fresh.Client, testutil.Denom), "life goes on")
	for name, broken := range map[string]func(*types.GenesisState){
		"params":       func(g *types.GenesisState) { g.Params.BlockLimit = 0 },
		"twice":        func(g *types.GenesisState) { g.Proposals = append(g.Proposals, g.Proposals[0]) },
		"no sequence":  func(g *types.GenesisState) { g.Sequences = nil },
		"sequence":     func(g *types.GenesisState) { g.Sequences = append(g.Sequences, g.Sequences[0]) },
		"status":       func(g *types.GenesisState) { g.Proposals[0].Status = 0 },
		"alone":        func(g *types.GenesisState) { g.Proposals[1].Approver = g.Proposals[1].Proposer },
		"no approver":  func(g *types.GenesisState) { g.Proposals[1].Approver = "" },
		"approver":     func(g *types.GenesisState) { g.Proposals[0].Approver = f.Custodian.String() },
		"intervention": func(g *types.GenesisState) { g.Proposals[0].Intervention.To = "" },
		"turn":         func(g *types.GenesisState) { g.Proposals[0].NextTurn = g.Proposals[0].ExpiresAt.AddDate(0, 0, 1) },
		"series": func(g *types.GenesisState) {
			coin := sdk.NewInt64Coin("bond/JP1201951S15", 1)
			g.Proposals[0].Intervention.Amount = &coin
		},
	} {
		bad, err := f.keeper.ExportGenesis(f.Ctx)
		require.NoError(t, err)
		broken(bad)
		empty := newFixture(t)
		require.Error(t, empty.keeper.InitGenesis(empty.Ctx, bad), name)
	}
}

func TestQueries(t *testing.T) {
	f := newFixture(t)
	f.propose(f.Ministry, types.SideIssuer, f.seizure(1), 5)
	f.propose(f.Custodian, types.SideCustodian, f.seizure(2), 5)
	queries := keeper.NewQueryServer(f.keeper)
	one, err := queries.Proposal(f.Ctx, &types.QueryProposalRequest{Proposer: f.Ministry.String(), Number: 1})
	require.NoError(t, err)
	require.Equal(t, "case 12", one.Proposal.Note)
	mine, err := queries.Proposals(f.Ctx, &types.QueryProposalsRequest{Proposer: f.Custodian.String()})
	require.NoError(t, err)
	require.Len(t, mine.Proposals, 1)
	_, err = queries.Proposals(f.Ctx, &types.QueryProposalsRequest{Pagination: &query.PageRequest{Offset: 1}})
	require.ErrorContains(t, err, "is not served")
	params, err := queries.Params(f.Ctx, &types.QueryParamsRequest{})
	require.NoError(t, err)
	require.Equal(t, types.DefaultParams(), params.Params)
}

// Whatever order proposals, approvals, withdrawals and time come in: nothing is taken that both sides did not want at the
// time, and nothing is taken twice.
func TestNothingHappensWithoutBothSides(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		f := newFixture(t)
		hours, taken := 0, int64(0)
		type state struct{ approved, gone bool }
		model := map[uint64]*state{}
		for range rapid.IntRange(1, 25).Draw(r, "steps") {
			number := uint64(rapid.IntRange(1, 5).Draw(r, "number"))
			s := model[number]
			switch rapid.SampledFrom([]string{"propose", "approve", "withdraw", "execute", "time"}).Draw(r, "step") {
			case "propose":
				model[f.propose(f.Ministry, types.SideIssuer, f.seizure(1), 10)] = &state{}
			case "approve":
				if _, err := f.approve(f.Custodian, f.Ministry, number); err == nil {
					require.False(r, s.approved || s.gone)
					s.approved = true
				}
			case "withdraw":
				if err := f.withdraw(f.Ministry, f.Ministry, number); err == nil {
					require.False(r, s.gone)
					s.gone = true
				}
			case "execute":
				if err := f.execute(f.Ministry, number); err == nil {
					require.True(r, s.approved && !s.gone)
					s.gone, taken = true, taken+1
				}
			case "time":
				hours += rapid.IntRange(1, 12).Draw(r, "hours")
				f.at(hours)
				f.endBlock()
				for n, s := range model {
					if !s.gone && !f.isOpen(n) {
						require.True(r, s.approved)
						s.gone, taken = true, taken+1
					}
				}
			}
			require.Equal(r, 500-taken, f.Balance(f.Client, testutil.Denom))
		}
		require.NoError(r, f.keeper.Audit(f.Ctx))
	})
}

// isOpen tells whether a proposal of the ministry is open.
func (f *fixture) isOpen(number uint64) bool {
	_, err := keeper.NewQueryServer(f.keeper).Proposal(f.Ctx, &types.QueryProposalRequest{Proposer: f.Ministry.String(), Number: number})
	return err == nil
}
