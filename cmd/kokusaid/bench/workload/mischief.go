package workload

import (
	"context"
	"fmt"
	"math/big"
	"time"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	kmultisig "github.com/cosmos/cosmos-sdk/crypto/keys/multisig"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256r1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	"github.com/cosmos/cosmos-sdk/crypto/types/multisig"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/cosmos/cosmos-sdk/x/feegrant"

	"github.com/kokusai-chain/kokusai/app"
	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench/chain"
)

// Mischief is every way to sign a transaction that the chain knows, and many that it must refuse. It proves that what a node
// remembers or computes faster changes no verdict; nothing is timed with it.
const Mischief = "mischief"

type mischief struct {
	crowd
	config client.TxConfig
	// signers that are no plain accounts
	council []*secp256k1.PrivKey
	odd     []cryptotypes.PrivKey
	granted bool
	past    [][]byte
}

func newMischief(seed uint64) *mischief {
	m := &mischief{crowd: newCrowd(seed), config: app.MakeEncodingConfig().TxConfig}
	secret := func(name string) []byte { return fmt.Appendf(nil, "mischief %d %s", seed, name) }
	for i := range 3 {
		m.council = append(m.council, secp256k1.GenPrivKeyFromSecret(secret(fmt.Sprint("council", i))))
	}
	enclave := &secp256r1.PrivKey{}
	scalar := secp256k1.GenPrivKeyFromSecret(secret("enclave")).Key
	if err := enclave.Unmarshal(append([]byte{1<<3 | 2, byte(len(scalar))}, scalar...)); err != nil {
		panic(err) // the secret is fixed
	}
	m.odd = []cryptotypes.PrivKey{enclave, ed25519.GenPrivKeyFromSecret(secret("edwards"))}
	return m
}

func (m *mischief) councilKey() *kmultisig.LegacyAminoPubKey {
	keys := make([]cryptotypes.PubKey, len(m.council))
	for i, member := range m.council {
		keys[i] = member.PubKey()
	}
	return kmultisig.NewLegacyAminoPubKey(2, keys)
}

func (m *mischief) Arrange(genesis *chain.Genesis) error {
	addresses := []sdk.AccAddress{sdk.AccAddress(m.councilKey().Address())}
	for _, key := range m.odd {
		addresses = append(addresses, sdk.AccAddress(key.PubKey().Address()))
	}
	for _, address := range addresses {
		// Their keys become known with their first transaction.
		genesis.Others = append(genesis.Others, authtypes.NewBaseAccountWithAddress(address))
		genesis.Balances = append(genesis.Balances, banktypes.Balance{Address: address.String(), Coins: sdk.NewCoins(sdk.NewInt64Coin(app.StakeDenom, 1_000_000_000))})
	}
	return nil
}

// Next draws n transactions. Some signers appear twice in a block, so one of theirs fails.
func (m *mischief) Next(c *chain.Chain, n int) ([]chain.Transaction, error) {
	var transactions []chain.Transaction
	if !m.granted {
		m.granted = true
		grant, err := feegrant.NewMsgGrantAllowance(&feegrant.BasicAllowance{}, c.Accounts[0].Address, c.Accounts[1].Address)
		if err != nil {
			return nil, err
		}
		signed, err := m.sign(c, draft{signers: []cryptotypes.PrivKey{c.Accounts[0].Key()}, messages: []sdk.Msg{grant}})
		if err != nil {
			return nil, err
		}
		transactions = append(transactions, chain.Transaction{Signed: signed})
	}
	for len(transactions) < n {
		signed, err := m.draw(c)
		if err != nil {
			return nil, err
		}
		m.past = append(m.past, signed)
		transactions = append(transactions, chain.Transaction{Signed: signed})
	}
	return transactions, nil
}

func (m *mischief) draw(c *chain.Chain) ([]byte, error) {
	from, to := m.sender(c.Accounts), m.other(c.Accounts)
	d := draft{signers: []cryptotypes.PrivKey{from.Key()}, mode: signing.SignMode_SIGN_MODE_DIRECT}
	switch m.random.IntN(16) {
	case 0:
		d.mode = signing.SignMode_SIGN_MODE_LEGACY_AMINO_JSON
	case 1:
		return m.signByCouncil(c, to.Address, false)
	case 2:
		return m.signByCouncil(c, to.Address, true)
	case 3:
		d.signers, d.granter = []cryptotypes.PrivKey{c.Accounts[1].Key()}, c.Accounts[0].Address
	case 4:
		d.granter = c.Accounts[2].Address // who has granted nothing
	case 5:
		d.chainID = "another-chain-1"
	case 6:
		d.tamper = func(signature []byte) []byte { signature[m.random.IntN(len(signature))] ^= 1; return signature }
	case 7:
		d.tamper = flipS
	case 8:
		d.tamper = func(signature []byte) []byte { return signature[:len(signature)-1] }
	case 9:
		d.sequenceAhead = 1
	case 10:
		d.unordered = c.Now().Add(time.Duration(1+m.random.IntN(600)) * time.Second)
	case 11:
		d.signers = []cryptotypes.PrivKey{m.odd[m.random.IntN(len(m.odd))]}
		if _, edwards := d.signers[0].(*ed25519.PrivKey); edwards {
			d.mode = signing.SignMode_SIGN_MODE_LEGACY_AMINO_JSON
		}
	case 12:
		d.signers = append(d.signers, m.other(c.Accounts, from).Key())
	case 13:
		d.impostor = to.Key()
	case 14:
		if len(m.past) > 0 {
			return m.past[m.random.IntN(len(m.past))], nil // seen before, in this block or an earlier one
		}
	}
	return m.sign(c, d.sendingTo(to.Address))
}

