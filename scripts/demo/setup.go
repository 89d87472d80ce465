package main

import (
	_ "embed"
	"encoding/json"
	"fmt"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"
	channeltypes "github.com/cosmos/ibc-go/v11/modules/core/04-channel/types"

	auctiontypes "github.com/kokusai-chain/kokusai/x/bond/auction/types"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	carrytypes "github.com/kokusai-chain/kokusai/x/carry/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

const (
	jgb      = "JP1103811S13" // ten-year JGB No. 381
	treasury = "US91282CPJ44" // United States Treasury note, 4 %, November 2035

	venue = "newyork-dollars"
)

// auctions are published results of real auctions.
//
//go:embed testdata/series.json
var auctions []byte

func dec(text string) math.LegacyDec { return math.LegacyMustNewDecFromStr(text) }

func yen(n int64) sdk.Coin     { return sdk.NewCoin("ujpy", math.NewInt(n).MulRaw(1_000_000)) }
func dollars(n int64) sdk.Coin { return sdk.NewCoin("uusd", math.NewInt(n).MulRaw(1_000_000)) }

// jgbTerms is the real term sheet of No. 381: dated half a year before its first coupon, issued on 7 January 2026.
func jgbTerms() bondtypes.TermSheet {
	return bondtypes.TermSheet{
		Isin: jgb, IssuerId: "mof-japan", Name: "JGB 10-year No. 381", Kind: bondtypes.SERIES_KIND_FIXED, Currency: "ujpy",
		CouponPct: dec("2.1"), DatedDate: "2025-12-20", IssueDate: issueDate, FirstCouponDate: "2026-06-20", MaturityDate: "2035-12-20",
		Frequency: 2, DayCount: bondtypes.DAY_COUNT_ACT_365, Calendar: "tokyo", RollRule: bondtypes.ROLL_RULE_FOLLOWING,
		Denomination: math.NewInt(50_000), Authorised: math.NewInt(2_600_000_000_000),
	}
}

func treasuryTerms() bondtypes.TermSheet {
	return bondtypes.TermSheet{
		Isin: treasury, IssuerId: "us-treasury", Name: "US Treasury 4% 15 November 2035", Kind: bondtypes.SERIES_KIND_FIXED, Currency: "uusd",
		CouponPct: dec("4"), DatedDate: "2025-11-15", IssueDate: "2025-11-17", FirstCouponDate: "2026-05-15", MaturityDate: "2035-11-15",
		Frequency: 2, DayCount: bondtypes.DAY_COUNT_ACT_ACT, Calendar: "newyork", RollRule: bondtypes.ROLL_RULE_FOLLOWING,
		Denomination: math.NewInt(100), Authorised: math.NewInt(42_000_000_000),
	}
}

// yenCurve is the curve implied by the published auctions: the compound yield of each tenor's latest price.
func (d *demo) yenCurve(asOf string) (collateraltypes.Curve, error) {
	var published struct {
		Series []struct {
			Tenor      string `json:"tenor"`
			FirstIssue string `json:"first_issue"`
			Maturity   string `json:"maturity"`
			CouponPct  string `json:"coupon_pct"`
			Price      string `json:"a_published_auction_price"`
		} `json:"series"`
	}
	if err := json.Unmarshal(auctions, &published); err != nil {
		return collateraltypes.Curve{}, err
	}
	months := map[string]uint32{"2y": 24, "5y": 60, "10y": 120, "20y": 240, "30y": 360}
	curve := collateraltypes.Curve{Currency: "JPY", AsOf: asOf}
	latest := map[uint32]math.LegacyDec{}
	for _, s := range published.Series {
		yield, err := d.calc("compound_yield_pct", "compound-yield",
			"--coupon", s.CouponPct, "--settle", s.FirstIssue, "--maturity", s.Maturity, "--price", s.Price)
		if err != nil {
			return curve, err
		}
		latest[months[s.Tenor]] = dec(yield).MulInt64(1000).TruncateDec().QuoInt64(1000)
	}
	for _, tenor := range []uint32{24, 60, 120, 240, 360} {
		curve.Points = append(curve.Points, collateraltypes.CurvePoint{TenorMonths: tenor, ParYieldPct: latest[tenor]})
	}
	return curve, nil
}

// dollarCurve is a plain curve of early 2026.
func dollarCurve(asOf string) collateraltypes.Curve {
	curve := collateraltypes.Curve{Currency: "USD", AsOf: asOf}
	for _, p := range []struct {
		months uint32
		yield  string
	}{{12, "3.5"}, {24, "3.5"}, {60, "3.75"}, {120, "4.15"}, {360, "4.85"}} {
		curve.Points = append(curve.Points, collateraltypes.CurvePoint{TenorMonths: p.months, ParYieldPct: dec(p.yield)})
	}
	return curve
}

// haircuts are the Bank of Japan's for fixed-coupon bonds since October 2024.
func haircuts(effective string) collateraltypes.HaircutTable {
	table := collateraltypes.HaircutTable{EffectiveDate: effective, FxHaircutPct: dec("8")}
	for _, row := range []struct {
		months uint32
		value  string
	}{{12, "99"}, {60, "99"}, {120, "98"}, {240, "97"}, {360, "95"}, {480, "94"}} {
		table.Rows = append(table.Rows, collateraltypes.HaircutRow{
			Kind: bondtypes.SERIES_KIND_FIXED, MaxResidualMonths: row.months, ValuePct: dec(row.value)})
	}
	return table
}

func marketTerms(policyRate string, currency string, limit sdk.Coin) collateraltypes.MarketTerms {
	return collateraltypes.MarketTerms{
		PolicyRatePct: dec(policyRate), KinkPct: dec("85"), BaseSpreadPct: dec("0.2"), KinkSpreadPct: dec("0.75"), FullSpreadPct: dec("6"),
		ReserveFactorPct: dec("10"), SupplyCap: limit.Amount, BorrowCap: limit.Amount, MinBorrow: math.NewInt(1_000_000),
		HealthThresholdPct: dec("105"), AcceptedCurrencies: []string{currency},
	}
}

// venueTerms describe lending in the other chain's dollar market.
func (d *demo) venueTerms() carrytypes.VenueTerms {
	channel := d.farChannel
	return carrytypes.VenueTerms{
		SupplyMessage:   `{"@type":"/kokusai.collateral.v1.MsgSupply","supplier":"{account}","amount":{"denom":"uusd","amount":"{amount}"}}`,
		WithdrawMessage: `{"@type":"/kokusai.collateral.v1.MsgWithdraw","supplier":"{account}","denom":"uusd","amount":"0","claims":"{claims}","all":false}`,
		HomeMessage:     `{"@type":"/ibc.applications.transfer.v1.MsgTransfer","source_port":"transfer","source_channel":"` + channel + `","token":{"denom":"uusd","amount":"{amount}"},"sender":"{account}","receiver":"{receiver}","timeout_height":{"revision_number":"0","revision_height":"0"},"timeout_timestamp":"{timeout}","memo":"","encoding":""}`,
		// Sending home again what timed out waits until the refund is there: to acknowledge a settled packet does nothing,
		// and to acknowledge one that is not wants a proof.
		RefundGuard:            `{"@type":"/ibc.core.channel.v1.MsgAcknowledgement","packet":{"sequence":"{sequence}","source_port":"transfer","source_channel":"` + channel + `","destination_port":"transfer","destination_channel":"` + d.channel + `","data":"AA==","timeout_height":{"revision_number":"0","revision_height":"0"},"timeout_timestamp":"1"},"acknowledgement":"AA==","proof_acked":"AA==","proof_height":{"revision_number":"0","revision_height":"1"},"signer":"{account}"}`,
		SupplyResponse:         carrytypes.ResponseField{TypeUrl: "/kokusai.collateral.v1.MsgSupplyResponse", Path: []uint32{1}},
		WithdrawResponse:       carrytypes.ResponseField{TypeUrl: "/kokusai.collateral.v1.MsgWithdrawResponse", Path: []uint32{1}},
		HomeResponse:           carrytypes.ResponseField{TypeUrl: "/ibc.applications.transfer.v1.MsgTransferResponse", Path: []uint32{1}},
		TransferTimeoutSeconds: 600, AccountTimeoutSeconds: 600, ReturnTimeoutSeconds: 600,
		PositionCap: dollars(10_000_000).Amount, TotalCap: dollars(100_000_000).Amount,
	}
}

// govern carries out on each chain what governance decides before trading starts: issuers, licences, curves, markets.
func (d *demo) govern(today string) error {
	authority := authtypes.NewModuleAddress(govtypes.ModuleName).String()
	curve, err := d.yenCurve(today)
	if err != nil {
		return err
	}
	// A rehearsal passes through years without a feed, so curves and rates may age here as they never may in earnest.
	params := collateraltypes.DefaultParams()
	params.MaxCurveAgeDays, params.MaxFxAgeDays = 0, 0

	common := func(issuer bondtypes.Issuer, country string, cash sdk.Coin, curve collateraltypes.Curve, policyRate string) []sdk.Msg {
		return []sdk.Msg{
			&bondtypes.MsgRegisterIssuer{Authority: authority, Issuer: issuer},
			&custodytypes.MsgGrantLicence{Authority: authority, Licence: custodytypes.Licence{
				Holder: d.parties["custodian"].String(), Kind: custodytypes.LicenceKindCustodian, Name: "Rehearsal Custody Bank",
				Lei: "549300U41AUUVOAAOB37", Jurisdiction: country, Cap: math.ZeroInt(), Status: custodytypes.LicenceStatusActive}},
			&custodytypes.MsgGrantLicence{Authority: authority, Licence: custodytypes.Licence{
				Holder: d.parties["bank"].String(), Kind: custodytypes.LicenceKindCashIssuer, Name: "Rehearsal Bank",
				Lei: "5493004R83R1LVX2IL36", Jurisdiction: country, Denom: cash.Denom, Cap: cash.Amount, Status: custodytypes.LicenceStatusActive}},
			&collateraltypes.MsgUpdateParams{Authority: authority, Params: params},
			&collateraltypes.MsgSetCurve{Authority: authority, Curve: curve},
			&collateraltypes.MsgSetHaircuts{Authority: authority, Table: haircuts(today)},
			&collateraltypes.MsgCreateMarket{Authority: authority, Denom: cash.Denom, Terms: marketTerms(policyRate, curve.Currency, cash)},
		}
	}
	japan := common(bondtypes.Issuer{
		Id: "mof-japan", Name: "Government of Japan", Lei: "353800WZS8AXZXFUC241", Country: "JP",
		Authority: d.parties["ministry"].String(), Treasury: d.parties["treasury"].String(),
	}, "JP", yen(10_000_000_000), curve, "0.75")
	japan = append(japan,
		&collateraltypes.MsgSetFx{Authority: authority, Fx: collateraltypes.FxRate{Base: "USD", Quote: "JPY", Rate: dec("156.5"), AsOf: today}},
		&carrytypes.MsgRegisterVenue{
			Authority: authority, Id: venue, ConnectionId: d.connection, ChannelId: d.channel, CounterpartyChannelId: d.farChannel,
			CashDenom: "ujpy", Denom: d.voucherOfDollars, DenomPath: "uusd", Terms: d.venueTerms()},
	)
	america := common(bondtypes.Issuer{
		Id: "us-treasury", Name: "United States Department of the Treasury", Lei: "254900HROIFWPRGM1V77", Country: "US",
		Authority: d.parties["ministry"].String(), Treasury: d.parties["treasury"].String(),
	}, "US", dollars(1_000_000_000), dollarCurve(today), "3.75")

	proposals := make(chan error, 2)
	go func() { proposals <- d.tokyo.govern(d.ctx, "Open the yen market", d.tokyo.validators, japan...) }()
	go func() {
		proposals <- d.newYork.govern(d.ctx, "Open the dollar market", d.newYork.validators, america...)
	}()
	for range 2 {
		if err := <-proposals; err != nil {
			return err
		}
	}
	return nil
}

// findChannels reads which transfer channels join the chains, and derives what hangs on them.
func (d *demo) findChannels() error {
	found, err := channeltypes.NewQueryClient(d.tokyo.conn).Channels(d.ctx, &channeltypes.QueryChannelsRequest{})
	if err != nil {
		return err
	}
	for _, channel := range found.Channels {
		if channel.PortId != transfertypes.PortID || channel.State != channeltypes.OPEN {
			continue
		}
		if d.channel == "" {
			d.channel, d.farChannel, d.connection = channel.ChannelId, channel.Counterparty.ChannelId, channel.ConnectionHops[0]
		} else {
			d.otherChannel = channel.ChannelId
		}
	}
	if d.otherChannel == "" {
		return fmt.Errorf("two open transfer channels are needed, found %q", d.channel)
	}
	d.escrow = transfertypes.GetEscrowAddress(transfertypes.PortID, d.channel).String()
	d.voucherOfDollars = transfertypes.NewDenom("uusd", transfertypes.NewHop(transfertypes.PortID, d.channel)).IBCDenom()
	d.voucherOfBonds = transfertypes.NewDenom(bondtypes.Denom(jgb), transfertypes.NewHop(transfertypes.PortID, d.farChannel)).IBCDenom()
	wholeUnits[d.voucherOfBonds] = true
	return nil
}

// openBooks starts watching every account of each chain that can hold money.
func (d *demo) openBooks() error {
	for _, s := range []*side{d.tokyo, d.newYork} {
		s.book = newBook(s.chain)
		for _, name := range []string{"ministry", "treasury", "dealer", "dealer2", "dealer3", "dealer4", "custodian", "client", "retail", "lender", "bank", "fxdealer", "payingagent"} {
			p := d.parties[name]
			held, err := s.balances(d.ctx, p.String())
			if err != nil {
				return err
			}
			s.book.watchParty(p, held[0].Amount.Int64())
		}
		s.book.watch("paying fund", authtypes.NewModuleAddress(bondtypes.ModuleName).String())
		s.book.watch("auction", authtypes.NewModuleAddress(auctiontypes.ModuleName).String())
		s.book.watch("cash market", authtypes.NewModuleAddress(collateraltypes.ModuleName).String())
		s.book.watch("fx quotes", authtypes.NewModuleAddress(carrytypes.ModuleName).String())
	}
	d.tokyo.book.watch("escrow", d.escrow)
	d.tokyo.book.payCouponsTo("escrow", "payingagent")
	d.newYork.book.watch("escrow", transfertypes.GetEscrowAddress(transfertypes.PortID, d.farChannel).String())
	return nil
}
