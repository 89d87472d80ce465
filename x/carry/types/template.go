package types

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
)

// MaxTemplateBytes bounds a message template.
const MaxTemplateBytes = 4096

// Names that stand for values in a venue's templates.
const (
	HoldAccount  = "account"  // the interchain account's address
	HoldAmount   = "amount"   // money to supply or to send home
	HoldClaims   = "claims"   // claims to redeem
	HoldReceiver = "receiver" // the position's account on this chain
	HoldTimeout  = "timeout"  // when the way home times out, unix nanoseconds
	HoldSequence = "sequence" // the sequence of the packet home that timed out
	HoldIdle     = "idle"     // all the money that positions have idle in the interchain account
)

var (
	placeholder = regexp.MustCompile(`\{[a-z]+\}`)
	safeValue   = regexp.MustCompile(`^[a-zA-Z0-9/_-]{1,256}$`)
	typeURL     = regexp.MustCompile(`^/[a-zA-Z][a-zA-Z0-9_.]{0,126}$`)
	printable   = regexp.MustCompile(`^[ -~\n\t]*$`)
)

// A Substitution gives a name of a template its value.
type Substitution struct{ Name, Value string }

// ValidateTemplate checks that a template is the JSON object of a message with an @type, in which names stand in string
// values only, all of them allowed and the required ones among them.
func ValidateTemplate(name, template string, required, optional []string) error {
	fail := func(format string, args ...any) error {
		return ErrInvalidTemplate.Wrapf(name+": "+format, args...)
	}
	if len(template) == 0 || len(template) > MaxTemplateBytes {
		return fail("must have 1 to %d bytes, not %d", MaxTemplateBytes, len(template))
	}
	if !printable.MatchString(template) {
		return fail("must be printable ASCII")
	}
	var object map[string]any
	if err := json.Unmarshal([]byte(template), &object); err != nil {
		return fail("not a JSON object")
	}
	if url, ok := object["@type"].(string); !ok || !typeURL.MatchString(url) {
		return fail(`"@type" must be a message's type URL`)
	}
	if !keysArePlain(object) {
		return fail("field names must have no braces")
	}
	found := placeholder.FindAllString(template, -1)
	for _, hold := range found {
		known := strings.Trim(hold, "{}")
		if !slices.Contains(required, known) && !slices.Contains(optional, known) {
			return fail("%s stands for nothing here", hold)
		}
	}
	for _, want := range required {
		if !slices.Contains(found, "{"+want+"}") {
			return fail("{%s} is missing", want)
		}
	}
	return nil
}

func keysArePlain(value any) bool {
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			if strings.ContainsAny(key, "{}") || !keysArePlain(inner) {
				return false
			}
		}
	case []any:
		return !slices.ContainsFunc(v, func(inner any) bool { return !keysArePlain(inner) })
	}
	return true
}

// Render puts the values into the template. A value with any other character than letters, digits, /, _ and - is refused,
// so that no value can change the message's shape.
func Render(template string, values ...Substitution) (json.RawMessage, error) {
	pairs := make([]string, 0, 2*len(values))
	for _, v := range values {
		if !safeValue.MatchString(v.Value) {
			return nil, ErrInvalidTemplate.Wrapf("value of {%s} has characters that are not allowed", v.Name)
		}
		pairs = append(pairs, "{"+v.Name+"}", v.Value)
	}
	text := strings.NewReplacer(pairs...).Replace(template)
	if left := placeholder.FindString(text); left != "" {
		return nil, ErrInvalidTemplate.Wrapf("%s has no value", left)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, []byte(text)); err != nil {
		return nil, ErrInvalidTemplate.Wrap("rendered message is not JSON")
	}
	return compact.Bytes(), nil
}
