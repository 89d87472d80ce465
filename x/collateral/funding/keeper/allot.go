package keeper

import (
	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/funding/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// allot decides an operation, as a whole: who gets how much, and at what rate. Cash that nobody gets goes back to the lender; what
// bidders have put in and is not needed goes back in the blocks that follow.
func (k *Keeper) allot(ctx sdk.Context, key operationKey, operation types.Operation, w *work) error {
	tenders, bidders, err := k.tendersAfter(ctx, key, nil, int(operation.Bidders)+1)
	if err != nil {
		return err
	}
	w.left -= len(tenders)
	result, err := operation.Terms.Allot(tenders)
	if err != nil {
		return err
	}
	for i, tender := range tenders {
		if !tender.Award.IsPositive() {
			continue
		}
		if err := k.tenders.Set(ctx, collections.Join(key, bidders[i]), tender); err != nil {
			return err
		}
		if err := event.Emit(ctx, &types.EventBidAllotted{
			Lender: tender.Lender, Number: tender.Number, Bidder: tender.Bidder, Cash: cash(operation, tender.Award),
		}); err != nil {
			return err
		}
	}
	unlent := cash(operation, operation.Held.Sub(result.Accepted))
	operation.Status, operation.Result, operation.Held = types.STATUS_ALLOTTED, &result, result.Accepted
	if err := k.save(ctx, key, operation, w.now); err != nil {
		return err
	}
	if err := event.Emit(ctx, &types.EventAllotted{
		Lender: operation.Lender, Number: operation.Number, Result: result, Unlent: unlent,
	}); err != nil {
		return err
	}
	return k.pay(ctx, key.K1(), unlent)
}
