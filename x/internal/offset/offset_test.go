package offset_test

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kokusai-chain/kokusai/x/internal/offset"
)

// owes is an obligation to give an amount from one position and have it arrive in another.
func owes(from, to int, amount int64) offset.Obligation {
	return offset.Obligation{Changes: []offset.Change{{from, big.NewInt(-amount)}, {to, big.NewInt(amount)}}}
}

func amounts(values ...int64) []*big.Int {
	out := make([]*big.Int, len(values))
	for i, value := range values {
		out[i] = big.NewInt(value)
	}
	return out
}

func TestSolve(t *testing.T) {
	urgent := owes(0, 1, 5)
	later := owes(0, 1, 5)
	later.Priority = 1
	for name, c := range map[string]struct {
		obligations []offset.Obligation
		available   []*big.Int
		want        []bool
	}{
		"nothing":                      {nil, nil, []bool{}},
		"funded":                       {[]offset.Obligation{owes(0, 1, 5)}, amounts(5, 0), []bool{true}},
		"not funded":                   {[]offset.Obligation{owes(0, 1, 5)}, amounts(4, 0), []bool{false}},
		"a ring of nothing":            {[]offset.Obligation{owes(0, 1, 5), owes(1, 2, 5), owes(2, 0, 5)}, amounts(0, 0, 0), []bool{true, true, true}},
		"a ring with a gap":            {[]offset.Obligation{owes(0, 1, 5), owes(1, 2, 6), owes(2, 0, 5)}, amounts(0, 0, 0), []bool{false, false, false}},
		"a gap filled":                 {[]offset.Obligation{owes(0, 1, 5), owes(1, 2, 6), owes(2, 0, 5)}, amounts(0, 1, 0), []bool{true, true, true}},
		"the smallest that covers":     {[]offset.Obligation{owes(0, 1, 7), owes(0, 1, 3), owes(0, 1, 2)}, amounts(10, 0), []bool{true, true, false}},
		"the first of equals":          {[]offset.Obligation{owes(0, 1, 5), owes(0, 1, 5)}, amounts(5, 0), []bool{true, false}},
		"priority before size":         {[]offset.Obligation{later, urgent}, amounts(5, 0), []bool{false, true}},
		"what fits again is put back":  {[]offset.Obligation{owes(0, 1, 8), owes(1, 2, 4), owes(0, 2, 4)}, amounts(4, 0, 0), []bool{false, false, true}},
		"a chain falls with its head":  {[]offset.Obligation{owes(0, 1, 5), owes(1, 2, 5), owes(2, 3, 5)}, amounts(4, 0, 0, 0), []bool{false, false, false}},
		"a chain stands with its head": {[]offset.Obligation{owes(2, 3, 5), owes(1, 2, 5), owes(0, 1, 5)}, amounts(5, 0, 0, 0), []bool{true, true, true}},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, offset.Solve(c.obligations, c.available))
		})
	}
}

func TestGroups(t *testing.T) {
	obligations := []offset.Obligation{owes(0, 1, 1), owes(2, 3, 1), owes(1, 4, 1), owes(5, 3, 1), owes(6, 7, 1), owes(4, 5, 1)}
	require.Equal(t, [][]int{{0, 2}, {1, 3}, {4}}, offset.Groups(obligations, []bool{true, true, true, true, true, false}))
	require.Equal(t, [][]int{{0, 1, 2, 3, 5}, {4}}, offset.Groups(obligations, []bool{true, true, true, true, true, true}))
	require.Empty(t, offset.Groups(obligations, make([]bool, 6)))
}

// drawn is a small market: some positions, and obligations with one or two legs.
func drawn(t *rapid.T) ([]offset.Obligation, []*big.Int) {
	positions := rapid.IntRange(2, 5).Draw(t, "positions")
	available := make([]*big.Int, positions)
	for i := range available {
		available[i] = big.NewInt(rapid.Int64Range(0, 6).Draw(t, "available"))
	}
	obligations := make([]offset.Obligation, rapid.IntRange(0, 9).Draw(t, "obligations"))
	for i := range obligations {
		net := make([]int64, positions)
		for range rapid.IntRange(1, 2).Draw(t, "legs") {
			amount := rapid.Int64Range(1, 8).Draw(t, "amount")
			net[rapid.IntRange(0, positions-1).Draw(t, "from")] -= amount
			net[rapid.IntRange(0, positions-1).Draw(t, "to")] += amount
		}
		obligations[i].Priority = rapid.Uint32Range(0, 1).Draw(t, "priority")
		for position, amount := range net {
			if amount != 0 {
				obligations[i].Changes = append(obligations[i].Changes, offset.Change{Position: position, Amount: big.NewInt(amount)})
			}
		}
	}
	return obligations, available
}

