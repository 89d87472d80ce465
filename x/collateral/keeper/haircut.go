package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// SetHaircuts sets the table of its effective date. What has been in effect stays as it was: the date must not be past
// anywhere, that is, by UTC.
func (k *Keeper) SetHaircuts(ctx context.Context, table types.HaircutTable) error {
	if err := table.Validate(); err != nil {
		return err
	}
	if today := date.Of(k.bonds.Now(ctx), date.UTC).String(); table.EffectiveDate < today {
		return types.ErrInvalidDate.Wrapf("effective date %s is before today, %s", table.EffectiveDate, today)
	}
	if err := k.haircuts.Set(ctx, table.EffectiveDate, table); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventHaircutsSet{Table: table})
}

// FindHaircuts returns the table in effect on a day: the one of the latest effective date up to it.
func (k *Keeper) FindHaircuts(ctx context.Context, day date.Date) (types.HaircutTable, bool, error) {
	latest := new(collections.Range[string]).EndInclusive(day.String()).Descending()
	tables, err := k.haircuts.Iterate(ctx, latest)
	if err != nil {
		return types.HaircutTable{}, false, err
	}
	defer tables.Close()
	if !tables.Valid() {
		return types.HaircutTable{}, false, nil
	}
	table, err := tables.Value()
	return table, err == nil, err
}

// tables are the haircut table in effect on a day and the earlier ones that still count for whoever adds risk.
type tables struct {
	inEffect types.HaircutTable
	earlier  []types.HaircutTable
}

// maxEarlierTables bounds how many earlier tables are looked at; the newest come first.
const maxEarlierTables = 8

// tablesOn returns the tables that count on a day, nil when none is in effect.
func (p *pricer) tablesOn(ctx context.Context, day date.Date) (*tables, error) {
	if known, found := p.tables[day]; found {
		return known, nil
	}
	read, err := p.keeper.readTables(ctx, day)
	if err == nil {
		p.tables[day] = read
	}
	return read, err
}

func (k *Keeper) readTables(ctx context.Context, day date.Date) (*tables, error) {
	rows, err := k.haircuts.Iterate(ctx, new(collections.Range[string]).EndInclusive(day.String()).Descending())
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	if !rows.Valid() {
		return nil, nil
	}
	table, err := rows.Value()
	if err != nil {
		return nil, err
	}
	read := &tables{inEffect: table}
	from := day.AddMonths(-int(table.FloorMonths)).String()
	// An earlier table counts if it was still in effect after the floor began: its successor came later than that.
	for successor := table; successor.EffectiveDate > from && len(read.earlier) < maxEarlierTables; {
		rows.Next()
		if !rows.Valid() {
			break
		}
		if successor, err = rows.Value(); err != nil {
			return nil, err
		}
		read.earlier = append(read.earlier, successor)
	}
	return read, nil
}

// pledged is how many units of a series the owner of a position would have pledged in all, with the position as it is given: whoever
// holds much of a series gains nothing by spreading it over positions.
func (p *pricer) pledged(ctx context.Context, table types.HaircutTable, position types.Position, coin sdk.Coin) (math.Int, error) {
	if table.ConcentrationPct == 0 {
		return coin.Amount, nil
	}
	owner, err := p.keeper.accounts.AddressCodec().StringToBytes(position.Owner)
	if err != nil {
		return math.Int{}, err
	}
	inAll, err := p.keeper.custody.PledgedInAll(ctx, owner, coin.Denom)
	if err != nil {
		return math.Int{}, err
	}
	stored, _, err := p.keeper.FindPosition(ctx, owner, position.Denom, position.Number)
	if err != nil {
		return math.Int{}, err
	}
	elsewhere := math.MaxInt(math.ZeroInt(), inAll.Sub(stored.Bonds.AmountOf(coin.Denom)))
	return coin.Amount.Add(elsewhere), nil
}

// prudentPct returns the share of market value that units of a series count for when risk is added: the lowest of the tables that
// still count, lowered as types.HaircutTable.PrudentPct says. found is false when the table in effect has no row for it.
func (t *tables) prudentPct(price types.SeriesPrice, pledged math.Int) (pct math.LegacyDec, found bool, err error) {
	maturity, err := date.Parse(price.Terms.MaturityDate)
	if err != nil {
		return pct, false, err
	}
	pct, found = t.inEffect.FindValuePct(price.Terms.Kind, price.Terms.Call != nil, price.Date, maturity)
	if !found {
		return pct, false, nil
	}
	for _, table := range t.earlier {
		if earlier, had := table.FindValuePct(price.Terms.Kind, price.Terms.Call != nil, price.Date, maturity); had {
			pct = math.LegacyMinDec(pct, earlier)
		}
	}
	return t.inEffect.PrudentPct(pct, price.Widening, pledged, price.Outstanding), true, nil
}
