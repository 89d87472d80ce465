package collateral

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	protov2 "google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"cosmossdk.io/api/amino"
	msgv1 "cosmossdk.io/api/cosmos/msg/v1"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/gogoproto/proto"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
)

func methods(t *testing.T, service protoreflect.FullName) protoreflect.MethodDescriptors {
	t.Helper()
	descriptor, err := proto.HybridResolver.FindDescriptorByName(service)
	require.NoError(t, err)
	return descriptor.(protoreflect.ServiceDescriptor).Methods()
}

func TestEveryMessageCanBeSigned(t *testing.T) {
	messages := methods(t, "kokusai.collateral.v1.Msg")
	for i := range messages.Len() {
		input := messages.Get(i).Input()
		signers := protov2.GetExtension(input.Options(), msgv1.E_Signer).([]string)
		require.NotEmpty(t, signers, input.Name())
		for _, signer := range signers {
			require.NotNil(t, input.Fields().ByName(protoreflect.Name(signer)), input.Name())
		}
		name := protov2.GetExtension(input.Options(), amino.E_Name).(string)
		require.Equal(t, "kokusai/collateral/"+string(input.Name()), name)
		require.LessOrEqual(t, len(name), 39, "hardware wallets show no more")
	}
}

func TestEveryRPCHasACommand(t *testing.T) {
	options, described := AppModule{}.AutoCLIOptions(), map[string]bool{}
	for _, option := range append(options.Query.RpcCommandOptions, options.Tx.RpcCommandOptions...) {
		described[option.RpcMethod] = true
		require.True(t, option.Skip || option.Short != "", option.RpcMethod)
	}
	for _, service := range []protoreflect.FullName{"kokusai.collateral.v1.Msg", "kokusai.collateral.v1.Query"} {
		rpcs := methods(t, service)
		for i := range rpcs.Len() {
			require.True(t, described[string(rpcs.Get(i).Name())], rpcs.Get(i).Name())
		}
	}
	for _, name := range []string{"set-curve", "set-haircuts", "create-market", "update-market", "set-risk-terms"} {
		command, _, err := AppModule{}.GetTxCmd().Find([]string{name})
		require.NoError(t, err)
		require.Equal(t, name, command.Name())
	}
}

// TestExamplesOfTheHelpAreGood reads each as the file that its command takes.
func TestExamplesOfTheHelpAreGood(t *testing.T) {
	cdc := codec.NewProtoCodec(codectypes.NewInterfaceRegistry())
	path := filepath.Join(t.TempDir(), "document.json")
	for example, into := range map[string]document{
		curveExample: &types.Curve{}, haircutsExample: &types.HaircutTable{}, termsExample: &types.MarketTerms{},
		riskExample: &types.RiskTerms{},
	} {
		require.NoError(t, os.WriteFile(path, []byte(example), 0o600))
		require.NoError(t, read(cdc, path, into), example)
	}
	require.NoError(t, os.WriteFile(path, []byte(`{"surprise": 1}`), 0o600))
	require.ErrorContains(t, read(cdc, path, &types.Curve{}), "document.json")
	require.NoError(t, os.WriteFile(path, []byte(`{"currency": "JPY"}`), 0o600))
	require.ErrorIs(t, read(cdc, path, &types.Curve{}), types.ErrInvalidDate)
	require.ErrorIs(t, read(cdc, "nowhere.json", &types.Curve{}), os.ErrNotExist)
}
