package iso20022

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/kokusai-chain/kokusai/x/custody/wire"
)

// Limits of a document, besides its size.
const (
	maxDepth    = 24
	maxElements = 100_000
)

// element is a piece of a document: a leaf has text, another has children.
type element struct {
	name       string
	attributes []xml.Attr
	children   []*element
	text       string
	next       int // the first child that is not read yet
}

// read returns the document element and its namespace. It accepts elements of one namespace, attributes without one,
// comments and an XML declaration; document types, entities and processing instructions are refused, so that nothing
// expands and nothing is fetched.
func read(document []byte) (*element, string, error) {
	if len(document) > wire.MaxBytes {
		return nil, "", wire.Refuse("a document of %d bytes, at most %d", len(document), wire.MaxBytes)
	}
	if !utf8.Valid(document) {
		return nil, "", wire.Refuse("not UTF-8")
	}
	decoder := xml.NewDecoder(bytes.NewReader(document))
	decoder.Strict, decoder.CharsetReader = true, nil
	r := reader{}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, "", wire.Refuse("%s", err)
		}
		if err := r.take(token); err != nil {
			return nil, "", err
		}
	}
	if r.root == nil {
		return nil, "", wire.Refuse("an empty document")
	}
	return r.root, r.namespace, nil
}

type reader struct {
	root      *element
	open      []*element
	namespace string
	count     int
}

func (r *reader) take(token xml.Token) error {
	switch token := token.(type) {
	case xml.StartElement:
		return r.start(token)
	case xml.EndElement:
		return r.end()
	case xml.CharData:
		return r.characters(string(token))
	case xml.Comment:
		return nil
	case xml.ProcInst:
		if token.Target == "xml" && r.root == nil {
			return nil
		}
		return wire.Refuse("processing instruction %q", token.Target)
	default: // a directive: <!DOCTYPE, <!ENTITY
		return wire.Refuse("document types and entities are not read")
	}
}

func (r *reader) start(token xml.StartElement) error {
	if r.count++; r.count > maxElements {
		return wire.Refuse("more than %d elements", maxElements)
	}
	opened := &element{name: token.Name.Local}
	for _, attribute := range token.Attr {
		switch {
		case attribute.Name.Space == "" && attribute.Name.Local == "xmlns", attribute.Name.Space == "xmlns":
		case attribute.Name.Space == "":
			opened.attributes = append(opened.attributes, attribute)
		default:
			return wire.Refuse("attribute %s of <%s>", attribute.Name.Local, opened.name)
		}
	}
	switch {
	case r.root == nil:
		r.root, r.namespace = opened, token.Name.Space
	case len(r.open) == 0:
		return wire.Refuse("<%s> after the end", opened.name)
	case token.Name.Space != r.namespace:
		return wire.Refuse("<%s> is of namespace %q, not %q", opened.name, token.Name.Space, r.namespace)
	case len(r.open) >= maxDepth:
		return wire.Refuse("more than %d levels", maxDepth)
	default:
		parent := r.open[len(r.open)-1]
		parent.children = append(parent.children, opened)
	}
	r.open = append(r.open, opened)
	return nil
}

func (r *reader) end() error {
	closed := r.open[len(r.open)-1]
	r.open = r.open[:len(r.open)-1]
	if len(closed.children) > 0 {
		if strings.TrimSpace(closed.text) != "" {
			return wire.Refuse("text between the elements of <%s>", closed.name)
		}
		closed.text = ""
	}
	return nil
}

func (r *reader) characters(text string) error {
	if len(r.open) > 0 {
		r.open[len(r.open)-1].text += text
		return nil
	}
	if strings.TrimSpace(text) != "" {
		return wire.Refuse("text outside the document")
	}
	return nil
}
