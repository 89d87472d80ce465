package types

import (
	"regexp"
	"time"

	"cosmossdk.io/core/address"

	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// maxHours bounds every number of hours.
const maxHours = 8_760

// maxLimit bounds work in a block and open proposals.
const maxLimit = 256

var sha256Hex = regexp.MustCompile(`^[0-9a-f]{64}$`)

// DefaultParams returns the limits of a new chain.
func DefaultParams() Params {
	return Params{ExpiryHours: 336, BlockLimit: 20, RetryHours: 1, MaxOpen: 64}
}

// Validate refuses limits out of their bounds.
func (p Params) Validate() error {
	for _, limit := range []struct {
		name              string
		value, low, bound uint32
	}{
		{"expiry_hours", p.ExpiryHours, 1, maxHours},
		{"min_delay_hours", p.MinDelayHours, 0, maxHours},
		{"block_limit", p.BlockLimit, 1, maxLimit},
		{"retry_hours", p.RetryHours, 1, maxHours},
		{"max_open", p.MaxOpen, 1, maxLimit},
	} {
		if limit.value < limit.low || limit.value > limit.bound {
			return ErrInvalidParams.Wrapf("%s is %d, must be %d to %d", limit.name, limit.value, limit.low, limit.bound)
		}
	}
	return nil
}

// Hours is a number of hours as a duration.
func Hours(n uint32) time.Duration { return time.Duration(n) * time.Hour }

// Validate refuses what is wrong whatever the state.
func (m *MsgPropose) Validate(codec address.Codec) error {
	if err := m.Side.Validate(); err != nil {
		return err
	}
	return validateTerms(codec, m.Intervention, m.Reason, m.ReasonNote, m.DocumentHash, m.DelayHours)
}

func validateTerms(codec address.Codec, what Intervention, reason custodytypes.ReasonCode, note, hash string, delay uint32) error {
	if err := what.Validate(codec); err != nil {
		return err
	}
	if err := custodytypes.ValidateReason(reason, note); err != nil {
		return err
	}
	if hash != "" && !sha256Hex.MatchString(hash) {
		return ErrInvalidProposal.Wrap("document_hash is not 64 lower-case hexadecimal digits")
	}
	if delay > maxHours {
		return ErrInvalidProposal.Wrapf("delay of %d hours, at most %d", delay, maxHours)
	}
	return nil
}

// Order is who proposed and approved, and why, for the register.
func (p Proposal) Order() custodytypes.Order {
	return custodytypes.Order{By: p.Proposer, Second: p.Approver, Code: p.Reason, Note: p.Note}
}

// Validate refuses a proposal that no message makes.
func (p Proposal) Validate(codec address.Codec) error {
	if p.Number == 0 {
		return ErrInvalidProposal.Wrap("numbers begin at 1")
	}
	if err := p.Side.Validate(); err != nil {
		return err
	}
	if err := validateTerms(codec, p.Intervention, p.Reason, p.Note, p.DocumentHash, p.DelayHours); err != nil {
		return err
	}
	switch p.Status {
	case StatusProposed:
		if p.Approver != "" || p.Due != nil {
			return ErrInvalidProposal.Wrap("it is not approved, and has an approver or a time")
		}
	case StatusApproved:
		if p.Approver == "" || p.Due == nil || p.Approver == p.Proposer {
			return ErrInvalidProposal.Wrap("an approved one has another's approval and a time")
		}
		if _, err := custodytypes.DecodeAddress(codec, "approver", p.Approver); err != nil {
			return err
		}
	default:
		return ErrInvalidProposal.Wrapf("status %d", p.Status)
	}
	if p.NextTurn.After(p.ExpiresAt) {
		return ErrInvalidProposal.Wrap("its next turn is after it lapses")
	}
	return nil
}
