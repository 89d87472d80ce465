package scenario

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/cosmos/gogoproto/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	abci "github.com/cometbft/cometbft/abci/types"
)

// query asks the chain and prints the fields that show= names, of the whole answer or of each element of the list that each=
// names, one line for each; all fields when nothing is named. The word sorted puts the lines in order: accounts have other
// addresses in every run.
func query(r *Runner, words []string) []string {
	r.Require(len(words) > 0, "query MODULE.Name FIELD=VALUE... [each=LIST] [show=FIELD,...]")
	var each, show string
	var inOrder bool
	var fields []string
	for _, word := range words[1:] {
		if word == "sorted" {
			inOrder = true
		} else if list, ok := strings.CutPrefix(word, "each="); ok {
			each = list
		} else if names, ok := strings.CutPrefix(word, "show="); ok {
			show = names
		} else {
			fields = append(fields, word)
		}
	}
	answer, err := r.ask(words[0], fields)
	if err != nil {
		return []string{"refused: " + r.named(firstLine(err.Error()))}
	}
	if each == "" {
		return r.show(answer, show)
	}
	list, _ := pick(answer, each).([]any)
	if len(list) == 0 {
		return []string{"none"}
	}
	var lines []string
	for _, element := range list {
		lines = append(lines, strings.Join(r.show(element, show), "  "))
	}
	if inOrder {
		slices.Sort(lines)
	}
	return lines
}

// ask puts a query to the application and returns the answer as JSON.
func (r *Runner) ask(name string, fields []string) (any, error) {
	parts := qualified.FindStringSubmatch(name)
	r.Require(parts != nil, "a query is MODULE.Name, not "+name)
	method := r.method(parts[1], parts[2])
	// A file that was registered before one that it imports has only the names of what is in that.
	input, err := proto.HybridResolver.FindDescriptorByName(method.Input().FullName())
	r.NoError(err)
	tree := map[string]any{}
	for _, field := range r.filled(fields) {
		r.setWord(tree, input.(protoreflect.MessageDescriptor), field)
	}
	request := newMessage(method.Input().FullName())
	r.NoError(r.Chain.Kokusai.AppCodec().UnmarshalJSON(r.json(tree), request))
	data, err := proto.Marshal(request)
	r.NoError(err)
	path := fmt.Sprintf("/%s/%s", method.Parent().FullName(), method.Name())
	response, err := r.Chain.Kokusai.GRPCQueryRouter().Route(path)(r.Chain.Committed(), &abci.RequestQuery{Data: data, Path: path})
	if err != nil {
		return nil, err
	}
	answer := newMessage(method.Output().FullName())
	r.NoError(proto.Unmarshal(response.Value, answer))
	text, err := r.Chain.Kokusai.AppCodec().MarshalJSON(answer)
	r.NoError(err)
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	r.NoError(decoder.Decode(&value))
	return value, nil
}

func newMessage(name protoreflect.FullName) proto.Message {
	return reflect.New(proto.MessageType(string(name)).Elem()).Interface().(proto.Message)
}

// method finds the rpc of a module's query service.
func (r *Runner) method(module, name string) (found protoreflect.MethodDescriptor) {
	service := regexp.MustCompile(`\.` + module + `\.v\d\w*\.Query$`)
	proto.HybridResolver.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		for i := range file.Services().Len() {
			if one := file.Services().Get(i); service.MatchString(string(one.FullName())) {
				found = one.Methods().ByName(protoreflect.Name(name))
			}
		}
		return found == nil
	})
	r.Require(found != nil, "no query "+module+"."+name)
	return found
}

// pick follows a path of names and numbers into JSON.
func pick(value any, path string) any {
	for _, step := range strings.Split(path, ".") {
		switch inner := value.(type) {
		case map[string]any:
			value = inner[step]
		case []any:
			number, err := strconv.Atoi(step)
			if err != nil || number >= len(inner) {
				return nil
			}
			value = inner[number]
		default:
			return nil
		}
	}
	return value
}

// show prints the fields that are named, or all, as "name value".
func (r *Runner) show(value any, names string) []string {
	if names == "" {
		return r.showAll("", value)
	}
	var lines []string
	for _, name := range strings.Split(names, ",") {
		lines = append(lines, name+" "+r.compact(pick(value, name)))
	}
	return lines
}

func (r *Runner) showAll(path string, value any) (lines []string) {
	switch inner := value.(type) {
	case map[string]any:
		if _, isCoin := inner["denom"]; isCoin && len(inner) == 2 {
			break
		}
		names := make([]string, 0, len(inner))
		for name := range inner {
			names = append(names, name)
		}
		sort.Strings(names)
		for _, name := range names {
			lines = append(lines, r.showAll(strings.TrimPrefix(path+"."+name, "."), inner[name])...)
		}
		return lines
	case []any:
		for i, element := range inner {
			lines = append(lines, r.showAll(path+"."+strconv.Itoa(i), element)...)
		}
		return lines
	}
	return []string{path + " " + r.compact(value)}
}

var (
	integer = regexp.MustCompile(`^-?\d{4,}$`)
	decimal = regexp.MustCompile(`^-?\d+\.\d{18}$`)
)

// compact prints one value as people write it.
func (r *Runner) compact(value any) string {
	switch inner := value.(type) {
	case nil:
		return "-"
	case string:
		return r.text(inner)
	case json.Number:
		return r.text(inner.String())
	case map[string]any:
		if denom, ok := inner["denom"].(string); ok && len(inner) == 2 {
			amount, _ := inner["amount"].(string)
			return Money(amount, denom)
		}
		text, err := json.Marshal(inner)
		r.NoError(err)
		return r.named(string(text))
	case []any:
		texts := make([]string, len(inner))
		for i, element := range inner {
			texts[i] = r.compact(element)
		}
		return "[" + strings.Join(texts, ", ") + "]"
	default:
		return fmt.Sprint(inner)
	}
}

func (r *Runner) text(text string) string {
	switch {
	case text == "":
		return "-"
	case integer.MatchString(text):
		return Grouped(text)
	case decimal.MatchString(text):
		return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	default:
		return r.named(text)
	}
}
