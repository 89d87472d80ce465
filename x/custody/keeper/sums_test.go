package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"

	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	"github.com/kokusai-chain/kokusai/x/custody/types"
)

// register is a market of whose holders a naive twin keeps the balances: nothing but what was issued and moved.
type register struct {
	*testutil.Fixture
	people  []sdk.AccAddress
	units   map[string]int64
	issued  int64
	channel sdk.AccAddress
}

func (r *register) who(t *rapid.T, name string) sdk.AccAddress {
	return rapid.SampledFrom(r.people).Draw(t, name)
}

func (r *register) move(from, to sdk.AccAddress, units int64) {
	r.units[string(from)] -= units
	r.units[string(to)] += units
}

// try does something that may be refused, and tells whether it was not.
func (r *register) try(do func(ctx sdk.Context) error) bool { return r.Atomically(do) == nil }

// issue pays units to an account, or to its suspense account when it may not have them.
func (r *register) issue(t *rapid.T) {
	to, units := r.who(t, "buyer"), rapid.Int64Range(1, 200).Draw(t, "units")
	before := r.Balance(to, testutil.Denom)
	r.Issue(to, units)
	r.issued += units
	if r.Balance(to, testutil.Denom) == before {
		to = types.SuspenseAddress(to)
	}
	r.units[string(to)] += units
}

func (r *register) enrol(t *rapid.T) {
	registration := r.Registration(r.who(t, "investor"), types.ClassInstitutional, rapid.SampledFrom([]string{"JP", "US"}).Draw(t, "where"))
	registration.Custodian = rapid.SampledFrom([]sdk.AccAddress{r.Custodian, r.Rival}).Draw(t, "custodian").String()
	registration.Expiry = rapid.SampledFrom([]string{"2026-04-03", "2030-12-31"}).Draw(t, "expiry")
	r.try(func(ctx sdk.Context) error { _, err := r.Msgs.RegisterInvestor(ctx, registration); return err })
}

// tiers compares what is counted by custodian with what the twin has of their clients.
func (r *register) tiers(t require.TestingT) {
	for range 3 {
		require.NoError(t, r.Keeper.EndBlock(r.Ctx))
	}
	want, all := map[string]int64{}, int64(0)
	for _, account := range r.people {
		if known, err := r.Queries.Investor(r.Ctx, &types.QueryInvestorRequest{Account: account.String()}); err == nil && r.units[string(account)] > 0 {
			want[known.Investor.Custodian] += r.units[string(account)]
			all += r.units[string(account)]
		}
	}
	counted, err := r.Queries.Concentration(r.Ctx, &types.QueryConcentrationRequest{Isin: testutil.ISIN})
	require.NoError(t, err)
	require.Equal(t, types.CensusComplete, counted.Census)
	require.Equal(t, all, counted.Total.Units.Int64())
	require.Equal(t, r.issued, counted.Outstanding.Int64())
	for _, share := range counted.Custodians {
		require.Equal(t, want[share.Custodian], share.Total.Units.Int64(), share.Custodian)
		delete(want, share.Custodian)
	}
	require.Empty(t, want)
}

