package event_test

import (
	"io/fs"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoreflect"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	_ "github.com/kokusai-chain/kokusai/x/bond/auction/types"
	_ "github.com/kokusai-chain/kokusai/x/bond/offering/types"
	_ "github.com/kokusai-chain/kokusai/x/bond/types"
	_ "github.com/kokusai-chain/kokusai/x/carry/types"
	_ "github.com/kokusai-chain/kokusai/x/collateral/funding/types"
	_ "github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
	_ "github.com/kokusai-chain/kokusai/x/collateral/oracle/types"
	_ "github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	_ "github.com/kokusai-chain/kokusai/x/collateral/types"
	_ "github.com/kokusai-chain/kokusai/x/custody/control/types"
	_ "github.com/kokusai-chain/kokusai/x/custody/omnibus/types"
	_ "github.com/kokusai-chain/kokusai/x/custody/reserve/types"
	_ "github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// eventTypes are the Go types of all events of all modules. A module whose protos have events that nobody has imported here
// fails the test.
func eventTypes(t *testing.T) map[string]reflect.Type {
	protos, imported := "../../../proto", map[string]bool{}
	var written []string
	require.NoError(t, filepath.WalkDir(protos, func(path string, _ fs.DirEntry, err error) error {
		if filepath.Base(path) == "events.proto" {
			path, err = filepath.Rel(protos, path)
			written = append(written, filepath.ToSlash(path))
		}
		return err
	}))
	require.NotEmpty(t, written)
	files, err := proto.MergedRegistry()
	require.NoError(t, err)
	types := map[string]reflect.Type{}
	files.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if strings.HasPrefix(string(file.Package()), "kokusai.") && strings.HasSuffix(file.Path(), "/events.proto") {
			imported[file.Path()] = true
			for i := range file.Messages().Len() {
				name := string(file.Messages().Get(i).FullName())
				types[name] = proto.MessageType(name).Elem()
			}
		}
		return true
	})
	for _, path := range written {
		require.True(t, imported[path], "%s is not imported", path)
	}
	return types
}

// fill draws a value of any type that an event may have.
func fill(t *rapid.T, v reflect.Value) {
	switch v.Interface().(type) {
	case math.Int:
		v.Set(reflect.ValueOf(math.NewInt(rapid.Int64().Draw(t, "amount")).MulRaw(rapid.Int64().Draw(t, "factor"))))
		return
	case math.LegacyDec:
		v.Set(reflect.ValueOf(math.LegacyNewDecWithPrec(rapid.Int64().Draw(t, "rate"), 9)))
		return
	case time.Time:
		v.Set(reflect.ValueOf(time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "seconds"), 7).UTC()))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(rapid.OneOf(rapid.StringMatching(`[ -~]*`), rapid.String()).Draw(t, "text"))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "bool"))
	case reflect.Int32, reflect.Int64:
		v.SetInt(rapid.Int64Range(-3, 9).Draw(t, "number"))
	case reflect.Uint32, reflect.Uint64:
		v.SetUint(uint64(rapid.Uint32().Draw(t, "count")))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), rapid.IntRange(0, 3).Draw(t, "length"), 3))
		for i := range v.Len() {
			fill(t, v.Index(i))
		}
	case reflect.Uint8:
		v.SetUint(uint64(rapid.Byte().Draw(t, "byte")))
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i))
		}
	case reflect.Pointer:
		if rapid.Bool().Draw(t, "set") {
			v.Set(reflect.New(v.Type().Elem()))
			fill(t, v.Elem())
		}
	default:
		t.Fatalf("an event with a field of type %s", v.Type())
	}
}

func TestEventsAreThoseOfTheSDK(t *testing.T) {
	types := eventTypes(t)
	require.NotEmpty(t, types)
	for name, of := range types {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				message := reflect.New(of)
				fill(t, message.Elem())
				expected, err := sdk.TypedEventToEvent(message.Interface().(proto.Message))
				require.NoError(t, err)
				made, err := event.Of(message.Interface().(proto.Message))
				require.NoError(t, err)
				require.Equal(t, expected, made)
			})
		})
	}
}

// An amount that was never set is what the SDK makes of it.
func TestUnsetAmounts(t *testing.T) {
	for _, message := range []proto.Message{&custodytypes.EventTradeSettled{}, (*custodytypes.EventTradeSettled)(nil)} {
		expected, expectedErr := sdk.TypedEventToEvent(message)
		made, err := event.Of(message)
		require.Equal(t, expectedErr, err)
		require.Equal(t, expected, made)
	}
}

func TestEmit(t *testing.T) {
	ctx := sdk.Context{}.WithEventManager(sdk.NewEventManager())
	require.NoError(t, event.Emit(ctx, &custodytypes.EventChannelRevoked{Isin: "JP1103811S13", ChannelId: "channel-0"}))
	require.Equal(t, []abci.Event{{Type: "kokusai.custody.v1.EventChannelRevoked", Attributes: []abci.EventAttribute{
		{Key: "channel_id", Value: `"channel-0"`}, {Key: "isin", Value: `"JP1103811S13"`},
	}}}, ctx.EventManager().ABCIEvents())
}

func BenchmarkEvent(b *testing.B) {
	message := &custodytypes.EventTradeSettled{
		Deliverer: "kokusai1deliverer", Receiver: "kokusai1receiver", Isin: "JP1103811S13", Face: math.NewInt(100_000),
		Cash: sdk.NewInt64Coin("ujpy", 100_040_000_000), TradeReference: "T-1",
	}
	for name, of := range map[string]func(proto.Message) (sdk.Event, error){"here": event.Of, "sdk": sdk.TypedEventToEvent} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := of(message); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
