package main

import (
	_ "embed"
	"fmt"
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

// promise is one line of promises.txt.
type promise struct {
	Number   string // "P13"
	State    state
	What     string
	Package  string // where its tests are, "" for none
	Tests    []string
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
		p := promise{Number: f[0], State: state(f[1]), What: f[2], Package: f[3], Measured: f[5], Sabotage: f[6]}
		if f[4] != "" {
			p.Tests = strings.Split(f[4], ",")
		}
		list = append(list, p)
	}
	return list, nil
}
