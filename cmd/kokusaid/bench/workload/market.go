package workload

import (
	"time"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/chain"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// The market that all jobs of Kokusai share: one ten-year series that every account holds, yen in every account, rules that
// admit everyone, a curve, and a lending pool.
const (
	isin   = "JP1103811S13" // the 381st ten-year bond
	yen    = "ujpy"
	issuer = "jgb"
	lei    = "353800KOKUSAIBENCH73"

	facePerAccount = 100_000_000         // yen of face
	yenPerAccount  = 100_000_000_000_000 // in ujpy
	poolCash       = 1_000_000_000_000_000_000
)

var bond = bondtypes.Denom(isin)

// Officials are the first accounts, who sign for their offices only.
func ministry(accounts []*chain.Account) *chain.Account { return accounts[0] }
func keeper(accounts []*chain.Account) *chain.Account   { return accounts[1] }
func bank(accounts []*chain.Account) *chain.Account     { return accounts[2] }

func arrangeMarket(g *chain.Genesis) error {
	if g.Arranged("market") {
		return nil
	}
	holders := int64(len(g.Accounts))
	for _, founder := range g.Founders {
		founder.Coins = founder.Coins.Add(
			sdk.NewCoin(bond, math.NewInt(facePerAccount).MulRaw(founder.Share)), sdk.NewCoin(yen, math.NewInt(yenPerAccount).MulRaw(founder.Share)))
	}
	pool := authtypes.NewModuleAddress(collateraltypes.ModuleName)
	g.Balances = append(g.Balances, banktypes.Balance{Address: pool.String(), Coins: sdk.NewCoins(sdk.NewInt64Coin(yen, poolCash))})

	for _, arrange := range []func() error{
		func() error { return arrangeBond(g, math.NewInt(holders).MulRaw(facePerAccount)) },
		func() error { return arrangeCustody(g, math.NewInt(holders).MulRaw(yenPerAccount).AddRaw(poolCash)) },
		func() error { return arrangeCollateral(g) },
	} {
		if err := arrange(); err != nil {
			return err
		}
	}
	return nil
}

func arrangeBond(g *chain.Genesis, issued math.Int) error {
	ministry := ministry(g.Accounts).Address.String()
	return chain.Edit(g, bondtypes.ModuleName, func(state *bondtypes.GenesisState) {
		state.Params.CashDenoms = []bondtypes.CashDenom{{Denom: yen, Currency: "JPY"}}
		state.Issuers = []bondtypes.Issuer{{Id: issuer, Name: "Ministry", Lei: lei, Country: "JP", Authority: ministry, Treasury: ministry}}
		state.Series = []bondtypes.Series{{
			Terms: bondtypes.TermSheet{
				Isin: isin, IssuerId: issuer, Name: "JGB 10-year No. 381", Kind: bondtypes.SERIES_KIND_FIXED, Currency: yen,
				CouponPct: math.LegacyMustNewDecFromStr("2.1"), DatedDate: "2025-12-20", IssueDate: "2026-01-07", FirstCouponDate: "2026-06-20",
				MaturityDate: "2035-12-20", Frequency: 2, DayCount: bondtypes.DAY_COUNT_ACT_365, Calendar: "tokyo",
				RollRule: bondtypes.ROLL_RULE_FOLLOWING, Denomination: math.NewInt(50_000), Authorised: issued.MulRaw(2),
			},
			Status: bondtypes.SERIES_STATUS_LIVE, Issued: issued, Redeemed: math.ZeroInt(),
		}}
	})
}

func arrangeCustody(g *chain.Genesis, cash math.Int) error {
	custodian, bank := keeper(g.Accounts).Address.String(), bank(g.Accounts).Address.String()
	return chain.Edit(g, custodytypes.ModuleName, func(state *custodytypes.GenesisState) {
		state.Licences = []custodytypes.Licence{
			{Holder: custodian, Kind: custodytypes.LicenceKindCustodian, Name: "Custodian", Lei: lei, Jurisdiction: "JP", Cap: math.ZeroInt(), Status: custodytypes.LicenceStatusActive},
			{Holder: bank, Kind: custodytypes.LicenceKindCashIssuer, Name: "Bank", Lei: lei, Jurisdiction: "JP", Denom: yen, Cap: cash, Status: custodytypes.LicenceStatusActive},
		}
		state.CashIssued = []custodytypes.CashIssued{{Holder: bank, Denom: yen, Outstanding: cash}}
		for _, account := range g.Founders {
			book := custodytypes.BookCustomer
			if account.Address.String() == custodian {
				book = custodytypes.BookOwn
			}
			state.Investors = append(state.Investors, custodytypes.Investor{
				Account: account.Address.String(), Custodian: custodian, Book: book, InvestorClass: custodytypes.ClassInstitutional,
				Jurisdiction: "JP", TaxClass: custodytypes.TaxClassDesignatedInstitution, Expiry: "2040-12-31",
			})
		}
		state.Series = []custodytypes.GenesisSeries{{Isin: isin, Record: custodytypes.SeriesRecord{
			TimeZone: "Asia/Tokyo",
			Rules: &custodytypes.TransferRules{
				Isin: isin, Classes: []custodytypes.InvestorClass{custodytypes.ClassInstitutional, custodytypes.ClassProfessional},
				Jurisdictions: []custodytypes.JurisdictionRule{{Jurisdiction: "JP"}, {Jurisdiction: "US"}}, MaxHolding: math.NewInt(facePerAccount).MulRaw(1_000),
			},
		}}}
	})
}

// issueCash lets the bank have issued more, for an account that was given it.
func issueCash(g *chain.Genesis, more math.Int) error {
	return chain.Edit(g, custodytypes.ModuleName, func(state *custodytypes.GenesisState) {
		state.CashIssued[0].Outstanding = state.CashIssued[0].Outstanding.Add(more)
		state.Licences[1].Cap = state.Licences[1].Cap.Add(more)
	})
}

func arrangeCollateral(g *chain.Genesis) error {
	lender := bank(g.Accounts).Address.String()
	percent := math.LegacyMustNewDecFromStr
	return chain.Edit(g, collateraltypes.ModuleName, func(state *collateraltypes.GenesisState) {
		state.Params.CurveAuthority = ministry(g.Accounts).Address.String()
		state.Params.MaxCurveAgeDays = 0
		state.Curves = []collateraltypes.Curve{curveOf(0, chain.GenesisTime)}
		state.Haircuts = []collateraltypes.HaircutTable{{
			EffectiveDate: "2020-01-01", FxHaircutPct: percent("5"),
			Rows: []collateraltypes.HaircutRow{{Kind: bondtypes.SERIES_KIND_FIXED, MaxResidualMonths: 480, ValuePct: percent("97")}},
		}}
		terms := collateraltypes.MarketTerms{
			PolicyRatePct: percent("0.5"), KinkPct: percent("80"), BaseSpreadPct: percent("0.1"), KinkSpreadPct: percent("0.5"), FullSpreadPct: percent("10"),
			ReserveFactorPct: percent("10"), SupplyCap: math.NewInt(poolCash).MulRaw(1_000), BorrowCap: math.NewInt(poolCash), MinBorrow: math.ZeroInt(),
			HealthThresholdPct: percent("105"), AcceptedCurrencies: []string{"JPY"},
		}
		state.Markets = []collateraltypes.Market{{Denom: yen, Terms: terms}}
		risk := collateraltypes.DefaultRiskTerms(yen, terms)
		risk.RoundSeconds = 30 * 24 * 3600 // auctions last until the run is over
		state.RiskTerms = []collateraltypes.RiskTerms{risk}
		state.Pools = []collateraltypes.Pool{{
			Denom: yen, Cash: math.NewInt(poolCash), ScaledSupply: math.NewInt(poolCash), ScaledDebt: math.ZeroInt(),
			SupplyIndex: math.LegacyOneDec(), BorrowIndex: math.LegacyOneDec(), AccruedAt: chain.GenesisTime,
		}}
		state.Supplies = []collateraltypes.Supply{{Denom: yen, Supplier: lender, Claims: math.NewInt(poolCash)}}
	})
}

// curveOf is the par curve of a day that has moved by some hundredths of a per cent.
func curveOf(move int64, day time.Time) collateraltypes.Curve {
	curve := collateraltypes.Curve{Currency: "JPY", AsOf: day.Format(time.DateOnly)}
	for _, point := range []struct {
		months uint32
		par    string
	}{{6, "0.70"}, {12, "0.80"}, {24, "1.10"}, {60, "1.50"}, {120, "2.00"}, {240, "2.80"}, {480, "3.30"}} {
		par := math.LegacyMustNewDecFromStr(point.par).Add(math.LegacyNewDecWithPrec(move, 2))
		curve.Points = append(curve.Points, collateraltypes.CurvePoint{TenorMonths: point.months, ParYieldPct: par})
	}
	return curve
}

// moveCurve is the transaction by which the ministry publishes that curve.
func moveCurve(c *chain.Chain, move int64) chain.Transaction {
	authority := ministry(c.Accounts)
	return chain.Transaction{
		Messages: []sdk.Msg{&collateraltypes.MsgSetCurve{Authority: authority.Address.String(), Curve: curveOf(move, c.Now())}},
		Signers:  []*chain.Account{authority},
		Gas:      2_000_000,
	}
}