func feasible(obligations []offset.Obligation, available []*big.Int, in func(int) bool) bool {
	left := make([]int64, len(available))
	for i, amount := range available {
		left[i] = amount.Int64()
	}
	for i, obligation := range obligations {
		if in(i) {
			for _, change := range obligation.Changes {
				left[change.Position] += change.Amount.Int64()
			}
		}
	}
	for _, amount := range left {
		if amount < 0 {
			return false
		}
	}
	return true
}

// most is the size of the largest feasible set, by trying all.
func most(obligations []offset.Obligation, available []*big.Int) (size int) {
	for set := range 1 << len(obligations) {
		count := 0
		for i := range obligations {
			count += set >> i & 1
		}
		if count > size && feasible(obligations, available, func(i int) bool { return set>>i&1 == 1 }) {
			size = count
		}
	}
	return size
}

func count(in []bool) (size int) {
	for _, is := range in {
		if is {
			size++
		}
	}
	return size
}

// Whatever is found is feasible, takes everything when everything is, leaves nothing out that fits, and changes none of its input.
func TestWhatIsFoundIsFeasible(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		obligations, available := drawn(t)
		before := fmt.Sprint(obligations, available)
		in := offset.Solve(obligations, available)
		require.Equal(t, before, fmt.Sprint(obligations, available))
		require.True(t, feasible(obligations, available, func(i int) bool { return in[i] }))
		if feasible(obligations, available, func(int) bool { return true }) {
			require.Equal(t, len(obligations), count(in), "all settle together")
		}
		require.LessOrEqual(t, count(in), most(obligations, available))
		require.Equal(t, in, offset.Solve(obligations, available), "the same every time")

		members := 0
		for _, group := range offset.Groups(obligations, in) {
			members += len(group)
			is := map[int]bool{}
			for _, i := range group {
				is[i] = true
			}
			require.True(t, feasible(obligations, available, func(i int) bool { return is[i] }), "each group by itself")
		}
		require.Equal(t, count(in), members)
	})
}

// How close the method comes to the largest set, over drawn markets; it is well above nine tenths.
func TestCloseToTheMost(t *testing.T) {
	var found, possible, exact, markets int
	rapid.Check(t, func(t *rapid.T) {
		obligations, available := drawn(t)
		in, largest := count(offset.Solve(obligations, available)), most(obligations, available)
		found, possible, markets = found+in, possible+largest, markets+1
		if in == largest {
			exact++
		}
	})
	t.Logf("%d of %d obligations, the largest set in %d of %d markets", found, possible, exact, markets)
	require.Greater(t, found*10, possible*8)
}

// A thousand obligations in rings of ten among accounts that have nothing.
func BenchmarkRings(b *testing.B) {
	const rings, size = 100, 10
	var obligations []offset.Obligation
	for ring := range rings {
		for i := range size {
			obligations = append(obligations, owes(ring*size+i, ring*size+(i+1)%size, 7))
		}
	}
	available := make([]*big.Int, rings*size)
	for i := range available {
		available[i] = new(big.Int)
	}
	for b.Loop() {
		if count(offset.Solve(obligations, available)) != rings*size {
			b.Fatal("not all settle")
		}
	}
}

// The worst case: everybody gives from one account that has almost nothing.
func BenchmarkOneShortAccount(b *testing.B) {
	var obligations []offset.Obligation
	for i := range 1_000 {
		obligations = append(obligations, owes(0, 1+i, int64(1+i%97)))
	}
	available := make([]*big.Int, 1_001)
	for i := range available {
		available[i] = new(big.Int)
	}
	available[0].SetInt64(100)
	for b.Loop() {
		offset.Solve(obligations, available)
	}
}
