package report

import (
	"encoding/json"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/calendar"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// Document is a series in the terms of the ICMA Bond Data Taxonomy, version 1.2: its elements by their names, and beside
// them what the taxonomy has no element or no value for.
type Document struct {
	// Taxonomy has the elements of the standard.
	Taxonomy Taxonomy `json:"ICMABondDataTaxonomy"`
	// Extension is what this ledger adds.
	Extension Extension `json:"Extension"`
}

// Taxonomy is the root element.
type Taxonomy struct {
	PartyRole []PartyRole
	Party     []Party
	Issuance  Issuance
	Product   Product
}

// PartyRole names the part that a party plays.
type PartyRole struct {
	PartyRoleType string
	PartyID       PartyID
}

// PartyID refers to a party.
type PartyID struct{ PID string }

// Party is a legal entity.
type Party struct {
	PID           string
	PartyName     string
	LEIIdentifier string
}

// Issuance is how the series is issued.
type Issuance struct {
	IssuanceType                    string
	SpecifiedDenomination           string
	IntegralMultiples               string
	FinalRedemptionAmountPercentage string `json:",omitempty"`
	SpecifiedCurrency               string
	IssueDate                       string
	RedemptionPaymentBasis          string
}

// Product is what is issued.
type Product struct {
	SecurityIdentifierList []SecurityIdentifier
	FormOfNote             string
	StatusOfNote           string
	AggregateNominalAmount string
	MaturityDate           string
	InterestPayment        InterestPayment
	DayCountFraction       string
	BusinessDayConvention  string
	BusinessDayCenter      string `json:",omitempty"`
	DLTBondIndicator       bool
}

// SecurityIdentifier is a number of the series.
type SecurityIdentifier struct {
	ISIN           string
	IdentifierType string
}

// InterestPayment is the interest that it bears. InterestRate is in percent a year, absent where it is not fixed.
type InterestPayment struct {
	InterestType             string
	InterestRate             string `json:",omitempty"`
	InterestCommencementDate string
	InterestPayments         InterestPayments
}

// InterestPayments says when interest is paid, by unadjusted dates.
type InterestPayments struct {
	InterestPaymentFrequency string
	PayableDate              []PayableDate `json:",omitempty"`
	FirstPayment             *FirstPayment `json:",omitempty"`
}

// PayableDate is a day of the year.
type PayableDate struct{ Day, Month string }

// FirstPayment is the first coupon.
type FirstPayment struct{ PaymentDate string }

// Extension is what the ledger knows of a series, in its own terms.
type Extension struct {
	// ChainID and Height say which ledger this is of, by the client's settings, and as of which block.
	ChainID string `json:",omitempty"`
	Height  int64
	// Denom is what the units are called in the ledger; Outstanding is their supply.
	Denom       string
	Outstanding string
	// Series is the whole record: terms, status, calls.
	Series json.RawMessage
}

func taxonomyCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "taxonomy [isin]",
		Short: "Write a series in the terms of the ICMA Bond Data Taxonomy, as JSON",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			source, err := NewSource(cmd)
			if err != nil {
				return err
			}
			document, err := source.Taxonomy(args[0])
			if err != nil {
				return err
			}
			encoder := json.NewEncoder(cmd.OutOrStdout())
			encoder.SetIndent("", "  ")
			return encoder.Encode(document)
		},
	}
	flags.AddQueryFlagsToCmd(cmd)
	return cmd
}

// Taxonomy returns the document of a series.
func (s Source) Taxonomy(isin string) (Document, error) {
	series, err := s.Bond.Series(s.Ctx, &types.QuerySeriesRequest{Isin: isin})
	if err != nil {
		return Document{}, err
	}
	issuer, err := s.Bond.Issuer(s.Ctx, &types.QueryIssuerRequest{Id: series.Series.Terms.IssuerId})
	if err != nil {
		return Document{}, err
	}
	money, err := s.money()
	if err != nil {
		return Document{}, err
	}
	document, err := newDocument(s.Client.Codec, series.Series, issuer.Issuer, money)
	document.Extension.ChainID, document.Extension.Height = s.Client.ChainID, s.Clock.Height
	return document, err
}

