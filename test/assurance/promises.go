package main

import (
	_ "embed"
	"fmt"
	"path"
	"slices"
	"strings"
)

//go:embed promises.txt
var promisesText string

// state says how far a promise is kept.
type state string

const (
	kept state = "kept" // measured in full
	part state = "part" // measured, but not all of it; the line says what is missing
	not  state = "not"  // not yet; the line says why
)

// test is a test that holds the program to a promise.
type test struct{ Folder, Name string }

// promise is one line of promises.txt.
type promise struct {
	Number   string // "P13"
	State    state
	What     string
	Tests    []test
	Measured string // what is measured, or why it is not yet
	Sabotage string // what the tests were seen to catch, "" for nothing
}

// readPromises reads promises.txt.
func readPromises(text string) ([]promise, error) {
	var list []promise
	for i, line := range strings.Split(text, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, " | ")
		if len(f) != 7 {
			return nil, fmt.Errorf("line %d has %d fields", i+1, len(f))
		}
		for j := range f {
			if f[j] == "-" {
				f[j] = ""
			}
		}
		list = append(list, promise{Number: f[0], State: state(f[1]), What: f[2], Tests: testsOf(f[3], f[4]), Measured: f[5], Sabotage: f[6]})
	}
	return list, nil
}

// testsOf reads names of tests. One with a path is of another package than the
// line: "internal/web/TestX".
func testsOf(folder, names string) (list []test) {
	for name := range strings.SplitSeq(names, ",") {
		if dir := path.Dir(name); dir != "." {
			list = append(list, test{dir, path.Base(name)})
		} else if name != "" {
			list = append(list, test{folder, name})
		}
	}
	return list
}

// chosen are those named, as in "P13,P37"; all for "".
func chosen(promises []promise, numbers string) []promise {
	if numbers == "" {
		return promises
	}
	return slices.DeleteFunc(promises, func(p promise) bool { return !slices.Contains(strings.Split(numbers, ","), p.Number) })
}
