package types

import (
	"slices"

	"cosmossdk.io/core/address"
	"cosmossdk.io/math"
)

// DefaultGenesis returns the state of a new chain: no issuers, and business time that is block time.
func DefaultGenesis() *GenesisState { return &GenesisState{Params: DefaultParams()} }

// Validate checks the state against itself: no duplicates, no dangling references, and sums that add up. What must agree
// with x/bank is checked when the state is loaded.
func (g GenesisState) Validate(codec address.Codec) error {
	if err := g.Clock.Validate(); err != nil {
		return err
	}
	if err := g.Params.Validate(); err != nil {
		return err
	}
	check := genesisCheck{
		codec: codec, issuers: map[string]bool{}, series: map[string]*seriesCheck{},
		references: map[referenceKey]ReferenceKind{}, fixings: map[fixingKey]math.LegacyDec{},
	}
	for _, step := range []func(GenesisState) error{
		check.checkIssuers, check.checkReferences, check.checkFixings, check.checkSeries, check.checkPayments, check.checkHolders, check.checkSweeps, check.checkFunds,
		check.checkBallots, check.checkStrips,
	} {
		if err := step(g); err != nil {
			return err
		}
	}
	return nil
}

type genesisCheck struct {
	codec      address.Codec
	issuers    map[string]bool
	series     map[string]*seriesCheck
	references map[referenceKey]ReferenceKind
	fixings    map[fixingKey]math.LegacyDec
}

type seriesCheck struct {
	series   Series
	schedule Schedule
	payments []Payment
	left     []math.Int // by payment: what its holders may still be entitled to
	holders  map[string]bool
	swept    map[uint32]bool
	funded   bool
}

// payment returns payment number k, which must be recorded.
func (c *seriesCheck) payment(k uint32) (Payment, error) {
	if k < 1 || int(k) > len(c.payments) {
		return Payment{}, ErrInvalidGenesis.Wrapf("series %s: payment %d is not recorded", c.series.Terms.Isin, k)
	}
	return c.payments[k-1], nil
}

// cumulative returns C of the last coupon recorded so far.
func (c *seriesCheck) cumulative() math.LegacyDec {
	if len(c.payments) == 0 {
		return zeroDec
	}
	return c.payments[len(c.payments)-1].Cumulative
}

func (c *seriesCheck) couponsRecorded() uint32 {
	return min(uint32(len(c.payments)), c.schedule.Coupons())
}

// settled returns the number of the last coupon to which everyone who holds units is settled.
func (c *seriesCheck) settled() (settled uint32) {
	for _, coupon := range c.payments[:c.couponsRecorded()] {
		if coupon.Swept || coupon.Owed.IsZero() && settled+1 == coupon.Number {
			settled = coupon.Number
		}
	}
	return settled
}

func (c genesisCheck) find(isin, what string) (*seriesCheck, error) {
	found, ok := c.series[isin]
	if !ok {
		return nil, ErrInvalidGenesis.Wrapf("%s of series %q, which does not exist", what, isin)
	}
	return found, nil
}

func (c genesisCheck) checkIssuers(g GenesisState) error {
	for _, issuer := range g.Issuers {
		if err := issuer.Validate(); err != nil {
			return err
		}
		if err := issuer.ValidateAccounts(c.codec); err != nil {
			return err
		}
		if c.issuers[issuer.Id] {
			return ErrInvalidGenesis.Wrapf("duplicate issuer %s", issuer.Id)
		}
		c.issuers[issuer.Id] = true
	}
	return nil
}

func (c genesisCheck) checkSeries(g GenesisState) error {
	for _, series := range g.Series {
		if err := series.Validate(); err != nil {
			return err
		}
		isin := series.Terms.Isin
		if c.series[isin] != nil {
			return ErrInvalidGenesis.Wrapf("duplicate series %s", isin)
		}
		if !c.issuers[series.Terms.IssuerId] {
			return ErrInvalidGenesis.Wrapf("series %s: issuer %q does not exist", isin, series.Terms.IssuerId)
		}
		schedule, err := series.Schedule()
		if err != nil {
			return err
		}
		if id, kind, depends := series.Terms.ReferenceOf(); depends && c.references[referenceKey{series.Terms.IssuerId, id}] != kind {
			return ErrInvalidGenesis.Wrapf("series %s: its issuer has no reference %q of kind %s", isin, id, kind)
		}
		c.series[isin] = &seriesCheck{
			series: series, schedule: schedule, holders: map[string]bool{}, swept: map[uint32]bool{},
		}
	}
	return nil
}

func (c genesisCheck) checkPayments(g GenesisState) error {
	payments := slices.Clone(g.Payments)
	slices.SortStableFunc(payments, func(a, b Payment) int { return int(a.Number) - int(b.Number) })
	for _, payment := range payments {
		of, err := c.find(payment.Isin, "payment")
		if err != nil {
			return err
		}
		if int(payment.Number) != len(of.payments)+1 || payment.Number > of.schedule.Principal() {
			return ErrInvalidGenesis.Wrapf("series %s: payment %d is a duplicate, out of sequence or beyond the principal", payment.Isin, payment.Number)
		}
		if err := payment.validate(of.schedule, of.cumulative(), genesisFixings{c.fixings, of.series.Terms.IssuerId}); err != nil {
			return err
		}
		if n := len(of.payments); n > 0 && of.payments[n-1].rank() < payment.rank() {
			return ErrInvalidGenesis.Wrapf("series %s: payment %d is %s before the one ahead of it", payment.Isin, payment.Number, payment.Status)
		}
		of.payments = append(of.payments, payment)
		of.left = append(of.left, payment.Owed.Sub(payment.Paid))
	}
	for _, series := range g.Series {
		of := c.series[series.Terms.Isin]
		if matured := len(of.payments) == int(of.schedule.Principal()); matured != series.HasMatured() {
			return ErrInvalidGenesis.Wrapf("series %s: status %s does not agree with %d of %d payments recorded",
				series.Terms.Isin, series.Status, len(of.payments), of.schedule.Principal())
		}
		if err := of.checkPrincipal(); err != nil {
			return err
		}
	}
	return nil
}

