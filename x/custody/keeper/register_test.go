package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	"github.com/kokusai-chain/kokusai/x/custody/types"
)

// The register says of every holder what it is, and sums to what is outstanding.
func TestHolderRegister(t *testing.T) {
	f := testutil.NewMarket(t)
	own, pool := testutil.Address("own book"), testutil.Address("pool of clients")
	for account, book := range map[string]types.Book{string(pool): types.BookOmnibus, string(f.Custodian): types.BookOwn} {
		registration := f.Registration(sdk.AccAddress(account), types.ClassProfessional, "US")
		registration.Book = book
		_, err := f.Msgs.RegisterInvestor(f.Ctx, registration)
		require.NoError(t, err)
	}
	escrow := transfertypes.GetEscrowAddress(transfertypes.PortID, testutil.Channel)
	f.Issue(f.Custodian, 11)
	f.Issue(pool, 12)
	f.Issue(f.Treasury, 13)
	f.Issue(own, 14) // whom nobody has registered: it waits
	f.Pledge(f.Client, bonds(100), "a")
	f.Approve(testutil.ISIN, testutil.Channel, false)
	require.NoError(t, f.Bank.SendCoins(f.Ctx, f.Client, escrow, sdk.NewCoins(bonds(200))))
	require.NoError(t, f.Bank.MintCoins(f.Ctx, bondtypes.ModuleName, sdk.NewCoins(bonds(5))))
	require.NoError(t, f.Bank.MintCoins(f.Ctx, "faucet", sdk.NewCoins(bonds(6)))) // as no message can

	ask := func(request *query.PageRequest) *types.QueryHolderRegisterResponse {
		response, err := f.Queries.HolderRegister(f.Ctx, &types.QueryHolderRegisterRequest{Isin: testutil.ISIN, Pagination: request})
		require.NoError(t, err)
		return response
	}
	all := ask(nil)
	require.EqualValues(t, f.Ctx.BlockHeight(), all.Height)
	sum, lines := math.ZeroInt(), map[string]types.RegisterLine{}
	for _, line := range all.Lines {
		sum = sum.Add(line.Units)
		lines[line.Account] = line
	}
	require.Equal(t, all.Outstanding, sum)
	custodian := f.Custodian.String()
	for account, want := range map[string]types.RegisterLine{
		f.Custodian.String(): {Kind: types.HolderOwn, Units: math.NewInt(11), Custodian: custodian, InvestorClass: types.ClassProfessional, Jurisdiction: "US"},
		pool.String():        {Kind: types.HolderOmnibus, Units: math.NewInt(12), Custodian: custodian, InvestorClass: types.ClassProfessional, Jurisdiction: "US"},
		f.Client.String(): {
			Kind: types.HolderCustomer, Units: math.NewInt(300), Pledged: math.NewInt(100),
			Custodian: custodian, InvestorClass: types.ClassInstitutional, Jurisdiction: "JP",
		},
		f.Treasury.String(): {Kind: types.HolderIssuer, Units: math.NewInt(13)},
		escrow.String():     {Kind: types.HolderEscrow, Units: math.NewInt(200), ChannelId: testutil.Channel},
		moduleAddress(bondtypes.ModuleName).String(): {Kind: types.HolderModule, Units: math.NewInt(5)},
		types.SuspenseAddress(own).String():          {Kind: types.HolderSuspense, Units: math.NewInt(14), Owner: own.String()},
		moduleAddress("faucet").String():             {Kind: types.HolderUnregistered, Units: math.NewInt(6)},
	} {
		if want.Account = account; want.Pledged.IsNil() {
			want.Pledged = math.ZeroInt()
		}
		require.Equal(t, want, lines[account])
	}

	first := ask(&query.PageRequest{Limit: 3})
	require.Len(t, first.Lines, 3)
	rest := ask(&query.PageRequest{Key: first.Pagination.NextKey})
	require.Equal(t, all.Lines, append(first.Lines, rest.Lines...))

	_, err := f.Queries.HolderRegister(f.Ctx, nil)
	require.Error(t, err)
	_, err = f.Queries.HolderRegister(f.Ctx, &types.QueryHolderRegisterRequest{Isin: "JP0000000000"})
	require.ErrorIs(t, err, bondtypes.ErrSeriesNotFound)
	_, err = f.Queries.HolderRegister(f.Ctx, &types.QueryHolderRegisterRequest{Isin: testutil.ISIN, Pagination: &query.PageRequest{Offset: 1}})
	require.Error(t, err)
}
