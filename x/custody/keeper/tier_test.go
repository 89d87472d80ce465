package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	"github.com/kokusai-chain/kokusai/x/custody/types"
)

// custodian licenses a custodian below another.
func custodian(f *testutil.Fixture, name string, lei int, parent sdk.AccAddress) (sdk.AccAddress, error) {
	holder := testutil.Address(name)
	licence := types.Licence{
		Holder: holder.String(), Kind: types.LicenceKindCustodian, Name: name, Lei: testutil.LEIs[lei], Jurisdiction: "JP",
		Cap: math.ZeroInt(), Status: types.LicenceStatusActive,
	}
	if !parent.Empty() {
		licence.Parent = parent.String()
	}
	return holder, f.Atomically(func(ctx sdk.Context) error {
		_, err := f.Msgs.GrantLicence(ctx, &types.MsgGrantLicence{Authority: f.Governance.String(), Licence: licence})
		return err
	})
}

// clientOf registers an institution of Japan with a custodian.
func clientOf(f *testutil.Fixture, keeper sdk.AccAddress, account sdk.AccAddress) error {
	registration := f.Registration(account, types.ClassInstitutional, "JP")
	registration.Custodian = keeper.String()
	return f.Atomically(func(ctx sdk.Context) error {
		_, err := f.Msgs.RegisterInvestor(ctx, registration)
		return err
	})
}

func TestTiers(t *testing.T) {
	f := testutil.NewMarket(t)
	_, err := custodian(f, "orphan", 3, f.Stranger)
	require.ErrorIs(t, err, types.ErrLicenceNotActive)
	_, err = custodian(f, "child of a bank", 3, f.YenBank)
	require.ErrorIs(t, err, types.ErrLicenceNotActive)
	sub, err := custodian(f, "sub", 3, f.Custodian)
	require.NoError(t, err)
	leaf, err := custodian(f, "leaf", 4, sub)
	require.NoError(t, err)
	_, err = custodian(f, "too deep", 5, leaf)
	require.ErrorIs(t, err, types.ErrTiers)
	client := testutil.Address("client of the leaf")
	require.NoError(t, clientOf(f, leaf, client))
	require.NoError(t, f.Send(f.Dealer, client, bonds(10)))

	f.SetLicence(sub, "", types.LicenceStatusSuspended)
	require.ErrorIs(t, f.Send(f.Dealer, client, bonds(1)), types.ErrCustodian, "what it keeps, it keeps through a suspended one")
	require.NoError(t, f.Send(client, f.Dealer, bonds(1)), "leaving works")
	require.ErrorIs(t, clientOf(f, leaf, f.Stranger), types.ErrLicenceNotActive)

	set := func(signer, child, parent sdk.AccAddress) error {
		msg := &types.MsgSetParent{Authority: signer.String(), Custodian: child.String()}
		if !parent.Empty() {
			msg.Parent = parent.String()
		}
		return f.Atomically(func(ctx sdk.Context) error {
			_, err := f.Msgs.SetParent(ctx, msg)
			return err
		})
	}
	require.Error(t, set(f.Custodian, leaf, f.Rival))
	require.NoError(t, set(f.Governance, leaf, f.Rival))
	require.NoError(t, f.Send(f.Dealer, client, bonds(1)))
	require.ErrorIs(t, set(f.Governance, f.Rival, leaf), types.ErrTiers, "no circles")
	require.ErrorIs(t, set(f.Governance, f.YenBank, nil), types.ErrLicenceNotFound)
	f.SetLicence(sub, "", types.LicenceStatusActive)
	require.NoError(t, set(f.Governance, leaf, sub))
	require.ErrorIs(t, set(f.Governance, f.Custodian, f.Rival), types.ErrTiers, "one above and two below are too many")
	require.NoError(t, set(f.Governance, leaf, nil))
	require.NoError(t, set(f.Governance, f.Custodian, f.Rival))

	top, err := f.Queries.SubCustodians(f.Ctx, &types.QuerySubCustodiansRequest{})
	require.NoError(t, err)
	require.Len(t, top.Licences, 2)
	below, err := f.Queries.SubCustodians(f.Ctx, &types.QuerySubCustodiansRequest{Parent: f.Rival.String()})
	require.NoError(t, err)
	require.Len(t, below.Licences, 1)
	require.Equal(t, f.Custodian.String(), below.Licences[0].Holder)
	exported, err := f.Keeper.ExportGenesis(f.Ctx)
	require.NoError(t, err)
	require.NoError(t, exported.Validate(f.Accounts.AddressCodec()))
	for _, broken := range []func(*types.GenesisState){
		func(g *types.GenesisState) { g.Licences[0].Parent = f.Stranger.String() },
		func(g *types.GenesisState) {
			for i := range g.Licences {
				if g.Licences[i].Holder == f.Rival.String() {
					g.Licences[i].Parent = sub.String()
				}
			}
		},
	} {
		bad, err := f.Keeper.ExportGenesis(f.Ctx)
		require.NoError(t, err)
		broken(bad)
		require.ErrorIs(t, bad.Validate(f.Accounts.AddressCodec()), types.ErrInvalidGenesis)
	}
}

