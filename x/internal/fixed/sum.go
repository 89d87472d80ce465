package fixed

import "math/big"

// Sum adds up numbers, and sums times whole numbers, exactly and in place. Its zero value is 0.
type Sum struct{ total big.Int }

// Add adds a number.
func (s *Sum) Add(a Num) { s.total.Add(&s.total, a.v) }

// AddProduct adds another sum times n; nothing for a nil n.
func (s *Sum) AddProduct(other *Sum, n *big.Int) {
	if n != nil {
		s.total.Add(&s.total, new(big.Int).Mul(&other.total, n))
	}
}

// Floor returns the integer at or below the sum.
func (s *Sum) Floor() *big.Int { return new(big.Int).Rsh(&s.total, Bits) }
