package iso20022_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/custody/wire"
	"github.com/kokusai-chain/kokusai/x/custody/wire/iso20022"
	"github.com/kokusai-chain/kokusai/x/custody/wire/wiretest"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

var update = flag.Bool("update", false, "write the golden files anew")

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

// said is one of each message, and another where it has something else to say.
func said() map[string]any {
	day := date.MustParse("2026-02-03")
	free, held := sale(), sale()
	free.Cash, free.Deliver, held.Hold = nil, false, true
	return map[string]any{
		iso20022.Instruction + "-free":  free,
		iso20022.Instruction + "-held":  held,
		iso20022.StatusAdvice + "-free": wire.Status{Reference: "CSD-3", Instruction: free, State: wire.Unmatched, Reason: "CMIS"},
		iso20022.Confirmation + "-part": wire.Confirmation{Reference: "CSD-4", Instruction: sale(), Settled: day, Part: wire.First},
		iso20022.EventNotice + "-call": wire.Event{
			Reference: "NTC-2", ID: "JP1103811S13-P", Kind: wire.Call, ISIN: "JP1103811S13", Record: date.MustParse("2030-06-19"),
			Payment: date.MustParse("2030-06-20"), RatePct: "101.5", Account: dealer, Balance: math.NewInt(50_000),
		},
		iso20022.Instruction:  sale(),
		iso20022.StatusAdvice: wire.Status{Reference: "CSD-1", Instruction: sale(), State: wire.Pending, Reason: "LACK"},
		iso20022.Confirmation: wire.Confirmation{Reference: "CSD-2", Instruction: sale(), Settled: day},
		iso20022.HoldingsStatement: wire.Holdings{Reference: "STMT-1", Account: dealer, AsOf: day, Lines: []wire.Holding{
			{ISIN: "JP1103811S13", Balance: math.NewInt(500), Available: math.NewInt(150), Pledged: math.NewInt(300), Reserved: math.NewInt(50)},
		}},
		iso20022.TransactionStatement: wire.Transactions{Reference: "STMT-2", Account: dealer, From: day, To: day, Lines: []wire.Confirmation{
			{Reference: "CSD-2", Instruction: sale(), Settled: day},
		}},
		iso20022.EventNotice: wire.Event{
			Reference: "NTC-1", ID: "JP1103811S13-1", ISIN: "JP1103811S13", Record: date.MustParse("2026-06-22"), Payment: date.MustParse("2026-06-22"), RatePct: "1.05",
		},
		iso20022.EventConfirmation: wire.Movement{
			Reference: "PAY-1", ID: "JP1103811S13-1", ISIN: "JP1103811S13", Account: dealer, Balance: math.NewInt(50_000),
			Cash: wire.Money{Currency: "JPY", Micro: math.NewInt(525_000_000)}, Posted: date.MustParse("2026-06-22"),
		},
		iso20022.CashNotice: wire.CashNotice{Reference: "CSH-1", Account: dealer, Created: time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC), Entries: []wire.Entry{
			{Reference: "H120-1", Credit: true, Cash: wire.Money{Currency: "JPY", Micro: math.NewInt(10)}, Booked: day},
		}},
	}
}

func TestGolden(t *testing.T) {
	for name, message := range said() {
		t.Run(name, func(t *testing.T) {
			document, err := iso20022.Emit(message)
			require.NoError(t, err)
			file := filepath.Join("testdata", name+".xml")
			if *update {
				require.NoError(t, os.MkdirAll("testdata", 0o755))
				require.NoError(t, os.WriteFile(file, document, 0o600))
			}
			golden, err := os.ReadFile(file)
			require.NoError(t, err)
			require.Equal(t, string(golden), string(document))
			parsed, err := iso20022.Parse(golden)
			require.NoError(t, err)
			require.Equal(t, message, parsed)
		})
	}
}

func roundTrip[M any](t *testing.T, draw *rapid.Generator[M]) {
	rapid.Check(t, func(t *rapid.T) {
		message := draw.Draw(t, "message")
		document, err := iso20022.Emit(message)
		require.NoError(t, err)
		parsed, err := iso20022.Parse(document)
		require.NoError(t, err)
		again, err := iso20022.Emit(parsed)
		require.NoError(t, err)
		require.Equal(t, string(document), string(again))
		require.Equal(t, any(message), parsed)
	})
}

