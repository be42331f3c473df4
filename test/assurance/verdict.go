package main

import (
	"errors"
	"regexp"
	"slices"
	"strings"
)

// verdict is what the table says of a promise.
type verdict struct {
	word   string // its state, or that it broke, was skipped or not reached
	when   string // it was measured
	said   string
	broken string // what its tests said, when they failed
}

// judge holds what the tests of a promise said against it. What was not run is
// not kept, whatever its line says.
func judge(p promise, outcomes map[string]outcome) verdict {
	v := verdict{word: stateWord(p.State), said: p.Measured}
	if p.State == not {
		return v
	}
	var measured, logged []string
	for _, t := range p.Tests {
		o, ran := outcomes[t.Folder]
		skipped := strings.Contains(o.text, "--- SKIP: "+t.Name+" ")
		switch passed := strings.Contains(o.text, "--- PASS: "+t.Name+" "); {
		case !ran || errors.Is(o.err, errEarly) && !passed && !skipped && !strings.Contains(o.text, "--- FAIL: "+t.Name+" "):
			return verdict{word: "NOT REACHED", said: "the time was up before " + t.Name + " had ended; otherwise: " + p.Measured}
		case skipped:
			v.word = "SKIPPED"
		case !passed:
			return verdict{word: "BROKEN", said: p.Measured, broken: t.Name + ": " + errorText(o)}
		}
		v.when = o.ended.UTC().Format("01-02 15:04")
		measured = append(measured, o.measured(p.Number)...)
		logged = append(logged, o.logged(t.Name)...)
	}
	v.said = strings.Join(append([]string{p.Measured}, logged...), "; ")
	if slices.Sort(measured); len(measured) > 0 {
		v.said = strings.Join(slices.Compact(measured), "; ")
	}
	return v
}

func errorText(o outcome) string {
	if o.err == nil {
		return o.text
	}
	return o.err.Error() + "\n" + o.text
}

var logLine = regexp.MustCompile(`(?m)^\s+\S+_test\.go:\d+: (.*)$`)

// measured are the lines in which tests say what they measured of a promise, as
// in t.Logf("measured P13: …").
func (o outcome) measured(number string) (list []string) {
	for _, m := range logLine.FindAllStringSubmatch(o.text, -1) {
		if own, found := strings.CutPrefix(m[1], "measured "+number+": "); found {
			list = append(list, own)
		}
	}
	return list
}

// logged are the other lines of one test.
func (o outcome) logged(name string) (list []string) {
	inside := false
	for line := range strings.SplitSeq(o.text, "\n") {
		if strings.HasPrefix(line, "=== ") {
			inside = strings.HasSuffix(line, " "+name) || strings.Contains(line, " "+name+"/")
			continue
		}
		if m := logLine.FindStringSubmatch(line); inside && m != nil && !strings.HasPrefix(m[1], "measured ") {
			list = append(list, m[1])
		}
	}
	return list
}
