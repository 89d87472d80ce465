package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/reserve/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// holders is a market in which alice has ten wrapped pieces.
func holders(t *testing.T) *fixture {
	f := newMarket(t)
	f.quorum(15)
	_, err := f.mint(f.alice, 10)
	require.NoError(t, err)
	return f
}

func TestRedemptionBurnsOnConfirmation(t *testing.T) {
	f := holders(t)
	f.must(f.request(f.alice, bonds(4), "R1"))
	require.EqualValues(t, 10, f.pieces(f.alice), "the units stay where they are")
	require.EqualValues(t, 6*unit, f.free(f.alice, denom))
	require.Equal(t, "200000", f.report(denom, f.wrapper).Book.InFlight.String())
	require.ErrorIs(t, f.bank.SendCoins(f.ctx, f.alice, f.bob, sdk.NewCoins(bonds(7))), custodytypes.ErrInsufficientFree)

	f.must(f.confirm(f.wrapper, f.alice, denom, "R1"))
	require.EqualValues(t, 6, f.pieces(f.alice))
	require.Equal(t, "300000", f.report(denom, f.wrapper).Outstanding.String())
	require.Equal(t, "0", f.report(denom, f.wrapper).Book.InFlight.String())
	require.Equal(t, 1, f.emitted("EventRedemptionRequested"))
	require.Equal(t, 1, f.emitted("EventRedemptionConfirmed"))
	_, err := f.mint(f.alice, 6)
	require.ErrorIs(t, err, types.ErrShort, "15 attested less 4 delivered leave 5")
	require.ErrorIs(t, f.confirm(f.wrapper, f.alice, denom, "R1"), types.ErrRedemptionNotFound)
	f.audit()
}

func TestASilentCustodianKeepsNothing(t *testing.T) {
	f := holders(t)
	f.must(f.request(f.alice, bonds(4), "R1"))
	f.pass(24*time.Hour - time.Nanosecond)
	require.EqualValues(t, 6*unit, f.free(f.alice, denom))
	f.pass(time.Nanosecond)
	require.EqualValues(t, 10*unit, f.free(f.alice, denom))
	require.Equal(t, 1, f.emitted("EventRedemptionLapsed"))
	require.ErrorIs(t, f.confirm(f.wrapper, f.alice, denom, "R1"), types.ErrRedemptionNotFound)
	f.must(f.request(f.alice, bonds(1), "R1")) // the reference is free again
}

func TestAConfirmationAfterTheDeadlineIsTooLateEvenBeforeTheBlockEnds(t *testing.T) {
	f := holders(t)
	f.must(f.request(f.alice, bonds(4), "R1"))
	f.ctx = f.ctx.WithBlockTime(f.ctx.BlockTime().Add(24 * time.Hour))
	require.ErrorIs(t, f.confirm(f.wrapper, f.alice, denom, "R1"), types.ErrDeadlinePassed)
	require.EqualValues(t, 10, f.pieces(f.alice))
}

func TestADeclinedRedemptionGivesBack(t *testing.T) {
	f := holders(t)
	f.must(f.request(f.alice, bonds(4), "R1"))
	require.ErrorIs(t, f.decline(f.bank1, f.alice, denom, "R1"), types.ErrRedemptionNotFound, "another institution")
	require.ErrorIs(t, f.confirm(f.bank1, f.alice, denom, "R1"), types.ErrRedemptionNotFound, "another institution")
	f.must(f.decline(f.wrapper, f.alice, denom, "R1"))
	require.EqualValues(t, 10*unit, f.free(f.alice, denom))
	require.Equal(t, 1, f.emitted("EventRedemptionDeclined"))
	f.audit()
}

