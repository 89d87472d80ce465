package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/reserve/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

func TestMintingIsGatedByTheQuorum(t *testing.T) {
	f := newMarket(t)
	_, err := f.mint(f.alice, 1)
	require.ErrorIs(t, err, types.ErrStale, "nobody has attested")

	f.must(f.attest(f.auditor, 10, "2026-02-02"))
	_, err = f.mint(f.alice, 1)
	require.ErrorIs(t, err, types.ErrStale, "one of two is no quorum")

	f.must(f.attest(f.registrar, 8, "2026-02-02"))
	_, err = f.mint(f.alice, 9)
	require.ErrorIs(t, err, types.ErrShort, "the least that is attested counts")
	number, err := f.mint(f.alice, 8)
	require.NoError(t, err)
	require.Zero(t, number)
	require.EqualValues(t, 8, f.pieces(f.alice))
	_, err = f.mint(f.alice, 1)
	require.ErrorIs(t, err, types.ErrShort)
	require.Equal(t, 1, f.emitted("EventMinted"))
	require.Equal(t, 2, f.emitted("EventAttested"))

	report := f.report(denom, f.wrapper)
	require.Equal(t, "400000", report.Outstanding.String())
	require.Equal(t, "400000", report.Supply.String())
	require.Equal(t, "400000", report.Attested.String())
	require.Equal(t, "0", report.Room.String())
	require.EqualValues(t, 2, report.Fresh)
	require.Equal(t, types.StandingCovered, report.Standing)
	f.audit()
}

func TestAThirdAttesterWhoSeesLessStopsMinting(t *testing.T) {
	f := newMarket(t)
	f.quorum(10)
	_, err := f.mint(f.alice, 5)
	require.NoError(t, err)
	f.must(f.attest(f.clerk, 4, "2026-02-02"))
	require.Equal(t, types.StandingShort, f.standing())
	_, err = f.mint(f.alice, 1)
	require.ErrorIs(t, err, types.ErrShort)
	f.must(f.attest(f.clerk, 10, "2026-02-02")) // the correction of the same day
	_, err = f.mint(f.alice, 1)
	require.NoError(t, err)
}

func TestAttestationsAgeByBusinessDays(t *testing.T) {
	f := newMarket(t)
	f.at(tokyo("2026-02-06 12:00")) // a Friday
	f.quorum(10)
	f.at(tokyo("2026-02-09 23:59")) // Monday: one business day old
	require.Equal(t, types.StandingCovered, f.standing())
	require.Equal(t, "2026-02-09", f.report(denom, f.wrapper).Lines[0].LastFresh)
	f.at(tokyo("2026-02-10 00:00"))
	require.Equal(t, types.StandingStale, f.standing())
	_, err := f.mint(f.alice, 1)
	require.ErrorIs(t, err, types.ErrStale)
	require.Equal(t, "0", f.report(denom, f.wrapper).Attested.String())
	require.Empty(t, f.report(denom, f.wrapper).AsOf)
}

func TestAttestationsThatDoNotCount(t *testing.T) {
	f := newMarket(t)
	require.ErrorIs(t, f.attest(f.stranger, 10, "2026-02-02"), types.ErrNotAttester)
	require.ErrorIs(t, f.attest(f.auditor, 10, "2026-02-03"), types.ErrAttestationDate, "tomorrow")
	require.ErrorIs(t, f.attest(f.auditor, 10, "2026-01-29"), types.ErrAttestationDate, "stale already")
	require.ErrorIs(t, f.attest(f.auditor, 10, "2026-02-30"), types.ErrInvalidAttestation)
	require.ErrorIs(t, f.attest(f.auditor, -1, "2026-02-02"), types.ErrInvalidAmount)
	other := f.rules()
	other.BookAccount = "BOJ-0000-000"
	require.ErrorIs(t, f.attestTo(other, f.auditor, 10, "2026-02-02"), types.ErrWrongBookAccount)
	other.Denom = "bond/JP1103801RA7"
	require.ErrorIs(t, f.attestTo(other, f.auditor, 10, "2026-02-02"), types.ErrReserveNotFound)
	other.Denom = "ukoku"
	require.ErrorIs(t, f.attestTo(other, f.auditor, 10, "2026-02-02"), types.ErrInvalidDenom)

	f.must(f.attest(f.auditor, 10, "2026-02-02"))
	require.ErrorIs(t, f.attest(f.auditor, 10, "2026-01-30"), types.ErrAttestationOlder)
}

func TestRulesThatChangeDropWhatNoLongerSpeaksOfThem(t *testing.T) {
	f := newMarket(t)
	f.quorum(10)
	rules := f.rules()
	rules.Attesters = rules.Attesters[1:] // without the auditor
	f.must(f.set(rules))
	require.Len(t, f.report(denom, f.wrapper).Lines, 1)
	require.Equal(t, types.StandingStale, f.standing())
	rules.BookAccount = "BOJ-7777-777"
	f.must(f.set(rules))
	require.Empty(t, f.report(denom, f.wrapper).Lines)

	rules.Stopped = true
	f.must(f.set(rules))
	_, err := f.mint(f.alice, 1)
	require.ErrorIs(t, err, types.ErrStopped)
	require.Equal(t, types.StandingStopped, f.standing())
}

