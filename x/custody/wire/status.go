package wire

// Status is where an instruction stands.
type Status struct {
	// Reference names this message, and Instruction is what it speaks of.
	Reference   string
	Instruction Instruction
	// State says where it stands.
	State State
	// Reason is the ISO code of why it is not further, four capital letters; empty where nothing is missing.
	Reason string
}

// State is where an instruction stands.
type State int

// The states.
const (
	Unmatched State = iota + 1
	Matched
	Pending
	Failing
)

// Validate refuses a status whose reason does not fit it.
func (s Status) Validate() error {
	if err := ValidateReference(s.Reference); err != nil {
		return err
	}
	if s.State < Unmatched || s.State > Failing {
		return Refuse("state %d", s.State)
	}
	if s.Reason == "" && s.State != Matched || s.Reason != "" && s.State == Matched {
		return Refuse("reason %q in this state", s.Reason)
	}
	if s.Reason != "" {
		if err := ValidateReason(s.Reason); err != nil {
			return err
		}
	}
	return s.Instruction.validateRepeated()
}
