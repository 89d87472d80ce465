package report

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strings"
)

// Machine says where a measurement was taken.
type Machine struct {
	Processor string `json:"processor"`
	Cores     int    `json:"cores"`
	MemoryGiB int    `json:"memory_gib"`
	Kernel    string `json:"kernel"`
	System    string `json:"system"`
	Go        string `json:"go"`
	Load      string `json:"load_average_at_start"`
}

// String describes the machine in a line.
func (m Machine) String() string {
	return fmt.Sprintf("%s, %d cores, %d GiB, %s %s, %s, load %s", m.Processor, m.Cores, m.MemoryGiB, m.System, m.Kernel, m.Go, m.Load)
}

// ThisMachine describes the machine the program runs on as far as its kernel tells.
func ThisMachine() Machine {
	machine := Machine{
		Processor: field("/proc/cpuinfo", "model name"), Cores: runtime.NumCPU(), Go: runtime.Version(),
		System: runtime.GOOS + "/" + runtime.GOARCH, Kernel: firstWords("/proc/sys/kernel/osrelease", 1), Load: firstWords("/proc/loadavg", 3),
	}
	total := strings.TrimSuffix(field("/proc/meminfo", "MemTotal"), " kB")
	for _, digit := range strings.TrimSpace(total) {
		machine.MemoryGiB = machine.MemoryGiB*10 + int(digit-'0')
	}
	machine.MemoryGiB >>= 20
	return machine
}

func field(file, name string) string {
	f, err := os.Open(file)
	if err != nil {
		return ""
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if key, value, ok := strings.Cut(lines.Text(), ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

func firstWords(file string, n int) string {
	text, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	words := strings.Fields(string(text))
	return strings.Join(words[:min(n, len(words))], " ")
}
