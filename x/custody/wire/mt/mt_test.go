package mt_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/custody/wire"
	"github.com/kokusai-chain/kokusai/x/custody/wire/mt"
	"github.com/kokusai-chain/kokusai/x/custody/wire/wiretest"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

var (
	update   = flag.Bool("update", false, "write the golden files anew")
	envelope = mt.Envelope{Sender: "NOSCJPJT", Receiver: "BOJPJPJT"}
)

const (
	dealer = "kokusai1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"
	client = "kokusai1pppppppppppppppppppppppppppppppppppppp"
)

func sale() wire.Instruction {
	return wire.Instruction{
		Reference: "DLR-0001", Common: "TRADE-7", Deliver: true, TradeDate: date.MustParse("2026-02-02"), SettlementDate: date.MustParse("2026-02-03"),
		ISIN: "JP1103811S13", Face: math.NewInt(100_000_000), Cash: &wire.Money{Currency: "JPY", Micro: math.NewInt(100_040_000_500_000)},
		Own: wire.Party{Account: dealer, BIC: "NOSCJPJT"}, Counterparty: wire.Party{Account: client, LEI: "353800WZS8AXZXFUC241"},
	}
}

func purchase() wire.Instruction {
	i := sale()
	i.Deliver, i.Own, i.Counterparty = false, i.Counterparty, i.Own
	return i
}

// said is one of each message, by its type.
func said() map[string]any {
	day := date.MustParse("2026-02-03")
	freeSale, freePurchase := sale(), purchase()
	freeSale.Cash, freePurchase.Cash = nil, nil
	return map[string]any{
		"540": freePurchase, "541": purchase(), "542": freeSale, "543": sale(),
		"544": wire.Confirmation{Reference: "CSD-2", Instruction: freePurchase, Settled: day},
		"545": wire.Confirmation{Reference: "CSD-2", Instruction: purchase(), Settled: day},
		"546": wire.Confirmation{Reference: "CSD-2", Instruction: freeSale, Settled: day},
		"547": wire.Confirmation{Reference: "CSD-2", Instruction: sale(), Settled: day},
		"548": wire.Status{Reference: "CSD-1", Instruction: sale(), State: wire.Pending, Reason: "LACK"},
		"564": wire.Event{
			Reference: "NTC-1", ID: "JP1103811S13-1", ISIN: "JP1103811S13", Record: date.MustParse("2026-06-22"), Payment: date.MustParse("2026-06-22"), RatePct: "1.05",
		},
		"566": wire.Movement{
			Reference: "PAY-1", ID: "JP1103811S13-1", ISIN: "JP1103811S13", Account: dealer, Balance: math.NewInt(50_000),
			Cash: wire.Money{Currency: "JPY", Micro: math.NewInt(525_000_000)}, Posted: date.MustParse("2026-06-22"),
		},
	}
}

func TestGolden(t *testing.T) {
	for kind, message := range said() {
		t.Run(kind, func(t *testing.T) {
			text, err := mt.Emit(message, envelope)
			require.NoError(t, err)
			require.Contains(t, string(text), "{2:I"+kind)
			file := filepath.Join("testdata", "mt"+kind+".fin")
			if *update {
				require.NoError(t, os.MkdirAll("testdata", 0o755))
				require.NoError(t, os.WriteFile(file, []byte(strings.ReplaceAll(string(text), "\r\n", "\n")), 0o600))
			}
			golden, err := os.ReadFile(file)
			require.NoError(t, err)
			require.Equal(t, string(golden), strings.ReplaceAll(string(text), "\r\n", "\n"))
			for _, spelt := range [][]byte{golden, text} { // with either ends of lines
				parsed, between, err := mt.Parse(spelt)
				require.NoError(t, err)
				require.Equal(t, message, parsed)
				require.Equal(t, envelope, between)
			}
		})
	}
}

func roundTrip[M any](t *testing.T, draw *rapid.Generator[M]) {
	rapid.Check(t, func(t *rapid.T) {
		message := draw.Draw(t, "message")
		between := mt.Envelope{Sender: rapid.SampledFrom([]string{"NOSCJPJT", "NOSCJPJTTKY"}).Draw(t, "sender"), Receiver: "BOJPJPJT"}
		text, err := mt.Emit(message, between)
		require.NoError(t, err)
		parsed, read, err := mt.Parse(text)
		require.NoError(t, err)
		require.Equal(t, between, read)
		again, err := mt.Emit(parsed, between)
		require.NoError(t, err)
		require.Equal(t, string(text), string(again))
		require.Equal(t, any(message), parsed)
	})
}

func TestWhatIsEmittedIsParsed(t *testing.T) {
	t.Run("540 to 543", func(t *testing.T) { roundTrip(t, wiretest.Instruction()) })
	t.Run("544 to 547", func(t *testing.T) { roundTrip(t, wiretest.Confirmation()) })
	t.Run("548", func(t *testing.T) { roundTrip(t, wiretest.Status()) })
	t.Run("564", func(t *testing.T) { roundTrip(t, wiretest.Event()) })
	t.Run("566", func(t *testing.T) { roundTrip(t, wiretest.Movement()) })
}

