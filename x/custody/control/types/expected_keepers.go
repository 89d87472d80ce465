package types

import (
	"context"
	"time"

	"cosmossdk.io/core/address"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// AccountKeeper is what this module needs of x/auth.
type AccountKeeper interface {
	AddressCodec() address.Codec
}

// BankKeeper is what this module reads of x/bank.
type BankKeeper interface {
	GetBalance(ctx context.Context, holder sdk.AccAddress, denom string) sdk.Coin
}

// BondKeeper is what this module reads of x/bond.
type BondKeeper interface {
	// Now is business time.
	Now(ctx context.Context) time.Time
	// IssuerOf is the issuer of a series, with its authority.
	IssuerOf(ctx context.Context, isin string) (bondtypes.Issuer, error)
}

// CustodyKeeper is what this module asks of x/custody, which makes the interventions.
type CustodyKeeper interface {
	// ActsForCustodian tells whether a signer may act for the custodians' side of an account.
	ActsForCustodian(ctx context.Context, signer, account sdk.AccAddress) (bool, error)
	// IsCentralBook tells whether an account operates the central book.
	IsCentralBook(ctx context.Context, account sdk.AccAddress) (bool, error)
	// IsCashIssuer tells whether an account may issue a cash denom.
	IsCashIssuer(ctx context.Context, account sdk.AccAddress, denom string) (bool, error)
	// OrderFreeze freezes an account or lifts its freezes.
	OrderFreeze(ctx context.Context, account sdk.AccAddress, frozen bool, order custodytypes.Order) error
	// OrderSeriesFreeze freezes a series or lifts its freezes.
	OrderSeriesFreeze(ctx context.Context, isin string, frozen bool, order custodytypes.Order) error
	// ForceTransfer moves what is free of a holding.
	ForceTransfer(ctx context.Context, from, to sdk.AccAddress, coin sdk.Coin, order custodytypes.Order) error
	// RecoverAccount takes a step of a recovery and tells whether it was the last.
	RecoverAccount(ctx context.Context, from, to sdk.AccAddress, order custodytypes.Order) (bool, error)
	// ReplaceRules replaces the transfer rules of a series.
	ReplaceRules(ctx context.Context, rules custodytypes.TransferRules, order custodytypes.Order) error
}
