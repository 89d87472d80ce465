package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	"github.com/kokusai-chain/kokusai/x/custody/types"
)

func order(f *testutil.Fixture) types.Order {
	return types.Order{By: f.Custodian.String(), Second: f.Ministry.String(), Code: types.ReasonCourtOrder, Note: "no. 7"}
}

// A freeze is seen by whom it stops: of the account whatever is asked for, of a series only by who asks for it, and until it lapses.
func TestIsFrozenAsReservingFinds(t *testing.T) {
	f := testutil.NewMarket(t)
	frozen := func(of sdk.AccAddress, denoms ...string) bool {
		stops, err := f.Keeper.IsFrozen(f.Ctx, of, denoms...)
		require.NoError(t, err)
		for _, denom := range denoms {
			cached, _ := f.Ctx.CacheContext()
			refused := f.Keeper.Reserve(cached, of, sdk.NewInt64Coin(denom, 1), testutil.Pledgee, "bid")
			require.Equal(t, stops, refused != nil, "%s: %v", denom, refused)
		}
		return stops
	}
	begin, series := f.Bond.Now(f.Ctx), bonds(1).Denom
	require.False(t, frozen(f.Client, series))
	_, err := f.Msgs.FreezeSeries(f.Ctx, &types.MsgFreezeSeries{Authority: f.Ministry.String(), Isin: testutil.ISIN, Reason: types.ReasonIssuerEvent})
	require.NoError(t, err)
	require.True(t, frozen(f.Client, series))
	require.False(t, frozen(f.Client), "it is free to pay")
	f.Bond.SetNow(begin.Add(72 * time.Hour))
	require.False(t, frozen(f.Client, series))

	_, err = f.Msgs.FreezeAccount(f.Ctx, &types.MsgFreezeAccount{Signer: f.Custodian.String(), Account: f.Client.String(), Reason: types.ReasonFraud})
	require.NoError(t, err)
	require.True(t, frozen(f.Client))
	require.True(t, frozen(f.Client, series))
	require.False(t, frozen(f.Dealer))
	f.Bond.SetNow(begin.Add(144 * time.Hour))
	require.False(t, frozen(f.Client, series))
}

func TestAFreezeByOneSideLapses(t *testing.T) {
	f := testutil.NewMarket(t)
	freeze := func() error {
		_, err := f.Msgs.FreezeAccount(f.Ctx, &types.MsgFreezeAccount{Signer: f.Custodian.String(), Account: f.Client.String(), Reason: types.ReasonFraud})
		return err
	}
	thaw := func() error {
		_, err := f.Msgs.UnfreezeAccount(f.Ctx, &types.MsgUnfreezeAccount{Signer: f.Custodian.String(), Account: f.Client.String(), Reason: types.ReasonResolved})
		return err
	}
	begin := f.Bond.Now(f.Ctx)
	at := func(hours int) { f.Bond.SetNow(begin.Add(time.Duration(hours) * time.Hour)) }
	require.NoError(t, freeze())
	at(71)
	require.ErrorIs(t, f.Send(f.Client, f.Dealer, bonds(1)), types.ErrSenderFrozen)
	require.ErrorIs(t, f.Keeper.Pledge(f.Ctx, f.Client, bonds(1), testutil.Pledgee, "loan"), types.ErrSenderFrozen)
	at(72)
	require.NoError(t, f.Send(f.Client, f.Dealer, bonds(1)), "the other side has not confirmed it")
	require.ErrorIs(t, freeze(), types.ErrFrozenTooSoon)
	require.NoError(t, f.Keeper.OrderFreeze(f.Ctx, f.Client, true, order(f)), "both sides may at any time")
	require.ErrorIs(t, f.Keeper.OrderFreeze(f.Ctx, f.Client, true, order(f)), types.ErrAlreadyFrozen)
	require.ErrorIs(t, f.Keeper.OrderFreeze(f.Ctx, moduleAddress("bond"), true, order(f)), types.ErrInvalidAddress)
	at(10_000)
	require.ErrorIs(t, f.Send(f.Client, f.Dealer, bonds(1)), types.ErrSenderFrozen, "an order does not lapse")
	require.NoError(t, freeze(), "a second freeze beside the order")
	at(10_073)
	require.ErrorIs(t, thaw(), types.ErrUnauthorized, "one side does not lift what both ordered, nor what has lapsed")
	require.NoError(t, f.Keeper.OrderFreeze(f.Ctx, f.Client, false, order(f)))
	require.ErrorIs(t, f.Keeper.OrderFreeze(f.Ctx, f.Client, false, order(f)), types.ErrNotFrozen)
	require.NoError(t, f.Send(f.Client, f.Dealer, bonds(1)))

	at(20_000)
	require.NoError(t, freeze(), "the pause is over")
	at(20_010)
	require.NoError(t, thaw())
	require.NoError(t, f.Send(f.Client, f.Dealer, bonds(1)))
	at(20_010 + 167)
	require.ErrorIs(t, freeze(), types.ErrFrozenTooSoon, "lifting it starts the pause")
	at(20_010 + 168)
	require.NoError(t, freeze())

	counts, err := f.Queries.OverrideCounts(f.Ctx, &types.QueryOverrideCountsRequest{})
	require.NoError(t, err)
	require.Equal(t, []types.OverrideCount{{Action: types.ActionFreezeAccount, Count: 5}, {Action: types.ActionUnfreezeAccount, Count: 2}}, counts.Counts)
}