func TestRedemptionWorksWhenMintingDoesNot(t *testing.T) {
	for name, spoil := range map[string]func(f *fixture){
		"stale": func(f *fixture) { f.at(tokyo("2026-03-02 12:00")) },
		"short": func(f *fixture) { f.must(f.attest(f.auditor, 0, "2026-02-02")) },
		"stopped": func(f *fixture) {
			rules := f.rules()
			rules.Stopped = true
			f.must(f.set(rules))
		},
		"licence revoked": func(f *fixture) {
			f.must(f.custody.SetLicenceStatus(f.ctx, f.wrapper, "", custodytypes.LicenceStatusRevoked))
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := holders(t)
			spoil(f)
			_, err := f.mint(f.alice, 1)
			require.Error(t, err)
			f.must(f.request(f.alice, bonds(10), "R1"))
			f.must(f.confirm(f.wrapper, f.alice, denom, "R1"))
			require.Zero(t, f.pieces(f.alice))
			f.audit()
		})
	}
}

func TestAHolderFrozenInBetween(t *testing.T) {
	f := holders(t)
	f.must(f.request(f.alice, bonds(4), "R1"))
	f.must(f.request(f.alice, bonds(1), "R2"))
	f.freeze(f.alice)
	require.ErrorIs(t, f.request(f.alice, bonds(1), "R3"), custodytypes.ErrSenderFrozen)
	f.must(f.confirm(f.wrapper, f.alice, denom, "R1")) // the delivery was made: the units must go
	require.EqualValues(t, 6, f.pieces(f.alice))
	f.pass(24 * time.Hour) // the other lapses, and stays frozen in the account
	require.EqualValues(t, 6, f.pieces(f.alice))
	require.EqualValues(t, 6*unit, f.free(f.alice, denom))
}

func TestRequestsThatAreRefused(t *testing.T) {
	f := holders(t)
	f.must(f.request(f.alice, bonds(4), "R1"))
	require.ErrorIs(t, f.request(f.alice, bonds(1), "R1"), types.ErrReferenceUsed)
	require.ErrorIs(t, f.request(f.alice, bonds(7), "R2"), types.ErrNotOutstanding, "10 outstanding, 4 in flight")
	f.quorum(30)
	_, err := f.mint(f.bob, 5)
	require.NoError(t, err)
	require.ErrorIs(t, f.request(f.alice, bonds(7), "R2"), custodytypes.ErrInsufficientFree)
	require.ErrorIs(t, f.request(f.alice, sdk.NewInt64Coin(denom, unit-1), "R2"), types.ErrBelowMinimum)
	require.ErrorIs(t, f.request(f.alice, sdk.NewInt64Coin(denom, unit+1), "R2"), types.ErrInvalidAmount)
	require.ErrorIs(t, f.request(f.alice, bonds(1), "a b"), types.ErrInvalidText)
	require.ErrorIs(t, f.request(f.alice, sdk.NewInt64Coin("ukoku", 1), "R2"), types.ErrInvalidDenom)
	require.ErrorIs(t, f.burn(f.wrapper, bonds(12)), types.ErrNotOutstanding, "4 of 15 are in flight")
	f.audit()
}

func TestMaturityPaysWhatWasInFlight(t *testing.T) {
	f := holders(t)
	f.must(f.set(func() types.Reserve { r := f.rules(); r.DeliveryTime = 30 * 24 * time.Hour; return r }()))
	f.at(tokyo("2026-12-10 12:00"))
	f.must(f.request(f.alice, bonds(4), "R1"))
	// The custodian passes on the coupons and the principal of what it keeps: anyone may fund.
	f.must(f.custody.IssueCash(f.ctx, f.bank1, f.wrapper, yenOf(510_500_000_000)))
	f.must(f.bond.FundPayments(f.ctx, f.wrapper, isin, yenOf(510_500_000_000)))
	f.at(tokyo("2026-12-22 12:00"))
	f.at(tokyo("2026-12-22 13:00"))
	require.Zero(t, f.pieces(f.alice), "redeemed by the sweep")
	require.ErrorIs(t, f.confirm(f.wrapper, f.alice, denom, "R1"), types.ErrUnitsGone)
	require.ErrorIs(t, f.request(f.alice, bonds(1), "R2"), types.ErrNotOutstanding)
	_, err := f.mint(f.alice, 1)
	require.Error(t, err)
	f.at(tokyo("2027-01-10 12:00"))
	require.Equal(t, 1, f.emitted("EventRedemptionLapsed"))
	require.Equal(t, "0", f.report(denom, f.wrapper).Outstanding.String())
	require.ErrorIs(t, f.burn(f.wrapper, bonds(1)), bondtypes.ErrMatured)
}

