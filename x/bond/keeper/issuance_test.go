package keeper_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/kokusai-chain/kokusai/x/bond/types"
)

func TestIssuersAreAdmittedByGovernance(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.keeper.InitGenesis(f.ctx, types.DefaultGenesis()))
	register := func(authority sdk.AccAddress, issuer types.Issuer) error {
		_, err := tx(f, f.msgs.RegisterIssuer, &types.MsgRegisterIssuer{Authority: authority.String(), Issuer: issuer})
		return err
	}
	update := func(authority sdk.AccAddress, issuer types.Issuer) error {
		_, err := tx(f, f.msgs.UpdateIssuer, &types.MsgUpdateIssuer{Authority: authority.String(), Issuer: issuer})
		return err
	}
	unaddressed, shouted := f.issuer(), f.issuer()
	unaddressed.Treasury = "cosmos1notours"
	shouted.Authority = strings.ToUpper(shouted.Authority)

	require.ErrorIs(t, register(f.ministry, f.issuer()), sdkerrors.ErrUnauthorized)
	require.ErrorIs(t, register(f.gov, types.Issuer{}), types.ErrInvalidIssuer)
	require.ErrorIs(t, register(f.gov, unaddressed), types.ErrInvalidIssuer)
	require.ErrorIs(t, register(f.gov, shouted), types.ErrInvalidIssuer, "one spelling of an address in state")
	require.ErrorIs(t, update(f.gov, f.issuer()), types.ErrIssuerNotFound)
	require.NoError(t, register(f.gov, f.issuer()))
	require.ErrorIs(t, register(f.gov, f.issuer()), types.ErrIssuerExists)

	moved := f.issuer()
	moved.Authority = account("new ministry").String()
	require.ErrorIs(t, update(f.ministry, moved), sdkerrors.ErrUnauthorized)
	require.ErrorIs(t, update(f.gov, types.Issuer{Id: "mof"}), types.ErrInvalidIssuer)
	require.NoError(t, update(f.gov, moved))
	got, err := f.keeper.GetIssuer(f.ctx, "mof")
	require.NoError(t, err)
	require.Equal(t, moved, got)

	_, err = tx(f, f.msgs.OpenSeries, &types.MsgOpenSeries{Authority: f.ministry.String(), Terms: jgb381()})
	require.ErrorIs(t, err, types.ErrNotIssuerAuthority, "the old authority is out")
}

func TestParamsAreSetByGovernance(t *testing.T) {
	f := newLive(t)
	params := types.DefaultParams()
	params.SweepLimit = 7
	_, err := tx(f, f.msgs.UpdateParams, &types.MsgUpdateParams{Authority: f.ministry.String(), Params: params})
	require.ErrorIs(t, err, sdkerrors.ErrUnauthorized)
	_, err = tx(f, f.msgs.UpdateParams, &types.MsgUpdateParams{Authority: f.gov.String()})
	require.ErrorIs(t, err, types.ErrInvalidParams)
	must(f, f.msgs.UpdateParams, &types.MsgUpdateParams{Authority: f.gov.String(), Params: params})
	got, err := f.keeper.GetParams(f.ctx)
	require.NoError(t, err)
	require.Equal(t, params, got)
}

func TestOpenSeries(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.keeper.InitGenesis(f.ctx, types.DefaultGenesis()))
	f.registerIssuer()
	open := func(change func(*types.MsgOpenSeries)) error {
		msg := &types.MsgOpenSeries{Authority: f.ministry.String(), Terms: jgb381()}
		change(msg)
		_, err := tx(f, f.msgs.OpenSeries, msg)
		return err
	}
	require.ErrorIs(t, open(func(m *types.MsgOpenSeries) { m.Authority = f.gov.String() }), types.ErrNotIssuerAuthority)
	require.ErrorIs(t, open(func(m *types.MsgOpenSeries) { m.Authority = "?" }), types.ErrInvalidAddress)
	require.ErrorIs(t, open(func(m *types.MsgOpenSeries) { m.Terms.IssuerId = "nobody" }), types.ErrIssuerNotFound)
	require.ErrorIs(t, open(func(m *types.MsgOpenSeries) { m.Terms.Currency = "ukoku" }), types.ErrInvalidTerms)
	require.ErrorIs(t, open(func(m *types.MsgOpenSeries) { m.Terms.Kind = types.SERIES_KIND_STRIP }), types.ErrInvalidTerms)
	f.ctx = f.ctx.WithBlockTime(tokyo("2035-12-20"))
	require.ErrorIs(t, open(func(*types.MsgOpenSeries) {}), types.ErrMatured)
	f.ctx = f.ctx.WithBlockTime(tokyo("2026-01-05"))

	require.NoError(t, open(func(m *types.MsgOpenSeries) { m.Authority = strings.ToUpper(m.Authority) }))
	require.ErrorIs(t, open(func(*types.MsgOpenSeries) {}), types.ErrSeriesExists)
	require.Equal(t, types.SERIES_STATUS_ANNOUNCED, f.series().Status)
	require.Equal(t, []string{"opened"}, f.hooks.news)
	metadata, found := f.bank.GetDenomMetaData(f.ctx, types.Denom(isin))
	require.True(t, found)
	require.NoError(t, metadata.Validate())
	require.NoError(t, f.keeper.Audit(f.ctx))
}

