package bond

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"
	protov2 "google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"cosmossdk.io/api/amino"
	msgv1 "cosmossdk.io/api/cosmos/msg/v1"

	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/x/tx/signing"

	"github.com/kokusai-chain/kokusai/x/bond/types"
)

var bech32 = address.NewBech32Codec("kokusai")

func newCodec(t *testing.T) *codec.ProtoCodec {
	registry, err := codectypes.NewInterfaceRegistryWithOptions(codectypes.InterfaceRegistryOptions{
		ProtoFiles:     proto.HybridResolver,
		SigningOptions: signing.Options{AddressCodec: bech32, ValidatorAddressCodec: address.NewBech32Codec("kokusaivaloper")},
	})
	require.NoError(t, err)
	types.RegisterInterfaces(registry)
	return codec.NewProtoCodec(registry)
}

func service(t *testing.T, name protoreflect.FullName) protoreflect.ServiceDescriptor {
	descriptor, err := proto.HybridResolver.FindDescriptorByName(name)
	require.NoError(t, err)
	return descriptor.(protoreflect.ServiceDescriptor)
}

func TestDefaultGenesisIsValid(t *testing.T) {
	module, cdc := NewAppModule(bech32, nil), newCodec(t)
	require.NoError(t, module.ValidateGenesis(cdc, nil, module.DefaultGenesis(cdc)))
	require.Error(t, module.ValidateGenesis(cdc, nil, []byte(`{"params": 1}`)))
	require.ErrorIs(t, module.ValidateGenesis(cdc, nil, []byte(`{"params": {}}`)), types.ErrInvalidParams)
}

func TestEveryMessageCanBeSigned(t *testing.T) {
	cdc := newCodec(t)
	methods := service(t, "kokusai.bond.v1.Msg").Methods()
	for i := range methods.Len() {
		input := methods.Get(i).Input()
		require.NotEmpty(t, protov2.GetExtension(input.Options(), msgv1.E_Signer).([]string), input.Name())
		name := protov2.GetExtension(input.Options(), amino.E_Name).(string)
		require.Equal(t, "kokusai/bond/"+string(input.Name()), name)
		require.LessOrEqual(t, len(name), 39, "hardware wallets show no more")
	}
	ministry, _ := bech32.BytesToString(make([]byte, 20))
	buyer, _ := bech32.BytesToString(append(make([]byte, 19), 1))
	signers, _, err := cdc.GetMsgV1Signers(&types.MsgPlaceDirect{Authority: ministry, Buyer: buyer})
	require.NoError(t, err)
	require.Equal(t, [][]byte{make([]byte, 20), append(make([]byte, 19), 1)}, signers, "both sign")
}

func TestEveryRPCHasACommand(t *testing.T) {
	options := AppModule{}.AutoCLIOptions()
	described := map[string]bool{}
	for _, option := range append(options.Query.RpcCommandOptions, options.Tx.RpcCommandOptions...) {
		described[option.RpcMethod] = true
		if option.RpcMethod != "OpenSeries" {
			require.NotEmpty(t, option.Short, option.RpcMethod)
		}
	}
	for _, name := range []protoreflect.FullName{"kokusai.bond.v1.Msg", "kokusai.bond.v1.Query"} {
		methods := service(t, name).Methods()
		for i := range methods.Len() {
			require.True(t, described[string(methods.Get(i).Name())], methods.Get(i).Name())
		}
	}
	command, _, err := AppModule{}.GetTxCmd().Find([]string{"open-series"})
	require.NoError(t, err)
	require.Equal(t, "open-series", command.Name())
}

// The example in the help of open-series is a file that it takes.
func TestOpenSeriesReadsATermSheet(t *testing.T) {
	_, example, found := strings.Cut(openSeriesCmd().Example, "such as\n")
	require.True(t, found)
	cdc := newCodec(t)
	read := func(terms string) error {
		path := filepath.Join(t.TempDir(), "terms.json")
		require.NoError(t, os.WriteFile(path, []byte(terms), 0o600))
		_, err := readTerms(cdc, path)
		return err
	}
	require.NoError(t, read(example))
	require.ErrorContains(t, read(strings.Replace(example, "S13", "S14", 1)), "should end in 3")
	require.ErrorContains(t, read(`{"surprise": 1}`), "terms.json")
	_, err := readTerms(cdc, "nowhere.json")
	require.ErrorIs(t, err, os.ErrNotExist)
}