func TestWhatCannotLapseIsTriedAgain(t *testing.T) {
	f := holders(t)
	f.must(f.request(f.alice, bonds(4), "R1"))
	f.custody.failUnreserve = errTold
	f.pass(24 * time.Hour)
	require.Equal(t, 1, f.emitted("EventItemDeferred"))
	require.EqualValues(t, 6*unit, f.free(f.alice, denom))
	f.custody.failUnreserve = nil
	f.pass(59 * time.Minute)
	require.EqualValues(t, 6*unit, f.free(f.alice, denom))
	f.pass(time.Minute)
	require.EqualValues(t, 10*unit, f.free(f.alice, denom))
}

func TestABlockHandlesNoMoreThanItsLimit(t *testing.T) {
	f := holders(t)
	f.must(f.keeper.SetParams(f.ctx, types.Params{MaxAttesters: 16, DueLimit: 2, RetryInterval: time.Hour}))
	for _, reference := range []string{"C", "A", "B"} {
		f.must(f.request(f.alice, bonds(1), reference))
	}
	f.pass(24 * time.Hour)
	require.Equal(t, 2, f.emitted("EventRedemptionLapsed"))
	left, err := f.queries.RedemptionsOf(f.ctx, &types.QueryRedemptionsOfRequest{Holder: f.alice.String()})
	require.NoError(t, err)
	require.Equal(t, "C", left.Redemptions[0].Reference, "of one time, in the order of their keys")
	f.pass(time.Second)
	require.Equal(t, 1, f.emitted("EventRedemptionLapsed"))
}

func TestALostKeyTakesItsRedemptionsAlong(t *testing.T) {
	f := holders(t)
	f.must(f.request(f.alice, bonds(4), "R1"))
	_, err := f.mint(f.bob, 2)
	require.NoError(t, err)
	f.must(f.request(f.bob, bonds(1), "R1"))
	require.ErrorIs(t, f.keeper.BeforeAccountRecovered(f.ctx, f.alice, f.bob), types.ErrReferenceUsed)
	f.must(f.decline(f.wrapper, f.bob, denom, "R1"))
	f.must(f.keeper.BeforeAccountRecovered(f.ctx, f.alice, f.bob))

	// What x/custody does with the tokens and what it keeps of them.
	f.must(f.custody.Keeper.Unreserve(f.ctx, f.alice, bonds(4), types.ModuleName, "R1"))
	f.must(f.bank.SendCoins(f.ctx, f.alice, f.bob, sdk.NewCoins(bonds(10))))
	f.must(f.custody.Keeper.Reserve(f.ctx, f.bob, bonds(4), types.ModuleName, "R1"))
	f.must(f.keeper.AfterClaimsMoved(f.ctx, f.alice, f.bob))
	f.audit()
	require.ErrorIs(t, f.confirm(f.wrapper, f.alice, denom, "R1"), types.ErrRedemptionNotFound)
	f.must(f.confirm(f.wrapper, f.bob, denom, "R1"))
	require.EqualValues(t, 8, f.pieces(f.bob))
	f.audit()
}

func TestAMaturedSeriesIsRedeemedByItsIssuerAlone(t *testing.T) {
	f := holders(t)
	f.at(tokyo("2026-12-21 12:00"))
	require.EqualValues(t, 10, f.pieces(f.alice), "nobody has funded the principal")
	require.ErrorIs(t, f.request(f.alice, bonds(1), "R1"), types.ErrSeriesMatured)
	f.audit()
}
