package types

import (
	"context"
	"time"

	"cosmossdk.io/core/address"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	icacontrollertypes "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts/controller/types"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"
	connectiontypes "github.com/cosmos/ibc-go/v11/modules/core/03-connection/types"
	channeltypes "github.com/cosmos/ibc-go/v11/modules/core/04-channel/types"

	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
)

// AccountKeeper is what this module needs of x/auth.
type AccountKeeper interface {
	AddressCodec() address.Codec
	GetModuleAddress(name string) sdk.AccAddress
}

// BankKeeper is what this module needs of x/bank.
type BankKeeper interface {
	GetBalance(ctx context.Context, account sdk.AccAddress, denom string) sdk.Coin
	GetAllBalances(ctx context.Context, account sdk.AccAddress) sdk.Coins
	SendCoins(ctx context.Context, from, to sdk.AccAddress, amount sdk.Coins) error
}

// Clock is where business time comes from: x/bond.
type Clock interface {
	Now(ctx context.Context) time.Time
}

// CustodyKeeper tells whether an account may receive.
type CustodyKeeper interface {
	CanTransfer(ctx context.Context, from, to sdk.AccAddress, coin sdk.Coin) error
}

// CollateralKeeper is what this module needs of x/collateral: to pledge, borrow, repay and release for the owner of a
// position, and what borrowed cash grows to.
type CollateralKeeper interface {
	AddCollateral(ctx context.Context, owner sdk.AccAddress, denom string, number uint64, bonds sdk.Coins) error
	ReleaseCollateral(ctx context.Context, owner sdk.AccAddress, denom string, number uint64, bonds sdk.Coins) error
	Borrow(ctx context.Context, owner sdk.AccAddress, denom string, number uint64, amount math.Int, recipient sdk.AccAddress) error
	Repay(ctx context.Context, payer, owner sdk.AccAddress, denom string, number uint64, amount math.Int) (repaid math.Int, err error)
	Debt(ctx context.Context, owner sdk.AccAddress, denom string, number uint64) (math.Int, error)
	// FindPosition returns the owner's position there, with the bonds that it has, and whether there is one.
	FindPosition(ctx context.Context, owner sdk.AccAddress, denom string, number uint64) (collateraltypes.Position, bool, error)
	// BorrowIndex is what one unit borrowed when the market began has grown to now.
	BorrowIndex(ctx context.Context, denom string) (math.LegacyDec, error)
}

// TransferKeeper sends money to another chain: the message server of ICS-20.
type TransferKeeper interface {
	Transfer(ctx context.Context, msg *transfertypes.MsgTransfer) (*transfertypes.MsgTransferResponse, error)
}

// AccountController opens and orders interchain accounts: the message server of the ICS-27 controller.
type AccountController interface {
	RegisterInterchainAccount(ctx context.Context, msg *icacontrollertypes.MsgRegisterInterchainAccount) (*icacontrollertypes.MsgRegisterInterchainAccountResponse, error)
	SendTx(ctx context.Context, msg *icacontrollertypes.MsgSendTx) (*icacontrollertypes.MsgSendTxResponse, error)
}

// ChannelKeeper is what this module reads of IBC's channels and the connections under them.
type ChannelKeeper interface {
	GetChannel(ctx sdk.Context, portID, channelID string) (channeltypes.Channel, bool)
	GetConnection(ctx sdk.Context, connectionID string) (connectiontypes.ConnectionEnd, error)
}
