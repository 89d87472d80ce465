package mt

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/kokusai-chain/kokusai/x/custody/wire"
)

// sequence is a block of fields between :16R:name and :16S:name, or the whole text of a message. What is read is taken
// from it, in order; what is left over is refused.
type sequence struct {
	name  string
	items []item
}

// item is a field or a sequence inside.
type item struct {
	tag, value string
	inside     *sequence
}

const (
	maxDepth = 6
	maxLines = 10_000
)

var (
	header    = regexp.MustCompile(`^\{1:F01([A-Z0-9]{12})0000000000\}\{2:I([0-9]{3})([A-Z0-9]{12})N\}\{4:\n`)
	fieldLine = regexp.MustCompile(`^:([0-9]{2}[A-Z]?):([0-9A-Za-z/?:().,'+ -]*)$`)
)

// readText returns the type, the envelope and the text block of a message.
func readText(message []byte) (kind string, envelope Envelope, text *sequence, err error) {
	if len(message) > wire.MaxBytes {
		return "", envelope, nil, wire.Refuse("a message of %d bytes, at most %d", len(message), wire.MaxBytes)
	}
	body := strings.ReplaceAll(string(message), "\r\n", "\n")
	head := header.FindStringSubmatch(body)
	if head == nil {
		return "", envelope, nil, wire.Refuse("a message begins with {1:F01…}{2:I…N}{4: and a new line")
	}
	body, ended := strings.CutSuffix(strings.TrimRight(body[len(head[0]):], "\n"), "\n-}")
	if !ended {
		return "", envelope, nil, wire.Refuse("a message ends with -}")
	}
	if envelope.Sender, err = bicOf(head[1]); err != nil {
		return "", envelope, nil, err
	}
	if envelope.Receiver, err = bicOf(head[3]); err != nil {
		return "", envelope, nil, err
	}
	text, err = readSequences(strings.Split(body, "\n"))
	return head[2], envelope, text, err
}

func readSequences(lines []string) (*sequence, error) {
	if len(lines) > maxLines {
		return nil, wire.Refuse("more than %d lines", maxLines)
	}
	open := []*sequence{{}}
	for _, line := range lines {
		field := fieldLine.FindStringSubmatch(line)
		if field == nil {
			return nil, wire.Refuse("line %.60q is not a field", line)
		}
		current := open[len(open)-1]
		switch tag, value := field[1], field[2]; tag {
		case "16R":
			inside := &sequence{name: value}
			current.items = append(current.items, item{inside: inside})
			if open = append(open, inside); len(open) > maxDepth {
				return nil, wire.Refuse("more than %d levels", maxDepth)
			}
		case "16S":
			if len(open) == 1 || current.name != value {
				return nil, wire.Refuse(":16S:%s ends nothing", value)
			}
			open = open[:len(open)-1]
		default:
			current.items = append(current.items, item{tag: tag, value: value})
		}
	}
	if len(open) != 1 {
		return nil, wire.Refuse(":16R:%s is not ended", open[len(open)-1].name)
	}
	return open[0], nil
}

// enter takes the next item, which must be the sequence of a name, and reads it to its end.
func (s *sequence) enter(name string, read func(*sequence) error) error {
	if len(s.items) == 0 || s.items[0].inside == nil || s.items[0].inside.name != name {
		return wire.Refuse("sequence %q has no %s here", s.name, name)
	}
	inside := s.items[0].inside
	s.items = s.items[1:]
	if err := read(inside); err != nil {
		return err
	}
	return inside.end()
}

// has tells whether the next item is the field of a tag and qualifier, or the sequence of a name.
func (s *sequence) has(tag, qualifier string) bool {
	if len(s.items) == 0 {
		return false
	}
	next := s.items[0]
	if tag == "16R" {
		return next.inside != nil && next.inside.name == qualifier
	}
	return next.tag == tag && strings.HasPrefix(next.value, prefix(qualifier))
}

// take returns the value of the next item, which must be the field of a tag and qualifier.
func (s *sequence) take(tag, qualifier string) (string, error) {
	if !s.has(tag, qualifier) {
		return "", wire.Refuse("sequence %q has no :%s:%s here", s.name, tag, prefix(qualifier))
	}
	value := strings.TrimPrefix(s.items[0].value, prefix(qualifier))
	s.items = s.items[1:]
	if value == "" {
		return "", wire.Refuse(":%s:%s is empty", tag, prefix(qualifier))
	}
	return value, nil
}

// expect takes a field that must have a value.
func (s *sequence) expect(tag, qualifier, value string) error {
	got, err := s.take(tag, qualifier)
	if err == nil && got != value {
		err = wire.Refuse(":%s:%s is %q, not %q", tag, prefix(qualifier), got, value)
	}
	return err
}

// end refuses what was not taken.
func (s *sequence) end() error {
	if len(s.items) == 0 {
		return nil
	}
	next := s.items[0]
	if next.inside != nil {
		return wire.Refuse("sequence %s in %q: unknown, out of place, or once too often", next.inside.name, s.name)
	}
	return wire.Refuse(":%s:%s in %q: unknown, out of place, or once too often", next.tag, next.value, s.name)
}

func prefix(qualifier string) string {
	if qualifier == "" {
		return ""
	}
	return ":" + qualifier + "//"
}

// writer writes the text of a message.
type writer struct {
	lines []string
	err   error
}

func (w *writer) field(tag, qualifier, value string) {
	w.lines = append(w.lines, fmt.Sprintf(":%s:%s%s", tag, prefix(qualifier), value))
}

func (w *writer) sequence(name string, write func()) {
	w.field("16R", "", name)
	write()
	w.field("16S", "", name)
}

// fail keeps the first error.
func (w *writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}
