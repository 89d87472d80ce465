package types_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protowire"
	"pgregory.net/rapid"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	channeltypes "github.com/cosmos/ibc-go/v11/modules/core/04-channel/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
)

func TestReadAcknowledgement(t *testing.T) {
	yes, err := types.ReadAcknowledgement(channeltypes.NewResultAcknowledgement([]byte{1, 2}).Acknowledgement())
	require.NoError(t, err)
	require.Equal(t, types.Verdict{Succeeded: true, Result: []byte{1, 2}}, yes)
	no, err := types.ReadAcknowledgement(channeltypes.Acknowledgement{
		Response: &channeltypes.Acknowledgement_Error{Error: "no\n" + strings.Repeat("円", 500)},
	}.Acknowledgement())
	require.NoError(t, err)
	require.False(t, no.Succeeded)
	require.Len(t, no.Note, 160)
	require.True(t, strings.HasPrefix(no.Note, "no???"))

	for name, ack := range map[string]string{
		"nothing": "", "no JSON": "ok", "empty": "{}", "null": "null", "both": `{"result":"AQ==","error":"no"}`,
		"space": `{"result": "AQ=="}`, "duplicate": `{"result":"AQ==","result":"Ag=="}`, "extra": `{"result":"AQ==","x":1}`,
		"not base64": `{"result":"?"}`, "a list": `["AQ=="]`, "case": `{"Result":"AQ=="}`, "escapes": `{"error":"\u0041"}`,
		"long": `{"error":"` + strings.Repeat("a", types.MaxAckBytes) + `"}`,
	} {
		_, err := types.ReadAcknowledgement([]byte(ack))
		require.ErrorIs(t, err, types.ErrUnreadable, name)
	}
}

// TestReadAcknowledgementAgrees: what is read is what would be written, whatever comes in.
func TestReadAcknowledgementAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bz := []byte(rapid.StringMatching(`\{"(result|error)": ?"[A-Za-z0-9+/=\\u]{0,12}"(,"x":1)?\}`).Draw(t, "ack"))
		verdict, err := types.ReadAcknowledgement(bz)
		again, errAgain := types.ReadAcknowledgement(bz)
		require.Equal(t, verdict, again)
		require.Equal(t, err == nil, errAgain == nil)
		if err == nil && verdict.Succeeded {
			require.Equal(t, string(bz), string(channeltypes.NewResultAcknowledgement(verdict.Result).Acknowledgement()))
		}
	})
}

func text(number protowire.Number, s string) []byte {
	return protowire.AppendString(protowire.AppendTag(nil, number, protowire.BytesType), s)
}

func varint(number protowire.Number, n uint64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(nil, number, protowire.VarintType), n)
}

func join(parts ...[]byte) (all []byte) {
	for _, part := range parts {
		all = append(all, part...)
	}
	return all
}

func TestReadNumber(t *testing.T) {
	coin := join(text(1, "uusd"), text(2, "1234567890123456789012345678901234567"))
	for _, test := range []struct {
		name    string
		message []byte
		path    []uint32
		want    string
	}{
		{"text", text(1, "42"), []uint32{1}, "42"},
		{"zero", text(1, "0"), []uint32{1}, "0"},
		{"varint", varint(3, 1<<63), []uint32{3}, "9223372036854775808"},
		{"nested", join(text(9, "x"), text(4, string(coin))), []uint32{4, 2}, "1234567890123456789012345678901234567"},
		{"the last counts", join(text(1, "1"), text(1, "2")), []uint32{1}, "2"},
		{"the last kind counts", join(text(1, "1"), varint(1, 7)), []uint32{1}, "7"},
		{"among others", join(varint(2, 5), text(1, "6"), protowire.AppendFixed64(protowire.AppendTag(nil, 3, protowire.Fixed64Type), 9)), []uint32{1}, "6"},
	} {
		got, err := types.ReadNumber(test.message, test.path)
		require.NoError(t, err, test.name)
		require.Equal(t, test.want, got.String(), test.name)
	}
	for _, test := range []struct {
		name    string
		message []byte
		path    []uint32
	}{
		{"absent", text(2, "42"), []uint32{1}},
		{"empty message", nil, []uint32{1}},
		{"no path", text(1, "42"), nil},
		{"empty", text(1, ""), []uint32{1}},
		{"negative", text(1, "-1"), []uint32{1}},
		{"plus", text(1, "+1"), []uint32{1}},
		{"exponent", text(1, "1e3"), []uint32{1}},
		{"leading zero", text(1, "007"), []uint32{1}},
		{"decimal", text(1, "1.0"), []uint32{1}},
		{"words", text(1, "ten"), []uint32{1}},
		{"2^128", text(1, types.MaxClaims.String()), []uint32{1}},
		{"10^80", text(1, "1"+strings.Repeat("0", 80)), []uint32{1}},
		{"varint on the way", varint(1, 5), []uint32{1, 1}},
		{"fixed", protowire.AppendFixed64(protowire.AppendTag(nil, 1, protowire.Fixed64Type), 9), []uint32{1}},
		{"cut off", text(1, "42")[:3], []uint32{1}},
		{"no protobuf", []byte{0xff}, []uint32{1}},
		{"field 0", []byte{0}, []uint32{1}},
	} {
		_, err := types.ReadNumber(test.message, test.path)
		require.ErrorIs(t, err, types.ErrUnreadable, test.name)
	}
}

// TestReadNumberNeverPanics on any bytes.
func TestReadNumberNeverPanics(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bz := rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")
		path := rapid.SliceOfN(rapid.Uint32Range(1, 5), 1, 4).Draw(t, "path")
		n, err := types.ReadNumber(bz, path)
		require.True(t, err != nil || (!n.IsNegative() && n.LT(types.MaxClaims)))
	})
}

func TestReadResult(t *testing.T) {
	result := func(responses ...*codectypes.Any) []byte {
		bz, err := (&sdk.TxMsgData{MsgResponses: responses}).Marshal()
		require.NoError(t, err)
		return bz
	}
	want := types.ResponseField{TypeUrl: "/a.B", Path: []uint32{1}}
	good := &codectypes.Any{TypeUrl: "/a.B", Value: text(1, "42")}
	n, err := types.ReadResult(result(good), 1, want)
	require.NoError(t, err)
	require.Equal(t, "42", n.String())
	n, err = types.ReadResult(result(&codectypes.Any{TypeUrl: "/guard"}, good), 2, want)
	require.NoError(t, err)
	require.Equal(t, "42", n.String())
	for name, bz := range map[string][]byte{
		"none": result(), "another type": result(&codectypes.Any{TypeUrl: "/a.C", Value: good.Value}), "too many": result(good, good), "nonsense": {0xff},
	} {
		_, err := types.ReadResult(bz, 1, want)
		require.ErrorIs(t, err, types.ErrUnreadable, name)
	}
}
