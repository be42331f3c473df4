package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Every promise of the table stands in it once, in order, and names tests that
// are there; what is not kept says why.
func TestThePromises(t *testing.T) {
	t.Parallel()
	list, err := readPromises(promisesText)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 50 {
		t.Fatalf("%d promises", len(list))
	}
	for i, p := range list {
		if want := fmt.Sprintf("P%d", i+1); p.Number != want {
			t.Errorf("%s stands where %s belongs", p.Number, want)
		}
		if p.Measured == "" || p.State != kept && p.State != part && p.State != not {
			t.Errorf("%s: %+v", p.Number, p)
		}
		if (p.State == not) != (len(p.Tests) == 0) || p.State == kept && p.Sabotage == "" && p.Number != "P20" && p.Number != "P40" {
			t.Errorf("%s is %s with the tests %v and the sabotage %q", p.Number, p.State, p.Tests, p.Sabotage)
		}
		for _, c := range p.Tests {
			if !hasTest(t, c.Folder, c.Name) {
				t.Errorf("%s: there is no %s in %s", p.Number, c.Name, c.Folder)
			}
		}
	}
}

func hasTest(t *testing.T, folder, name string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", filepath.FromSlash(folder), "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	declared := regexp.MustCompile(`(?m)^func ` + name + `\((t \*testing\.T|f \*testing\.F)\)`)
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if declared.Match(text) {
			return true
		}
	}
	return false
}

// What is not run, fails, is skipped or is cut off by the time is not said to be
// kept; what is measured is said in its own figures.
func TestVerdicts(t *testing.T) {
	t.Parallel()
	p := promise{Number: "P1", State: kept, Tests: testsOf("people", "TestA,staff/TestB"), Measured: "in words"}
	passed := func(name string) string { return "=== RUN   " + name + "\n--- PASS: " + name + " (0.1s)\n" }
	figures := "=== RUN   TestA\n    a_test.go:1: measured P1: 7 of 7\n    a_test.go:2: measured P2: 1\n--- PASS: TestA (1s)\n"
	b := outcome{text: passed("TestB")}
	for name, c := range map[string]struct {
		outcomes   map[string]outcome
		word, said string
	}{
		"measured":       {map[string]outcome{"people": {text: figures}, "staff": b}, "kept", "7 of 7"},
		"in words":       {map[string]outcome{"people": {text: passed("TestA")}, "staff": b}, "kept", "in words"},
		"not run":        {map[string]outcome{"people": {text: passed("TestA")}}, "NOT REACHED", "the time was up before TestB had ended; otherwise: in words"},
		"cut off":        {map[string]outcome{"people": {text: "=== RUN   TestA\n", err: errEarly}, "staff": b}, "NOT REACHED", "the time was up before TestA had ended; otherwise: in words"},
		"ended in time":  {map[string]outcome{"people": {text: figures, err: errEarly}, "staff": b}, "kept", "7 of 7"},
		"skipped":        {map[string]outcome{"people": {text: "--- SKIP: TestA (0s)\n"}, "staff": b}, "SKIPPED", "in words"},
		"failed":         {map[string]outcome{"people": {text: "--- FAIL: TestA (0s)\n"}, "staff": b}, "BROKEN", "in words"},
		"does not build": {map[string]outcome{"people": {err: errors.New("x")}, "staff": b}, "BROKEN", "in words"},
	} {
		if v := judge(p, c.outcomes); v.word != c.word || v.said != c.said || (v.broken != "") != (c.word == "BROKEN") {
			t.Errorf("%s: %+v", name, v)
		}
	}
}

// An interrupted run prints every promise all the same.
func TestTheTableOfNothing(t *testing.T) {
	t.Parallel()
	list, err := readPromises(promisesText)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := table(&out, list, nil, false); err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		if line := regexp.MustCompile(`(?m)^` + p.Number + ` .*$`).FindString(out.String()); line == "" || p.State != not && !strings.Contains(line, "NOT REACHED") {
			t.Errorf("%s: %q", p.Number, line)
		}
	}
}

// What is short comes before what takes minutes, and no test is run twice.
func TestTheOrder(t *testing.T) {
	t.Parallel()
	order, tests := byPackage([]promise{{Tests: testsOf("test/assurance", "TestA,TestB")}, {Tests: testsOf("people", "TestC,test/assurance/TestA")}})
	if !slices.Equal(order, []string{"people", "test/assurance"}) || !slices.Equal(tests["test/assurance"], []string{"TestA", "TestB"}) {
		t.Errorf("%v %v", order, tests)
	}
}

// A line that lacks something is not read as if it were whole.
func TestPromisesOfABadTable(t *testing.T) {
	t.Parallel()
	if _, err := readPromises("P1 | kept | x"); err == nil {
		t.Error("a line with three fields was read")
	}
}