func TestBadMessagesAreRefused(t *testing.T) {
	good, err := mt.Emit(sale(), envelope)
	require.NoError(t, err)
	text := string(good)
	replaced := func(old, with string) string {
		require.Contains(t, text, old)
		return strings.Replace(text, old, with, 1)
	}
	for name, message := range map[string]string{
		"empty":            "",
		"words":            "settle, please",
		"cut off":          text[:len(text)/2],
		"no header":        text[strings.Index(text, "{4:"):],
		"another type":     replaced("{2:I543", "{2:I599"),
		"type of the free": replaced("{2:I543", "{2:I542"),
		"other direction":  replaced("{2:I543", "{2:I541"),
		"sender":           replaced("NOSCJPJTAXXX", "NOSC1PJTAXXX"),
		"unknown field":    replaced(":23G:NEWM", ":23G:NEWM\r\n:99A::EXTR//1"),
		"twice":            replaced(":23G:NEWM", ":23G:NEWM\r\n:23G:NEWM"),
		"cancellation":     replaced(":23G:NEWM", ":23G:CANC"),
		"unknown sequence": replaced(":16R:FIAC", ":16R:EXTRA\r\n:16S:EXTRA\r\n:16R:FIAC"),
		"crossed":          replaced(":16S:LINK", ":16S:GENL"),
		"not ended":        replaced(":16S:SETDET\r\n", ""),
		"ends nothing":     replaced(":16R:TRADDET\r\n", ""),
		"continued line":   replaced(":23G:NEWM", ":23G:NEWM\r\nmore"),
		"characters":       replaced("TRADE-7", "TRADE{7"),
		"umlaut":           replaced("TRADE-7", "TRÄDE"),
		"long reference":   replaced("DLR-0001", strings.Repeat("1", 36)),
		"slashes":          replaced("DLR-0001", "A//B"),
		"check digit":      replaced("JP1103811S13", "JP1103811S14"),
		"no ISIN":          replaced("ISIN JP", "XX JP"),
		"LEI":              replaced("353800WZS8AXZXFUC241", "353800WZS8AXZXFUC242"),
		"account":          replaced("BCAW//"+client, "BCAW//John"),
		"party":            replaced("NOT PROVIDED", "John"),
		"amount in words":  replaced("JPY100040000,5", "JPYMILLION"),
		"no comma":         replaced("JPY100040000,5", "JPY1"),
		"point":            replaced("JPY100040000,5", "JPY1.5"),
		"sign":             replaced("JPY100040000,5", "JPY-1,"),
		"six decimals":     replaced("JPY100040000,5", "JPY1,000001"),
		"zero":             replaced("JPY100040000,5", "JPY0,"),
		"no amount":        replaced("JPY100040000,5", "JPY,"),
		"face in units":    replaced("FAMT/", "UNIT/"),
		"half a face":      replaced("FAMT/100000000,", "FAMT/0,5"),
		"date":             replaced("20260203", "20260230"),
		"short date":       replaced("20260203", "260203"),
		"self-settlement":  strings.ReplaceAll(text, client, dealer),
		"too large":        text + strings.Repeat("\n", wire.MaxBytes),
		"too many lines":   strings.Replace(text, ":23G:NEWM", strings.Repeat(":23G:NEWM\r\n", 11_000)+":23G:NEWM", 1),
		"too deep":         replaced(":23G:NEWM", strings.Repeat(":16R:A\r\n", 9)+strings.Repeat(":16S:A\r\n", 9)+":23G:NEWM"),
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := mt.Parse([]byte(message))
			require.ErrorIs(t, err, wire.ErrInvalid)
		})
	}
}

func TestWhatCannotBeSaidIsNotSaid(t *testing.T) {
	long := sale()
	long.Reference = "A-REFERENCE-THAT-ISO-20022-HOLDS"
	_, err := mt.Emit(long, envelope)
	require.ErrorIs(t, err, wire.ErrInvalid)
	large := sale()
	large.Cash = &wire.Money{Currency: "JPY", Micro: math.NewInt(123_456_789_012_345_670)}
	_, err = mt.Emit(large, envelope)
	require.ErrorIs(t, err, wire.ErrInvalid)
	_, err = mt.Emit(sale(), mt.Envelope{Sender: "NOSCJPJT"})
	require.ErrorIs(t, err, wire.ErrInvalid)
	_, err = mt.Emit(wire.Holdings{Reference: "1", Account: dealer}, envelope)
	require.ErrorIs(t, err, wire.ErrInvalid)
}

// FuzzParse: whatever is parsed means the same when it is said again.
func FuzzParse(f *testing.F) {
	for _, message := range said() {
		text, err := mt.Emit(message, envelope)
		require.NoError(f, err)
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		parsed, between, err := mt.Parse(text)
		if err != nil {
			require.ErrorIs(t, err, wire.ErrInvalid)
			return
		}
		again, err := mt.Emit(parsed, between)
		if err != nil {
			require.ErrorIs(t, err, wire.ErrInvalid) // a reference that is longer than SWIFT's
			return
		}
		reparsed, _, err := mt.Parse(again)
		require.NoError(t, err)
		require.Equal(t, parsed, reparsed)
	})
}
