// Command bench measures the promises of speed and size on the machine it runs
// on and prints them as one table: pages and finding in a large record, an
// import, memory, the start, and what a first visit loads. It judges nothing
// in the tests: a busy machine is slow, and that is no error.
//
// The large records are made once and kept under -dir, as long as the schema
// stays what it was.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime/pprof"
	"strings"
	"time"
)

// setup is what the command line says.
type setup struct {
	dir, names, binary string
	small, large, asks int
	only               string
}

// measurement is one part of the table.
type measurement struct {
	key string
	run func(context.Context, setup) ([]line, error)
}

var measurements = []measurement{
	{"pages", measurePages},
	{"find", measureFind},
	{"trust", measureTrust},
	{"estimates", measureEstimates},
	{"clocks", measureClocks},
	{"labels", measureLabels},
	{"matching", measureMatching},
	{"import", measureImport},
	{"roster", measureRoster},
	{"start", measureStart},
	{"memory", measureMemory},
	{"weight", measureWeight},
}

func main() {
	s := setup{asks: asks}
	flag.StringVar(&s.dir, "dir", "bin/bench", "folder of the large records")
	flag.StringVar(&s.names, "names", "../shared/data/names", "folder with lists of names; without it names are invented")
	flag.StringVar(&s.binary, "binary", "bin/throughcare", "the program to measure")
	flag.IntVar(&s.small, "small", 100_000, "people in the record whose pages are measured")
	flag.IntVar(&s.large, "large", 2_500_000, "people in the record that is searched")
	flag.StringVar(&s.only, "only", "", "measure only these, with commas: pages,find,trust,estimates,clocks,labels,matching,import,roster,start,memory,weight")
	profile := flag.String("profile", "", "write a profile of the processor into this file")
	child := flag.Bool("importing", false, "be the process that imports; for the program itself")
	reads := flag.Bool("syncing", false, "be the process that reads a list; for the program itself")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if *profile != "" {
		stop, err := profiling(*profile)
		if err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		defer stop()
	}
	work := run
	switch {
	case *child:
		work = importing
	case *reads:
		work = syncing
	}
	if err := work(ctx, s); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, s setup) error {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return err
	}
	var lines []line
	for _, m := range measurements {
		if s.only != "" && !strings.Contains(","+s.only+",", ","+m.key+",") {
			continue
		}
		began := time.Now()
		more, err := m.run(ctx, s)
		if err != nil {
			return fmt.Errorf("%s: %w", m.key, err)
		}
		note("%s measured in %s", m.key, time.Since(began).Round(time.Second))
		lines = append(lines, more...)
	}
	fmt.Println(machine())
	fmt.Println()
	printTable(os.Stdout, lines)
	return nil
}

// profiling begins a profile, which stop ends.
func profiling(file string) (stop func(), err error) {
	f, err := os.Create(file)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return func() { pprof.StopCPUProfile(); _ = f.Close() }, nil
}

// note says on standard error what is under way.
func note(format string, args ...any) { fmt.Fprintf(os.Stderr, "bench: "+format+"\n", args...) }