// draft is a transaction before it is signed, with what is to be wrong about it.
type draft struct {
	signers       []cryptotypes.PrivKey
	messages      []sdk.Msg
	mode          signing.SignMode
	granter       sdk.AccAddress
	chainID       string
	sequenceAhead uint64
	unordered     time.Time
	impostor      cryptotypes.PrivKey // signs in the first signer's place
	tamper        func(signature []byte) []byte
}

func (d draft) sendingTo(to sdk.AccAddress) draft {
	for _, signer := range d.signers {
		d.messages = append(d.messages, send(sdk.AccAddress(signer.PubKey().Address()), to))
	}
	return d
}

func send(from, to sdk.AccAddress) sdk.Msg {
	return banktypes.NewMsgSend(from, to, sdk.NewCoins(sdk.NewInt64Coin(app.StakeDenom, 1)))
}

func (m *mischief) builder(messages []sdk.Msg) (client.TxBuilder, error) {
	builder := m.config.NewTxBuilder()
	builder.SetGasLimit(400_000)
	builder.SetFeeAmount(sdk.NewCoins(sdk.NewInt64Coin(app.StakeDenom, 1_000)))
	builder.SetMemo(fmt.Sprint(m.turn))
	return builder, builder.SetMsgs(messages...)
}

func (m *mischief) sign(c *chain.Chain, d draft) ([]byte, error) {
	builder, err := m.builder(d.messages)
	if err != nil {
		return nil, err
	}
	builder.SetFeeGranter(d.granter)
	if !d.unordered.IsZero() {
		builder.SetUnordered(true)
		builder.SetTimeoutTimestamp(d.unordered)
	}
	if d.mode == signing.SignMode_SIGN_MODE_UNSPECIFIED {
		d.mode = signing.SignMode_SIGN_MODE_DIRECT
	}
	if d.chainID == "" {
		d.chainID = chain.ID
	}

	numbers := make([]uint64, len(d.signers))
	signatures := make([]signing.SignatureV2, len(d.signers))
	for i, signer := range d.signers {
		number, sequence, err := c.Signer(sdk.AccAddress(signer.PubKey().Address()))
		if err != nil {
			return nil, err
		}
		if d.unordered.IsZero() {
			sequence += d.sequenceAhead
		} else {
			sequence = 0
		}
		numbers[i] = number
		signatures[i] = signing.SignatureV2{PubKey: signer.PubKey(), Sequence: sequence, Data: &signing.SingleSignatureData{SignMode: d.mode}}
	}
	if err := builder.SetSignatures(signatures...); err != nil {
		return nil, err
	}
	for i, signer := range d.signers {
		text, err := m.signedText(builder, signer.PubKey(), d.mode, d.chainID, numbers[i], signatures[i].Sequence)
		if err != nil {
			return nil, err
		}
		if d.impostor != nil {
			signer = d.impostor
		}
		signature, err := signer.Sign(text)
		if err != nil {
			return nil, err
		}
		if d.tamper != nil {
			signature = d.tamper(signature)
		}
		signatures[i].Data = &signing.SingleSignatureData{SignMode: d.mode, Signature: signature}
	}
	if err := builder.SetSignatures(signatures...); err != nil {
		return nil, err
	}
	return m.config.TxEncoder()(builder.GetTx())
}

// signByCouncil lets two of three sign, or the same one twice.
func (m *mischief) signByCouncil(c *chain.Chain, to sdk.AccAddress, alone bool) ([]byte, error) {
	key := m.councilKey()
	address := sdk.AccAddress(key.Address())
	builder, err := m.builder([]sdk.Msg{send(address, to)})
	if err != nil {
		return nil, err
	}
	number, sequence, err := c.Signer(address)
	if err != nil {
		return nil, err
	}
	text, err := m.signedText(builder, key, signing.SignMode_SIGN_MODE_LEGACY_AMINO_JSON, chain.ID, number, sequence)
	if err != nil {
		return nil, err
	}
	first := m.random.IntN(2)
	data := multisig.NewMultisig(len(m.council))
	for _, i := range []int{first, 2} {
		member := m.council[i]
		if alone {
			member = m.council[first]
		}
		signature, err := member.Sign(text)
		if err != nil {
			return nil, err
		}
		multisig.AddSignature(data, &signing.SingleSignatureData{SignMode: signing.SignMode_SIGN_MODE_LEGACY_AMINO_JSON, Signature: signature}, i)
	}
	if err := builder.SetSignatures(signing.SignatureV2{PubKey: key, Sequence: sequence, Data: data}); err != nil {
		return nil, err
	}
	return m.config.TxEncoder()(builder.GetTx())
}

func (m *mischief) signedText(builder client.TxBuilder, key cryptotypes.PubKey, mode signing.SignMode, chainID string, number, sequence uint64) ([]byte, error) {
	return authsigning.GetSignBytesAdapter(context.Background(), m.config.SignModeHandler(), mode, authsigning.SignerData{
		Address: sdk.AccAddress(key.Address()).String(), ChainID: chainID, AccountNumber: number, Sequence: sequence, PubKey: key,
	}, builder.GetTx())
}

// flipS returns the other signature that the curve's equation admits, which the rules forbid.
func flipS(signature []byte) []byte {
	order, _ := new(big.Int).SetString("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16)
	s := new(big.Int).SetBytes(signature[32:])
	order.Sub(order, s).FillBytes(signature[32:])
	return signature
}
