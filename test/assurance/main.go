// Command assurance runs what holds the program to its promises and prints one
// table: what is promised, what was measured, and which sabotage was caught.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"text/tabwriter"
)

func main() {
	list := flag.Bool("list", false, "print the table without running anything")
	flag.Parse()
	promises, err := readPromises(promisesText)
	if err == nil {
		err = table(os.Stdout, promises, *list)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "assurance:", err)
		os.Exit(1)
	}
}

// outcome is what the tests of one package said.
type outcome struct {
	text string
	err  error
}

// run runs tests with the numbers of the promises.
func run(folder string, tests []string) outcome {
	cmd := exec.Command("go", "test", "-count=1", "-v", "-timeout=60m", "-run", "^("+strings.Join(tests, "|")+")$", "./"+folder) // #nosec G204 -- from promises.txt
	cmd.Env = append(os.Environ(), "THROUGHCARE_ASSURANCE=1")
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	return outcome{out.String(), err}
}

// byPackage are the tests of every package, each once.
func byPackage(promises []promise) (order []string, tests map[string][]string) {
	tests = map[string][]string{}
	for _, p := range promises {
		if p.Package != "" && tests[p.Package] == nil {
			order = append(order, p.Package)
		}
		if p.Package != "" {
			tests[p.Package] = append(tests[p.Package], p.Tests...)
		}
	}
	return order, tests
}

// table runs everything and prints a line for each promise.
func table(w io.Writer, promises []promise, listOnly bool) error {
	outcomes := map[string]outcome{}
	order, tests := byPackage(promises)
	for _, folder := range order {
		if !listOnly {
			fmt.Fprintln(os.Stderr, "running", folder)
			outcomes[folder] = run(folder, tests[folder])
		}
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "promise\tstate\twhat is promised\tmeasured\tsabotage caught")
	var failed []error
	for _, p := range promises {
		o := outcomes[p.Package]
		said, ok := o.said(p, listOnly)
		if !ok {
			failed = append(failed, fmt.Errorf("%s is broken:\n%s", p.Number, o.text))
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", p.Number, word(p.State, ok), p.What, said, p.Sabotage)
	}
	return errors.Join(append(failed, t.Flush())...)
}

func word(s state, ok bool) string {
	switch {
	case !ok:
		return "BROKEN"
	case s == part:
		return "in part"
	case s == not:
		return "not kept yet"
	}
	return string(s)
}

var numbers = regexp.MustCompile(`(?m)^\s+\S+_test\.go:\d+: (.*)$`)

// said is what the tests of a promise measured: their own line for it where they
// have one, and what they log otherwise. A test that did not run is not kept.
func (o outcome) said(p promise, listOnly bool) (text string, ok bool) {
	if p.State == not || listOnly {
		return p.Measured, true
	}
	for _, name := range p.Tests {
		if !strings.Contains(o.text, "--- PASS: "+name+" ") && !strings.Contains(o.text, "--- SKIP: "+name+" ") {
			return p.Measured, false
		}
	}
	var lines []string
	for _, m := range numbers.FindAllStringSubmatch(o.text, -1) {
		if own, found := strings.CutPrefix(m[1], "measured "+p.Number+": "); found {
			return own, true
		}
	}
	for _, name := range p.Tests {
		lines = append(lines, o.logged(name)...)
	}
	return strings.Join(append([]string{p.Measured}, lines...), "; "), true
}

// logged are the lines one test logged.
func (o outcome) logged(name string) (lines []string) {
	inside := false
	for _, line := range strings.Split(o.text, "\n") {
		if strings.HasPrefix(line, "=== ") {
			inside = strings.HasSuffix(line, " "+name) || strings.Contains(line, " "+name+"/")
			continue
		}
		if m := numbers.FindStringSubmatch(line); inside && m != nil && !strings.HasPrefix(m[1], "measured ") {
			lines = append(lines, m[1])
		}
	}
	return lines
}
