package types

import (
	"fmt"
	"slices"

	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// PartyKind says what a party to a transfer is.
type PartyKind int

const (
	// PartyAccount is any account that is none of the others: a person's, a multisig's, a module's sub-account.
	PartyAccount PartyKind = iota
	// PartyModule is the account of a module.
	PartyModule
	// PartyBondModule is the account of x/bond: it redeems units and holds the money for payments.
	PartyBondModule
	// PartyEscrow holds what is abroad over one channel.
	PartyEscrow
	// PartySuspense holds what is owed to an account that may not receive it.
	PartySuspense
)

// Party is what the decision needs to know of a sender or a receiver.
type Party struct {
	// Kind is what it is.
	Kind PartyKind
	// Holds is what a PartyModule may hold.
	Holds Holds
	// Channel is the channel or client of a PartyEscrow.
	Channel string
	// Frozen is set by the custodian or by governance.
	Frozen bool
	// Issuer is set for the authority and the treasury of the issuer of the series.
	Issuer bool
	// Registration is set for a registered investor.
	Registration *Registration
	// CustodianActive tells whether the licence of the investor's custodian is active.
	CustodianActive bool
}

// IsSystem tells whether the party owes what it sends: what a system party sends is never refused for the receiver's
// sake but held in suspense.
func (p Party) IsSystem() bool { return p.Kind != PartyAccount }

// Transfer is everything a decision depends on.
type Transfer struct {
	// Asset is the kind of what moves, never AssetUnregulated.
	Asset Asset
	// ISIN and Series are set for bonds.
	ISIN   string
	Series SeriesRecord
	// Amount is what moves.
	Amount math.Int
	// Today is the date in the zone of the series.
	Today date.Date
	// From and To are the parties.
	From, To Party
	// Approval is that of the series for the channel of a receiving escrow, if there is one.
	Approval *ChannelApproval
	// Free is what the sender may send; nil leaves that question to the bank.
	Free math.Int
	// HoldingAfter is what the receiver holds afterwards; nil when no limit applies.
	HoldingAfter math.Int
	// Supply is what is outstanding; nil when no share of it is limited.
	Supply math.Int
	// Payment is the payment date around which transfers are suspended today, and empty on other days.
	Payment string
	// Census is what the transfer does to the totals of a counted series; nil when none of them matters.
	Census *CensusChange
	// PilotUnits is what has changed hands today with this transfer; nil outside a pilot.
	PilotUnits math.Int
	// Enforced is set for a seizure: the sender's will and standing do not count.
	Enforced bool
}

// Refusal says which rule refuses a transfer, and why.
type Refusal struct {
	Rule   Rule
	Reason string
}

// String is the same on every node, and goes into acknowledgements.
func (r *Refusal) String() string { return r.Rule.String() + ": " + r.Reason }

// Err is the refusal as an error that wraps the rule's sentinel.
func (r *Refusal) Err() error { return errorsmod.Wrap(ruleErrors[r.Rule], r.Reason) }

var ruleErrors = map[Rule]*errorsmod.Error{
	RuleAmount:              ErrInvalidAmount,
	RuleFree:                ErrInsufficientFree,
	RuleSenderFrozen:        ErrSenderFrozen,
	RuleReceiverFrozen:      ErrReceiverFrozen,
	RuleModuleAccount:       ErrModuleAccount,
	RuleSuspenseAccount:     ErrSuspenseAccount,
	RuleNoTransferRules:     ErrNoTransferRules,
	RuleSeriesFrozen:        ErrSeriesFrozen,
	RuleSeriesSuspended:     ErrSeriesSuspended,
	RuleLockUp:              ErrLockUp,
	RuleNotRegistered:       ErrNotRegistered,
	RuleRegistrationExpired: ErrExpired,
	RuleCustodian:           ErrCustodian,
	RuleClass:               ErrClass,
	RuleJurisdiction:        ErrJurisdiction,
	RuleMaxHolding:          ErrMaxHolding,
	RuleChannel:             ErrChannel,
	RuleRemoteReceiver:      ErrRemoteReceiver,
	RulePaymentWindow:       ErrPaymentWindow,
	RuleCensus:              ErrCensus,
	RuleMaxHolders:          ErrMaxHolders,
	RuleJurisdictionCap:     ErrJurisdictionCap,
	RuleCustodianShare:      ErrCustodianShare,
	RuleHolderShare:         ErrHolderShare,
	RulePilot:               ErrPilot,
}

// Refuse returns a refusal by a rule.
func Refuse(rule Rule, format string, args ...any) *Refusal {
	return &Refusal{Rule: rule, Reason: fmt.Sprintf(format, args...)}
}

// Decide returns nil when the receiver may receive the amount from the sender, and otherwise the first rule that refuses.
// It is the only place that knows the rules: the send restriction, CanTransfer, settlement and IBC all ask it.
func Decide(t Transfer) *Refusal {
	for _, rule := range []func(Transfer) *Refusal{decideAmount, decideSender, decideReceiver, decideFree} {
		if refusal := rule(t); refusal != nil {
			return refusal
		}
	}
	return nil
}

func decideAmount(t Transfer) *Refusal {
	if err := ValidateAmount(t.Amount); err != nil {
		return Refuse(RuleAmount, "amount must be positive and below 2^%d", maxAmountBits)
	}
	return nil
}

// decideSender lets everybody redeem and pay to x/bond, whatever their standing.
func decideSender(t Transfer) *Refusal {
	if t.From.Frozen && !t.From.IsSystem() && !t.Enforced && t.To.Kind != PartyBondModule {
		return Refuse(RuleSenderFrozen, "the sender's account is frozen")
	}
	return nil
}

func decideReceiver(t Transfer) *Refusal {
	switch t.To.Kind {
	case PartyBondModule:
		return nil
	case PartyModule:
		if !t.To.Holds.Admits(t.Asset) {
			return Refuse(RuleModuleAccount, "the receiver is a module's account that may not hold this asset")
		}
		return decideMovement(t)
	case PartySuspense:
		if !t.From.IsSystem() {
			return Refuse(RuleSuspenseAccount, "the receiver is a suspense account, which only modules pay into")
		}
		return nil
	case PartyEscrow:
		return decideDeparture(t)
	default:
		return decideHolder(t)
	}
}

// decideMovement applies what stops a series as a whole.
func decideMovement(t Transfer) *Refusal {
	if t.Asset != AssetBond {
		return nil
	}
	if t.Series.Frozen {
		return Refuse(RuleSeriesFrozen, "%s is frozen", t.ISIN)
	}
	if t.Series.Rules == nil || t.Enforced {
		return nil
	}
	if t.Series.Rules.Suspended {
		return Refuse(RuleSeriesSuspended, "transfers of %s are suspended", t.ISIN)
	}
	if t.From.IsSystem() || t.From.Issuer {
		return nil
	}
	if t.Payment != "" {
		return Refuse(RulePaymentWindow, "transfers of %s are suspended around its payment of %s", t.ISIN, t.Payment)
	}
	if t.Series.Rules.LockedUp(t.Today) {
		return Refuse(RuleLockUp, "%s is locked up until %s", t.ISIN, t.Series.Rules.LockUpUntil)
	}
	return nil
}

// decideDeparture lets escrows settle among themselves: that is a forwarded packet going back the way it came.
func decideDeparture(t Transfer) *Refusal {
	if t.Asset != AssetBond || t.From.Kind == PartyEscrow {
		return nil
	}
	if t.Approval == nil || t.Approval.Revoked {
		return Refuse(RuleChannel, "%s is not approved for %s", t.To.Channel, t.ISIN)
	}
	return decideMovement(t)
}

func decideHolder(t Transfer) *Refusal {
	if t.To.Frozen {
		return Refuse(RuleReceiverFrozen, "the receiver's account is frozen")
	}
	if t.Asset != AssetBond {
		return nil
	}
	if refusal := decideMovement(t); refusal != nil || t.To.Issuer {
		return refusal
	}
	return decideInvestor(t)
}

// decideInvestor applies the rules of the series to whoever is to hold it.
func decideInvestor(t Transfer) *Refusal {
	investor, rules := t.To.Registration, t.Series.Rules
	switch {
	case investor == nil:
		return Refuse(RuleNotRegistered, "the receiver is not a registered investor")
	case rules == nil:
		return Refuse(RuleNoTransferRules, "the issuer has set no transfer rules for %s", t.ISIN)
	case expired(investor.Expiry, t.Today):
		return Refuse(RuleRegistrationExpired, "the receiver's registration expired on %s", investor.Expiry)
	case !t.To.CustodianActive:
		return Refuse(RuleCustodian, "the licence of the receiver's custodian is not active")
	case !slices.Contains(rules.Classes, investor.InvestorClass):
		return Refuse(RuleClass, "%s is not admitted to %s", investor.InvestorClass, t.ISIN)
	case !rules.AdmitsJurisdiction(investor.Jurisdiction, t.Today):
		return Refuse(RuleJurisdiction, "residents of %s are not admitted to %s on %s", investor.Jurisdiction, t.ISIN, t.Today)
	case rules.HasMaxHolding() && !t.HoldingAfter.IsNil() && t.HoldingAfter.GT(rules.MaxHolding):
		return Refuse(RuleMaxHolding, "the receiver would hold %s of %s, at most %s", t.HoldingAfter, t.ISIN, rules.MaxHolding)
	case t.From.Kind != PartyBondModule && !t.HoldingAfter.IsNil() && exceedsShare(t.HoldingAfter, t.Supply, rules.MaxHoldingBps):
		return Refuse(RuleHolderShare, "the receiver would hold %s of %s outstanding of %s, at most %s", t.HoldingAfter, t.Supply, t.ISIN, percent(rules.MaxHoldingBps))
	}
	if refusal := decideCensus(t); refusal != nil {
		return refusal
	}
	return decidePilot(t)
}

func expired(expiry string, today date.Date) bool {
	last, err := ParseDate(expiry)
	return err != nil || today > last
}

func decideFree(t Transfer) *Refusal {
	if !t.Enforced && !t.Free.IsNil() && t.Amount.GT(t.Free) {
		return Refuse(RuleFree, "the sender has %s free, not %s", t.Free, t.Amount)
	}
	return nil
}
