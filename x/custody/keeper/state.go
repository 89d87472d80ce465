package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// A claim is on an owner's denom, by a module, under the module's own reference.
type claimKey = collections.Quad[sdk.AccAddress, string, string, string]

type claims = collections.Map[claimKey, math.Int]

var claimKeyCodec = collections.QuadKeyCodec(sdk.AccAddressKey, collections.StringKey, collections.StringKey, collections.StringKey)

// A licence is its holder's, for a cash denom or, with an empty one, as a custodian.
type licenceKey = collections.Pair[sdk.AccAddress, string]

func (k *Keeper) getParams(ctx context.Context) (types.Params, error) { return k.params.Get(ctx) }

// SetParams replaces the limits.
func (k *Keeper) SetParams(ctx context.Context, params types.Params) error {
	if err := k.params.Set(ctx, params); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventParamsUpdated{Params: params})
}

// record returns what is stored of an account; nothing stored is an empty record.
func (k *Keeper) record(ctx context.Context, account sdk.AccAddress) (types.AccountRecord, error) {
	record, _, err := row.Find(ctx, k.records, account)
	return record, err
}

// setRecord stores a record, or removes an empty one.
func (k *Keeper) setRecord(ctx context.Context, account sdk.AccAddress, record types.AccountRecord) error {
	if record.IsEmpty() {
		return k.records.Remove(ctx, account)
	}
	return k.records.Set(ctx, account, record)
}

// standing returns the record of a series with Frozen telling whether it is frozen now, by whomever. It is not for storing.
func (k *Keeper) standing(ctx context.Context, isin string) (types.SeriesRecord, error) {
	record, err := k.seriesRecord(ctx, isin)
	if record.Frozen || record.FrozenByOrder {
		record.Frozen = record.FrozenAt(k.bond.Now(ctx))
	}
	return record, err
}

// seriesRecord returns what is stored of a series; nothing stored is an empty record.
func (k *Keeper) seriesRecord(ctx context.Context, isin string) (types.SeriesRecord, error) {
	record, _, err := row.Find(ctx, k.series, isin)
	return record, err
}
