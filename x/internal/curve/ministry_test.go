package curve_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"

	"github.com/kokusai-chain/kokusai/x/internal/curve"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// Both forms of the same days read the same, in either encoding of the Japanese one.
func TestBothFormsAgree(t *testing.T) {
	english, err := os.ReadFile("../testdata/jgbcme.csv")
	require.NoError(t, err)
	sjis, err := os.ReadFile("../testdata/jgbcm.csv")
	require.NoError(t, err)
	utf8, err := japanese.ShiftJIS.NewDecoder().Bytes(sjis)
	require.NoError(t, err)

	want, err := curve.ReadMinistryCSV(bytes.NewReader(english))
	require.NoError(t, err)
	require.Len(t, want, 17)
	require.Equal(t, date.MustParse("2018-09-21"), want[0].Date)
	require.Len(t, want[0].Points, 15)
	require.Equal(t, 480, want[0].Points[14].Months)
	require.Equal(t, dec("1.012"), want[0].Points[14].Yield)
	for _, raw := range [][]byte{sjis, utf8, append([]byte("\xef\xbb\xbf"), utf8...), bytes.ReplaceAll(sjis, []byte("\n"), []byte("\r\n"))} {
		got, err := curve.ReadMinistryCSV(bytes.NewReader(raw))
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
}

func TestMissingYieldsAndErasAndNotes(t *testing.T) {
	fixings, err := curve.ReadMinistryCSV(strings.NewReader(strings.Join([]string{
		"国債金利情報,,,(単位 : %)",
		"基準日,1年,10年,40年",
		"S49.9.24,10.327,9.362,-",
		"S64.1.6,-,-,-",
		"H1.1.9,4.1,4.7,-",
		"H31.4.30,-0.1,0.05,0.6",
		"R1.5.7,-0.1,0.05,0.6",
		"(注)金利は半年複利金利。,,,",
		",,,",
	}, "\n")))
	require.NoError(t, err)
	days := make([]string, len(fixings))
	for i, f := range fixings {
		days[i] = f.Date.String()
	}
	require.Equal(t, []string{"1974-09-24", "1989-01-06", "1989-01-09", "2019-04-30", "2019-05-07"}, days)
	require.Equal(t, []curve.Point{{12, dec("10.327")}, {120, dec("9.362")}}, fixings[0].Points)
	require.Empty(t, fixings[1].Points)
}

func TestMinistryFileRefusals(t *testing.T) {
	for name, text := range map[string]string{
		"empty":              "",
		"no header":          "Interest Rate,,\n2024/7/1,0.1,0.2",
		"header alone bad":   "Date",
		"tenor in words":     "Date,one",
		"tenors not rising":  "Date,10Y,5Y",
		"tenor beyond curve": "Date,51Y",
		"missing column":     "Date,1Y,2Y\n2024/7/1,0.1",
		"extra column":       "Date,1Y\n2024/7/1,0.1,0.2",
		"no such day":        "Date,1Y\n2024/2/30,0.1",
		"month in words":     "Date,1Y\n2024/Jul/1,0.1",
		"negative month":     "Date,1Y\n2024/-7/1,0.1",
		"unknown era":        "基準日,1年\nX6.7.1,0.1",
		"mixed era":          "基準日,1年\nR6/7/1,0.1",
		"exponent":           "Date,1Y\n2024/7/1,1e3",
		"not a number":       "Date,1Y\n2024/7/1,NaN",
		"empty cell":         "Date,1Y\n2024/7/1,",
		"five decimals":      "Date,1Y\n2024/7/1,0.12345",
		"words among rows":   "Date,1Y\nhello,0.1",
		"rows after note":    "Date,1Y\n2024/7/1,0.1\n(note),\n2024/7/2,0.1",
		"neither encoding":   "Date,1Y\n2024/7/1,0.1\n\xff\xfe\x80,",
		"cut off":            "Date,1Y,2Y\n2024/7/1,0.1,0.2\n2024/7/2,0.1,0.",
		"cut off in a digit": "Date,1Y,2Y\n2024/7/1,0.1,0.2\n2024/7/2,0.1,2.1",
		"quote left open":    "Date,1Y\n\"2024/7/1,0.1",
		"too many columns":   "Date" + strings.Repeat(",1Y", 70),
		"too large":          strings.Repeat(",\n", 5<<20),
	} {
		_, err := curve.ReadMinistryCSV(strings.NewReader(text))
		require.ErrorIs(t, err, curve.ErrFile, name)
	}
}

// However much of a file is there, what is read of it is what the whole of it says, and mostly nothing is.
func TestTruncatedFiles(t *testing.T) {
	for _, name := range []string{"jgbcme.csv", "jgbcm.csv"} {
		whole, err := os.ReadFile("../testdata/" + name)
		require.NoError(t, err)
		want, err := curve.ReadMinistryCSV(bytes.NewReader(whole))
		require.NoError(t, err)
		for length := range whole {
			got, err := curve.ReadMinistryCSV(bytes.NewReader(whole[:length]))
			if err != nil {
				require.ErrorIs(t, err, curve.ErrFile)
				continue
			}
			require.LessOrEqual(t, len(got), len(want))
			require.ElementsMatch(t, want[:len(got)], got, "%s cut after %d bytes", name, length)
		}
	}
}

// Other encodings of the same text are refused, or say the same.
func TestWrongEncodings(t *testing.T) {
	sjis, err := os.ReadFile("../testdata/jgbcm.csv")
	require.NoError(t, err)
	want, err := curve.ReadMinistryCSV(bytes.NewReader(sjis))
	require.NoError(t, err)
	utf8, err := japanese.ShiftJIS.NewDecoder().Bytes(sjis)
	require.NoError(t, err)
	for name, encoding := range map[string]encoding.Encoding{
		"EUC-JP": japanese.EUCJP, "ISO-2022-JP": japanese.ISO2022JP,
		"UTF-16": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "UTF-16 without mark": unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM),
	} {
		raw, err := encoding.NewEncoder().Bytes(utf8)
		require.NoError(t, err)
		if got, err := curve.ReadMinistryCSV(bytes.NewReader(raw)); err == nil {
			require.Equal(t, want, got, name)
		}
	}
}
