package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	"github.com/kokusai-chain/kokusai/x/custody/types"
)

func grant(f *testutil.Fixture, change func(*types.MsgGrantLicence)) error {
	msg := &types.MsgGrantLicence{Authority: f.Governance.String(), Licence: types.Licence{
		Holder: f.Stranger.String(), Kind: types.LicenceKindCashIssuer, Name: "Second Bank", Lei: testutil.LEIs[3], Jurisdiction: "JP",
		Denom: testutil.Yen, Cap: math.NewInt(500), Status: types.LicenceStatusActive,
	}}
	change(msg)
	return f.Atomically(func(ctx sdk.Context) error {
		_, err := f.Msgs.GrantLicence(ctx, msg)
		return err
	})
}

func TestGrantLicence(t *testing.T) {
	f := testutil.NewMarket(t)
	require.NoError(t, grant(f, func(*types.MsgGrantLicence) {}))
	for name, c := range map[string]struct {
		change func(*types.MsgGrantLicence)
		err    error
	}{
		"not governance":      {func(m *types.MsgGrantLicence) { m.Authority = f.Custodian.String() }, sdkerrors.ErrUnauthorized},
		"again":               {func(*types.MsgGrantLicence) {}, types.ErrLicenceExists},
		"LEI of another":      {func(m *types.MsgGrantLicence) { m.Licence.Holder, m.Licence.Lei = f.Retail.String(), testutil.LEIs[2] }, types.ErrLicenceExists},
		"granted suspended":   {func(m *types.MsgGrantLicence) { m.Licence.Status = types.LicenceStatusSuspended }, types.ErrInvalidLicence},
		"bad LEI":             {func(m *types.MsgGrantLicence) { m.Licence.Lei = "X" }, types.ErrInvalidIdentifier},
		"bad holder":          {func(m *types.MsgGrantLicence) { m.Licence.Holder = "kokusai1" }, types.ErrInvalidAddress},
		"to a module":         {func(m *types.MsgGrantLicence) { m.Licence.Holder = authtypes.NewModuleAddress("carry").String() }, types.ErrInvalidAddress},
		"custodian with cash": {func(m *types.MsgGrantLicence) { m.Licence.Kind = types.LicenceKindCustodian }, types.ErrInvalidLicence},
		"cash without a cap":  {func(m *types.MsgGrantLicence) { m.Licence.Cap = math.Int{} }, types.ErrInvalidAmount},
	} {
		t.Run(name, func(t *testing.T) { require.ErrorIs(t, grant(f, c.change), c.err) })
	}
	require.NoError(t, grant(f, func(m *types.MsgGrantLicence) {
		m.Licence.Kind, m.Licence.Denom, m.Licence.Cap = types.LicenceKindCustodian, "", math.Int{}
	}), "a bank may be a custodian too")
}

func TestCashDescribesItself(t *testing.T) {
	f := testutil.NewMarket(t)
	metadata, found := f.Bank.GetDenomMetaData(f.Ctx, testutil.Yen)
	require.True(t, found)
	require.Equal(t, "jpy", metadata.Display)
}

func TestCashThatNobodyIssuedCannotBeLicensed(t *testing.T) {
	f := testutil.NewMarket(t)
	f.Fund(f.Stranger, sdk.NewInt64Coin("ueur", 1))
	require.ErrorIs(t, grant(f, func(m *types.MsgGrantLicence) { m.Licence.Denom = "ueur" }), types.ErrUnbookedCash)
	require.NoError(t, f.Send(f.Stranger, authtypes.NewModuleAddress("carry"), sdk.NewInt64Coin("ueur", 1)), "and is not regulated")
}

func TestLicenceStatus(t *testing.T) {
	f := testutil.NewMarket(t)
	set := func(holder sdk.AccAddress, denom string, status types.LicenceStatus) error {
		_, err := f.Msgs.SetLicenceStatus(f.Ctx, &types.MsgSetLicenceStatus{Authority: f.Governance.String(), Holder: holder.String(), Denom: denom, Status: status})
		return err
	}
	_, err := f.Msgs.SetLicenceStatus(f.Ctx, &types.MsgSetLicenceStatus{Authority: f.Custodian.String(), Holder: f.Rival.String(), Status: types.LicenceStatusRevoked})
	require.ErrorIs(t, err, sdkerrors.ErrUnauthorized)
	require.ErrorIs(t, set(f.Custodian, "", types.LicenceStatusActive), types.ErrLicenceUnchanged)
	require.ErrorIs(t, set(f.Custodian, "", types.LicenceStatusUnspecified), types.ErrInvalidLicence)
	require.ErrorIs(t, set(f.Custodian, "ukoku", types.LicenceStatusSuspended), types.ErrInvalidDenom)
	require.ErrorIs(t, set(f.Stranger, "", types.LicenceStatusSuspended), types.ErrLicenceNotFound)
	require.ErrorIs(t, set(f.YenBank, "", types.LicenceStatusSuspended), types.ErrLicenceNotFound)

	require.NoError(t, set(f.Custodian, "", types.LicenceStatusSuspended))
	_, err = f.Msgs.RegisterInvestor(f.Ctx, f.Registration(f.Stranger, types.ClassRetail, "JP"))
	require.ErrorIs(t, err, types.ErrLicenceNotActive)
	require.ErrorIs(t, f.Send(f.Dealer, f.Client, bonds(1)), types.ErrCustodian, "clients of a suspended custodian do not receive")
	require.NoError(t, f.Send(f.Dealer, f.Treasury, bonds(1)), "but they may send")
	require.NoError(t, set(f.Custodian, "", types.LicenceStatusActive))
	require.NoError(t, f.Send(f.Dealer, f.Client, bonds(1)))
	require.NoError(t, set(f.Custodian, "", types.LicenceStatusRevoked))
	require.ErrorIs(t, set(f.Custodian, "", types.LicenceStatusActive), types.ErrLicenceRevoked)
	f.Licence(f.Custodian, testutil.LEIs[0])
	require.NoError(t, f.Send(f.Dealer, f.Client, bonds(1)))
}