func TestWhoActsForTheCustodiansSide(t *testing.T) {
	f := testutil.NewMarket(t)
	central := testutil.Address("central book")
	f.CentralBook(central, testutil.LEIs[5])
	sub, err := custodian(f, "sub", 3, f.Custodian)
	require.NoError(t, err)
	client := testutil.Address("client of the sub")
	require.NoError(t, clientOf(f, sub, client))
	for _, c := range []struct {
		signer, account sdk.AccAddress
		acts            bool
	}{
		{central, client, true}, {central, f.Stranger, true}, {sub, client, true}, {f.Custodian, client, true},
		{f.Rival, client, false}, {client, client, false}, {sub, f.Client, false}, {f.Custodian, f.Stranger, false}, {f.YenBank, client, false},
	} {
		acts, err := f.Keeper.ActsForCustodian(f.Ctx, c.signer, c.account)
		require.NoError(t, err)
		require.Equal(t, c.acts, acts, "%s for %s", c.signer, c.account)
	}
	f.SetLicence(sub, "", types.LicenceStatusRevoked)
	acts, err := f.Keeper.ActsForCustodian(f.Ctx, sub, client)
	require.NoError(t, err)
	require.False(t, acts)
	require.ErrorIs(t, clientOf(f, central, f.Stranger), types.ErrLicenceNotActive, "the central book keeps no investors' accounts")
}