func TestReservesAreAdmittedByGovernanceForLicensees(t *testing.T) {
	f := newMarket(t)
	_, err := f.msgs.SetReserve(f.ctx, &types.MsgSetReserve{Authority: f.wrapper.String(), Reserve: f.rules()})
	require.Error(t, err)
	rules := f.rules()
	rules.Institution = f.stranger.String()
	require.ErrorIs(t, f.set(rules), types.ErrNotLicensed)
	rules = f.cashRules(f.wrapper) // a custodian's licence is none for cash
	require.ErrorIs(t, f.set(rules), types.ErrNotLicensed)
	rules = f.rules()
	rules.Denom = "bond/JP1103801RA7"
	require.ErrorIs(t, f.set(rules), bondtypes.ErrSeriesNotFound)
	rules = f.rules()
	f.must(f.keeper.SetParams(f.ctx, types.Params{MaxAttesters: 2, DueLimit: 1, RetryInterval: time.Hour}))
	require.ErrorIs(t, f.set(rules), types.ErrInvalidReserve)
	_, err = f.msgs.UpdateParams(f.ctx, &types.MsgUpdateParams{Authority: f.gov.String(), Params: types.Params{}})
	require.ErrorIs(t, err, types.ErrInvalidParams)
	_, err = f.msgs.UpdateParams(f.ctx, &types.MsgUpdateParams{Authority: f.alice.String(), Params: types.DefaultParams()})
	require.Error(t, err)
}

func TestWhoMayMintToWhom(t *testing.T) {
	f := newMarket(t)
	f.quorum(10)
	_, err := f.mintCoin(f.alice, f.alice, bonds(1))
	require.ErrorIs(t, err, types.ErrReserveNotFound)
	_, err = f.mint(f.stranger, 1)
	require.ErrorIs(t, err, bondtypes.ErrBuyerNotEligible, "a mint does not go to suspense")
	_, err = f.mintCoin(f.wrapper, f.alice, sdk.NewInt64Coin(denom, unit+1))
	require.ErrorIs(t, err, bondtypes.ErrInvalidAmount)
	_, err = f.mintCoin(f.wrapper, f.alice, sdk.Coin{Denom: denom, Amount: math.ZeroInt()})
	require.ErrorIs(t, err, types.ErrInvalidAmount)
	f.must(f.custody.SetLicenceStatus(f.ctx, f.wrapper, "", custodytypes.LicenceStatusSuspended))
	_, err = f.mint(f.alice, 1)
	require.ErrorIs(t, err, types.ErrNotLicensed)
	require.Zero(t, f.emitted("EventMinted"))
	f.audit()
}

func TestLargeMintsWaitAndCountMeanwhile(t *testing.T) {
	f := newMarket(t)
	f.quorum(50)
	number, err := f.mint(f.alice, 15)
	require.NoError(t, err)
	require.Zero(t, number)
	number, err = f.mint(f.alice, 6) // 21 within the hour
	require.NoError(t, err)
	require.EqualValues(t, 1, number)
	require.EqualValues(t, 15, f.pieces(f.alice))
	_, err = f.mint(f.bob, 30)
	require.ErrorIs(t, err, types.ErrShort, "15 minted and 6 waiting leave 29")
	require.Equal(t, 1, f.emitted("EventMintAnnounced"))

	f.pass(time.Hour - time.Nanosecond)
	require.EqualValues(t, 15, f.pieces(f.alice))
	f.pass(time.Nanosecond)
	require.EqualValues(t, 21, f.pieces(f.alice))
	require.Equal(t, 1, f.emitted("EventMinted"))
	number, err = f.mint(f.bob, 20) // a new window
	require.NoError(t, err)
	require.Zero(t, number)
}

func TestWhatWaitsMayBeChallenged(t *testing.T) {
	f := newMarket(t)
	f.quorum(200)
	for number, challenger := range []sdk.AccAddress{f.clerk, f.ministry, f.gov, f.wrapper} {
		waiting, err := f.mint(f.alice, 25)
		require.NoError(t, err)
		require.EqualValues(t, number+1, waiting)
		require.ErrorIs(t, f.challenge(f.stranger, waiting), types.ErrNotChallenger)
		f.must(f.challenge(challenger, waiting))
		require.ErrorIs(t, f.challenge(challenger, waiting), types.ErrMintNotFound)
	}
	require.Equal(t, 4, f.emitted("EventMintDropped"))
	f.pass(2 * time.Hour)
	require.Zero(t, f.pieces(f.alice))
	require.Equal(t, "0", f.report(denom, f.wrapper).Book.Pending.String())
}

