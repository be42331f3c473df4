package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
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
	if len(list) != 48 {
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
		for _, name := range p.Tests {
			if !hasTest(t, p.Package, name) {
				t.Errorf("%s: there is no %s in %s", p.Number, name, p.Package)
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
	declared := regexp.MustCompile(`(?m)^func ` + name + `\(t \*testing\.T\)`)
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

// A line that lacks something is not read as if it were whole.
func TestPromisesOfABadTable(t *testing.T) {
	t.Parallel()
	if _, err := readPromises("P1 | kept | x"); err == nil {
		t.Error("a line with three fields was read")
	}
}
