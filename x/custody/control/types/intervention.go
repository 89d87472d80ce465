package types

import (
	"cosmossdk.io/core/address"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// fields are those that an intervention has.
type fields struct{ isin, account, to, amount, rules bool }

// uses says which fields each action needs, and may has those it may have.
var uses = map[custodytypes.OverrideAction]struct{ needs, may fields }{
	custodytypes.ActionFreezeAccount:   {needs: fields{account: true}, may: fields{isin: true}},
	custodytypes.ActionUnfreezeAccount: {needs: fields{account: true}, may: fields{isin: true}},
	custodytypes.ActionFreezeSeries:    {needs: fields{isin: true}},
	custodytypes.ActionUnfreezeSeries:  {needs: fields{isin: true}},
	custodytypes.ActionForceTransfer:   {needs: fields{account: true, to: true, amount: true}},
	custodytypes.ActionRecoverAccount:  {needs: fields{account: true, to: true}, may: fields{isin: true}},
	custodytypes.ActionSetRules:        {needs: fields{rules: true}},
}

// Validate refuses an action that does not need both sides, and fields that it lacks or does not use.
func (i Intervention) Validate(codec address.Codec) error {
	use, known := uses[i.Action]
	if !known {
		return ErrInvalidIntervention.Wrapf("%s is not proposed", i.Action)
	}
	has := fields{i.Isin != "", i.Account != "", i.To != "", i.Amount != nil, i.Rules != nil}
	if has != use.needs && has != use.needs.and(use.may) {
		return ErrInvalidIntervention.Wrapf("fields of %s", i.Action)
	}
	if has.isin {
		if err := custodytypes.ValidateISIN(i.Isin); err != nil {
			return err
		}
	}
	for field, text := range map[string]string{"account": i.Account, "to": i.To} {
		if text == "" {
			continue
		}
		if _, err := custodytypes.DecodeAddress(codec, field, text); err != nil {
			return err
		}
	}
	if has.amount {
		if err := custodytypes.ValidateRegulatedCoin(*i.Amount); err != nil {
			return err
		}
	}
	if has.rules {
		return i.Rules.Validate()
	}
	return nil
}

func (f fields) and(more fields) fields {
	return fields{
		f.isin || more.isin, f.account || more.account, f.to || more.to, f.amount || more.amount, f.rules || more.rules,
	}
}

// Series is the series whose issuer acts for the issuers' side; empty when there is none.
func (i Intervention) Series() string {
	switch {
	case i.Rules != nil:
		return i.Rules.Isin
	case i.Amount != nil:
		if isin, isBond := bondtypes.ISINOf(i.Amount.Denom); isBond {
			return isin
		}
		return ""
	}
	return i.Isin
}

// OnSeries tells whether the intervention concerns a whole series.
func (i Intervention) OnSeries() bool { return i.Account == "" }

// NeedsDelay tells whether the least delay of the params applies: freezes and their ends may be urgent.
func (i Intervention) NeedsDelay() bool {
	switch i.Action {
	case custodytypes.ActionForceTransfer, custodytypes.ActionRecoverAccount, custodytypes.ActionSetRules:
		return true
	default:
		return false
	}
}

// Parties are the accounts of the intervention; nil where it has none.
func (i Intervention) Parties(codec address.Codec) (account, to sdk.AccAddress, err error) {
	if i.Account != "" {
		if account, err = custodytypes.DecodeAddress(codec, "account", i.Account); err != nil {
			return nil, nil, err
		}
	}
	if i.To != "" {
		to, err = custodytypes.DecodeAddress(codec, "to", i.To)
	}
	return account, to, err
}

// Other is the side that has to approve.
func (s Side) Other() Side {
	if s == SideIssuer {
		return SideCustodian
	}
	return SideIssuer
}

// Validate refuses what is not a side.
func (s Side) Validate() error {
	if s != SideIssuer && s != SideCustodian {
		return ErrInvalidProposal.Wrapf("side %d", s)
	}
	return nil
}
