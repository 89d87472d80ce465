// Package offset finds obligations that settle together though none may settle alone. Each obligation changes some positions (an
// account's holding of one asset); a set is feasible when no position falls below zero. Finding the largest feasible set is
// hard in general, so Solve starts from everything and takes out what must go, which finds the whole of a gridlock at once:
// the method of netting systems for payments and securities.
package offset

import (
	"math/big"
)

// Change is what an obligation does to one position.
type Change struct {
	// Position is its place in the list of what is available.
	Position int
	// Amount is added, negative where the obligation gives.
	Amount *big.Int
}

// Obligation is a set of changes that happen together.
type Obligation struct {
	// Priority orders obligations: what has a higher number goes first when something must go.
	Priority uint32
	// Changes name each position at most once.
	Changes []Change
}

// Solve returns, for each obligation, whether it is in the set that it found. The set is feasible: available, which is
// nowhere negative, plus all changes of the set is nowhere negative. The same input gives the same set everywhere. Obligations come in
// the order in which they should be served.
//
// The work is at most (obligations × the most obligations that give from one position), plus some passes over all changes.
func Solve(obligations []Obligation, available []*big.Int) []bool {
	s := newSearch(obligations, available)
	for position := range s.left {
		s.relieve(position)
	}
	s.takeBack()
	return s.in
}

// passes bounds how often what was taken out is tried again.
const passes = 3

type search struct {
	obligations []Obligation
	in          []bool
	left        []*big.Int // of each position, after the changes of everything that is in
	givers      [][]giver  // of each position, in the order of the obligations
	short       []int      // positions that may be below zero
}

type giver struct {
	obligation int
	amount     *big.Int // what it gives, positive
}

func newSearch(obligations []Obligation, available []*big.Int) *search {
	s := &search{
		obligations: obligations, in: make([]bool, len(obligations)),
		left: make([]*big.Int, len(available)), givers: make([][]giver, len(available)),
	}
	for position, amount := range available {
		s.left[position] = new(big.Int).Set(amount)
	}
	for i, obligation := range obligations {
		s.in[i] = true
		for _, change := range obligation.Changes {
			s.left[change.Position].Add(s.left[change.Position], change.Amount)
			if change.Amount.Sign() < 0 {
				s.givers[change.Position] = append(s.givers[change.Position], giver{i, new(big.Int).Neg(change.Amount)})
			}
		}
	}
	return s
}

// relieve takes out obligations until the position, and every position that this makes short, is not below zero.
func (s *search) relieve(position int) {
	s.short = append(s.short[:0], position)
	for len(s.short) > 0 {
		position := s.short[len(s.short)-1]
		if s.left[position].Sign() >= 0 {
			s.short = s.short[:len(s.short)-1]
			continue
		}
		s.takeOut(s.victim(position))
	}
}

// victim is who goes from a short position: of the last priority, the smallest giver that covers the shortage alone, or else
// the largest; among equals the last.
func (s *search) victim(position int) int {
	shortage := new(big.Int).Neg(s.left[position])
	best, found := giver{}, false
	for _, g := range s.givers[position] {
		if s.in[g.obligation] && (!found || s.goesBefore(g, best, shortage)) {
			best, found = g, true
		}
	}
	return best.obligation // somebody gives, because what is available is not negative
}

func (s *search) goesBefore(a, b giver, shortage *big.Int) bool {
	if p, q := s.obligations[a.obligation].Priority, s.obligations[b.obligation].Priority; p != q {
		return p > q
	}
	aCovers, bCovers := a.amount.Cmp(shortage) >= 0, b.amount.Cmp(shortage) >= 0
	if aCovers != bCovers {
		return aCovers
	}
	size := a.amount.Cmp(b.amount)
	if aCovers {
		return size <= 0
	}
	return size >= 0
}

func (s *search) takeOut(i int) {
	s.in[i] = false
	for _, change := range s.obligations[i].Changes {
		left := s.left[change.Position]
		left.Sub(left, change.Amount)
		if left.Sign() < 0 {
			s.short = append(s.short, change.Position)
		}
	}
}

// takeBack puts in, in order, what fits now that others went.
func (s *search) takeBack() {
	for range passes {
		changed := false
		for i := range s.obligations {
			if !s.in[i] && s.fits(i) {
				s.in[i], changed = true, true
				for _, change := range s.obligations[i].Changes {
					s.left[change.Position].Add(s.left[change.Position], change.Amount)
				}
			}
		}
		if !changed {
			return
		}
	}
}

func (s *search) fits(i int) bool {
	var after big.Int
	for _, change := range s.obligations[i].Changes {
		if after.Add(s.left[change.Position], change.Amount).Sign() < 0 {
			return false
		}
	}
	return true
}

// Groups splits a set into parts that share no position: the groups, each in the order of the obligations, in the order of
// their first members.
func Groups(obligations []Obligation, in []bool) [][]int {
	parent := make([]int, len(obligations))
	var root func(int) int
	root = func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	first := map[int]int{}
	for i, obligation := range obligations {
		parent[i] = i
		if !in[i] {
			continue
		}
		for _, change := range obligation.Changes {
			if other, seen := first[change.Position]; seen {
				a, b := root(i), root(other)
				parent[max(a, b)] = min(a, b)
			} else {
				first[change.Position] = i
			}
		}
	}
	place := map[int]int{}
	var groups [][]int
	for i := range obligations {
		if !in[i] {
			continue
		}
		at, seen := place[root(i)]
		if !seen {
			at = len(groups)
			place[root(i)] = at
			groups = append(groups, nil)
		}
		groups[at] = append(groups[at], i)
	}
	return groups
}