func TestPlaceDirectMintsAgainstCash(t *testing.T) {
	f := newLive(t)
	dealer := account("dealer")
	f.give(dealer, yen(200_000_000))
	response := must(f, f.msgs.PlaceDirect, f.placement(dealer, 100_000_000, "100.04"))
	require.Equal(t, yen(100_040_000), response.Principal)
	require.Equal(t, yen(103_561), response.Accrued, "18 days of 2.1 % on 100 million, floored to the yen")
	require.Equal(t, yen(100_143_561).Amount, f.cash(f.treasury))
	require.Equal(t, yen(200_000_000-100_143_561).Amount, f.cash(dealer))
	require.Equal(t, "100000000", f.units(dealer))
	require.Equal(t, types.SERIES_STATUS_LIVE, f.series().Status)
	require.NoError(t, f.keeper.Audit(f.ctx))
	require.Equal(t, 1, f.emitted()["kokusai.bond.v1.EventBondsPlaced"])
}

func TestPlaceDirectRefuses(t *testing.T) {
	f := newLive(t)
	dealer, poor, banned := account("dealer"), account("poor"), account("banned")
	f.give(dealer, yen(1_000_000_000))
	f.give(f.treasury, yen(1_000_000_000))
	f.give(banned, yen(1_000_000_000))
	f.gate.ineligible[banned.String()] = true
	place := func(change func(*types.MsgPlaceDirect)) error {
		msg := f.placement(dealer, 50_000, "99.5")
		change(msg)
		_, err := tx(f, f.msgs.PlaceDirect, msg)
		return err
	}
	before := f.series()
	require.ErrorIs(t, place(func(m *types.MsgPlaceDirect) { m.Isin = "JP1103801RA7" }), types.ErrSeriesNotFound)
	require.ErrorIs(t, place(func(m *types.MsgPlaceDirect) { m.Isin = "" }), types.ErrInvalidISIN)
	require.ErrorIs(t, place(func(m *types.MsgPlaceDirect) { m.Authority = dealer.String() }), types.ErrNotIssuerAuthority)
	require.ErrorIs(t, place(func(m *types.MsgPlaceDirect) { m.Buyer = "nobody" }), types.ErrInvalidAddress)
	require.ErrorIs(t, place(func(m *types.MsgPlaceDirect) { m.Buyer = f.treasury.String() }), types.ErrSelfPlacement)
	require.ErrorIs(t, place(func(m *types.MsgPlaceDirect) { m.Buyer = poor.String() }), sdkerrors.ErrInsufficientFunds)
	require.ErrorIs(t, place(func(m *types.MsgPlaceDirect) { m.Face = math.NewInt(75_000) }), types.ErrInvalidAmount)
	require.ErrorIs(t, place(func(m *types.MsgPlaceDirect) { m.Face = math.NewInt(100_050_000) }), types.ErrAboveAuthorised)
	require.ErrorIs(t, place(func(m *types.MsgPlaceDirect) { m.CleanPrice = math.LegacyZeroDec() }), types.ErrInvalidPrice)
	require.ErrorIs(t, place(func(m *types.MsgPlaceDirect) { m.Buyer = banned.String() }), errGate, "cash of a frozen buyer does not move")
	f.ctx = f.ctx.WithBlockTime(tokyo("2026-01-06 23:59:59"))
	require.ErrorIs(t, place(func(*types.MsgPlaceDirect) {}), types.ErrBeforeIssueDate)
	f.ctx = f.ctx.WithBlockTime(tokyo("2035-12-20"))
	require.ErrorIs(t, place(func(*types.MsgPlaceDirect) {}), types.ErrMatured, "even before the block has matured it")
	f.ctx = f.ctx.WithBlockTime(tokyo("2026-01-07"))
	require.Equal(t, before, f.series(), "nothing changed")
	require.NoError(t, place(func(*types.MsgPlaceDirect) {}))
}