// checkPrincipal checks that what has been redeemed is what has been paid for.
func (c *seriesCheck) checkPrincipal() error {
	if !c.series.HasMatured() {
		return nil
	}
	principal := c.payments[c.schedule.Principal()-1]
	paid, slack := principal.ShareDown(c.series.Redeemed), math.ZeroInt()
	if !principal.PerUnit.IsInteger() {
		slack = c.series.Redeemed // each payee's share was floored, and each had a unit
	}
	switch {
	case !principal.Units.Equal(c.series.left()):
		return ErrInvalidGenesis.Wrapf("series %s: principal recorded on %s units of %s issued and neither stripped nor bought back",
			principal.Isin, principal.Units, c.series.left())
	case principal.Paid.GT(paid) || principal.Paid.LT(paid.Sub(slack)):
		return ErrInvalidGenesis.Wrapf("series %s: principal paid %s for %s units redeemed", principal.Isin, principal.Paid, c.series.Redeemed)
	case (principal.Status == PAYMENT_STATUS_PAID) != (c.series.Status == SERIES_STATUS_REDEEMED):
		return ErrInvalidGenesis.Wrapf("series %s: status %s, but principal %s", principal.Isin, c.series.Status, principal.Status)
	}
	return nil
}

func (c genesisCheck) checkHolders(g GenesisState) error {
	for _, row := range g.Holders {
		of, err := c.find(row.Isin, "holder")
		if err != nil {
			return err
		}
		holder, err := c.codec.StringToBytes(row.Holder)
		if err != nil {
			return ErrInvalidGenesis.Wrapf("series %s: holder %q: %s", row.Isin, row.Holder, err)
		}
		if of.holders[string(holder)] {
			return ErrInvalidGenesis.Wrapf("series %s: duplicate holder %s", row.Isin, row.Holder)
		}
		of.holders[string(holder)] = true
		if row.Settled > of.couponsRecorded() {
			return ErrInvalidGenesis.Wrapf("series %s: holder %s is settled to coupon %d of %d recorded",
				row.Isin, row.Holder, row.Settled, of.couponsRecorded())
		}
		if all := of.settled(); row.Settled < all || row.Settled == all && len(row.Pending) == 0 {
			return ErrInvalidGenesis.Wrapf("series %s: holder %s is settled to coupon %d, and everyone is to %d",
				row.Isin, row.Holder, row.Settled, all)
		}
		if err := of.checkPending(row); err != nil {
			return err
		}
	}
	return nil
}

func (c *seriesCheck) checkPending(row HolderRow) error {
	var last uint32
	for _, pending := range row.Pending {
		if pending.Number <= last || pending.Number > row.Settled {
			return ErrInvalidGenesis.Wrapf("series %s: pending payment %d of holder %s is a duplicate, out of order or not settled",
				row.Isin, pending.Number, row.Holder)
		}
		last = pending.Number
		if pending.Amount.IsNil() || !pending.Amount.IsPositive() {
			return ErrInvalidGenesis.Wrapf("series %s: pending payment %d of holder %s is not positive", row.Isin, last, row.Holder)
		}
		left := c.left[last-1].Sub(pending.Amount)
		if c.payments[last-1].Status == PAYMENT_STATUS_PAID || left.IsNegative() {
			return ErrInvalidGenesis.Wrapf("series %s: pending of payment %d is more than is left of it", row.Isin, last)
		}
		c.left[last-1] = left
	}
	return nil
}

func (c genesisCheck) checkSweeps(g GenesisState) error {
	for _, sweep := range g.Sweeps {
		of, err := c.find(sweep.Isin, "sweep")
		if err != nil {
			return err
		}
		payment, err := of.payment(sweep.Number)
		if err != nil {
			return err
		}
		if of.swept[sweep.Number] {
			return ErrInvalidGenesis.Wrapf("series %s: duplicate sweep of payment %d", sweep.Isin, sweep.Number)
		}
		of.swept[sweep.Number] = true
		if sweep.ReadyTime.Before(minBusinessTime) || sweep.ReadyTime.After(maxBusinessTime.Add(maxRetryInterval)) {
			return ErrInvalidGenesis.Wrapf("series %s: sweep of payment %d is ready at %s", sweep.Isin, sweep.Number, sweep.ReadyTime)
		}
		if !sweep.fits(payment) {
			return ErrInvalidGenesis.Wrapf("series %s: sweep in phase %s of payment %d, which is %s", sweep.Isin, sweep.Phase, sweep.Number, payment.Status)
		}
	}
	for _, payment := range g.Payments {
		if payment.Status == PAYMENT_STATUS_PAYABLE && !c.series[payment.Isin].swept[payment.Number] {
			return ErrInvalidGenesis.Wrapf("series %s: payment %d is payable and no sweep pays it", payment.Isin, payment.Number)
		}
	}
	return nil
}

func (c genesisCheck) checkFunds(g GenesisState) error {
	for _, fund := range g.Funds {
		of, err := c.find(fund.Isin, "paying fund")
		if err != nil {
			return err
		}
		if of.funded {
			return ErrInvalidGenesis.Wrapf("duplicate paying fund of series %s", fund.Isin)
		}
		of.funded = true
		if fund.Amount.IsNil() || !fund.Amount.IsPositive() {
			return ErrInvalidGenesis.Wrapf("paying fund of series %s is not positive", fund.Isin)
		}
	}
	return nil
}
