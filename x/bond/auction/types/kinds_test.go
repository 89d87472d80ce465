package types_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
)

// Which kinds are sold and bought by which methods; strips by none.
func TestKindsAndMethods(t *testing.T) {
	byPrice := []types.AuctionMethod{types.AUCTION_METHOD_MULTI_PRICE, types.AUCTION_METHOD_SINGLE_PRICE, types.AUCTION_METHOD_BUY_BACK}
	fits := map[bondtypes.SeriesKind][]types.AuctionMethod{
		bondtypes.SERIES_KIND_FIXED:            append([]types.AuctionMethod{types.AUCTION_METHOD_SINGLE_YIELD, types.AUCTION_METHOD_YIELD_SPREAD}, byPrice...),
		bondtypes.SERIES_KIND_DISCOUNT:         byPrice,
		bondtypes.SERIES_KIND_INFLATION_LINKED: byPrice,
		bondtypes.SERIES_KIND_FLOATING:         append([]types.AuctionMethod{types.AUCTION_METHOD_SPREAD}, byPrice...),
		bondtypes.SERIES_KIND_STRIP:            nil,
	}
	for kind, methods := range fits {
		for method := types.AUCTION_METHOD_MULTI_PRICE; method <= types.AUCTION_METHOD_BUY_BACK; method++ {
			series := bondtypes.Series{Status: bondtypes.SERIES_STATUS_LIVE, Terms: bondtypes.TermSheet{
				Isin: "JP1103811S13", IssuerId: "mof", Kind: kind, Denomination: math.OneInt(),
			}}
			if method == types.AUCTION_METHOD_SPREAD {
				series.Status = bondtypes.SERIES_STATUS_ANNOUNCED
			}
			terms := types.AuctionTerms{
				IssuerId: "mof", Method: method, NonCompetitivePct: dec("0"), BidUnit: math.OneInt(), NonCompetitiveUnit: math.ZeroInt(),
			}
			err := terms.CheckSeries(series)
			if slices.Contains(methods, method) {
				require.NoError(t, err, "%s by %s", kind, method)
				continue
			}
			require.ErrorIs(t, err, types.ErrNotOnOffer, "%s by %s", kind, method)
			require.ErrorContains(t, err, kind.String())
		}
	}
}
