package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// question is a transfer about to be judged: the accounts, and whatever of the facts was read so far.
type question struct {
	from, to           sdk.AccAddress
	fromParty, toParty types.Party
	// strict asks for the sender's balance too; without it an unencumbered balance is left to the bank.
	strict bool
	// enforced is set for a seizure.
	enforced bool
	// uncapped leaves the holder limit aside.
	uncapped bool
	// unfunded leaves aside whether the sender has the amount.
	unfunded bool
}

func (k *Keeper) ask(ctx context.Context, from, to sdk.AccAddress) (q question, err error) {
	q = question{from: from, to: to}
	if q.fromParty, err = k.party(ctx, from); err != nil {
		return q, err
	}
	q.toParty, err = k.party(ctx, to)
	return q, err
}

// decide judges one coin.
func (k *Keeper) decide(ctx context.Context, q question, coin sdk.Coin) (*types.Refusal, error) {
	t, err := k.facts(ctx, q, coin)
	if err != nil || t.Asset == types.AssetUnregulated {
		return nil, err
	}
	return types.Decide(t), nil
}

// facts reads what the decision for a coin depends on and nothing else, all by key.
func (k *Keeper) facts(ctx context.Context, q question, coin sdk.Coin) (types.Transfer, error) {
	asset, isin, err := k.assetOf(ctx, coin.Denom)
	if err != nil || asset == types.AssetUnregulated {
		return types.Transfer{Asset: asset}, err
	}
	if types.ValidateAmount(coin.Amount) != nil {
		// Nothing can be computed with it, and the decision needs no more to refuse.
		return types.Transfer{Asset: asset, Amount: coin.Amount}, nil
	}
	t := types.Transfer{
		Asset: asset, ISIN: isin, Amount: coin.Amount, From: q.fromParty, To: q.toParty, Enforced: q.enforced,
	}
	if asset == types.AssetBond && t.To.Kind != types.PartyBondModule {
		if err := k.addSeriesFacts(ctx, q, coin, &t); err != nil {
			return t, err
		}
	}
	if q.unfunded {
		return t, nil
	}
	t.Free, err = k.freeToSend(ctx, q, coin.Denom)
	return t, err
}

// addSeriesFacts reads what the rules of a series need to know.
func (k *Keeper) addSeriesFacts(ctx context.Context, q question, coin sdk.Coin, t *types.Transfer) (err error) {
	if t.Series, err = k.standing(ctx, t.ISIN); err != nil {
		return err
	}
	t.Today = k.today(ctx, t.Series)
	rules := t.Series.Rules
	if rules != nil && !t.From.IsSystem() {
		if err := k.addCalendarFacts(ctx, q, t); err != nil {
			return err
		}
	}
	switch {
	case t.To.Kind == types.PartyEscrow:
		approval, found, err := row.Find(ctx, k.approvals, collections.Join(t.ISIN, t.To.Channel))
		if found {
			t.Approval = &approval
		}
		return err
	case t.To.Kind != types.PartyAccount:
		return nil
	case t.To.Registration == nil || rules == nil:
		t.To.Issuer, err = k.isIssuer(ctx, t.ISIN, q.to)
		return err
	}
	if t.To.CustodianActive, err = k.isActiveCustodian(ctx, t.To.Registration.Custodian); err != nil {
		return err
	}
	if q.uncapped {
		return nil
	}
	return k.addLimitFacts(ctx, q, coin, t)
}

// addCalendarFacts reads what stops holders, and not the issuer, on some days.
func (k *Keeper) addCalendarFacts(ctx context.Context, q question, t *types.Transfer) (err error) {
	rules := t.Series.Rules
	if rules.SuspendsAroundPayments() {
		if t.Payment, err = k.paymentNear(ctx, t.ISIN, *rules, t.Today); err != nil {
			return err
		}
	}
	if t.Payment != "" || rules.LockedUp(t.Today) {
		t.From.Issuer, err = k.isIssuer(ctx, t.ISIN, q.from)
	}
	return err
}

