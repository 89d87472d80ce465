package keeper_test

import (
	"fmt"
	"math/big"
	"time"

	"github.com/stretchr/testify/require"

	sdkmath "cosmossdk.io/math"

	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
)

// bidSomewhere bids in an auction, if there is one.
func (m *model) bidSomewhere() bool {
	var running []refKey
	for _, key := range keys() {
		if m.ref.position(key).stage == due {
			running = append(running, key)
		}
	}
	if len(running) == 0 {
		return false
	}
	key := running[m.IntN(len(running))]
	var lots []string
	for _, lot := range append(denoms, bondsOf...) {
		if m.ref.position(key).has[lot] > 0 {
			lots = append(lots, lot)
		}
	}
	if len(lots) == 0 {
		return false
	}
	m.doBid(key, lots[m.IntN(len(lots))])
	return true
}

func (m *model) doBid(key refKey, lot string) {
	p, market := m.ref.position(key), m.ref.markets[key.market]
	who := []string{"dealer", "bidder", "bidder", m.person()}[m.IntN(4)]
	wanted := []int64{1 + m.Int64N(20_000_000), 1 << 50}[m.IntN(2)]
	var v verdict
	v.refuse(who == key.owner, types.ErrOwnAuction)
	v.refuse(p.stage != due, types.ErrAuctionNotFound)
	var price *big.Rat
	var low, high int64
	if p.stage == due {
		v.when(m.ref.standing(key, p, refMaintenance), types.ErrSound)
		v.refuse(m.ref.now.Before(m.ref.grace), types.ErrGrace)
		v.refuse(who != "dealer" && m.ref.now.Sub(p.started) < refDealers, types.ErrDealersOnly)
		v.refuse(p.has[lot] == 0, types.ErrLotNotFound)
		if p.has[lot] > 0 {
			price = m.ref.askingAt(key, lot, m.ref.now.Sub(p.started))
			low, high = m.ref.forSale(key, lot, price)
			m.expectDust(&v, key, price, wanted, low, high)
			m.expectPoor(&v, holding{who, key.market}, price, min(wanted, low), min(wanted, high))
		}
	}
	var sold, payment sdk.Coin
	if !m.try(v, "bid", fmt.Sprintf("%s bids for %d %s of %v", who, wanted, lot, key), func(ctx sdk.Context) (err error) {
		sold, payment, err = m.keeper.Bid(ctx, account(who), key.id(), sdk.NewInt64Coin(lot, wanted), yen(1_000_000_000), types.AnyPrice())
		return err
	}) {
		return
	}
	units, paid := sold.Amount.Int64(), payment.Amount.Int64()
	m.checkSale(price, units, paid, min(wanted, low), min(wanted, high))
	if market.marks[lot].inDefault {
		m.happened.add("bid in default")
	}
	surplus := m.surplusOf(key)
	m.near(positive(new(big.Rat).Sub(rat(paid), p.debt)), sdkmath.NewInt(surplus), "a surplus")
	m.booked(key, lot, who, units, surplus)
	m.coins[holding{who, key.market}] -= paid
	if m.ref.sell(key, lot, units, paid-surplus) {
		m.happened.add("write-off")
	}
	m.adoptInsurance(key.market)
	m.settled(key)
}

// surplusOf is what the owner of a position has got beyond what the model knows.
func (m *model) surplusOf(key refKey) int64 {
	return m.balance(account(key.owner), key.market).Int64() - m.coins[holding{key.owner, key.market}]
}

// checkSale compares the size of a lot with the bounds of the reference, and its cost exactly.
func (m *model) checkSale(price *big.Rat, units, paid, low, high int64) {
	require.True(m, units >= low && units <= high, "%s: %d, not %d to %d", m.said, units, low, high)
	require.Zero(m, ceil(new(big.Rat).Mul(price, rat(units))).Cmp(rat(paid)), "%s: %s of %d cost %d", m.said, price, units, paid)
}

// booked moves a lot to its buyer, and what was paid too much to the owner.
func (m *model) booked(key refKey, lot, buyer string, units, surplus int64) {
	if _, isBond := refBonds[lot]; isBond {
		m.coins[holding{key.owner, lot}] -= units
	} else {
		m.happened.add("bid for cash")
	}
	m.coins[holding{buyer, lot}] += units
	m.coins[holding{key.owner, key.market}] += surplus
}

