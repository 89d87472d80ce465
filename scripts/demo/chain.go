package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"

	"github.com/cosmos/cosmos-sdk/client/grpc/cmtservice"
	"github.com/cosmos/cosmos-sdk/client/tx"
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/crypto/hd"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	txtypes "github.com/cosmos/cosmos-sdk/types/tx"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"

	"github.com/kokusai-chain/kokusai/app"
)

const (
	gasLimit    = 3_000_000
	fee         = 30_000 // ukoku: gasLimit at the localnet's price of 0.01
	patience    = 45 * time.Second
	pollingStep = 200 * time.Millisecond
)

// party is somebody who signs; every party has the same address on both chains.
type party struct {
	name    string
	key     cryptotypes.PrivKey
	address sdk.AccAddress
}

func (p party) String() string { return p.address.String() }

// chain is one running network as its users see it: through the gRPC port of a node.
type chain struct {
	name     string
	id       string
	conn     *grpc.ClientConn
	encoding app.EncodingConfig
	fees     map[string]int64 // what each party has paid, in ukoku
}

// dial connects to a node of the network that localnet created.
func dial(name, target string) (*chain, error) {
	encoding := app.MakeEncodingConfig()
	conn, err := grpc.NewClient(target, grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.ForceCodec(codec.NewProtoCodec(encoding.InterfaceRegistry).GRPCCodec())))
	if err != nil {
		return nil, err
	}
	return &chain{name: name, id: "kokusai-" + name + "-1", conn: conn, encoding: encoding, fees: map[string]int64{}}, nil
}

// loadParties reads the keys that localnet derived.
func loadParties(dir string) (map[string]party, error) {
	data, err := os.ReadFile(filepath.Join(dir, "keys.json"))
	if err != nil {
		return nil, err
	}
	var keys map[string]struct{ Address, Mnemonic string }
	if err := json.Unmarshal(data, &keys); err != nil {
		return nil, err
	}
	parties := make(map[string]party, len(keys))
	for name, record := range keys {
		derived, err := hd.Secp256k1.Derive()(record.Mnemonic, "", sdk.GetConfig().GetFullBIP44Path())
		if err != nil {
			return nil, fmt.Errorf("key of %s: %w", name, err)
		}
		key := &secp256k1.PrivKey{Key: derived}
		parties[name] = party{name, key, sdk.AccAddress(key.PubKey().Address())}
		if parties[name].String() != record.Address {
			return nil, fmt.Errorf("key of %s is not that of %s", name, record.Address)
		}
	}
	return parties, nil
}

// refusal is an answer of the chain that is not success.
type refusal struct {
	codespace string
	code      uint32
	log       string
}

func (r refusal) Error() string { return fmt.Sprintf("%s %d: %s", r.codespace, r.code, r.log) }

// send signs a transaction with all parties' keys, the first of which pays the fee, and waits until it is in a block.
func (c *chain) send(ctx context.Context, msgs []sdk.Msg, signers ...party) (*sdk.TxResponse, error) {
	encoded, err := c.sign(ctx, msgs, signers)
	if err != nil {
		return nil, err
	}
	sent, err := txtypes.NewServiceClient(c.conn).BroadcastTx(ctx, &txtypes.BroadcastTxRequest{TxBytes: encoded, Mode: txtypes.BroadcastMode_BROADCAST_MODE_SYNC})
	if err != nil {
		return nil, err
	}
	if r := sent.TxResponse; r.Code != 0 {
		return r, refusal{r.Codespace, r.Code, r.RawLog}
	}
	c.fees[signers[0].name] += fee
	return c.included(ctx, sent.TxResponse.TxHash)
}

