package scenario

import (
	"path/filepath"
	"slices"
	"strings"
	"time"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/testutil"
	collateralkeeper "github.com/kokusai-chain/kokusai/x/collateral/keeper"
	liquidationkeeper "github.com/kokusai-chain/kokusai/x/collateral/liquidation/keeper"
	liquidationtypes "github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
	"github.com/kokusai-chain/kokusai/x/collateral/oracle/library"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
)

// curve publishes the curve of a currency as of today, level at a yield or moved as a whole from what is in force.
func curve(r *Runner, words []string) []string {
	r.Require(len(words) == 2, "curve CURRENCY YIELD, or +POINTS, or -POINTS")
	yield, err := math.LegacyNewDecFromStr(strings.TrimPrefix(words[1], "+"))
	r.NoError(err)
	next := collateraltypes.Curve{Currency: words[0], Points: []collateraltypes.CurvePoint{
		{TenorMonths: 12, ParYieldPct: yield}, {TenorMonths: 480, ParYieldPct: yield},
	}}
	if strings.ContainsAny(words[1][:1], "+-") {
		inForce, err := collateralkeeper.NewQueryServer(r.Chain.Kokusai.CollateralKeeper).Curve(r.Chain.Committed(),
			&collateraltypes.QueryCurveRequest{Currency: words[0]})
		r.NoError(err)
		next = inForce.Curve
		for i := range next.Points {
			next.Points[i].ParYieldPct = next.Points[i].ParYieldPct.Add(yield)
		}
	}
	return publish(r, []collateraltypes.Curve{next}, nil)
}

// fx publishes an exchange rate as of today.
func fx(r *Runner, words []string) []string {
	r.Require(len(words) == 2, "fx BASE/QUOTE RATE")
	base, quote, ok := strings.Cut(words[0], "/")
	r.Require(ok, "a pair is BASE/QUOTE")
	rate, err := math.LegacyNewDecFromStr(words[1])
	r.NoError(err)
	return publish(r, nil, []collateraltypes.FxRate{{Base: base, Quote: quote, Rate: rate}})
}

// figures publishes, as of today, what the yen market knew on an evening in Tokyo.
func figures(r *Runner, words []string) []string {
	r.Require(len(words) == 2, "figures FOLDER DATE")
	evening, err := time.Parse(time.DateOnly, words[1])
	r.NoError(err)
	folder := filepath.Join("..", "x", "internal", "testdata", words[0])
	books, err := library.New([]string{"JPY=" + filepath.Join(folder, "jgbcme.csv")}, []string{"USD/JPY=" + filepath.Join(folder, "usdjpy.csv")}, "")
	r.NoError(err)
	r.NoError(books.Reload(r.t.Context()))
	report := books.Report(evening.Add(20*time.Hour - tokyo))
	publish(r, report.Curves, report.FxRates)
	ten := slices.IndexFunc(report.Curves[0].Points, func(p collateraltypes.CurvePoint) bool { return p.TenorMonths == 120 })
	return []string{"ten years " + trimmed(report.Curves[0].Points[ten].ParYieldPct) + " %, a dollar " + trimmed(report.FxRates[0].Rate) + " yen"}
}

// publish has governance set figures by hand, which are in force before the next block's transactions.
func publish(r *Runner, curves []collateraltypes.Curve, rates []collateraltypes.FxRate) []string {
	var msgs []sdk.Msg
	for _, curve := range curves {
		curve.AsOf = r.Chain.Today()
		msgs = append(msgs, &collateraltypes.MsgSetCurve{Authority: testutil.Governance, Curve: curve})
	}
	for _, rate := range rates {
		rate.AsOf = r.Chain.Today()
		msgs = append(msgs, &collateraltypes.MsgSetFx{Authority: testutil.Governance, Fx: rate})
	}
	r.Chain.Govern(msgs...)
	r.Chain.Block()
	return nil
}

// beat is how often pass makes a block: often enough that it is no outage.
const beat = 20 * time.Minute

// pass lets time go by with blocks in it, as on a chain that runs.
func pass(r *Runner, words []string) []string {
	r.Require(len(words) == 1, "pass SPAN")
	span, err := time.ParseDuration(words[0])
	r.NoError(err)
	for ; span > beat; span -= beat {
		r.Chain.Wait(beat)
	}
	r.Chain.Wait(span)
	return nil
}

// positions lists who owes in a market: how much, what the collateral counts for at the marks, and how the position stands.
func positions(r *Runner, words []string) []string {
	r.Require(len(words) == 1, "positions DENOM")
	ctx, denom := r.Chain.Committed(), words[0]
	state, err := r.Chain.Kokusai.CollateralKeeper.ExportGenesis(ctx)
	r.NoError(err)
	rows := [][]string{}
	for _, position := range state.Positions {
		if position.Denom != denom || !position.HasDebt() {
			continue
		}
		owner := sdk.MustAccAddressFromBech32(position.Owner)
		assessment, err := r.Chain.Kokusai.CollateralKeeper.Assess(ctx, owner, denom, position.Number)
		r.NoError(err)
		rows = append(rows, []string{
			r.named(position.Owner), Amount(assessment.Debt.String(), denom), Amount(assessment.Value.String(), denom),
			trimmed(collateraltypes.HealthPctDown(assessment.Value, assessment.Debt)) + " %", r.standing(position),
		})
	}
	if len(rows) == 0 {
		return []string{"none"}
	}
	slices.SortFunc(rows, func(a, b []string) int { return strings.Compare(a[0], b[0]) })
	return table(append([][]string{{"", "debt", "counts", "health", "stands"}}, rows...))
}

// standing says how a position stands: sound, called until when, or in auction at which price.
func (r *Runner) standing(position collateraltypes.Position) string {
	queries := liquidationkeeper.NewQueryServer(r.Chain.Kokusai.LiquidationKeeper)
	call, err := queries.Call(r.Chain.Committed(), &liquidationtypes.QueryCallRequest{
		Owner: position.Owner, Denom: position.Denom, Number: position.Number,
	})
	if err == nil {
		return "called until " + call.Call.DueAt.Add(tokyo).UTC().Format("2006-01-02 15:04")
	}
	auction, err := queries.Auction(r.Chain.Committed(), &liquidationtypes.QueryAuctionRequest{
		Owner: position.Owner, Denom: position.Denom, Number: position.Number,
	})
	switch {
	case err != nil:
		return "sound"
	case !auction.Open:
		return "in auction, closed"
	default:
		return "in auction at " + trimmed(auction.Lots[0].PricePct) + " %"
	}
}

// trimmed prints a number without zeros at its end.
func trimmed(number math.LegacyDec) string {
	return strings.TrimSuffix(strings.TrimRight(number.String(), "0"), ".")
}