func TestASeriesFreezeByTheIssuerLapses(t *testing.T) {
	f := testutil.NewMarket(t)
	freeze := func() error {
		_, err := f.Msgs.FreezeSeries(f.Ctx, &types.MsgFreezeSeries{Authority: f.Ministry.String(), Isin: testutil.ISIN, Reason: types.ReasonIssuerEvent})
		return err
	}
	require.NoError(t, freeze())
	require.ErrorIs(t, f.Send(f.Dealer, f.Client, bonds(1)), types.ErrSeriesFrozen)
	f.SetDate(2026, 4, 4)
	require.NoError(t, f.Send(f.Dealer, f.Client, bonds(1)))
	require.ErrorIs(t, freeze(), types.ErrFrozenTooSoon)
	require.NoError(t, f.Keeper.OrderSeriesFreeze(f.Ctx, testutil.ISIN, true, order(f)))
	require.ErrorIs(t, f.Keeper.OrderSeriesFreeze(f.Ctx, testutil.ISIN, true, order(f)), types.ErrAlreadyFrozen)
	require.ErrorIs(t, f.Send(f.Dealer, f.Client, bonds(1)), types.ErrSeriesFrozen)
	require.ErrorIs(t, f.Keeper.Pledge(f.Ctx, f.Client, bonds(1), testutil.Pledgee, "loan"), types.ErrSeriesFrozen)
	require.NoError(t, f.Keeper.OrderSeriesFreeze(f.Ctx, testutil.ISIN, false, order(f)))
	require.ErrorIs(t, f.Keeper.OrderSeriesFreeze(f.Ctx, testutil.ISIN, false, order(f)), types.ErrNotFrozen)
	require.Error(t, f.Keeper.OrderSeriesFreeze(f.Ctx, "JP1201951S15", true, order(f)))
	require.NoError(t, f.Send(f.Dealer, f.Client, bonds(1)))
}

func TestForcedTransfer(t *testing.T) {
	f := testutil.NewMarket(t)
	f.Pledge(f.Client, bonds(200), "loan")
	f.Freeze(f.Client)
	force := func(from, to sdk.AccAddress, coin sdk.Coin) error {
		return f.Atomically(func(ctx sdk.Context) error { return f.Keeper.ForceTransfer(ctx, from, to, coin, order(f)) })
	}
	require.ErrorIs(t, force(f.Client, f.Dealer, bonds(301)), types.ErrInsufficientFree, "what is pledged is the pledgee's")
	require.ErrorIs(t, force(f.Client, f.Retail, bonds(1)), types.ErrClass)
	require.ErrorIs(t, force(f.Client, f.Client, bonds(1)), types.ErrInvalidAddress)
	require.ErrorIs(t, force(f.Client, moduleAddress("bond"), bonds(1)), types.ErrInvalidAddress)
	require.ErrorIs(t, force(f.Client, f.Dealer, sdk.NewInt64Coin("ukoku", 1)), types.ErrInvalidDenom)
	require.NoError(t, force(f.Client, f.Dealer, bonds(300)))
	require.NoError(t, force(f.Client, f.Stranger, yen(5)), "cash may be taken too")
	require.Equal(t, int64(1_300), f.Balance(f.Dealer, testutil.Denom))
	register, err := f.Queries.OverrideRegister(f.Ctx, &types.QueryOverrideRegisterRequest{Subject: f.Client.String()})
	require.NoError(t, err)
	entry := register.Overrides[1]
	require.Equal(t, types.ActionForceTransfer, entry.Action)
	require.Equal(t, f.Ministry.String(), entry.Second)
	require.Equal(t, "300"+testutil.Denom+" to "+f.Dealer.String(), entry.Detail)
	require.Equal(t, 2, f.Events("kokusai.custody.v1.EventForceTransferred"))
	require.NoError(t, f.Keeper.Audit(f.Ctx))
}
