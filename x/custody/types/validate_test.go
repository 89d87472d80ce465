package types_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

func licence() types.Licence {
	return types.Licence{
		Kind: types.LicenceKindCashIssuer, Name: "Bank", Lei: "5493006MHB84DD0ZWV18", Jurisdiction: "JP",
		Denom: "ujpy", Cap: math.NewInt(1), Status: types.LicenceStatusActive,
	}
}

func TestLicenceValidate(t *testing.T) {
	require.NoError(t, licence().Validate())
	custodian := licence()
	custodian.Kind, custodian.Denom, custodian.Cap = types.LicenceKindCustodian, "", math.Int{}
	require.NoError(t, custodian.Validate())

	for name, c := range map[string]struct {
		change func(*types.Licence)
		err    error
	}{
		"kind":           {func(l *types.Licence) { l.Kind = types.LicenceKindUnspecified }, types.ErrInvalidLicence},
		"unknown kind":   {func(l *types.Licence) { l.Kind = 9 }, types.ErrInvalidLicence},
		"status":         {func(l *types.Licence) { l.Status = types.LicenceStatusUnspecified }, types.ErrInvalidLicence},
		"unknown status": {func(l *types.Licence) { l.Status = 9 }, types.ErrInvalidLicence},
		"no name":        {func(l *types.Licence) { l.Name = " " }, types.ErrInvalidLicence},
		"long name":      {func(l *types.Licence) { l.Name = strings.Repeat("銀", 101) }, types.ErrInvalidLicence},
		"control name":   {func(l *types.Licence) { l.Name = "a\nb" }, types.ErrInvalidLicence},
		"lei":            {func(l *types.Licence) { l.Lei = "5493006MHB84DD0ZWV19" }, types.ErrInvalidIdentifier},
		"jurisdiction":   {func(l *types.Licence) { l.Jurisdiction = "JPN" }, types.ErrInvalidIdentifier},
		"lower case":     {func(l *types.Licence) { l.Jurisdiction = "jp" }, types.ErrInvalidIdentifier},
		"no denom":       {func(l *types.Licence) { l.Denom = "" }, types.ErrInvalidDenom},
		"stake denom":    {func(l *types.Licence) { l.Denom = "ukoku" }, types.ErrInvalidDenom},
		"bond denom":     {func(l *types.Licence) { l.Denom = "bond/" + isin }, types.ErrInvalidDenom},
		"voucher":        {func(l *types.Licence) { l.Denom = "ibc/AB" }, types.ErrInvalidDenom},
		"no cap":         {func(l *types.Licence) { l.Cap = math.ZeroInt() }, types.ErrInvalidAmount},
		"negative cap":   {func(l *types.Licence) { l.Cap = math.NewInt(-1) }, types.ErrInvalidAmount},
		"huge cap":       {func(l *types.Licence) { l.Cap = math.NewIntWithDecimal(1, 80/2) }, types.ErrInvalidAmount},
		"custodian cap":  {func(l *types.Licence) { l.Kind, l.Denom = types.LicenceKindCustodian, "" }, types.ErrInvalidLicence},
		"custodian cash": {func(l *types.Licence) { l.Kind, l.Cap = types.LicenceKindCustodian, math.ZeroInt() }, types.ErrInvalidLicence},
	} {
		t.Run(name, func(t *testing.T) {
			l := licence()
			c.change(&l)
			require.ErrorIs(t, l.Validate(), c.err)
		})
	}
}

func registration() types.Registration {
	return types.Registration{
		Book: types.BookCustomer, InvestorClass: types.ClassRetail, Jurisdiction: "JP", TaxClass: types.TaxClassResidentIndividual,
		Expiry: "2030-12-31", ReferenceHash: strings.Repeat("0a", 32),
		RemoteAccounts: []types.RemoteAccount{{ChannelId: "channel-0", Address: "kokusai1abc"}, {ChannelId: "07-tendermint-3", Address: "kokusai1abc"}},
	}
}

