package curve

import (
	"encoding/binary"
	"sync"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// maxShared is how many valuations are remembered: a few currencies on today and the day before, and what queries ask for.
const maxShared = 16

// shared remembers the last valuations by the points of their curve and their date. It is the memory of a pure function, so that
// it changes no result, whichever node remembers what; bootstrapping a curve costs as much as pricing a hundred bonds.
var shared = struct {
	sync.Mutex
	byKey map[string]*Valuation
	keys  []string // oldest first
}{byKey: map[string]*Valuation{}}

// Value returns the valuation of the par curve of these points on a date.
func Value(points []Point, asOf date.Date) (*Valuation, error) {
	key := keyOf(points, asOf)
	shared.Lock()
	known, found := shared.byKey[key]
	shared.Unlock()
	if found {
		return known, nil
	}
	curve, err := New(points)
	if err != nil {
		return nil, err
	}
	made := curve.On(asOf)
	shared.Lock()
	defer shared.Unlock()
	if known, found := shared.byKey[key]; found {
		return known, nil
	}
	if len(shared.keys) == maxShared {
		delete(shared.byKey, shared.keys[0])
		shared.keys = shared.keys[1:]
	}
	shared.byKey[key], shared.keys = made, append(shared.keys, key)
	return made, nil
}

// keyOf writes points and a date so that different ones read differently.
func keyOf(points []Point, asOf date.Date) string {
	key := binary.BigEndian.AppendUint32(make([]byte, 0, 16+24*len(points)), uint32(asOf))
	for _, point := range points {
		key = binary.AppendVarint(key, int64(point.Months))
		if point.Yield.IsNil() {
			continue // New refuses it
		}
		yield := point.Yield.BigIntMut()
		key = append(key, byte(yield.Sign()))
		key = binary.AppendUvarint(key, uint64(len(yield.Bytes())))
		key = append(key, yield.Bytes()...)
	}
	return string(key)
}

// Curve returns the curve that is valued.
func (v *Valuation) Curve() *Curve { return v.curve }
