package curve

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"

	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// ErrFile is returned, wrapped with the line, for a file that is not the ministry's.
var ErrFile = errors.New("not a constant-maturity file of the Ministry of Finance")

// Fixing is the published par curve of one day; tenors that were not published are absent.
type Fixing struct {
	Date   date.Date
	Points []Point
}

// The size of file and the number of columns that are read at most: fifty years of days, and tenors to spare.
const (
	maxFileBytes  = 8 << 20
	maxColumns    = 64
	yieldDecimals = 4
)

// ReadMinistryCSV reads the constant-maturity yields that Japan's Ministry of Finance publishes daily, in either form:
// English (dates like 2024/7/1, tenors like 10Y) or Japanese (Shift-JIS or UTF-8, era dates like R6.7.1, tenors like 10年).
// Lines before the header and notes after the rows are skipped, "-" is a missing yield; everything else that is unexpected
// is an error, and so is a last row without the end of its line, whose last yield may be cut off. Rows are returned as they
// stand in the file.
func ReadMinistryCSV(r io.Reader) ([]Fixing, error) {
	text, err := readText(r)
	if err != nil {
		return nil, err
	}
	lines := csv.NewReader(bytes.NewReader(text))
	lines.FieldsPerRecord = -1
	var (
		tenors  []int
		fixings []Fixing
		noted   bool
		cut     bool // the last row has no end of line
	)
	for {
		cells, err := lines.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrFile, err)
		}
		line, _ := lines.FieldPos(0)
		if len(cells) > maxColumns {
			return nil, fmt.Errorf("%w: line %d has %d columns", ErrFile, line, len(cells))
		}
		switch first := strings.TrimSpace(cells[0]); {
		case tenors == nil:
			if tenors, err = parseHeader(cells); err != nil {
				return nil, fmt.Errorf("%w: line %d: %w", ErrFile, line, err)
			}
		case isNote(first, cells[1:]):
			noted = noted || first != ""
			cut = false
		case noted:
			return nil, fmt.Errorf("%w: line %d: yields after the closing note", ErrFile, line)
		default:
			fixing, err := parseRow(first, cells[1:], tenors)
			if err != nil {
				return nil, fmt.Errorf("%w: line %d: %w", ErrFile, line, err)
			}
			fixings = append(fixings, fixing)
			cut = !bytes.HasSuffix(text, []byte("\n"))
		}
	}
	switch {
	case tenors == nil:
		return nil, fmt.Errorf("%w: no header line", ErrFile)
	case cut:
		return nil, fmt.Errorf("%w: cut off in the last line", ErrFile)
	}
	return fixings, nil
}

// readText returns the file as UTF-8, whichever of the two encodings it is in.
func readText(r io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxFileBytes+1))
	if err != nil {
		return nil, err
	}
	if len(raw) > maxFileBytes {
		return nil, fmt.Errorf("%w: larger than %d bytes", ErrFile, maxFileBytes)
	}
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	if utf8.Valid(raw) {
		return raw, nil
	}
	text, err := japanese.ShiftJIS.NewDecoder().Bytes(raw)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return nil, fmt.Errorf("%w: neither UTF-8 nor Shift-JIS", ErrFile)
	}
	return text, nil
}

// parseHeader returns the tenors in months of a header line, nil for a line before it.
func parseHeader(cells []string) ([]int, error) {
	if first := strings.TrimSpace(cells[0]); first != "Date" && first != "基準日" {
		return nil, nil
	}
	tenors, seen := make([]int, 0, len(cells)-1), 0
	for _, cell := range cells[1:] {
		cell = strings.TrimSpace(cell)
		years, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSuffix(cell, "Y"), "年"))
		if err != nil || years*12 <= seen || years*12 > gridNodes*gridMonths {
			return nil, fmt.Errorf("%w: tenor %q", ErrPoints, cell)
		}
		seen = years * 12
		tenors = append(tenors, seen)
	}
	if len(tenors) == 0 {
		return nil, fmt.Errorf("%w: no tenors", ErrPoints)
	}
	return tenors, nil
}

// isNote tells whether a line is empty or text alone.
func isNote(first string, rest []string) bool {
	if first != "" && (first[0] >= '0' && first[0] <= '9' || eraYear(first[:1]) != 0) {
		return false
	}
	for _, cell := range rest {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}

func parseRow(day string, cells []string, tenors []int) (Fixing, error) {
	if len(cells) != len(tenors) {
		return Fixing{}, fmt.Errorf("%w: %d yields for %d tenors", ErrPoints, len(cells), len(tenors))
	}
	d, err := ParseMinistryDay(day)
	if err != nil {
		return Fixing{}, err
	}
	fixing := Fixing{Date: d}
	for i, cell := range cells {
		cell = strings.TrimSpace(cell)
		if cell == "-" {
			continue
		}
		yield, err := rounding.ParseDec(cell, yieldDecimals)
		if err != nil {
			return Fixing{}, err
		}
		fixing.Points = append(fixing.Points, Point{Months: tenors[i], Yield: yield})
	}
	return fixing, nil
}

// ParseMinistryDay reads a day as the ministry writes it, 2024/7/1 or R6.7.1.
func ParseMinistryDay(text string) (date.Date, error) {
	separator, offset, rest := "/", 0, text
	if text != "" {
		if era := eraYear(text[:1]); era != 0 {
			separator, offset, rest = ".", era, text[1:]
		}
	}
	parts := strings.Split(rest, separator)
	if len(parts) != 3 {
		return 0, fmt.Errorf("%w: %q", date.ErrInvalid, text)
	}
	var numbers [3]int
	for i, part := range parts {
		n, err := strconv.ParseUint(part, 10, 16)
		if err != nil {
			return 0, fmt.Errorf("%w: %q", date.ErrInvalid, text)
		}
		numbers[i] = int(n)
	}
	d, err := date.Parse(fmt.Sprintf("%04d-%02d-%02d", offset+numbers[0], numbers[1], numbers[2]))
	if err != nil {
		return 0, fmt.Errorf("%w: %q", date.ErrInvalid, text)
	}
	return d, nil
}

// eraYear returns the year before the first of an era: Showa, Heisei or Reiwa.
func eraYear(letter string) int {
	switch letter {
	case "S":
		return 1925
	case "H":
		return 1988
	case "R":
		return 2018
	default:
		return 0
	}
}