// boughtByBackstop finds in the events of the block what the backstop bought of a lot.
func (m *model) boughtByBackstop(key refKey, lot string, price *big.Rat, low, high int64) (units, surplus int64) {
	if len(m.sold) == 0 || !isOf(m.sold[0], key) || m.sold[0].Lot.Denom != lot {
		require.LessOrEqual(m, low, int64(0), "%s: the backstop did not buy %s of %v", m.said, lot, key)
		return 0, 0
	}
	sale := m.sold[0]
	m.sold = m.sold[1:]
	m.checkSale(price, sale.Lot.Amount.Int64(), sale.Payment.Amount.Int64(), low, high)
	return m.bookBackstop(key, sale)
}

func isOf(sale collateraltypes.EventCollateralSold, key refKey) bool {
	return sale.Owner == account(key.owner).String() && sale.Denom == key.market && sale.Number == key.number
}

func (m *model) bookBackstop(key refKey, sale collateraltypes.EventCollateralSold) (units, surplus int64) {
	require.Equal(m, backstop.String(), sale.Buyer)
	units, surplus = sale.Lot.Amount.Int64(), sale.Surplus.Amount.Int64()
	m.near(positive(new(big.Rat).Sub(ratOf(sale.Payment.Amount), m.ref.position(key).debt)), sale.Surplus.Amount, "a surplus")
	m.booked(key, sale.Lot.Denom, "backstop", units, surplus)
	m.happened.add("backstop")
	return units, surplus
}

// adoptSales takes over what the backstop bought of a position for which rounding decided whether it was for sale.
func (m *model) adoptSales(key refKey) {
	left := m.sold[:0]
	for _, sale := range m.sold {
		if !isOf(sale, key) {
			left = append(left, sale)
			continue
		}
		units, surplus := m.bookBackstop(key, sale)
		m.ref.markets[key.market].deposit -= sale.Payment.Amount.Int64()
		m.ref.sell(key, sale.Lot.Denom, units, sale.Payment.Amount.Int64()-surplus)
	}
	m.sold = left
}

// expectDust refuses a bid for less than is for sale that leaves less than the smallest debt.
func (m *model) expectDust(v *verdict, key refKey, price *big.Rat, wanted, low, high int64) {
	left := new(big.Rat).Sub(m.ref.position(key).debt, ceil(new(big.Rat).Mul(price, rat(wanted))))
	something, little := m.ref.compare(left, new(big.Rat)), m.ref.compare(m.ref.markets[key.market].least, left)
	if wanted < high && something >= 0 && little >= 0 {
		v.when(certainly(wanted < low && something > 0 && little > 0), types.ErrDust)
	}
}

// expectPoor refuses a bid that the bidder can't pay.
func (m *model) expectPoor(v *verdict, purse holding, price *big.Rat, low, high int64) {
	dearer := func(units int64) bool {
		return ceil(new(big.Rat).Mul(price, rat(units))).Cmp(rat(m.coins[purse])) > 0
	}
	if dearer(high) {
		v.when(certainly(dearer(low)), sdkerrors.ErrInsufficientFunds)
	}
}

// certainly is 1, and 0 for what only may be.
func certainly(holds bool) int {
	if holds {
		return 1
	}
	return 0
}

func positive(n *big.Rat) *big.Rat {
	if n.Sign() < 0 {
		return new(big.Rat)
	}
	return n
}

