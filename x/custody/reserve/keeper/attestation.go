package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/reserve/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// Attest records what an attester says of a reserve and returns how it stands then. A later statement replaces an earlier
// one, and one of the same date corrects it.
func (k *Keeper) Attest(ctx context.Context, denom string, institution sdk.AccAddress, bookAccount string, said types.Attestation) (types.Standing, error) {
	reserve, book, err := k.get(ctx, denom, institution)
	if err != nil {
		return types.StandingUnspecified, err
	}
	if err := k.checkAttestation(ctx, reserve, bookAccount, said); err != nil {
		return types.StandingUnspecified, err
	}
	attester, err := k.decode("attester", said.Attester)
	if err != nil {
		return types.StandingUnspecified, err
	}
	key := collections.Join3(denom, institution, attester)
	last, exists, err := row.Find(ctx, k.attestations, key)
	if err != nil {
		return types.StandingUnspecified, err
	}
	if exists && said.AsOf < last.AsOf { // ISO dates compare as text
		return types.StandingUnspecified, types.ErrAttestationOlder.Wrapf("%s, the last one is of %s", said.AsOf, last.AsOf)
	}
	if err := k.attestations.Set(ctx, key, said); err != nil {
		return types.StandingUnspecified, err
	}
	assessment, err := k.assess(ctx, reserve, institution, book)
	if err != nil {
		return types.StandingUnspecified, err
	}
	return assessment.Standing, event.Emit(ctx, &types.EventAttested{
		Denom: denom, Institution: reserve.Institution, Attestation: said, Standing: assessment.Standing,
	})
}

func (k *Keeper) checkAttestation(ctx context.Context, reserve types.Reserve, bookAccount string, said types.Attestation) error {
	if !reserve.HasAttester(said.Attester) {
		return types.ErrNotAttester.Wrap(said.Attester)
	}
	if bookAccount != reserve.BookAccount {
		return types.ErrWrongBookAccount.Wrapf("%s, the reserve is in %s", bookAccount, reserve.BookAccount)
	}
	today, err := k.today(ctx, reserve)
	if err != nil {
		return err
	}
	probe, err := types.Assess(types.Facts{
		Reserve: reserve, Attestations: []types.Attestation{said}, Today: today, Outstanding: math.ZeroInt(), Pending: math.ZeroInt(),
	})
	if err != nil {
		return err
	}
	if said.AsOf > today.String() || probe.Fresh == 0 {
		return types.ErrAttestationDate.Wrapf("%s, today is %s", said.AsOf, today)
	}
	return nil
}

// assess says how a reserve stands now.
func (k *Keeper) assess(ctx context.Context, reserve types.Reserve, institution sdk.AccAddress, book types.Book) (types.Assessment, error) {
	facts, err := k.facts(ctx, reserve, institution, book)
	if err != nil {
		return types.Assessment{}, err
	}
	return types.Assess(facts)
}

// facts reads all that the assessment of a reserve depends on: at most its attesters and ReleasedDays rows.
func (k *Keeper) facts(ctx context.Context, reserve types.Reserve, institution sdk.AccAddress, book types.Book) (facts types.Facts, err error) {
	facts = types.Facts{Reserve: reserve, Pending: book.Pending}
	if facts.Attestations, err = k.attestationsOf(ctx, collections.Join(reserve.Denom, institution)); err != nil {
		return facts, err
	}
	if facts.Released, err = k.releasedOf(ctx, reserve.Denom, institution); err != nil {
		return facts, err
	}
	if facts.Outstanding, err = k.outstanding(ctx, reserve.Denom, institution, book); err != nil {
		return facts, err
	}
	facts.Today, err = k.today(ctx, reserve)
	return facts, err
}

func (k *Keeper) attestationsOf(ctx context.Context, key reserveKey) ([]types.Attestation, error) {
	return row.Values(ctx, k.attestations, collections.NewSuperPrefixedTripleRange[string, sdk.AccAddress, sdk.AccAddress](key.K1(), key.K2()))
}

func (k *Keeper) dropAttestations(ctx context.Context, key reserveKey, drop func(types.Attestation) bool) error {
	attestations, err := k.attestationsOf(ctx, key)
	if err != nil {
		return err
	}
	for _, attestation := range attestations {
		if !drop(attestation) {
			continue
		}
		attester, err := k.decode("attester", attestation.Attester)
		if err != nil {
			return err
		}
		if err := k.attestations.Remove(ctx, collections.Join3(key.K1(), key.K2(), attester)); err != nil {
			return err
		}
	}
	return nil
}

// release counts what may have left a reserve today, and forgets the days that no attestation reaches.
func (k *Keeper) release(ctx context.Context, reserve types.Reserve, institution sdk.AccAddress, amount math.Int) error {
	today, err := k.today(ctx, reserve)
	if err != nil {
		return err
	}
	if err := k.forgetReleased(ctx, reserve.Denom, institution, today.AddDays(-types.ReleasedDays)); err != nil {
		return err
	}
	key := collections.Join3(reserve.Denom, institution, int32(today))
	sum, found, err := row.Find(ctx, k.released, key)
	if err != nil {
		return err
	}
	if found {
		amount = amount.Add(sum)
	}
	return k.released.Set(ctx, key, amount)
}

func (k *Keeper) forgetReleased(ctx context.Context, denom string, institution sdk.AccAddress, before date.Date) error {
	rows, err := k.releasedOf(ctx, denom, institution)
	if err != nil {
		return err
	}
	for _, row := range rows {
		day, err := date.Parse(row.Date)
		if err != nil {
			return err
		}
		if day >= before {
			break
		}
		if err := k.released.Remove(ctx, collections.Join3(denom, institution, int32(day))); err != nil {
			return err
		}
	}
	return nil
}

// releasedOf lists what left a reserve, oldest first: at most a row for each day of ReleasedDays.
func (k *Keeper) releasedOf(ctx context.Context, denom string, institution sdk.AccAddress) (rows []types.Released, err error) {
	within := collections.NewSuperPrefixedTripleRange[string, sdk.AccAddress, int32](denom, institution)
	err = k.released.Walk(ctx, within, func(key collections.Triple[string, sdk.AccAddress, int32], amount math.Int) (bool, error) {
		rows = append(rows, types.Released{Date: date.Date(key.K3()).String(), Amount: amount})
		return false, nil
	})
	return rows, err
}
