package app_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/testutil"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	repotypes "github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// A dealer borrows against bonds that their issuer may call. They count from when governance has set a haircut for them, in full
// they may be called and not in part, and what the call pays repays the debt before anything goes to the dealer.
func TestACalledBondRepaysItsDebt(t *testing.T) {
	m := testutil.NewMarket(t, issueDay)
	terms, rules := m.Series().Terms, m.Rules()
	terms.Isin, terms.Name, terms.Denomination, rules.Isin = oneYear, "JGB callable", math.OneInt(), oneYear
	terms.Call = &bondtypes.CallTerms{NoticeDays: 30, InFullOnly: true, Options: []bondtypes.CallOption{
		{Date: "2026-06-20", PricePct: testutil.Dec("100")}, {Date: "2026-12-20", PricePct: testutil.Dec("100")},
	}}
	m.MustAll([]sdk.Msg{
		&bondtypes.MsgOpenSeries{Authority: m.Ministry.String(), Terms: terms},
		&custodytypes.MsgSetTransferRules{Authority: m.Ministry.String(), Rules: rules},
	}, m.Ministry)
	m.Must(&bondtypes.MsgPlaceDirect{
		Authority: m.Ministry.String(), Buyer: m.Dealer.String(), Isin: oneYear, Face: math.NewInt(1_000_000), CleanPrice: testutil.Dec("100"),
	}, m.Ministry, m.Dealer)
	m.Refused(repotypes.ErrNotEligible, &repotypes.MsgOffer{Offerer: m.Dealer.String(), Number: 1, ValidUntil: "2026-01-08", Terms: repotypes.Terms{
		Giver: m.Dealer.String(), Taker: m.Client.String(), Form: repotypes.FORM_PLEDGE, Cash: testutil.Yen(500_000),
		RatePct: testutil.Dec("0.75"), HaircutPct: testutil.Dec("2"), Bonds: sdk.NewCoins(units(1_000_000)),
		StartDate: "2026-01-08", EndDate: "2026-01-15", DayBasis: 365,
	}}, m.Dealer)
	m.Pledge(m.Dealer, units(1_000_000))
	borrow := &collateraltypes.MsgBorrow{Owner: m.Dealer.String(), Number: 1, Amount: testutil.Yen(850_000)}
	m.Refused(collateraltypes.ErrNoHaircut, borrow, m.Dealer)

	state, err := m.Kokusai.CollateralKeeper.ExportGenesis(m.Committed())
	require.NoError(t, err)
	table := state.Haircuts[0]
	table.EffectiveDate, table.CallableHaircutPct = m.Today(), 4
	m.Govern(&collateraltypes.MsgSetHaircuts{Authority: testutil.Governance, Table: table})
	m.Must(borrow, m.Dealer)

	call := &bondtypes.MsgCall{Authority: m.Ministry.String(), Isin: oneYear, Date: "2026-06-20", SharePct: testutil.Dec("25")}
	m.Refused(bondtypes.ErrNotCallable, call, m.Ministry)
	call.SharePct = math.LegacyZeroDec()
	m.Must(call, m.Ministry)
	m.Must(&bondtypes.MsgFundPayments{Funder: m.Treasury.String(), Isin: oneYear, Amount: testutil.Yen(1_010_500)}, m.Treasury)
	m.Audited()

	m.WaitForDate("2026-06-21")
	before, owed := m.Balance(m.Dealer.Addr, "ujpy"), m.Debt(m.Dealer)
	m.WaitForDate("2026-06-22")
	m.Block()
	m.Block()
	_, found, err := m.Kokusai.CollateralKeeper.FindPosition(m.Committed(), m.Dealer.Addr, "ujpy", 1)
	require.NoError(t, err)
	require.False(t, found, "no bonds are left and no debt")
	gained := m.Balance(m.Dealer.Addr, "ujpy") - before
	require.InDelta(t, testutil.Yen(1_010_500).Amount.Int64()-owed, gained, 1_000*million, "the coupon, and what the debt left")
	m.Audited()
}