// doBlock lets time go by, sometimes with grace, and ends a block.
func (m *model) doBlock() {
	m.ref.steps++
	if m.IntN(40) == 0 {
		m.feed.until = m.bonds.now.Add(time.Duration(m.Int64N(int64(6 * time.Hour))))
		m.ref.grace = m.feed.until
	}
	elapsed := []time.Duration{
		6 * time.Second, 6 * time.Second, time.Minute, 7 * time.Minute, 20 * time.Minute, time.Hour, 5 * time.Hour, 24 * time.Hour,
	}[m.IntN(8)]
	if m.IntN(50) == 0 {
		elapsed = 20*24*time.Hour + time.Duration(m.Int64N(int64(time.Hour)))
	}
	m.said = "a block after " + elapsed.String()
	m.happened.add("operations")
	m.happened.add("block")
	m.clearEvents()
	m.ref.pass(elapsed)
	m.block(elapsed)
	m.readSales()
	m.ref.endBlock()
	require.Empty(m, m.sold, "sales that nobody expects")
	if m.ref.today(tokyo) != m.told {
		require.NoError(m, m.publish(m.ctx))
	}
	// The books take interest in when they are next touched, the reference at once: touch them.
	for _, denom := range denoms {
		market, err := m.collateral.GetMarket(m.ctx, denom)
		require.NoError(m, err)
		require.NoError(m, m.collateral.UpdateMarket(m.ctx, denom, market.Terms))
		m.adoptInsurance(denom)
	}
	for _, key := range keys() {
		m.checkPosition(key)
	}
}

// readSales reads what was sold in the block, and whether somebody waits for the cap.
func (m *model) readSales() {
	m.sold = nil
	for _, emitted := range m.ctx.EventManager().ABCIEvents() {
		switch emitted.Type {
		case proto.MessageName(&collateraltypes.EventCollateralSold{}):
			event, err := sdk.ParseTypedEvent(emitted)
			require.NoError(m, err)
			m.sold = append(m.sold, *event.(*collateraltypes.EventCollateralSold))
		case proto.MessageName(&collateraltypes.EventBadDebt{}):
			m.happened.add("write-off")
		case proto.MessageName(&types.EventLiquidationDeferred{}):
			m.happened.add(map[bool]string{true: "grace", false: "cap"}[m.bonds.now.Before(m.feed.until)])
		}
	}
}

// settled has the reference judge a position anew, and lets the module decide what rounding decides.
func (m *model) settled(key refKey) {
	if !m.ref.touched(key) {
		m.decided(key)
	}
	m.checkPosition(key)
}

// decided takes over where the module says that a position stands, which must be one of the places where it may.
func (m *model) decided(key refKey) {
	m.adoptSales(key)
	p := m.ref.position(key)
	stage, call, auction := m.found(key)
	if p.stage == endangered && m.ref.standing(key, p, refMaintenance) > 0 {
		require.NotEqual(m, due, stage, "%s: %v is sound", m.said, key)
	}
	if stage == none && p.debt.Sign() > 0 {
		require.False(m, p.hasCollateral(), "%s: %v is gone", m.said, key)
		m.ref.writeOff(key)
	}
	if stage != p.stage {
		p.leave(stage)
	}
	switch stage {
	case endangered:
		p.dueAt, p.pressed = call.DueAt, m.stage(key.id()) == collateraltypes.STAGE_DUE
	case due:
		p.started, p.endsAt, p.round, p.counted = auction.StartedAt, auction.EndsAt, auction.Round, ratOf(auction.Debt)
	}
}

// found is where the module says that a position stands.
func (m *model) found(key refKey) (refStage, types.Call, types.Auction) {
	switch m.stage(key.id()) {
	case collateraltypes.STAGE_UNSPECIFIED:
		return none, types.Call{}, types.Auction{}
	case collateraltypes.STAGE_SOUND:
		return sound, types.Call{}, types.Auction{}
	}
	if call, called := m.call(key.id()); called {
		return endangered, call, types.Auction{}
	}
	return due, types.Call{}, m.auction(key.id()).Auction
}

// adoptInsurance compares the fund of a market, and takes its whole units over.
func (m *model) adoptInsurance(denom string) {
	fund, err := m.queries.Fund(m.ctx, &types.QueryFundRequest{Denom: denom})
	require.NoError(m, err)
	market := m.ref.markets[denom]
	m.near(market.insurance, fund.Fund.Insurance, "the insurance")
	m.near(market.badDebt, fund.Fund.BadDebt, "bad debt")
	difference := new(big.Rat).Sub(market.insurance, ratOf(fund.Fund.Insurance))
	market.insurance = ratOf(fund.Fund.Insurance)
	market.cash.Add(market.cash, difference)
}

