package report

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestRatioOfEqualSidesIsOne(t *testing.T) {
	costs := []float64{1, 2, 3, 4}
	require.Equal(t, Estimate{Value: 1, Low: 1, High: 1}, RatioOf(costs, costs))
}

func TestRatioHoldsItsValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cost := rapid.Float64Range(0.5, 5)
		left := rapid.SliceOfN(cost, 3, 12).Draw(t, "left")
		right := rapid.SliceOfN(cost, len(left), len(left)).Draw(t, "right")
		for _, ratio := range []Estimate{RatioOf(left, right), RatioOfMeans(left, right)} {
			require.LessOrEqual(t, ratio.Low, ratio.Value)
			require.GreaterOrEqual(t, ratio.High, ratio.Value)
			require.InDelta(t, sum(left)/sum(right), ratio.Value, 1e-9)
		}
		difference := DifferenceOfMeans(left, right)
		require.LessOrEqual(t, difference.Low, difference.Value)
		require.GreaterOrEqual(t, difference.High, difference.Value)
		require.InDelta(t, mean(left)-mean(right), difference.Value, 1e-9)
	})
}

// A drift that both sides of a pair share does not widen the interval.
func TestRatioIgnoresDrift(t *testing.T) {
	left, right := []float64{2, 4, 8, 16, 32}, []float64{1, 2, 4, 8, 16}
	require.Equal(t, Estimate{Value: 2, Low: 2, High: 2}, RatioOf(left, right))
}

func TestQuantile(t *testing.T) {
	values := []float64{5, 1, 4, 2, 3}
	require.Equal(t, 3.0, quantile(values, 0.5))
	require.Equal(t, 5.0, quantile(values, 0.99))
	require.Equal(t, 1.0, quantile(values, 0))
	require.Equal(t, []float64{5, 1, 4, 2, 3}, values)
}

func sum(values []float64) float64 {
	var total float64
	for _, value := range values {
		total += value
	}
	return total
}
