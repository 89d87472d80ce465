package wire

import "cosmossdk.io/math"

// Instruction is what one side of a trade tells its depository.
type Instruction struct {
	// Reference is the sender's own for this instruction.
	Reference string
	// Common is the parties' name for the trade.
	Common string
	// Deliver is set on the side that gives bonds.
	Deliver bool
	// TradeDate and SettlementDate are civil dates in the market's zone.
	TradeDate, SettlementDate Date
	// ISIN is the series, and Face how much of it.
	ISIN string
	Face math.Int
	// Cash is what is paid; absent for a delivery free of payment.
	Cash *Money
	// Own is the side that tells, Counterparty the other.
	Own, Counterparty Party
	// Partial consents to settlement in parts.
	Partial bool
	// Hold keeps the instruction, matched or not, from settling. What answers it says so by a reason and does not repeat it.
	Hold bool
}

// Validate refuses an instruction that contradicts itself.
func (i Instruction) Validate() error {
	for _, text := range []string{i.Reference, i.Common} {
		if err := ValidateReference(text); err != nil {
			return err
		}
	}
	if err := ValidateISIN(i.ISIN); err != nil {
		return err
	}
	if err := validatePositive("face", i.Face); err != nil {
		return err
	}
	if i.TradeDate > i.SettlementDate {
		return Refuse("traded on %s to settle on %s", i.TradeDate, i.SettlementDate)
	}
	if i.Own.Account == i.Counterparty.Account {
		return Refuse("both sides are %s", i.Own.Account)
	}
	for _, party := range []Party{i.Own, i.Counterparty} {
		if err := party.Validate(); err != nil {
			return err
		}
	}
	if i.Cash == nil {
		return nil
	}
	return i.Cash.Validate()
}

// validateRepeated refuses what an answer does not repeat.
func (i Instruction) validateRepeated() error {
	if i.Hold {
		return Refuse("an answer does not repeat a hold")
	}
	return i.Validate()
}
