package types

import (
	"regexp"
	"strings"

	"cosmossdk.io/core/address"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

var syndicateName = regexp.MustCompile(`^[a-z0-9-]{1,48}$`)

// IssuerID returns the issuer that the id of a syndicate names, and whether the id has its form.
func IssuerID(syndicateID string) (string, bool) {
	issuer, name, found := strings.Cut(syndicateID, ".")
	return issuer, found && issuer != "" && syndicateName.MatchString(name)
}

// Validate checks everything about the terms that does not depend on the state of the chain.
func (t SyndicateTerms) Validate() error {
	if _, ok := IssuerID(t.Id); !ok {
		return ErrInvalidSyndicate.Wrapf("id %q must be the issuer's id, a dot, and 1 to 48 small letters, digits and hyphens", t.Id)
	}
	if err := bondtypes.ValidateISIN(t.Isin); err != nil {
		return err
	}
	if err := bondtypes.ValidateCleanPrice(t.CleanPrice); err != nil {
		return err
	}
	if _, err := date.Parse(t.SettleDate); err != nil {
		return ErrInvalidSyndicate.Wrapf("settle_date: %s", err)
	}
	if len(t.Shares) == 0 || len(t.Shares) > maxMembers {
		return ErrInvalidSyndicate.Wrapf("%d members, 1 to %d allowed", len(t.Shares), maxMembers)
	}
	accounts := map[string]bool{}
	for _, share := range t.Shares {
		if err := bondtypes.ValidateAmount("face of "+share.Account, share.Face); err != nil {
			return err
		}
		if accounts[share.Account] {
			return ErrInvalidSyndicate.Wrapf("%s is named twice", share.Account)
		}
		accounts[share.Account] = true
	}
	if !accounts[t.Lead] {
		return ErrInvalidSyndicate.Wrapf("the lead %q is no member", t.Lead)
	}
	return bondtypes.ValidateAmount("sum of the shares", t.Face())
}

// Face is what is placed in all.
func (t SyndicateTerms) Face() math.Int {
	sum := math.ZeroInt()
	for _, share := range t.Shares {
		sum = sum.Add(share.Face)
	}
	return sum
}

// NewSyndicate returns a syndicate that nobody has paid into.
func NewSyndicate(terms SyndicateTerms, currency string) Syndicate {
	s := Syndicate{
		Id: terms.Id, Isin: terms.Isin, Lead: terms.Lead, CleanPrice: terms.CleanPrice, SettleDate: terms.SettleDate,
		Status: SYNDICATE_STATUS_FORMED,
	}
	none := sdk.NewCoin(currency, math.ZeroInt())
	for _, share := range terms.Shares {
		s.Members = append(s.Members, Member{Account: share.Account, Face: share.Face, Principal: none, Accrued: none})
	}
	return s
}

// IsOver tells whether the placement has come to its end, whichever.
func (s Syndicate) IsOver() bool { return s.Status != SYNDICATE_STATUS_FORMED }

// Item names the syndicate in events.
func (s Syndicate) Item() string { return "syndicate " + s.Id }

// Member returns the place of an account among the members.
func (s Syndicate) Member(account string) (int, bool) {
	for i, member := range s.Members {
		if member.Account == account {
			return i, true
		}
	}
	return 0, false
}

// IsPaid tells whether somebody has paid for the share.
func (m Member) IsPaid() bool { return m.Payer != "" }

// Paid is what was paid for the share in all.
func (m Member) Paid() sdk.Coin { return m.Principal.Add(m.Accrued) }

// Face is what is placed in all.
func (s Syndicate) Face() math.Int { return s.Terms().Face() }

// Terms are what was agreed.
func (s Syndicate) Terms() SyndicateTerms {
	terms := SyndicateTerms{Id: s.Id, Isin: s.Isin, Lead: s.Lead, CleanPrice: s.CleanPrice, SettleDate: s.SettleDate}
	for _, member := range s.Members {
		terms.Shares = append(terms.Shares, Share{Account: member.Account, Face: member.Face})
	}
	return terms
}

// Validate checks the record against itself.
func (s Syndicate) Validate(codec address.Codec) error {
	if err := s.Terms().Validate(); err != nil {
		return err
	}
	if s.Status <= SYNDICATE_STATUS_UNSPECIFIED || s.Status > SYNDICATE_STATUS_DISSOLVED {
		return ErrInvalidSyndicate.Wrapf("%s: status %s", s.Id, s.Status)
	}
	for _, member := range s.Members {
		if _, err := codec.StringToBytes(member.Account); err != nil {
			return ErrInvalidAddress.Wrapf("member %q: %s", member.Account, err)
		}
		switch {
		case !validCoins(s.Members[0].Principal, member.Principal, member.Accrued):
			return ErrInvalidSyndicate.Wrapf("%s: what %s paid is no amount of one denom", s.Id, member.Account)
		case member.IsPaid() != member.Principal.IsPositive():
			return ErrInvalidSyndicate.Wrapf("%s: payer and principal of %s contradict each other", s.Id, member.Account)
		case member.IsPaid() && member.Payer != member.Account && member.Payer != s.Lead:
			return ErrInvalidSyndicate.Wrapf("%s: a stranger paid for %s", s.Id, member.Account)
		case s.Status == SYNDICATE_STATUS_PLACED && !member.IsPaid():
			return ErrInvalidSyndicate.Wrapf("%s: placed, but %s has not paid", s.Id, member.Account)
		}
	}
	return nil
}