func TestRegistrationValidate(t *testing.T) {
	require.NoError(t, registration().Validate())
	for name, c := range map[string]struct {
		change func(*types.Registration)
		err    error
	}{
		"book":            {func(r *types.Registration) { r.Book = types.BookUnspecified }, types.ErrInvalidInvestor},
		"unknown book":    {func(r *types.Registration) { r.Book = 9 }, types.ErrInvalidInvestor},
		"class":           {func(r *types.Registration) { r.InvestorClass = types.ClassUnspecified }, types.ErrInvalidInvestor},
		"unknown class":   {func(r *types.Registration) { r.InvestorClass = -1 }, types.ErrInvalidInvestor},
		"tax class":       {func(r *types.Registration) { r.TaxClass = types.TaxClassUnspecified }, types.ErrInvalidInvestor},
		"unknown tax":     {func(r *types.Registration) { r.TaxClass = 9 }, types.ErrInvalidInvestor},
		"jurisdiction":    {func(r *types.Registration) { r.Jurisdiction = "" }, types.ErrInvalidIdentifier},
		"no expiry":       {func(r *types.Registration) { r.Expiry = "" }, types.ErrInvalidDate},
		"year 1":          {func(r *types.Registration) { r.Expiry = "0001-01-01" }, types.ErrInvalidDate},
		"year 9999":       {func(r *types.Registration) { r.Expiry = "9999-12-31" }, types.ErrInvalidDate},
		"no such day":     {func(r *types.Registration) { r.Expiry = "2030-02-29" }, types.ErrInvalidDate},
		"hash":            {func(r *types.Registration) { r.ReferenceHash = "Taro Yamada" }, types.ErrInvalidInvestor},
		"upper-case hash": {func(r *types.Registration) { r.ReferenceHash = strings.Repeat("0A", 32) }, types.ErrInvalidInvestor},
		"channel":         {func(r *types.Registration) { r.RemoteAccounts[0].ChannelId = "transfer" }, types.ErrInvalidChannel},
		"no address":      {func(r *types.Registration) { r.RemoteAccounts[0].Address = "" }, types.ErrInvalidInvestor},
		"spaced address":  {func(r *types.Registration) { r.RemoteAccounts[0].Address = "a b" }, types.ErrInvalidInvestor},
		"long address":    {func(r *types.Registration) { r.RemoteAccounts[0].Address = strings.Repeat("a", 129) }, types.ErrInvalidInvestor},
		"zero byte":       {func(r *types.Registration) { r.RemoteAccounts[0].Address = "a\x00b" }, types.ErrInvalidInvestor},
		"twice":           {func(r *types.Registration) { r.RemoteAccounts[1] = r.RemoteAccounts[0] }, types.ErrInvalidInvestor},
		"too many":        {func(r *types.Registration) { r.RemoteAccounts = make([]types.RemoteAccount, 257) }, types.ErrInvalidInvestor},
	} {
		t.Run(name, func(t *testing.T) {
			r := registration()
			c.change(&r)
			require.ErrorIs(t, r.Validate(), c.err)
		})
	}
}

func TestRegistrationTerm(t *testing.T) {
	r := registration()
	require.NoError(t, r.ValidateTerm(date.MustParse("2030-12-31")))
	require.NoError(t, r.ValidateTerm(date.MustParse("2000-12-31")))
	require.ErrorIs(t, r.ValidateTerm(date.MustParse("2031-01-01")), types.ErrInvalidDate)
	require.ErrorIs(t, r.ValidateTerm(date.MustParse("2000-12-30")), types.ErrInvalidDate)
}

func rules() types.TransferRules {
	return types.TransferRules{
		Isin: isin, Classes: []types.InvestorClass{types.ClassRetail, types.ClassInstitutional},
		Jurisdictions: []types.JurisdictionRule{{Jurisdiction: "JP", From: "2026-01-01", Until: "2026-01-01"}, {Jurisdiction: "US"}},
		MaxHolding:    math.NewInt(1), LockUpUntil: "2026-01-01",
	}
}

