package report

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/tabwriter"
)

// Table prints cells in columns, as Markdown does.
type Table struct{ *tabwriter.Writer }

// NewTable returns a table with heads. It is written by Flush.
func NewTable(out io.Writer, heads ...any) Table {
	t := Table{tabwriter.NewWriter(out, 0, 0, 1, ' ', 0)}
	t.Row(heads...)
	rules := make([]any, len(heads))
	for i := range rules {
		rules[i] = "---"
	}
	t.Row(rules...)
	return t
}

// Row adds a row.
func (t Table) Row(cells ...any) {
	for _, cell := range cells {
		fmt.Fprintf(t.Writer, "| %v\t", cell)
	}
	fmt.Fprintln(t.Writer, "|")
}

// WriteFile writes a report to a file; none without a name.
func WriteFile(name string, write func(io.Writer) error) error {
	if name == "" {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(write(file), file.Close())
}
