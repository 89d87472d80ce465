package calc

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/allotment"
)

var errAuction = errors.New("not an auction")

// auction is the file of calc allot.
type auction struct {
	Method    string     `json:"method"`
	Unit      amount     `json:"unit"`
	Offering  amount     `json:"offering"`
	Tick      decimal    `json:"tick"`
	BidderCap amount     `json:"bidder_cap"`
	Coupon    decimal    `json:"coupon"`
	Settle    day        `json:"settle"`
	Maturity  day        `json:"maturity"`
	Series    []reopened `json:"series"`
	Bids      []sealed   `json:"bids"`
}

// reopened is one series of a liquidity-enhancement auction.
type reopened struct {
	ISIN      string  `json:"isin"`
	Coupon    decimal `json:"coupon"`
	Maturity  day     `json:"maturity"`
	Reference decimal `json:"reference_yield"`
}

// sealed is one bid.
type sealed struct {
	Bidder string  `json:"bidder"`
	ISIN   string  `json:"isin"`
	Price  decimal `json:"price"`
	Yield  decimal `json:"yield"`
	Spread decimal `json:"spread"`
	Rate   decimal `json:"rate"`
	Amount amount  `json:"amount"`
}

// UnmarshalJSON reads a plain decimal, as a string or as a number whose digits are taken as they stand.
func (d *decimal) UnmarshalJSON(raw []byte) error { return d.Set(unquoted(raw)) }

// UnmarshalJSON reads a plain whole number, as a number or a string.
func (a *amount) UnmarshalJSON(raw []byte) error { return a.Set(unquoted(raw)) }

// UnmarshalJSON reads a date such as "2035-12-20".
func (d *day) UnmarshalJSON(raw []byte) error { return d.Set(unquoted(raw)) }

func unquoted(raw []byte) string {
	if len(raw) > 1 && raw[0] == '"' {
		raw = raw[1 : len(raw)-1]
	}
	return string(raw)
}

// readAuction reads a file that holds one auction and nothing else: no unknown, repeated or differently spelt fields. The
// file "-" is the standard input.
func readAuction(path string, input io.Reader) (auction, error) {
	raw, err := readFile(path, input)
	if err != nil {
		return auction{}, err
	}
	var a auction
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&a); err != nil {
		return auction{}, fmt.Errorf("%w: %w", errAuction, err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return auction{}, fmt.Errorf("%w: more than one object", errAuction)
	}
	if err := checkKeys(json.NewDecoder(bytes.NewReader(raw))); err != nil {
		return auction{}, fmt.Errorf("%w: %w", errAuction, err)
	}
	return a, nil
}

func readFile(path string, input io.Reader) ([]byte, error) {
	if path == "-" {
		return io.ReadAll(input)
	}
	return os.ReadFile(path)
}

// checkKeys refuses keys that the JSON package would let pass: repeated in one object, or in capitals.
func checkKeys(decoder *json.Decoder) error {
	opened, err := decoder.Token()
	if err != nil {
		return err
	}
	bracket, nested := opened.(json.Delim)
	if !nested {
		return nil
	}
	seen := make(map[string]bool)
	for decoder.More() {
		if bracket == '{' {
			token, err := decoder.Token()
			if err != nil {
				return err
			}
			key := token.(string)
			if seen[key] || key != strings.ToLower(key) {
				return fmt.Errorf("field %q is repeated or in capitals", key)
			}
			seen[key] = true
		}
		if err := checkKeys(decoder); err != nil {
			return err
		}
	}
	_, err = decoder.Token()
	return err
}

// countsUnits tells whether offering and amounts are counted in bid units: an offering below one unit cannot be face.
func (a auction) countsUnits() bool { return a.Offering.LT(a.Unit.Int) }

// face returns an amount of the file in currency units.
func (a auction) face(n amount) math.Int {
	if !n.IsNil() && a.countsUnits() {
		return n.Mul(a.Unit.Int)
	}
	return n.Int
}

// counted returns a face as the file counts.
func (a auction) counted(face math.Int) json.Number {
	if a.countsUnits() {
		face = face.Quo(a.Unit.Int)
	}
	return json.Number(face.String())
}

// explained adds to a refusal, which counts face, that the file counts otherwise.
func (a auction) explained(refusal error) error {
	if !a.countsUnits() {
		return refusal
	}
	return fmt.Errorf("%w (face; the file counts in bid units of %s)", refusal, a.Unit.Int)
}

