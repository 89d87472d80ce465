package report

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// Estimate is a quotient or a difference with the interval that holds it in 95 of 100 repetitions.
type Estimate struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// resamples is how often the pairs are drawn anew for the interval.
const resamples = 10_000

// RatioOf divides the sum of one side's costs by the other's, pair by pair measured: a value of 2 says that the right side took
// half as long. The interval is the percentile bootstrap over pairs, because neighbours in time share the machine's mood.
func RatioOf(left, right []float64) Estimate {
	random := rand.New(rand.NewPCG(uint64(len(left)), 95))
	quotient := func(pick func(int) int) float64 {
		var l, r float64
		for i := range left {
			k := pick(i)
			l, r = l+left[k], r+right[k]
		}
		return l / r
	}
	drawn := make([]float64, resamples)
	for i := range drawn {
		drawn[i] = quotient(func(int) int { return random.IntN(len(left)) })
	}
	return estimate(quotient(func(i int) int { return i }), drawn)
}

// RatioOfMeans divides the mean of one set of costs by the mean of another that was not measured pair by pair.
func RatioOfMeans(of, by []float64) Estimate {
	return ofMeans(of, by, func(a, b float64) float64 { return a / b })
}

// DifferenceOfMeans takes the mean of one set of costs from the mean of another.
func DifferenceOfMeans(of, from []float64) Estimate {
	return ofMeans(of, from, func(a, b float64) float64 { return a - b })
}

// ofMeans compares two means. The interval is the percentile bootstrap over each set by itself.
func ofMeans(a, b []float64, compare func(a, b float64) float64) Estimate {
	random := rand.New(rand.NewPCG(uint64(len(a)), uint64(len(b))))
	draw := func(values []float64) float64 {
		var sum float64
		for range values {
			sum += values[random.IntN(len(values))]
		}
		return sum / float64(len(values))
	}
	drawn := make([]float64, resamples)
	for i := range drawn {
		drawn[i] = compare(draw(a), draw(b))
	}
	return estimate(compare(mean(a), mean(b)), drawn)
}

// estimate reads the interval off a sample of the value.
func estimate(value float64, drawn []float64) Estimate {
	slices.Sort(drawn)
	return Estimate{Value: value, Low: drawn[resamples*25/1000], High: drawn[resamples*975/1000-1]}
}

func mean(values []float64) float64 {
	var sum float64
	for _, value := range values {
		sum += value
	}
	return sum / float64(len(values))
}

// quantile returns the smallest value that at least the share q of values does not exceed.
func quantile(values []float64, q float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	rank := int(q*float64(len(sorted)) + 0.999999)
	return sorted[min(max(rank, 1), len(sorted))-1]
}

// String prints the estimate with its interval.
func (e Estimate) String() string { return fmt.Sprintf("%.2f [%.2f–%.2f]", e.Value, e.Low, e.High) }
