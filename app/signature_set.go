package app

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"hash"

	"google.golang.org/protobuf/types/known/anypb"

	signingv1beta1 "cosmossdk.io/api/cosmos/tx/signing/v1beta1"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"
	txsigning "github.com/cosmos/cosmos-sdk/x/tx/signing"
)

// signatureSet is a transaction's signatures with all that decides whether they are good, besides the transaction's bytes and
// the chain: each signer's key and account number.
type signatureSet struct {
	transaction txsigning.TxData
	signatures  []signedBy
}

type signedBy struct {
	signature signing.SignatureV2
	account   sdk.AccountI
	number    uint64
}

// collect gathers the signatures of a transaction. It declines what it does not fully understand: signers without a key, a
// count that differs, or a mode of signing in which the signed text depends on more than the set holds.
func (d signatureDecorator) collect(ctx sdk.Context, tx sdk.Tx) (signatureSet, bool) {
	signedTx, ok := tx.(authsigning.Tx)
	adaptable, adapts := tx.(authsigning.V2AdaptableTx)
	if !ok || !adapts || len(ctx.TxBytes()) == 0 {
		return signatureSet{}, false
	}
	signatures, err := signedTx.GetSignaturesV2()
	if err != nil {
		return signatureSet{}, false
	}
	signers, err := signedTx.GetSigners()
	if err != nil || len(signers) != len(signatures) {
		return signatureSet{}, false
	}
	// The SDK's decorator pays for reading the accounts; this look at them must not be charged a second time.
	free := ctx.WithGasMeter(storetypes.NewInfiniteGasMeter())
	set := signatureSet{transaction: adaptable.GetSigningTxData(), signatures: make([]signedBy, len(signatures))}
	for i, signature := range signatures {
		account := d.accounts.GetAccount(free, signers[i])
		if account == nil || account.GetPubKey() == nil || !dependsOnTransactionOnly(signature.Data) {
			return signatureSet{}, false
		}
		set.signatures[i] = signedBy{signature: signature, account: account}
		if ctx.BlockHeight() != 0 { // genesis transactions are signed without account numbers
			set.signatures[i].number = account.GetAccountNumber()
		}
	}
	return set, true
}

// dependsOnTransactionOnly tells the modes whose signed text follows from the transaction and the signer. The textual mode is
// not one of them: it quotes the denoms' metadata, which is state.
func dependsOnTransactionOnly(data signing.SignatureData) bool {
	switch data := data.(type) {
	case *signing.SingleSignatureData:
		return data.SignMode == signing.SignMode_SIGN_MODE_DIRECT || data.SignMode == signing.SignMode_SIGN_MODE_DIRECT_AUX ||
			data.SignMode == signing.SignMode_SIGN_MODE_LEGACY_AMINO_JSON
	case *signing.MultiSignatureData:
		for _, member := range data.Signatures {
			if !dependsOnTransactionOnly(member) {
				return false
			}
		}
		return true
	default:
		return false
	}
}

// key is a digest of everything that decides whether the signatures are good.
func (s signatureSet) key(chainID string, transaction []byte) signatureKey {
	digest := sha256.New()
	writeSized(digest, []byte(chainID))
	writeSized(digest, transaction)
	for _, by := range s.signatures {
		var number [8]byte
		binary.BigEndian.PutUint64(number[:], by.number)
		digest.Write(number[:])
		writeSized(digest, []byte(by.account.GetPubKey().Type()))
		writeSized(digest, by.account.GetPubKey().Bytes())
	}
	var key signatureKey
	digest.Sum(key[:0])
	return key
}

func writeSized(digest hash.Hash, part []byte) {
	var size [8]byte
	binary.BigEndian.PutUint64(size[:], uint64(len(part)))
	digest.Write(size[:])
	digest.Write(part)
}

// verifyNatively says that the C library accepts every signature. False is no verdict.
func (s signatureSet) verifyNatively(ctx context.Context, handler *txsigning.HandlerMap) bool {
	for _, by := range s.signatures {
		key, isCurve := by.account.GetPubKey().(*secp256k1.PubKey)
		single, isSingle := by.signature.Data.(*signing.SingleSignatureData)
		if !isCurve || !isSingle {
			return false
		}
		packed, err := codectypes.NewAnyWithValue(key)
		if err != nil {
			return false
		}
		text, err := handler.GetSignBytes(ctx, signingv1beta1.SignMode(single.SignMode), txsigning.SignerData{
			Address: by.account.GetAddress().String(), ChainID: sdk.UnwrapSDKContext(ctx).ChainID(), AccountNumber: by.number,
			Sequence: by.signature.Sequence, PubKey: &anypb.Any{TypeUrl: packed.TypeUrl, Value: packed.Value},
		}, s.transaction)
		if err != nil || !verifyNatively(key.Key, text, single.Signature) {
			return false
		}
	}
	return true
}
