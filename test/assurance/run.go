package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// heavy are the packages whose full numbers take minutes. They come last, so
// that what is short is measured whatever becomes of them.
var heavy = []string{"internal/trail", "internal/database", "test/assurance", "test/release"}

// runner runs the tests of the promises, one package after the other: many of
// them measure time.
type runner struct {
	full     bool
	most     time.Duration // what one package may take
	outcomes map[string]outcome
}

// outcome is what the tests of one package said.
type outcome struct {
	text  string
	ended time.Time
	err   error // of building them, or of ending early
}

// all runs every package until the time is up. What was not reached has no
// outcome.
func (r *runner) all(ctx context.Context, promises []promise) error {
	dir, err := os.MkdirTemp("", "assurance")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	order, tests := byPackage(promises)
	for i, folder := range order {
		if ctx.Err() != nil {
			return nil
		}
		began := time.Now()
		fmt.Fprintf(os.Stderr, "%d of %d: %s", i+1, len(order), folder)
		r.outcomes[folder] = r.run(ctx, dir, folder, tests[folder])
		fmt.Fprintln(os.Stderr, " ", time.Since(began).Round(time.Second))
	}
	return nil
}

// run builds the tests of a package and runs those that are named.
func (r *runner) run(ctx context.Context, dir, folder string, tests []string) outcome {
	binary := filepath.Join(dir, strings.ReplaceAll(folder, "/", "-")+".test")
	if out, err := exec.CommandContext(ctx, "go", "test", "-c", "-o", binary, "./"+folder).CombinedOutput(); err != nil { // #nosec G204 -- from promises.txt
		if ctx.Err() != nil {
			return outcome{ended: time.Now(), err: errEarly}
		}
		return outcome{string(out), time.Now(), fmt.Errorf("go test -c: %w", err)}
	}
	ctx, cancel := context.WithTimeout(ctx, r.most)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary, "-test.v", "-test.run=^("+strings.Join(tests, "|")+")$") // #nosec G204 -- just built
	cmd.Dir, cmd.WaitDelay = filepath.FromSlash(folder), 5*time.Second
	if r.full {
		cmd.Env = append(os.Environ(), "THROUGHCARE_ASSURANCE=1")
	}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	if ctx.Err() != nil {
		err = errEarly
	}
	return outcome{out.String(), time.Now(), err}
}

// errEarly is the outcome of what was ended before it had ended.
var errEarly = errors.New("the time was up")

// byPackage are the tests of every package, each once, the heavy ones last.
func byPackage(promises []promise) (order []string, tests map[string][]string) {
	tests = map[string][]string{}
	for _, p := range promises {
		for _, t := range p.Tests {
			if tests[t.Folder] == nil {
				order = append(order, t.Folder)
			}
			if !slices.Contains(tests[t.Folder], t.Name) {
				tests[t.Folder] = append(tests[t.Folder], t.Name)
			}
		}
	}
	slices.SortStableFunc(order, func(a, b string) int { return slices.Index(heavy, a) - slices.Index(heavy, b) })
	return order, tests
}
