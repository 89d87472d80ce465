package chain

import (
	"fmt"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	txtypes "github.com/cosmos/cosmos-sdk/types/tx"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"

	"github.com/kokusai-chain/kokusai/app"
)

// feeAmount is what every transaction pays, in ukoku.
const feeAmount = 1_000

// Transaction is what a workload wants done, before it is signed. The first signer pays the fee.
type Transaction struct {
	Messages []sdk.Msg
	Signers  []*Account
	Gas      uint64
	// Signed is the whole transaction where a workload signs for itself.
	Signed []byte
}

// Sign encodes the transaction and signs it with the next sequence of each signer.
func (t Transaction) Sign(chainID string) ([]byte, error) {
	if t.Signed != nil {
		return t.Signed, nil
	}
	body := txtypes.TxBody{Messages: make([]*codectypes.Any, len(t.Messages))}
	for i, message := range t.Messages {
		packed, err := codectypes.NewAnyWithValue(message)
		if err != nil {
			return nil, fmt.Errorf("pack %T: %w", message, err)
		}
		body.Messages[i] = packed
	}
	direct := &txtypes.ModeInfo{Sum: &txtypes.ModeInfo_Single_{Single: &txtypes.ModeInfo_Single{Mode: signing.SignMode_SIGN_MODE_DIRECT}}}
	auth := txtypes.AuthInfo{Fee: &txtypes.Fee{Amount: sdk.NewCoins(sdk.NewInt64Coin(app.StakeDenom, feeAmount)), GasLimit: t.Gas}}
	for _, signer := range t.Signers {
		key, err := codectypes.NewAnyWithValue(signer.public)
		if err != nil {
			return nil, err
		}
		auth.SignerInfos = append(auth.SignerInfos, &txtypes.SignerInfo{PublicKey: key, ModeInfo: direct, Sequence: signer.Sequence})
	}
	raw := txtypes.TxRaw{}
	var err error
	if raw.BodyBytes, err = body.Marshal(); err != nil {
		return nil, err
	}
	if raw.AuthInfoBytes, err = auth.Marshal(); err != nil {
		return nil, err
	}
	for _, signer := range t.Signers {
		document := txtypes.SignDoc{BodyBytes: raw.BodyBytes, AuthInfoBytes: raw.AuthInfoBytes, ChainId: chainID, AccountNumber: signer.Number}
		signed, err := document.Marshal()
		if err != nil {
			return nil, err
		}
		signature, err := signer.key.Sign(signed)
		if err != nil {
			return nil, err
		}
		raw.Signatures = append(raw.Signatures, signature)
		signer.Sequence++
	}
	return raw.Marshal()
}
