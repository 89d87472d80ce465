package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
)

// seizureKey marks the context of a seizure. Only this package can set it.
type seizureKey struct{}

func isSeizure(ctx context.Context) bool { return ctx.Value(seizureKey{}) != nil }

var _ banktypes.SendRestrictionFn = (*Keeper)(nil).Restrict

// Restrict is the bank's send restriction: it lets a transfer pass, refuses it, or sends it to suspense.
//
//	sender \ receiver       account        x/bond   module         escrow            suspense
//	account                 rules, free    free     may hold it    approved channel  refused
//	module, suspense        or suspense    passes   or suspense    approved channel  passes
//	escrow                  or suspense    passes   or suspense    passes            passes
//
// What is not regulated passes unread. A refusal of what a module or an escrow owes becomes suspense and never an error,
// so that no block and no packet fails for the receiver's sake. The exception is a module that starts a transfer abroad
// over a channel that is not approved: redirecting that would leave the packet without backing, so it is an error.
func (k *Keeper) Restrict(ctx context.Context, from, to sdk.AccAddress, amt sdk.Coins) (sdk.AccAddress, error) {
	var q *question
	for _, coin := range amt {
		regulated, err := k.IsRegulated(ctx, coin.Denom)
		if err != nil {
			return nil, err
		}
		if !regulated {
			continue
		}
		if q == nil {
			asked, err := k.ask(ctx, from, to)
			if err != nil {
				return nil, err
			}
			asked.enforced = isSeizure(ctx)
			q = &asked
		}
		t, err := k.facts(ctx, *q, coin)
		if err != nil {
			return nil, err
		}
		refusal := types.Decide(t)
		switch {
		case refusal == nil:
			if err := k.recordPassage(ctx, *q, t); err != nil {
				return nil, err
			}
		case q.fromParty.IsSystem() && q.toParty.Kind != types.PartyEscrow:
			return k.divert(ctx, to, amt, refusal)
		default:
			return nil, refusal.Err()
		}
	}
	if q != nil && q.toParty.Kind == types.PartySuspense {
		return to, k.indexSuspense(ctx, to, amt)
	}
	return to, nil
}

// recordPassage counts a transfer of bonds that has been judged, where the series is counted or in a pilot. What x/bond
// redeems passes unjudged by the rules and is counted too.
func (k *Keeper) recordPassage(ctx context.Context, q question, t types.Transfer) error {
	if t.Asset != types.AssetBond || q.fromParty.Registration == nil && q.toParty.Registration == nil {
		return nil
	}
	if t.To.Kind == types.PartyBondModule {
		var err error
		if t.Series, err = k.seriesRecord(ctx, t.ISIN); err != nil {
			return err
		}
	}
	if t.Series.Census != types.CensusNone {
		if err := k.follow(ctx, q, t.ISIN, t.Amount); err != nil {
			return err
		}
	}
	if t.Series.Pilot == nil || t.From.IsSystem() || t.To.Kind != types.PartyAccount {
		return nil
	}
	day, err := k.pilotDay(ctx, t.ISIN, t.Today.String(), t.Amount)
	if err != nil {
		return err
	}
	return k.pilotDays.Set(ctx, t.ISIN, day)
}

// CheckOutputs judges a transfer to several receivers as a whole, before the bank judges each output: the sum must be
// free, and each receiver's sum within the rules. It returns nil for senders whose refused payments go to suspense.
func (k *Keeper) CheckOutputs(ctx context.Context, from sdk.AccAddress, outputs []banktypes.Output) error {
	fromParty, err := k.party(ctx, from)
	if err != nil || fromParty.IsSystem() {
		return err
	}
	var total sdk.Coins
	receivers := make([]string, 0, len(outputs))
	sums := make(map[string]sdk.Coins, len(outputs))
	for _, output := range outputs {
		coins, err := k.regulatedOf(ctx, output.Coins)
		if err != nil {
			return err
		}
		if coins.Empty() {
			continue
		}
		if _, seen := sums[output.Address]; !seen {
			receivers = append(receivers, output.Address)
		}
		sums[output.Address] = sums[output.Address].Add(coins...)
		total = total.Add(coins...)
	}
	for _, receiver := range receivers {
		to, err := types.DecodeAddress(k.accounts.AddressCodec(), "output", receiver)
		if err != nil {
			return err
		}
		if err := k.checkOutput(ctx, from, to, sums[receiver]); err != nil {
			return err
		}
	}
	return k.CheckOutflow(ctx, from, total)
}

func (k *Keeper) checkOutput(ctx context.Context, from, to sdk.AccAddress, coins sdk.Coins) error {
	q, err := k.ask(ctx, from, to)
	if err != nil {
		return err
	}
	for _, coin := range coins {
		refusal, err := k.decide(ctx, q, coin)
		if err != nil {
			return err
		}
		if refusal != nil {
			return refusal.Err()
		}
	}
	return nil
}

// CheckOutflow refuses a sum of regulated coins that is not free in the sender's account.
func (k *Keeper) CheckOutflow(ctx context.Context, from sdk.AccAddress, total sdk.Coins) error {
	regulated, err := k.regulatedOf(ctx, total)
	if err != nil {
		return err
	}
	for _, coin := range regulated {
		holding, err := k.holding(ctx, from, coin.Denom)
		if err != nil {
			return err
		}
		if coin.Amount.GT(holding.Free) {
			return types.ErrInsufficientFree.Wrapf("the sender has %s%s free, not %s", holding.Free, coin.Denom, coin.Amount)
		}
	}
	return nil
}

func (k *Keeper) regulatedOf(ctx context.Context, coins sdk.Coins) (regulated sdk.Coins, err error) {
	for _, coin := range coins {
		is, err := k.IsRegulated(ctx, coin.Denom)
		if err != nil {
			return nil, err
		}
		if is {
			regulated = append(regulated, coin)
		}
	}
	return regulated, nil
}

// RefuseRegulated refuses any regulated coin: for ways of moving coins that the send restriction does not see.
func (k *Keeper) RefuseRegulated(ctx context.Context, coins sdk.Coins) error {
	regulated, err := k.regulatedOf(ctx, coins)
	if err != nil {
		return err
	}
	if !regulated.Empty() {
		return types.ErrRegulatedPath.Wrap(regulated.String())
	}
	return nil
}
