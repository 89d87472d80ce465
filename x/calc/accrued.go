package calc

import (
	"errors"
	"fmt"

	"cosmossdk.io/math"
	"github.com/spf13/cobra"

	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

var errAccruedFlags = errors.New("accrued needs --maturity, or --at-issue with --from")

// accrual holds the flags of both rules: the secondary market's, and the primary one of a buyer at issue.
type accrual struct {
	bond
	face        amount
	from        day
	atIssue     bool
	coefficient decimal
}

func accruedCmd() *cobra.Command {
	a := accrual{coefficient: decimal{math.LegacyOneDec()}}
	cmd := command("accrued", "Accrued interest in the secondary market, or at issue", func() (any, error) {
		accrued, err := a.accrued()
		if err != nil {
			return nil, err
		}
		return struct {
			Days   int    `json:"elapsed_days"`
			Per100 string `json:"per100"`
			Yen    string `json:"accrued_yen"`
		}{accrued.Days, rounding.Text(accrued.Per100, bondmath.AccruedPlaces), accrued.Amount.String()}, nil
	})
	a.face.require(cmd, "face", "face amount in yen")
	a.coupon.require(cmd, "coupon", "annual coupon in percent")
	a.settle.require(cmd, "settle", "settlement date, or issue date with --at-issue")
	cmd.Flags().Var(&a.maturity, "maturity", "maturity date, which fixes the coupon dates")
	cmd.Flags().Var(&a.from, "from", "six months before the first coupon date, with --at-issue")
	cmd.Flags().BoolVar(&a.atIssue, "at-issue", false, "what a buyer at issue pays")
	cmd.Flags().Var(&a.coefficient, "index-coefficient", "index coefficient of an inflation-linked bond on the settlement date")
	return cmd
}

func (a *accrual) accrued() (bondmath.Accrued, error) {
	if a.atIssue != a.from.given || !a.atIssue && !a.maturity.given {
		return bondmath.Accrued{}, errAccruedFlags
	}
	if a.maturity.given && a.settle.Date >= a.maturity.Date {
		return bondmath.Accrued{}, fmt.Errorf("%w: settlement %s is not before maturity %s", bondmath.ErrDates, &a.settle, &a.maturity)
	}
	if a.atIssue {
		return bondmath.AccruedAtIssue(a.face.Int, a.coupon.LegacyDec, a.coefficient.LegacyDec, a.from.Date, a.settle.Date)
	}
	semiannual, err := a.semiannual()
	if err != nil {
		return bondmath.Accrued{}, err
	}
	last := semiannual.Schedule.Period(a.settle.Date).Previous
	return bondmath.AccruedSecondary(a.face.Int, a.coupon.LegacyDec, a.coefficient.LegacyDec, last, a.settle.Date)
}
