package testutil

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	controltypes "github.com/kokusai-chain/kokusai/x/custody/control/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// The series that the fixtures place, with their real terms.
const (
	JGB      = "JP1103811S13" // ten-year JGB No. 381
	Treasury = "US91282CPJ44" // United States Treasury note, 4 %, November 2035
)

// Governance is the account that acts for passed proposals.
var Governance = authtypes.NewModuleAddress(govtypes.ModuleName).String()

// Bonds is face of the JGB, in yen.
func Bonds(face int64) sdk.Coin { return sdk.NewInt64Coin(bondtypes.Denom(JGB), face) }

// Notes is face of the Treasury note, in dollars.
func Notes(face int64) sdk.Coin { return sdk.NewInt64Coin(bondtypes.Denom(Treasury), face) }

// Yen is an amount of the cash token, in whole yen.
func Yen(n int64) sdk.Coin { return sdk.NewInt64Coin("ujpy", n*bondtypes.MicroPerUnit) }

// Dollars is an amount of the cash token, in whole dollars.
func Dollars(n int64) sdk.Coin { return sdk.NewInt64Coin("uusd", n*bondtypes.MicroPerUnit) }

// Dec reads a decimal.
func Dec(text string) math.LegacyDec { return math.LegacyMustNewDecFromStr(text) }

// Day is an hour at which it is the given date in Tokyo and in New York.
func Day(date string) time.Time {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		panic(err)
	}
	return day.Add(6 * time.Hour)
}

// Market is a chain in business: a series is placed with the dealer and partly sold to the client, who are registered with
// a custodian; the bank has given everybody cash, and a lender has supplied some to the pool.
type Market struct {
	*Chain

	// Ministry is the issuer's authority, and its treasury receives and funds.
	Ministry, Treasury *Actor
	// Custodian registers investors; Bank issues cash.
	Custodian, Bank *Actor
	// Dealer and Client may hold the series; Retail is registered and may not, Stranger is nobody's client.
	Dealer, Client, Retail, Stranger *Actor
	// Lender has supplied half of its cash to the pool.
	Lender *Actor

	country country
}

// country is what differs between the markets of Tokyo and New York.
type country struct {
	issuer   bondtypes.Issuer
	terms    bondtypes.TermSheet
	price    string
	curve    collateraltypes.Curve
	policy   string
	cash     func(int64) sdk.Coin
	placed   int64 // face that the dealer buys
	sold     int64 // face that the client buys of it
	inHand   int64 // cash that everybody has after that
	supplied int64 // cash in the pool
}

func japan() country {
	return country{
		issuer: bondtypes.Issuer{Id: "mof-japan", Name: "Government of Japan", Lei: "353800WZS8AXZXFUC241", Country: "JP"},
		terms: bondtypes.TermSheet{
			Isin: JGB, IssuerId: "mof-japan", Name: "JGB 10-year No. 381", Kind: bondtypes.SERIES_KIND_FIXED, Currency: "ujpy",
			CouponPct: Dec("2.1"), DatedDate: "2025-12-20", IssueDate: "2026-01-07", FirstCouponDate: "2026-06-20", MaturityDate: "2035-12-20",
			Frequency: 2, DayCount: bondtypes.DAY_COUNT_ACT_365, Calendar: "tokyo", RollRule: bondtypes.ROLL_RULE_FOLLOWING,
			Denomination: math.NewInt(50_000), Authorised: math.NewInt(2_600_000_000_000),
		},
		price: "100.05", curve: curve("JPY", "1.0", "1.1", "1.6", "2.1", "3.0", "3.4"), policy: "0.75", cash: Yen,
		placed: 1_000_000_000, sold: 600_000_000, inHand: 500_000_000, supplied: 400_000_000,
	}
}

