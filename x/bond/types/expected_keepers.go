package types

import (
	"context"

	"cosmossdk.io/core/address"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
)

// AccountKeeper is what x/bond needs of x/auth.
type AccountKeeper interface {
	AddressCodec() address.Codec
	GetModuleAddress(moduleName string) sdk.AccAddress
	GetModuleAccount(ctx context.Context, moduleName string) sdk.ModuleAccountI
}

// BankKeeper is what x/bond needs of x/bank, the only ledger of who owns what.
type BankKeeper interface {
	GetBalance(ctx context.Context, holder sdk.AccAddress, denom string) sdk.Coin
	GetSupply(ctx context.Context, denom string) sdk.Coin
	IterateTotalSupply(ctx context.Context, visit func(sdk.Coin) (stop bool))
	DenomOwners(ctx context.Context, req *banktypes.QueryDenomOwnersRequest) (*banktypes.QueryDenomOwnersResponse, error)
	SetDenomMetaData(ctx context.Context, metadata banktypes.Metadata)
	MintCoins(ctx context.Context, moduleName string, amount sdk.Coins) error
	BurnCoins(ctx context.Context, moduleName string, amount sdk.Coins) error
	SendCoins(ctx context.Context, from, to sdk.AccAddress, amount sdk.Coins) error
	InputOutputCoins(ctx context.Context, input banktypes.Input, outputs []banktypes.Output) error
	SendCoinsFromAccountToModule(ctx context.Context, from sdk.AccAddress, toModule string, amount sdk.Coins) error
}

// Holdings is what x/bond asks of the module that keeps how units are held: who is paid for them. x/custody implements
// it; DirectHoldings stands in where there is none.
type Holdings interface {
	// CouponPayee returns who receives a coupon that holder earned: holder itself or, for the escrow of a channel, the
	// paying agent that the issuer named. found is false when there is none; the coupon then stays pending.
	CouponPayee(ctx context.Context, isin string, holder sdk.AccAddress) (payee sdk.AccAddress, found bool, err error)
	// BeforeCouponPaid returns the parts of a holder's coupon that go to others, together at most the coupon; the rest is the
	// holder's. of is the coupon of some of the units, floored. What the others do with their parts they have booked when it
	// returns; the cash follows at once, or all of it is undone.
	BeforeCouponPaid(ctx context.Context, isin string, holder sdk.AccAddress, coupon sdk.Coin, of func(units math.Int) math.Int) ([]CouponPart, error)
	// CanRedeem is false for accounts whose units stand for units abroad: these wait until they come home.
	CanRedeem(ctx context.Context, isin string, holder sdk.AccAddress) bool
	// BeforeRedeemed lifts every encumbrance of the holder's units of a matured series and says who receives the principal;
	// the units of the payees sum to units. When it returns, the holder must be able to send the units to the module account
	// of x/bond, whatever the holder's status.
	BeforeRedeemed(ctx context.Context, isin string, holder sdk.AccAddress, units math.Int) ([]Payee, error)
	// AfterRedeemed tells what was paid to whom, in the order of the payees.
	AfterRedeemed(ctx context.Context, isin string, holder sdk.AccAddress, paid []PaidOut) error
}

// CouponPart is what one account receives of another's coupon.
type CouponPart struct {
	// Account receives the cash.
	Account sdk.AccAddress
	// Amount is in the cash denom of the series, and positive.
	Amount math.Int
}

// Payee is one account that receives principal for a holder's units.
type Payee struct {
	// Account receives the cash.
	Account sdk.AccAddress
	// Units is for how many of the holder's units.
	Units math.Int
	// Ref names the pledge, and is empty for the owner.
	Ref string
}

// PaidOut is what one payee was paid.
type PaidOut struct {
	Payee
	// Cash is what was sent to the account.
	Cash sdk.Coin
}

// DirectHoldings pays every holder directly: no pledges, nothing abroad.
type DirectHoldings struct{}

var _ Holdings = DirectHoldings{}

// CouponPayee returns the holder.
func (DirectHoldings) CouponPayee(_ context.Context, _ string, holder sdk.AccAddress) (sdk.AccAddress, bool, error) {
	return holder, true, nil
}

// BeforeCouponPaid leaves all to the holder.
func (DirectHoldings) BeforeCouponPaid(
	context.Context, string, sdk.AccAddress, sdk.Coin, func(math.Int) math.Int,
) ([]CouponPart, error) {
	return nil, nil
}

// CanRedeem is always true.
func (DirectHoldings) CanRedeem(context.Context, string, sdk.AccAddress) bool { return true }

// BeforeRedeemed returns the holder for all units.
func (DirectHoldings) BeforeRedeemed(_ context.Context, _ string, holder sdk.AccAddress, units math.Int) ([]Payee, error) {
	return []Payee{{Account: holder, Units: units}}, nil
}

// AfterRedeemed does nothing.
func (DirectHoldings) AfterRedeemed(context.Context, string, sdk.AccAddress, []PaidOut) error {
	return nil
}

// Offers is what x/bond asks of its sub-modules: how much of a series they have promised to issue to others.
type Offers interface {
	// Promised returns the face of a series that nobody else may take up.
	Promised(ctx context.Context, isin string) (math.Int, error)
}

// MultiOffers adds up what several sub-modules have promised.
type MultiOffers []Offers

// Promised returns the sum.
func (m MultiOffers) Promised(ctx context.Context, isin string) (math.Int, error) {
	sum := math.ZeroInt()
	for _, offers := range m {
		promised, err := offers.Promised(ctx, isin)
		if err != nil {
			return math.Int{}, err
		}
		sum = sum.Add(promised)
	}
	return sum, nil
}
