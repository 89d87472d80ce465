package report

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/page"
	"github.com/kokusai-chain/kokusai/x/internal/table"
)

// CashFlow is a line of the calendar.
type CashFlow struct {
	// PaymentDate is when it is paid, DueDate the date of the terms.
	PaymentDate string `json:"payment_date"`
	DueDate     string `json:"due_date"`
	// ISIN and Number name the payment.
	ISIN   string `json:"isin"`
	Number string `json:"number"`
	// Kind is coupon, instalment, call or redemption.
	Kind string `json:"kind"`
	// Currency and Amount are what is paid; Amount is empty while it is not known, and Awaits then says for what it waits.
	Currency string `json:"currency"`
	Amount   string `json:"amount"`
	Awaits   string `json:"awaits"`
	// Units is the face that it is paid on.
	Units string `json:"units"`
	// Status is that of the payment.
	Status string `json:"status"`
}

func cashFlowCmd() *cobra.Command {
	return FileCmd(&cobra.Command{
		Use:   "cash-flow-file [issuer-id] [from] [to]",
		Short: "Write what an issuer's series pay in a range of dates, by date, as CSV or JSON",
		Long: `Write what an issuer's series pay in a range of dates, by date, as CSV or JSON.

Interest and principal stand apart. What is not recorded yet is taken on the face outstanding now. What depends on a value
that is not published has no amount, and says for what it waits.`,
		Example: "kokusaid query bond cash-flow-file mof 2026-04-01 2027-03-31 > fiscal-2026.csv",
		Args:    cobra.ExactArgs(3),
	}, func(s Source, args []string) ([]CashFlow, error) { return s.CashFlows(args[0], args[1], args[2]) })
}

// CashFlows returns the lines of an issuer's calendar in a range of dates, in order of payment date and ISIN.
func (s Source) CashFlows(issuer, from, to string) ([]CashFlow, error) {
	money, err := s.money()
	if err != nil {
		return nil, err
	}
	var lines []CashFlow
	err = page.All(func(request *query.PageRequest) (*query.PageResponse, error) {
		response, err := s.Bond.CashFlowCalendar(s.Ctx, &types.QueryCashFlowCalendarRequest{
			IssuerId: issuer, From: from, To: to, Pagination: request,
		})
		if err != nil {
			return nil, err
		}
		for _, flow := range response.Flows {
			lines = append(lines, newCashFlow(flow, money))
		}
		return response.Pagination, nil
	})
	slices.SortStableFunc(lines, func(a, b CashFlow) int {
		return cmp.Or(cmp.Compare(a.PaymentDate, b.PaymentDate), cmp.Compare(a.ISIN, b.ISIN))
	})
	return lines, err
}

func newCashFlow(flow types.Flow, money money) CashFlow {
	line := CashFlow{
		PaymentDate: flow.PaymentDate, DueDate: flow.DueDate, ISIN: flow.Isin, Number: strconv.FormatUint(uint64(flow.Number), 10),
		Kind: table.Word("FLOW_KIND_", flow.Kind), Currency: money.currency(flow.Currency), Awaits: flow.Awaits,
		Units: flow.Units.String(), Status: table.Word("PAYMENT_STATUS_", flow.Status),
	}
	if flow.Amount != nil {
		line.Amount = units(*flow.Amount)
	}
	return line
}
