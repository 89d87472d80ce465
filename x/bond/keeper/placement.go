package keeper

import (
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// Placement is an issue of units to one buyer at an agreed price.
type Placement struct {
	Series     types.Series
	Issuer     types.Issuer
	Buyer      sdk.AccAddress
	Face       math.Int
	CleanPrice math.LegacyDec

	treasury sdk.AccAddress
}

// Cost is what a placement costs the buyer.
type Cost struct {
	// Principal is the clean price times face, rounded up.
	Principal sdk.Coin
	// Accrued is the interest from the start of the coupon period, floored.
	Accrued sdk.Coin
}

// Total returns all that the buyer pays.
func (c Cost) Total() sdk.Coin { return c.Principal.Add(c.Accrued) }

// PlaceDirect mints units to the buyer against cash to the treasury. The caller has checked that both the issuer's
// authority and the buyer agree.
//
// The chain settles on every calendar day, so interest accrues to the civil date of business time, in the zone of the
// series, and never beyond the coupon's own date.
func (k *Keeper) PlaceDirect(ctx sdk.Context, p Placement) (Cost, error) {
	schedule, err := p.Series.Schedule()
	if err != nil {
		return Cost{}, err
	}
	if p.treasury, err = k.address("treasury", p.Issuer.Treasury); err != nil {
		return Cost{}, err
	}
	today := schedule.Today(k.Now(ctx))
	if err := k.checkPlacement(ctx, p, schedule, today); err != nil {
		return Cost{}, err
	}
	cost, err := k.cost(ctx, p, schedule, today)
	if err != nil {
		return Cost{}, err
	}
	p.Series.Issued = p.Series.Issued.Add(p.Face)
	p.Series.Status = types.SERIES_STATUS_LIVE
	if err := k.series.Set(ctx, p.Series.Terms.Isin, p.Series); err != nil {
		return Cost{}, err
	}
	if err := k.emitPlaced(ctx, p, cost, today); err != nil {
		return Cost{}, err
	}
	return cost, k.settlePlacement(ctx, p, cost)
}

func (k *Keeper) checkPlacement(ctx sdk.Context, p Placement, schedule types.Schedule, today date.Date) error {
	terms := p.Series.Terms
	if p.treasury.Equals(p.Buyer) {
		return types.ErrSelfPlacement.Wrap(p.Issuer.Id)
	}
	if err := p.Series.CheckGoing(); err != nil {
		return err
	}
	if today < schedule.Issue() {
		return types.ErrBeforeIssueDate.Wrapf("%s is issued from %s, today is %s", terms.Isin, schedule.Issue(), today)
	}
	if p.Series.HasMatured() || today >= schedule.PaymentDate(schedule.Principal()) {
		return types.ErrMatured.Wrapf("%s on %s", terms.Isin, schedule.Maturity())
	}
	last, awaited, err := k.lastPayment(ctx, p.Series, schedule)
	if err != nil {
		return err
	}
	if awaited {
		return types.ErrExCoupon.Wrapf("coupon %d of %s is paid on %s", last, terms.Isin, schedule.PaymentDate(last))
	}
	if !p.Face.Mod(terms.Denomination).IsZero() {
		return types.ErrInvalidAmount.Wrapf("face %s is not a multiple of the denomination %s", p.Face, terms.Denomination)
	}
	return k.checkRoom(ctx, terms.Isin, p.Face)
}

// cost returns what the buyer pays for principal and for interest since the last coupon that was recorded: the next one
// will be paid to the buyer in full.
func (k *Keeper) cost(ctx sdk.Context, p Placement, schedule types.Schedule, today date.Date) (Cost, error) {
	recorded, err := k.couponsRecorded(ctx, p.Series.Terms.Isin)
	if err != nil {
		return Cost{}, err
	}
	fixings := k.fixingsOf(ctx, p.Series)
	invoice, err := schedule.InvoiceFactor(recorded, today, fixings)
	if err != nil {
		return Cost{}, err
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return Cost{}, err
	}
	cash, _ := params.FindCash(p.Series.Terms.Currency)
	accrued, err := p.Series.Terms.AccruedAtIssueDown(schedule, p.Face, recorded, today, cash.AccruedDecimals, fixings)
	if err != nil {
		return Cost{}, err
	}
	return Cost{
		Principal: p.Series.Cash(types.PrincipalUp(p.Face, p.CleanPrice, invoice)),
		Accrued:   p.Series.Cash(accrued),
	}, nil
}

func (k *Keeper) emitPlaced(ctx sdk.Context, p Placement, cost Cost, today date.Date) error {
	buyer, err := k.addressText(p.Buyer)
	if err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventBondsPlaced{
		Isin: p.Series.Terms.Isin, Buyer: buyer, Face: p.Face, CleanPrice: p.CleanPrice,
		Principal: cost.Principal, Accrued: cost.Accrued, SettleDate: today.String(),
	})
}

// settlePlacement moves cash and units. A send restriction may turn units from a module account away from a receiver who
// may not hold them; a placement must then not happen at all.
func (k *Keeper) settlePlacement(ctx sdk.Context, p Placement, cost Cost) error {
	if err := k.bank.SendCoins(ctx, p.Buyer, p.treasury, sdk.NewCoins(cost.Total())); err != nil {
		return err
	}
	units := p.Series.Units(p.Face)
	if err := k.bank.MintCoins(ctx, types.ModuleName, units); err != nil {
		return err
	}
	before := k.bank.GetBalance(ctx, p.Buyer, p.Series.Denom())
	if err := k.bank.SendCoins(ctx, k.moduleAddress, p.Buyer, units); err != nil {
		return err
	}
	if after := k.bank.GetBalance(ctx, p.Buyer, p.Series.Denom()); !after.Sub(before).Amount.Equal(p.Face) {
		return types.ErrBuyerNotEligible.Wrapf("%s of %s", p.Buyer, p.Series.Terms.Isin)
	}
	return nil
}