func TestWhatIsEmittedIsParsed(t *testing.T) {
	t.Run(iso20022.Instruction, func(t *testing.T) { roundTrip(t, wiretest.Instruction()) })
	t.Run(iso20022.StatusAdvice, func(t *testing.T) { roundTrip(t, wiretest.Status()) })
	t.Run(iso20022.Confirmation, func(t *testing.T) { roundTrip(t, wiretest.Confirmation()) })
	t.Run(iso20022.HoldingsStatement, func(t *testing.T) { roundTrip(t, wiretest.Holdings()) })
	t.Run(iso20022.TransactionStatement, func(t *testing.T) { roundTrip(t, wiretest.Transactions()) })
	t.Run(iso20022.EventNotice, func(t *testing.T) { roundTrip(t, wiretest.Event()) })
	t.Run(iso20022.EventConfirmation, func(t *testing.T) { roundTrip(t, wiretest.Movement()) })
	t.Run(iso20022.CashNotice, func(t *testing.T) { roundTrip(t, wiretest.CashNotice()) })
}

func TestBadDocumentsAreRefused(t *testing.T) {
	good, err := iso20022.Emit(sale())
	require.NoError(t, err)
	text := string(good)
	body := text[strings.Index(text, "<Document"):]
	replaced := func(old, with string) string {
		require.Contains(t, text, old)
		return strings.Replace(text, old, with, 1)
	}
	for name, document := range map[string]string{
		"empty":                 "",
		"words":                 "settle, please",
		"cut off":               text[:len(text)/2],
		"two documents":         text + body,
		"text after":            text + "more",
		"document type":         `<!DOCTYPE Document SYSTEM "http://example.com/x.dtd">` + body,
		"entities":              `<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>` + body,
		"external entity":       `<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + replaced("DLR-0001", "&x;"),
		"unknown entity":        replaced("DLR-0001", "&x;"),
		"stylesheet":            `<?xml-stylesheet href="x"?>` + body,
		"another version":       replaced("sese.023.001.11", "sese.023.001.10"),
		"no namespace":          replaced(` xmlns="urn:iso:std:iso:20022:tech:xsd:sese.023.001.11"`, ""),
		"foreign namespace":     replaced("<TxId>", `<TxId xmlns="urn:x">`),
		"prefixed stranger":     replaced("<Document ", `<Document xmlns:x="urn:x" x:y="z" `),
		"not UTF-8":             replaced("DLR-0001", "\xff"),
		"unknown element":       replaced("<TxId>", "<Extra>1</Extra><TxId>"),
		"twice":                 replaced("<TxId>DLR-0001</TxId>", "<TxId>DLR-0001</TxId><TxId>DLR-0001</TxId>"),
		"out of order":          replaced("<CmonId>TRADE-7</CmonId>", "") + "",
		"missing":               replaced("<ISIN>JP1103811S13</ISIN>", ""),
		"attribute":             replaced("<TxId>", `<TxId a="b">`),
		"empty text":            replaced("DLR-0001", ""),
		"text between":          replaced("<TxId>", "words<TxId>"),
		"check digit":           replaced("JP1103811S13", "JP1103811S14"),
		"LEI":                   replaced("353800WZS8AXZXFUC241", "353800WZS8AXZXFUC242"),
		"BIC":                   replaced("NOSCJPJT", "NOSC1PJT"),
		"account":               replaced("<Id>"+client+"</Id>", "<Id>John</Id>"),
		"amount in words":       replaced("100040000.5", "one million"),
		"exponent":              replaced("100040000.5", "1e6"),
		"sign":                  replaced("100040000.5", "-1"),
		"plus":                  replaced("100040000.5", "+1"),
		"six decimals":          replaced("100040000.5", "1.000001"),
		"comma":                 replaced("100040000.5", "1,5"),
		"leading zero":          replaced("100040000.5", "01"),
		"zero":                  replaced("100040000.5", "0"),
		"space":                 replaced("100040000.5", " 1"),
		"endless amount":        replaced("100040000.5", strings.Repeat("9", 19)),
		"half a unit":           replaced("<FaceAmt>100000000</FaceAmt>", "<FaceAmt>0.5</FaceAmt>"),
		"no currency":           replaced(` Ccy="JPY"`, ""),
		"currency":              replaced(`"JPY"`, `"yen"`),
		"direction":             replaced("DELI", "GIVE"),
		"free with cash":        replaced("APMT", "FREE"),
		"wrong sign of cash":    replaced("CRDT", "DBIT"),
		"date":                  replaced("2026-02-03", "2026-02-30"),
		"date with time":        replaced("2026-02-03", "2026-02-03T00:00:00"),
		"settles before traded": replaced("2026-02-03", "2026-02-01"),
		"somebody else's side":  replaced("<Id>"+dealer+"</Id>", "<Id>"+client+"</Id>"),
		"self-settlement":       strings.ReplaceAll(text, client, dealer),
		"both deliver":          replaced("DELI", "RECE"),
		"hold in words":         replaced("<SctiesTxTp>", "<HldInd><Ind>perhaps</Ind></HldInd><SctiesTxTp>"),
		"consent in words":      replaced("NPAR", "SOME"),
		"another transaction":   replaced(">TRAD<", ">REPU<"),
		"too deep":              strings.Repeat("<a>", 30) + strings.Repeat("</a>", 30),
		"too large":             text + strings.Repeat(" ", wire.MaxBytes),
		"too many elements":     "<Document>" + strings.Repeat("<a/>", 120_000) + "</Document>",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := iso20022.Parse([]byte(document))
			require.ErrorIs(t, err, wire.ErrInvalid)
		})
	}
}

func TestAnswersThatContradictThemselvesAreRefused(t *testing.T) {
	for name, replaced := range map[string]struct{ message, old, with string }{
		"an unknown part":         {iso20022.Confirmation + "-part", "PAIN", "SOME"},
		"a hold is not repeated":  {iso20022.Confirmation, "<SctiesTxTp>", "<HldInd><Ind>true</Ind></HldInd><SctiesTxTp>"},
		"an unknown kind":         {iso20022.EventNotice, "INTR", "GIFT"},
		"a rate of another kind":  {iso20022.EventNotice, "INTR", "REDM"},
		"matched and pending":     {iso20022.StatusAdvice, "<SttlmSts>", "<MtchgSts><Mtchd><NoSpcfdRsn>NORE</NoSpcfdRsn></Mtchd></MtchgSts><SttlmSts>"},
		"two pages":               {iso20022.HoldingsStatement, "<PgNb>1</PgNb>", "<PgNb>2</PgNb>"},
		"more available than all": {iso20022.HoldingsStatement, "<FaceAmt>150</FaceAmt>", "<FaceAmt>501</FaceAmt>"},
		"outside the period":      {iso20022.TransactionStatement, "<ToDt>2026-02-03</ToDt>", "<ToDt>2026-02-02</ToDt>"},
	} {
		t.Run(name, func(t *testing.T) {
			document, err := iso20022.Emit(said()[replaced.message])
			require.NoError(t, err)
			require.Contains(t, string(document), replaced.old)
			_, err = iso20022.Parse([]byte(strings.Replace(string(document), replaced.old, replaced.with, 1)))
			require.ErrorIs(t, err, wire.ErrInvalid)
		})
	}
}

func TestWhatCannotBeSaidIsNotSaid(t *testing.T) {
	fine := sale()
	fine.Cash = &wire.Money{Currency: "JPY", Micro: math.NewInt(1)} // a millionth
	_, err := iso20022.Emit(fine)
	require.ErrorIs(t, err, wire.ErrInvalid)
	self := sale()
	self.Counterparty = self.Own
	_, err = iso20022.Emit(self)
	require.ErrorIs(t, err, wire.ErrInvalid)
	_, err = iso20022.Emit("words")
	require.ErrorIs(t, err, wire.ErrInvalid)
}

// FuzzParse: whatever is parsed can be said again, and means the same.
func FuzzParse(f *testing.F) {
	for _, message := range said() {
		document, err := iso20022.Emit(message)
		require.NoError(f, err)
		f.Add(document)
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		parsed, err := iso20022.Parse(document)
		if err != nil {
			require.ErrorIs(t, err, wire.ErrInvalid)
			return
		}
		again, err := iso20022.Emit(parsed)
		require.NoError(t, err)
		reparsed, err := iso20022.Parse(again)
		require.NoError(t, err)
		require.Equal(t, parsed, reparsed)
	})
}
