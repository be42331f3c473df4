package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// line is one row of the table.
type line struct {
	what, measured, target string
	met                    bool
}

// printTable writes the lines for people, in columns.
func printTable(out io.Writer, lines []line) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "What\tMeasured\tTarget\t")
	for _, l := range lines {
		mark := "met"
		switch {
		case l.target == "":
			mark = ""
		case !l.met:
			mark = "MISSED"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", l.what, l.measured, l.target, mark)
	}
	_ = w.Flush() // standard output
}

// machine names what was measured on.
func machine() string {
	return fmt.Sprintf("%d cores, %s, %s of memory, %s/%s, %s, %s", runtime.NumCPU(), field("/proc/cpuinfo", "model name"),
		memory(), runtime.GOOS, runtime.GOARCH, runtime.Version(), time.Now().Format(time.DateOnly))
}

func memory() string {
	var kb int64
	if _, err := fmt.Sscanf(field("/proc/meminfo", "MemTotal"), "%d kB", &kb); err != nil {
		return "unknown size"
	}
	return fmt.Sprintf("%d GiB", (kb+1<<19)>>20)
}

// field reads "name : value" from a file of the kernel; it is "" elsewhere.
func field(file, name string) string {
	f, err := os.Open(file)
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }() // it was only read
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if key, value, ok := strings.Cut(lines.Text(), ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// times are how long one thing took, again and again: on the clock, and on the
// processor. On a busy machine only the latter says what it costs.
type times struct{ clock, processor []time.Duration }

func (t *times) measure(fn func() error) error {
	began, cpu := time.Now(), threadCPU()
	err := fn()
	t.clock = append(t.clock, time.Since(began))
	t.processor = append(t.processor, threadCPU()-cpu)
	return err
}

// line says the median and the 99th percentile, and holds the latter against a
// target on the clock.
func (t *times) line(what string, target time.Duration) line {
	p99 := percentile(t.clock, 99)
	return line{
		what: what, target: fmt.Sprintf("p99 < %v", target), met: p99 < target,
		measured: fmt.Sprintf("p50 %s, p99 %s (processor %s, %s)", ms(percentile(t.clock, 50)), ms(p99), ms(percentile(t.processor, 50)), ms(percentile(t.processor, 99))),
	}
}

func percentile(took []time.Duration, p int) time.Duration {
	if len(took) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(took))
	return sorted[min(len(sorted)-1, len(sorted)*p/100)]
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }
