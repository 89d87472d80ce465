package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// duty returns the record of a dealer in a quarter, and whether there is one; else an empty one.
func (k *Keeper) duty(ctx context.Context, issuerID string, dealer sdk.AccAddress, quarter string) (types.Duty, bool, error) {
	duty, found, err := row.Find(ctx, k.duties, collections.Join3(issuerID, dealer, quarter))
	if err != nil || found {
		return duty, found, err
	}
	text, err := k.addressText(dealer)
	return types.NewDuty(issuerID, text, quarter), false, err
}

// countDuties enters a settled auction in the records of all dealers. Buy-backs and liquidity enhancement are no duty.
func (k *Keeper) countDuties(ctx sdk.Context, s settlement) error {
	terms := s.auction.Terms
	if terms.IsBuyBack() || terms.HasSeveral() {
		return nil
	}
	dealers, err := k.dealersOf(ctx, terms.IssuerId)
	if err != nil || len(dealers) == 0 {
		return err
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	settle, err := terms.Settle()
	if err != nil {
		return err
	}
	offering := types.Offering{
		Face: terms.Offering, Cap: s.auction.BidderCap, Dealers: uint32(len(dealers)),
		Short: s.pricing.Maturity() <= settle.AddMonths(int(params.ShortTermMonths)),
	}
	rows := make(map[string]types.Tender, len(s.tenders))
	for i, tender := range s.tenders {
		rows[string(s.bidders[i])] = tender
	}
	for _, dealer := range dealers {
		row := rows[string(dealer)]
		if err := k.countDuty(ctx, terms.IssuerId, dealer, settle, offering, row); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) countDuty(
	ctx sdk.Context, issuerID string, dealer sdk.AccAddress, settle date.Date, offering types.Offering, row types.Tender,
) error {
	quarter := types.QuarterOf(settle)
	duty, known, err := k.duty(ctx, issuerID, dealer, quarter)
	if err != nil {
		return err
	}
	if !known {
		if err := k.forgetDuties(ctx, issuerID, dealer, types.QuarterBefore(quarter, types.QuartersKept-1)); err != nil {
			return err
		}
	}
	duty = duty.Count(offering, row.BidFor(), row.Won())
	if err := k.duties.Set(ctx, collections.Join3(issuerID, dealer, quarter), duty); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventDutyRecorded{Duty: duty})
}

// forgetDuties drops the records of a dealer from before a quarter, all of them where none is named; there are few.
func (k *Keeper) forgetDuties(ctx context.Context, issuerID string, dealer sdk.AccAddress, oldest string) error {
	var old []dutyKey
	err := k.duties.Walk(ctx, collections.NewSuperPrefixedTripleRange[string, sdk.AccAddress, string](issuerID, dealer),
		func(key dutyKey, _ types.Duty) (bool, error) {
			if oldest != "" && key.K3() >= oldest {
				return true, nil
			}
			old = append(old, key)
			return false, nil
		})
	if err != nil {
		return err
	}
	for _, key := range old {
		if err := k.duties.Remove(ctx, key); err != nil {
			return err
		}
	}
	return nil
}