// A custodian fails; its clients go to another in batches, hold what they held, and its own account stays behind.
func TestWindDownOfACustodian(t *testing.T) {
	f := testutil.NewMarket(t)
	own := f.Registration(f.Custodian, types.ClassInstitutional, "JP")
	own.Book = types.BookOwn
	_, err := f.Msgs.RegisterInvestor(f.Ctx, own)
	require.NoError(t, err)
	rules := f.Rules()
	rules.Counted = true
	f.SetRules(rules)
	for _, holder := range people(f, 20) {
		f.Issue(holder, 5)
	}
	endBlocks(t, f, 1)
	f.Pledge(f.Client, bonds(100), "loan")
	f.Freeze(f.Abroad)
	appoint := func(signer, successor sdk.AccAddress) error {
		msg := &types.MsgAppointSuccessor{Signer: signer.String(), Custodian: f.Custodian.String()}
		if !successor.Empty() {
			msg.Successor = successor.String()
		}
		return f.Atomically(func(ctx sdk.Context) error {
			_, err := f.Msgs.AppointSuccessor(ctx, msg)
			return err
		})
	}
	accept := func(signer sdk.AccAddress, after string, limit uint32) (res *types.MsgAcceptClientsResponse, err error) {
		err = f.Atomically(func(ctx sdk.Context) error {
			res, err = f.Msgs.AcceptClients(ctx, &types.MsgAcceptClients{Successor: signer.String(), Custodian: f.Custodian.String(), After: after, Limit: limit})
			return err
		})
		return res, err
	}
	_, err = accept(f.Rival, "", 0)
	require.ErrorIs(t, err, types.ErrUnauthorized)
	f.SetLicence(f.Custodian, "", types.LicenceStatusSuspended)
	require.ErrorIs(t, appoint(f.Rival, f.Rival), types.ErrUnauthorized)
	require.ErrorIs(t, appoint(f.Governance, f.Custodian), types.ErrWindingDown)
	require.ErrorIs(t, appoint(f.Governance, f.YenBank), types.ErrLicenceNotActive)
	require.NoError(t, appoint(f.Custodian, f.Rival))
	require.NoError(t, appoint(f.Governance, nil), "called off")
	require.NoError(t, appoint(f.Governance, f.Rival))
	f.SetLicence(f.Custodian, "", types.LicenceStatusActive)
	require.ErrorIs(t, clientOf(f, f.Custodian, testutil.Address("late")), types.ErrWindingDown)
	f.SetLicence(f.Custodian, "", types.LicenceStatusRevoked)

	var moved uint32
	for next, first := "", true; first || next != ""; first = false {
		res, err := accept(f.Rival, next, 10)
		require.NoError(t, err)
		require.LessOrEqual(t, res.Moved, uint32(10))
		moved, next = moved+res.Moved, res.Next
	}
	require.EqualValues(t, 24, moved)
	left, err := f.Queries.Investors(f.Ctx, &types.QueryInvestorsRequest{Custodian: f.Custodian.String()})
	require.NoError(t, err)
	require.Len(t, left.Investors, 1, "its own book stays")
	require.Equal(t, int64(500), f.Balance(f.Client, testutil.Denom))
	require.Equal(t, int64(100), f.Keeper.Pledged(f.Ctx, f.Client, testutil.Denom, testutil.Pledgee, "loan").Int64())
	require.NoError(t, f.Send(f.Dealer, f.Client, bonds(1)), "the clients are in business again")
	require.ErrorIs(t, f.Send(f.Dealer, f.Abroad, bonds(1)), types.ErrReceiverFrozen, "a move shakes off no freeze")
	endBlocks(t, f, 1)
	shares := concentration(t, f)
	require.Len(t, shares.Custodians, 1)
	require.Equal(t, f.Rival.String(), shares.Custodians[0].Custodian)
	require.Equal(t, 24, f.Events("kokusai.custody.v1.EventClientMoved"))
	require.NoError(t, f.Keeper.Audit(f.Ctx))
}

func TestRecountsAreBounded(t *testing.T) {
	f := testutil.NewMarket(t)
	params := types.DefaultParams()
	params.CensusLimit = 4
	require.NoError(t, f.Keeper.SetParams(f.Ctx, params))
	rules := f.Rules()
	rules.Counted = true
	f.SetRules(rules)
	holders := people(f, 10)
	for _, holder := range holders {
		f.Issue(holder, 5)
	}
	endBlocks(t, f, 5)
	for _, holder := range holders {
		require.NoError(t, update(f, holder, func(m *types.MsgUpdateInvestor) { m.Jurisdiction = "US" }))
	}
	counted := func() uint64 {
		res, err := f.Queries.Census(f.Ctx, &types.QueryCensusRequest{Isin: testutil.ISIN})
		require.NoError(t, err)
		if len(res.Jurisdictions) < 2 {
			return 0
		}
		return res.Jurisdictions[1].Total.Holders
	}
	require.Zero(t, counted())
	endBlocks(t, f, 1)
	require.EqualValues(t, 2, counted(), "an account and its one holding cost two")
	endBlocks(t, f, 4)
	require.EqualValues(t, 10, counted())
	require.NoError(t, f.Keeper.Audit(f.Ctx))
}