func TestMintCash(t *testing.T) {
	f := testutil.NewMarket(t)
	require.NoError(t, grant(f, func(*types.MsgGrantLicence) {}))
	mint := func(issuer, to sdk.AccAddress, coin sdk.Coin) error {
		return f.Atomically(func(ctx sdk.Context) error {
			_, err := f.Msgs.MintCash(ctx, &types.MsgMintCash{Issuer: issuer.String(), Recipient: to.String(), Amount: coin})
			return err
		})
	}
	require.NoError(t, mint(f.Stranger, f.Client, yen(500)))
	require.ErrorIs(t, mint(f.Stranger, f.Client, yen(1)), types.ErrCapExceeded)
	require.NoError(t, mint(f.YenBank, f.Client, yen(1)), "each bank has its own cap")
	require.ErrorIs(t, mint(f.Stranger, f.Client, sdk.NewInt64Coin("uusd", 1)), types.ErrLicenceNotActive)
	require.ErrorIs(t, mint(f.Custodian, f.Client, yen(1)), types.ErrLicenceNotActive)
	require.ErrorIs(t, mint(f.YenBank, f.Client, yen(0)), types.ErrInvalidAmount)
	require.ErrorIs(t, mint(f.YenBank, f.Client, sdk.Coin{Denom: testutil.Yen, Amount: math.NewIntWithDecimal(1, 76)}), types.ErrInvalidAmount)
	require.ErrorIs(t, mint(f.YenBank, f.Client, bonds(1)), types.ErrInvalidDenom)
	require.ErrorIs(t, mint(f.YenBank, authtypes.NewModuleAddress(testutil.Pledgee), yen(1)), types.ErrModuleAccount)
	f.Freeze(f.Client)
	require.ErrorIs(t, mint(f.YenBank, f.Client, yen(1)), types.ErrReceiverFrozen, "a mint does not go to suspense")
	f.Freeze(f.YenBank)
	require.ErrorIs(t, mint(f.YenBank, f.Dealer, yen(1)), types.ErrSenderFrozen)
	f.Unfreeze(f.YenBank)
	f.SetLicence(f.YenBank, testutil.Yen, types.LicenceStatusSuspended)
	require.ErrorIs(t, mint(f.YenBank, f.Dealer, yen(1)), types.ErrLicenceNotActive)
	require.NoError(t, f.Send(f.Dealer, f.Retail, yen(1)), "what circulates goes on circulating")
	require.NoError(t, f.Keeper.Audit(f.Ctx))
}

func TestBurnCash(t *testing.T) {
	f := testutil.NewMarket(t)
	require.NoError(t, grant(f, func(*types.MsgGrantLicence) {}))
	burn := func(issuer sdk.AccAddress, coin sdk.Coin) error {
		return f.Atomically(func(ctx sdk.Context) error {
			_, err := f.Msgs.BurnCash(ctx, &types.MsgBurnCash{Issuer: issuer.String(), Amount: coin})
			return err
		})
	}
	require.ErrorIs(t, burn(f.Stranger, yen(1)), types.ErrNotOutstanding, "it holds yen of the other bank")
	f.MintYen(f.YenBank, 100)
	require.ErrorIs(t, burn(f.Client, yen(1)), types.ErrLicenceNotFound)
	require.ErrorIs(t, burn(f.YenBank, yen(-0)), types.ErrInvalidAmount)
	f.SetLicence(f.YenBank, testutil.Yen, types.LicenceStatusRevoked)
	require.NoError(t, burn(f.YenBank, yen(60)), "a revoked bank may take its cash back")
	require.Error(t, burn(f.YenBank, yen(41)), "it holds 40")
	f.Pledge(f.YenBank, yen(40), "x")
	require.ErrorIs(t, burn(f.YenBank, yen(40)), types.ErrInsufficientFree)
	require.NoError(t, f.Keeper.Audit(f.Ctx))

	res, err := f.Queries.CashIssuance(f.Ctx, &types.QueryCashIssuanceRequest{Denom: testutil.Yen})
	require.NoError(t, err)
	require.Len(t, res.Banks, 1)
	require.Equal(t, res.Supply.Amount, res.Banks[0].Outstanding)
}

func TestARegrantedCapCoversWhatIsOutstanding(t *testing.T) {
	f := testutil.NewMarket(t)
	f.SetLicence(f.YenBank, testutil.Yen, types.LicenceStatusRevoked)
	regrant := func(limit int64) error {
		return grant(f, func(m *types.MsgGrantLicence) {
			m.Licence.Holder, m.Licence.Lei, m.Licence.Cap = f.YenBank.String(), testutil.LEIs[2], math.NewInt(limit)
		})
	}
	require.ErrorIs(t, regrant(4_999_999_999_999), types.ErrCapExceeded)
	require.NoError(t, regrant(5_000_000_000_001))
	f.MintYen(f.Client, 1)
	require.NoError(t, f.Keeper.Audit(f.Ctx))
}
