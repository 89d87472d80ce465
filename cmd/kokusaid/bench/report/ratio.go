package report

import (
	"math/rand/v2"
	"slices"
)

// Ratio is a quotient of two rates with the interval that holds it in 95 of 100 repetitions.
type Ratio struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// resamples is how often the pairs are drawn anew for the interval.
const resamples = 10_000

// RatioOf divides the sum of one side's costs by the other's, pair by pair measured: a value of 2 says that the right side took
// half as long. The interval is the percentile bootstrap over pairs, because neighbours in time share the machine's mood.
func RatioOf(left, right []float64) Ratio {
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
	return ratioWith(quotient(func(i int) int { return i }), drawn)
}

// RatioOfMeans divides the mean of one set of costs by the mean of another that was not measured pair by pair.
func RatioOfMeans(of, by []float64) Ratio {
	random := rand.New(rand.NewPCG(uint64(len(of)), uint64(len(by))))
	mean := func(values []float64, pick func(int) int) float64 {
		var sum float64
		for i := range values {
			sum += values[pick(i)]
		}
		return sum / float64(len(values))
	}
	drawn := make([]float64, resamples)
	for i := range drawn {
		drawn[i] = mean(of, func(int) int { return random.IntN(len(of)) }) / mean(by, func(int) int { return random.IntN(len(by)) })
	}
	self := func(i int) int { return i }
	return ratioWith(mean(of, self)/mean(by, self), drawn)
}

// ratioWith reads the interval off a sample of the ratio.
func ratioWith(value float64, drawn []float64) Ratio {
	slices.Sort(drawn)
	return Ratio{Value: value, Low: drawn[resamples*25/1000], High: drawn[resamples*975/1000-1]}
}

// quantile returns the smallest value that at least the share q of values does not exceed.
func quantile(values []float64, q float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	rank := int(q*float64(len(sorted)) + 0.999999)
	return sorted[min(max(rank, 1), len(sorted))-1]
}
