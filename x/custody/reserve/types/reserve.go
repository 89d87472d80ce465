package types

import (
	"fmt"
	"time"

	"cosmossdk.io/core/address"
	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/calendar"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/identifier"
)

// Bounds of a reserve's rules.
const (
	maxAge      = 30
	maxInterval = 30 * 24 * time.Hour
)

// ReleasedDays is for how many days what left a reserve is remembered: longer than any attestation is fresh.
const ReleasedDays = 70

// Validate refuses rules that contradict themselves.
func (r Reserve) Validate(codec address.Codec) error {
	if err := ValidateDenom(r.Denom); err != nil {
		return err
	}
	if _, err := DecodeAddress(codec, "institution", r.Institution); err != nil {
		return err
	}
	if err := validateText("book_account", r.BookAccount, maxBookAccount); err != nil {
		return err
	}
	if _, err := calendar.ByName(r.Calendar); err != nil {
		return ErrInvalidReserve.Wrap(err.Error())
	}
	if err := r.validateAttesters(codec); err != nil {
		return err
	}
	for _, amount := range []struct {
		field string
		value math.Int
	}{{"large", r.Large}, {"min_redemption", r.MinRedemption}} {
		if err := validateAmount(amount.field, amount.value); err != nil {
			return err
		}
	}
	if r.MaxAge > maxAge {
		return ErrInvalidReserve.Wrapf("max_age %d is above %d business days", r.MaxAge, maxAge)
	}
	if err := validateInterval("challenge_window", r.ChallengeWindow); err != nil {
		return err
	}
	return validateInterval("delivery_time", r.DeliveryTime)
}

func validateInterval(field string, interval time.Duration) error {
	if interval < minInterval || interval > maxInterval {
		return ErrInvalidReserve.Wrapf("%s %s is not %s to %s", field, interval, minInterval, maxInterval)
	}
	return nil
}

// validateAttesters refuses one who would count twice, and a quorum that the institution could give alone.
func (r Reserve) validateAttesters(codec address.Codec) error {
	accounts, leis, own := map[string]bool{}, map[string]bool{}, uint32(0)
	for _, attester := range r.Attesters {
		if _, err := DecodeAddress(codec, "attester", attester.Account); err != nil {
			return err
		}
		if err := validateText("name", attester.Name, maxNameLength); err != nil {
			return err
		}
		if err := identifier.ValidateLEI(attester.Lei); err != nil {
			return ErrInvalidReserve.Wrap(err.Error())
		}
		if accounts[attester.Account] || leis[attester.Lei] {
			return ErrInvalidReserve.Wrapf("attester %s is named twice", attester.Name)
		}
		accounts[attester.Account], leis[attester.Lei] = true, true
		if attester.Account == r.Institution {
			own++
		}
	}
	if len(r.Attesters) == 0 || len(r.Attesters) > maxAttesters {
		return ErrInvalidReserve.Wrapf("1 to %d attesters, not %d", maxAttesters, len(r.Attesters))
	}
	if r.Quorum <= own || int(r.Quorum) > len(r.Attesters) {
		return ErrInvalidReserve.Wrapf("quorum %d of %d attesters, %d of them the institution", r.Quorum, len(r.Attesters), own)
	}
	return nil
}

// HasAttester tells whether an account may attest.
func (r Reserve) HasAttester(account string) bool {
	for _, attester := range r.Attesters {
		if attester.Account == account {
			return true
		}
	}
	return false
}

// Dates returns the calendar by which attestations age and its zone.
func (r Reserve) Dates() (calendar.Calendar, date.Zone, error) {
	business, err := calendar.ByName(r.Calendar)
	if err != nil {
		return calendar.Calendar{}, date.UTC, ErrInvalidReserve.Wrap(err.Error())
	}
	switch r.Calendar {
	case calendar.TokyoName:
		return business, date.Tokyo, nil
	case calendar.NewYorkName:
		return business, date.NewYork, nil
	default:
		return business, date.UTC, fmt.Errorf("%w: calendar %q has no zone", ErrInvalidReserve, r.Calendar)
	}
}

// Today returns the business date in the zone of the calendar.
func (r Reserve) Today(now time.Time) (date.Date, error) {
	_, zone, err := r.Dates()
	return date.Of(now, zone), err
}

// NewBook is the book of a reserve of which nothing was issued.
func NewBook() Book {
	return Book{
		Outstanding: math.ZeroInt(), Pending: math.ZeroInt(), InFlight: math.ZeroInt(), WindowMinted: math.ZeroInt(),
		WindowStart: time.Unix(0, 0).UTC(), NextMint: 1,
	}
}

// Validate refuses numbers that cannot be.
func (b Book) Validate() error {
	for _, amount := range []struct {
		field string
		value math.Int
	}{{"outstanding", b.Outstanding}, {"pending", b.Pending}, {"in_flight", b.InFlight}, {"window_minted", b.WindowMinted}} {
		if err := validateQuantity(amount.field, amount.value); err != nil {
			return err
		}
	}
	if b.NextMint == 0 {
		return ErrInvalidGenesis.Wrap("mints are numbered from 1")
	}
	return nil
}

// Fits tells whether an amount may be minted at once, without waiting for challenges, and counts it in the window.
func (b *Book) Fits(r Reserve, amount math.Int, now time.Time) bool {
	minted := b.WindowMinted
	if !now.Before(b.WindowStart.Add(r.ChallengeWindow)) {
		b.WindowStart, minted = now, math.ZeroInt()
	}
	if minted = minted.Add(amount); minted.GT(r.Large) {
		return false
	}
	b.WindowMinted = minted
	return true
}
