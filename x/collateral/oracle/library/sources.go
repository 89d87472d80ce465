package library

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/curve"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

const (
	maxDocumentBytes = 8 << 20
	maxDocuments     = 1000
	fetchTimeout     = 30 * time.Second
	ratePlaces       = 8
)

// document is a file or a page with its name.
type document struct {
	name string
	body []byte
}

// fetch reads a file, the .csv files of a folder by name, or an address.
func fetch(ctx context.Context, source string) ([]document, error) {
	if strings.HasPrefix(source, "http://") || strings.HasPrefix(source, "https://") {
		page, err := fetchPage(ctx, source)
		return []document{page}, err
	}
	info, err := os.Stat(source)
	if err != nil {
		return nil, err
	}
	paths := []string{source}
	if info.IsDir() {
		if paths, err = filepath.Glob(filepath.Join(source, "*.csv")); err != nil {
			return nil, err
		}
	}
	if len(paths) == 0 || len(paths) > maxDocuments {
		return nil, fmt.Errorf("%s: %d .csv files, want 1 to %d", source, len(paths), maxDocuments)
	}
	documents := make([]document, len(paths))
	for i, path := range paths {
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		body, err := readBounded(file)
		if err = errors.Join(err, file.Close()); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		documents[i] = document{path, body}
	}
	return documents, nil
}

func fetchPage(ctx context.Context, address string) (document, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return document{}, err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return document{}, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return document{}, fmt.Errorf("%s: %s", address, answer.Status)
	}
	body, err := readBounded(answer.Body)
	return document{address, body}, err
}

func readBounded(r io.Reader) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, maxDocumentBytes+1))
	if err == nil && len(body) > maxDocumentBytes {
		err = fmt.Errorf("larger than %d bytes", maxDocumentBytes)
	}
	return body, err
}

// readCurves reads the curves of a currency; of a day that is there twice the later document counts. Days with too few yields for a
// curve are left out.
func readCurves(currency string, documents []document, shift int) (history[collateraltypes.Curve], error) {
	curves := map[date.Date]collateraltypes.Curve{}
	for _, document := range documents {
		fixings, err := curve.ReadMinistryCSV(bytes.NewReader(document.body))
		if err != nil {
			return history[collateraltypes.Curve]{}, fmt.Errorf("%s: %w", document.name, err)
		}
		for _, fixing := range fixings {
			day := fixing.Date.AddDays(shift)
			read := collateraltypes.Curve{Currency: currency, AsOf: day.String()}
			for _, point := range fixing.Points {
				read.Points = append(read.Points, collateraltypes.CurvePoint{TenorMonths: uint32(point.Months), ParYieldPct: point.Yield})
			}
			if len(read.Points) < 2 {
				continue
			}
			if err := read.Validate(); err != nil {
				return history[collateraltypes.Curve]{}, fmt.Errorf("%s: %s: %w", document.name, fixing.Date, err)
			}
			curves[day] = read
		}
	}
	if len(curves) == 0 {
		return history[collateraltypes.Curve]{}, fmt.Errorf("there is no curve in it")
	}
	return newHistory(curves), nil
}

// readRates reads the rates of a pair: after a line that begins with "Date", lines of a day and a rate, each with its end, as a last
// one without it may be cut off. A missing rate is empty, "-" or ".".
func readRates(pair string, documents []document, shift int) (history[collateraltypes.FxRate], error) {
	rates := map[date.Date]collateraltypes.FxRate{}
	for _, document := range documents {
		lines := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(document.body, []byte("\xef\xbb\xbf"))))
		lines.FieldsPerRecord = -1
		begun := false
		for {
			cells, err := lines.Read()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return history[collateraltypes.FxRate]{}, fmt.Errorf("%s: %w", document.name, err)
			}
			if !begun {
				begun = strings.EqualFold(strings.TrimSpace(cells[0]), "date") || strings.EqualFold(cells[0], "observation_date")
				continue
			}
			line, _ := lines.FieldPos(0)
			rate, found, err := readRate(pair, cells, shift)
			if err != nil {
				return history[collateraltypes.FxRate]{}, fmt.Errorf("%s: line %d: %w", document.name, line, err)
			}
			if found {
				rates[date.MustParse(rate.AsOf)] = rate
			}
		}
		if !begun {
			return history[collateraltypes.FxRate]{}, fmt.Errorf("%s: no line that begins with Date", document.name)
		}
		if !bytes.HasSuffix(document.body, []byte("\n")) {
			return history[collateraltypes.FxRate]{}, fmt.Errorf("%s: cut off in the last line", document.name)
		}
	}
	if len(rates) == 0 {
		return history[collateraltypes.FxRate]{}, fmt.Errorf("there is no rate in it")
	}
	return newHistory(rates), nil
}

func readRate(pair string, cells []string, shift int) (rate collateraltypes.FxRate, found bool, err error) {
	if len(cells) < 2 {
		return rate, false, fmt.Errorf("want a day and a rate")
	}
	text := strings.TrimSpace(cells[1])
	if text == "" || text == "-" || text == "." {
		return rate, false, nil
	}
	day, err := date.Parse(cells[0])
	if err != nil {
		if day, err = curve.ParseMinistryDay(cells[0]); err != nil {
			return rate, false, err
		}
	}
	rate = collateraltypes.FxRate{Base: pair[:3], Quote: pair[4:], AsOf: day.AddDays(shift).String()}
	if rate.Rate, err = rounding.ParseDec(text, ratePlaces); err != nil {
		return rate, false, err
	}
	return rate, true, rate.Validate()
}
