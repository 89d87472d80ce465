package types

import (
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/allotment"
	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// Pricing is an auction together with what its series are on the settlement date: all that is needed to say what bids cost
// and who wins.
type Pricing struct {
	auction Auction
	rules   allotment.Terms
	bases   []bondtypes.IssueBasis // in the order of the series
	paidIn  []bondtypes.IssueBasis // the same as bids pay in for them: with the widest margin, where it is still to be decided
	factors []math.LegacyDec       // by which their prices are multiplied: index coefficients, and what is left of the face
	index   map[string]int         // of a series by its ISIN; the only one of an auction of one series is also under ""
}

// NewPricing returns the pricing of an auction. The bases are those of its series on the settlement date, in their order.
func NewPricing(auction Auction, bases []bondtypes.IssueBasis) (Pricing, error) {
	terms := auction.Terms
	if len(bases) != len(terms.Series) {
		return Pricing{}, ErrBrokenLaw.Wrapf("%d of %d series of %s are described", len(bases), len(terms.Series), terms.Id)
	}
	if !terms.HasReferences() {
		return Pricing{}, ErrReferencesMissing.Wrap(terms.Id)
	}
	p := Pricing{auction: auction, bases: bases, factors: make([]math.LegacyDec, len(bases)), index: make(map[string]int, len(bases))}
	for i, series := range terms.Series {
		p.index[series.Isin] = i
		factor, err := bases[i].PriceFactor()
		if err != nil {
			return Pricing{}, err
		}
		p.factors[i] = factor
	}
	if !terms.HasSeveral() {
		p.index[""] = 0
	}
	p.paidIn = p.bases
	if terms.Method == AUCTION_METHOD_SPREAD {
		if err := p.decideMargin(bases[0]); err != nil {
			return Pricing{}, err
		}
	}
	p.rules = auction.rules()
	var err error
	if p.rules.PriceOf, err = p.priceOf(); err != nil {
		return Pricing{}, err
	}
	return p, nil
}

// decideMargin prices a floating series at the margin that the auction has decided, if it has. A bidder cannot know it and
// pays in the interest that accrues at the widest one.
func (p *Pricing) decideMargin(basis bondtypes.IssueBasis) error {
	widest, err := basis.WithSpread(math.LegacyNewDec(-widestMargin))
	if err != nil {
		return err
	}
	p.paidIn = []bondtypes.IssueBasis{widest}
	if result := p.auction.Result; result != nil && result.Sold() {
		if basis, err = basis.WithSpread(result.CutOff.Neg()); err != nil {
			return err
		}
	}
	p.bases = []bondtypes.IssueBasis{basis}
	return nil
}

// priceOf returns how the method turns a level into a price; nil where a level is one, or all pay par.
func (p Pricing) priceOf() (allotment.PriceOf, error) {
	terms := p.auction.Terms
	switch {
	case terms.Method == AUCTION_METHOD_SINGLE_YIELD:
		return p.fromYield()
	case !terms.HasSeveral():
		return nil, nil
	}
	reopenings, prices := make(map[string]allotment.Reopening, len(p.bases)), make(map[string]math.LegacyDec, len(p.bases))
	for i, series := range terms.Series {
		reference, err := series.reference()
		if err != nil {
			return nil, err
		}
		prices[series.Isin] = reference
		reopenings[series.Isin] = allotment.Reopening{
			Coupon: p.bases[i].Terms.CouponPct, Maturity: p.bases[i].Schedule().Maturity(), Reference: reference,
		}
	}
	if terms.IsBuyBack() {
		return allotment.FromReferencePrice(prices), nil
	}
	return allotment.FromSpread(reopenings, p.settle()), nil
}

func (p Pricing) fromYield() (allotment.PriceOf, error) {
	basis := p.bases[0]
	schedule, err := bondmath.NewSchedule(basis.Schedule().Maturity(), int(basis.Terms.Frequency))
	if err != nil {
		return nil, ErrNotOnOffer.Wrapf("%s: %s", basis.Terms.Isin, err)
	}
	bond := bondmath.Bond{Coupon: basis.Terms.CouponPct, Schedule: schedule}
	if basis.Terms.DayCount == bondtypes.DAY_COUNT_ACT_ACT {
		return allotment.FromTreasuryYield(bond, p.settle()), nil
	}
	return allotment.FromYield(bond, p.settle()), nil
}

func (p Pricing) settle() date.Date { return p.bases[0].Settle }

// Maturity returns the maturity date of the first series.
func (p Pricing) Maturity() date.Date { return p.bases[0].Schedule().Maturity() }

// dearestPrice returns the highest price per 100 that a bid for a series may have.
func (p Pricing) dearestPrice(series int) (math.LegacyDec, error) {
	isin := ""
	if p.auction.Terms.HasSeveral() {
		isin = p.auction.Terms.Series[series].Isin
	}
	price, err := p.rules.PriceAt(isin, p.auction.Terms.DearestLevel)
	if err != nil {
		return math.LegacyDec{}, ErrInvalidTerms.Wrapf("dearest_level: %s", err)
	}
	return price, nil
}

// Check errors when the dearest level has no price, or no series could be issued with its accrued interest.
func (p Pricing) Check() error {
	for i := range p.bases {
		if _, err := p.dearestPrice(i); err != nil {
			return err
		}
		if _, err := p.bases[i].AccruedDown(p.auction.Terms.BidUnit); err != nil {
			return err
		}
	}
	return nil
}

// FundNeeded returns the most that a buy-back can cost its issuer: the whole offering at the dearest level, of whatever
// series, with accrued interest. Over several series one currency unit is added for what flooring each could gain.
func (p Pricing) FundNeeded() (math.Int, error) {
	most := math.ZeroInt()
	if !p.auction.Terms.IsBuyBack() {
		return most, nil
	}
	for i := range p.bases {
		price, err := p.dearestPrice(i)
		if err != nil {
			return math.Int{}, err
		}
		accrued, err := p.bases[i].AccruedDown(p.auction.Terms.Offering)
		if err != nil {
			return math.Int{}, err
		}
		most = math.MaxInt(most, p.principalUp(i, p.auction.Terms.Offering, price).Add(accrued))
	}
	if p.auction.Terms.HasSeveral() {
		most = most.AddRaw(bondtypes.MicroPerUnit)
	}
	return most, nil
}

// Due returns what revealed bids may cost at most: each at its own price, which is never below what it pays in the end, bids
// without a price at the dearest one, and accrued interest on the whole face. In a buy-back bidders pay nothing.
func (p Pricing) Due(t Tender) (math.Int, error) {
	if p.auction.Terms.IsBuyBack() {
		return math.ZeroInt(), nil
	}
	sum := p.newSum()
	for _, bid := range t.Bids {
		price, err := p.rules.PriceAt(bid.Isin, bid.Level)
		if err != nil {
			return math.Int{}, ErrInvalidBid.Wrap(err.Error())
		}
		sum.add(p.index[bid.Isin], bid.Amount, price)
	}
	if t.NonPrice.IsPositive() {
		price, err := p.dearestPrice(0)
		if err != nil {
			return math.Int{}, err
		}
		sum.add(0, t.NonPrice, price)
	}
	return sum.withAccrued(p.paidIn)
}

// Cost returns what a bidder's awards cost, each at its price, with accrued interest on the whole face of each series; or
// what a holder is paid for them in a buy-back.
func (p Pricing) Cost(t Tender) (math.Int, error) {
	sum := p.newSum()
	for i, award := range t.Awards {
		sum.add(p.index[t.Bids[i].Isin], award.Amount, award.Price)
	}
	if extra := t.NonPriceAward.Add(t.SecondRound); extra.IsPositive() {
		sum.add(0, extra, p.auction.Result.AveragePrice)
	}
	return sum.withAccrued(p.bases)
}

// Units returns the face of a bidder's awards as coins.
func (p Pricing) Units(t Tender) sdk.Coins {
	sum := p.newSum()
	for i, award := range t.Awards {
		sum.add(p.index[t.Bids[i].Isin], award.Amount, math.LegacyZeroDec())
	}
	sum.add(0, t.NonPriceAward.Add(t.SecondRound), math.LegacyZeroDec())
	return sum.units()
}

// Offered returns the face that revealed bids of a buy-back offer, as coins.
func (p Pricing) Offered(t Tender) sdk.Coins {
	sum := p.newSum()
	for _, bid := range t.Bids {
		sum.add(p.index[bid.Isin], bid.Amount, math.LegacyZeroDec())
	}
	return sum.units()
}

// A sum adds up faces by series and what they cost.
type sum struct {
	p     Pricing
	faces []math.Int
	cash  math.Int
}

func (p Pricing) newSum() *sum {
	s := &sum{p: p, faces: make([]math.Int, len(p.bases)), cash: math.ZeroInt()}
	for i := range s.faces {
		s.faces[i] = math.ZeroInt()
	}
	return s
}

func (s *sum) add(series int, face math.Int, price math.LegacyDec) {
	s.faces[series] = s.faces[series].Add(face)
	s.cash = s.cash.Add(s.p.principal(series, face, price))
}

// principal returns what face of a series costs at a price per 100, in the currency's denom: exact, as prices have at most
// four decimals, but where a factor multiplies them; then up for a buyer and down for a seller, in the issuer's favour.
func (p Pricing) principal(series int, face math.Int, price math.LegacyDec) math.Int {
	if p.auction.Terms.IsBuyBack() {
		return rounding.MulDecDown(face, p.perUnit(series, price))
	}
	return p.principalUp(series, face, price)
}

func (p Pricing) principalUp(series int, face math.Int, price math.LegacyDec) math.Int {
	return rounding.MulDecUp(face, p.perUnit(series, price))
}

func (p Pricing) perUnit(series int, price math.LegacyDec) math.LegacyDec {
	return price.MulInt64(bondtypes.MicroPerUnit).QuoInt64(100).Mul(p.factors[series])
}

func (s *sum) withAccrued(bases []bondtypes.IssueBasis) (math.Int, error) {
	total := s.cash
	for i, face := range s.faces {
		if face.IsZero() {
			continue
		}
		accrued, err := bases[i].AccruedDown(face)
		if err != nil {
			return math.Int{}, err
		}
		total = total.Add(accrued)
	}
	return total, nil
}

func (s *sum) units() sdk.Coins {
	var coins sdk.Coins
	for i, face := range s.faces {
		if face.IsPositive() {
			coins = append(coins, sdk.NewCoin(bondtypes.Denom(s.p.auction.Terms.Series[i].Isin), face))
		}
	}
	return coins.Sort()
}
