package keeper

import (
	"cmp"
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// age looks at a pending settlement on a new day: once the settlement date is past it has failed, and a deliverer at fault
// owes the receiver the charge of the days since it was last looked at.
func (k *Keeper) age(ctx sdk.Context, params types.Params, h hours, id types.ID, s *types.Settlement) error {
	if s.Kind == types.KindClaim || h.today.String() <= s.SettlementDate {
		return nil
	}
	since := s.ChargedUntil
	if since == "" {
		since = s.SettlementDate
		if err := event.Emit(ctx, &types.EventFailed{Id: id.String(), SettlementDate: s.SettlementDate, Pending: s.Pending}); err != nil {
			return err
		}
	}
	from, err := date.Parse(since)
	if err != nil {
		return types.ErrInvalidDate.Wrap(err.Error())
	}
	s.ChargedUntil = h.today.String()
	cash, paid := s.Cash()
	if days := from.DaysUntil(h.today); paid && days > 0 && s.AtFault(s.Deliverer()) {
		return k.charge(ctx, params, id, s, cash, days)
	}
	return nil
}

func (k *Keeper) charge(ctx sdk.Context, params types.Params, id types.ID, s *types.Settlement, cash sdk.Coin, days int) error {
	charge, err := FailsCharge(params.Currency(cash.Denom), cash.Amount, days)
	if err != nil || charge.IsZero() {
		return err
	}
	s.Charge = s.Charge.Add(charge)
	return event.Emit(ctx, &types.EventFailsCharged{Id: id.String(), Days: uint32(days), Charge: sdk.NewCoin(cash.Denom, charge)})
}

// FailsCharge is what a deliverer owes for failing some days: proceeds × max(rate − policy rate, 0) × days / year, rounded down
// to the unit of the currency.
func FailsCharge(currency types.Currency, proceeds math.Int, days int) (math.Int, error) {
	charge, err := bondmath.FailsCharge(proceeds, currency.FailsRatePct, currency.PolicyRatePct, days, int(currency.YearDays))
	if err != nil {
		return math.Int{}, err
	}
	micro := rounding.RatToIntDown(charge)
	return micro.Sub(micro.Mod(currency.ChargeUnit)), nil
}

// collect has the deliverer pay what it owes, when it has it free. What it does not pay now is tried tomorrow, and is kept
// back from its proceeds.
func (k *Keeper) collect(ctx sdk.Context, id types.ID, s *types.Settlement) error {
	cash, paid := s.Cash()
	if !paid || !s.Charge.IsPositive() {
		return nil
	}
	parties, err := k.addresses(*s)
	if err != nil {
		return err
	}
	owed := sdk.NewCoin(cash.Denom, s.Charge)
	moved, err := k.pay(ctx, parties[s.Deliverer()], parties[s.Receiver()], owed)
	if err != nil || !moved {
		return err
	}
	s.Charge = math.ZeroInt()
	return event.Emit(ctx, &types.EventChargeCollected{
		Id: id.String(), Charge: owed, Deliverer: s.Parties[s.Deliverer()].Account, Receiver: s.Parties[s.Receiver()].Account,
	})
}

// pay moves a coin if the rules let it and it is there.
func (k *Keeper) pay(ctx sdk.Context, from, to sdk.AccAddress, coin sdk.Coin) (moved bool, err error) {
	refusal, err := k.custody.JudgeLeg(ctx, from, to, coin)
	if err != nil || refusal != nil {
		return false, err
	}
	free, err := k.custody.Free(ctx, from, coin.Denom)
	if err != nil || free.LT(coin.Amount) {
		return false, err
	}
	cached, write := ctx.CacheContext()
	if k.bank.SendCoins(cached, from, to, sdk.NewCoins(coin)) != nil {
		return false, nil
	}
	write()
	return true, nil
}

// BuyIn has a seller deliver what is left of a trade that its deliverer fails to deliver. The trade is over; what the
// deliverer owes remains as a claim, which is returned.
func (k *Keeper) BuyIn(ctx sdk.Context, receiver string, seller sdk.AccAddress, id types.ID, cash sdk.Coin) (claim sdk.Coin, err error) {
	was, s, place, err := k.of(ctx, receiver, id)
	if err != nil {
		return claim, err
	}
	price, paid := s.Cash()
	if s.Kind != types.KindTrade || place != s.Receiver() || !paid || cash.Denom != price.Denom {
		return claim, types.ErrNotParty.Wrap("the receiver of a trade against payment buys in, in the trade's denom")
	}
	parties, err := k.addresses(s)
	if err != nil {
		return claim, err
	}
	if seller.Equals(parties[0]) || seller.Equals(parties[1]) {
		return claim, types.ErrSelfSettlement.Wrap("the seller is a side of the trade")
	}
	if err := k.requireFailing(ctx, s, place); err != nil {
		return claim, err
	}
	bonds := s.Legs[0].Amount
	if err := k.exchange(ctx, seller, parties[place], bonds, cash); err != nil {
		return claim, err
	}
	params, err := k.GetParams(ctx)
	if err != nil {
		return claim, err
	}
	bound := rounding.MulDecDown(price.Amount, params.BuyInPremiumPct.QuoInt64(100))
	excess := math.MinInt(math.MaxInt(cash.Amount.Sub(price.Amount), math.ZeroInt()), bound)
	claim = sdk.NewCoin(price.Denom, excess.Add(s.Charge))
	text, err := k.accounts.AddressCodec().BytesToString(seller)
	if err != nil {
		return claim, err
	}
	if err := event.Emit(ctx, &types.EventBoughtIn{Id: id.String(), Seller: text, Receiver: receiver, Bonds: bonds, Cash: cash, Claim: claim}); err != nil {
		return claim, err
	}
	return claim, k.endWithClaim(ctx, id, was, s.Deliverer(), claim, causeBoughtIn)
}

// exchange moves bonds against cash, judged as any set.
func (k *Keeper) exchange(ctx sdk.Context, seller, buyer sdk.AccAddress, bonds, cash sdk.Coin) error {
	judge, net := k.newJudge(), newNetting()
	for _, leg := range []struct {
		from, to sdk.AccAddress
		coin     sdk.Coin
	}{{seller, buyer, bonds}, {buyer, seller, cash}} {
		refusal, err := judge.refusal(ctx, leg.from, leg.to, leg.coin)
		if err != nil || refusal != "" {
			return cmp.Or(err, types.ErrRefused.Wrap(refusal))
		}
		net.add(leg.from, leg.to, leg.coin)
	}
	short, free, err := k.shortage(ctx, net)
	if err != nil || short != nil {
		return cmp.Or(err, types.ErrShort.Wrapf("%s%s free", free, shortDenom(short)))
	}
	_, err = k.move(ctx, net)
	return err
}

func shortDenom(short *position) string {
	if short == nil {
		return ""
	}
	return short.denom
}

// CloseFail ends a settlement that fails for long through others; what a deliverer owes remains as a claim.
func (k *Keeper) CloseFail(ctx sdk.Context, account string, id types.ID) error {
	was, s, place, err := k.of(ctx, account, id)
	if err != nil {
		return err
	}
	if err := k.requireFailing(ctx, s, place); err != nil {
		return err
	}
	claim := sdk.Coin{Amount: math.ZeroInt()}
	debtor := 0
	if cash, paid := s.Cash(); paid {
		claim, debtor = sdk.NewCoin(cash.Denom, s.Charge), s.Deliverer()
	}
	return k.endWithClaim(ctx, id, was, debtor, claim, causeClosed)
}

// requireFailing refuses a settlement that has not failed for the days after which the other side may end it, or that does
// not fail through the other side alone.
func (k *Keeper) requireFailing(ctx context.Context, s types.Settlement, place int) error {
	params, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	today, err := k.today(ctx, s.Calendar)
	if err != nil {
		return err
	}
	intended, err := date.Parse(s.SettlementDate)
	if err != nil {
		return types.ErrInvalidDate.Wrap(err.Error())
	}
	others := false
	for other := range s.Parties {
		others = others || other != place && s.AtFault(other)
	}
	if s.Kind == types.KindClaim || s.Status != types.StatusPending || intended.DaysUntil(today) < int(params.BuyInDays) || !others || s.AtFault(place) {
		return types.ErrNotFailing.Wrapf("since %s, %s, at least %d days", s.SettlementDate, s.Pending.Reason, params.BuyInDays)
	}
	return nil
}

func (k *Keeper) endWithClaim(ctx sdk.Context, id types.ID, was types.Settlement, debtor int, claim sdk.Coin, cause string) error {
	if err := k.end(ctx, id, &was, cause); err != nil {
		return err
	}
	if !claim.IsPositive() {
		return nil
	}
	return k.claim(ctx, id, was, debtor, claim)
}

// claim opens a claim of the receiver of a trade on its deliverer, or adds to the one that is open, and tries it.
func (k *Keeper) claim(ctx sdk.Context, trade types.ID, s types.Settlement, debtor int, owed sdk.Coin) error {
	id := types.ClaimID(trade)
	for {
		was, found, err := row.Find(ctx, k.settlements, []byte(id))
		if err != nil {
			return err
		}
		if !found {
			break
		}
		if was.Legs[0].Amount.Denom == owed.Denom && was.Parties[1].Account == s.Parties[debtor].Account {
			more := was.Copy()
			more.Legs[0].Amount = more.Legs[0].Amount.Add(owed)
			_, err := k.attempt(ctx, id, &was, more)
			return err
		}
		id = types.ClaimID(id) // the same reference failed again, the other way round
	}
	creditor := 1 - debtor
	fresh := types.Settlement{
		Kind: types.KindClaim, Reference: s.Reference, Calendar: s.Calendar, Priority: s.Priority, TradeDate: s.TradeDate, SettlementDate: s.SettlementDate,
		Parties: []types.Party{
			{Account: s.Parties[creditor].Account, Agreed: true, Partial: true}, {Account: s.Parties[debtor].Account, Agreed: true, Partial: true},
		},
		Legs: []types.Leg{{From: 1, To: 0, Amount: owed}}, Status: types.StatusPending, Opened: ctx.BlockHeight(), Matched: ctx.BlockHeight(),
		Charge: math.ZeroInt(), MaxPiece: math.ZeroInt(), Denomination: math.OneInt(),
	}
	if err := event.Emit(ctx, &types.EventOpened{Id: id.String(), Settlement: fresh}); err != nil {
		return err
	}
	_, err := k.attempt(ctx, id, nil, fresh)
	return err
}