func newDocument(cdc codec.JSONCodec, series types.Series, issuer types.Issuer, money money) (Document, error) {
	terms := series.Terms
	schedule, err := series.Schedule()
	if err != nil {
		return Document{}, err
	}
	record, err := cdc.MarshalJSON(&series)
	if err != nil {
		return Document{}, err
	}
	party := PartyID{PID: "LEI-" + issuer.Lei}
	return Document{
		Taxonomy: Taxonomy{
			PartyRole: []PartyRole{{PartyRoleType: "ISSUER", PartyID: party}},
			Party:     []Party{{PID: party.PID, PartyName: issuer.Name, LEIIdentifier: issuer.Lei}},
			Issuance: Issuance{
				IssuanceType: "STANDALONE", SpecifiedDenomination: terms.Denomination.String(), IntegralMultiples: terms.Denomination.String(),
				FinalRedemptionAmountPercentage: redemptionPct(series), SpecifiedCurrency: money.currency(terms.Currency),
				IssueDate: terms.IssueDate, RedemptionPaymentBasis: redemptionBasis(terms),
			},
			Product: Product{
				SecurityIdentifierList: []SecurityIdentifier{{ISIN: terms.Isin, IdentifierType: "ISIN"}},
				FormOfNote:             "DEMATERIALISED", StatusOfNote: "SENIOR_UNSECURED",
				AggregateNominalAmount: series.Issued.String(), MaturityDate: schedule.Maturity().String(),
				InterestPayment:       interestOf(terms, schedule),
				DayCountFraction:      dayCountFractions[terms.DayCount],
				BusinessDayConvention: rollRules[terms.RollRule],
				BusinessDayCenter:     businessDayCenters[terms.Calendar],
				DLTBondIndicator:      true,
			},
		},
		Extension: Extension{Denom: series.Denom(), Outstanding: series.Outstanding().String(), Series: record},
	}, nil
}

// What the taxonomy calls the values of a term sheet. It has no centre for Tokyo.
var (
	interestTypes = map[types.SeriesKind]string{
		types.SERIES_KIND_FIXED: "FIXED", types.SERIES_KIND_FLOATING: "FLOATING", types.SERIES_KIND_INFLATION_LINKED: "INDEX_LINKED_INTEREST",
		types.SERIES_KIND_DISCOUNT: "ZERO_COUPON", types.SERIES_KIND_STRIP: "ZERO_COUPON",
	}
	frequencies       = map[uint32]string{0: "NONE", 1: "ANNUALLY", 2: "SEMIANNUALLY", 4: "QUARTERLY"}
	dayCountFractions = map[types.DayCount]string{
		types.DAY_COUNT_ACT_365: "ACT/365", types.DAY_COUNT_ACT_360: "ACT/360", types.DAY_COUNT_ACT_ACT: "ICMA_ACT/ACT",
	}
	rollRules          = map[types.RollRule]string{types.ROLL_RULE_FOLLOWING: "FOLLOWING_UNADJUSTED"}
	businessDayCenters = map[string]string{calendar.NewYorkName: "NEW_YORK"}
)

// redemptionPct is what is paid at the end for each 100 of what is left; absent where an index decides.
func redemptionPct(series types.Series) string {
	if series.Terms.Kind == types.SERIES_KIND_INFLATION_LINKED {
		return ""
	}
	if last := len(series.Calls) - 1; last >= 0 && series.Calls[last].Full {
		return rounding.Plain(series.Calls[last].PricePct)
	}
	return "100"
}

func redemptionBasis(terms types.TermSheet) string {
	switch {
	case terms.Kind == types.SERIES_KIND_INFLATION_LINKED:
		return "INDEX_LINKED_INTEREST"
	case len(terms.Instalments) > 0:
		return "INSTALLMENT"
	default:
		return "PAR"
	}
}

func interestOf(terms types.TermSheet, schedule types.Schedule) InterestPayment {
	interest := InterestPayment{
		InterestType: interestTypes[terms.Kind], InterestCommencementDate: terms.DatedDate,
		InterestPayments: InterestPayments{InterestPaymentFrequency: frequencies[terms.Frequency]},
	}
	if schedule.Coupons() == 0 {
		return interest
	}
	if terms.Kind != types.SERIES_KIND_FLOATING {
		interest.InterestRate = rounding.Plain(terms.CouponPct)
	}
	payments := &interest.InterestPayments
	for k := uint32(1); k <= min(terms.Frequency, schedule.Coupons()); k++ {
		payments.PayableDate = append(payments.PayableDate, payableDate(schedule.DueDate(k)))
	}
	payments.FirstPayment = &FirstPayment{PaymentDate: terms.FirstCouponDate}
	return interest
}

func payableDate(on date.Date) PayableDate {
	return PayableDate{Day: strconv.Itoa(on.Day()), Month: strconv.Itoa(int(on.Month()))}
}
