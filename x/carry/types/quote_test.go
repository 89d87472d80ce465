package types_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// TestBuyFavoursTheDealer: the taker never pays more than offered nor less than the price; a unit more would cost more
// than was offered; and taking in parts is never cheaper.
func TestBuyFavoursTheDealer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		quote := types.Quote{
			Offer: sdk.NewCoin("uusd", amount(t, "offer", 1)), AskDenom: "ujpy", MinFill: math.OneInt(),
			Price: math.LegacyNewDecWithPrec(rapid.Int64Range(1_000_000, 1<<62).Draw(t, "price"), 18),
		}
		pay := sdk.NewCoin("ujpy", amount(t, "pay", 1))
		fill, err := quote.Buy(pay, math.OneInt())
		if err != nil {
			require.ErrorIs(t, err, types.ErrBelowMinimum)
			require.True(t, rounding.MulDecUp(math.OneInt(), quote.Price).GT(pay.Amount), "one unit costs more")
			return
		}
		require.True(t, fill.Paid.Amount.LTE(pay.Amount))
		require.True(t, fill.Paid.Amount.Equal(rounding.MulDecUp(fill.Received.Amount, quote.Price)))
		require.True(t, fill.Received.Add(fill.Left).IsEqual(quote.Offer))
		if !fill.Exhausted {
			require.True(t, rounding.MulDecUp(fill.Received.Amount.AddRaw(1), quote.Price).GT(pay.Amount))
		} else {
			require.True(t, fill.Left.IsZero())
		}
		part := math.NewInt(rapid.Int64Range(1, 1<<20).Draw(t, "part"))
		if part.LT(fill.Received.Amount) {
			rest := fill.Received.Amount.Sub(part)
			require.True(t, rounding.MulDecUp(part, quote.Price).Add(rounding.MulDecUp(rest, quote.Price)).GTE(fill.Paid.Amount))
		}
	})
}

// TestBuyAtTheBounds: the largest amounts at the extreme prices do not overflow.
func TestBuyAtTheBounds(t *testing.T) {
	most := types.MaxAmount.SubRaw(1)
	for _, price := range []string{"0.000000000001", "1000000000000"} {
		quote := types.Quote{Offer: sdk.NewCoin("uusd", most), AskDenom: "ujpy", MinFill: math.OneInt(), Price: dec(price)}
		require.NoError(t, types.ValidatePrice(quote.Price))
		fill, err := quote.Buy(sdk.NewCoin("ujpy", most), math.OneInt())
		require.NoError(t, err)
		require.True(t, fill.Received.IsPositive() && fill.Paid.IsPositive())
	}
}

func TestQuoteValidation(t *testing.T) {
	good := types.Quote{
		Dealer: owner.String(), Id: 1, Offer: sdk.NewInt64Coin("uusd", 5), AskDenom: "ujpy", Price: dec("150"),
		MinFill: math.NewInt(9), ExpiresAt: now.Add(time.Hour),
	}
	require.NoError(t, good.Validate(), "less may be left than the minimum")
	bad := good
	bad.Id = 0
	require.ErrorIs(t, bad.Validate(), types.ErrInvalidQuote)
	bad = good
	bad.Price = dec("1000000000000.000000000000000001")
	require.ErrorIs(t, bad.Validate(), types.ErrInvalidQuote)
}
