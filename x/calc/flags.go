package calc

import (
	"errors"
	"fmt"
	"strconv"

	"cosmossdk.io/math"
	"github.com/spf13/cobra"

	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// decimal is a flag that holds a plain decimal number.
type decimal struct{ math.LegacyDec }

func (d *decimal) Type() string { return "decimal" }

func (d *decimal) String() string {
	if d.IsNil() {
		return ""
	}
	return rounding.Plain(d.LegacyDec)
}

func (d *decimal) Set(text string) (err error) {
	d.LegacyDec, err = rounding.ParseDec(text, rounding.DecPlaces)
	return err
}

// day is a flag that holds a civil date, and whether it was given.
type day struct {
	date.Date
	given bool
}

func (d *day) Type() string { return "date" }

func (d *day) String() string {
	if !d.given {
		return ""
	}
	return d.Date.String()
}

func (d *day) Set(text string) (err error) {
	d.Date, err = date.Parse(text)
	d.given = err == nil
	return err
}

// count is a flag that holds a number of calendar days.
type count int

var errCount = errors.New("not a number of days")

func (c *count) Type() string { return "days" }

func (c *count) String() string { return strconv.Itoa(int(*c)) }

func (c *count) Set(text string) error {
	n, err := strconv.ParseUint(text, 10, 31)
	if err != nil {
		return fmt.Errorf("%w: %q", errCount, text)
	}
	*c = count(n)
	return nil
}

// amount is a flag that holds a positive whole number of currency units.
type amount struct{ math.Int }

var errAmount = errors.New("not a whole number of currency units above zero")

// maxAmountDigits is far above any amount and far below what overflows.
const maxAmountDigits = 30

func (a *amount) Type() string { return "amount" }

func (a *amount) String() string {
	if a.IsNil() {
		return ""
	}
	return a.Int.String()
}

func (a *amount) Set(text string) error {
	n, ok := math.NewIntFromString(text)
	if !ok || !n.IsPositive() || len(text) > maxAmountDigits || text[0] < '1' || text[0] > '9' {
		return fmt.Errorf("%w: %q", errAmount, text)
	}
	a.Int = n
	return nil
}

// require declares the flag as one that must be given.
func (d *decimal) require(cmd *cobra.Command, name, usage string) {
	cmd.Flags().Var(d, name, usage)
	must(cmd.MarkFlagRequired(name))
}

func (d *day) require(cmd *cobra.Command, name, usage string) {
	cmd.Flags().Var(d, name, usage)
	must(cmd.MarkFlagRequired(name))
}

func (a *amount) require(cmd *cobra.Command, name, usage string) {
	cmd.Flags().Var(a, name, usage)
	must(cmd.MarkFlagRequired(name))
}

func (c *count) require(cmd *cobra.Command, name, usage string) {
	cmd.Flags().Var(c, name, usage)
	must(cmd.MarkFlagRequired(name))
}

// term is the time between a settlement and a maturity.
type term struct{ settle, maturity day }

func (t *term) require(cmd *cobra.Command) {
	t.settle.require(cmd, "settle", "settlement date")
	t.maturity.require(cmd, "maturity", "maturity date")
}

// bond is a semiannual fixed-coupon bond and its settlement.
type bond struct {
	term
	coupon decimal
}

func (b *bond) require(cmd *cobra.Command) {
	b.coupon.require(cmd, "coupon", "annual coupon in percent")
	b.term.require(cmd)
}

// semiannual returns the bond as its cash flows, two coupons a year on the maturity's day.
func (b *bond) semiannual() (bondmath.Bond, error) {
	schedule, err := bondmath.NewSchedule(b.maturity.Date, 2)
	return bondmath.Bond{Coupon: b.coupon.LegacyDec, Schedule: schedule}, err
}

// must panics on the programming error of requiring a flag that was not declared.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
