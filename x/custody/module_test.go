package custody_test

import (
	"encoding/json"
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"
	protov2 "google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"cosmossdk.io/api/amino"
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"
	msgv1 "cosmossdk.io/api/cosmos/msg/v1"

	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/codec/address"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	"github.com/kokusai-chain/kokusai/x/custody/types"
)

// maxAminoName is what hardware wallets show.
const maxAminoName = 39

func service(t *testing.T, name protoreflect.FullName) protoreflect.ServiceDescriptor {
	descriptor, err := proto.HybridResolver.FindDescriptorByName(name)
	require.NoError(t, err)
	return descriptor.(protoreflect.ServiceDescriptor)
}

func TestEveryRPCHasACommand(t *testing.T) {
	options := custody.AppModule{}.AutoCLIOptions()
	for _, commands := range []*autocliv1.ServiceCommandDescriptor{options.Query, options.Tx} {
		methods := service(t, protoreflect.FullName(commands.Service)).Methods()
		require.Len(t, commands.RpcCommandOptions, methods.Len())
		for _, command := range commands.RpcCommandOptions {
			method := methods.ByName(protoreflect.Name(command.RpcMethod))
			require.NotNil(t, method, command.RpcMethod)
			for _, argument := range command.PositionalArgs {
				require.NotNil(t, method.Input().Fields().ByName(protoreflect.Name(argument.ProtoField)), "%s has no %s", command.RpcMethod, argument.ProtoField)
			}
			require.NotEmpty(t, command.Short)
		}
	}
}

func TestEveryMessageCanBeSigned(t *testing.T) {
	aminoCodec := codec.NewLegacyAmino()
	types.RegisterLegacyAminoCodec(aminoCodec)
	methods := service(t, "kokusai.custody.v1.Msg").Methods()
	for i := range methods.Len() {
		input := methods.Get(i).Input()
		name, _ := protov2.GetExtension(input.Options(), amino.E_Name).(string)
		require.NotEmpty(t, name, input.FullName())
		require.LessOrEqual(t, len(name), maxAminoName, name)
		signers, _ := protov2.GetExtension(input.Options(), msgv1.E_Signer).([]string)
		require.NotEmpty(t, signers, input.FullName())
		for _, signer := range signers {
			require.NotNil(t, input.Fields().ByName(protoreflect.Name(signer)), "%s is signed by %s", input.FullName(), signer)
		}
		msg, err := sdk.GetMsgFromTypeURL(testutil.New(t).Codec, "/"+string(input.FullName()))
		require.NoError(t, err)
		text, err := aminoCodec.MarshalJSON(msg)
		require.NoError(t, err)
		require.Contains(t, string(text), name)
	}
}

func TestTwoPartiesSignASettlement(t *testing.T) {
	input := service(t, "kokusai.custody.v1.Msg").Methods().ByName("SettleDirect").Input()
	require.Equal(t, []string{"deliverer", "receiver"}, protov2.GetExtension(input.Options(), msgv1.E_Signer))
}

func TestModuleGenesis(t *testing.T) {
	f := testutil.NewMarket(t)
	module := custody.NewAppModule(address.NewBech32Codec("kokusai"), f.Keeper)
	require.NoError(t, module.ValidateGenesis(f.Codec, nil, module.DefaultGenesis(f.Codec)))
	exported := module.ExportGenesis(f.Ctx, f.Codec)
	require.NoError(t, module.ValidateGenesis(f.Codec, nil, exported))
	for _, bad := range []string{`{"params":{}}`, `[]`, `{"unknown":1}`, ``} {
		require.Error(t, module.ValidateGenesis(f.Codec, nil, json.RawMessage(bad)), bad)
	}
	require.Panics(t, func() { module.InitGenesis(testutil.New(t).Ctx, f.Codec, exported) }, "without the balances it does not add up")
}