func america() country {
	return country{
		issuer: bondtypes.Issuer{Id: "us-treasury", Name: "United States Department of the Treasury", Lei: "254900HROIFWPRGM1V77", Country: "US"},
		terms: bondtypes.TermSheet{
			Isin: Treasury, IssuerId: "us-treasury", Name: "US Treasury 4% 15 November 2035", Kind: bondtypes.SERIES_KIND_FIXED, Currency: "uusd",
			CouponPct: Dec("4"), DatedDate: "2025-11-15", IssueDate: "2025-11-17", FirstCouponDate: "2026-05-15", MaturityDate: "2035-11-15",
			Frequency: 2, DayCount: bondtypes.DAY_COUNT_ACT_ACT, Calendar: "newyork", RollRule: bondtypes.ROLL_RULE_FOLLOWING,
			Denomination: math.NewInt(100), Authorised: math.NewInt(42_000_000_000),
		},
		price: "99.25", curve: curve("USD", "3.5", "3.5", "3.75", "4.15", "4.7", "4.85"), policy: "3.75", cash: Dollars,
		placed: 10_000_000, sold: 8_000_000, inHand: 5_000_000, supplied: 4_000_000,
	}
}

func curve(currency string, yields ...string) collateraltypes.Curve {
	published := collateraltypes.Curve{Currency: currency}
	for i, months := range []uint32{12, 24, 60, 120, 240, 360} {
		published.Points = append(published.Points, collateraltypes.CurvePoint{TenorMonths: months, ParYieldPct: Dec(yields[i])})
	}
	return published
}

// NewMarket starts one chain at the given time and opens the yen market on it.
func NewMarket(t *testing.T, start time.Time, patches ...GenesisPatch) *Market {
	t.Helper()
	return openMarket(NewSingleChain(t, start, patches...), japan())
}

// openMarket brings a chain into business.
func openMarket(c *Chain, country country) *Market {
	m := &Market{
		Chain: c, country: country,
		Ministry: c.Actor("ministry"), Treasury: c.Actor("treasury"), Custodian: c.Actor("custodian"), Bank: c.Actor("bank"),
		Dealer: c.Actor("dealer"), Client: c.Actor("client"), Retail: c.Actor("retail"), Stranger: c.Actor("stranger"), Lender: c.Actor("lender"),
	}
	m.license()
	m.Must(m.Registration(m.Dealer, custodytypes.ClassInstitutional), m.Custodian)
	m.Must(m.Registration(m.Client, custodytypes.ClassProfessional), m.Custodian)
	m.Must(m.Registration(m.Retail, custodytypes.ClassRetail), m.Custodian)
	m.MustAll([]sdk.Msg{
		&bondtypes.MsgOpenSeries{Authority: m.Ministry.String(), Terms: country.terms},
		&custodytypes.MsgSetTransferRules{Authority: m.Ministry.String(), Rules: m.Rules()},
	}, m.Ministry)
	for _, holder := range []*Actor{m.Treasury, m.Dealer, m.Client, m.Retail, m.Stranger, m.Lender} {
		m.Mint(holder, country.cash(country.inHand))
	}
	m.Mint(m.Dealer, country.cash(2*country.placed))
	m.Mint(m.Client, country.cash(country.sold))
	m.Must(&bondtypes.MsgPlaceDirect{
		Authority: m.Ministry.String(), Buyer: m.Dealer.String(), Isin: country.terms.Isin,
		Face: math.NewInt(country.placed), CleanPrice: Dec(country.price),
	}, m.Ministry, m.Dealer)
	m.Must(&custodytypes.MsgSettleDirect{
		Deliverer: m.Dealer.String(), Receiver: m.Client.String(), Isin: country.terms.Isin, Face: math.NewInt(country.sold),
		Cash: country.cash(country.sold), TradeReference: "FIRST-SALE",
	}, m.Dealer, m.Client)
	m.Must(&collateraltypes.MsgSupply{Supplier: m.Lender.String(), Amount: country.cash(country.supplied)}, m.Lender)
	m.Audited()
	return m
}

