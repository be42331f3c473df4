// Command assurance runs what holds the program to its promises and prints one
// table: what is promised, what was measured and when, and which sabotage was
// caught. It ends in time, and prints what it has when it is interrupted.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"text/tabwriter"
	"time"
)

func main() {
	list := flag.Bool("list", false, "print the table without running anything")
	within := flag.Duration("within", 35*time.Minute, "end after so long with what was measured by then")
	only := flag.String("only", "", "the promises to look at, such as P13,P37; all when empty")
	flag.Parse()
	if err := assure(os.Stdout, *list, *only, *within); err != nil {
		fmt.Fprintln(os.Stderr, "assurance:", err)
		os.Exit(1)
	}
}

func assure(w io.Writer, list bool, only string, within time.Duration) error {
	promises, err := readPromises(promisesText)
	if err != nil {
		return err
	}
	promises = chosen(promises, only)
	r := &runner{full: true, most: within / 3, outcomes: map[string]outcome{}}
	if !list {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		ctx, cancel := context.WithTimeout(ctx, within)
		defer cancel()
		if err := r.all(ctx, promises); err != nil {
			return err
		}
	}
	return table(w, promises, r.outcomes, list)
}

// table prints a line for each promise, and at the end what broke.
func table(w io.Writer, promises []promise, outcomes map[string]outcome, list bool) error {
	fmt.Fprintf(w, "%s, %d processors, %s, %s/%s\n\n", time.Now().UTC().Format("2006-01-02 15:04 MST"), runtime.NumCPU(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "promise\tstate\twhat is promised\twhen\tmeasured\tsabotage caught")
	var failed []error
	for _, p := range promises {
		v := verdict{word: stateWord(p.State), said: p.Measured}
		if !list {
			v = judge(p, outcomes)
		}
		if v.broken != "" {
			failed = append(failed, fmt.Errorf("%s is broken:\n%s", p.Number, v.broken))
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", p.Number, v.word, p.What, v.when, v.said, p.Sabotage)
	}
	return errors.Join(append(failed, t.Flush())...)
}

func stateWord(s state) string {
	switch s {
	case part:
		return "in part"
	case not:
		return "not kept yet"
	case kept:
	}
	return string(s)
}
