// Package library reads yield curves and exchange rates from files as ministries and central banks publish them, and knows what
// was known on any day.
package library

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	oracletypes "github.com/kokusai-chain/kokusai/x/collateral/oracle/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// Library knows where each figure is published and what was last read there.
type Library struct {
	curves []publication
	rates  []publication
	shift  int // days added to every day that is read
	books  atomic.Pointer[books]
}

// publication is a figure, "JPY" or "USD/JPY", and where it is published.
type publication struct{ figure, source string }

// books are the figures by name and day.
type books struct {
	curves map[string]history[collateraltypes.Curve]
	rates  map[string]history[collateraltypes.FxRate]
}

// New returns a library of figures, each given as FIGURE=SOURCE: curves as JPY=SOURCE, rates as USD/JPY=SOURCE. A source is a file, a
// folder of .csv files or an address. A replay PAST=DAY moves all days so that what was published on PAST is of DAY; none if empty.
func New(curves, rates []string, replay string) (*Library, error) {
	if len(curves)+len(rates) == 0 {
		return nil, fmt.Errorf("no source: there is neither a curve nor a rate")
	}
	library := new(Library)
	for _, flag := range curves {
		figure, source, found := strings.Cut(flag, "=")
		if !found || source == "" || len(figure) != 3 {
			return nil, fmt.Errorf("curve %q is not of the form JPY=SOURCE", flag)
		}
		library.curves = append(library.curves, publication{figure, source})
	}
	for _, flag := range rates {
		figure, source, found := strings.Cut(flag, "=")
		if !found || source == "" || len(figure) != 7 || figure[3] != '/' {
			return nil, fmt.Errorf("rate %q is not of the form USD/JPY=SOURCE", flag)
		}
		library.rates = append(library.rates, publication{figure, source})
	}
	if replay == "" {
		return library, nil
	}
	past, day, _ := strings.Cut(replay, "=")
	from, err := date.Parse(past)
	if err != nil {
		return nil, fmt.Errorf("replay: %w", err)
	}
	to, err := date.Parse(day)
	if err != nil {
		return nil, fmt.Errorf("replay: %w", err)
	}
	library.shift = from.DaysUntil(to)
	return library, nil
}

// Reload reads all sources. What is known of a figure whose source can't be read stays as it is, and the others are not held up.
func (l *Library) Reload(ctx context.Context) error {
	known := l.books.Load()
	if known == nil {
		known = new(books)
	}
	curves, failedCurves := reload(ctx, l.curves, l.shift, known.curves, readCurves)
	rates, failedRates := reload(ctx, l.rates, l.shift, known.rates, readRates)
	l.books.Store(&books{curves, rates})
	return errors.Join(failedCurves, failedRates)
}

func reload[T any](
	ctx context.Context, from []publication, shift int, known map[string]history[T],
	read func(figure string, documents []document, shift int) (history[T], error),
) (map[string]history[T], error) {
	figures, failures := map[string]history[T]{}, []error(nil)
	for _, publication := range from {
		documents, err := fetch(ctx, publication.source)
		if err == nil {
			figures[publication.figure], err = read(publication.figure, documents, shift)
		}
		if err != nil {
			figures[publication.figure] = known[publication.figure]
			failures = append(failures, fmt.Errorf("%s: %w", publication.figure, err))
		}
	}
	return figures, errors.Join(failures...)
}

// Report returns the newest figures up to a time, each by the day in its own market.
func (l *Library) Report(at time.Time) oracletypes.Report {
	var report oracletypes.Report
	books := l.books.Load()
	for _, publication := range l.curves {
		if curve, found := books.curves[publication.figure].at(dayIn(publication.figure, at)); found {
			report.Curves = append(report.Curves, curve)
		}
	}
	for _, publication := range l.rates {
		if rate, found := books.rates[publication.figure].at(dayIn(publication.figure[4:], at)); found {
			report.FxRates = append(report.FxRates, rate)
		}
	}
	return report
}

// Names returns the figures that it is about.
func (l *Library) Names() []string {
	var names []string
	for _, publication := range slices.Concat(l.curves, l.rates) {
		names = append(names, publication.figure)
	}
	return names
}

// dayIn returns the day in the market of a currency.
func dayIn(currency string, at time.Time) date.Date {
	switch currency {
	case "JPY":
		return date.Of(at, date.Tokyo)
	case "USD":
		return date.Of(at, date.NewYork)
	default:
		return date.Of(at, date.UTC)
	}
}

// history is figures by day.
type history[T any] struct {
	days    []date.Date
	figures map[date.Date]T
}

func newHistory[T any](figures map[date.Date]T) history[T] {
	h := history[T]{figures: figures}
	for day := range figures {
		h.days = append(h.days, day)
	}
	slices.Sort(h.days)
	return h
}

// at returns the figure of the latest day up to one.
func (h history[T]) at(day date.Date) (figure T, found bool) {
	i, exact := slices.BinarySearch(h.days, day)
	if !exact {
		i--
	}
	if i < 0 {
		return figure, false
	}
	return h.figures[h.days[i]], true
}
