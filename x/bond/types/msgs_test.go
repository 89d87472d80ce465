package types_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
)

func mof() types.Issuer {
	return types.Issuer{Id: "mof", Name: "Ministry of Finance", Lei: "353800WZS8AXZXFUC241", Country: "JP"}
}

func TestMessagesThatAreRefusedUnseen(t *testing.T) {
	const isin = "JP1103811S13"
	yen := func(n int64) sdk.Coin { return sdk.Coin{Denom: "ujpy", Amount: math.NewInt(n)} }
	place := func(change func(*types.MsgPlaceDirect)) sdk.HasValidateBasic {
		msg := &types.MsgPlaceDirect{Isin: isin, Face: math.NewInt(50_000), CleanPrice: math.LegacyMustNewDecFromStr("100.04")}
		change(msg)
		return msg
	}
	params := func(change func(*types.Params)) sdk.HasValidateBasic {
		msg := &types.MsgUpdateParams{Params: types.DefaultParams()}
		change(&msg.Params)
		return msg
	}
	issuer := func(change func(*types.Issuer)) sdk.HasValidateBasic {
		msg := &types.MsgRegisterIssuer{Issuer: mof()}
		change(&msg.Issuer)
		return msg
	}
	require.NoError(t, place(func(*types.MsgPlaceDirect) {}).ValidateBasic())
	require.NoError(t, params(func(*types.Params) {}).ValidateBasic())
	require.NoError(t, issuer(func(*types.Issuer) {}).ValidateBasic())

	cases := map[string]struct {
		msg  sdk.HasValidateBasic
		want error
	}{
		"place: ISIN":            {place(func(m *types.MsgPlaceDirect) { m.Isin = "JP" }), types.ErrInvalidISIN},
		"place: no face":         {place(func(m *types.MsgPlaceDirect) { m.Face = math.Int{} }), types.ErrInvalidAmount},
		"place: zero face":       {place(func(m *types.MsgPlaceDirect) { m.Face = math.ZeroInt() }), types.ErrInvalidAmount},
		"place: negative face":   {place(func(m *types.MsgPlaceDirect) { m.Face = math.NewInt(-1) }), types.ErrInvalidAmount},
		"place: huge face":       {place(func(m *types.MsgPlaceDirect) { m.Face = types.MaxAmount }), types.ErrInvalidAmount},
		"place: no price":        {place(func(m *types.MsgPlaceDirect) { m.CleanPrice = math.LegacyDec{} }), types.ErrInvalidPrice},
		"place: zero price":      {place(func(m *types.MsgPlaceDirect) { m.CleanPrice = math.LegacyZeroDec() }), types.ErrInvalidPrice},
		"place: negative price":  {place(func(m *types.MsgPlaceDirect) { m.CleanPrice = math.LegacyNewDec(-100) }), types.ErrInvalidPrice},
		"place: price decimals":  {place(func(m *types.MsgPlaceDirect) { m.CleanPrice = math.LegacyMustNewDecFromStr("99.12345") }), types.ErrInvalidPrice},
		"place: absurd price":    {place(func(m *types.MsgPlaceDirect) { m.CleanPrice = math.LegacyNewDec(1001) }), types.ErrInvalidPrice},
		"fund: ISIN":             {&types.MsgFundPayments{Isin: "x", Amount: yen(1)}, types.ErrInvalidISIN},
		"fund: nothing":          {&types.MsgFundPayments{Isin: isin, Amount: yen(0)}, types.ErrInvalidAmount},
		"fund: negative":         {&types.MsgFundPayments{Isin: isin, Amount: yen(-5)}, types.ErrInvalidAmount},
		"fund: denom":            {&types.MsgFundPayments{Isin: isin, Amount: sdk.Coin{Denom: "!", Amount: math.OneInt()}}, types.ErrInvalidAmount},
		"withdraw: ISIN":         {&types.MsgWithdrawUnusedFunds{Isin: "x", Amount: yen(1)}, types.ErrInvalidISIN},
		"withdraw: nothing":      {&types.MsgWithdrawUnusedFunds{Isin: isin, Amount: sdk.Coin{Denom: "ujpy"}}, types.ErrInvalidAmount},
		"claim: ISIN":            {&types.MsgClaim{Isin: ""}, types.ErrInvalidISIN},
		"redeem: ISIN":           {&types.MsgRedeem{Isin: "JP1103811S14"}, types.ErrInvalidISIN},
		"open: terms":            {&types.MsgOpenSeries{}, types.ErrInvalidISIN},
		"issuer: id":             {issuer(func(i *types.Issuer) { i.Id = "M" }), types.ErrInvalidIssuer},
		"issuer: name":           {issuer(func(i *types.Issuer) { i.Name = "" }), types.ErrInvalidIssuer},
		"issuer: LEI":            {issuer(func(i *types.Issuer) { i.Lei = "353800WZS8AXZXFUC242" }), types.ErrInvalidIssuer},
		"issuer: country":        {issuer(func(i *types.Issuer) { i.Country = "jp" }), types.ErrInvalidIssuer},
		"update issuer":          {&types.MsgUpdateIssuer{}, types.ErrInvalidIssuer},
		"params: duplicate cash": {params(func(p *types.Params) { p.CashDenoms = append(p.CashDenoms, p.CashDenoms[0]) }), types.ErrInvalidParams},
		"params: cash denom":     {params(func(p *types.Params) { p.CashDenoms[0].Denom = "" }), types.ErrInvalidParams},
		"params: cash is a bond": {params(func(p *types.Params) { p.CashDenoms[0].Denom = types.Denom(isin) }), types.ErrInvalidParams},
		"params: currency":       {params(func(p *types.Params) { p.CashDenoms[0].Currency = "yen" }), types.ErrInvalidParams},
		"params: decimals":       {params(func(p *types.Params) { p.CashDenoms[0].AccruedDecimals = 7 }), types.ErrInvalidParams},
		"params: too many cash":  {params(func(p *types.Params) { p.CashDenoms = make([]types.CashDenom, 33) }), types.ErrInvalidParams},
		"params: due limit":      {params(func(p *types.Params) { p.DueLimit = 0 }), types.ErrInvalidParams},
		"params: sweep limit":    {params(func(p *types.Params) { p.SweepLimit = 100_001 }), types.ErrInvalidParams},
		"params: retry":          {params(func(p *types.Params) { p.RetryInterval = time.Millisecond }), types.ErrInvalidParams},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) { require.ErrorIs(t, c.msg.ValidateBasic(), c.want) })
	}
}