// A restriction that lets the buyer pay and then turns the units away must undo the whole placement.
func TestPlaceDirectNeverLandsInSuspense(t *testing.T) {
	f := newLive(t)
	dealer := account("dealer")
	f.give(dealer, yen(1_000_000))
	f.bank.ClearSendRestriction()
	f.bank.AppendSendRestriction(func(_ context.Context, from, to sdk.AccAddress, _ sdk.Coins) (sdk.AccAddress, error) {
		if from.Equals(f.accounts.GetModuleAddress(types.ModuleName)) {
			return suspense(to), nil
		}
		return to, nil
	})
	_, err := tx(f, f.msgs.PlaceDirect, f.placement(dealer, 50_000, "100"))
	require.ErrorIs(t, err, types.ErrBuyerNotEligible)
	require.Equal(t, yen(1_000_000).Amount, f.cash(dealer))
	require.NoError(t, f.keeper.Audit(f.ctx))
}

func TestPlacementBetweenRecordAndPaymentIsRefused(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.keeper.InitGenesis(f.ctx, types.DefaultGenesis()))
	f.registerIssuer()
	terms := jgb381()
	terms.RecordBusinessDays = 3
	f.open(terms)
	dealer := account("dealer")
	f.give(dealer, yen(1_000_000))
	f.block("2026-06-16", func() { must(f, f.msgs.PlaceDirect, f.placement(dealer, 50_000, "100")) })
	f.block("2026-06-17", func() {
		require.Equal(t, types.PAYMENT_STATUS_RECORDED, f.payment(1).Status)
		_, err := tx(f, f.msgs.PlaceDirect, f.placement(dealer, 50_000, "100"))
		require.ErrorIs(t, err, types.ErrExCoupon)
	})
	f.block("2026-06-22", func() { must(f, f.msgs.PlaceDirect, f.placement(dealer, 50_000, "100")) })
	require.Equal(t, types.PAYMENT_STATUS_MISSED, f.payment(1).Status, "and nobody funded it")
	require.Equal(t, "50000", f.payment(1).Units.String(), "owed on what was held at the record moment")
}

// Whoever buys on a reopening is charged exactly for the part of the coupon that has run, and gets the whole coupon.
func TestReopeningChargesSinceTheLastCoupon(t *testing.T) {
	f := newLive(t)
	dealer := account("dealer")
	f.give(dealer, yen(100_000_000))
	f.block("2026-06-20", func() { // a Saturday; the coupon is paid and recorded on Monday
		response := must(f, f.msgs.PlaceDirect, f.placement(dealer, 50_000, "100"))
		require.Equal(t, yen(523), response.Accrued, "182 days of 2.1 % on 50,000, not yet ex coupon")
	})
	f.block("2026-06-22", func() {
		response := must(f, f.msgs.PlaceDirect, f.placement(dealer, 50_000, "100"))
		require.Equal(t, yen(5), response.Accrued, "two days since the unadjusted date")
	})
	require.Equal(t, "50000", f.payment(1).Units.String())
}

func TestRehearsalClockDrivesBusinessDates(t *testing.T) {
	f := newFixture(t)
	genesis := types.DefaultGenesis()
	launch := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	genesis.Clock = types.Clock{BlockStart: launch, BusinessStart: tokyo("2026-01-07"), Speed: 86_400}
	f.ctx = f.ctx.WithBlockTime(launch.Add(-time.Minute))
	require.NoError(t, f.keeper.InitGenesis(f.ctx, genesis))
	f.registerIssuer()
	f.open(short())
	dealer := account("dealer")
	f.give(dealer, yen(1_000_000))
	_, err := tx(f, f.msgs.PlaceDirect, f.placement(dealer, 50_000, "100"))
	require.ErrorIs(t, err, types.ErrBeforeIssueDate, "business time is a minute before the issue date")

	f.blockAt(launch, func() { must(f, f.msgs.PlaceDirect, f.placement(dealer, 50_000, "100")) })
	f.fund(yen(100_000))
	f.blockAt(launch.Add(165*time.Second - time.Nanosecond)) // the last moment of 20 June
	f.blockAt(launch.Add(166 * time.Second))                 // 22 June
	require.Equal(t, types.PAYMENT_STATUS_PAID, f.payment(1).Status)
	f.blockAt(launch.Add(time.Hour)) // ten years on: everything else in one block
	require.Equal(t, types.SERIES_STATUS_REDEEMED, f.series().Status)
	require.Equal(t, "0", f.units(dealer))
	clock, err := f.queries.Clock(f.ctx, &types.QueryClockRequest{})
	require.NoError(t, err)
	require.Equal(t, tokyo("2026-01-07").AddDate(0, 0, 3600), clock.BusinessTime)
	require.EqualValues(t, 86_400, clock.Speed)
}