// included waits until a transaction is in a block.
func (c *chain) included(ctx context.Context, hash string) (*sdk.TxResponse, error) {
	var included *sdk.TxResponse
	err := poll(ctx, "transaction "+hash, func() (bool, error) {
		found, err := txtypes.NewServiceClient(c.conn).GetTx(ctx, &txtypes.GetTxRequest{Hash: hash})
		if status.Code(err) == codes.NotFound {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		included = found.TxResponse
		return true, nil
	})
	if err != nil {
		return nil, err
	}
	if included.Code != 0 {
		return included, refusal{included.Codespace, included.Code, included.RawLog}
	}
	return included, nil
}

func (c *chain) sign(ctx context.Context, msgs []sdk.Msg, signers []party) ([]byte, error) {
	builder := c.encoding.TxConfig.NewTxBuilder()
	if err := builder.SetMsgs(msgs...); err != nil {
		return nil, err
	}
	builder.SetGasLimit(gasLimit)
	builder.SetFeeAmount(sdk.NewCoins(sdk.NewInt64Coin(app.StakeDenom, fee)))

	accounts := make([]sdk.AccountI, len(signers))
	signatures := make([]signing.SignatureV2, len(signers))
	for i, signer := range signers {
		found, err := authtypes.NewQueryClient(c.conn).Account(ctx, &authtypes.QueryAccountRequest{Address: signer.String()})
		if err != nil {
			return nil, fmt.Errorf("account of %s: %w", signer.name, err)
		}
		if err := c.encoding.InterfaceRegistry.UnpackAny(found.Account, &accounts[i]); err != nil {
			return nil, err
		}
		signatures[i] = signing.SignatureV2{
			PubKey:   signer.key.PubKey(),
			Data:     &signing.SingleSignatureData{SignMode: signing.SignMode_SIGN_MODE_DIRECT},
			Sequence: accounts[i].GetSequence(),
		}
	}
	// Everybody signs over who else signs, so the empty signatures come first.
	if err := builder.SetSignatures(signatures...); err != nil {
		return nil, err
	}
	for i, signer := range signers {
		signed, err := tx.SignWithPrivKey(ctx, signing.SignMode_SIGN_MODE_DIRECT, authsigning.SignerData{
			Address: signer.String(), ChainID: c.id, PubKey: signer.key.PubKey(),
			AccountNumber: accounts[i].GetAccountNumber(), Sequence: accounts[i].GetSequence(),
		}, builder, signer.key, c.encoding.TxConfig, accounts[i].GetSequence())
		if err != nil {
			return nil, err
		}
		signatures[i] = signed
	}
	if err := builder.SetSignatures(signatures...); err != nil {
		return nil, err
	}
	return c.encoding.TxConfig.TxEncoder()(builder.GetTx())
}

// response reads the answer of the i-th message of a transaction into r.
func response(result *sdk.TxResponse, i int, r codec.ProtoMarshaler) error {
	data, err := decodeMsgData(result)
	if err != nil {
		return err
	}
	if i >= len(data.MsgResponses) {
		return fmt.Errorf("transaction %s has no answer %d", result.TxHash, i)
	}
	return r.Unmarshal(data.MsgResponses[i].Value)
}

// balances returns everything an address holds.
func (c *chain) balances(ctx context.Context, address string) (sdk.Coins, error) {
	found, err := banktypes.NewQueryClient(c.conn).AllBalances(ctx, &banktypes.QueryAllBalancesRequest{Address: address})
	if err != nil {
		return nil, err
	}
	return found.Balances, nil
}

// poll calls done until it says so, and gives up after a while.
func poll(ctx context.Context, what string, done func() (bool, error)) error {
	deadline := time.Now().Add(patience)
	for {
		ok, err := done()
		if err != nil || ok {
			return err
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("%s: not there after %s", what, patience)
		}
		select {
		case <-ctx.Done():
			return errors.Join(fmt.Errorf("%s: interrupted", what), ctx.Err())
		case <-time.After(pollingStep):
		}
	}
}

// height returns the height of the newest state: that of the newest block may still be on its way to the disk.
func (c *chain) height(ctx context.Context) (int64, error) {
	latest, err := cmtservice.NewServiceClient(c.conn).GetLatestBlock(ctx, &cmtservice.GetLatestBlockRequest{})
	if err != nil {
		return 0, err
	}
	return latest.SdkBlock.Header.Height - 1, nil
}

// govern carries messages out by a real proposal: the validator submits it with the deposit, votes, and waits.
func (c *chain) govern(ctx context.Context, title string, validators []party, msgs ...sdk.Msg) error {
	deposit := sdk.NewCoins(sdk.NewInt64Coin(app.StakeDenom, 20_000_000))
	proposal, err := govv1.NewMsgSubmitProposal(msgs, deposit, validators[0].String(), "", title, title, true)
	if err != nil {
		return err
	}
	submitted, err := c.send(ctx, []sdk.Msg{proposal}, validators[0])
	if err != nil {
		return fmt.Errorf("submit: %w", err)
	}
	var answer govv1.MsgSubmitProposalResponse
	if err := response(submitted, 0, &answer); err != nil {
		return err
	}
	for _, validator := range validators {
		vote := govv1.NewMsgVote(validator.address, answer.ProposalId, govv1.OptionYes, "")
		if _, err := c.send(ctx, []sdk.Msg{vote}, validator); err != nil {
			return fmt.Errorf("vote: %w", err)
		}
	}
	return poll(ctx, fmt.Sprintf("proposal %q", title), func() (bool, error) {
		found, err := govv1.NewQueryClient(c.conn).Proposal(ctx, &govv1.QueryProposalRequest{ProposalId: answer.ProposalId})
		if err != nil {
			return false, err
		}
		switch found.Proposal.Status {
		case govv1.StatusPassed:
			return true, nil
		case govv1.StatusFailed, govv1.StatusRejected:
			return false, fmt.Errorf("proposal %q: %s %s", title, found.Proposal.Status, found.Proposal.FailedReason)
		}
		return false, nil
	})
}

func decodeMsgData(result *sdk.TxResponse) (*sdk.TxMsgData, error) {
	raw, err := hex.DecodeString(result.Data)
	if err != nil {
		return nil, err
	}
	var data sdk.TxMsgData
	return &data, data.Unmarshal(raw)
}