// checkPosition compares a position: debt, collateral, and where it stands.
func (m *model) checkPosition(key refKey) {
	p := m.ref.position(key)
	position, found, err := m.collateral.FindPosition(m.ctx, account(key.owner), key.market, key.number)
	require.NoError(m, err)
	if p.exists() != found {
		require.Failf(m, "there or not", "step %d, %s: %v: want %v", m.ref.steps, m.said, key, p.exists())
	}
	if !found {
		return
	}
	debt, err := m.collateral.Debt(m.ctx, account(key.owner), key.market, key.number)
	require.NoError(m, err)
	m.near(p.debt, debt, key.owner+"'s debt")
	count := 0
	for lot, n := range p.has {
		if have := position.Bonds.AmountOf(lot).Add(position.Cash.AmountOf(lot)); have.Int64() != n {
			require.Failf(m, "collateral", "step %d, %s: %s of %v: want %d, have %s", m.ref.steps, m.said, lot, key, n, have)
		}
		if n > 0 {
			count++
		}
	}
	if len(position.Bonds)+len(position.Cash) != count {
		require.Failf(m, "collateral", "step %d, %s: %v: %s and %s", m.ref.steps, m.said, key, position.Bonds, position.Cash)
	}
	m.checkStage(key, p)
}

func (m *model) checkStage(key refKey, p *refPosition) {
	stage, call, auction := m.found(key)
	if p.stage != stage {
		require.Failf(m, "stage", "step %d, %s: %v: want %d, have %d", m.ref.steps, m.said, key, p.stage, stage)
	}
	switch stage {
	case endangered:
		require.True(m, p.dueAt.Equal(call.DueAt), "%s: %v is due at %s, not %s", m.said, key, call.DueAt, p.dueAt)
	case due:
		require.True(m, p.started.Equal(auction.StartedAt) && p.endsAt.Equal(auction.EndsAt), "%s: auction of %v: %s to %s",
			m.said, key, auction.StartedAt, auction.EndsAt)
		require.Equal(m, p.round, auction.Round)
		m.near(p.counted, auction.Debt, "debt in auction")
	}
}

// checkAll compares everything, and has both modules' laws hold.
func (m *model) checkAll() {
	m.audit()
	for _, denom := range denoms {
		m.checkMarket(denom)
	}
	for _, key := range keys() {
		m.checkPosition(key)
	}
	for _, who := range everybody {
		for _, denom := range append(denoms, bondsOf...) {
			if have := m.balance(account(who), denom).Int64(); have != m.coins[holding{who, denom}] {
				require.Failf(m, "balance", "step %d: %s of %s: want %d, have %d", m.ref.steps, denom, who, m.coins[holding{who, denom}], have)
			}
		}
	}
}

// checkMarket compares the books of a market. A claim has lost value only if bad debt was recorded.
func (m *model) checkMarket(denom string) {
	report, err := m.collateral.Report(m.ctx, denom)
	require.NoError(m, err)
	market := m.ref.markets[denom]
	require.Zerof(m, market.cash.Cmp(ratOf(report.Pool.Cash)), "cash: want %s, have %s", market.cash, report.Pool.Cash)
	m.near(market.totalSupply(), report.TotalSupply, "total supply")
	m.near(market.totalDebt(), report.TotalDebt, "total debt")
	reserve := new(big.Rat).Add(market.cash, market.totalDebt())
	m.near(reserve.Sub(reserve, market.totalSupply()), report.Reserve, "reserve")
	for _, who := range people {
		claims, err := m.collateral.Claims(m.ctx, account(who), denom)
		require.NoError(m, err)
		m.near(market.supply(who), report.Pool.SupplyValueDown(claims), "a supply")
	}
	deposit, err := m.queries.Deposit(m.ctx, &types.QueryDepositRequest{Account: backstop.String(), Denom: denom})
	require.NoError(m, err)
	require.Equal(m, market.deposit, deposit.Amount.Int64())
	if report.Pool.SupplyIndex.LT(m.index[denom]) {
		require.Positive(m, market.badDebt.Cmp(m.lost[denom]), "%s: a claim lost value", m.said)
	}
	m.index[denom], m.lost[denom] = report.Pool.SupplyIndex, new(big.Rat).Set(market.badDebt)
}
