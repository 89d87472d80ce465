package keeper

import (
	"context"
	"strconv"

	"github.com/cosmos/gogoproto/proto"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
)

// The events of coupons are emitted for each holder, so they are put together by hand: the same events that
// EmitTypedEvent would make, without its round trip through JSON. A test holds the two against each other.

var (
	typeCouponEarned = proto.MessageName(&types.EventCouponEarned{})
	typeCouponPaid   = proto.MessageName(&types.EventCouponPaid{})
)

func couponEarned(isin string, number uint32, holder string, amount math.Int) sdk.Event {
	return sdk.NewEvent(typeCouponEarned,
		sdk.Attribute{Key: "amount", Value: quote(amount.String())},
		sdk.Attribute{Key: "holder", Value: quote(holder)},
		sdk.Attribute{Key: "isin", Value: quote(isin)},
		sdk.Attribute{Key: "number", Value: strconv.FormatUint(uint64(number), 10)},
	)
}

func couponPaid(isin string, number uint32, holder, payee string, amount math.Int) sdk.Event {
	return sdk.NewEvent(typeCouponPaid,
		sdk.Attribute{Key: "amount", Value: quote(amount.String())},
		sdk.Attribute{Key: "holder", Value: quote(holder)},
		sdk.Attribute{Key: "isin", Value: quote(isin)},
		sdk.Attribute{Key: "number", Value: strconv.FormatUint(uint64(number), 10)},
		sdk.Attribute{Key: "payee", Value: quote(payee)},
	)
}

// quote puts a text without special characters (a code, an address, a number) in JSON quotes.
func quote(text string) string { return `"` + text + `"` }

func emitFast(ctx context.Context, event sdk.Event) {
	sdk.UnwrapSDKContext(ctx).EventManager().EmitEvent(event)
}
