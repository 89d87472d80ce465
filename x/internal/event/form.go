package event

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/cosmos/gogoproto/proto"
)

// form says how to write a message: its fields in their own order, as inside of an attribute, and in that of their names, as the
// attributes of an event.
type form struct {
	fields, byKey []field
}

// field writes one field of a message as JSON.
type field struct {
	index int
	key   string
	write writer
}

// writer appends a value, or declines one that only the SDK knows how to write.
type writer func(text []byte, value reflect.Value) ([]byte, bool)

type jsonMarshaler interface{ MarshalJSON() ([]byte, error) }

var (
	jsonType    = reflect.TypeFor[jsonMarshaler]()
	messageType = reflect.TypeFor[proto.Message]()
)

// newForm returns nil for a type with a field that is left to the SDK.
func newForm(t reflect.Type) *form {
	made := &form{}
	for i := range t.NumField() {
		tag := t.Field(i).Tag.Get("protobuf")
		if tag == "" {
			return nil // a oneof
		}
		write := writerOf(t.Field(i).Type, strings.Contains(tag, ",enum="))
		if write == nil {
			return nil
		}
		made.fields = append(made.fields, field{i, nameOf(tag), write})
	}
	made.byKey = slices.Clone(made.fields)
	slices.SortFunc(made.byKey, func(a, b field) int { return strings.Compare(a.key, b.key) })
	return made
}

// nameOf finds the name in a tag such as "bytes,1,opt,name=isin,proto3".
func nameOf(tag string) string {
	for _, part := range strings.Split(tag, ",") {
		if name, ok := strings.CutPrefix(part, "name="); ok {
			return name
		}
	}
	return ""
}

func writerOf(t reflect.Type, enum bool) writer {
	switch {
	case t.Kind() == reflect.String:
		return writeString
	case t.Kind() == reflect.Bool:
		return func(text []byte, v reflect.Value) ([]byte, bool) { return strconv.AppendBool(text, v.Bool()), true }
	case t.Kind() == reflect.Uint32:
		return func(text []byte, v reflect.Value) ([]byte, bool) { return strconv.AppendUint(text, v.Uint(), 10), true }
	case t.Kind() == reflect.Int32 && enum:
		return writeEnum
	case t.Kind() == reflect.Int32:
		return func(text []byte, v reflect.Value) ([]byte, bool) { return strconv.AppendInt(text, v.Int(), 10), true }
	case t.Kind() == reflect.Uint64:
		return func(text []byte, v reflect.Value) ([]byte, bool) {
			return append(strconv.AppendUint(append(text, '"'), v.Uint(), 10), '"'), true
		}
	case t.Kind() == reflect.Int64 && !t.Implements(reflect.TypeFor[fmt.Stringer]()): // not a duration
		return func(text []byte, v reflect.Value) ([]byte, bool) {
			return append(strconv.AppendInt(append(text, '"'), v.Int(), 10), '"'), true
		}
	case t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Uint8:
		return writeList(writerOf(t.Elem(), enum))
	case t.Kind() == reflect.Struct && reflect.PointerTo(t).Implements(messageType):
		return writeMessage(t)
	case t.Kind() == reflect.Struct && t.Implements(jsonType) && t.PkgPath() == "cosmossdk.io/math":
		return writeNumber
	default:
		return nil
	}
}

// writeString quotes a text. What JSON has to escape is left to its own package, whose rules are many.
func writeString(text []byte, v reflect.Value) ([]byte, bool) {
	for _, c := range []byte(v.String()) {
		if c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			quoted, err := json.Marshal(v.String())
			return append(text, quoted...), err == nil
		}
	}
	return append(append(append(text, '"'), v.String()...), '"'), true
}

// writeEnum writes the name of a value, or the bare number of one that has none.
func writeEnum(text []byte, v reflect.Value) ([]byte, bool) {
	named, ok := v.Interface().(fmt.Stringer)
	if !ok {
		return nil, false
	}
	name := named.String()
	if name == strconv.FormatInt(v.Int(), 10) {
		return append(text, name...), true
	}
	return append(append(append(text, '"'), name...), '"'), true
}

// writeNumber writes an amount or a rate as its package does.
func writeNumber(text []byte, v reflect.Value) ([]byte, bool) {
	number, err := v.Interface().(jsonMarshaler).MarshalJSON()
	return append(text, number...), err == nil
}

func writeList(element writer) writer {
	if element == nil {
		return nil
	}
	return func(text []byte, v reflect.Value) ([]byte, bool) {
		text = append(text, '[')
		for i := range v.Len() {
			if i > 0 {
				text = append(text, ',')
			}
			var ok bool
			if text, ok = element(text, v.Index(i)); !ok {
				return nil, false
			}
		}
		return append(text, ']'), true
	}
}

func writeMessage(t reflect.Type) writer {
	inner := formOf(t)
	if inner == nil {
		return nil
	}
	return func(text []byte, v reflect.Value) ([]byte, bool) {
		text = append(text, '{')
		for i, field := range inner.fields {
			if i > 0 {
				text = append(text, ',')
			}
			text = append(append(append(text, '"'), field.key...), '"', ':')
			var ok bool
			if text, ok = field.write(text, v.Field(field.index)); !ok {
				return nil, false
			}
		}
		return append(text, '}'), true
	}
}
