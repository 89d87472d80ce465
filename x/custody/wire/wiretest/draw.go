// Package wiretest draws messages for the tests of the formats.
package wiretest

import (
	"strings"
	"time"

	"pgregory.net/rapid"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/custody/wire"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// Some identifiers in use, with good check digits.
var (
	isins    = []string{"JP1103811S13", "JP1103801RA7", "US91282CPJ44"}
	leis     = []string{"", "353800WZS8AXZXFUC241", "254900HROIFWPRGM1V77"}
	bics     = []string{"", "BOJPJPJT", "NOSCJPJTXXX"}
	accounts = []string{"kokusai1" + strings.Repeat("q", 38), "kokusai1" + strings.Repeat("p", 38), "kokusai1" + strings.Repeat("z", 58)}
)

// Reference draws a reference of at most 16 characters, which every format holds.
func Reference() *rapid.Generator[string] {
	return rapid.StringMatching(`[0-9A-Za-z.:-][0-9A-Za-z.:-]{0,15}`)
}

// Date draws a date.
func Date() *rapid.Generator[date.Date] {
	return rapid.Map(rapid.IntRange(0, 40_000), func(days int) date.Date { return date.MustParse("2000-01-01").AddDays(days) })
}

// Face draws an amount of face.
func Face() *rapid.Generator[math.Int] {
	return rapid.Map(rapid.Int64Range(1, 9_999_999_999_999), math.NewInt)
}

func balance() *rapid.Generator[math.Int] {
	return rapid.Map(rapid.Int64Range(0, 9_999_999_999_999), math.NewInt)
}

// Money draws an amount of at most five decimals.
func Money() *rapid.Generator[wire.Money] {
	return rapid.Custom(func(t *rapid.T) wire.Money {
		tens := rapid.Int64Range(1, 99_999_999_999_999).Draw(t, "tens of millionths")
		return wire.Money{Currency: rapid.SampledFrom([]string{"JPY", "USD"}).Draw(t, "currency"), Micro: math.NewInt(tens).MulRaw(10)}
	})
}

func party(t *rapid.T, account string) wire.Party {
	return wire.Party{Account: account, BIC: rapid.SampledFrom(bics).Draw(t, "bic"), LEI: rapid.SampledFrom(leis).Draw(t, "lei")}
}

// Instruction draws an instruction.
func Instruction() *rapid.Generator[wire.Instruction] {
	return rapid.Custom(func(t *rapid.T) wire.Instruction {
		sides := rapid.Permutation(accounts).Draw(t, "accounts")
		traded := Date().Draw(t, "traded")
		i := wire.Instruction{
			Reference: Reference().Draw(t, "reference"), Common: Reference().Draw(t, "common"), Deliver: rapid.Bool().Draw(t, "deliver"),
			TradeDate: traded, SettlementDate: traded.AddDays(rapid.IntRange(0, 9).Draw(t, "days")),
			ISIN: rapid.SampledFrom(isins).Draw(t, "isin"), Face: Face().Draw(t, "face"), Partial: rapid.Bool().Draw(t, "partial"),
			Own: party(t, sides[0]), Counterparty: party(t, sides[1]), Hold: rapid.Bool().Draw(t, "hold"),
		}
		if rapid.Bool().Draw(t, "against payment") {
			cash := Money().Draw(t, "cash")
			i.Cash = &cash
		}
		return i
	})
}

// repeated draws an instruction as answers repeat it.
func repeated(t *rapid.T) wire.Instruction {
	i := Instruction().Draw(t, "instruction")
	i.Hold = false
	return i
}

func kind(t *rapid.T) wire.EventKind {
	return rapid.SampledFrom([]wire.EventKind{wire.Interest, wire.Redemption, wire.Call, wire.Repayment}).Draw(t, "kind")
}

// Status draws a status.
func Status() *rapid.Generator[wire.Status] {
	return rapid.Custom(func(t *rapid.T) wire.Status {
		s := wire.Status{
			Reference: Reference().Draw(t, "reference"), Instruction: repeated(t),
			State: rapid.SampledFrom([]wire.State{wire.Unmatched, wire.Matched, wire.Pending, wire.Failing}).Draw(t, "state"),
		}
		if s.State != wire.Matched {
			s.Reason = rapid.SampledFrom([]string{"LACK", "MONY", "NMAT", "CLAC", "FUTU"}).Draw(t, "reason")
		}
		return s
	})
}

// Confirmation draws a confirmation.
func Confirmation() *rapid.Generator[wire.Confirmation] {
	return rapid.Custom(func(t *rapid.T) wire.Confirmation {
		of := repeated(t)
		return wire.Confirmation{
			Reference: Reference().Draw(t, "reference"), Instruction: of, Settled: of.TradeDate.AddDays(rapid.IntRange(0, 30).Draw(t, "days")),
			Part: rapid.SampledFrom([]wire.Part{wire.Whole, wire.First, wire.Last}).Draw(t, "part"),
		}
	})
}

// Holdings draws a statement.
func Holdings() *rapid.Generator[wire.Holdings] {
	return rapid.Custom(func(t *rapid.T) wire.Holdings {
		h := wire.Holdings{Reference: Reference().Draw(t, "reference"), Account: accounts[0], AsOf: Date().Draw(t, "as of")}
		for _, isin := range isins[:rapid.IntRange(0, len(isins)).Draw(t, "lines")] {
			line := wire.Holding{ISIN: isin, Available: balance().Draw(t, "available"), Pledged: balance().Draw(t, "pledged"), Reserved: balance().Draw(t, "reserved")}
			line.Balance = line.Available.Add(line.Pledged).Add(line.Reserved)
			h.Lines = append(h.Lines, line)
		}
		return h
	})
}

// Transactions draws a statement.
func Transactions() *rapid.Generator[wire.Transactions] {
	return rapid.Custom(func(t *rapid.T) wire.Transactions {
		s := wire.Transactions{Reference: Reference().Draw(t, "reference"), Account: accounts[0], From: date.MustParse("2000-01-01"), To: date.MustParse("2199-12-31")}
		for range rapid.IntRange(0, 4).Draw(t, "lines") {
			line := Confirmation().Draw(t, "line")
			if line.Instruction.Counterparty.Account == s.Account {
				line.Instruction.Own, line.Instruction.Counterparty = line.Instruction.Counterparty, line.Instruction.Own
			}
			line.Instruction.Own.Account = s.Account
			s.Lines = append(s.Lines, line)
		}
		return s
	})
}

// Event draws a notice.
func Event() *rapid.Generator[wire.Event] {
	return rapid.Custom(func(t *rapid.T) wire.Event {
		record := Date().Draw(t, "record")
		e := wire.Event{
			Reference: Reference().Draw(t, "reference"), ID: Reference().Draw(t, "id"), Kind: kind(t),
			ISIN: rapid.SampledFrom(isins).Draw(t, "isin"), Record: record, Payment: record.AddDays(rapid.IntRange(0, 30).Draw(t, "days")),
			RatePct: rapid.SampledFrom([]string{"1.05", "0", "100", "0.0005"}).Draw(t, "rate"),
		}
		if rapid.Bool().Draw(t, "to one") {
			e.Account, e.Balance = accounts[0], balance().Draw(t, "balance")
		}
		return e
	})
}

// Movement draws a confirmation of a payment.
func Movement() *rapid.Generator[wire.Movement] {
	return rapid.Custom(func(t *rapid.T) wire.Movement {
		return wire.Movement{
			Reference: Reference().Draw(t, "reference"), ID: Reference().Draw(t, "id"), Kind: kind(t),
			ISIN: rapid.SampledFrom(isins).Draw(t, "isin"), Account: accounts[0], Balance: balance().Draw(t, "balance"),
			Cash: Money().Draw(t, "cash"), Posted: Date().Draw(t, "posted"),
		}
	})
}

// CashNotice draws a notice.
func CashNotice() *rapid.Generator[wire.CashNotice] {
	return rapid.Custom(func(t *rapid.T) wire.CashNotice {
		n := wire.CashNotice{
			Reference: Reference().Draw(t, "reference"), Account: accounts[0],
			Created: time.Unix(rapid.Int64Range(946_684_800, 4_102_444_800).Draw(t, "created"), 0).UTC(),
		}
		for range rapid.IntRange(0, 4).Draw(t, "entries") {
			n.Entries = append(n.Entries, wire.Entry{
				Reference: Reference().Draw(t, "entry"), Credit: rapid.Bool().Draw(t, "credit"), Cash: Money().Draw(t, "cash"), Booked: Date().Draw(t, "booked"),
			})
		}
		return n
	})
}