// license does what governance decides before trading starts. Curves may age here as they never may in earnest, so that a
// test can live through years.
func (m *Market) license() {
	today := m.Today()
	issuer, curve, cash := m.country.issuer, m.country.curve, m.country.cash(1_000_000_000_000)
	issuer.Authority, issuer.Treasury = m.Ministry.String(), m.Treasury.String()
	curve.AsOf = today
	params := collateraltypes.DefaultParams()
	params.MaxCurveAgeDays, params.MaxFxAgeDays = 0, 0
	m.Govern(
		&bondtypes.MsgRegisterIssuer{Authority: Governance, Issuer: issuer},
		&custodytypes.MsgGrantLicence{Authority: Governance, Licence: custodytypes.Licence{
			Holder: m.Custodian.String(), Kind: custodytypes.LicenceKindCustodian, Name: "Custody Bank",
			Lei: "549300U41AUUVOAAOB37", Jurisdiction: issuer.Country, Cap: math.ZeroInt(), Status: custodytypes.LicenceStatusActive,
		}},
		&custodytypes.MsgGrantLicence{Authority: Governance, Licence: custodytypes.Licence{
			Holder: m.Bank.String(), Kind: custodytypes.LicenceKindCashIssuer, Name: "Bank", Lei: "5493004R83R1LVX2IL36",
			Jurisdiction: issuer.Country, Denom: cash.Denom, Cap: cash.Amount, Status: custodytypes.LicenceStatusActive,
		}},
		&collateraltypes.MsgUpdateParams{Authority: Governance, Params: params},
		&collateraltypes.MsgSetCurve{Authority: Governance, Curve: curve},
		&collateraltypes.MsgSetHaircuts{Authority: Governance, Table: haircuts(today)},
		&collateraltypes.MsgCreateMarket{Authority: Governance, Denom: cash.Denom, Terms: m.MarketTerms()},
	)
}

// haircuts are the Bank of Japan's for fixed-coupon bonds since October 2024.
func haircuts(effective string) collateraltypes.HaircutTable {
	table := collateraltypes.HaircutTable{EffectiveDate: effective, FxHaircutPct: Dec("8")}
	for _, row := range []struct {
		months uint32
		value  string
	}{{60, "99"}, {120, "98"}, {240, "97"}, {360, "95"}} {
		table.Rows = append(table.Rows, collateraltypes.HaircutRow{
			Kind: bondtypes.SERIES_KIND_FIXED, MaxResidualMonths: row.months, ValuePct: Dec(row.value),
		})
	}
	return table
}

// MarketTerms are the terms on which cash is lent.
func (m *Market) MarketTerms() collateraltypes.MarketTerms {
	limit := m.country.cash(1_000_000_000_000).Amount
	return collateraltypes.MarketTerms{
		PolicyRatePct: Dec(m.country.policy), KinkPct: Dec("85"), BaseSpreadPct: Dec("0.2"), KinkSpreadPct: Dec("0.75"),
		FullSpreadPct: Dec("6"), ReserveFactorPct: Dec("10"), SupplyCap: limit, BorrowCap: limit, MinBorrow: math.NewInt(1),
		HealthThresholdPct: Dec("105"), AcceptedCurrencies: []string{m.country.curve.Currency},
	}
}

// Rules are the transfer rules of the series: professionals of Japan and the United States, without limit.
func (m *Market) Rules() custodytypes.TransferRules {
	return custodytypes.TransferRules{
		Isin: m.country.terms.Isin, Classes: []custodytypes.InvestorClass{custodytypes.ClassInstitutional, custodytypes.ClassProfessional},
		Jurisdictions: []custodytypes.JurisdictionRule{{Jurisdiction: "JP"}, {Jurisdiction: "US"}}, MaxHolding: math.ZeroInt(),
	}
}

