package app

import (
	"context"
	"math/rand"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/core/address"

	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	"github.com/cosmos/cosmos-sdk/x/auth/ante"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
)

const signedChain = "kokusai-test-1"

// oneAccount is the only account there is, charged like a read of the store.
type oneAccount struct{ account *authtypes.BaseAccount }

func (a oneAccount) GetAccount(ctx context.Context, _ sdk.AccAddress) sdk.AccountI {
	sdk.UnwrapSDKContext(ctx).GasMeter().ConsumeGas(1_000, "read")
	return a.account
}
func (oneAccount) GetParams(context.Context) authtypes.Params                { return authtypes.DefaultParams() }
func (oneAccount) SetAccount(context.Context, sdk.AccountI)                  {}
func (oneAccount) GetModuleAddress(string) sdk.AccAddress                    { return nil }
func (oneAccount) AddressCodec() address.Codec                               { return addresscodec.NewBech32Codec(Bech32Prefix) }
func (oneAccount) UnorderedTransactionsEnabled() bool                        { return true }
func (oneAccount) RemoveExpiredUnorderedNonces(sdk.Context) error            { return nil }
func (oneAccount) TryAddUnorderedNonce(sdk.Context, []byte, time.Time) error { return nil }

// spiedDecorator counts the verifications that reach the SDK's decorator.
type spiedDecorator struct {
	sdk.AnteDecorator
	verifications *int
}

func (d spiedDecorator) AnteHandle(ctx sdk.Context, tx sdk.Tx, simulate bool, next sdk.AnteHandler) (sdk.Context, error) {
	if ctx.IsSigverifyTx() {
		*d.verifications++
	}
	return d.AnteDecorator.AnteHandle(ctx, tx, simulate, next)
}

type signatureFixture struct {
	t             *testing.T
	ctx           sdk.Context
	tx            sdk.Tx
	account       *authtypes.BaseAccount
	decorator     signatureDecorator
	verifications int
}

// newSignatureFixture has a transaction of a plain account, signed well. The C library stays out of it.
func newSignatureFixture(t *testing.T) *signatureFixture {
	key := secp256k1.GenPrivKeyFromSecret([]byte("signer"))
	account := authtypes.NewBaseAccount(sdk.AccAddress(key.PubKey().Address()), key.PubKey(), 7, 3)
	config := MakeEncodingConfig().TxConfig
	tx, err := simtestutil.GenSignedMockTx(rand.New(rand.NewSource(1)), config, []sdk.Msg{banktypes.NewMsgSend(account.GetAddress(), account.GetAddress(), sdk.NewCoins())},
		nil, 200_000, signedChain, []uint64{7}, []uint64{3}, key)
	require.NoError(t, err)
	encoded, err := config.TxEncoder()(tx)
	require.NoError(t, err)

	f := &signatureFixture{t: t, tx: tx, account: account}
	f.ctx = testutil.DefaultContext(storetypes.NewKVStoreKey("state"), storetypes.NewTransientStoreKey("transient")).
		WithBlockHeight(5).WithChainID(signedChain).WithTxBytes(encoded).WithIsSigverifyTx(true)
	f.decorator = newSignatureDecorator(oneAccount{account}, config.SignModeHandler(), simtestutil.AppOptionsMap{FlagNativeSignatures: false})
	f.decorator.inner = spiedDecorator{f.decorator.inner, &f.verifications}
	return f
}

// run passes the transaction through the decorator and returns the gas it took.
func (f *signatureFixture) run(ctx sdk.Context) (uint64, error) {
	ctx = ctx.WithGasMeter(storetypes.NewGasMeter(1_000_000))
	reached := false
	_, err := f.decorator.AnteHandle(ctx, f.tx, false, func(ctx sdk.Context, _ sdk.Tx, _ bool) (sdk.Context, error) {
		require.True(f.t, ctx.IsSigverifyTx(), "later checks see the context as it was")
		reached = true
		return ctx, nil
	})
	require.Equal(f.t, err == nil, reached)
	return ctx.GasMeter().GasConsumed(), err
}

