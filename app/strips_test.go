package app_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/testutil"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// openStrips opens the strips of the JGB. Their ISINs are returned by number.
func openStrips(t *testing.T, m *testutil.Market) map[int]string {
	t.Helper()
	isins := map[int]string{}
	for i, terms := range stripTerms(t, m) {
		m.Must(&bondtypes.MsgOpenSeries{Authority: m.Ministry.String(), Terms: terms}, m.Ministry)
		isins[i+1] = terms.Isin
	}
	return isins
}

// stripTerms are those of a strip for each coupon of the JGB, numbered from 1, and of one for its principal, number 21.
func stripTerms(t *testing.T, m *testutil.Market) (strips []bondtypes.TermSheet) {
	t.Helper()
	parent := m.Series()
	schedule, err := parent.Schedule()
	require.NoError(t, err)
	for k := 1; k <= 21; k++ {
		terms := parent.Terms
		terms.Isin, terms.Name, terms.Kind = stripISIN(k), fmt.Sprint("Strip ", k), bondtypes.SERIES_KIND_STRIP
		terms.CouponPct, terms.Frequency, terms.FirstCouponDate = math.LegacyZeroDec(), 0, ""
		terms.MaturityDate, terms.Denomination = schedule.DueDate(uint32(k)).String(), math.OneInt()
		terms.Strip = &bondtypes.StripTerms{}
		if k == 21 {
			terms.Strip.ParentIsin = parent.Terms.Isin
		}
		strips = append(strips, terms)
	}
	return strips
}

func stripISIN(k int) string {
	for digit := range 10 {
		if isin := fmt.Sprintf("JP1%08d%d", k, digit); bondtypes.ValidateISIN(isin) == nil {
			return isin
		}
	}
	panic("no check digit fits")
}

// Strips obey the rules of x/custody like any series: they go only to who may hold them, and what is pledged is not
// separated.
func TestStripsObeyTheRules(t *testing.T) {
	m := testutil.NewMarket(t, issueDay)
	isins := openStrips(t, m)
	separate := &bondtypes.MsgSeparate{Holder: m.Dealer.String(), Isin: testutil.JGB, Units: math.NewInt(1_000_000)}
	m.Refused(bondtypes.ErrBuyerNotEligible, separate, m.Dealer) // no rules for the strips yet
	for k := 1; k <= 21; k++ {
		rules := m.Rules()
		rules.Isin = isins[k]
		m.Must(&custodytypes.MsgSetTransferRules{Authority: m.Ministry.String(), Rules: rules}, m.Ministry)
	}
	m.Must(separate, m.Dealer)
	require.EqualValues(t, 10_500, m.Balance(m.Dealer.Addr, bondtypes.Denom(isins[20])))
	require.EqualValues(t, 1_000_000, m.Balance(m.Dealer.Addr, bondtypes.Denom(isins[21])))
	m.Audited()

	held := m.Balance(m.Dealer.Addr, bond)
	m.Pledge(m.Dealer, testutil.Bonds(held))
	m.Refused(custodytypes.ErrInsufficientFree, separate, m.Dealer)

	m.Must(send(m.Dealer, m.Client, sdk.NewInt64Coin(bondtypes.Denom(isins[1]), 1)), m.Dealer)
	recombine := &bondtypes.MsgRecombine{Holder: m.Dealer.String(), Isin: testutil.JGB, Units: math.NewInt(1_000_000)}
	require.NotZero(t, m.Send(recombine, m.Dealer).Code, "a coupon is one short")
	m.Must(send(m.Client, m.Dealer, sdk.NewInt64Coin(bondtypes.Denom(isins[1]), 1)), m.Client)
	m.Must(recombine, m.Dealer)
	require.EqualValues(t, held+1_000_000, m.Balance(m.Dealer.Addr, bond))
	m.Audited()
	m.Reborn()
	m.Audited()
}
