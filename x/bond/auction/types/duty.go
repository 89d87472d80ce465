package types

import (
	"fmt"
	"regexp"
	"strconv"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// QuartersKept is how many quarters of a dealer's record are kept, the running one included: enough for shares and duties.
const QuartersKept = 4

const quartersInYear, monthsInQuarter = 4, 3

var quarterText = regexp.MustCompile(`^[12]\d{3}Q[1-4]$`)

// QuarterOf returns the calendar quarter of a date, such as "2026Q1".
func QuarterOf(d date.Date) string {
	return fmt.Sprintf("%04dQ%d", d.Year(), (int(d.Month())-1)/monthsInQuarter+1)
}

// ValidateQuarter checks the form of a quarter.
func ValidateQuarter(quarter string) error {
	if !quarterText.MatchString(quarter) {
		return ErrInvalidQuery.Wrapf("quarter %q is not of the form 2026Q1", quarter)
	}
	return nil
}

// QuarterBefore returns the quarter n quarters before a valid one.
func QuarterBefore(quarter string, n int) string {
	year, _ := strconv.Atoi(quarter[:4])
	count := year*quartersInYear + int(quarter[5]-'1') - n
	return fmt.Sprintf("%04dQ%d", count/quartersInYear, count%quartersInYear+1)
}

// NewDuty returns the empty record of a dealer in a quarter.
func NewDuty(issuerID, account, quarter string) Duty {
	zero := math.ZeroInt()
	return Duty{
		IssuerId: issuerID, Account: account, Quarter: quarter,
		ShortOffered: zero, ShortWon: zero, OtherOffered: zero, OtherWon: zero,
	}
}

// Offering is what an auction asked of every dealer.
type Offering struct {
	// Face is what was offered, and Cap the most that one bidder could bid for.
	Face, Cap math.Int
	// Dealers is how many dealers the issuer has.
	Dealers uint32
	// Short tells whether it counts as short-term.
	Short bool
}

// IsMissed tells whether a dealer that bid for a face missed its duty: 100/n percent of the offering, or as much as a bidder
// may bid for.
func (o Offering) IsMissed(bidFor math.Int) bool {
	return bidFor.MulRaw(int64(o.Dealers)).LT(o.Face) && bidFor.LT(o.Cap)
}

// Count adds an auction to the record of a dealer that bid for and won a face in it.
func (d Duty) Count(o Offering, bidFor, won math.Int) Duty {
	d.Auctions++
	if o.IsMissed(bidFor) {
		d.Missed++
	}
	if o.Short {
		d.ShortOffered, d.ShortWon = d.ShortOffered.Add(o.Face), d.ShortWon.Add(won)
	} else {
		d.OtherOffered, d.OtherWon = d.OtherOffered.Add(o.Face), d.OtherWon.Add(won)
	}
	return d
}

// Won returns all the face that the dealer won with prices in the quarter.
func (d Duty) Won() math.Int { return d.ShortWon.Add(d.OtherWon) }

func (d Duty) validate() error {
	if err := ValidateQuarter(d.Quarter); err != nil {
		return ErrInvalidGenesis.Wrap(err.Error())
	}
	for _, pair := range [][2]math.Int{{d.ShortWon, d.ShortOffered}, {d.OtherWon, d.OtherOffered}} {
		if pair[0].IsNil() || pair[1].IsNil() || pair[0].IsNegative() || pair[0].GT(pair[1]) {
			return ErrInvalidGenesis.Wrapf("dealer %s won more in %s than was offered", d.Account, d.Quarter)
		}
	}
	if d.Missed > d.Auctions {
		return ErrInvalidGenesis.Wrapf("dealer %s missed more auctions in %s than there were", d.Account, d.Quarter)
	}
	return nil
}

// Judge tells what a dealer did of its duties in two quarters.
func (p Params) Judge(dealer Participant, before, quarter Duty) DealerDuties {
	short := wonPct(before.ShortWon.Add(quarter.ShortWon), before.ShortOffered.Add(quarter.ShortOffered))
	other := wonPct(before.OtherWon.Add(quarter.OtherWon), before.OtherOffered.Add(quarter.OtherOffered))
	return DealerDuties{
		Dealer: dealer, Before: before, Quarter: quarter,
		ShortWonPct: rounding.DecTrunc(short, pctPlaces), OtherWonPct: rounding.DecTrunc(other, pctPlaces),
		ShortOfBidding: before.Missed+quarter.Missed > 0,
		ShortOfWinning: short.LT(p.ShortDutyPct) || other.LT(p.OtherDutyPct),
	}
}

// wonPct returns won in percent of offered; all of it where nothing was offered.
func wonPct(won, offered math.Int) math.LegacyDec {
	if !offered.IsPositive() {
		return hundred
	}
	return math.LegacyNewDecFromInt(won).MulInt64(100).QuoInt(offered)
}
