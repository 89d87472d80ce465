package wire

// Confirmation says that an instruction, or a part of it, has settled.
type Confirmation struct {
	// Reference names this message, and Instruction is what settled.
	Reference   string
	Instruction Instruction
	// Settled is the day.
	Settled Date
	// Part says whether it is all of the instruction.
	Part Part
}

// Part is which part of an instruction has settled.
type Part int

// The parts: all at once, one with more to follow, the last one.
const (
	Whole Part = iota
	First
	Last
)

// Validate refuses a confirmation that contradicts itself.
func (c Confirmation) Validate() error {
	if err := ValidateReference(c.Reference); err != nil {
		return err
	}
	if c.Settled < c.Instruction.TradeDate {
		return Refuse("settled on %s, traded on %s", c.Settled, c.Instruction.TradeDate)
	}
	if c.Part < Whole || c.Part > Last {
		return Refuse("part %d", c.Part)
	}
	return c.Instruction.validateRepeated()
}

// The codes of a partial settlement, in both standards.
var partCodes = map[Part]string{First: "PAIN", Last: "PARC"}

// Code is the part as both standards write it, empty for all of an instruction.
func (p Part) Code() string { return partCodes[p] }

// ParsePart reads a code; there is none for all of an instruction.
func ParsePart(code string) (Part, error) {
	for part, of := range partCodes {
		if of == code {
			return part, nil
		}
	}
	return 0, Refuse("a part %q", code)
}