func (a auction) terms() (allotment.Terms, error) {
	method, err := allotment.ParseMethod(a.Method)
	if err != nil {
		return allotment.Terms{}, err
	}
	if missing := a.missing(); missing != "" {
		return allotment.Terms{}, fmt.Errorf("%w: %q is missing", errAuction, missing)
	}
	terms := allotment.Terms{
		Method: method, Offering: a.face(a.Offering), Unit: a.Unit.Int, Tick: a.Tick.LegacyDec, BidderCap: a.face(a.BidderCap),
	}
	if a.BidderCap.IsNil() && method != allotment.BuyBack {
		terms.BidderCap = allotment.PortionDown(terms.Offering, math.LegacyNewDec(50), math.OneInt())
	}
	terms.PriceOf, err = a.priceOf(method)
	return terms, err
}

// missing names the first field that every auction needs and this one lacks.
func (a auction) missing() string {
	switch {
	case a.Unit.IsNil():
		return "unit"
	case a.Offering.IsNil():
		return "offering"
	case a.Tick.IsNil():
		return "tick"
	case a.Bids == nil: // none at all is an auction in which nobody bid
		return "bids"
	}
	return ""
}

// priceOf checks that the file has the dates and coupons that the method needs, and no others.
func (a auction) priceOf(method allotment.Method) (allotment.PriceOf, error) {
	dates, coupon, series := a.Settle.given && a.Maturity.given, !a.Coupon.IsNil(), len(a.Series) > 0
	none := !a.Settle.given && !a.Maturity.given && !coupon
	switch method {
	case allotment.SingleYield:
		if !dates || !coupon || series {
			return nil, fmt.Errorf("%w: %s needs coupon, settle and maturity, and no series", errAuction, method)
		}
		fixed, err := (&bond{term{a.Settle, a.Maturity}, a.Coupon}).semiannual()
		return allotment.FromYield(fixed, a.Settle.Date), err
	case allotment.YieldSpread:
		if !series || !a.Settle.given || a.Maturity.given || coupon {
			return nil, fmt.Errorf("%w: %s needs settle and series, each with its coupon and maturity", errAuction, method)
		}
		return a.fromSpread()
	case allotment.MultiPrice, allotment.SinglePrice:
		if series || !dates && !none {
			return nil, fmt.Errorf("%w: %s takes settle and maturity together, and no series", errAuction, method)
		}
	default:
		if series || !none {
			return nil, fmt.Errorf("%w: %s takes no coupon, dates or series", errAuction, method)
		}
	}
	return nil, nil
}

func (a auction) fromSpread() (allotment.PriceOf, error) {
	series := make(map[string]allotment.Reopening, len(a.Series))
	for _, s := range a.Series {
		if _, repeated := series[s.ISIN]; repeated || s.ISIN == "" || s.Coupon.IsNil() || s.Reference.IsNil() || !s.Maturity.given {
			return nil, fmt.Errorf("%w: series %q is repeated or lacks its coupon, maturity or reference_yield", errAuction, s.ISIN)
		}
		series[s.ISIN] = allotment.Reopening{Coupon: s.Coupon.LegacyDec, Maturity: s.Maturity.Date, Reference: s.Reference.LegacyDec}
	}
	return allotment.FromSpread(series, a.Settle.Date), nil
}

// bids returns the bids, each with the one level on which the method competes.
func (a auction) bids(method allotment.Method) ([]allotment.Bid, error) {
	bids := make([]allotment.Bid, len(a.Bids))
	for i, b := range a.Bids {
		if !isName(b.Bidder) {
			return nil, fmt.Errorf("%w: bid %d: %q is no name of a bidder", errAuction, i+1, b.Bidder)
		}
		levels := map[string]math.LegacyDec{"price": b.Price.LegacyDec, "yield": b.Yield.LegacyDec, "spread": b.Spread.LegacyDec, "rate": b.Rate.LegacyDec}
		wanted := levelName(method)
		level := levels[wanted]
		delete(levels, wanted)
		for _, other := range levels {
			if level.IsNil() || !other.IsNil() {
				return nil, fmt.Errorf("%w: bid %d of %q: %s takes a %s", errAuction, i+1, b.Bidder, method, wanted)
			}
		}
		bids[i] = allotment.Bid{Bidder: b.Bidder, Series: b.ISIN, Level: level, Amount: a.face(b.Amount)}
	}
	return bids, nil
}

// isName tells whether people can tell a name from others: it is neither empty nor begins or ends in a space, and all of it can be
// seen and was read as it stands. What is no text is read as the replacement character, two names perhaps as one.
func isName(text string) bool {
	return text != "" && text == strings.TrimSpace(text) &&
		!strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsGraphic(r) || r == unicode.ReplacementChar })
}

func levelName(method allotment.Method) string {
	switch method {
	case allotment.SingleYield:
		return "yield"
	case allotment.Spread, allotment.YieldSpread:
		return "spread"
	case allotment.SingleRate:
		return "rate"
	default:
		return "price"
	}
}
