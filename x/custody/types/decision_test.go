package types_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

const isin = "JP1103811S13"

// bondTransfer is one that every rule allows: between two investors, within all limits.
func bondTransfer() types.Transfer {
	investor := types.Registration{
		Custodian: []byte("custodian"), Book: types.BookCustomer, InvestorClass: types.ClassInstitutional,
		Jurisdiction: "JP", TaxClass: types.TaxClassNonResident, Expiry: "2026-04-01",
	}
	return types.Transfer{
		Asset: types.AssetBond, ISIN: isin, Amount: math.NewInt(100), Today: date.MustParse("2026-04-01"),
		From: types.Party{Registration: &investor, CustodianActive: true},
		To:   types.Party{Registration: &investor, CustodianActive: true},
		Series: types.SeriesRecord{TimeZone: "Asia/Tokyo", Rules: &types.TransferRules{
			Isin: isin, Classes: []types.InvestorClass{types.ClassInstitutional},
			Jurisdictions: []types.JurisdictionRule{{Jurisdiction: "JP", From: "2026-04-01", Until: "2026-04-01"}},
			MaxHolding:    math.NewInt(500), LockUpUntil: "2026-04-01",
		}},
		Free: math.NewInt(100), HoldingAfter: math.NewInt(500),
	}
}

func cashTransfer() types.Transfer {
	return types.Transfer{Asset: types.AssetCash, Amount: math.NewInt(100), Free: math.NewInt(100)}
}

