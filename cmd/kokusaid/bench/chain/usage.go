package chain

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// usage is what the process has consumed since it started.
type usage struct {
	at      time.Time
	cpu     time.Duration // of all threads, in user and kernel mode
	written uint64        // bytes handed to files, with the log and compaction of the database
}

// Cost is what a piece of work took.
type Cost struct {
	Wall    time.Duration
	CPU     time.Duration
	Written uint64
}

// Add returns the sum of two costs.
func (c Cost) Add(other Cost) Cost {
	return Cost{Wall: c.Wall + other.Wall, CPU: c.CPU + other.CPU, Written: c.Written + other.Written}
}

// addDebt counts the work that was still going on when the block was done, such as the database's compaction: it takes no time
// of this block, but processor time and writes it does.
func (c *Cost) addDebt(settled Cost) { c.CPU, c.Written = settled.CPU, settled.Written }

func currentUsage() usage {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		panic(err)
	}
	cpu := time.Duration(r.Utime.Nano() + r.Stime.Nano())
	return usage{at: time.Now(), cpu: cpu, written: processField("/proc/self/io", "wchar:")}
}

func (u usage) since(earlier usage) Cost {
	return Cost{Wall: u.at.Sub(earlier.at), CPU: u.cpu - earlier.cpu, Written: u.written - earlier.written}
}

// ForgetPeak lets the kernel count the process's peak memory from now on, where it can.
func ForgetPeak() error {
	err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, os.ErrPermission) {
		return nil
	}
	return err
}

// peakMemory is the largest resident set of the process since ForgetPeak, in bytes.
func peakMemory() uint64 { return processField("/proc/self/status", "VmHWM:") << 10 }

// processField reads one number of a file that the kernel keeps about a process; 0 where the kernel has no such file.
func processField(file, name string) uint64 {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0
	}
	_, rest, found := bytes.Cut(text, []byte(name))
	if !found {
		return 0
	}
	fields := bytes.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	value, _ := strconv.ParseUint(string(fields[0]), 10, 64)
	return value
}

// diskSize is the size of all files below dir. Files that the database removes meanwhile count as nothing.
func diskSize(dir string) uint64 {
	var total uint64
	_ = filepath.WalkDir(dir, func(_ string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return nil
		}
		if info, err := entry.Info(); err == nil {
			total += uint64(info.Size())
		}
		return nil
	})
	return total
}

// Settle waits until the process has nothing left to do in the background, at most half a minute.
func Settle() {
	const pause, quiet, patience = 20 * time.Millisecond, 5, 30 * time.Second
	start, calm := time.Now(), 0
	for last := currentUsage().cpu; calm < quiet && time.Since(start) < patience; {
		time.Sleep(pause)
		now := currentUsage().cpu
		if now-last < pause/10 {
			calm++
		} else {
			calm = 0
		}
		last = now
	}
}
