// Package table writes lists as files that other programs read: CSV with a line of titles, or JSON.
package table

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"
)

// CSV and JSON are the formats.
const (
	CSV  = "csv"
	JSON = "json"
)

// Write writes rows in a format. A row is a struct of texts and lists of texts, embedded structs included; its fields are
// the columns, in order, titled as in the tag csv or else json. A list in a CSV field is parted by spaces.
func Write[R any](out io.Writer, format string, rows []R) error {
	switch format {
	case JSON:
		if rows == nil {
			rows = []R{} // an empty list, not null
		}
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		return encoder.Encode(rows)
	case CSV:
		return writeCSV(out, rows)
	default:
		return fmt.Errorf("format is %s or %s, not %q", CSV, JSON, format)
	}
}

func writeCSV[R any](out io.Writer, rows []R) error {
	var titles []string
	eachColumn(reflect.ValueOf(*new(R)), func(title, _ string) { titles = append(titles, title) })
	writer := csv.NewWriter(out)
	if err := writer.Write(titles); err != nil {
		return err
	}
	for _, row := range rows {
		line := make([]string, 0, len(titles))
		eachColumn(reflect.ValueOf(row), func(_, text string) { line = append(line, text) })
		if err := writer.Write(line); err != nil {
			return err
		}
	}
	writer.Flush()
	return writer.Error()
}

func eachColumn(row reflect.Value, visit func(title, text string)) {
	for i := range row.NumField() {
		field, value := row.Type().Field(i), row.Field(i)
		switch {
		case field.Anonymous:
			eachColumn(value, visit)
		case value.Kind() == reflect.Slice:
			visit(title(field), strings.Join(value.Interface().([]string), " "))
		default:
			visit(title(field), value.String())
		}
	}
}

func title(field reflect.StructField) string {
	tag, given := field.Tag.Lookup("csv")
	if !given {
		tag, _, _ = strings.Cut(field.Tag.Get("json"), ",")
	}
	return tag
}

// Word is the text of an enum without its prefix, in small letters: FLOW_KIND_COUPON is "coupon".
func Word(prefix string, value fmt.Stringer) string {
	return strings.ToLower(strings.TrimPrefix(value.String(), prefix))
}