func TestDecide(t *testing.T) {
	approved := &types.ChannelApproval{Isin: isin, ChannelId: "channel-0"}
	revoked := &types.ChannelApproval{Isin: isin, ChannelId: "channel-0", Revoked: true}
	escrow := types.Party{Kind: types.PartyEscrow, Channel: "channel-0"}
	suspense := types.Party{Kind: types.PartySuspense}
	bondModule := types.Party{Kind: types.PartyBondModule, Holds: types.HoldsAll}
	pool := types.Party{Kind: types.PartyModule, Holds: types.HoldsCash}
	fees := types.Party{Kind: types.PartyModule, Holds: types.HoldsNothing}
	vault := types.Party{Kind: types.PartyModule, Holds: types.HoldsAll}

	for name, c := range map[string]struct {
		bond, cash bool
		change     func(*types.Transfer)
		rule       types.Rule
	}{
		"allowed at every limit": {true, true, func(*types.Transfer) {}, types.RuleNone},

		"nothing":       {true, true, func(t *types.Transfer) { t.Amount = math.ZeroInt() }, types.RuleAmount},
		"negative":      {true, true, func(t *types.Transfer) { t.Amount = math.NewInt(-1) }, types.RuleAmount},
		"absent":        {true, true, func(t *types.Transfer) { t.Amount = math.Int{} }, types.RuleAmount},
		"2^100":         {true, true, func(t *types.Transfer) { t.Amount = math.NewIntWithDecimal(2, 30) }, types.RuleAmount},
		"not free":      {true, true, func(t *types.Transfer) { t.Free = math.NewInt(99) }, types.RuleFree},
		"bank's matter": {true, true, func(t *types.Transfer) { t.Free = math.Int{} }, types.RuleNone},

		"frozen sender":                      {true, true, func(t *types.Transfer) { t.From.Frozen = true }, types.RuleSenderFrozen},
		"frozen receiver":                    {true, true, func(t *types.Transfer) { t.To.Frozen = true }, types.RuleReceiverFrozen},
		"frozen sender to x/bond":            {true, true, func(t *types.Transfer) { t.From.Frozen, t.To = true, bondModule }, types.RuleNone},
		"frozen sender to x/bond, not free":  {true, true, func(t *types.Transfer) { t.To, t.Free = bondModule, math.ZeroInt() }, types.RuleFree},
		"frozen sender to a channel":         {true, true, func(t *types.Transfer) { t.From.Frozen, t.To, t.Approval = true, escrow, approved }, types.RuleSenderFrozen},
		"series frozen, redeemed":            {true, true, func(t *types.Transfer) { t.Series.Frozen, t.To = true, bondModule }, types.RuleNone},
		"cash to a pool":                     {false, true, func(t *types.Transfer) { t.To = pool }, types.RuleNone},
		"bonds to a pool":                    {true, false, func(t *types.Transfer) { t.To = pool }, types.RuleModuleAccount},
		"to the fee collector":               {true, true, func(t *types.Transfer) { t.To = fees }, types.RuleModuleAccount},
		"to a module that holds all":         {true, true, func(t *types.Transfer) { t.To = vault }, types.RuleNone},
		"frozen series to a module":          {true, false, func(t *types.Transfer) { t.To, t.Series.Frozen = vault, true }, types.RuleSeriesFrozen},
		"from a user to suspense":            {true, true, func(t *types.Transfer) { t.To = suspense }, types.RuleSuspenseAccount},
		"from a module to suspense":          {true, true, func(t *types.Transfer) { t.From, t.To = vault, suspense }, types.RuleNone},
		"unregistered":                       {true, false, func(t *types.Transfer) { t.To = types.Party{} }, types.RuleNotRegistered},
		"cash to the unregistered":           {false, true, func(t *types.Transfer) { t.To = types.Party{} }, types.RuleNone},
		"unregistered, from a module":        {true, false, func(t *types.Transfer) { t.From, t.To = vault, types.Party{} }, types.RuleNotRegistered},
		"the issuer's own account":           {true, false, func(t *types.Transfer) { t.To = types.Party{Issuer: true} }, types.RuleNone},
		"no rules":                           {true, false, func(t *types.Transfer) { t.Series.Rules = nil }, types.RuleNoTransferRules},
		"no rules, the issuer's own account": {true, false, func(t *types.Transfer) { t.Series.Rules, t.To = nil, types.Party{Issuer: true} }, types.RuleNone},
		"frozen account of the issuer":       {true, false, func(t *types.Transfer) { t.To = types.Party{Issuer: true, Frozen: true} }, types.RuleReceiverFrozen},
		"frozen series":                      {true, false, func(t *types.Transfer) { t.Series.Frozen = true }, types.RuleSeriesFrozen},
		"frozen series, from a module":       {true, false, func(t *types.Transfer) { t.From, t.Series.Frozen = vault, true }, types.RuleSeriesFrozen},
		"frozen series, cash":                {false, true, func(t *types.Transfer) { t.Series.Frozen = true }, types.RuleNone},
		"suspended":                          {true, false, func(t *types.Transfer) { t.Series.Rules.Suspended = true }, types.RuleSeriesSuspended},
		"locked up":                          {true, false, func(t *types.Transfer) { t.Series.Rules.LockUpUntil = "2026-04-02" }, types.RuleLockUp},
		"locked up, from the issuer":         {true, false, func(t *types.Transfer) { t.Series.Rules.LockUpUntil, t.From.Issuer = "2026-04-02", true }, types.RuleNone},
		"locked up, from a module":           {true, false, func(t *types.Transfer) { t.Series.Rules.LockUpUntil, t.From = "2026-04-02", vault }, types.RuleNone},
		"expired":                            {true, false, func(t *types.Transfer) { expire(t, "2026-03-31") }, types.RuleRegistrationExpired},
		"unreadable expiry":                  {true, false, func(t *types.Transfer) { expire(t, "") }, types.RuleRegistrationExpired},
		"expired sender":                     {true, false, func(t *types.Transfer) { r := *t.From.Registration; r.Expiry = "2026-03-31"; t.From.Registration = &r }, types.RuleNone},
		"custodian suspended":                {true, false, func(t *types.Transfer) { t.To.CustodianActive = false }, types.RuleCustodian},
		"sender's custodian suspended":       {true, false, func(t *types.Transfer) { t.From.CustodianActive = false }, types.RuleNone},
		"class":                              {true, false, func(t *types.Transfer) { t.Series.Rules.Classes[0] = types.ClassRetail }, types.RuleClass},
		"jurisdiction":                       {true, false, func(t *types.Transfer) { t.Series.Rules.Jurisdictions[0].Jurisdiction = "US" }, types.RuleJurisdiction},
		"jurisdiction not yet":               {true, false, func(t *types.Transfer) { t.Series.Rules.Jurisdictions[0].From = "2026-04-02" }, types.RuleJurisdiction},
		"jurisdiction no longer":             {true, false, func(t *types.Transfer) { t.Series.Rules.Jurisdictions[0].Until = "2026-03-31" }, types.RuleJurisdiction},
		"above the limit":                    {true, false, func(t *types.Transfer) { t.HoldingAfter = math.NewInt(501) }, types.RuleMaxHolding},
		"no limit":                           {true, false, func(t *types.Transfer) { t.HoldingAfter, t.Series.Rules.MaxHolding = math.NewInt(501), math.ZeroInt() }, types.RuleNone},
		"channel not approved":               {true, false, func(t *types.Transfer) { t.To = escrow }, types.RuleChannel},
		"channel revoked":                    {true, false, func(t *types.Transfer) { t.To, t.Approval = escrow, revoked }, types.RuleChannel},
		"channel approved":                   {true, true, func(t *types.Transfer) { t.To, t.Approval = escrow, approved }, types.RuleNone},
		"channel approved, suspended":        {true, false, func(t *types.Transfer) { t.To, t.Approval, t.Series.Rules.Suspended = escrow, approved, true }, types.RuleSeriesSuspended},
		"module abroad, not approved":        {true, false, func(t *types.Transfer) { t.From, t.To = vault, escrow }, types.RuleChannel},
		"cash over any channel":              {false, true, func(t *types.Transfer) { t.To = escrow }, types.RuleNone},
		"forwarded packet going back":        {true, true, func(t *types.Transfer) { t.From, t.To = escrow, escrow }, types.RuleNone},
		"coming home":                        {true, true, func(t *types.Transfer) { t.From = escrow }, types.RuleNone},
		"seizure from the frozen":            {true, true, func(t *types.Transfer) { t.Enforced, t.From.Frozen = true, true }, types.RuleNone},
		"seizure in lock-up and suspension": {true, false, func(t *types.Transfer) {
			t.Enforced, t.Series.Rules.Suspended, t.Series.Rules.LockUpUntil = true, true, "2027-01-01"
		}, types.RuleNone},
		"seizure for a frozen receiver":        {true, true, func(t *types.Transfer) { t.Enforced, t.To.Frozen = true, true }, types.RuleReceiverFrozen},
		"seizure for a receiver of no class":   {true, false, func(t *types.Transfer) { t.Enforced, t.Series.Rules.Classes[0] = true, types.ClassRetail }, types.RuleClass},
		"seizure of a frozen series":           {true, false, func(t *types.Transfer) { t.Enforced, t.Series.Frozen = true, true }, types.RuleSeriesFrozen},
		"seizure of what is not free":          {true, true, func(t *types.Transfer) { t.Enforced, t.Free = true, math.ZeroInt() }, types.RuleNone},
		"registration outranks missing rules":  {true, false, func(t *types.Transfer) { t.Series.Rules, t.To = nil, types.Party{} }, types.RuleNotRegistered},
		"eligibility is told before the funds": {true, false, func(t *types.Transfer) { t.To, t.Free = types.Party{}, math.ZeroInt() }, types.RuleNotRegistered},
	} {
		check := func(asset string, transfer types.Transfer) {
			t.Run(name+"/"+asset, func(t *testing.T) {
				c.change(&transfer)
				refusal := types.Decide(transfer)
				if c.rule == types.RuleNone {
					require.Nil(t, refusal)
					return
				}
				require.NotNil(t, refusal)
				require.Equal(t, c.rule, refusal.Rule, refusal.Reason)
				require.NotEmpty(t, refusal.Reason)
				require.ErrorContains(t, refusal.Err(), refusal.Reason)
			})
		}
		if c.bond {
			check("bond", bondTransfer())
		}
		if c.cash {
			check("cash", cashTransfer())
		}
	}
}

func expire(t *types.Transfer, expiry string) {
	registration := *t.To.Registration
	registration.Expiry = expiry
	t.To.Registration = &registration
}

func TestEveryRuleHasItsOwnError(t *testing.T) {
	seen := map[string]types.Rule{}
	for number := range types.Rule_name {
		rule := types.Rule(number)
		if rule == types.RuleNone {
			continue
		}
		text := types.Refuse(rule, "because").Err().Error()
		require.NotContains(t, seen, text, "%s and %s", rule, seen[text])
		require.Contains(t, text, "because")
		seen[text] = rule
	}
	require.Len(t, seen, len(types.Rule_name)-1)
}

func TestRefusalReadsTheSameEverywhere(t *testing.T) {
	require.Equal(t, "RULE_CHANNEL: channel-7 is not approved for JP1103811S13",
		types.Refuse(types.RuleChannel, "%s is not approved for %s", "channel-7", isin).String())
}