// No order of issues, registrations, expiries, freezes, transfers, forced or not, releases, departures, returns and wind-downs loses
// or creates a unit: what the bank has is what was issued, each account has what came less what went, in suspense and abroad
// too, and the custodians' clients have what the register counts under them.
func TestTheRegisterAlwaysSums(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := testutil.NewMarket(t)
		rules := f.Rules()
		rules.Counted = true
		f.SetRules(rules)
		r := &register{
			Fixture: f, units: map[string]int64{string(f.Dealer): 1_000, string(f.Client): 500}, issued: 1_500,
			people:  []sdk.AccAddress{f.Dealer, f.Client, f.Abroad, f.Retail, f.Stranger, testutil.Address("newcomer")},
			channel: transfertypes.GetEscrowAddress(transfertypes.PortID, testutil.Channel),
		}
		transfer := func(t *rapid.T, to sdk.AccAddress, do func(ctx sdk.Context, from sdk.AccAddress, units math.Int) error) {
			from, units := r.who(t, "from"), rapid.Int64Range(1, 600).Draw(t, "units")
			if to == nil {
				to = r.who(t, "to")
			}
			if r.try(func(ctx sdk.Context) error { return do(ctx, from, math.NewInt(units)) }) && !from.Equals(to) {
				r.move(from, to, units)
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"issue": r.issue,
			"enrol": r.enrol,
			"strike off": func(t *rapid.T) {
				account := r.who(t, "investor")
				r.try(func(ctx sdk.Context) error {
					_, err := r.Msgs.RemoveInvestor(ctx, &types.MsgRemoveInvestor{Custodian: r.Custodian.String(), Account: account.String()})
					return err
				})
			},
			"send": func(t *rapid.T) {
				to := r.who(t, "receiver")
				transfer(t, to, func(ctx sdk.Context, from sdk.AccAddress, units math.Int) error {
					return r.Bank.SendCoins(ctx, from, to, sdk.NewCoins(sdk.NewCoin(testutil.Denom, units)))
				})
			},
			"force": func(t *rapid.T) {
				to := r.who(t, "receiver")
				transfer(t, to, func(ctx sdk.Context, from sdk.AccAddress, units math.Int) error {
					return r.Keeper.ForceTransfer(ctx, from, to, sdk.NewCoin(testutil.Denom, units), order(r.Fixture))
				})
			},
			"depart": func(t *rapid.T) {
				transfer(t, r.channel, func(ctx sdk.Context, from sdk.AccAddress, units math.Int) error {
					return r.Bank.SendCoins(ctx, from, r.channel, sdk.NewCoins(sdk.NewCoin(testutil.Denom, units)))
				})
			},
			"return": func(t *rapid.T) { // a refund: to suspense where the sender may not have it back
				away := r.units[string(r.channel)]
				if away == 0 {
					t.Skip("nothing is abroad")
				}
				to, units := r.who(t, "sender"), rapid.Int64Range(1, away).Draw(t, "units")
				before := r.Balance(to, testutil.Denom)
				require.True(t, r.try(func(ctx sdk.Context) error {
					return r.Bank.SendCoins(ctx, r.channel, to, sdk.NewCoins(testutil.Bonds(units)))
				}))
				if r.Balance(to, testutil.Denom) == before {
					to = types.SuspenseAddress(to)
				}
				r.move(r.channel, to, units)
			},
			"release": func(t *rapid.T) {
				owner := r.who(t, "owner")
				held := r.units[string(types.SuspenseAddress(owner))]
				if r.try(func(ctx sdk.Context) error { _, err := r.Keeper.ReleaseSuspense(ctx, owner); return err }) {
					r.move(types.SuspenseAddress(owner), owner, held)
				}
			},
			"freeze": func(t *rapid.T) {
				account := r.who(t, "account")
				if !r.try(func(ctx sdk.Context) error {
					_, err := r.Msgs.FreezeAccount(ctx, &types.MsgFreezeAccount{
						Signer: r.Governance.String(), Account: account.String(), Reason: types.ReasonCourtOrder,
					})
					return err
				}) {
					r.Unfreeze(account)
				}
			},
			"wind down": func(t *rapid.T) {
				from, to := r.Custodian, r.Rival
				if rapid.Bool().Draw(t, "back") {
					from, to = to, from
				}
				r.try(func(ctx sdk.Context) error {
					_, err := r.Msgs.AppointSuccessor(ctx, &types.MsgAppointSuccessor{Signer: r.Governance.String(), Custodian: from.String(), Successor: to.String()})
					if err != nil {
						return err
					}
					if _, err = r.Msgs.AcceptClients(ctx, &types.MsgAcceptClients{Successor: to.String(), Custodian: from.String()}); err != nil {
						return err
					}
					_, err = r.Msgs.AppointSuccessor(ctx, &types.MsgAppointSuccessor{Signer: r.Governance.String(), Custodian: from.String()})
					return err
				})
			},
			"day": func(t *rapid.T) { r.Bond.SetNow(r.Bond.Now(r.Ctx).AddDate(0, 0, 1)) },
			"":    func(t *rapid.T) { r.sums(t) },
		})
		r.tiers(t)
	})
}

// sums checks the bank against the twin, and the laws of the module.
func (r *register) sums(t require.TestingT) {
	require.NoError(t, r.Keeper.Audit(r.Ctx))
	require.Equal(t, r.issued, r.Bank.GetSupply(r.Ctx, testutil.Denom).Amount.Int64())
	sum := int64(0)
	for account, units := range r.units {
		require.Equal(t, units, r.Balance(sdk.AccAddress(account), testutil.Denom))
		sum += units
	}
	require.Equal(t, r.issued, sum)
}
