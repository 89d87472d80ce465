package scenario

import (
	"regexp"
	"slices"

	"github.com/cosmos/gogoproto/proto"
	protov2 "google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	msgv1 "cosmossdk.io/api/cosmos/msg/v1"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/testutil"
)

var qualified = regexp.MustCompile(`^([a-z]+)\.([A-Z]\w*)$`)

// transact sends a message and says what came of it.
func (r *Runner) transact(signers []string, name string, fields []string) []string {
	msg := r.Message(signers, name, fields)
	if signers[0] == "governance" {
		r.Chain.Govern(msg)
		return nil
	}
	actors := make([]*testutil.Actor, len(signers))
	for i, signer := range signers {
		actors[i] = r.Actor(signer)
	}
	return r.Outcome(r.Chain.Send(msg, actors...))
}

// Message returns the message of that name, as "bond.Claim", with the given fields and those of who signs.
func (r *Runner) Message(signers []string, name string, fields []string) sdk.Msg {
	r.t.Helper()
	parts := qualified.FindStringSubmatch(name)
	r.Require(parts != nil, "a message is MODULE.Name, not "+name)
	ending := regexp.MustCompile(`\.` + parts[1] + `\.v\d\w*\.Msg` + parts[2] + `$`)
	urls := r.Chain.Kokusai.InterfaceRegistry().ListImplementations(sdk.MsgInterfaceProtoName)
	found := slices.IndexFunc(urls, ending.MatchString)
	r.Require(found >= 0, "no message "+name)
	description := r.description(protoreflect.FullName(urls[found][1:]))

	tree := map[string]any{"@type": urls[found]}
	for i, field := range protov2.GetExtension(description.Options(), msgv1.E_Signer).([]string) {
		if i < len(signers) {
			r.set(tree, description, field, signers[i])
		}
	}
	for _, field := range r.filled(fields) {
		r.setWord(tree, description, field)
	}
	var msg sdk.Msg
	r.NoError(r.Chain.Kokusai.AppCodec().UnmarshalInterfaceJSON(r.json(tree), &msg))
	return msg
}

func (r *Runner) description(name protoreflect.FullName) protoreflect.MessageDescriptor {
	found, err := proto.HybridResolver.FindDescriptorByName(name)
	r.NoError(err)
	message, ok := found.(protoreflect.MessageDescriptor)
	r.Require(ok, string(name)+" is no message")
	return message
}
