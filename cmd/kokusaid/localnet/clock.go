package localnet

import (
	"encoding/json"
	"errors"
	"strconv"
	"time"
)

// Clock makes business time run at a multiple of block time from BlockStart on, when it stands at BusinessStart.
type Clock struct {
	BlockStart    time.Time
	BusinessStart time.Time
	Speed         uint64
}

func (c Clock) isSet() bool { return c != Clock{} }

func (c Clock) validate() error {
	if c.isSet() && (c.BlockStart.IsZero() || c.BusinessStart.IsZero() || c.Speed == 0) {
		return errors.New("a clock needs its block start, its business start and its speed")
	}
	return nil
}

// patch is the clock as a change to the application's genesis.
func (c Clock) patch() ([]byte, error) {
	return json.Marshal(map[string]any{"bond": map[string]any{"clock": map[string]any{
		"block_start":    c.BlockStart.UTC().Format(time.RFC3339Nano),
		"business_start": c.BusinessStart.UTC().Format(time.RFC3339Nano),
		"speed":          strconv.FormatUint(c.Speed, 10),
	}}})
}