// SetRules has the ministry and governance change the transfer rules of the series.
func (m *Market) SetRules(change func(*custodytypes.TransferRules)) {
	m.TB.Helper()
	rules := m.Rules()
	change(&rules)
	var proposed controltypes.MsgProposeResponse
	m.Answer(m.Must(&controltypes.MsgPropose{
		Proposer: m.Ministry.String(), Side: controltypes.SideIssuer, Reason: custodytypes.ReasonRuleChange,
		Intervention: controltypes.Intervention{Action: custodytypes.ActionSetRules, Rules: &rules},
	}, m.Ministry), 0, &proposed)
	m.Govern(&controltypes.MsgApprove{Approver: Governance, Proposer: m.Ministry.String(), Number: proposed.Number})
}

// Registration is the message by which the custodian registers an investor of Japan.
func (m *Market) Registration(account *Actor, class custodytypes.InvestorClass) *custodytypes.MsgRegisterInvestor {
	return &custodytypes.MsgRegisterInvestor{
		Custodian: m.Custodian.String(), Account: account.String(), Book: custodytypes.BookCustomer, InvestorClass: class,
		Jurisdiction: "JP", TaxClass: custodytypes.TaxClassResidentCorporation, Expiry: "2050-12-31",
	}
}

// Mint has the bank issue cash.
func (m *Market) Mint(to *Actor, amount sdk.Coin) {
	m.TB.Helper()
	m.Must(&custodytypes.MsgMintCash{Issuer: m.Bank.String(), Recipient: to.String(), Amount: amount}, m.Bank)
}

// Freeze has governance freeze an account: such a freeze does not lapse.
func (m *Market) Freeze(account *Actor) {
	m.TB.Helper()
	m.Govern(&custodytypes.MsgFreezeAccount{Signer: Governance, Account: account.String(), Reason: custodytypes.ReasonCourtOrder})
}

// Unfreeze has governance lift every freeze of an account.
func (m *Market) Unfreeze(account *Actor) {
	m.TB.Helper()
	m.Govern(&custodytypes.MsgUnfreezeAccount{Signer: Governance, Account: account.String(), Reason: custodytypes.ReasonResolved})
}

// Pledge pledges bonds of an owner to its first position in the market.
func (m *Market) Pledge(owner *Actor, bonds sdk.Coin) {
	m.TB.Helper()
	m.Must(&collateraltypes.MsgAddCollateral{
		Owner: owner.String(), Denom: m.country.terms.Currency, Number: 1, Bonds: sdk.NewCoins(bonds),
	}, owner)
}

// Borrow borrows cash against the owner's first position.
func (m *Market) Borrow(owner *Actor, cash sdk.Coin) {
	m.TB.Helper()
	m.Must(&collateraltypes.MsgBorrow{Owner: owner.String(), Number: 1, Amount: cash}, owner)
}

// Debt is what the owner's first position owes.
func (m *Market) Debt(owner *Actor) int64 {
	debt, err := m.Kokusai.CollateralKeeper.Debt(m.Committed(), owner.Addr, m.country.terms.Currency, 1)
	require.NoError(m.TB, err)
	return debt.Int64()
}

// Fund has the treasury fund the payments of the series.
func (m *Market) Fund(amount sdk.Coin) {
	m.TB.Helper()
	m.Must(&bondtypes.MsgFundPayments{Funder: m.Treasury.String(), Isin: m.country.terms.Isin, Amount: amount}, m.Treasury)
}

// Series is the series as it stands.
func (m *Market) Series() bondtypes.Series {
	series, err := m.Kokusai.BondKeeper.GetSeries(m.Committed(), m.country.terms.Isin)
	require.NoError(m.TB, err)
	return series
}

// Suspended is what is held in suspense for an owner, in base units of a denom.
func (m *Market) Suspended(owner *Actor, denom string) int64 {
	return m.Balance(custodytypes.SuspenseAddress(owner.Addr), denom)
}

// Release moves out of suspense what the owner may receive; anyone may ask for it.
func (m *Market) Release(owner *Actor) {
	m.TB.Helper()
	m.Must(&custodytypes.MsgReleaseSuspense{Signer: m.Stranger.String(), Owner: owner.String()}, m.Stranger)
}
