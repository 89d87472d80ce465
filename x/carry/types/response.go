package types

import (
	"bytes"
	"regexp"
	"strconv"

	"google.golang.org/protobuf/encoding/protowire"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	channeltypes "github.com/cosmos/ibc-go/v11/modules/core/04-channel/types"
)

const (
	// MaxAckBytes bounds the acknowledgements that are read at all.
	MaxAckBytes = 64 << 10
	// MaxUnreadBytes bounds the unread results that are kept.
	MaxUnreadBytes = 4 << 10

	maxPathDepth = 8
	maxDigits    = 39 // of MaxClaims
	maxNote      = 160
)

var digits = regexp.MustCompile(`^(0|[1-9][0-9]*)$`)

// A Verdict is what an acknowledgement says.
type Verdict struct {
	// Succeeded tells whether the other chain did what was asked.
	Succeeded bool
	// Result is what it answered if it did.
	Result []byte
	// Note is why it did not.
	Note string
}

// ReadAcknowledgement reads an acknowledgement. Only the one canonical form of the JSON is read, because a decoder may
// not agree with itself on others; anything else is ErrUnreadable, in the same words on every machine.
func ReadAcknowledgement(bz []byte) (Verdict, error) {
	if len(bz) > MaxAckBytes {
		return Verdict{}, ErrUnreadable.Wrapf("acknowledgement of %d bytes", len(bz))
	}
	var ack channeltypes.Acknowledgement
	if err := channeltypes.SubModuleCdc.UnmarshalJSON(bz, &ack); err != nil {
		return Verdict{}, ErrUnreadable.Wrap("acknowledgement is not JSON")
	}
	if !bytes.Equal(ack.Acknowledgement(), bz) {
		return Verdict{}, ErrUnreadable.Wrap("acknowledgement is not canonical")
	}
	switch response := ack.Response.(type) {
	case *channeltypes.Acknowledgement_Result:
		return Verdict{Succeeded: true, Result: response.Result}, nil
	case *channeltypes.Acknowledgement_Error:
		return Verdict{Note: Note(response.Error)}, nil
	default:
		return Verdict{}, ErrUnreadable.Wrap("acknowledgement is empty")
	}
}

// Note makes another chain's words fit for the state and for events: printable ASCII, short.
func Note(words string) string {
	clean := make([]byte, 0, maxNote)
	for _, r := range words {
		if len(clean) == maxNote {
			break
		}
		if r < ' ' || r > '~' {
			r = '?'
		}
		clean = append(clean, byte(r))
	}
	return string(clean)
}

// ReadResult finds a number in the result of an order to an interchain account: in the response to the order's last
// message.
func ReadResult(result []byte, messages int, field ResponseField) (math.Int, error) {
	var data sdk.TxMsgData
	if err := data.Unmarshal(result); err != nil {
		return math.Int{}, ErrUnreadable.Wrap("result is no TxMsgData")
	}
	if len(data.MsgResponses) != messages {
		return math.Int{}, ErrUnreadable.Wrapf("%d responses to %d messages", len(data.MsgResponses), messages)
	}
	last := data.MsgResponses[messages-1]
	if last.TypeUrl != field.TypeUrl {
		return math.Int{}, ErrUnreadable.Wrapf("response of another type than %s", field.TypeUrl)
	}
	return ReadNumber(last.Value, field.Path)
}

// ReadNumber follows field numbers through a protobuf message to a string of decimal digits or a varint. A field that is
// not there is unreadable, never zero.
func ReadNumber(message []byte, path []uint32) (math.Int, error) {
	for i, number := range path {
		last := i == len(path)-1
		content, varint, found, err := readField(message, protowire.Number(number), last)
		switch {
		case err != nil:
			return math.Int{}, err
		case !found:
			return math.Int{}, ErrUnreadable.Wrapf("no field %d in the response", number)
		case varint != nil:
			return math.NewIntFromUint64(*varint), nil
		case last:
			return parseNumber(content)
		}
		message = content
	}
	return math.Int{}, ErrUnreadable.Wrap("no path")
}

// readField returns the last occurrence of a field, which is the one that counts.
func readField(message []byte, want protowire.Number, varintAllowed bool) (content []byte, varint *uint64, found bool, err error) {
	for len(message) > 0 {
		number, kind, n := protowire.ConsumeTag(message)
		if n < 0 {
			return nil, nil, false, ErrUnreadable.Wrap("response is not protobuf")
		}
		message = message[n:]
		size := protowire.ConsumeFieldValue(number, kind, message)
		if size < 0 {
			return nil, nil, false, ErrUnreadable.Wrap("response is not protobuf")
		}
		if number == want {
			switch {
			case kind == protowire.BytesType:
				content, _ = protowire.ConsumeBytes(message)
				varint = nil
			case kind == protowire.VarintType && varintAllowed:
				value, _ := protowire.ConsumeVarint(message)
				varint = &value
			default:
				return nil, nil, false, ErrUnreadable.Wrapf("field %d is of another kind", want)
			}
			found = true
		}
		message = message[size:]
	}
	return content, varint, found, nil
}

func parseNumber(text []byte) (math.Int, error) {
	if len(text) > maxDigits || !digits.Match(text) {
		return math.Int{}, ErrUnreadable.Wrap("not a number of decimal digits")
	}
	number, ok := math.NewIntFromString(string(text))
	if !ok || number.GTE(MaxClaims) {
		return math.Int{}, ErrUnreadable.Wrap("number too large")
	}
	return number, nil
}

// Validate checks a place in a response.
func (f ResponseField) Validate(name string) error {
	if !typeURL.MatchString(f.TypeUrl) {
		return ErrInvalidVenue.Wrapf("%s: %q is not a type URL", name, f.TypeUrl)
	}
	return validatePath(name, f.Path)
}

func validatePath(name string, path []uint32) error {
	if len(path) == 0 || len(path) > maxPathDepth {
		return ErrInvalidVenue.Wrapf("%s: the path must have 1 to %d field numbers", name, maxPathDepth)
	}
	for _, number := range path {
		if !validFieldNumber(number) {
			return ErrInvalidVenue.Wrapf("%s: %s is no field number", name, strconv.FormatUint(uint64(number), 10))
		}
	}
	return nil
}

func validFieldNumber(number uint32) bool {
	n := protowire.Number(number)
	return number <= uint32(protowire.MaxValidNumber) && n.IsValid() && (n < protowire.FirstReservedNumber || n > protowire.LastReservedNumber)
}
