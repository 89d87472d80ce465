package scenario

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"time"

	protov2 "google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	cosmos_proto "github.com/cosmos/cosmos-proto"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
)

func (r *Runner) json(value any) []byte {
	text, err := json.Marshal(value)
	r.NoError(err)
	return text
}

// setWord sets what a word of a command says, as "terms.isin=JP1103811S13".
func (r *Runner) setWord(tree map[string]any, of protoreflect.MessageDescriptor, word string) {
	path, value, ok := strings.Cut(word, "=")
	r.Require(ok, "a field is NAME=VALUE, not "+word)
	r.set(tree, of, path, r.Word(value))
}

// set puts the value of a field at its path into the tree that becomes the message's JSON.
func (r *Runner) set(tree map[string]any, of protoreflect.MessageDescriptor, path, value string) {
	name, rest, nested := strings.Cut(path, ".")
	field := of.Fields().ByName(protoreflect.Name(name))
	r.Require(field != nil, string(of.FullName())+" has no field "+name)
	switch {
	case field.IsList():
		r.setInList(tree, field, rest, value)
	case nested:
		r.Require(field.Message() != nil, name+" is no message")
		inner, ok := tree[name].(map[string]any)
		if !ok {
			inner = map[string]any{}
			tree[name] = inner
		}
		r.set(inner, field.Message(), rest, value)
	default:
		tree[name] = r.value(field, value)
	}
}

// setInList sets the element that the path names by its number or, without one, the elements that the value lists.
func (r *Runner) setInList(tree map[string]any, field protoreflect.FieldDescriptor, path, value string) {
	name := string(field.Name())
	list, _ := tree[name].([]any)
	if path == "" {
		for _, element := range strings.Split(value, ";") {
			list = append(list, r.value(field, r.Word(element)))
		}
		tree[name] = list
		return
	}
	index, rest, nested := strings.Cut(path, ".")
	number, err := strconv.Atoi(index)
	r.NoError(err)
	r.Require(number <= len(list), "element "+index+" of "+name+" comes before the one ahead of it")
	if number == len(list) {
		list = append(list, nil)
	}
	if nested {
		inner, ok := list[number].(map[string]any)
		if !ok {
			inner = map[string]any{}
		}
		r.set(inner, field.Message(), rest, value)
		list[number] = inner
	} else {
		list[number] = r.value(field, value)
	}
	tree[name] = list
}

var (
	grouped = regexp.MustCompile(`^-?\d{1,3}(,\d{3})+(\.\d+)?$`)
	coin    = regexp.MustCompile(`^([\d,]+)\s*(\S+)$`)
)

// value returns what a person wrote as the field's JSON.
func (r *Runner) value(field protoreflect.FieldDescriptor, text string) any {
	switch field.Kind() {
	case protoreflect.MessageKind:
		return r.messageValue(field.Message().FullName(), text)
	case protoreflect.EnumKind:
		return r.enumValue(field.Enum(), text)
	case protoreflect.BoolKind:
		return text == "true" || text == "yes"
	case protoreflect.StringKind:
		scalar := protov2.GetExtension(field.Options(), cosmos_proto.E_Scalar).(string)
		if address, ok := r.address(text); ok && scalar == "cosmos.AddressString" {
			return address
		}
		if name, ok := r.settlement(text); ok {
			return name
		}
		return plain(text)
	case protoreflect.BytesKind:
		return text
	default:
		return json.Number(plain(text))
	}
}

func plain(text string) string {
	if grouped.MatchString(text) {
		return strings.ReplaceAll(text, ",", "")
	}
	return text
}

func (r *Runner) messageValue(name protoreflect.FullName, text string) any {
	switch name {
	case "cosmos.base.v1beta1.Coin":
		return r.coin(text)
	case "google.protobuf.Timestamp":
		moment, err := time.Parse("2006-01-02T15:04", text)
		r.NoError(err)
		return moment.Add(-tokyo).Format(time.RFC3339)
	case "google.protobuf.Duration":
		length, err := time.ParseDuration(text)
		r.NoError(err)
		return strconv.FormatFloat(length.Seconds(), 'f', -1, 64) + "s"
	default:
		r.Require(false, "write the fields of "+string(name)+" one by one")
		return nil
	}
}

// coin reads "5,000 yen", "20 dollars", "400,000,000 issue" with what "issue" stands for, or "12ukoku".
func (r *Runner) coin(text string) map[string]string {
	parts := coin.FindStringSubmatch(text)
	r.Require(parts != nil, "not a coin: "+text)
	amount, denom := strings.ReplaceAll(parts[1], ",", ""), r.denom(parts[2])
	if parts[2] == "yen" || parts[2] == "dollars" {
		amount += "000000"
	}
	return map[string]string{"denom": denom, "amount": amount}
}

// denom returns what a person calls a denom: yen, dollars, an ISIN or what stands for one, or the denom itself.
func (r *Runner) denom(name string) string {
	switch name = r.Word(name); name {
	case "yen":
		return "ujpy"
	case "dollars":
		return "uusd"
	}
	if denom := bondtypes.Denom(name); isBond(denom) {
		return denom
	}
	return name
}

// enumValue finds the value whose name ends with the word: "fixed" is SERIES_KIND_FIXED.
func (r *Runner) enumValue(of protoreflect.EnumDescriptor, word string) any {
	ending := "_" + strings.ToUpper(strings.ReplaceAll(word, "-", "_"))
	var found protoreflect.Name
	for i := range of.Values().Len() {
		name := of.Values().Get(i).Name()
		if strings.HasSuffix(string(name), ending) && (found == "" || len(name) < len(found)) {
			found = name
		}
	}
	r.Require(found != "", "no "+word+" in "+string(of.FullName()))
	return string(found)
}

func isBond(denom string) bool {
	_, ok := bondtypes.ISINOf(denom)
	return ok
}
