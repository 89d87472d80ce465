package app

import (
	"github.com/spf13/cast"

	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/x/auth/ante"
	txsigning "github.com/cosmos/cosmos-sdk/x/tx/signing"
)

// Settings of a node, in app.toml, which change how fast it is and nothing else.
const (
	// FlagSignatureCache is how many transactions with verified signatures a node remembers, at some 100 bytes each; 0 for none.
	FlagSignatureCache = "signatures.cache-size"
	// FlagNativeSignatures lets a binary that was built with a C compiler verify with the C library.
	FlagNativeSignatures = "signatures.native"

	// defaultSignatureCache outlasts a full mempool.
	defaultSignatureCache = 100_000
)

// signatureDecorator spares the SDK's decorator the verification of signatures that this node has verified before, be it for
// the mempool, for a proposal or in an earlier attempt of a parallel execution, and of those that the C library accepts.
//
// It only ever vouches that signatures are good. What it does not vouch for, the SDK's decorator verifies as if it stood
// alone; and everything else that the SDK's decorator does, above all the check of sequences and nonces, it always does. So
// two nodes that remember different things, or were built differently, agree on every result, error and unit of gas.
type signatureDecorator struct {
	inner    sdk.AnteDecorator
	accounts ante.AccountKeeper
	handler  *txsigning.HandlerMap
	verified *signatureCache
	native   bool
}

func newSignatureDecorator(accounts ante.AccountKeeper, handler *txsigning.HandlerMap, appOpts servertypes.AppOptions) signatureDecorator {
	size := defaultSignatureCache
	if set := appOpts.Get(FlagSignatureCache); set != nil {
		size = cast.ToInt(set)
	}
	native := nativeCurve
	if set := appOpts.Get(FlagNativeSignatures); set != nil {
		native = native && cast.ToBool(set)
	}
	return signatureDecorator{
		inner:    ante.NewSigVerificationDecorator(accounts, handler),
		accounts: accounts,
		handler:  handler,
		verified: newSignatureCache(size),
		native:   native,
	}
}

// AnteHandle verifies the signatures of a transaction, or remembers that they are good.
func (d signatureDecorator) AnteHandle(ctx sdk.Context, tx sdk.Tx, simulate bool, next sdk.AnteHandler) (sdk.Context, error) {
	if simulate || ctx.IsReCheckTx() || !ctx.IsSigverifyTx() {
		return d.inner.AnteHandle(ctx, tx, simulate, next)
	}
	signed, ok := d.collect(ctx, tx)
	if !ok {
		return d.inner.AnteHandle(ctx, tx, simulate, next)
	}
	key := signed.key(ctx.ChainID(), ctx.TxBytes())
	if d.verified.has(key) || d.native && signed.verifyNatively(ctx, d.handler) {
		d.verified.add(key)
		return d.inner.AnteHandle(ctx.WithIsSigverifyTx(false), tx, simulate, func(ctx sdk.Context, tx sdk.Tx, simulate bool) (sdk.Context, error) {
			return next(ctx.WithIsSigverifyTx(true), tx, simulate)
		})
	}
	return d.inner.AnteHandle(ctx, tx, simulate, func(ctx sdk.Context, tx sdk.Tx, simulate bool) (sdk.Context, error) {
		d.verified.add(key)
		return next(ctx, tx, simulate)
	})
}
