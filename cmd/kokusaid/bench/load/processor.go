package load

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"time"
)

// processorTime is what all validators have used of processors so far, in user and kernel mode.
func (n *network) processorTime() (time.Duration, error) {
	const tick = 10 * time.Millisecond // the kernel's unit, a hundredth of a second on every Linux
	var total time.Duration
	for _, v := range n.validators {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", v.process.Process.Pid))
		if err != nil {
			return 0, err
		}
		// Fields 14 and 15, counted after the command's name, which may hold anything and ends in a bracket.
		fields := bytes.Fields(text[bytes.LastIndexByte(text, ')')+1:])
		if len(fields) < 13 {
			return 0, fmt.Errorf("process %d: unreadable state", v.process.Process.Pid)
		}
		for _, field := range fields[11:13] {
			ticks, err := strconv.ParseInt(string(field), 10, 64)
			if err != nil {
				return 0, err
			}
			total += time.Duration(ticks) * tick
		}
	}
	return total, nil
}
