package app

import (
	"context"

	errorsmod "cosmossdk.io/errors"

	ibcante "github.com/cosmos/ibc-go/v11/modules/core/ante"

	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/x/auth/ante"

	"github.com/kokusai-chain/kokusai/x/custody/bankgate"
)

// newAnteHandler returns the checks that every transaction passes before its messages run: the SDK's standard chain, which
// here reads each account once, fees in the stake denom only, and no fee for packets that another relayer has already delivered.
func (app *App) newAnteHandler(appOpts servertypes.AppOptions) sdk.AnteHandler {
	accounts := anteAccounts{app.AccountKeeper}
	return sdk.ChainAnteDecorators(
		ante.NewSetUpContextDecorator(),
		memoryDecorator{},
		ante.NewExtensionOptionsDecorator(nil),
		ante.NewValidateBasicDecorator(),
		ante.NewTxTimeoutHeightDecorator(),
		ante.NewValidateMemoDecorator(accounts),
		ante.NewConsumeGasForTxSizeDecorator(accounts),
		feeDenomDecorator{},
		ante.NewDeductFeeDecorator(accounts, feeBank{app.BankKeeper}, app.FeeGrantKeeper, nil),
		ante.NewSetPubKeyDecorator(accounts),
		ante.NewValidateSigCountDecorator(accounts),
		ante.NewSigGasConsumeDecorator(accounts, ante.DefaultSigVerificationGasConsumer),
		newSignatureDecorator(accounts, app.encoding.TxConfig.SignModeHandler(), appOpts),
		ante.NewIncrementSequenceDecorator(accounts),
		ibcante.NewRedundantRelayDecorator(app.IBCKeeper),
	)
}

// feeDenomDecorator refuses fees in anything but the stake denom, so that no bond or cash token can ever end up in the
// fee collector, where the rules of its holders would not reach.
type feeDenomDecorator struct{}

// AnteHandle fails with ErrInvalidCoins when the fee names another denom.
func (feeDenomDecorator) AnteHandle(ctx sdk.Context, tx sdk.Tx, simulate bool, next sdk.AnteHandler) (sdk.Context, error) {
	feeTx, ok := tx.(sdk.FeeTx)
	if !ok {
		return ctx, errorsmod.Wrap(sdkerrors.ErrTxDecode, "transaction does not state a fee")
	}
	for _, coin := range feeTx.GetFee() {
		if coin.Denom != StakeDenom {
			return ctx, errorsmod.Wrapf(sdkerrors.ErrInvalidCoins, "fees are payable in %s only, not in %s", StakeDenom, coin.Denom)
		}
	}
	return next(ctx, tx, simulate)
}

// feeBank adds fees up per transaction and credits the fee collector once, at the block's end: its balance would
// otherwise be read and written by every transaction of a block, which no parallel execution survives.
type feeBank struct {
	bankgate.Keeper
}

// SendCoinsFromAccountToModule books the coins in the block's object store.
func (b feeBank) SendCoinsFromAccountToModule(ctx context.Context, sender sdk.AccAddress, module string, coins sdk.Coins) error {
	return b.SendCoinsFromAccountToModuleVirtual(ctx, sender, module, coins)
}