// paymentNear is the payment date around which transfers are suspended today.
func (k *Keeper) paymentNear(ctx context.Context, isin string, rules types.TransferRules, today date.Date) (string, error) {
	series, err := k.bond.GetSeries(ctx, isin)
	if err != nil {
		return "", err
	}
	schedule, err := series.Terms.Schedule()
	if err != nil {
		return "", err
	}
	payment := func(i int) date.Date { return schedule.PaymentDate(uint32(i) + 1) }
	return rules.PaymentNear(today, int(schedule.Principal()), payment), nil
}

// addLimitFacts reads what the limits of a series need, and nothing for a series without limits.
func (k *Keeper) addLimitFacts(ctx context.Context, q question, coin sdk.Coin, t *types.Transfer) error {
	rules := t.Series.Rules
	if rules.HasMaxHolding() || rules.MaxHoldingBps > 0 {
		t.HoldingAfter = k.holdingAfter(ctx, q, coin)
	}
	if rules.LimitsShares() {
		t.Supply = k.bank.GetSupply(ctx, coin.Denom).Amount
	}
	if t.Series.Census != types.CensusNone && (rules.LimitsTotals() || t.Series.Pilot != nil) {
		change, err := k.tallyTransfer(ctx, q, t.ISIN, coin.Amount)
		if err != nil {
			return err
		}
		if t.Census, err = k.censusChange(ctx, change, t.To.Registration, t.Series.Census == types.CensusComplete); err != nil {
			return err
		}
	}
	if t.Series.Pilot != nil && !t.From.IsSystem() {
		day, err := k.pilotDay(ctx, t.ISIN, t.Today.String(), coin.Amount)
		t.PilotUnits = day.Units
		return err
	}
	return nil
}

// today is the business date in the zone of a series.
func (k *Keeper) today(ctx context.Context, series types.SeriesRecord) date.Date {
	return date.Of(k.bond.Now(ctx), series.Zone())
}

// holdingAfter is the receiver's balance after the transfer; a transfer to oneself changes nothing.
func (k *Keeper) holdingAfter(ctx context.Context, q question, coin sdk.Coin) math.Int {
	balance := k.bank.GetBalance(ctx, q.to, coin.Denom).Amount
	if q.from.Equals(q.to) {
		return balance
	}
	after, err := balance.SafeAdd(coin.Amount)
	if err != nil {
		return balance // a balance that large is above every limit already
	}
	return after
}

// freeToSend is what the sender may send, or nil where the bank's own check is enough.
func (k *Keeper) freeToSend(ctx context.Context, q question, denom string) (math.Int, error) {
	if q.fromParty.IsSystem() && !q.strict {
		return math.Int{}, nil
	}
	encumbrance, encumbered, err := row.Find(ctx, k.encumbrances, collections.Join(q.from, denom))
	switch {
	case err != nil:
		return math.Int{}, err
	case encumbered:
		return encumbrance.FreeOf(k.bank.SpendableCoin(ctx, q.from, denom).Amount), nil
	case q.strict:
		return k.bank.SpendableCoin(ctx, q.from, denom).Amount, nil
	}
	return math.Int{}, nil
}

// CanTransfer returns nil when the receiver would receive the coin, and otherwise the error of the rule that refuses. It
// asks the decision that the send restriction asks, and also whether the sender has as much free.
func (k *Keeper) CanTransfer(ctx context.Context, from, to sdk.AccAddress, coin sdk.Coin) error {
	refusal, err := k.explain(ctx, from, to, coin)
	if err != nil || refusal == nil {
		return err
	}
	return refusal.Err()
}

func (k *Keeper) explain(ctx context.Context, from, to sdk.AccAddress, coin sdk.Coin) (*types.Refusal, error) {
	q, err := k.ask(ctx, from, to)
	if err != nil {
		return nil, err
	}
	q.strict = true
	return k.decide(ctx, q, coin)
}
