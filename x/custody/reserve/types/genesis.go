package types

import (
	"fmt"

	"cosmossdk.io/core/address"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// DefaultGenesis is the state of a new chain: no reserves.
func DefaultGenesis() *GenesisState { return &GenesisState{Params: DefaultParams()} }

// totals are the sums of a reserve's orders.
type totals struct{ pending, inFlight math.Int }

// Validate refuses a state that contradicts itself: duplicates, dangling references and sums that do not add up.
func (g GenesisState) Validate(codec address.Codec) error {
	if err := g.Params.Validate(); err != nil {
		return err
	}
	sums := map[string]*totals{}
	books := map[string]Book{}
	for _, entry := range g.Reserves {
		id := entry.Reserve.Denom + " " + entry.Reserve.Institution
		if err := entry.validate(codec); err != nil {
			return fmt.Errorf("reserve %s: %w", id, err)
		}
		if sums[id] != nil {
			return ErrInvalidGenesis.Wrapf("reserve %s is there twice", id)
		}
		sums[id], books[id] = &totals{math.ZeroInt(), math.ZeroInt()}, entry.Book
	}
	if err := g.validateMints(codec, sums, books); err != nil {
		return err
	}
	if err := g.validateRedemptions(codec, sums); err != nil {
		return err
	}
	for _, entry := range g.Reserves {
		sum := sums[entry.Reserve.Denom+" "+entry.Reserve.Institution]
		if !sum.pending.Equal(entry.Book.Pending) || !sum.inFlight.Equal(entry.Book.InFlight) {
			return ErrInvalidGenesis.Wrapf("reserve %s of %s books %s pending and %s in flight, its orders sum to %s and %s",
				entry.Reserve.Denom, entry.Reserve.Institution, entry.Book.Pending, entry.Book.InFlight, sum.pending, sum.inFlight)
		}
	}
	return nil
}

func (r GenesisReserve) validate(codec address.Codec) error {
	if err := r.Reserve.Validate(codec); err != nil {
		return err
	}
	if err := r.Book.Validate(); err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, attestation := range r.Attestations {
		if err := attestation.Validate(codec); err != nil {
			return err
		}
		if seen[attestation.Attester] || !r.Reserve.HasAttester(attestation.Attester) {
			return ErrInvalidGenesis.Wrapf("attestation of %s: there twice, or not of an attester", attestation.Attester)
		}
		seen[attestation.Attester] = true
	}
	for _, row := range r.Released {
		if _, err := date.Parse(row.Date); err != nil || seen[row.Date] {
			return ErrInvalidGenesis.Wrapf("released on %q: no date, or there twice", row.Date)
		}
		if err := validateAmount("released", row.Amount); err != nil {
			return err
		}
		seen[row.Date] = true
	}
	return nil
}

func (g GenesisState) validateMints(codec address.Codec, sums map[string]*totals, books map[string]Book) error {
	seen := map[string]bool{}
	for _, mint := range g.Mints {
		id := mint.Denom + " " + mint.Institution
		number := fmt.Sprintf("%s %d", id, mint.Number)
		sum := sums[id]
		switch {
		case sum == nil:
			return ErrInvalidGenesis.Wrapf("mint %s: no such reserve", number)
		case seen[number]:
			return ErrInvalidGenesis.Wrapf("mint %s is there twice", number)
		case mint.Number == 0 || mint.Number >= books[id].NextMint:
			return ErrInvalidGenesis.Wrapf("mint %s: the next one is %d", number, books[id].NextMint)
		}
		if _, err := DecodeAddress(codec, "recipient", mint.Recipient); err != nil {
			return err
		}
		if err := validateAmount("mint", mint.Amount); err != nil {
			return err
		}
		seen[number] = true
		sum.pending = sum.pending.Add(mint.Amount)
	}
	return nil
}

func (g GenesisState) validateRedemptions(codec address.Codec, sums map[string]*totals) error {
	seen := map[string]bool{}
	for _, redemption := range g.Redemptions {
		sum := sums[redemption.Denom+" "+redemption.Institution]
		id := redemption.Holder + " " + redemption.Denom + " " + redemption.Reference
		switch {
		case sum == nil:
			return ErrInvalidGenesis.Wrapf("redemption %s: no such reserve", id)
		case seen[id]:
			return ErrInvalidGenesis.Wrapf("redemption %s is there twice", id)
		}
		if _, err := DecodeAddress(codec, "holder", redemption.Holder); err != nil {
			return err
		}
		request := MsgRequestRedemption{
			Amount: sdk.Coin{Denom: redemption.Denom, Amount: redemption.Amount}, Reference: redemption.Reference, DeliverTo: redemption.DeliverTo,
		}
		if err := request.Validate(); err != nil {
			return err
		}
		seen[id] = true
		sum.inFlight = sum.inFlight.Add(redemption.Amount)
	}
	return nil
}
