package app

import (
	"math"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
)

const (
	// collectorPercent lets the heap grow to five times what is alive before a collection. A node keeps most of what it holds
	// for long, its caches, and would otherwise spend a quarter of its time to find that they are still alive.
	collectorPercent = 400
	// memoryShare is the part of the machine's memory, in percent, beyond which the collector works as hard as it has to.
	memoryShare = 70
)

// TuneCollector sets the garbage collector for a process that runs a node. GOGC and GOMEMLIMIT, where set, have the last word.
func TuneCollector() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectorPercent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		if total := machineMemory(); total > 0 {
			debug.SetMemoryLimit(total / 100 * memoryShare)
		}
	}
}

// machineMemory is the memory that the process may use, in bytes: the machine's, or less inside a container. 0 where the kernel
// does not say.
func machineMemory() int64 {
	total := int64(math.MaxInt64)
	if text, err := os.ReadFile("/proc/meminfo"); err == nil {
		if fields := strings.Fields(string(text)); len(fields) > 2 && fields[0] == "MemTotal:" {
			if kib, err := strconv.ParseInt(fields[1], 10, 64); err == nil {
				total = kib << 10
			}
		}
	}
	if text, err := os.ReadFile("/sys/fs/cgroup/memory.max"); err == nil {
		if limit, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64); err == nil {
			total = min(total, limit)
		}
	}
	if total == math.MaxInt64 {
		return 0
	}
	return total
}