func TestTransferRulesValidate(t *testing.T) {
	require.NoError(t, rules().Validate())
	for name, c := range map[string]struct {
		change func(*types.TransferRules)
		err    error
	}{
		"isin":               {func(r *types.TransferRules) { r.Isin = "JP1103811S14" }, types.ErrInvalidIdentifier},
		"no class":           {func(r *types.TransferRules) { r.Classes = nil }, types.ErrInvalidRules},
		"unspecified class":  {func(r *types.TransferRules) { r.Classes[0] = types.ClassUnspecified }, types.ErrInvalidInvestor},
		"class twice":        {func(r *types.TransferRules) { r.Classes[0] = r.Classes[1] }, types.ErrInvalidRules},
		"no jurisdiction":    {func(r *types.TransferRules) { r.Jurisdictions = nil }, types.ErrInvalidRules},
		"too many":           {func(r *types.TransferRules) { r.Jurisdictions = make([]types.JurisdictionRule, 261) }, types.ErrInvalidRules},
		"bad jurisdiction":   {func(r *types.TransferRules) { r.Jurisdictions[0].Jurisdiction = "j" }, types.ErrInvalidIdentifier},
		"jurisdiction twice": {func(r *types.TransferRules) { r.Jurisdictions[1].Jurisdiction = "JP" }, types.ErrInvalidRules},
		"dates reversed":     {func(r *types.TransferRules) { r.Jurisdictions[0].From = "2026-01-02" }, types.ErrInvalidRules},
		"bad from":           {func(r *types.TransferRules) { r.Jurisdictions[0].From = "tomorrow" }, types.ErrInvalidDate},
		"bad until":          {func(r *types.TransferRules) { r.Jurisdictions[0].Until = "9999-12-31" }, types.ErrInvalidDate},
		"negative limit":     {func(r *types.TransferRules) { r.MaxHolding = math.NewInt(-1) }, types.ErrInvalidRules},
		"huge limit":         {func(r *types.TransferRules) { r.MaxHolding = math.NewIntWithDecimal(1, 70) }, types.ErrInvalidRules},
		"bad lock-up":        {func(r *types.TransferRules) { r.LockUpUntil = "2026-13-01" }, types.ErrInvalidDate},
	} {
		t.Run(name, func(t *testing.T) {
			r := rules()
			c.change(&r)
			require.ErrorIs(t, r.Validate(), c.err)
		})
	}
}

func TestIdentifiers(t *testing.T) {
	for _, id := range []string{"channel-0", "channel-4294967295", "07-tendermint-3", "08-wasm-0"} {
		require.NoError(t, types.ValidateChannelID(id), id)
	}
	for _, id := range []string{"", "channel", "channel-", "channel-x", "transfer/channel-0", strings.Repeat("a", 64) + "-1"} {
		require.ErrorIs(t, types.ValidateChannelID(id), types.ErrInvalidChannel, id)
	}
	for _, ref := range []string{"A", "TRADE-2026/04.01_1:2", strings.Repeat("x", 35)} {
		require.NoError(t, types.ValidateTradeReference(ref), ref)
	}
	for _, ref := range []string{"", " ", "a b", "日本", "a\x00", strings.Repeat("x", 36)} {
		require.ErrorIs(t, types.ValidateTradeReference(ref), types.ErrInvalidReference, ref)
	}
	for _, ref := range []string{"", "a\x00b", "a\nb", strings.Repeat("x", 129), string([]byte{0xff})} {
		require.ErrorIs(t, types.ValidateRef(ref), types.ErrInvalidReference, ref)
	}
	require.ErrorIs(t, types.ValidateReason(types.ReasonUnspecified, ""), types.ErrInvalidReason)
	require.ErrorIs(t, types.ValidateReason(99, ""), types.ErrInvalidReason)
	require.ErrorIs(t, types.ValidateReason(types.ReasonFraud, strings.Repeat("n", 201)), types.ErrInvalidReason)
	require.NoError(t, types.ValidateReason(types.ReasonFraud, strings.Repeat("注", 200)))
}

func TestPledgeRefSurvivesSlashes(t *testing.T) {
	pledgee, ref, ok := types.SplitPledgeRef(types.PledgeRef("collateral", "ujpy/7/x"))
	require.True(t, ok)
	require.Equal(t, "collateral", pledgee)
	require.Equal(t, "ujpy/7/x", ref)
}

func TestSuspenseAddressesDiffer(t *testing.T) {
	a, b := sdk.AccAddress("a"), sdk.AccAddress("b")
	require.NotEqual(t, types.SuspenseAddress(a), types.SuspenseAddress(b))
	require.Equal(t, types.SuspenseAddress(a), types.SuspenseAddress(a))
	require.NotEqual(t, types.SuspenseAddress(a), types.SuspenseAddress(types.SuspenseAddress(a)))
}

func TestParamsValidate(t *testing.T) {
	require.NoError(t, types.DefaultParams().Validate())
	for _, change := range []func(*types.Params){
		func(p *types.Params) { p.MaxPledges = 0 },
		func(p *types.Params) { p.MaxRemoteAccounts = 257 },
		func(p *types.Params) { p.MaxReleased = 1 << 31 },
	} {
		p := types.DefaultParams()
		change(&p)
		require.ErrorIs(t, p.Validate(), types.ErrInvalidParams)
	}
}

func TestCashMetadataIsValid(t *testing.T) {
	metadata := types.CashMetadata("ujpy")
	require.NoError(t, metadata.Validate())
	require.Equal(t, "jpy", metadata.Display)
	require.Equal(t, uint32(6), metadata.DenomUnits[1].Exponent)
}