func TestSignatureIsVerifiedOnce(t *testing.T) {
	f := newSignatureFixture(t)
	first, err := f.run(f.ctx)
	require.NoError(t, err)
	require.Equal(t, 1, f.verifications)
	for range 3 {
		again, err := f.run(f.ctx)
		require.NoError(t, err)
		require.Equal(t, first, again, "gas does not tell what a node remembers")
	}
	require.Equal(t, 1, f.verifications)

	alone := signatureFixture{t: t, tx: f.tx, decorator: signatureDecorator{}}
	alone.decorator = f.decorator
	alone.decorator.verified = newSignatureCache(0)
	gas, err := alone.run(f.ctx)
	require.NoError(t, err)
	require.Equal(t, first, gas)
	require.Equal(t, 2, f.verifications)
}

// Whatever a good signature depends on beside the transaction is part of what is remembered.
func TestRememberedSignatureIsNotGoodElsewhere(t *testing.T) {
	other := secp256k1.GenPrivKeyFromSecret([]byte("other")).PubKey()
	for name, change := range map[string]func(*signatureFixture){
		"after the key changed":       func(f *signatureFixture) { require.NoError(t, f.account.SetPubKey(other)) },
		"after the number changed":    func(f *signatureFixture) { require.NoError(t, f.account.SetAccountNumber(8)) },
		"on another chain":            func(f *signatureFixture) { f.ctx = f.ctx.WithChainID("another-1") },
		"in a genesis transaction":    func(f *signatureFixture) { f.ctx = f.ctx.WithBlockHeight(0) },
		"after the sequence was used": func(f *signatureFixture) { require.NoError(t, f.account.SetSequence(4)) },
	} {
		t.Run(name, func(t *testing.T) {
			f := newSignatureFixture(t)
			_, err := f.run(f.ctx)
			require.NoError(t, err)
			change(f)
			gas, err := f.run(f.ctx)
			require.Error(t, err)

			f.decorator = signatureDecorator{inner: ante.NewSigVerificationDecorator(f.decorator.accounts, f.decorator.handler), accounts: f.decorator.accounts, handler: f.decorator.handler, verified: newSignatureCache(0)}
			gasAlone, errAlone := f.run(f.ctx)
			require.Equal(t, errAlone.Error(), err.Error())
			require.Equal(t, gasAlone, gas)
		})
	}
}

func TestBadSignatureIsNotRemembered(t *testing.T) {
	f := newSignatureFixture(t)
	require.NoError(t, f.account.SetAccountNumber(8))
	for range 2 {
		_, err := f.run(f.ctx)
		require.Error(t, err)
	}
	require.Equal(t, 2, f.verifications)
	require.NoError(t, f.account.SetAccountNumber(7))
	_, err := f.run(f.ctx)
	require.NoError(t, err)
}

// The mempool's second look and simulations verify nothing, so they say nothing about signatures.
func TestOnlyVerifiedSignaturesAreRemembered(t *testing.T) {
	f := newSignatureFixture(t)
	require.NoError(t, f.account.SetAccountNumber(8)) // the signature is bad
	_, err := f.run(f.ctx.WithIsCheckTx(true).WithIsReCheckTx(true))
	require.NoError(t, err)
	_, err = f.decorator.AnteHandle(f.ctx, f.tx, true, func(ctx sdk.Context, _ sdk.Tx, _ bool) (sdk.Context, error) { return ctx, nil })
	require.NoError(t, err)
	_, err = f.run(f.ctx)
	require.Error(t, err)
}

// What the textual mode signs quotes state, so it is verified each time.
func TestOnlyModesThatQuoteNoStateAreRemembered(t *testing.T) {
	single := func(mode signing.SignMode) signing.SignatureData { return &signing.SingleSignatureData{SignMode: mode} }
	require.True(t, dependsOnTransactionOnly(single(signing.SignMode_SIGN_MODE_DIRECT)))
	require.True(t, dependsOnTransactionOnly(single(signing.SignMode_SIGN_MODE_LEGACY_AMINO_JSON)))
	require.False(t, dependsOnTransactionOnly(single(signing.SignMode_SIGN_MODE_TEXTUAL)))
	require.False(t, dependsOnTransactionOnly(single(signing.SignMode_SIGN_MODE_UNSPECIFIED)))
	require.False(t, dependsOnTransactionOnly(&signing.MultiSignatureData{Signatures: []signing.SignatureData{
		single(signing.SignMode_SIGN_MODE_DIRECT), single(signing.SignMode_SIGN_MODE_TEXTUAL),
	}}))
	require.False(t, dependsOnTransactionOnly(nil))
}
