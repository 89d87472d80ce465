package iso20022

import (
	"bytes"
	"encoding/xml"
	"reflect"
	"strings"

	"github.com/kokusai-chain/kokusai/x/custody/wire"
)

// Messages are structs whose fields stand in the order of the message definition. A field's tag iso:"Name" is its element; a
// pointer may be missing, a slice repeats, text is a string type. A field tagged iso:",text" is the text of its element,
// and one tagged iso:"Ccy,attr" an attribute. What is not in the struct is refused, in whatever place.

// field is how a struct's field is spelt.
type field struct {
	name       string
	text, attr bool
}

func fieldOf(f reflect.StructField) field {
	name, option, _ := strings.Cut(f.Tag.Get("iso"), ",")
	return field{name: name, text: option == "text", attr: option == "attr"}
}

// decode fills a value from an element and refuses whatever is left over.
func decode(from *element, into reflect.Value) error {
	switch into.Kind() {
	case reflect.Pointer:
		into.Set(reflect.New(into.Type().Elem()))
		return decode(from, into.Elem())
	case reflect.String:
		if len(from.children) > 0 || len(from.attributes) > 0 || from.text == "" {
			return wire.Refuse("<%s> holds text and nothing else", from.name)
		}
		into.SetString(from.text)
		return nil
	}
	attributes, isText := 0, false
	for i := range into.NumField() {
		spelt := fieldOf(into.Type().Field(i))
		var err error
		switch {
		case spelt.text:
			isText = true
			into.Field(i).SetString(from.text)
		case spelt.attr:
			attributes++
			err = decodeAttribute(from, spelt.name, into.Field(i))
		default:
			err = decodeField(from, spelt.name, into.Field(i))
		}
		if err != nil {
			return err
		}
	}
	switch {
	case from.next < len(from.children):
		return wire.Refuse("<%s> in <%s>: unknown, out of place, or once too often", from.children[from.next].name, from.name)
	case len(from.attributes) != attributes:
		return wire.Refuse("attributes of <%s>", from.name)
	case !isText && strings.TrimSpace(from.text) != "":
		return wire.Refuse("text in <%s>", from.name)
	}
	return nil
}

func decodeAttribute(from *element, name string, into reflect.Value) error {
	for _, attribute := range from.attributes {
		if attribute.Name.Local == name {
			into.SetString(attribute.Value)
			return nil
		}
	}
	return wire.Refuse("<%s> has no %s", from.name, name)
}

func decodeField(from *element, name string, into reflect.Value) error {
	if into.Kind() == reflect.Slice {
		for from.follows(name) {
			item := reflect.New(into.Type().Elem()).Elem()
			if err := decode(from.take(), item); err != nil {
				return err
			}
			into.Set(reflect.Append(into, item))
		}
		return nil
	}
	if from.follows(name) {
		return decode(from.take(), into)
	}
	if into.Kind() == reflect.Pointer {
		return nil
	}
	return wire.Refuse("<%s> has no <%s>", from.name, name)
}

func (e *element) follows(name string) bool {
	return e.next < len(e.children) && e.children[e.next].name == name
}

func (e *element) take() *element {
	e.next++
	return e.children[e.next-1]
}

// encode writes a value as the element of a name.
func encode(out *bytes.Buffer, name, attributes string, value reflect.Value, depth int) {
	switch value.Kind() {
	case reflect.Pointer:
		if !value.IsNil() {
			encode(out, name, attributes, value.Elem(), depth)
		}
		return
	case reflect.Slice:
		for i := range value.Len() {
			encode(out, name, attributes, value.Index(i), depth)
		}
		return
	}
	indent := strings.Repeat("  ", depth)
	if value.Kind() == reflect.String {
		out.WriteString(indent + "<" + name + ">" + escape(value.String()) + "</" + name + ">\n")
		return
	}
	text, isText := "", false
	for i := range value.NumField() {
		spelt := fieldOf(value.Type().Field(i))
		if spelt.attr {
			attributes += " " + spelt.name + `="` + escape(value.Field(i).String()) + `"`
		}
		if spelt.text {
			text, isText = escape(value.Field(i).String()), true
		}
	}
	if isText {
		out.WriteString(indent + "<" + name + attributes + ">" + text + "</" + name + ">\n")
		return
	}
	out.WriteString(indent + "<" + name + attributes + ">\n")
	for i := range value.NumField() {
		encode(out, fieldOf(value.Type().Field(i)).name, "", value.Field(i), depth+1)
	}
	out.WriteString(indent + "</" + name + ">\n")
}

func escape(text string) string {
	var out bytes.Buffer
	_ = xml.EscapeText(&out, []byte(text)) // a buffer takes everything
	return out.String()
}