func TestWhatWaitedIsJudgedAgain(t *testing.T) {
	for name, spoil := range map[string]func(f *fixture){
		"short": func(f *fixture) { f.must(f.attest(f.auditor, 24, "2026-02-02")) },
		"stale": func(f *fixture) { f.ctx = f.ctx.WithBlockTime(tokyo("2026-02-04 12:00")) },
		"licence": func(f *fixture) {
			f.must(f.custody.SetLicenceStatus(f.ctx, f.wrapper, "", custodytypes.LicenceStatusSuspended))
		},
		"receiver": func(f *fixture) { f.freeze(f.alice) },
		"stopped": func(f *fixture) {
			rules := f.rules()
			rules.Stopped = true
			f.must(f.set(rules))
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newMarket(t)
			f.quorum(25)
			number, err := f.mint(f.alice, 25)
			require.NoError(t, err)
			require.EqualValues(t, 1, number)
			spoil(f)
			f.pass(2 * time.Hour)
			require.Zero(t, f.pieces(f.alice))
			require.Equal(t, 1, f.emitted("EventMintDropped"))
			require.Equal(t, "0", f.report(denom, f.wrapper).Book.Pending.String())
		})
	}
}

func TestWhatWasBurntDoesNotMakeRoomUntilItIsAttested(t *testing.T) {
	f := newMarket(t)
	f.quorum(10)
	_, err := f.mint(f.wrapper, 10)
	require.ErrorIs(t, err, bondtypes.ErrBuyerNotEligible, "the custodian is no investor")
	f.selfRegister()
	_, err = f.mint(f.wrapper, 10)
	require.NoError(t, err)
	f.must(f.burn(f.wrapper, bonds(4)))
	require.Equal(t, 1, f.emitted("EventBurnt"))
	require.Equal(t, "300000", f.report(denom, f.wrapper).Outstanding.String())
	_, err = f.mint(f.alice, 1)
	require.ErrorIs(t, err, types.ErrShort, "the four may have left the account")
	f.quorum(10) // still of today: drawn up before or after, nobody knows
	_, err = f.mint(f.alice, 1)
	require.ErrorIs(t, err, types.ErrShort)
	f.pass(24 * time.Hour)
	f.quorum(10) // of the day after: they are there again
	_, err = f.mint(f.alice, 4)
	require.NoError(t, err)
	require.ErrorIs(t, f.burn(f.wrapper, bonds(11)), types.ErrNotOutstanding)
	f.audit()
}

// selfRegister makes the custodian an investor in its own book.
func (f *fixture) selfRegister() {
	_, err := f.cash.RegisterInvestor(f.ctx, &custodytypes.MsgRegisterInvestor{
		Custodian: f.wrapper.String(), Account: f.wrapper.String(), Book: custodytypes.BookOwn, InvestorClass: custodytypes.ClassInstitutional,
		Jurisdiction: "JP", TaxClass: custodytypes.TaxClassDesignatedInstitution, Expiry: "2030-12-31",
	})
	require.NoError(f, err)
}

func TestReleasedDaysAreForgotten(t *testing.T) {
	f := newMarket(t)
	f.selfRegister()
	f.quorum(20)
	_, err := f.mint(f.wrapper, 10)
	require.NoError(t, err)
	f.must(f.burn(f.wrapper, bonds(1)))
	f.pass(24 * time.Hour)
	f.must(f.burn(f.wrapper, bonds(1)))
	require.Len(t, f.report(denom, f.wrapper).Released, 2)
	f.pass(types.ReleasedDays * 24 * time.Hour)
	f.must(f.burn(f.wrapper, bonds(1)))
	rows := f.report(denom, f.wrapper).Released
	require.Len(t, rows, 2)
	require.Equal(t, "2026-02-03", rows[0].Date)
}

func TestRemoveReserve(t *testing.T) {
	f := newMarket(t)
	f.selfRegister()
	remove := func() error {
		return f.tx(func(ctx sdk.Context) error {
			_, err := f.msgs.RemoveReserve(ctx, &types.MsgRemoveReserve{Authority: f.gov.String(), Denom: denom, Institution: f.wrapper.String()})
			return err
		})
	}
	f.quorum(50)
	_, err := f.mint(f.wrapper, 25)
	require.NoError(t, err)
	require.ErrorIs(t, remove(), types.ErrReserveInUse, "a mint waits")
	f.pass(time.Hour)
	require.ErrorIs(t, remove(), types.ErrReserveInUse, "units are outstanding")
	f.must(f.burn(f.wrapper, bonds(25)))
	f.must(remove())
	require.Equal(t, 1, f.emitted("EventReserveRemoved"))
	require.ErrorIs(t, remove(), types.ErrReserveNotFound)
	_, err = f.msgs.RemoveReserve(f.ctx, &types.MsgRemoveReserve{Authority: f.alice.String(), Denom: denom, Institution: f.wrapper.String()})
	require.Error(t, err)
	f.audit()
	exported, err := f.keeper.ExportGenesis(f.ctx)
	require.NoError(t, err)
	require.Empty(t, exported.Reserves)
}
