package types

import (
	"cosmossdk.io/core/address"
	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// Validate refuses a statement that is wrong on any day.
func (a Attestation) Validate(codec address.Codec) error {
	if _, err := DecodeAddress(codec, "attester", a.Attester); err != nil {
		return err
	}
	if err := validateQuantity("quantity", a.Quantity); err != nil {
		return err
	}
	if _, err := date.Parse(a.AsOf); err != nil {
		return ErrInvalidAttestation.Wrap(err.Error())
	}
	if !sha256Hex.MatchString(a.DocumentHash) {
		return ErrInvalidAttestation.Wrap("document_hash: 64 small hexadecimal digits")
	}
	return nil
}

// Facts are all that the assessment of a reserve depends on.
type Facts struct {
	// Reserve is its rules.
	Reserve Reserve
	// Attestations are the last ones, at most one of each attester.
	Attestations []Attestation
	// Released is what left the reserve, by date.
	Released []Released
	// Outstanding is what the institution has issued and not burnt, and Pending what waits to be.
	Outstanding, Pending math.Int
	// Today is the business date in the zone of the reserve's calendar.
	Today date.Date
}

// Assessment is how a reserve stands.
type Assessment struct {
	// Lines are the attestations and what each is worth.
	Lines []ReportLine
	// Fresh counts the fresh ones.
	Fresh uint32
	// Attested is the least that a fresh one is worth, 0 without a quorum.
	Attested math.Int
	// AsOf is the date of the oldest fresh one, empty when there is none.
	AsOf string
	// Standing says whether minting is allowed.
	Standing Standing
	// Room is how much may be minted.
	Room math.Int
}

// Assess says how a reserve stands. It is the only place that knows: minting, the report and the events all ask it.
//
// An attestation is worth its quantity less what was released on its date and after, because the statement may have been
// drawn up before that left. The least of the fresh ones counts: one honest attester is enough to stop minting.
func Assess(f Facts) (Assessment, error) {
	a := Assessment{Attested: math.ZeroInt(), Room: math.ZeroInt()}
	business, _, err := f.Reserve.Dates()
	if err != nil {
		return a, err
	}
	oldest := date.Date(0)
	for _, attestation := range f.Attestations {
		asOf, err := date.Parse(attestation.AsOf)
		if err != nil {
			return a, ErrInvalidAttestation.Wrap(err.Error())
		}
		last := business.AddBusinessDays(asOf, int(f.Reserve.MaxAge)+1) - 1
		line := ReportLine{
			Attestation: attestation, LastFresh: last.String(), Fresh: f.Today <= last && f.Reserve.HasAttester(attestation.Attester),
			Worth: worth(attestation, asOf, f.Released),
		}
		a.Lines = append(a.Lines, line)
		if !line.Fresh {
			continue
		}
		if a.Fresh == 0 || line.Worth.LT(a.Attested) {
			a.Attested = line.Worth
		}
		if a.Fresh == 0 || asOf < oldest {
			oldest = asOf
		}
		a.Fresh++
	}
	if a.Fresh > 0 {
		a.AsOf = oldest.String()
	}
	issued := f.Outstanding.Add(f.Pending)
	switch {
	case a.Fresh < f.Reserve.Quorum:
		a.Attested, a.Standing = math.ZeroInt(), StandingStale
	case a.Attested.LT(issued):
		a.Standing = StandingShort
	default:
		a.Standing = StandingCovered
	}
	if f.Reserve.Stopped {
		a.Standing = StandingStopped
	}
	if a.Standing == StandingCovered {
		a.Room = a.Attested.Sub(issued)
	}
	return a, nil
}

// worth is what an attestation proves still to be there.
func worth(attestation Attestation, asOf date.Date, released []Released) math.Int {
	left := attestation.Quantity
	for _, row := range released {
		if day, err := date.Parse(row.Date); err != nil || day >= asOf {
			left = left.Sub(row.Amount)
		}
	}
	return math.MaxInt(left, math.ZeroInt())
}

// Refuse returns why an amount may not be minted, nil when it may.
func (a Assessment) Refuse(amount math.Int) error {
	switch a.Standing {
	case StandingStopped:
		return ErrStopped.Wrap("by governance")
	case StandingStale:
		return ErrStale.Wrapf("%d", a.Fresh)
	case StandingShort:
		return ErrShort.Wrapf("%s is attested as of %s", a.Attested, a.AsOf)
	}
	if amount.GT(a.Room) {
		return ErrShort.Wrapf("%s is attested as of %s, which leaves %s", a.Attested, a.AsOf, a.Room)
	}
	return nil
}
